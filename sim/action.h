/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The catalogue of actions: actions.scn, read once.  An action is an attempt of a few calls, by
 * whoever tries it (%me) and by accomplices (%host, %neighbour ...), in the scenario language.
 */
#ifndef SIM_ACTION_H
#define SIM_ACTION_H

#include "scenario.h"
#include "world.h"

/* Who acts in a step; a variable of the same name holds the process id. */
enum actor {
	ACTOR_ME,	     /* who tries it */
	ACTOR_OWN,	     /* the same user: another process of the same prison */
	ACTOR_HOST,	     /* root of the host */
	ACTOR_HOSTUSER,	     /* a process of the host with the same user id */
	ACTOR_NEIGHBOUR,     /* root of a prison that is neither above nor below the own one */
	ACTOR_NEIGHBOURUSER, /* a process there with the same user id */
	ACTOR_STRANGER,	     /* nobody, user 65534, of the host */
	ACTORS
};

#define ACTION_VARIABLES 32 /* of an action at most, the given ones included */

/* Variables of actions that are there before their first step: the actors' process ids, and */
enum given {
	GIVEN_PATH = ACTORS,	 /* path of the own prison, from the host's root */
	GIVEN_JID,		 /* id of the own prison */
	GIVEN_NEIGHBOUR_JID,	 /* id of the neighbour */
	GIVEN_ADDRESS,		 /* the first IPv4 address of the own prison */
	GIVEN_NEIGHBOUR_ADDRESS, /* that of the neighbour */
	GIVENS
};

extern const char *const given_name[GIVENS]; /* "me", "own", "host" ..., "path" */

enum category {
	CATEGORY_FILES,
	CATEGORY_DEVICES,
	CATEGORY_MOUNTS,
	CATEGORY_PROCESSES,
	CATEGORY_DEBUGGING,
	CATEGORY_NETWORK,
	CATEGORY_IPC,
	CATEGORY_TIME,
	CATEGORY_KERNEL,
	CATEGORY_RESOURCES,
	CATEGORY_JAILS,
	CATEGORIES
};

extern const char *const category_name[CATEGORIES]; /* "files", "time and host" */

/* An argument of a step's call that holds a variable. */
struct action_slot {
	uint8_t arg;	   /* which argument */
	uint8_t variable;  /* which variable of the action */
	bool negated;	   /* a minus stands before it */
	const char *field; /* of what the variable holds; or NULL */
};

/* A step, made ready: what does not hold a variable is read already. */
struct action_step {
	const struct scenario_step *said; /* as the catalogue says it */
	const char *words;		  /* without its prompt */
	enum actor who;			  /* who acts */
	struct call call;		  /* number, words */
	struct action_slot slots[CALL_ARGS];
	unsigned nslots;
	bool reread; /* a variable is deep inside an argument: read it each time */
};

struct action {
	const char *name;	/* "kill-host" */
	enum category category; /* what it is about */
	const char *meaning;	/* one line, for people */
	const char *succeeds;	/* what success means */
	const char *sees;    /* it reaches out if the last answer has this: "pid=host"; or NULL */
	int verdict;	     /* enum reach of every success, whatever was changed; or 0 */
	const char *because; /* why the catalogue may say so */
	unsigned needs;	     /* a bit for each enum actor that takes part, %me included */
	unsigned named;	     /* a bit for each whose process id is an argument */
	const char **variables;	   /* all it uses, the given ones first */
	unsigned nvariables;	   /* how many */
	struct action_step *steps; /* in order */
	unsigned nsteps;	   /* how many */
	unsigned first;		   /* the first step that %me makes; what is before prepares it */
};

struct actions {
	struct scenario catalogue; /* actions.scn, read */
	struct action *all;	   /* in its order */
	unsigned count;		   /* how many */
};

/*
 * Reads the catalogue; the words of its calls are values of the world (NULL: for its texts only).
 * False when it is wrong; actions->catalogue.problems says how.
 */
bool actions_begin(struct actions *, const struct world *);
void actions_end(struct actions *);

/* The place of a variable among those of the action; nvariables: it has none of this name. */
unsigned variable_find(const struct action *, const char *name);

/* The action of this name, or -1. */
int action_find(const struct actions *, const char *name);
/* The category of this name (its first word will do), or -1. */
int category_find(const char *name);

#endif
