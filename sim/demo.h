/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A scenario in which several sessions try the same words, told as a comparison: each attempt,
 * how it came out in each place, and why.  An attempt is the steps below one comment that say
 * what the first of them says.
 */
#ifndef SIM_DEMO_H
#define SIM_DEMO_H

#include "step_run.h"
#include "textbuf.h"

#define DEMO_PLACES 3 /* sessions side by side at most */

/* What an attempt got in one place. */
enum demo_result {
	DEMO_NOT_TRIED,
	DEMO_WORKS,  /* it came out as the attacker wants */
	DEMO_OWN,    /* it did, but changed only what belongs to the attacker's own jail */
	DEMO_REFUSED /* it was refused */
};

struct demo_place {
	const char *prompt; /* of the session */
	const char *user;   /* who acts there */
	const char *title;  /* "bare host", "chroot", "jail www" */
	unsigned count[DEMO_REFUSED + 1];
};

struct demo_try {
	enum demo_result result;
	const char *outcome; /* "works", "EPERM" ... */
	const char *why;     /* rule and reason */
};

struct demo_attempt {
	const char *title; /* the comment */
	const char *words; /* what is tried */
	struct demo_try tries[DEMO_PLACES];
};

/* Tells an attempt when its steps have run; return false to stop. */
typedef bool demo_teller(void *arg, const struct demo_attempt *);

struct demo {
	const struct scenario *scenario;
	struct demo_place places[DEMO_PLACES];
	unsigned nplaces;
	unsigned nattempts;
};

/* What the scenario's head says besides its title, as one line; NULL: nothing. */
const char *demo_introduction(struct scenario *);

/* Finds the places; false when nothing in the scenario is tried by several sessions. */
bool demo_prepare(struct demo *, struct scenario *);

/* Runs the scenario and tells each attempt.  False after a problem of the scenario. */
bool demo_run(struct demo *, struct world *, struct scenario *, demo_teller *, void *arg);

#endif
