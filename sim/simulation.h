/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The words about the simulation: simulation.def as a table, and what those do
 * that may stand in a file.
 */
#ifndef SIM_SIMULATION_H
#define SIM_SIMULATION_H

#include "scenario.h"
#include "world.h"

/* Does it; words follow the name. False after a problem. */
typedef bool simulation_main(struct world *, struct scenario *, const struct word *words);

struct simulation_info {
	const char *name;      /* without its colon */
	const char *usage;     /* an example, or its form */
	const char *meaning;   /* what it does, for help */
	simulation_main *main; /* NULL: the shell does it */
	unsigned fewest, most; /* words that follow */
};

extern const struct simulation_info simulation_info[];
extern const size_t simulation_count;

/* NULL: there is none of this name. */
const struct simulation_info *simulation_find(const char *name);

/* The text of a word that has no variable in it; else NULL. */
const char *word_literal(struct arena *, const struct word *);

/* Which world the scenario begins with: does it ask for the empty one? */
bool scenario_wants_empty(struct scenario *);

/*
 * Looks at every step before the first one runs: names of calls, programs,
 * rules, constants, variables, words; counts and types of arguments. False
 * after problems.
 */
bool scenario_check(struct scenario *, const struct lexicon *, struct values *);

/* The same for one step, typed when these variables are set. */
bool step_check(struct scenario *, const struct scenario_step *, const struct lexicon *,
    struct values *, const struct binding *variables);

#endif
