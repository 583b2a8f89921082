/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Trying: a copy of a world as it was before a step, in which changes are made, the step is run,
 * and everything is taken back for the next trial.
 */
#ifndef SIM_TRIAL_H
#define SIM_TRIAL_H

#include "remedy.h"

struct trial_line;

struct trial {
	struct scenario *sc;		  /* of the step */
	const struct scenario_step *step; /* the step that is tried */
	struct world world;		  /* the copy */
	struct moment start;		  /* before the step */
	const char *function;	  /* of the rule that altered the outcome; NULL: it was refused */
	struct trial_line *lines; /* what was read */
};

enum trial_result { TRIAL_WORKS, TRIAL_FAILS, TRIAL_CHANGE_REFUSED };

/* Copies the world as it was before its last step, which came out so; false: no memory. */
bool trial_begin(struct trial *, struct world *, struct scenario *, const struct outcome *);
void trial_end(struct trial *);

/* Makes the changes and runs the step; *out is how what was run last came out. */
enum trial_result trial_run(
    struct trial *, const struct change *, unsigned count, struct outcome *out);

/* Goes to before the step and makes the changes only; false: one was refused. */
bool trial_change(struct trial *, const struct change *, unsigned count);

/* Was it refused, or did it fail? */
bool outcome_failed(const struct outcome *);

/* The first check of the step's calls that altered the outcome, or NULL. */
const struct step *first_alteration(const struct outcome *, const char *function);

#endif
