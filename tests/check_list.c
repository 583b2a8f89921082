/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lists: every row of every table is there, once, in each format.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "info.h"
#include "list.h"
#include "programs/program.h"

#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

static char *
printed(const char *name, enum list_format format)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	ck_assert_ptr_nonnull(out);
	ck_assert_ptr_nonnull(list_find(name));
	list_print(out, list_find(name), format);
	fclose(out);
	return (text);
}

static unsigned
lines(const char *text)
{
	unsigned n = 0;

	for (; *text != '\0'; text++)
		n += *text == '\n';
	return (n);
}

/* Is there a line that begins with these columns? */
static bool
has_line(const char *text, const char *begins)
{
	size_t length = strlen(begins);

	while (text != NULL) {
		if (strncmp(text, begins, length) == 0)
			return (true);
		text = strchr(text, '\n');
		if (text != NULL)
			text++;
	}
	return (false);
}

START_TEST(every_privilege)
{
	char *tsv = printed("privileges", LIST_TSV), line[128];
	unsigned rows = 0;

#define PRIV(number_, name_, group_, class_, allow_, lever_, meaning_, source_)                    \
	snprintf(line, sizeof(line), "PRIV_%s\t%d\t%s\t%s\t", #name_, number_, #group_, #class_);  \
	ck_assert_msg(has_line(tsv, line), "%s", line);                                            \
	rows++;
#define PRIV_ALIAS(number_, name_, other_, example_)                                               \
	snprintf(line, sizeof(line), "PRIV_%s\t%d\talias\t", #name_, number_);                     \
	ck_assert_msg(has_line(tsv, line), "%s", line);                                            \
	rows++;
#define PRIV_REMOVED(number_, name_, text_)                                                        \
	snprintf(line, sizeof(line), "%s\t%d\t", #name_, number_);                                 \
	ck_assert_msg(has_line(tsv, line), "%s", line);                                            \
	rows++;
#include "priv.def"
	ck_assert_uint_eq(lines(tsv), rows + 1);
	free(tsv);
}
END_TEST

START_TEST(every_rule)
{
	char *tsv = printed("rules", LIST_TSV), line[128];

	for (unsigned i = 0; i < RULES; i++) {
		snprintf(line, sizeof(line), "%s\t", rule_info[i].name);
		ck_assert_msg(has_line(tsv, line), "%s", line);
		ck_assert_msg(strstr(tsv, rule_info[i].reason) != NULL, "%s", line);
	}
	ck_assert_uint_eq(lines(tsv), RULES + 1);
	free(tsv);
}
END_TEST

START_TEST(every_call)
{
	char *tsv = printed("calls", LIST_TSV), line[128];
	unsigned rows = 0;

	for (unsigned i = 0; i < SYSCALLS; i++) {
		snprintf(line, sizeof(line), "%s\t%s(", syscall_info[i].name, syscall_info[i].name);
		ck_assert_msg(has_line(tsv, line) != syscall_info[i].simulation, "%s", line);
		rows += !syscall_info[i].simulation;
	}
	ck_assert_uint_eq(lines(tsv), rows + 1);
	free(tsv);
}
END_TEST

START_TEST(every_param_and_sysctl)
{
	char *params = printed("params", LIST_TSV), *sysctls = printed("sysctls", LIST_TSV);

#define JAIL_PARAM(ident_, name_, type_, origin_, change_, default_, meaning_)                     \
	ck_assert_msg(has_line(params, name_ "\t" #type_ "\t" default_ "\t" meaning_), name_);
#define JAIL_ALLOW(ident_, name_, default_, subset_, meaning_)                                     \
	ck_assert_msg(has_line(params, name_ "\tBOOL\t"), name_);
#define JAIL_PSEUDO(ident_, name_, type_, default_, meaning_)                                      \
	ck_assert_msg(has_line(params, name_ "\t" #type_ "\t" default_ "\t" meaning_), name_);
#include "jail_params.def"
#define SYSCTL(ident_, name_, type_, default_, flags_, meaning_)                                   \
	ck_assert_msg(has_line(sysctls, name_ "\t" #type_ "\t" default_ "\t" meaning_), name_);
#include "sysctls.def"
	free(params);
	free(sysctls);
}
END_TEST

START_TEST(every_program)
{
	char *tsv = printed("programs", LIST_TSV), line[128];

	for (size_t i = 0; i < program_count; i++) {
		snprintf(line, sizeof(line), "%s\t", program_info[i].name);
		ck_assert_msg(has_line(tsv, line), "%s", line);
		/* Rows that are not sorted would not be found. */
		ck_assert_msg(program_find(program_info[i].name) == &program_info[i], "%s", line);
	}
	free(tsv);
}
END_TEST

/* Rows of a format are as many as those of the others, and text fits in 80 columns. */
START_TEST(every_format)
{
	const struct list_entry *entry = &list_entries[_i];
	char *tsv = printed(entry->name, LIST_TSV), *md = printed(entry->name, LIST_MD);
	char *mdoc = printed(entry->name, LIST_MDOC), *text = printed(entry->name, LIST_TEXT);
	unsigned items = 0;

	ck_assert_uint_eq(lines(md), lines(tsv) + 3);
	for (const char *at = mdoc; (at = strstr(at, ".It Sy ")) != NULL; at++)
		items++;
	ck_assert_uint_eq(items, lines(tsv) - 1);
	ck_assert_ptr_eq(strstr(tsv, "\t\n\t"), NULL);
	for (const char *at = text; *at != '\0'; at += strcspn(at, "\n") + 1)
		if (*at == ' ' && memchr(at + 8, ' ', strcspn(at + 8, "\n")) != NULL)
			ck_assert_msg(strcspn(at, "\n") <= 80, "%.*s", (int)strcspn(at, "\n"), at);
	free(tsv);
	free(md);
	free(mdoc);
	free(text);
}
END_TEST

START_TEST(names)
{
	enum list_format format;

	ck_assert_ptr_null(list_find("rule"));
	ck_assert(list_format_parse("mdoc", &format) && format == LIST_MDOC);
	ck_assert(!list_format_parse("html", &format));
}
END_TEST

Suite *
list_suite(void)
{
	Suite *suite = suite_create("list");
	TCase *tcase = tcase_create("list");

	tcase_add_test(tcase, every_privilege);
	tcase_add_test(tcase, every_rule);
	tcase_add_test(tcase, every_call);
	tcase_add_test(tcase, every_param_and_sysctl);
	tcase_add_test(tcase, every_program);
	tcase_add_loop_test(tcase, every_format, 0, (int)list_count);
	tcase_add_test(tcase, names);
	suite_add_tcase(suite, tcase);
	return (suite);
}
