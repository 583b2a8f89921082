/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running and judging steps in the empty world, and going back and forward
 * over them with variables and sessions.
 */
#include <check.h>
#include <string.h>

#include "simulation.h"
#include "stage.h"
#include "step_run.h"

#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

static struct stage stage;
static struct world *world;

static void
setup(void)
{
	stage_init(&stage);
	world = stage_world(&stage, true);
	ck_assert_ptr_nonnull(world);
}

static void
teardown(void)
{
	stage_free(&stage);
}

enum verdict_is { PASS, FAIL, BAD };

/* Runs all steps; how the last one came out. The others must pass. */
static enum verdict_is
play(const char *text, char *got, size_t room)
{
	struct scenario sc;
	struct outcome out;
	struct verdict v = { .passed = true };
	bool good = scenario_parse(&sc, "x", text, strlen(text), SCENARIO_FILE) &&
	    scenario_check(&sc, &stage.lexicon, world->values);
	enum verdict_is answer = good ? PASS : BAD;

	*got = '\0';
	for (const struct scenario_step *s = sc.steps; answer == PASS && s != NULL; s = s->next) {
		if (!step_run(world, &sc, s, &out)) {
			answer = BAD;
			break;
		}
		step_judge(world, &sc, &out, &v);
		if (!v.passed) {
			snprintf(got, room, "%s", v.got);
			ck_assert_msg(s->next == NULL, "%s: step %u: %s", text, s->line, v.got);
			answer = FAIL;
		}
	}
	if (answer == BAD)
		snprintf(got, room, "%s", sc.problems.first->text);
	scenario_free(&sc);
	return (answer);
}

static const struct {
	const char *text;	 /* a scenario */
	enum verdict_is verdict; /* of its last step */
	const char *got;	 /* what it got, or the problem; NULL: any */
} judged[] = {
	{ "root@host # getuid()", PASS, NULL },
	{ "root@host # getuid() => ok", PASS, NULL },
	{ "root@host # getuid() => 0", PASS, NULL },
	{ "root@host # getuid() => 1", FAIL, "0" },
	{ "root@host # getuid() => 1|0", PASS, NULL },
	{ "root@host # getuid() => EPERM", FAIL, "0" },
	{ "root@host # kill(1, 999) => EINVAL", PASS, NULL },
	{ "root@host # kill(1, 999) => EPERM|EINVAL", PASS, NULL },
	{ "root@host # kill(1, 999) => ok|EINVAL", PASS, NULL },
	{ "root@host # kill(1, 0) => EINVAL|ok", PASS, NULL },
	{ "root@host # kill(1, 999) => EPERM|ok", FAIL, NULL },
	{ "root@host # kill(1, 999)", FAIL, NULL },
	{ "root@host # kill(1, 999) => -1", PASS, NULL },
	{ "root@host # kill(1, 999) => EINVAL because DOOR_NO_PROCESS", FAIL, NULL },
	{ "root@host # stat(\"/\") => type=dir uid=0", PASS, NULL },
	{ "root@host # stat(\"/\") => type=reg", FAIL, "type=dir" },
	{ "root@host # stat(\"/\") => flags=none nlink=77", FAIL, NULL },
	{ "root@host # stat(\"/\") => colour=red", BAD, "stat answers no field colour" },
	{ "root@host # stat(BADADDR) => EFAULT because COPYIN_BADADDR", PASS, NULL },
	{ "root@host # stat(\"/\") => EFAULT", FAIL, "0" },
	{ "root@host # x = getpid()\nroot@host # getpid() => x", PASS, NULL },
	{ "root@host # x = getpid()\nroot@host # getppid() => x", FAIL, NULL },
	{ "root@host # x = kill(1, 999) => EINVAL\nroot@host # getuid() => -x", FAIL, NULL },
	{ "root@host # st = stat(\"/\")\nroot@host # stat(\"/\") => ino=2", PASS, NULL },
	{ "root@host # x = fork()\n%x # getpid() => x", PASS, NULL },
	{ "root@host # x = fork()\n%x $ getpid()", FAIL, NULL },
	{ "root@host # getpid() => x", BAD, "x is no outcome" },
	{ "root@host # kill(1, 999) => EINVALID", BAD, "EINVALID is no errno" },
	{ "root@host # getuid() => ok because NO_SUCH_RULE", BAD, "there is no rule NO_SUCH_RULE" },
	{ "root@host # getuid() => exit 1", BAD,
	    "only a program exits with a status or is silent" },
	{ "%99 # getpid() => ESRCH because DOOR_NO_PROCESS", PASS, NULL },
	{ "%x # getpid()", BAD, "no step above sets the variable x" },
	{ "root@host # _exit(0)\nroot@host # getuid() => 0", PASS, NULL },
	{ "5:6,7@host $ getgid() => 6", PASS, NULL },
	{ "{ruid=1 euid=2 svuid=3 rgid=4 egid=5 svgid=6}@host $ getresuid() => real=1 effective=2 "
	  "saved=3",
	    PASS, NULL },
	{ "{euid=5}@host # getuid()", BAD, "{euid=5}@host has effective user id 5" },
	{ "5@host $ getuid()\n5@host # getuid()", FAIL,
	    "the prompt says #, but the effective user id is not 0 any more" },
	{ ":clock 2025-12-24 18:00:00\nroot@host # gettimeofday() => 1766599200", PASS, NULL },
	{ ":clock 2100-02-29\nroot@host # gettimeofday()", PASS, NULL },
	{ ":clock +1d\nroot@host # gettimeofday() => 1764720000", PASS, NULL },
	{ ":clock noon", BAD, "this is no time" },
	{ ":release 9.0", PASS, NULL },
	{ ":release 9", BAD, NULL },
	{ ":without COPYIN_BADADDR\n:with COPYIN_BADADDR\nroot@host # stat(BADADDR) => EFAULT",
	    PASS, NULL },
	{ ":without COPYIN_BADADR", BAD, "there is no rule COPYIN_BADADR" },
	{ ":back", BAD, ":back is for the shell, not for a file" },
	{ ":wolrd empty", BAD, "the simulation has no word :wolrd" },
	{ "root@host # getuid()\n:world empty", BAD, ":world stands before the first step" },
	{ ":format 2", BAD, "this jailsim reads format 1" },
	{ "root@host # lss", BAD, "lss is no program known here" },
	{ "root@host # echo $nix", BAD, "no step above sets the variable nix" },
	{ "root@host # cd /\nroot@host # umask 027\nroot@host # umask\n| 0027", PASS, NULL },
	{ "root@host # umask\n| 0000", FAIL, "ok, but it prints something else" },
	{ "root@host # umask => \"0022\"", PASS, NULL },
	{ "root@host # umask => silent", FAIL, NULL },
	{ "root@host # cd /nix => ENOENT", PASS, NULL },
	{ "root@host # cd /nix\n| cd: /nix: No such file or directory", FAIL, NULL },
	{ "root@host # cd /nix => exit 1\n| cd: /nix: No such file or directory", PASS, NULL },
	{ "root@host # cd /nix => exit 2", FAIL, "exit 1" },
	{ "root@host # exit\nroot@host # getuid() => 0", PASS, NULL },
};

START_TEST(test_judge)
{
	char got[256];
	enum verdict_is verdict = play(judged[_i].text, got, sizeof(got));

	ck_assert_msg(verdict == judged[_i].verdict, "%s: %s", judged[_i].text, got);
	if (judged[_i].got != NULL)
		ck_assert_str_eq(got, judged[_i].got);
	ck_assert_ptr_null(kernel_check(world->kernel));
}
END_TEST

/* Back over all steps is the beginning, forward again is the end: state, variables, sessions. */
START_TEST(test_back_and_forward)
{
	uint64_t hashes[8];
	const struct login *logins[8];
	const struct binding *variables[8];
	struct scenario sc;
	struct outcome out;
	static const char text[] = "root@host # x = getpid()\nroot@host # x = fork()\n"
				   "7@host $ umask 077\n%x # chdir(\"/\")\nroot@host # exit\n"
				   "root@host # y = getpid()\n:clock +5";
	unsigned n = 0;

	ck_assert(scenario_parse(&sc, "x", text, strlen(text), SCENARIO_FILE));
	for (const struct scenario_step *s = sc.steps;; s = s->next, n++) {
		hashes[n] = kernel_hash(world->kernel);
		logins[n] = world->present.logins;
		variables[n] = world->present.variables;
		if (s == NULL)
			break;
		ck_assert(step_run(world, &sc, s, &out));
	}
	ck_assert_uint_eq(n, 7);
	for (int round = 0; round < 3; round++) {
		for (unsigned i = n; i-- > 0;) {
			ck_assert(world_back(world));
			ck_assert(kernel_hash(world->kernel) == hashes[i]);
			ck_assert_ptr_eq(world->present.logins, logins[i]);
			ck_assert_ptr_eq(world->present.variables, variables[i]);
		}
		ck_assert(!world_back(world));
		for (unsigned i = 1; i <= n; i++) {
			ck_assert(world_forward(world));
			ck_assert(kernel_hash(world->kernel) == hashes[i]);
			ck_assert_ptr_eq(world->present.logins, logins[i]);
			ck_assert_ptr_eq(world->present.variables, variables[i]);
		}
		ck_assert(!world_forward(world));
	}
	/* A new step drops what lies ahead. */
	ck_assert(world_back(world) && world_back(world));
	ck_assert(step_run(world, &sc, sc.steps, &out));
	ck_assert(!world_forward(world));
	ck_assert(kernel_check(world->kernel) == NULL);
	/* And the beginning is the same again. */
	world_restart(world);
	ck_assert(kernel_hash(world->kernel) == hashes[0]);
	scenario_free(&sc);
}
END_TEST

Suite *
step_run_suite(void)
{
	Suite *s = suite_create("step_run");
	TCase *steps = tcase_create("steps");

	tcase_add_checked_fixture(steps, setup, teardown);
	tcase_add_loop_test(steps, test_judge, 0, (int)(sizeof(judged) / sizeof(judged[0])));
	tcase_add_test(steps, test_back_and_forward);
	suite_add_tcase(s, steps);
	return (s);
}
