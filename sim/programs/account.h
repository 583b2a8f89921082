/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Users and groups as a program sees them: by reading /etc/passwd and /etc/group of its own root
 * directory with its own rights.
 */
#ifndef SIM_PROGRAMS_ACCOUNT_H
#define SIM_PROGRAMS_ACCOUNT_H

#include "program.h"

struct account {
	const char *name; /* login name */
	uint32_t uid, gid;
	const char *home, *shell;
};

/* False: there is no such user. */
bool account_by_name(struct program *, const char *name, struct account *);
/* The same for a number, too: "1001". */
bool account_find(struct program *, const char *user, struct account *);

/* A user's or group's name; its number as text when it has none. */
const char *user_name(struct program *, uint32_t uid);
const char *group_name(struct program *, uint32_t gid);

/* Names asked for before, as user_from_uid(3) keeps them; start with NULL. */
struct known_name {
	struct known_name *next;
	uint32_t id;
	const char *name;
};

/* user_name() or group_name(), asked once for each id. */
const char *remembered_name(struct program *, struct known_name **,
    const char *(*ask)(struct program *, uint32_t), uint32_t id);

/* The name, or NULL when it has none. */
const char *user_known(struct program *, uint32_t uid);
const char *group_known(struct program *, uint32_t gid);

/* A group's number by its name or number; false: there is no such group. */
bool group_find(struct program *, const char *group, uint32_t *gid);

/* The groups of /etc/group that name the user, as the words of a literal list. */
int64_t groups_of_user(struct program *, const char *user);

/* Becomes a user: setgid(2), setgroups(2), setlogin(2) when asked, setuid(2).  The call that was
 * refused, or NULL. */
const struct call *become(struct program *, const struct account *, bool setlogin);

#endif
