/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * find.  FreeBSD's counterpart is usr.bin/find.
 * NOT MODELLED: all but -name, -type, -user, -perm, -print; operators; -x and other options.
 */
#include <fnmatch.h>
#include <string.h>

#include "account.h"
#include "option.h"
#include "readfile.h"
#include "sysproto.h"

int prog_find(struct program *);

struct find {
	const char *name; /* pattern; NULL: any */
	char type;	  /* as ls -l begins a line, 'f' for files; 0: any */
	int64_t uid;	  /* -1: any */
	int64_t perm;	  /* mode bits; -1: any */
	bool all_bits;	  /* these bits among others, not these exactly */
	int status;
};

static bool
matches(const struct find *f, const char *path, const struct stat_result *st)
{
	static const char types[] = "?fdbclsp";
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL || slash[1] == '\0' ? path : slash + 1;
	int64_t mode = st->mode & 07777;

	return ((f->name == NULL || fnmatch(f->name, name, 0) == 0) &&
	    (f->type == 0 || (st->type > 0 && st->type < 8 && types[st->type] == f->type)) &&
	    (f->uid < 0 || f->uid == st->uid) &&
	    (f->perm < 0 || (f->all_bits ? (mode & f->perm) == f->perm : mode == f->perm)));
}

static void
walk(struct program *p, struct find *f, const char *path)
{
	const struct call *c = CALL(p, lstat, program_text(p, path));
	struct stat_result st;
	size_t count;

	if (c->error != 0) {
		f->status = program_fail(p, c, path);
		return;
	}
	memcpy(&st, c->result, sizeof(st));
	if (matches(f, path, &st))
		program_print(p, "%s\n", path);
	if (st.type != BSD_dir)
		return;
	const char *const *names = read_directory(p, path, &c, &count);

	if (names == NULL) {
		f->status = program_fail(p, c, path);
		return;
	}
	for (size_t i = 0; i < count; i++)
		walk(p, f,
		    arena_printf(p->arena, "%s%s%s", path, path[strlen(path) - 1] == '/' ? "" : "/",
			names[i]));
}

/* One test and its value; false after complaining. */
static bool
take_test(struct program *p, struct find *f, const char *test, const char *value)
{
	struct account account;

	if (strcmp(test, "-name") == 0) {
		f->name = value;
	} else if (strcmp(test, "-type") == 0) {
		f->type = *value;
		if (*value == '\0' || strchr("bcdflps", *value) == NULL || value[1] != '\0') {
			program_complain(p, "find: -type: %s: unknown type\n", value);
			return (false);
		}
	} else if (strcmp(test, "-user") == 0) {
		if (!account_find(p, value, &account) && !program_number(value, 10, &f->uid)) {
			program_complain(p, "find: -user: %s: no such user\n", value);
			return (false);
		}
		f->uid = f->uid < 0 ? account.uid : f->uid;
	} else {
		f->all_bits = *value == '-';
		if (!program_number(value + f->all_bits, 8, &f->perm)) {
			program_complain(p, "find: -perm: %s: illegal mode string\n", value);
			return (false);
		}
	}
	return (true);
}

static bool
takes_value(const char *test)
{
	static const char *const tests[] = { "-name", "-type", "-user", "-perm" };

	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		if (strcmp(tests[i], test) == 0)
			return (true);
	return (false);
}

int
prog_find(struct program *p)
{
	struct find f = { .uid = -1, .perm = -1 };
	int first = 1, last = 1;

	while (last < p->argc && p->argv[last][0] != '-')
		last++;
	if (first == last)
		return (program_usage(p));
	for (int i = last; i < p->argc; i++) {
		if (strcmp(p->argv[i], "-print") == 0)
			continue;
		if (!takes_value(p->argv[i])) {
			program_complain(p, "find: %s: unknown primary or operator\n", p->argv[i]);
			return (1);
		}
		if (i + 1 == p->argc) {
			program_complain(
			    p, "find: %s: requires additional arguments\n", p->argv[i]);
			return (1);
		}
		if (!take_test(p, &f, p->argv[i], p->argv[i + 1]))
			return (1);
		i++;
	}
	for (int i = first; i < last; i++)
		walk(p, &f, p->argv[i]);
	return (f.status);
}
