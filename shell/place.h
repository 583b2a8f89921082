/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The prompt as a place: who acts by default, and where one was before.
 */
#ifndef SHELL_PLACE_H
#define SHELL_PLACE_H

#include <stdbool.h>
#include <stddef.h>

struct shell;

/*
 * Who acts when a line does not say so, and who did before: `jexec www sh' goes one deeper and
 * `exit' comes back, as with the shells that it stands for.
 */
struct place {
	const struct place *outer; /* where exit comes back to; NULL: nowhere */
	const char *who;	   /* a prompt without its sign: "root@host", "%sh1" */
	char sign;		   /* for whoever has not logged in yet */
	bool shell;		   /* a shell run in `outer', which waits for its end */
};

struct place_change {
	size_t step; /* how many were done */
	const struct place *place;
};

/* Root of the host. */
void place_begin(struct shell *);
/* From here on it is this one who acts, a prompt without its sign. */
void place_go(struct shell *, const char *who, char sign);
/* A shell run where one is: it acts until it exits. */
void place_enter(struct shell *, const char *who);
/* After each line: comes back from a shell that has ended, follows :back and :forward. */
void place_settle(struct shell *);

#endif
