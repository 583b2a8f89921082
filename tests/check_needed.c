/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every rule of rules.def is reached and needed: a scenario that names it
 * ("because RULE"), or else any, fails with the rule switched off.  The two lists
 * that a failure prints are "rules not reached" and "rules not needed".
 */
#include <check.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "info.h"
#include "paths.h"

/* libcheck has a tag of this name. */
#define test_result scenario_result
#include "scenario_run.h"

#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

/* Rules that no scenario reaches or does without, and why. */
static const char *const exempt[] = {
	"DOOR_NO_MEMORY",    /* the simulator's own memory */
	"SIM_BAD_WORD",	     /* a bad word is bad input before it is a call */
	"NOT_MODELLED",	     /* there is nothing to do instead */
	"IN_PCB_LPORT_NONE", /* takes 55,536 sockets */
};

/* What is known of a rule. */
struct finding {
	bool reached; /* a scenario names it */
	bool needed;  /* and fails without it */
};

static bool
is_exempt(const char *name)
{
	for (size_t i = 0; i < sizeof(exempt) / sizeof(exempt[0]); i++)
		if (strcmp(exempt[i], name) == 0)
			return (true);
	return (false);
}

static void
take_failure(void *arg, const struct test_result *result)
{
	bool *failed = arg;

	if (result->kind == TEST_FAILED || result->kind == TEST_BROKEN)
		*failed = true;
}

/* rule NULL: with all rules. */
static bool
fails_without(struct stage *stage, const char *path, const char *rule)
{
	const struct run_options options = { .without = &rule, .nwithout = rule != NULL };
	bool failed = false;

	scenario_run(stage, path, &options, take_failure, &failed);
	return (failed);
}

static size_t
rule_row(const char *name)
{
	size_t i = 0;

	while (i < RULES && strcmp(rule_info[i].name, name) != 0)
		i++;
	return (i);
}

/* The rules that a scenario names, each tried once. */
static void
try_scenario(struct stage *stage, const char *path, struct finding *findings)
{
	bool *tried = calloc(RULES + 1, sizeof(*tried));
	struct scenario sc;

	ck_assert_ptr_nonnull(tried);
	ck_assert_msg(scenario_load(&sc, path), "%s cannot be read", path);
	for (const struct scenario_step *s = sc.steps; s != NULL; s = s->next) {
		if (s->expectation == NULL)
			continue;
		for (const struct rule_name *r = s->expectation->because; r != NULL; r = r->next) {
			size_t row = rule_row(r->name);

			if (row == RULES || tried[row] || findings[row].needed)
				continue;
			tried[row] = findings[row].reached = true;
			findings[row].needed = fails_without(stage, path, r->name);
		}
	}
	scenario_free(&sc);
	free(tried);
}

/* A rule that no scenario names is needed all the same when a scenario fails only without it. */
static void
try_unnamed(struct stage *stage, const struct paths *paths, size_t row, struct finding *finding)
{
	for (unsigned i = 0; i < paths->count && !finding->needed; i++)
		finding->needed = fails_without(stage, paths->names[i], rule_info[row].name) &&
		    !fails_without(stage, paths->names[i], NULL);
	finding->reached = finding->needed;
}

/* The names of the rules that lack something, in a line. */
static char *
rules_lacking(const struct finding *findings, bool reached)
{
	size_t room = 1;

	for (size_t i = 0; i < RULES; i++)
		room += strlen(rule_info[i].name) + 1;
	char *line = calloc(room, 1);

	ck_assert_ptr_nonnull(line);
	for (size_t i = 0; i < RULES; i++) {
		if (findings[i].needed || is_exempt(rule_info[i].name) ||
		    findings[i].reached != reached)
			continue;
		strcat(line, " ");
		strcat(line, rule_info[i].name);
	}
	return (line);
}

START_TEST(every_rule)
{
	struct finding findings[RULES] = { { false, false } };
	struct paths paths = { NULL, 0, 0 };
	struct stage stage;

	ck_assert(paths_add(&paths, "scenarios"));
	stage_init(&stage);
	for (unsigned i = 0; i < paths.count; i++)
		try_scenario(&stage, paths.names[i], findings);
	for (size_t i = 0; i < RULES; i++)
		if (!findings[i].reached)
			try_unnamed(&stage, &paths, i, &findings[i]);
	stage_free(&stage);
	paths_free(&paths);
	for (size_t i = 0; i < RULES; i++)
		ck_assert_msg(!findings[i].needed || !is_exempt(rule_info[i].name),
		    "%s is needed: it is exempt no more", rule_info[i].name);
	char *unreached = rules_lacking(findings, false), *unneeded = rules_lacking(findings, true);

	ck_assert_msg(unreached[0] == '\0' && unneeded[0] == '\0',
	    "rules not reached:%s; rules not needed:%s", unreached, unneeded);
	free(unreached);
	free(unneeded);
}
END_TEST

/* An exemption is of a rule that exists. */
START_TEST(exemptions)
{
	for (size_t i = 0; i < sizeof(exempt) / sizeof(exempt[0]); i++)
		ck_assert_msg(rule_row(exempt[i]) < RULES, "%s", exempt[i]);
}
END_TEST

Suite *
needed_suite(void)
{
	Suite *s = suite_create("needed");
	TCase *tc = tcase_create("rules and scenarios");

	tcase_add_test(tc, every_rule);
	tcase_add_test(tc, exemptions);
	suite_add_tcase(s, tc);
	return (s);
}
