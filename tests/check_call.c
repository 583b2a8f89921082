/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text to call and back: every row of syscalls.def with every argument type,
 * and each way in which arguments are wrong, with its place.
 */
#include <check.h>
#include <string.h>

#include "call.h"
#include "literal.h"
#include "world.h"

#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

/* What the tests share: made anew for each. */
static struct lexicon lexicon;
static struct world *world;

static void
setup(void)
{
	lexicon_init(&lexicon);
	world = world_create(&lexicon);
	ck_assert_ptr_nonnull(world);
}

static void
teardown(void)
{
	world_destroy(world);
}

/* Reads one step that is a call; false when it is wrong. */
static bool
read_call(struct scenario *sc, const char *text, struct call *c)
{
	char line[4096];

	snprintf(line, sizeof(line), "root@host # %s", text);
	ck_assert_msg(scenario_parse(sc, "x", line, strlen(line), SCENARIO_FILE), "%s: %s", line,
	    sc->problems.first == NULL ? "" : sc->problems.first->text);
	const struct call_reader reader = { &lexicon, world->values, sc, world->present.variables };

	return (call_read(&reader, sc->steps, c));
}

/* A few words of an argument type. */
static int64_t
some_word(enum argtype type, unsigned variant)
{
	static const int64_t numbers[] = { 0, 1, 2, 3, 0600, 017, -1, INT32_MAX };
	const struct argtype_info *info = &argtype_info[type];
	struct values *vs = world->values;

	if (info->form == FORM_STRING) {
		static const char *const texts[] = { "", "/x", "a\n\"\\\t\x01z", "\xc3\xa9" };

		if (variant % 6 >= 4)
			return (variant % 6 == 4 ? (int64_t)VALUE_NONE : (int64_t)VALUE_BADADDR);
		return (value_string(vs, texts[variant % 6]));
	}
	if (info->form == FORM_LIST) {
		value_begin(vs);
		if (variant % 3 > 0) {
			literal_integer(vs, variant % 2 == 0 ? "n.x" : "", 5);
			literal_text(vs, "", "te\"xt");
			size_t opened = literal_open(vs, "list");
			literal_integer(vs, "", -7);
			literal_close(vs, opened);
		}
		return (value_end(vs));
	}
	int64_t word = numbers[variant % 8];

	if (info->bits >= 64)
		return (word);
	return (info->is_signed ? (int64_t)(int32_t)word : (int64_t)(uint32_t)word);
}

START_TEST(test_round_trip)
{
	const struct syscall_info *info = &syscall_info[_i];
	struct call c, again;
	struct scenario sc;
	struct arena a = { 0 };

	if (info->simulation)
		return;
	for (unsigned n = info->required; n <= info->nargs; n++) {
		for (unsigned variant = 0; variant < 24; variant++) {
			memset(&c, 0, sizeof(c));
			c.number = (uint16_t)_i;
			c.nargs = (uint16_t)n;
			for (unsigned i = 0; i < n; i++)
				c.words[i] = some_word(info->args[i].type, variant + i);
			const char *text = call_print(&a, &lexicon, world->values, &c);

			ck_assert_msg(read_call(&sc, text, &again), "%s: %s", text,
			    sc.problems.count == 0 ? "" : sc.problems.first->text);
			ck_assert_uint_eq(again.number, c.number);
			ck_assert_uint_eq(again.nargs, c.nargs);
			for (unsigned i = 0; i < n; i++)
				ck_assert_msg(
				    again.words[i] == c.words[i], "%s: argument %u", text, i + 1);
			scenario_free(&sc);
		}
	}
	arena_free(&a);
}
END_TEST

/* Every constant is read where its group fits. */
START_TEST(test_constants)
{
	for (unsigned type = 0; type < ARGTYPES; type++)
		for (unsigned i = 0; i < lexicon.groups[type].count; i++) {
			const struct constant_info *k =
			    &constant_info[lexicon.groups[type].first + i];

			ck_assert_str_eq(k->group, argtype_info[type].group);
			ck_assert_int_eq(lexicon_find(&lexicon, NAME_CONSTANT, k->name),
			    lexicon.groups[type].first + (int)i);
		}
}
END_TEST

static const struct {
	const char *call;    /* behind "root@host # " */
	const char *problem; /* how the problem begins, behind "x:" */
} wrong[] = {
	{ "kil(1, 2)", "1:13: kil is no system call known here — did you mean kill?" },
	{ "sim_clock(1)", "1:13: sim_clock is no system call" },
	{ "kill(1)", "1:19: kill takes 2 arguments, not 1 — write kill(pid, sig)" },
	{ "kill()", "1:18: kill takes 2 arguments, not 0" },
	{ "kill(1, 2, 3)", "1:24: kill takes 2 arguments, not 3" },
	{ "getpid(1)", "1:20: getpid takes 0 arguments, not 1 — write getpid()" },
	{ "open(\"/x\")",
	    "1:22: open takes 2 to 3 arguments, not 1 — write open(path, flags[, mode])" },
	{ "kill(1, SIGTRM)", "1:21: SIGTRM is no constant that fits here — did you mean SIGTERM?" },
	{ "kill(1, sigterm)",
	    "1:21: no step above sets the variable sigterm — did you mean SIGTERM?" },
	{ "kill(1, O_RDONLY)", "1:21: O_RDONLY is no constant that fits here" },
	{ "kill(jbo, 9)", "1:18: no step above sets the variable jbo — did you mean job?" },
	{ "kill(\"1\", 9)", "1:18: pid cannot be a string — write a process id" },
	{ "kill({1}, 9)", "1:18: pid cannot be a list" },
	{ "mkdir(1, 0700)", "1:19: path cannot be an integer — write a path" },
	{ "mkdir({\"/x\"}, 0700)", "1:19: path cannot be a list" },
	{ "mkdir(job, 0700)", "1:19: job holds no text" },
	{ "kill(4294967296, 9)", "1:18: pid does not fit" },
	{ "kill(job.x, 9)", "1:18: job has no field x" },
	{ "kill(getpid(), 9)", "1:18: only makedev(major, minor) stands inside a call" },
	{ "mknod(\"/x\", 0, makedev(1))", "1:28: makedev takes 2 arguments" },
	{ "setgroups({0, nix})", "1:27: no step above sets the variable nix" },
	{ "open(\"/x\", O_RDONLY|SIGKILL)", "1:33: SIGKILL is no constant that fits here" },
};

START_TEST(test_wrong)
{
	struct scenario sc;
	struct call c;
	struct arena a = { 0 };

	world_bind(world, "job", (struct binding) { .number = 5 });
	ck_assert(!read_call(&sc, wrong[_i].call, &c));
	ck_assert_uint_eq(sc.problems.count, 1);
	const char *got = problem_format(&a, sc.problems.first);

	ck_assert_msg(strncmp(got + 2, wrong[_i].problem, strlen(wrong[_i].problem)) == 0,
	    "%s\n got %s\nwant x:%s", wrong[_i].call, got, wrong[_i].problem);
	arena_free(&a);
	scenario_free(&sc);
}
END_TEST

static const struct {
	const char *call, *print; /* as read, as printed */
} prints[] = {
	{ "open(\"/x\", 0x601, 420)", "open(\"/x\", O_WRONLY|O_CREAT|O_TRUNC, 0644)" },
	{ "open(\"/x\", 0)", "open(\"/x\", O_RDONLY)" },
	{ "kill(-1, 15)", "kill(-1, SIGTERM)" },
	{ "kill(-job, 0)", "kill(-5, 0)" },
	{ "chown(\"/x\", -1, 0)", "chown(\"/x\", -1, 0)" },
	{ "mknod(NULL, S_IFCHR|0600, makedev(1, 2))", "mknod(NULL, S_IFCHR|0600, makedev(1, 2))" },
	{ "stat(BADADDR)", "stat(BADADDR)" },
	{ "stat(\"/\", BADADDR)", "stat(\"/\", BADADDR)" },
	{ "stat(\"/\", NULL)", "stat(\"/\", BADADDR)" },
	{ "read(job, BADADDR, 10)", "read(5, 10, BADADDR)" },
	{ "wait4(job, NULL, 0, NULL)", "wait4(5, 0)" },
	{ "getresuid(BADADDR)", "getresuid(BADADDR)" },
	{ "execve(\"/x\", {\"x\"}, NULL)", "execve(\"/x\", {\"x\"})" },
	{ "openat(AT_FDCWD, \"x\", O_DIRECTORY)", "openat(AT_FDCWD, \"x\", O_DIRECTORY)" },
	{ "jail_set({name=\"a\", persist, ip4.addr=\"192.0.2.1\"}, JAIL_CREATE)",
	    "jail_set({name=\"a\", persist, ip4.addr=\"192.0.2.1\"}, JAIL_CREATE)" },
	{ "setgroups({job, 0})", "setgroups({5, 0})" },
	{ "execve(\"/bin/ls\", {\"ls\", \"-l\"})", "execve(\"/bin/ls\", {\"ls\", \"-l\"})" },
};

START_TEST(test_print)
{
	struct scenario sc;
	struct call c = { 0 };
	struct arena a = { 0 };

	world_bind(world, "job", (struct binding) { .number = 5 });
	ck_assert_msg(read_call(&sc, prints[_i].call, &c), "%s: %s", prints[_i].call,
	    sc.problems.count == 0 ? "" : sc.problems.first->text);
	ck_assert_str_eq(call_print(&a, &lexicon, world->values, &c), prints[_i].print);
	arena_free(&a);
	scenario_free(&sc);
}
END_TEST

START_TEST(test_answer)
{
	struct arena a = { 0 };
	struct call c = { .number = SYS_kill, .retval = -1, .error = BSD_ESRCH };

	ck_assert_str_eq(call_print_answer(&a, &lexicon, world->values, &c), "-1 ESRCH");
	c = (struct call) { .number = SYS_stat };
	c.result[0] = 1;
	c.result[1] = 0644;
	const char *text = call_print_answer(&a, &lexicon, world->values, &c);

	ck_assert_msg(strncmp(text, "0 type=reg mode=0644 uid=0", 26) == 0, "%s", text);
	c = (struct call) { .number = SYS_read, .retval = 2 };
	c.result[0] = value_string(world->values, "a\n");
	ck_assert_str_eq(call_print_answer(&a, &lexicon, world->values, &c), "2 \"a\\n\"");
	arena_free(&a);
}
END_TEST

Suite *
call_suite(void)
{
	Suite *s = suite_create("call");
	TCase *text = tcase_create("text");

	tcase_add_checked_fixture(text, setup, teardown);
	tcase_add_loop_test(text, test_round_trip, 0, SYSCALLS);
	tcase_add_test(text, test_constants);
	tcase_add_loop_test(text, test_wrong, 0, (int)(sizeof(wrong) / sizeof(wrong[0])));
	tcase_add_loop_test(text, test_print, 0, (int)(sizeof(prints) / sizeof(prints[0])));
	tcase_add_test(text, test_answer);
	suite_add_tcase(s, text);
	return (s);
}
