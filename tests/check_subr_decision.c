/* SPDX-License-Identifier: BSD-2-Clause */
/* Releases, and which rules are in force in which. */
#include <check.h>
#include <string.h>

#include "decision.h"
#include "release.h"

#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

#define FIX "13.5-p10 14.3-p9 15.0"

static const struct {
	const char *release, *list;
	bool reached;
} reached[] = {
	{ "15.0", "15.0", true },
	{ "15.0-p0", "15.0", true },
	{ "14.3", "15.0", false },
	{ "9.0", "4.0", true },
	{ "3.5", "4.0", false },
	{ "13.5-p9", FIX, false },
	{ "13.5-p10", FIX, true },
	{ "13.5", FIX, true },
	{ "13.4", FIX, false },
	{ "14.2", FIX, false },
	{ "14.3-p8", FIX, false },
	{ "14.3-p9", FIX, true },
	{ "14.4-p0", FIX, true },
	{ "15.0-p0", FIX, true },
	{ "15.1", FIX, true },
	{ "16.0", FIX, true },
	{ "12.4", FIX, false },
	{ "15.0-p10", "14.3-p16 15.0-p11", false },
	{ "15.0-p11", "14.3-p16 15.0-p11", true },
	{ "15.0", "14.3-p16 15.0-p11", true },
};

START_TEST(a_release_is_reached_in_its_branch)
{
	uint32_t release = release_parse(reached[_i].release);

	ck_assert_uint_ne(release, 0);
	ck_assert_msg(release_reached(release, reached[_i].list) == reached[_i].reached,
	    "%s in \"%s\"", reached[_i].release, reached[_i].list);
}
END_TEST

static const char *const no_releases[] = { "", "15", "15.", "15.0-", "15.0x", "x", ".1",
	"15.0-p1 " };

START_TEST(what_is_no_release_is_refused)
{
	const char *text = no_releases[_i];

	/* "15." and "15.0-" are the two that a careless reader takes. */
	ck_assert_msg(release_parse(text) == 0, "\"%s\"", text);
}
END_TEST

START_TEST(a_rule_switched_off_is_not_in_force)
{
	struct ruling ru = { .ru_release = RELEASE_DEFAULT };

	ruling_derive(&ru);
	ck_assert((ru.ru_active[DOOR_NO_PROCESS / 32] >> DOOR_NO_PROCESS % 32 & 1) != 0);
	ru.ru_without[DOOR_NO_PROCESS / 32] |= UINT32_C(1) << DOOR_NO_PROCESS % 32;
	ruling_derive(&ru);
	ck_assert((ru.ru_active[DOOR_NO_PROCESS / 32] >> DOOR_NO_PROCESS % 32 & 1) == 0);
	ck_assert((ru.ru_active[DOOR_NO_MEMORY / 32] >> DOOR_NO_MEMORY % 32 & 1) != 0);
}
END_TEST

START_TEST(rules_are_found_by_name)
{
	enum rule rule;

	ck_assert(rule_parse("WOULD_BLOCK", &rule));
	ck_assert_uint_eq(rule, WOULD_BLOCK);
	ck_assert(!rule_parse("would_block", &rule));
	ck_assert(!rule_parse("", &rule));
}
END_TEST

Suite *
subr_decision_suite(void)
{
	Suite *s = suite_create("subr_decision");
	TCase *tc = tcase_create("releases");

	tcase_add_loop_test(
	    tc, a_release_is_reached_in_its_branch, 0, (int)(sizeof(reached) / sizeof(reached[0])));
	tcase_add_loop_test(tc, what_is_no_release_is_refused, 0,
	    (int)(sizeof(no_releases) / sizeof(no_releases[0])));
	tcase_add_test(tc, a_rule_switched_off_is_not_in_force);
	tcase_add_test(tc, rules_are_found_by_name);
	suite_add_tcase(s, tc);
	return (s);
}
