/* SPDX-License-Identifier: BSD-2-Clause */
/* One who tries, in one prison of a copy of the world, with the accomplices. */
#ifndef SIM_MATRIX_TRY_H
#define SIM_MATRIX_TRY_H

#include "matrix.h"
#include "matrix_reach.h"

#define STRANGER_ID 65534 /* nobody */

struct attempt {
	struct matrix *m;
	struct world world;		/* the copy in which it all happens */
	const struct matrix_user *user; /* who tries */
	prison_ix root_owner;		/* whose its root directory is */
	prison_ix own;			/* where */
	prison_ix neighbour;  /* a live prison neither above nor below it; 0: there is none */
	uint32_t pid[ACTORS]; /* processes; 0: see missing */
	const char *missing[ACTORS]; /* why there is none */
	struct binding variables[ACTION_VARIABLES];
	struct call call; /* the one under way, in the end the one that decided */
};

/* Logs everybody in and sets what is given.  Undo it with kernel_go(). */
void attempt_seat(struct attempt *, prison_ix own, const struct matrix_user *);

/* Makes the calls of an action and looks at what came of them.  Undo it with kernel_go(). */
struct cell attempt_try(struct attempt *, const struct action *);

/* A live prison that is neither above nor below this one (of the host: any jail), or NULL. */
const struct prison *attempt_neighbour(const struct kernel *, const struct prison *);
/* The first IPv4 address that a prison may use; the host's own when it is not restricted. */
value_ix attempt_address(const struct world *, const struct prison *);

#endif
