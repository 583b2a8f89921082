/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls at random: any call of syscalls.def by any process of a kernel, with words that are often
 * plausible there and often not.  Calls, argument types, constants, jail parameters, sysctls and
 * file systems come from the tables, so a new row is called without a line here.  The same seed
 * and the same kernel give the same call.
 */
#ifndef TESTS_RANDOM_CALL_H
#define TESTS_RANDOM_CALL_H

#include "kernel.h"
#include "state.h"

struct random {
	uint64_t state;	 /* not 0 */
	uint32_t caller; /* of the last call */
	uint32_t number; /* of the last call whose neighbours are made for a while */
};

#define COUNT(array_) ((unsigned)(sizeof(array_) / sizeof((array_)[0])))

/* A number below `bound'. */
uint32_t random_below(struct random *, uint32_t bound);

/* Fills in caller, number and words. */
void random_call(struct random *, const struct kernel *, struct call *);

/* random_world.c.  A world to begin with, four jails and five users in each place: call number `i'
 * of it; false when there is none. */
bool first_call(const struct kernel *, unsigned i, struct call *);

/* random_socket.c.  Changes a call on a socket to one that leads somewhere. */
void make_socket_likely(struct random *, const struct kernel *, struct call *);

/* random_word.c.  A word for an argument of this type. */
int64_t random_word(struct random *, const struct kernel *, enum argtype);
/* The id of a process (zombies included), of a jail, of a user or a group, any number at all. */
uint32_t random_pid(struct random *, const struct kernel *);
int64_t random_jid(struct random *, const struct kernel *);
int64_t random_id(struct random *);
int64_t random_number(struct random *);
/* Some constants of a group, joined; 0 when it has none. */
int64_t random_constants(struct random *, const char *group);
/* Where something is mounted. */
value_ix random_mount_point(struct random *, const struct kernel *);
/* A path, a name, some bytes. */
const char *random_path(struct random *);
value_ix random_text(struct random *, const struct kernel *);

/* random_literal.c.  A list or structure for an argument of this type. */
value_ix random_literal(struct random *, const struct kernel *, enum argtype);
/* A list of these numbers; of `count' ids. */
value_ix number_list(const struct kernel *, const int64_t *numbers, size_t count);
value_ix random_ids(struct random *, const struct kernel *, size_t count);

#endif
