/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tables of kernel_model/ that hold FreeBSD's own names and numbers: every
 * row is complete, unique and refers to rows that exist.  What a table means is
 * written at its head.
 */
#include <check.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

#define COUNT(array_) (sizeof(array_) / sizeof((array_)[0]))

struct errno_row {
	int number;
	const char *name, *text;
};

static const struct errno_row errnos[] = {
#define ERRNO(number_, name_, text_) { number_, #name_, text_ },
#include "errno.def"
};

static const struct {
	const char *alias, *name;
} errno_aliases[] = {
#define ERRNO(number_, name_, text_)
#define ERRNO_ALIAS(alias_, name_) { #alias_, #name_ },
#include "errno.def"
};

static const struct {
	const char *group, *name;
	int64_t value;
} constants[] = {
#define CONSTANT(group_, name_, value_) { #group_, #name_, value_ },
#include "constants.def"
};

enum allow_place {
#define JAIL_ALLOW(ident_, name_, default_, subset_, meaning_) PLACE_##ident_,
#include "jail_params.def"
	PLACES
};

enum pr_allow_bit {
#define JAIL_ALLOW(ident_, name_, default_, subset_, meaning_)                                     \
	PR_ALLOW_##ident_ = 1 << PLACE_##ident_,
#include "jail_params.def"
	PR_ALLOW_NONE = 0
};

enum kind { KIND_PARAM, KIND_ALLOW, KIND_PSEUDO };

static const struct param_row {
	enum kind kind;
	const char *ident, *name, *meaning;
} params[] = {
#define JAIL_PARAM(ident_, name_, type_, origin_, change_, default_, meaning_)                     \
	{ KIND_PARAM, #ident_, name_, meaning_ },
#define JAIL_ALLOW(ident_, name_, default_, subset_, meaning_)                                     \
	{ KIND_ALLOW, #ident_, name_, meaning_ },
#define JAIL_PSEUDO(ident_, name_, type_, default_, meaning_)                                      \
	{ KIND_PSEUDO, #ident_, name_, meaning_ },
#include "jail_params.def"
};

enum class { ALWAYS, ALLOW, MOUNT, VNET, VNET_OR_ALLOW, NFSD, NEVER };

static const struct priv_row {
	int number;
	const char *name, *group;
	enum class class;
	int allow;
	const char *lever, *example, *source;
} privs[] = {
#define PRIV(number_, name_, group_, class_, allow_, lever_, example_, source_)                    \
	{ number_, #name_, #group_, class_, allow_, lever_, example_, source_ },
#include "priv.def"
};

static const struct {
	int number;
	const char *name, *text;
} removed_privs[] = {
#define PRIV(number_, name_, group_, class_, allow_, lever_, example_, source_)
#define PRIV_REMOVED(number_, name_, text_) { number_, #name_, text_ },
#include "priv.def"
};

static const struct {
	int number;
	const char *name, *other;
} priv_aliases[] = {
#define PRIV(number_, name_, group_, class_, allow_, lever_, example_, source_)
#define PRIV_ALIAS(number_, name_, other_, example_) { number_, #name_, #other_ },
#include "priv.def"
};

enum sysctl_type { INT, ULONG, STRING, OPAQUE };
enum sysctl_flag { RD = 1, RW = 2, PRISON = 4, ANYBODY = 8, SECURE = 16, VIRTUAL = 32 };

static const struct {
	const char *ident, *name;
	enum sysctl_type type;
	const char *value;
	unsigned int flags;
	const char *meaning;
} sysctls[] = {
#define SYSCTL(ident_, name_, type_, default_, flags_, meaning_)                                   \
	{ #ident_, name_, type_, default_, flags_, meaning_ },
#include "sysctls.def"
};

static const struct errno_row *
errno_by_name(const char *name)
{
	for (size_t i = 0; i < COUNT(errnos); i++)
		if (strcmp(errnos[i].name, name) == 0)
			return (&errnos[i]);
	return (NULL);
}

static const struct priv_row *
priv_by_name(const char *name)
{
	for (size_t i = 0; i < COUNT(privs); i++)
		if (strcmp(privs[i].name, name) == 0)
			return (&privs[i]);
	return (NULL);
}

static const struct param_row *
param_by_name(const char *name, size_t length)
{
	for (size_t i = 0; i < COUNT(params); i++)
		if (strlen(params[i].name) == length && strncmp(params[i].name, name, length) == 0)
			return (&params[i]);
	return (NULL);
}

/* Is `ident' this name with an underscore for each character that no identifier has? */
static bool
is_ident_of(const char *ident, const char *name)
{
	for (; *name != '\0' && *ident != '\0'; name++, ident++)
		if (*ident != (isalnum((unsigned char)*name) ? *name : '_'))
			return (false);
	return (*name == '\0' && *ident == '\0');
}

START_TEST(errno_rows)
{
	ck_assert_uint_eq(COUNT(errnos), 97);
	for (size_t i = 0; i < COUNT(errnos); i++) {
		ck_assert_int_eq(errnos[i].number, (int)i + 1);
		ck_assert_msg(errnos[i].name[0] == 'E', "%s", errnos[i].name);
		ck_assert_msg(errnos[i].text[0] != '\0', "%s", errnos[i].name);
		ck_assert_msg(
		    errno_by_name(errnos[i].name) == &errnos[i], "%s twice", errnos[i].name);
	}
	for (size_t i = 0; i < COUNT(errno_aliases); i++) {
		ck_assert_ptr_nonnull(errno_by_name(errno_aliases[i].name));
		ck_assert_ptr_null(errno_by_name(errno_aliases[i].alias));
	}
}
END_TEST

/* A group's rows stand together; a name is in one group and is no error. */
START_TEST(constant_rows)
{
	for (size_t i = 0; i < COUNT(constants); i++) {
		const char *name = constants[i].name, *group = constants[i].group;
		bool begins = i == 0 || strcmp(group, constants[i - 1].group) != 0;

		for (size_t j = 0; j < i; j++) {
			ck_assert_msg(strcmp(name, constants[j].name) != 0, "%s twice", name);
			ck_assert_msg(!begins || strcmp(group, constants[j].group) != 0,
			    "%s: group %s is in two places", name, group);
		}
		ck_assert_msg(errno_by_name(name) == NULL, "%s is an error", name);
		ck_assert_msg(constants[i].value <= INT32_MAX, "%s", name);
	}
}
END_TEST

START_TEST(priv_rows)
{
	ck_assert_uint_eq(COUNT(privs), 247);
	ck_assert_uint_eq(COUNT(removed_privs), 26);
	ck_assert_uint_eq(COUNT(priv_aliases), 1);
	for (size_t i = 0; i < COUNT(privs); i++) {
		const struct priv_row *p = &privs[i];

		ck_assert_msg(p->number > 1 && p->number < 713, "%s", p->name);
		ck_assert_msg(
		    i == 0 || p->number > privs[i - 1].number, "%s is out of order", p->name);
		ck_assert_msg(priv_by_name(p->name) == p, "%s twice", p->name);
		ck_assert_msg(p->example[0] != '\0' && p->source[0] != '\0' && p->group[0] != '\0',
		    "%s", p->name);
	}
	for (size_t i = 0; i < COUNT(priv_aliases); i++) {
		const struct priv_row *p = priv_by_name(priv_aliases[i].other);

		ck_assert_ptr_nonnull(p);
		ck_assert_int_eq(p->number, priv_aliases[i].number);
		ck_assert_ptr_null(priv_by_name(priv_aliases[i].name));
	}
	for (size_t i = 0; i < COUNT(removed_privs); i++) {
		ck_assert_msg(removed_privs[i].name[0] == '_', "%s", removed_privs[i].name);
		ck_assert_msg(removed_privs[i].text[0] != '\0', "%s", removed_privs[i].name);
		for (size_t j = 0; j < COUNT(privs); j++)
			ck_assert_msg(removed_privs[i].number != privs[j].number, "%s is %s",
			    removed_privs[i].name, privs[j].name);
	}
}
END_TEST

/* The bits that the names of a lever stand for; a name that is no parameter fails. */
static int
lever_bits(const struct priv_row *p)
{
	int bits = 0;

	for (const char *s = p->lever; *s != '\0'; s += *s == '|') {
		size_t length = strcspn(s, "|");
		const struct param_row *param = param_by_name(s, length);

		ck_assert_msg(
		    param != NULL && param->kind != KIND_PSEUDO, "%s: lever %s", p->name, s);
		for (size_t place = 0, i = 0; i < COUNT(params); i++) {
			if (params[i].kind != KIND_ALLOW)
				continue;
			if (&params[i] == param)
				bits |= 1 << place;
			place++;
		}
		s += length;
	}
	return (bits);
}

/* Class, mask and lever of a privilege say the same thing. */
START_TEST(priv_classes)
{
	for (size_t i = 0; i < COUNT(privs); i++) {
		const struct priv_row *p = &privs[i];
		bool asks_bits = p->class == ALLOW || p->class == MOUNT ||
		    p->class == VNET_OR_ALLOW || p->class == NFSD;
		bool asks_vnet = p->class == VNET || p->class == VNET_OR_ALLOW || p->class == NFSD;

		ck_assert_msg((p->allow != 0) == asks_bits, "%s: class and mask", p->name);
		ck_assert_msg(lever_bits(p) == p->allow, "%s: mask and lever", p->name);
		ck_assert_msg((strstr(p->lever, "vnet") != NULL) == asks_vnet,
		    "%s: class and lever", p->name);
	}
}
END_TEST

START_TEST(jail_param_rows)
{
	size_t allow = 0;

	for (size_t i = 0; i < COUNT(params); i++) {
		const char *name = params[i].name;

		ck_assert_msg(param_by_name(name, strlen(name)) == &params[i], "%s twice", name);
		for (size_t j = 0; j < i; j++)
			ck_assert_msg(params[i].kind != params[j].kind ||
				strcmp(params[i].ident, params[j].ident) != 0,
			    "%s: ident %s twice", name, params[i].ident);
		ck_assert_msg(params[i].meaning[0] != '\0' && strlen(params[i].meaning) <= 100,
		    "%s: meaning", name);
		ck_assert_msg((params[i].kind == KIND_ALLOW) ==
			(strncmp(name, "allow.", 6) == 0 && strcmp(name, "allow.dying") != 0),
		    "%s: kind of row", name);
		allow += params[i].kind == KIND_ALLOW;
	}
	ck_assert_uint_eq(COUNT(params), 105);
	ck_assert_uint_eq(allow, PLACES);
	ck_assert_uint_le(allow, 64);
}
END_TEST

START_TEST(sysctl_rows)
{
	ck_assert_uint_le(COUNT(sysctls), 96);
	for (size_t i = 0; i < COUNT(sysctls); i++) {
		const char *name = sysctls[i].name;
		unsigned int flags = sysctls[i].flags;
		char *end;

		for (size_t j = 0; j < i; j++)
			ck_assert_msg(strcmp(name, sysctls[j].name) != 0, "%s twice", name);
		ck_assert_msg(is_ident_of(sysctls[i].ident, name), "%s: ident", name);
		ck_assert_msg(((flags & RD) != 0) != ((flags & RW) != 0), "%s: RD or RW", name);
		ck_assert_msg((flags & RD) == 0 || flags == RD, "%s: nobody writes it", name);
		ck_assert_msg(sysctls[i].meaning[0] != '\0', "%s: meaning", name);
		if (sysctls[i].type == INT || sysctls[i].type == ULONG) {
			(void)strtol(sysctls[i].value, &end, 10);
			ck_assert_msg(end != sysctls[i].value && *end == '\0', "%s: default", name);
		}
	}
}
END_TEST

Suite *
tables_suite(void)
{
	Suite *s = suite_create("tables");
	TCase *tc = tcase_create("FreeBSD's names and numbers");

	tcase_add_test(tc, errno_rows);
	tcase_add_test(tc, constant_rows);
	tcase_add_test(tc, priv_rows);
	tcase_add_test(tc, priv_classes);
	tcase_add_test(tc, jail_param_rows);
	tcase_add_test(tc, sysctl_rows);
	suite_add_tcase(s, tc);
	return (s);
}
