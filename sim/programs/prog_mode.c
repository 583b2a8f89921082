/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * chmod, chown and chflags.  FreeBSD's counterparts are bin/chmod, usr.sbin/chown and bin/chflags.
 * NOT MODELLED: chmod -h, chflags -R, chown -R with -H, -L, -P.
 */
#include <string.h>

#include "account.h"
#include "filemode.h"
#include "option.h"
#include "readfile.h"
#include "sysproto.h"

int prog_chflags(struct program *);
int prog_chmod(struct program *);
int prog_chown(struct program *);

#define DIRECTORY 040000 /* beside the mode bits while a mode is read: X is x for directories */

/* Bits of "ugo" or "a" in a mode of one digit. */
static int64_t
spread(unsigned who, int64_t bits)
{
	return (((who & 4) != 0 ? bits << 6 : 0) | ((who & 2) != 0 ? bits << 3 : 0) |
	    ((who & 1) != 0 ? bits : 0));
}

/* One clause of "u+x,go-w" applied; NULL when it is no clause, else what follows it. */
static const char *
apply_clause(const char *at, int64_t *mode)
{
	unsigned who = 0;
	int64_t bits = 0;
	bool set_id = false, sticky = false;

	for (; strchr("ugoa", *at) != NULL && *at != '\0'; at++)
		who |= *at == 'u' ? 4u : *at == 'g' ? 2u : *at == 'o' ? 1u : 7u;
	if (who == 0)
		who = 7;
	char action = *at;

	if (action != '+' && action != '-' && action != '=')
		return (NULL);
	for (at++; strchr("rwxXst", *at) != NULL && *at != '\0'; at++) {
		bool runs = *at == 'x' || (*at == 'X' && (*mode & (DIRECTORY | 0111)) != 0);

		bits |= *at == 'r' ? 4 : *at == 'w' ? 2 : runs ? 1 : 0;
		set_id |= *at == 's';
		sticky |= *at == 't';
	}
	int64_t special = (set_id && (who & 4) != 0 ? 04000 : 0) |
	    (set_id && (who & 2) != 0 ? 02000 : 0) | (sticky ? 01000 : 0);

	if (action == '=')
		*mode &= ~spread(who, 7);
	bits = spread(who, bits) | special;
	*mode = action == '-' ? *mode & ~bits : *mode | bits;
	return (at);
}

/* The mode that the text asks for, starting from one; false: no mode. */
static bool
parse_mode(const char *text, int64_t *mode)
{
	int64_t octal;

	if (program_number(text, 8, &octal)) {
		*mode = octal;
		return (octal >= 0 && octal <= 07777);
	}
	while ((text = apply_clause(text, mode)) != NULL && *text == ',')
		text++;
	return (text != NULL && *text == '\0');
}

/* Changes a file and, if asked, all below it; links met on the way are left alone. */
static int
change_mode(struct program *p, const char *text, const char *path, bool recursive)
{
	const struct call *c = CALL(p, stat, program_text(p, path));
	struct stat_result st;
	size_t count = 0;

	memcpy(&st, c->result, sizeof(st));
	int64_t mode = (st.mode & 07777) | (st.type == BSD_dir ? DIRECTORY : 0);

	parse_mode(text, &mode);
	if (c->error == 0)
		c = CALL(p, chmod, program_text(p, path), mode & 07777);
	int status = c->error == 0 ? 0 : program_fail(p, c, path);

	if (!recursive || status != 0 || st.type != BSD_dir)
		return (status);
	const char *const *names = read_directory(p, path, &c, &count);

	if (names == NULL)
		return (program_fail(p, c, path));
	for (size_t i = 0; i < count; i++) {
		const char *below = arena_printf(p->arena, "%s/%s", path, names[i]);

		if (CALL(p, lstat, program_text(p, below))->result[0] != BSD_lnk)
			status |= change_mode(p, text, below, true);
	}
	return (status);
}

int
prog_chmod(struct program *p)
{
	int status = 0, first = 1;
	int64_t mode = 0;
	bool recursive = p->argc > 1 && strcmp(p->argv[1], "-R") == 0;

	/* "-x" would be a mode, so only these two are looked at. */
	first += recursive;
	first += first < p->argc && strcmp(p->argv[first], "--") == 0;
	if (p->argc - first < 2)
		return (program_usage(p));
	if (!parse_mode(p->argv[first], &mode)) {
		program_complain(p, "chmod: invalid file mode: %s\n", p->argv[first]);
		return (1);
	}
	for (int i = first + 1; i < p->argc; i++)
		status |= change_mode(p, p->argv[first], p->argv[i], recursive);
	return (status);
}

struct owner {
	int64_t uid, gid; /* -1: as it is */
	bool link;	  /* of a symbolic link itself */
	bool recursive;
};

/* "alice", "alice:wheel", ":wheel"; false after complaining. */
static bool
parse_owner(struct program *p, const char *text, struct owner *owner)
{
	size_t length = strcspn(text, ":");
	const char *user = arena_copy(p->arena, text, length);
	const char *group = text[length] == ':' ? text + length + 1 : "";
	struct account account;
	uint32_t gid;

	owner->uid = owner->gid = -1;
	if (*user != '\0' && !program_number(user, 10, &owner->uid)) {
		if (!account_by_name(p, user, &account)) {
			program_complain(p, "chown: %s: illegal user name\n", user);
			return (false);
		}
		owner->uid = account.uid;
	}
	if (*group != '\0') {
		if (!group_find(p, group, &gid)) {
			program_complain(p, "chown: %s: illegal group name\n", group);
			return (false);
		}
		owner->gid = gid;
	}
	return (true);
}

static int
change_owner(struct program *p, const char *path, const struct owner *owner)
{
	const struct call *c = CALL(p, lstat, program_text(p, path));
	size_t count;
	int status = 0;

	if (owner->recursive && c->error == 0 && c->result[0] == BSD_dir) {
		const char *const *names = read_directory(p, path, &c, &count);

		for (size_t i = 0; names != NULL && i < count; i++)
			status |=
			    change_owner(p, arena_printf(p->arena, "%s/%s", path, names[i]), owner);
	}
	c = owner->link ? CALL(p, lchown, program_text(p, path), owner->uid, owner->gid) :
			  CALL(p, chown, program_text(p, path), owner->uid, owner->gid);
	return (c->error == 0 ? status : program_fail(p, c, path));
}

int
prog_chown(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	struct owner owner = { .uid = -1 };
	int letter, status = 0;

	while ((letter = program_option(p, &o, "hR")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		owner.link |= letter == 'h';
		owner.recursive |= letter == 'R';
	}
	if (p->argc - o.next < 2)
		return (program_usage(p));
	if (!parse_owner(p, p->argv[o.next], &owner))
		return (1);
	for (int i = o.next + 1; i < p->argc; i++)
		status |= change_owner(p, p->argv[i], &owner);
	return (status);
}

/* The flags that the text asks for, starting from some; false after complaining. */
static bool
parse_flags(struct program *p, const char *text, int64_t *flags)
{
	if (program_number(text, 8, flags))
		return (true);
	if (strtofflags(&text, flags))
		return (true);
	program_complain(p, "chflags: invalid flag: %s\n", text);
	return (false);
}

int
prog_chflags(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	int letter, status = 0;
	int64_t flags = 0;
	bool link = false;

	while ((letter = program_option(p, &o, "fhv")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		link |= letter == 'h';
	}
	if (p->argc - o.next < 2)
		return (program_usage(p));
	const char *text = p->argv[o.next];

	if (!parse_flags(p, text, &flags))
		return (1);
	for (int i = o.next + 1; i < p->argc; i++) {
		int64_t path = program_text(p, p->argv[i]);
		const struct call *c = link ? CALL(p, lstat, path) : CALL(p, stat, path);
		struct stat_result st;

		memcpy(&st, c->result, sizeof(st));
		flags = st.flags;
		if (c->error == 0 && parse_flags(p, text, &flags))
			c = link ? CALL(p, lchflags, path, flags) : CALL(p, chflags, path, flags);
		if (c->error != 0)
			status = program_fail(p, c, p->argv[i]);
	}
	return (status);
}
