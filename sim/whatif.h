/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What if: words such as "allow.mount=1 www", "user=root", "without RULE" as changes of a world, to
 * be tried by trial.h or in a copy.
 */
#ifndef SIM_WHATIF_H
#define SIM_WHATIF_H

#include "remedy.h"

#define WHATIF_CHANGES 16

struct whatif {
	struct arena *arena;	   /* where its texts go */
	const struct world *world; /* where it is asked */
	bool calls;		   /* no programs there: changes are calls */
	const char *jail;	   /* whose parameters are meant when none is named */
	const char *place;	   /* the jail that the actor's user is of */

	struct change changes[WHATIF_CHANGES];
	unsigned count;
	const char *title; /* "allow.mount=1 in jail www" */
	const char *what;  /* what is wrong with the words; NULL: nothing */
	const char *mend;  /* how to mend it; may be NULL */
};

/* Reads the words; false: `what' and `mend' are set.  Set the first group before. */
bool whatif_read(struct whatif *, unsigned argc, const char *const *argv);

/* Makes the changes in a copy of a world, but for another actor; false: one is refused. */
bool whatif_make(const struct whatif *, struct world *copy);

#endif
