/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Random sessions of the shell: lines that are right and wrong, steps back and forward, by calls,
 * to other branches, to the beginning.  Wherever one is, the kernel is what it was there before;
 * and what is saved runs and comes out the same.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "call.h"
#include "proc.h"
#include "random_call.h"
#include "shell.h"
#include "simulation.h"
#include "step_run.h"

#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

#define SESSIONS     12
#define LINES	     800
#define BRANCHES_MAX 512
#define STRETCH	     600 /* bytes of journal: many borders in a short history */

static struct shell sh;
static struct random r;
/* The kernel's hash behind each step of each branch. */
static uint64_t hashes[BRANCHES_MAX][LINES + 2];
static FILE *nowhere;

static void
setup(void)
{
	nowhere = fopen("/dev/null", "w");
	ck_assert_ptr_nonnull(nowhere);
	ck_assert(shell_open(&sh, nowhere, nowhere, NULL));
	sh.world->history.stretch = STRETCH;
	hashes[1][0] = kernel_hash(sh.world->kernel);
}

static void
teardown(void)
{
	const char *unsound = kernel_check(sh.world->kernel);

	ck_assert_msg(unsound == NULL, "%s", unsound);
	shell_close(&sh);
	fclose(nowhere);
}

static unsigned
here(void)
{
	unsigned number = branch_here(&sh)->number;

	ck_assert_uint_lt(number, BRANCHES_MAX);
	return (number);
}

/* --- Lines ------------------------------------------------------------------------- */

/* A call of any process, as it would be typed. */
static const char *
call_line(struct arena *a)
{
	const struct kernel *k = sh.world->kernel;
	struct call c;

	random_call(&r, k, &c);
	if (syscall_info[c.number].simulation)
		return (arena_printf(a, "%s/%u # getpid()",
		    random_below(&r, 2) == 0 ? "root@host" : "root@j1", random_below(&r, 40)));
	const struct proc *p = pfind_any(k, (int32_t)c.pid);
	const struct ucred *cr = p == NULL ? NULL : ucred_at(k, p->p_ucred);

	return (arena_printf(a, "%%%u %c %s", (unsigned)c.pid,
	    cr != NULL && cr->cr_uid != 0 ? '$' : '#',
	    call_print(a, sh.world->lexicon, sh.world->values, &c)));
}

static const char *
step_line(struct arena *a)
{
	static const char *const lines[] = { "jail -c name=j%u path=/jails/www persist",
		"root@j%u # ls /tmp", "root@host # jail -r j%u", "root@host # mkdir /tmp/d%u",
		"alice@host $ d%u = open(\"/etc/motd\", O_RDONLY)",
		"root@j%u # mount -t tmpfs t /mnt", "root@host # rm -r /tmp/d%u",
		"bob@host $ touch /tmp/f%u", ":clock +%u", "root@host # j = sleep %u &", "kil(%u)",
		"%%j # _exit(%u)", "alice@host $ echo %u" };
	unsigned kind = random_below(&r, 3 * sizeof(lines) / sizeof(lines[0]));

	if (kind >= sizeof(lines) / sizeof(lines[0]))
		return (call_line(a));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	return (arena_printf(a, lines[kind], random_below(&r, 5)));
#pragma GCC diagnostic pop
}

static const char *
time_line(struct arena *a)
{
	switch (random_below(&r, 12)) {
	case 0:
	case 1:
		return (arena_printf(a, ":back %u", random_below(&r, 12)));
	case 2:
		return (arena_printf(a, ":forward %u", random_below(&r, 12)));
	case 3:
		return (arena_printf(a, ":back -c %u", random_below(&r, 20)));
	case 4:
		return (arena_printf(a, ":forward -c %u", random_below(&r, 20)));
	case 5:
		return (random_below(&r, 3) != 0 ?
			":goto end" :
			arena_printf(
			    a, ":goto %u", random_below(&r, (uint32_t)sh.world->steps + 1)));
	case 6:
		return (arena_printf(a, ":branch %u", 1 + random_below(&r, sh.branches.last + 1)));
	case 7:
		return (random_below(&r, 16) == 0 ? ":reset" : ":goto end");
	case 8:
		return (random_below(&r, 2) == 0 ? ":until EPERM" : ":back until /tmp");
	case 9:
		return (arena_printf(a, ":mark m%u", random_below(&r, 3)));
	case 10:
		return (arena_printf(a, ":goto m%u", random_below(&r, 3)));
	default:
		return (random_below(&r, 2) == 0 ? ":diff" : ":whatif user=alice");
	}
}

/* --- What must hold ------------------------------------------------------------------ */

static void
same_here(const char *line)
{
	const struct world *w = sh.world;

	ck_assert_msg(w->inside != 0 || kernel_hash(w->kernel) == hashes[here()][w->step],
	    "%s: branch %u, step %zu", line, here(), w->step);
	ck_assert_uint_eq(sh.steps.count, w->steps);
}

/* A step was made, on a new branch perhaps: its hash is known from here on. */
static void
note_step(unsigned before)
{
	unsigned now = here();
	size_t step = sh.world->step;

	if (now != before)
		memcpy(hashes[now], hashes[before], step * sizeof(hashes[now][0]));
	hashes[now][step] = kernel_hash(sh.world->kernel);
}

static void
type_step(const char *line)
{
	unsigned before = here();
	const struct world *w = sh.world;
	size_t from = w->step + (w->inside != 0), steps = w->steps, inside = w->inside;

	shell_line(&sh, line);
	if (w->inside == 0 && w->step == from + 1 && (w->steps == from + 1 || here() != before)) {
		note_step(before);
		ck_assert_uint_eq(w->steps, w->step);
		return;
	}
	/* It could not be run, so nothing has changed but that a step was finished. */
	ck_assert_uint_eq(here(), before);
	ck_assert_uint_eq(w->steps, steps);
	ck_assert_uint_eq(w->step + (w->inside != 0), from);
	ck_assert(w->inside == inside || w->inside == 0);
	same_here(line);
}

static void
type_line(void)
{
	struct arena a = { 0 };
	const char *line = random_below(&r, 8) == 0 ? time_line(&a) : step_line(&a);
	unsigned before = here();

	if (*line != ':' || strncmp(line, ":clock", 6) == 0) {
		type_step(line);
	} else {
		shell_line(&sh, line);
		if (strcmp(line, ":reset") == 0 && here() != before)
			hashes[here()][0] = hashes[1][0];
		same_here(line);
	}
	arena_free(&a);
}

static void
walk_branch(unsigned number)
{
	char line[32];

	snprintf(line, sizeof(line), ":branch %u", number);
	shell_line(&sh, line);
	ck_assert_uint_eq(here(), number);
	same_here(line);
	while (sh.world->step != 0) {
		ck_assert(world_back(sh.world));
		same_here("back");
	}
	ck_assert(kernel_hash(sh.world->kernel) == hashes[1][0]);
	while (world_forward(sh.world))
		same_here("forward");
}

/* Behind every call the kernel is what the calls made again make it. */
static void
walk_calls(void)
{
	struct world *w = sh.world;

	world_go(w, 0);
	struct kernel *again = kernel_copy(w->kernel);

	for (size_t step = 1; step <= w->steps; step++) {
		size_t first = world_calls_before(w, step - 1), end = world_calls_before(w, step);

		for (size_t i = first; i < end; i++) {
			struct arena a = { 0 };
			struct call c;

			memcpy(&c, world_logged(w, &a, i).call, offsetof(struct call, trail));
			kernel_call(again, &c);
			kernel_forget(again);
			if (i + 1 < end)
				world_go_inside(w, step - 1, i + 1 - first);
			else
				world_go(w, step);
			ck_assert_msg(kernel_hash(w->kernel) == kernel_hash(again),
			    "step %zu, call %zu", step, i + 1 - first);
			arena_free(&a);
		}
	}
	kernel_destroy(again);
}

/* Runs what was saved: every step comes out as it did. */
static void
run_saved(const char *path)
{
	struct stage stage;
	struct scenario sc;
	struct outcome out;
	struct verdict v;

	stage_init(&stage);
	struct world *w = stage_open(&stage, &sc, path);

	ck_assert_ptr_nonnull(w);
	for (const struct scenario_step *s = sc.steps; s != NULL; s = s->next) {
		ck_assert_msg(step_run(w, &sc, s, &out), "%s:%u", path, s->line);
		step_judge(w, &sc, &out, &v);
		ck_assert_msg(
		    v.passed, "%s:%u: expected %s, got %s", path, s->line, v.expected, v.got);
	}
	scenario_free(&sc);
	stage_free(&stage);
}

static void
save_and_run(void)
{
	char path[] = "/tmp/jailsim-session-XXXXXX", line[64];
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	close(fd);
	snprintf(line, sizeof(line), ":save %s", path);
	shell_line(&sh, line);
	run_saved(path);
	unlink(path);
}

START_TEST(random_session)
{
	r = (struct random) { .state = (uint64_t)_i * 7919 + 1 };
	for (unsigned i = 0; i < LINES; i++)
		type_line();
	for (unsigned n = 1; n <= sh.branches.last; n++)
		if (branch_find(&sh, n) != NULL) {
			walk_branch(n);
			if (n % 4 == 1) {
				walk_calls();
				save_and_run();
			}
		}
}
END_TEST

/* --- Answers --------------------------------------------------------------------------- */

START_TEST(what_lies_ahead_is_asked_about)
{
	sh.terminal = true;
	shell_line(&sh, "mkdir(\"/tmp/a\", 0755)");
	shell_line(&sh, "mkdir(\"/tmp/b\", 0755)");
	shell_line(&sh, ":back 2");
	shell_line(&sh, "mkdir(\"/tmp/c\", 0755)");
	ck_assert(sh.answer != NULL);
	shell_line(&sh, "cancel");
	ck_assert_uint_eq(sh.world->step, 0);
	ck_assert_uint_eq(sh.world->steps, 2);
	shell_line(&sh, "mkdir(\"/tmp/c\", 0755)");
	shell_line(&sh, "what?");
	shell_line(&sh, "");
	ck_assert_uint_eq(here(), 2);
	ck_assert_ptr_nonnull(branch_find(&sh, 1));
	shell_line(&sh, ":branch 1");
	shell_line(&sh, ":back");
	shell_line(&sh, "mkdir(\"/tmp/d\", 0755)");
	shell_line(&sh, "drop");
	ck_assert_uint_eq(here(), 3);
	ck_assert_ptr_null(branch_find(&sh, 1));
	ck_assert_ptr_nonnull(branch_find(&sh, 2));
	ck_assert_uint_eq(sh.world->steps, 2);
}
END_TEST

Suite *
branch_suite(void)
{
	Suite *s = suite_create("branch");
	TCase *sessions = tcase_create("sessions");

	tcase_add_checked_fixture(sessions, setup, teardown);
	tcase_add_loop_test(sessions, random_session, 0, SESSIONS);
	tcase_add_test(sessions, what_lies_ahead_is_asked_about);
	suite_add_tcase(s, sessions);
	return (s);
}
