/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is wrong with the input, where, and how to mend it: the one form in
 * which every part of the simulator refuses what it was given to read.
 */
#ifndef SIM_PROBLEM_H
#define SIM_PROBLEM_H

#include <stdio.h>

#include "arena.h"

struct problem {
	const char *file;     /* the input's name; "-" is standard input */
	unsigned line;	      /* from 1; 0: the file as a whole */
	unsigned column;      /* from 1, in characters; 0: the line as a whole */
	const char *text;     /* what is wrong */
	const char *mend;     /* how to mend it; NULL: nothing to say */
	struct problem *next; /* the one found after it */
};

struct problems {
	struct arena *arena;   /* where they are kept */
	struct problem *first; /* the oldest */
	struct problem **last; /* where the next one goes */
	unsigned count;	       /* how many */
};

void problems_init(struct problems *ps, struct arena *arena);

/* Adds one; text and mend must live as long as the arena. */
struct problem *problem_add(struct problems *ps, const char *file, unsigned line, unsigned column,
    const char *text, const char *mend);

/* "file:line:column: what is wrong — how to mend it", without a newline. */
char *problem_format(struct arena *a, const struct problem *p);

/* Prints each on a line of its own. */
void problems_print(FILE *out, const struct problems *ps);

#endif
