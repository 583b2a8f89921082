/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The shell without a terminal: any bytes and any session.  Whatever is typed, it goes on and its
 * kernel is sound; back all the way is the beginning; and what it saves passes as a scenario.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shell.h"
#include "simulation.h"

#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

#define NOISE_LINES   10000
#define SESSIONS      20
#define SESSION_LINES 60
#define LONG_LINE     (10u << 20)

static struct shell sh;
static FILE *nothing;
static uint64_t seed;

static void
setup(void)
{
	nothing = fopen("/dev/null", "w");
	ck_assert_ptr_nonnull(nothing);
	ck_assert(shell_open(&sh, nothing, nothing, NULL));
	seed = 1;
}

static void
teardown(void)
{
	shell_close(&sh);
	fclose(nothing);
}

static unsigned
next(unsigned below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return ((unsigned)(seed >> 33) % below);
}

static const char *const pieces[] = { "root@host # ", "alice@www $ ", "%x # ", "%", "@", "kill",
	"(", ")", "1", ", ", "SIGTERM", " => ", "EPERM", " because ", "PRISON_CHECK_OTHER", "\"",
	"'", "\\", "\n", "| a", "ls ", "/", "..", "{", "}", "=", "x = ", "&", ">", "|", "$x", ":",
	":back ", ":forward ", ":goto ", ":until ", ":as ", ":next", ":play 9", ":predict on",
	":trace on", ":trace off", ":resume", ":accept", ":branch ", ":branches", ":mark ", ":log",
	":why ", ":tour", ":ps", ":tree", ":path ", ":can ", ":jail ", ":reset", ":release ",
	":without ", ":with ", ":clock ", ":world empty", "#", "man ", "su alice", "sh", "exit",
	"jexec www sh", "jail -c name=www path=/jails/www persist", "0", "9999999999", "-1", "\t",
	"\xc3\xa4", "\xe2\x80\x94", "\xff", "\x01", "y", "k", "d" };

/* Now bytes of any kind, now pieces of the language. */
static void
make_noise(char *line, size_t room)
{
	size_t used = 0;

	if (next(3) == 0) {
		for (size_t length = next(60); used < length; used++)
			line[used] = (char)(1 + next(255));
	} else {
		for (unsigned n = 1 + next(6); n > 0; n--) {
			const char *piece = pieces[next(sizeof(pieces) / sizeof(pieces[0]))];

			memcpy(line + used, piece, strlen(piece));
			used += strlen(piece);
		}
	}
	ck_assert_uint_lt(used, room);
	line[used] = '\0';
}

START_TEST(survives_noise)
{
	struct arena a = { 0 };
	char line[1024];

	sh.terminal = _i == 1;
	for (int i = 0; i < NOISE_LINES && !sh.over; i++) {
		make_noise(line, sizeof(line));
		shell_line(&sh, line);
		shell_prompt(&sh, &a, next(100));
		arena_clear(&a);
	}
	arena_free(&a);
	ck_assert(!sh.over);
	ck_assert_ptr_null(kernel_check(sh.world->kernel));
}
END_TEST

START_TEST(survives_a_long_line)
{
	char *line = malloc(LONG_LINE + 1);

	ck_assert_ptr_nonnull(line);
	memset(line, 'a', LONG_LINE);
	line[LONG_LINE] = '\0';
	shell_line(&sh, line);
	ck_assert_int_eq(sh.status, 2);
	memcpy(line, "echo \"", 6);
	shell_line(&sh, line);
	memcpy(line, ":until", 6);
	line[6] = ' ';
	shell_line(&sh, line);
	free(line);
	shell_line(&sh, "getuid() => 0");
	ck_assert_int_eq(sh.status, 0);
}
END_TEST

/* Steps as people type them; %u is a small number. */
static const char *const steps[] = { "mkdir(\"/tmp/d%u\", 0755)", "mkdir /tmp/p%u",
	"fd%u = open(\"/tmp/f%u\", O_RDWR|O_CREAT, 0644)", "ls -l /tmp", "ls /nowhere", "cd /tmp",
	"cd /", "kill(%u, SIGTERM)", "kill(%u, 0) => ok", "getpid() => 1", "echo hi => exit 3",
	"jail -c name=j%u path=/jails/www persist", "jail -r j%u", "jexec j%u sh", "sh", "su alice",
	"exit", "whoami", "root@j%u # mount -t tmpfs tmpfs /mnt",
	"alice@host $ cat /etc/master.passwd", ":as alice@host", ":as root@host/%u", ":as root@j%u",
	":back", ":back 3", ":forward", ":branch %u", "setuid(1001)", "chroot(\"/jails/www\")",
	"x%u = fork()", "%%x%u # chdir(\"/tmp\")", "sleep 5", "job%u = sleep 100 &",
	"kill -9 $job%u", ":without PRISON_PRIV_ALLOW", ":with PRISON_PRIV_ALLOW", ":release 14.3",
	":clock +1h", "echo a \\\n b", "stat(\"/tmp/f%u\")", "jls", "ps", "id",
	"ln -s /etc /tmp/l%u", "rm -R /tmp/d%u" };

static void
type_session(void)
{
	for (int i = 0; i < SESSION_LINES; i++) {
		char line[256];
		unsigned n = 1 + next(3);

		snprintf(line, sizeof(line), steps[next(sizeof(steps) / sizeof(steps[0]))], n, n);
		shell_line(&sh, line);
	}
}

static void
must_pass(const char *path)
{
	struct stage stage;
	struct scenario sc;
	struct outcome out;
	struct verdict v;

	stage_init(&stage);
	struct world *w = stage_open(&stage, &sc, path);

	ck_assert_msg(w != NULL, "%s cannot be run", path);
	for (const struct scenario_step *s = sc.steps; s != NULL; s = s->next) {
		ck_assert_msg(step_run(w, &sc, s, &out), "%s:%u", path, s->line);
		step_judge(w, &sc, &out, &v);
		ck_assert_msg(
		    v.passed, "%s:%u: expected %s, got %s", path, s->line, v.expected, v.got);
	}
	scenario_free(&sc);
	stage_free(&stage);
}

/* What a session did, saved, comes out as it did; and it can all be undone. */
START_TEST(saves_what_passes)
{
	char path[] = "/tmp/jailsim-check.XXXXXX", line[80];
	uint64_t beginning = kernel_hash(sh.world->kernel);

	seed = (uint64_t)_i + 1;
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	close(fd);
	type_session();
	snprintf(line, sizeof(line), ":save -f %s", path);
	shell_line(&sh, line);
	must_pass(path);
	size_t at = sh.world->step;
	uint64_t end = kernel_hash(sh.world->kernel);

	shell_line(&sh, ":goto start");
	ck_assert(kernel_hash(sh.world->kernel) == beginning);
	shell_line(&sh, ":forward 1000");
	shell_line(&sh, ":goto end");
	ck_assert(sh.world->steps != at || kernel_hash(sh.world->kernel) == end);
	unlink(path);
}
END_TEST

Suite *
shell_suite(void)
{
	Suite *s = suite_create("shell");
	TCase *t = tcase_create("shell");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, survives_noise, 0, 2);
	tcase_add_test(t, survives_a_long_line);
	tcase_add_loop_test(t, saves_what_passes, 0, SESSIONS);
	suite_add_tcase(s, t);
	return (s);
}
