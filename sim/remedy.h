/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The smallest change that would have given the outcome that was asked for: a parameter of a jail,
 * a sysctl, another actor, a file's mode, or, when nothing else works, a rule switched off.  No
 * rule is known by name here: its lever says what could be pulled, and every change that is
 * offered was tried and found to work.
 */
#ifndef SIM_REMEDY_H
#define SIM_REMEDY_H

#include "step_run.h"

#define REMEDY_CHANGES 4  /* changes together at most */
#define REMEDY_RUNS    64 /* trials at most */

enum change_kind {
	CHANGE_PARAM,	/* a parameter of a jail, by root of the host */
	CHANGE_SYSCTL,	/* a sysctl, by root of the host */
	CHANGE_ACTOR,	/* the step made by somebody else */
	CHANGE_MODE,	/* a file's mode, by root of the host */
	CHANGE_OWNER,	/* a file's owner, by root of the host */
	CHANGE_WITHOUT, /* a rule switched off */
};

struct change {
	enum change_kind kind;
	const char *line; /* what to type before the step; of an actor: its prompt, "root@host #" */
};

struct remedy {
	bool found;
	unsigned runs; /* trials made */
	unsigned count;
	struct change changes[REMEDY_CHANGES]; /* in the order in which to make them */
};

/* Is there anything to remedy: was it refused, or did a rule with a lever alter the outcome? */
bool outcome_hindered(const struct outcome *);

/*
 * Searches for the smallest change for the step that was run last in the world.  The world stays
 * as it is, what lies ahead of it included; texts are made in the scenario's arena.
 */
void remedy_search(struct world *, struct scenario *, const struct outcome *, struct remedy *);

/* One trial of these changes, for tests: does the step come out as asked with them made first? */
bool remedy_works(struct world *, struct scenario *, const struct outcome *, const struct change *,
    unsigned count);

/* A prompt of the host, without its sign, whose session is root's and unconfined. */
const char *remedy_root(const struct world *);

/*
 * remedy_opens.c: appends what else the changes open to whoever made the step: the actions of the
 * catalogue that were blocked and no longer are.
 */
void remedy_opens(struct textbuf *, struct world *, struct scenario *, const struct outcome *,
    const struct remedy *);

/* remedy_change.c: what the lever of a check that held suggests. */
struct candidates {
	struct arena *arena;
	const struct world *world; /* where the check was made, as it is now */
	const char *root;	   /* the prompt of a root of the host who can act: "root@host" */
	uint32_t pid;		   /* who made the step */
	bool calls;		   /* no programs here: say it by calls */
	unsigned count;
	struct change changes[16];
};

void candidates_of(struct candidates *, const struct step *);
/* The rule of the check switched off. */
void candidates_without(struct candidates *, const struct step *);

#endif
