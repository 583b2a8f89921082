/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * id and whoami.  FreeBSD's counterpart is usr.bin/id.
 * NOT MODELLED: id -A, -c, -d, -M, -P, -p, -s.
 */
#include "account.h"
#include "literal.h"
#include "option.h"

int prog_id(struct program *);
int prog_whoami(struct program *);

#define GROUPS_MAX 64

/* Whose ids are shown: the caller's or a named user's. */
struct identity {
	uint32_t ruid, euid, rgid, egid;
	uint32_t groups[GROUPS_MAX]; /* the first is the effective group */
	unsigned ngroups;
};

static void
add_groups(struct program *p, struct identity *id, int64_t list)
{
	struct literal l = literal_read(p->world->values, (value_ix)list);
	struct element e;

	while (literal_next(&l, &e) && id->ngroups < GROUPS_MAX) {
		bool known = false;

		for (unsigned i = 0; i < id->ngroups; i++)
			known |= id->groups[i] == (uint32_t)e.integer;
		if (!known)
			id->groups[id->ngroups++] = (uint32_t)e.integer;
	}
}

static struct identity
identity_of_caller(struct program *p)
{
	struct identity id = { .ruid = (uint32_t)CALL0(p, getuid)->result[0] };

	id.euid = (uint32_t)CALL0(p, geteuid)->result[0];
	id.rgid = (uint32_t)CALL0(p, getgid)->result[0];
	id.egid = (uint32_t)CALL0(p, getegid)->result[0];
	id.groups[id.ngroups++] = id.egid;
	add_groups(p, &id, CALL0(p, getgroups)->result[0]);
	return (id);
}

static struct identity
identity_of_user(struct program *p, const struct account *account)
{
	struct identity id = { account->uid, account->uid, account->gid, account->gid,
		{ account->gid }, 1 };

	add_groups(p, &id, groups_of_user(p, account->name));
	return (id);
}

static void
print_id(struct program *p, const char *label, uint32_t id, const char *name)
{
	program_print(p, "%s%u", label, (unsigned)id);
	if (name != NULL)
		program_print(p, "(%s)", name);
}

static void
print_all(struct program *p, const struct identity *id)
{
	print_id(p, "uid=", id->ruid, user_known(p, id->ruid));
	if (id->euid != id->ruid)
		print_id(p, " euid=", id->euid, user_known(p, id->euid));
	print_id(p, " gid=", id->rgid, group_known(p, id->rgid));
	if (id->egid != id->rgid)
		print_id(p, " egid=", id->egid, group_known(p, id->egid));
	for (unsigned i = 0; i < id->ngroups; i++)
		print_id(
		    p, i == 0 ? " groups=" : ",", id->groups[i], group_known(p, id->groups[i]));
	program_print(p, "\n");
}

static void
print_groups(struct program *p, const struct identity *id, bool names)
{
	for (unsigned i = 0; i < id->ngroups; i++)
		program_print(p, "%s%s", i == 0 ? "" : " ",
		    names ? group_name(p, id->groups[i]) :
			    arena_printf(p->arena, "%u", (unsigned)id->groups[i]));
	program_print(p, "\n");
}

static void
print_one(struct program *p, uint32_t id, const char *name)
{
	if (name != NULL)
		program_print(p, "%s\n", name);
	else
		program_print(p, "%u\n", (unsigned)id);
}

int
prog_id(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	struct account account;
	struct identity id;
	int letter, what = 0;
	bool names = false, real = false;

	while ((letter = program_option(p, &o, "Ggnru")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		names |= letter == 'n';
		real |= letter == 'r';
		if (letter == 'G' || letter == 'g' || letter == 'u')
			what = letter;
	}
	if (o.next == p->argc) {
		id = identity_of_caller(p);
	} else if (account_find(p, p->argv[o.next], &account)) {
		id = identity_of_user(p, &account);
	} else {
		program_complain(p, "id: %s: no such user\n", p->argv[o.next]);
		return (1);
	}
	uint32_t uid = real ? id.ruid : id.euid, gid = real ? id.rgid : id.egid;

	if (what == 'G')
		print_groups(p, &id, names);
	else if (what == 'g')
		print_one(p, gid, names ? group_known(p, gid) : NULL);
	else if (what == 'u')
		print_one(p, uid, names ? user_known(p, uid) : NULL);
	else
		print_all(p, &id);
	return (0);
}

int
prog_whoami(struct program *p)
{
	uint32_t uid = (uint32_t)CALL0(p, geteuid)->result[0];

	if (p->argc > 1)
		return (program_usage(p));
	print_one(p, uid, user_known(p, uid));
	return (0);
}
