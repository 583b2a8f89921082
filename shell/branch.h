/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Branches: one has gone back and typed on, and what lay ahead is kept.  The steps are a tree of
 * stretches; the world holds the way from its root to the end of one branch, and what is on no
 * such way is put away.
 */
#ifndef SHELL_BRANCH_H
#define SHELL_BRANCH_H

#include "world.h"

struct shell;

/* Steps without a fork among them. */
struct stretch {
	struct stretch *parent; /* what it goes on from; NULL: the beginning */
	struct stretch *next;	/* of all of them */
	struct stretch *after;	/* on the way that is being taken out */
	size_t begin, end;	/* the steps begin + 1 to end are its own */
	unsigned number;	/* of the branch that ends here; 0: others go on from its end */
	struct future future;	/* its steps while it is put away */
	struct records steps;	/* likewise, as the shell keeps them */
	struct place_change *places; /* likewise, who acted */
	size_t nplaces;
	size_t *ends; /* likewise, where the script's steps ended */
	size_t nends;
};

/* A point with a name. */
struct time_mark {
	struct time_mark *next;
	const char *name;
	struct stretch *in; /* where it is, by the end of its step */
	size_t step;
};

struct branches {
	struct stretch *all;	 /* every one; NULL: none was needed yet */
	struct stretch *leaf;	 /* the end of the way that the world holds */
	unsigned last;		 /* number given last */
	struct time_mark *marks; /* the newest first */
	struct stretch *left;	 /* the branch left by the step that begins; NULL: none */
	size_t left_at;		 /* where one was */
	const char *waiting;	 /* the line that waits for the answer */
	char choice; /* of what lies ahead: 'k' to keep it, 'd' to drop it; 0: not asked */
};

/* The branch that one is on. */
struct stretch *branch_here(struct shell *);
/* The one of this number, or NULL. */
struct stretch *branch_find(struct shell *, unsigned number);
/* To the end of another branch. */
void branch_go(struct shell *, struct stretch *);
/* How many steps it has, and where its way leaves the one that the world holds. */
size_t branch_length(struct shell *, const struct stretch *);
size_t branch_fork(const struct shell *, const struct stretch *);
/* The line of its first step behind the fork, or NULL. */
const char *branch_text(struct shell *, struct arena *, const struct stretch *);

/* What lies ahead becomes a branch and is put away; one goes on, on a new one. */
void branch_leave(struct shell *);
/* The step for which it was left could not be run: back to where one was. */
void branch_return(struct shell *);
/* It was run: what was to be dropped is. */
void branch_settle(struct shell *);

/* Gives a point of the present way a name, or finds it. */
void branch_mark(struct shell *, const char *name);
const struct time_mark *branch_mark_find(const struct shell *, const char *name);
/* The name of the point behind a step of the present way, or NULL. */
const char *branch_mark_at(struct shell *, size_t step);
/* A branch that a mark is on, the present one if it can be. */
struct stretch *branch_of_mark(struct shell *, const struct time_mark *);

void branch_free(struct shell *);

#endif
