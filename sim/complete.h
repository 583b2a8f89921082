/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Completion that teaches: what may stand at the cursor of a line, by the type of the argument,
 * out of the tables and of this world as the acting process sees it, each with a line of help.
 */
#ifndef SIM_COMPLETE_H
#define SIM_COMPLETE_H

#include "world.h"

#define CANDIDATES_MAX 200 /* that are made; the others are counted */

struct candidate {
	const char *text; /* what is to stand in the line */
	const char *end;  /* what follows when it is the only one: " ", "(", "" */
	const char *help; /* one line; "" for none */
};

struct completion {
	size_t begin;	   /* the bytes from here to the cursor are replaced */
	const char *about; /* what is asked for here: "kill(pid, sig): sig is a signal"; or "" */
	struct candidate *candidates;
	unsigned count;
	unsigned more; /* that were not made */
	bool at_least; /* there may be more of them */
};

/*
 * Completes the line up to the cursor; `who' acts when it does not say so ("root@www").  Calls of
 * that process are made and taken back.  All of the answer lies in the arena.
 */
struct completion complete(
    struct world *, struct arena *, const char *who, const char *line, size_t cursor);

#endif
