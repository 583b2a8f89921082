/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tables that jailsim invents: calls, argument types, results and rules.
 * Every row is complete, is read as it was meant, and names only what exists.
 */
#include <check.h>
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "info.h"
#include "release.h"

#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

#define COUNT(array_) (sizeof(array_) / sizeof((array_)[0]))

static const char *const params[] = {
#define JAIL_PARAM(ident_, name_, type_, origin_, change_, default_, meaning_) name_,
#define JAIL_ALLOW(ident_, name_, default_, subset_, meaning_)		       name_,
#include "jail_params.def"
};

static const char *const sysctls[] = {
#define SYSCTL(ident_, name_, type_, default_, flags_, meaning_) name_,
#include "sysctls.def"
};

static bool
is_among(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return (true);
	return (false);
}

/* Is it "name(section)", as in "open(2)", "__getcwd(3)" or "mac_seeotheruids(4)"? */
static bool
is_manual(const char *s)
{
	size_t name =
	    strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");

	return (name > 0 && strlen(s + name) == 3 && s[name] == '(' && s[name + 1] >= '1' &&
	    s[name + 1] <= '9' && s[name + 2] == ')');
}

/* Is every word of the list a release? */
static bool
is_release_list(const char *s)
{
	while (*s != '\0') {
		char word[16];
		size_t length = strcspn(s, " ");

		if (length == 0 || length >= sizeof(word))
			return (false);
		memcpy(word, s, length);
		word[length] = '\0';
		if (release_parse(word) == 0)
			return (false);
		s += length;
		s += *s == ' ' && s[1] != '\0';
	}
	return (true);
}

/* Is it numbers of facts, "F6", "P20 P21", "F28, F29", or a section of the design, "design 4"? */
static bool
is_spec(const char *s)
{
	if (strncmp(s, "design ", 7) == 0)
		return (isdigit((unsigned char)s[7]));
	while (*s != '\0') {
		if (!isupper((unsigned char)*s) || !isdigit((unsigned char)s[1]))
			return (false);
		s += strcspn(s, " ,");
		s += strspn(s, " ,");
	}
	return (true);
}

START_TEST(calls)
{
	for (size_t i = 0; i < SYSCALLS; i++) {
		const struct syscall_info *si = &syscall_info[i];

		for (size_t j = 0; j < i; j++) {
			ck_assert_msg(
			    strcmp(si->name, syscall_info[j].name) != 0, "%s twice", si->name);
			ck_assert_msg(si->simulation || si->number != syscall_info[j].number,
			    "%s has the number of %s", si->name, syscall_info[j].name);
		}
		ck_assert_msg(si->meaning[0] != '\0', "%s: meaning", si->name);
		ck_assert_msg(si->simulation || is_manual(si->manual), "%s: manual", si->name);
		ck_assert_msg(
		    si->simulation || release_parse(si->since) != 0, "%s: since", si->name);
		ck_assert_msg(si->nargs >= si->required && si->result < RESULTS, "%s", si->name);
		for (size_t a = 0; a < si->nargs; a++) {
			ck_assert_msg(si->args[a].optional == (a >= si->required),
			    "%s: required arguments stand first", si->name);
			ck_assert_msg(si->args[a].type < ARGTYPES, "%s: type", si->name);
			for (size_t b = 0; b < a; b++)
				ck_assert_msg(strcmp(si->args[a].name, si->args[b].name) != 0,
				    "%s: argument %s twice", si->name, si->args[a].name);
		}
	}
}
END_TEST

START_TEST(argument_types)
{
	for (size_t i = 0; i < ARGTYPES; i++) {
		const struct argtype_info *ai = &argtype_info[i];
		bool known = strcmp(ai->group, "NOGROUP") == 0;

		for (size_t c = 0; !known && c < constant_count; c++)
			known = strcmp(ai->group, constant_info[c].group) == 0;
		ck_assert_msg(known, "%s: no constant of group %s", ai->name, ai->group);
		ck_assert_msg(ai->meaning[0] != '\0', "%s: meaning", ai->name);
		ck_assert_msg(ai->bits == 32 || ai->bits == 64, "%s: width", ai->name);
	}
}
END_TEST

START_TEST(results)
{
	for (size_t i = 0; i < RESULTS; i++) {
		const struct result_info *ri = &result_info[i];

		ck_assert_msg(ri->nfields > 0, "%s", ri->name);
		for (size_t f = 0; f < ri->nfields; f++)
			for (size_t g = 0; g < f; g++)
				ck_assert_msg(strcmp(ri->fields[f].name, ri->fields[g].name) != 0,
				    "%s: field %s twice", ri->name, ri->fields[f].name);
	}
}
END_TEST

START_TEST(rules)
{
	for (size_t i = 0; i < RULES; i++) {
		const struct rule_info *ri = &rule_info[i];
		bool known = false;

		ck_assert_msg(
		    strspn(ri->name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == strlen(ri->name),
		    "%s: name", ri->name);
		for (size_t j = 0; j < i; j++)
			ck_assert_msg(
			    strcmp(ri->name, rule_info[j].name) != 0, "%s twice", ri->name);
		for (size_t e = 0; e < errno_count; e++)
			known |= errno_info[e].number == ri->error;
		ck_assert_msg(known == (ri->effect == REFUSES || ri->effect == LEAVES),
		    "%s: effect and errno", ri->name);
		ck_assert_msg(ri->function[0] != '\0', "%s: function", ri->name);
		ck_assert_msg(is_manual(ri->manual), "%s: manual %s", ri->name, ri->manual);
		ck_assert_msg(is_release_list(ri->since), "%s: since %s", ri->name, ri->since);
		ck_assert_msg(is_release_list(ri->until), "%s: until %s", ri->name, ri->until);
		ck_assert_msg(
		    ri->spec[0] != '\0' && is_spec(ri->spec), "%s: spec %s", ri->name, ri->spec);
		ck_assert_msg(strlen(ri->reason) > 10, "%s: reason", ri->name);
		ck_assert_msg(ri->reason[strlen(ri->reason) - 1] != '.', "%s: reason ends in a dot",
		    ri->name);
	}
}
END_TEST

/* A lever that names a parameter or a sysctl names one that exists. */
START_TEST(levers)
{
	for (size_t i = 0; i < RULES; i++) {
		const struct rule_info *ri = &rule_info[i];

		if (ri->lever == LEVER_PARAM)
			ck_assert_msg(is_among(ri->lever_name, params, COUNT(params)),
			    "%s: lever %s", ri->name, ri->lever_name);
		if (ri->lever == LEVER_SYSCTL)
			ck_assert_msg(is_among(ri->lever_name, sysctls, COUNT(sysctls)),
			    "%s: lever %s", ri->name, ri->lever_name);
	}
}
END_TEST

/* A privilege is found by its number, and a number that is none is not found. */
START_TEST(privileges)
{
	for (size_t i = 0; i < priv_count; i++)
		ck_assert_ptr_eq(priv_at((enum priv)priv_info[i].number), &priv_info[i]);
	ck_assert_ptr_null(priv_at((enum priv)0));
	ck_assert_ptr_null(priv_at((enum priv)7));
	ck_assert_ptr_null(priv_at((enum priv)60000));
}
END_TEST

Suite *
info_suite(void)
{
	Suite *s = suite_create("info");
	TCase *tc = tcase_create("calls and rules");

	tcase_add_test(tc, calls);
	tcase_add_test(tc, argument_types);
	tcase_add_test(tc, results);
	tcase_add_test(tc, rules);
	tcase_add_test(tc, levers);
	tcase_add_test(tc, privileges);
	suite_add_tcase(s, tc);
	return (s);
}
