/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * --accept: what came out becomes what is expected, in the scenario's own
 * file; all else in it stays as it is, byte for byte.
 */
#ifndef SIM_ACCEPT_H
#define SIM_ACCEPT_H

#include "step_run.h"

struct edit; /* one place to change */

struct accept {
	struct edit *first, **last; /* in the order of the file */
	unsigned count;		    /* how many */
};

void accept_begin(struct accept *);

/* The step did not come out as expected: notes what to write instead. */
void accept_step(struct accept *, const struct world *, struct scenario *, const struct outcome *);

/* Writes the file. False after a problem of sc. */
bool accept_write(const struct accept *, struct scenario *);

#endif
