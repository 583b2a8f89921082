/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whose is what a call changed or opened?  Read off the journal: the rows, their owners.
 */
#ifndef SIM_MATRIX_REACH_H
#define SIM_MATRIX_REACH_H

#include "arena.h"
#include "state.h"

struct telling;

/* What a stretch of journal shows. */
struct evidence {
	const struct telling *telling;
	const struct kernel *kernel;
	prison_ix own;	      /* the prison of who acted; all below it is its own, too */
	prison_ix root_owner; /* whose its root directory is, see below */
	prison_ix other;      /* a neighbour, to be told from the host */
	bool any;	      /* something was changed or opened */
	bool foreign;	      /* something that is not its own */
	uint32_t reached;     /* jid of whose it is: 0 the host; NO_JID: nobody's */
	enum table table;     /* where the first foreign row is */
	uint32_t ix;	      /* its number */
};

/* Which fields tell that a row was changed for somebody: not counts, links and last numbers. */
struct telling *telling_create(void);
void telling_destroy(struct telling *);

/* Looks at everything changed since a position; fill in the first five members before. */
void evidence_look(struct evidence *, size_t from);

/* A foreign row in words: "/matrix.key", "pid 12 (sh) of host"; make it before it is undone. */
const char *evidence_text(struct arena *, const struct kernel *, enum table, uint32_t ix);

/*
 * Whose is a prison's root directory, with all that is below?  Its own, unless a prison that is not
 * below it has the same one: then that one's.
 */
prison_ix evidence_root_owner(const struct kernel *, prison_ix own);

#endif
