/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running a step in a world, and judging what came out by what was expected.
 */
#ifndef SIM_STEP_RUN_H
#define SIM_STEP_RUN_H

#include "scenario.h"
#include "textbuf.h"
#include "world.h"

/* How a step came out. */
struct outcome {
	const struct scenario_step *step; /* which one */
	uint32_t pid;			  /* who acted */
	int error;			  /* errno that judges it; 0: none */
	int status;			  /* of a program: its exit status */
	const struct call *call;    /* of a call: it; of a program: the one that failed, or NULL */
	const char *refused;	    /* why it was not run (wrong sign); or NULL */
	bool reads;		    /* it was a shell that found nobody to read from */
	struct textbuf output;	    /* what a program printed */
	const struct logged *calls; /* those that it made, until the next step begins */
	size_t ncalls;		    /* how many */
};

/*
 * Begins a step of the world and runs it: its variables are set, its sessions
 * log in. False after a problem of sc (input that cannot be run); what the
 * step did until then stays, and can be gone back over.
 */
bool step_run(struct world *, struct scenario *sc, const struct scenario_step *, struct outcome *);

/* The judgement of a step. */
struct verdict {
	bool passed;
	const char *expected;	/* as the step says it, or "ok" */
	const char *got;	/* as an expectation would say it */
	const char *difference; /* of the output, a line each with - and +; or NULL */
};

void step_judge(
    const struct world *, struct scenario *sc, const struct outcome *, struct verdict *);

/*
 * The rule that decided: the last that held for a refused call; else the last
 * that altered or permitted something; NULL: none. *by: the step of the trail.
 */
const struct rule_info *outcome_rule(const struct outcome *, const struct step **by);

/* The rule that decided one call. */
const struct rule_info *call_rule(const struct call *, const struct step **by);

/* "RULE(OBJECT)", the object left out when it has no text. */
const char *rule_text(const struct world *, struct arena *, const struct step *by);

/* What was checked, a line each: "held PRISON_CHECK_OTHER of www about pid 12: reason". */
const char *trail_text(const struct world *, struct arena *, const struct outcome *);

/* The expectation that says what came out, in the words of the one there is. */
const char *outcome_expectation(const struct world *, struct arena *, const struct outcome *);

/* What a program printed, its lines without trailing blanks. */
struct text outcome_output(struct arena *, const struct outcome *);

#endif
