/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The scenario language: what is read, and every way in which a text is wrong
 * with its exact place.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "nearest.h"
#include "scenario.h"

Suite *scenario_suite(void);

static const struct {
	const char *text;    /* the file */
	const char *problem; /* how its first problem begins, behind "x:" */
} wrong[] = {
	/* Not text. */
	{ "root@host # l\xffs\n", "1:14: byte 0xff is no UTF-8 — save the file as UTF-8" },
	{ "# \xc3\xa9\n\xed\xa0\x80", "2:1: byte 0xed is no UTF-8" },
	{ "# \xc0\x80\n", "1:3: byte 0xc0 is no UTF-8" },
	/* No step. */
	{ "ls\n", "1:1: a step begins with a prompt — write root@host # ls /" },
	{ "  root@host # ls", "1:1: a line begins in its first column" },
	{ "root @host # ls", "1:1: a step begins with a prompt" },
	{ "=> ok", "1:1: an expectation without its step" },
	{ "|foo", "1:1: bad line of output — write | and a blank" },
	{ "| foo", "1:1: output with no program's step right above" },
	{ "root@host # ls\n\n| foo", "3:1: output with no program's step right above" },
	{ "root@host # getpid()\n| 3", "2:1: only a program's step has output" },
	{ ": x", "1:1: a simulation word needs its name" },
	{ "%", "1:1: % needs a variable or a pid" },
	/* Prompts. */
	{ "root@host mkdir(\"/x\")", "1:11: the prompt has no sign — write # for effective" },
	{ "root@host", "1:10: the prompt has no sign" },
	{ "root@host #ls", "1:11: a blank belongs on both sides of the prompt's sign" },
	{ "root@host# ls", "1:10: a blank belongs on both sides" },
	{ "{ruid=0 uid=1}@host # ls", "1:9: bad credential field uid=1 — write {ruid=0" },
	{ "{ruid=0 # ls", "1:1: the credential literal is not closed" },
	{ "0:0:0@host # ls", "1:1: bad numeric user — write UID, UID:GID or UID:GID,GID" },
	{ "4294967296@host $ ls", "1:1: bad numeric user" },
	{ "a:b@host $ ls", "1:2: a login name has no ':' or ','" },
	/* The kind of step. */
	{ "root@host # ", "1:13: the line ends too early — write a call such as mkdir" },
	{ "root@host # mkdir (\"/x\")",
	    "1:18: a call has no blank between its name and ( — "
	    "write mkdir(\"/x\")" },
	{ "root@host # fd=open(\"/x\")",
	    "1:13: an assignment has a blank on both sides of "
	    "its = — write fd = open(\"/x\")" },
	{ "root@host # fd =open(\"/x\")", "1:13: an assignment has a blank" },
	{ "root@host # fd= open(\"/x\")", "1:13: an assignment has a blank" },
	{ "root@host # x=3",
	    "1:13: a variable takes what a call or a program answers — "
	    "write x = getpid()" },
	{ "root@host # x = 3", "1:17: a variable takes what a call or a program answers" },
	{ "root@host # Fd = dup(0)", "1:13: Fd is no variable" },
	{ "root@host # a, B = pipe()", "1:16: B is no variable" },
	/* Calls. */
	{ "root@host # mkdir(\"/x", "1:19: a quote is not closed in its line" },
	{ "root@host # mkdir(\"a\\q\")", "1:21: unknown escape \\q — write \\n" },
	{ "root@host # mkdir(\"\\777\")", "1:20: unknown escape \\7" },
	{ "root@host # mkdir(\"\\x\")", "1:20: unknown escape \\x" },
	{ "root@host # mkdir('/x')", "1:19: unexpected ' — put strings in double quotes" },
	{ "root@host # mkdir(\"/x\", )", "1:25: unexpected ) — expected" },
	{ "root@host # mkdir(\"/x\" => ok", "1:24: unexpected => — expected )" },
	{ "root@host # mkdir(\"/x\") ok", "1:25: unexpected ok — expected the end of the line" },
	{ "root@host # kill(089)", "1:18: 089 is no integer" },
	{ "root@host # kill(0x)", "1:18: 0x is no integer" },
	{ "root@host # kill(18446744073709551616)", "1:18: the integer does not fit in 64 bits" },
	{ "root@host # kill(1) &", "1:21: unexpected &" },
	{ "root@host # kill(é)", "1:18: unexpected é" },
	{ "root@host # kill(\"é\", ~)", "1:23: unexpected ~" },
	{ "root@host # getpid() => because FOO", "1:25: unexpected because — say what comes out" },
	/* Program words. */
	{ "root@host # ls | wc", "1:16: unquoted | — there is no shell here: quote it, as in '|'" },
	{ "root@host # ls; ls", "1:15: unquoted ;" },
	{ "root@host # ls < x", "1:16: unquoted <" },
	{ "root@host # ls (x", "1:15: a call has no blank" },
	{ "root@host # ls -l (", "1:19: unquoted (" },
	{ "root@host # ls )", "1:16: unquoted )" },
	{ "root@host # ls a*", "1:17: unquoted *" },
	{ "root@host # ls a?", "1:17: unquoted ?" },
	{ "root@host # ls `x`", "1:16: unquoted `" },
	{ "root@host # ls $", "1:16: unquoted $ — write $variable" },
	{ "root@host # ls \\x", "1:16: unquoted \\" },
	{ "root@host # ls 'x", "1:16: a quote is not closed in its line" },
	{ "root@host # ls \"a\\n\"", "1:18: unknown escape \\n — in a program's word only" },
	{ "root@host # ls & x", "1:18: unexpected x — expected the end of the line" },
	{ "root@host # ls >", "1:17: the line ends too early — expected a word" },
	{ "root@host # ls 2> x", "1:16: unexpected 2> — > takes no descriptor" },
	/* Expectations. */
	{ "root@host # ls =>", "1:18: the line ends too early — write => ok" },
	{ "root@host # ls => ok => 1", "1:22: unexpected => — a step has one =>" },
	{ "root@host # ls => exit", "1:23: the line ends too early — expected an integer" },
	{ "root@host # ls => size=", "1:19: no value behind size=" },
	{ "root@host # ls => ok because", "1:29: the line ends too early — expected a rule" },
	{ "root@host # ls => ok because foo", "1:30: unexpected foo — write because RULE" },
	{ "root@host # ls => because X", "1:19: unexpected because" },
};

START_TEST(test_wrong)
{
	struct scenario sc;
	struct arena a = { 0 };

	ck_assert(!scenario_parse(&sc, "x", wrong[_i].text, strlen(wrong[_i].text), SCENARIO_FILE));
	ck_assert_uint_eq(sc.problems.count, 1);
	const char *got = problem_format(&a, sc.problems.first);

	ck_assert_msg(strncmp(got + 2, wrong[_i].problem, strlen(wrong[_i].problem)) == 0,
	    "%s\n got %s\nwant x:%s", wrong[_i].text, got, wrong[_i].problem);
	arena_free(&a);
	scenario_free(&sc);
}
END_TEST

START_TEST(test_nul)
{
	struct scenario sc;

	ck_assert(!scenario_parse(&sc, "x", "# a\n\0b", 6, SCENARIO_FILE));
	ck_assert_uint_eq(sc.problems.first->line, 2);
	ck_assert_uint_eq(sc.problems.first->column, 1);
	scenario_free(&sc);
}
END_TEST

/* A line of 1 MB, and steps nested as deep as it. */
START_TEST(test_large)
{
	static const char *const fills = "a{(\"'$\\|,-#= ";
	size_t len = 1 << 20;
	char *text = malloc(len);
	struct scenario sc;

	ck_assert_ptr_nonnull(text);
	for (const char *fill = fills; *fill != '\0'; fill++) {
		for (size_t part = 60000; part <= len; part += len - 60000) {
			memset(text, *fill, part);
			memcpy(text, "root@host # f(", 14);
			scenario_parse(&sc, "x", text, part, SCENARIO_FILE);
			scenario_free(&sc);
		}
	}
	ck_assert(!scenario_parse(&sc, "x", text, len, SCENARIO_FILE));
	ck_assert_uint_eq(sc.problems.first->column, SCENARIO_LINE_MAX + 1);
	scenario_free(&sc);
	free(text);
}
END_TEST

START_TEST(test_no_file)
{
	struct scenario sc;

	ck_assert(!scenario_load(&sc, "/"));
	scenario_free(&sc);
	ck_assert(!scenario_load(&sc, "/nonexistent/x.scn"));
	ck_assert_uint_eq(sc.problems.first->line, 1);
	scenario_free(&sc);
}
END_TEST

/* One wrong line hides no other, nor the steps between. */
START_TEST(test_every_problem)
{
	static const char text[] =
	    "root@host # x=3 \\\n y\n| out\nroot@host # ls\nroot@host # f(\n";
	struct scenario sc;

	ck_assert(!scenario_parse(&sc, "x", text, strlen(text), SCENARIO_FILE));
	ck_assert_uint_eq(sc.problems.count, 2);
	ck_assert_uint_eq(sc.problems.first->next->line, 5);
	ck_assert_uint_eq(sc.nsteps, 1);
	scenario_free(&sc);
}
END_TEST

static const struct scenario_step *
one_step(struct scenario *sc, const char *text)
{
	ck_assert_msg(scenario_parse(sc, "x", text, strlen(text), SCENARIO_FILE), "%s: %s", text,
	    sc->problems.count == 0 ? "" : sc->problems.first->text);
	ck_assert_uint_eq(sc->nsteps, 1);
	return (sc->steps);
}

START_TEST(test_call)
{
	struct scenario sc;
	const struct scenario_step *step = one_step(&sc,
	    "{ruid=0 euid=100 groups=1,2 sugid=1}@a.b/two $ r, w = f(-1, A|0x10, \"a\\n\\0b\", m.x, "
	    "{ip4.addr=\"x\", persist, {}}, makedev(1, 2))  => 3|EPERM|\"t\" n=\"1 2\" because A_B(C)|D");

	ck_assert_int_eq(step->kind, STEP_CALL);
	ck_assert_int_eq(step->prompt->kind, PROMPT_CRED);
	ck_assert_uint_eq(step->prompt->cred->euid, 100);
	ck_assert_uint_eq(step->prompt->cred->ngroups, 2);
	ck_assert_str_eq(step->prompt->jail, "a.b");
	ck_assert_str_eq(step->prompt->session, "two");
	ck_assert_int_eq(step->prompt->sign, '$');
	ck_assert_str_eq(step->assigned->next->name, "w");
	const struct expr *e = step->args;

	ck_assert(e->kind == EXPR_INTEGER && e->integer == 1 && e->negated);
	e = e->next;
	ck_assert(e->kind == EXPR_FLAGS && e->members->next->integer == 16);
	e = e->next;
	ck_assert(e->kind == EXPR_STRING && e->string.len == 4);
	ck_assert_mem_eq(e->string.s, "a\n\0b", 4);
	e = e->next;
	ck_assert(e->kind == EXPR_NAME);
	ck_assert_str_eq(e->field, "x");
	e = e->next;
	ck_assert(e->kind == EXPR_STRUCT);
	ck_assert_str_eq(e->members->label, "ip4.addr");
	ck_assert_ptr_null(e->members->next->label);
	e = e->next;
	ck_assert(e->kind == EXPR_CALL && e->members->next->integer == 2 && e->next == NULL);
	const struct expectation *x = step->expectation;

	ck_assert_int_eq(x->kind, OUTCOME_VALUE);
	ck_assert_str_eq(x->values->next->name, "EPERM");
	ck_assert_str_eq(x->fields->value.s, "1 2");
	ck_assert_str_eq(x->because->object, "C");
	ck_assert_str_eq(x->because->next->name, "D");
	scenario_free(&sc);
}
END_TEST

START_TEST(test_program)
{
	struct scenario sc;
	const struct scenario_step *step = one_step(&sc,
	    "# SPDX-License-Identifier: x\r\n# Title\r\n# see: kill(2)\r\n\r\n"
	    "1001:5,6@host $ job = echo a'b $c'\"d \\$e $f\"g \\\r\n  '' x=1 >> /tmp/x & => exit 2\r\n"
	    "| one \t\r\n|\r\n|  two");
	const struct word *word = step->words->next;

	ck_assert_str_eq(sc.title, "Title");
	ck_assert_str_eq(sc.see->text, "kill(2)");
	ck_assert_uint_eq(step->line, 5);
	ck_assert_int_eq(step->kind, STEP_PROGRAM);
	ck_assert_uint_eq(step->prompt->cred->egid, 5);
	ck_assert_uint_eq(step->prompt->cred->groups[0], 6);
	ck_assert_str_eq(word->pieces->text.s, "a");
	ck_assert_str_eq(word->pieces->next->text.s, "b $c");
	ck_assert_str_eq(word->pieces->next->next->text.s, "d $e ");
	ck_assert(word->pieces->next->next->next->variable);
	ck_assert_str_eq(word->pieces->next->next->next->next->text.s, "g");
	ck_assert_uint_eq(word->next->pieces->text.len, 0);
	ck_assert_str_eq(word->next->next->pieces->text.s, "x=1");
	ck_assert(step->append && step->background);
	ck_assert_int_eq(step->expectation->kind, OUTCOME_EXIT);
	ck_assert_str_eq(step->output.s, "one\n\n two\n");
	scenario_free(&sc);
}
END_TEST

START_TEST(test_typed)
{
	struct scenario sc;

	ck_assert(scenario_parse(&sc, "x", "fork()", 6, SCENARIO_TYPED));
	ck_assert_ptr_null(sc.steps->prompt);
	scenario_free(&sc);
	ck_assert(scenario_parse(&sc, "x", "root@www # ls", 13, SCENARIO_TYPED));
	ck_assert_str_eq(sc.steps->prompt->jail, "www");
	scenario_free(&sc);
}
END_TEST

START_TEST(test_nearest)
{
	struct nearest n;

	nearest_begin(&n, "sigterm");
	nearest_offer(&n, "SIGHUP");
	nearest_offer(&n, "SIGTERM");
	ck_assert_str_eq(n.best, "SIGTERM");
	nearest_begin(&n, "mkdri");
	nearest_offer(&n, "rmdir");
	nearest_offer(&n, "mkdir");
	ck_assert_str_eq(n.best, "mkdir");
	nearest_begin(&n, "xyzzy");
	nearest_offer(&n, "mkdir");
	ck_assert_ptr_null(n.best);
}
END_TEST

Suite *
scenario_suite(void)
{
	Suite *s = suite_create("scenario");
	TCase *reading = tcase_create("reading");

	tcase_add_loop_test(reading, test_wrong, 0, (int)(sizeof(wrong) / sizeof(wrong[0])));
	tcase_add_test(reading, test_nul);
	tcase_add_test(reading, test_large);
	tcase_add_test(reading, test_no_file);
	tcase_add_test(reading, test_every_problem);
	tcase_add_test(reading, test_call);
	tcase_add_test(reading, test_program);
	tcase_add_test(reading, test_typed);
	tcase_add_test(reading, test_nearest);
	suite_add_tcase(s, reading);
	return (s);
}
