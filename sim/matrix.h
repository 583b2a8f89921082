/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The matrix: what the actions of actions.scn come to, tried by some users in some prisons.  No
 * outcome is kept anywhere: each cell is the real calls, run by the real rules in a copy of the
 * present world and undone.  So the world itself, its journal and its log are not touched, and no
 * cell depends on which others were asked for.
 */
#ifndef SIM_MATRIX_H
#define SIM_MATRIX_H

#include "action.h"
#include "textbuf.h"

/* How an attempt came out. */
enum reach {
	REACH_NONE,	 /* not applicable: nobody to try it, or nothing to try it on */
	REACH_ALLOWED,	 /* it reached the host, or a prison that is not below the own one */
	REACH_CONTAINED, /* it succeeded on what is the prison's own */
	REACH_BLOCKED,	 /* a call was refused */
	REACHES
};

extern const char *const reach_name[REACHES]; /* "allowed" */
extern const char reach_letter[REACHES];      /* A C B - */

struct cell {
	uint8_t reach;	  /* enum reach */
	uint8_t decider;  /* which step of the action decided, from 0 */
	bool decided;	  /* is there a check that decided? */
	bool touched;	  /* something was changed or opened */
	int32_t error;	  /* FreeBSD's errno when blocked; else 0 */
	uint32_t reached; /* allowed: jid of the prison reached, 0 the host; else NO_JID */
	struct step by;	  /* the check: rule, deciding prison, object; see rule_text() */
	uint32_t table;	  /* allowed, by a changed row: enum table, */
	uint32_t
	    row; /* and its number; 0: there is none, but the answer or the catalogue says so */
	const char *why; /* why it is not applicable, or why the catalogue decides; else NULL */
};

/* A column: a prison. */
struct matrix_column {
	uint32_t jid;	  /* 0 is the host */
	const char *name; /* "host", "www", "www.inner" */
};

/* Who tries: as in a prompt, "root", "alice", "1001:1001". */
struct matrix_user {
	const char *name;	     /* as written */
	const struct prompt *prompt; /* it, read */
};

struct telling;

struct matrix {
	struct actions actions;	       /* the catalogue, ready for the world's values */
	struct scenario spoken;	       /* where the users were read; its problems */
	struct matrix_user *users;     /* who tries */
	unsigned nusers;	       /* how many */
	struct telling *telling;       /* which changes count */
	struct arena arena;	       /* of the columns and cells, cleared by each computation */
	struct matrix_column *columns; /* what was computed last */
	unsigned ncolumns;	       /* how many */
	struct cell *cells;	       /* see matrix_cell() */
};

/*
 * A matrix of a world, nothing computed yet.  The catalogue is read here, so keep the matrix for
 * as long as the world.  False: a user is none, or the catalogue is wrong; matrix_problems() says
 * why.  End it in both cases.
 */
bool matrix_begin(struct matrix *, const struct world *, const char *const *users, unsigned nusers);
void matrix_end(struct matrix *);
const struct problems *matrix_problems(const struct matrix *);

/* Computes these columns of the present world and no others; what was computed before is gone. */
void matrix_compute(struct matrix *, const struct world *, const uint32_t *jids, unsigned count);

/* action < actions.count, column < ncolumns, user < nusers. */
const struct cell *matrix_cell(
    const struct matrix *, unsigned action, unsigned column, unsigned user);

/* The host and every live jail, parents first, as their tree goes.  In the arena; *jids is set. */
unsigned matrix_prisons(struct arena *, const struct world *, uint32_t **jids);

/* "EPERM because PRISON_PRIV_NEVER(VFS_MKNOD_DEV)", "reaches the host": a cell in a few words. */
const char *cell_text(struct arena *, const struct world *, const struct cell *);

/*
 * The attempt of a cell as steps of a scenario, to be run by hand in this world: those that get
 * the accomplices ready, then those of the action with what came out.
 */
void matrix_attempt(const struct matrix *, const struct world *, unsigned action, unsigned column,
    unsigned user, struct textbuf *);

/*
 * All about a cell: what was tried by whom, each call with its answer, the checks of the call that
 * decided, what was reached.
 */
void matrix_explain(const struct matrix *, const struct world *, unsigned action, unsigned column,
    unsigned user, struct textbuf *);

#endif
