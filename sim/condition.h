/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What one waits for on the way through a history: an errno, a rule that took effect, a call, a
 * program; or that a process, what is at a path or a parameter of a jail changes.
 */
#ifndef SIM_CONDITION_H
#define SIM_CONDITION_H

#include "world.h"

enum condition_kind {
	CONDITION_ERRNO,
	CONDITION_RULE,
	CONDITION_CALL,
	CONDITION_PROGRAM, /* or the call of this name */
	CONDITION_PROCESS, /* from here on: that something changes */
	CONDITION_PATH,
	CONDITION_PARAM,
};

struct condition {
	enum condition_kind kind;
	int number;	  /* errno, row of the rule or call, process id */
	const char *text; /* program, path or parameter; NULL: any parameter */
	const char *jail; /* whose parameter; NULL: of any */
	const char *what; /* what is wrong with the words; NULL: nothing */
	const char *mend; /* how to mend it */
};

/* Reads the words; false: `what' and `mend' are set. */
bool condition_read(struct condition *, const struct world *, struct arena *, unsigned argc,
    const char *const *argv);

/* Is it about what changes, not about a call? */
bool condition_is_change(const struct condition *);

/* Does the call meet it? */
bool condition_met(const struct condition *, const struct world *, const struct call *);

/* Differs when what it is about differs. */
uint64_t condition_state(const struct condition *, const struct world *);

#endif
