/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Users and groups from /etc/passwd and /etc/group.  FreeBSD's counterparts are getpwent(3),
 * getgrent(3) and setusercontext(3).
 * NOT MODELLED: nsswitch.conf(5), login.conf(5), the hashed password databases.
 */
#include "account.h"

#include <stdlib.h>
#include <string.h>

#include "literal.h"
#include "option.h"
#include "readfile.h"

#define FIELDS 7

/* The next line of `*at' cut into its fields; false at the end. */
static bool
next_entry(struct program *p, const char **at, const char *field[FIELDS])
{
	if (*at == NULL || **at == '\0')
		return (false);
	size_t length = strcspn(*at, "\n");
	char *line = arena_copy(p->arena, *at, length);

	*at += length + ((*at)[length] == '\n');
	for (int i = 0; i < FIELDS; i++) {
		field[i] = line;
		line += strcspn(line, ":");
		if (*line == ':')
			*line++ = '\0';
	}
	return (true);
}

static uint32_t
number(const char *text)
{
	int64_t n;

	return (program_number(text, 10, &n) ? (uint32_t)n : UINT32_MAX);
}

/* By name, or by uid when name is NULL. */
static bool
find_account(struct program *p, const char *name, uint32_t uid, struct account *account)
{
	const char *field[FIELDS], *at = read_file(p, "/etc/passwd", NULL);

	while (next_entry(p, &at, field)) {
		if (*field[2] == '\0' ||
		    (name != NULL ? strcmp(field[0], name) != 0 : number(field[2]) != uid))
			continue;
		*account = (struct account) { .name = field[0],
			.uid = number(field[2]),
			.gid = number(field[3]),
			.home = field[5],
			.shell = field[6] };
		return (true);
	}
	return (false);
}

bool
account_by_name(struct program *p, const char *name, struct account *account)
{
	return (find_account(p, name, 0, account));
}

bool
account_find(struct program *p, const char *user, struct account *account)
{
	int64_t uid;

	return (find_account(p, user, 0, account) ||
	    (program_number(user, 10, &uid) && find_account(p, NULL, (uint32_t)uid, account)));
}

const char *
user_known(struct program *p, uint32_t uid)
{
	struct account account;

	return (find_account(p, NULL, uid, &account) ? account.name : NULL);
}

const char *
group_known(struct program *p, uint32_t gid)
{
	const char *field[FIELDS], *at = read_file(p, "/etc/group", NULL);

	while (next_entry(p, &at, field))
		if (*field[2] != '\0' && number(field[2]) == gid)
			return (field[0]);
	return (NULL);
}

const char *
user_name(struct program *p, uint32_t uid)
{
	const char *name = user_known(p, uid);

	return (name == NULL ? arena_printf(p->arena, "%u", (unsigned)uid) : name);
}

const char *
group_name(struct program *p, uint32_t gid)
{
	const char *name = group_known(p, gid);

	return (name == NULL ? arena_printf(p->arena, "%u", (unsigned)gid) : name);
}

const char *
remembered_name(struct program *p, struct known_name **names,
    const char *(*ask)(struct program *, uint32_t), uint32_t id)
{
	for (const struct known_name *known = *names; known != NULL; known = known->next)
		if (known->id == id)
			return (known->name);
	struct known_name *known = arena_new(p->arena, struct known_name);

	*known = (struct known_name) { *names, id, ask(p, id) };
	*names = known;
	return (known->name);
}

bool
group_find(struct program *p, const char *group, uint32_t *gid)
{
	const char *field[FIELDS], *at = read_file(p, "/etc/group", NULL);
	int64_t n;

	while (next_entry(p, &at, field))
		if (strcmp(field[0], group) == 0) {
			*gid = number(field[2]);
			return (true);
		}
	if (!program_number(group, 10, &n))
		return (false);
	*gid = (uint32_t)n;
	return (true);
}

/* Is the user one of "root,alice"? */
static bool
is_member(const char *members, const char *user)
{
	while (*members != '\0') {
		size_t length = strcspn(members, ",");

		if (strlen(user) == length && strncmp(members, user, length) == 0)
			return (true);
		members += length + (members[length] == ',');
	}
	return (false);
}

int64_t
groups_of_user(struct program *p, const char *user)
{
	const char *field[FIELDS], *at = read_file(p, "/etc/group", NULL);
	struct values *vs = p->world->values;

	value_begin(vs);
	while (next_entry(p, &at, field))
		if (is_member(field[3], user))
			literal_integer(vs, "", number(field[2]));
	return (value_end(vs));
}

const struct call *
become(struct program *p, const struct account *account, bool setlogin)
{
	int64_t groups = groups_of_user(p, account->name);
	const struct call *c = CALL(p, setgid, account->gid);

	if (c->error == 0)
		c = CALL(p, setgroups, groups);
	if (c->error == 0 && setlogin)
		c = CALL(p, setlogin, program_text(p, account->name));
	if (c->error == 0)
		c = CALL(p, setuid, account->uid);
	return (c->error == 0 ? NULL : c);
}
