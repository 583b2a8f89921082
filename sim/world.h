/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A world: a kernel with its history. Who is logged in, what the variables
 * hold and every call made are kept beside it, and go back and forward with it.
 */
#ifndef SIM_WORLD_H
#define SIM_WORLD_H

#include "call.h"
#include "history.h"
#include "kernel.h"
#include "log.h"

/* A session: USER@JAIL[/SESSION] and its process. */
struct login {
	const struct login *next; /* the one before it */
	const char *name;	  /* the prompt without its sign */
	uint32_t pid;		  /* its process; 0: it has logged out */
	uint32_t jid;		  /* where it logged in */
};

/* A point between two steps. */
struct moment {
	size_t kernel;			 /* bytes of journal written before it, see history.h */
	size_t nlog;			 /* calls made */
	const struct login *logins;	 /* the newest first; a later one hides an earlier one */
	const struct binding *variables; /* likewise */
};

/* Steps that are not in a world, but in which it can go on. */
struct future {
	struct moment *moments; /* after each */
	size_t steps;		/* how many */
	struct records log;	/* their calls */
};

/* What a world may use; 0: no limit. */
struct limits {
	uint64_t steps;	    /* of a scenario */
	uint64_t processes; /* at one time */
	uint64_t bytes;	    /* of its state and history */
	uint64_t seconds;   /* of this computer's time, for a scenario */
};

struct world {
	const struct lexicon *lexicon; /* shared */
	struct allocator allocator;    /* counts what the kernel takes */
	struct values *values;	       /* names, paths, texts */
	struct kernel *kernel;	       /* changed by world_call() alone */
	struct arena arena;	       /* of sessions and variables */
	struct moment present;	       /* what is now; its `kernel' is set when a step begins */
	struct log log;		       /* the calls, the oldest first */
	struct moment *moments;	       /* before each step; beyond `step' those undone */
	size_t step, steps;	       /* steps done, and steps that can be gone to */
	size_t inside;		       /* calls done of the step behind `step'; 0: between steps */
	size_t moment_room;	       /* how many there is memory for */
	struct history history;	       /* the kernel's, back and ahead */
};

/* An empty world: the host's root directory and init. NULL: no memory. */
struct world *world_create(const struct lexicon *);
void world_destroy(struct world *);

/*
 * A copy of what is now, to try things in: no history, the same store of values. False: no
 * memory. Clear it in both cases.
 */
bool world_copy(struct world *copy, const struct world *);
void world_clear(struct world *copy);

/* Says so and ends the program. */
_Noreturn void world_out_of_memory(void);

/* What has happened so far becomes the beginning: nothing goes back behind it. */
void world_settle(struct world *);

/* Back to the beginning; history, variables and sessions are dropped. */
void world_restart(struct world *);

/*
 * Makes a call as a process and writes it down. What it answers lasts until the next
 * step begins. Set number, nargs, words and badaddr of the call.
 */
const struct call *world_call(struct world *, const char *who, uint32_t pid, struct call *);

/* The same for a call of the simulation, with these words. */
const struct call *world_simulate(struct world *, enum sysno, const int64_t *words, unsigned n);

/* Steps (world_time.c): begin each; then go back and forward over them. False: there is none. */
void world_begin_step(struct world *);
/* The step begun last could not be run: it is taken back and forgotten. */
void world_cancel(struct world *);
bool world_back(struct world *);
bool world_forward(struct world *);

/* Behind a step that there is; 0 is the beginning. */
void world_go(struct world *, size_t step);
/* Into the step behind it, when so many of its calls are made; not to be gone on from. */
void world_go_inside(struct world *, size_t step, size_t calls);

/* Takes away what lies ahead of where one is, between two steps. */
void world_cut(struct world *, struct future *);
/* Puts it back behind the last step, where it was taken from; one is at its end then. */
void world_append(struct world *, struct future *);
void future_free(struct future *);

/* Sets a variable; the name is copied. */
void world_bind(struct world *, const char *name, struct binding);

/*
 * The process of a prompt, which logs in when it is its first use. False after
 * a problem of sc: no such jail or user, the wrong sign at the first use.
 * *wrong_sign: the sign is wrong now, which makes the step fail.
 */
bool world_session(
    struct world *, struct scenario *sc, const struct prompt *, uint32_t *pid, bool *wrong_sign);

/* The session of this name that is logged in, or NULL. */
const struct login *world_login(const struct world *, const char *name);

/*
 * The words of the call that logs the user of a prompt in, wherever its @ points: in this prison.
 * Nothing is changed. False after a problem of sc: the prison is gone or has no such user.
 */
bool world_seat(struct world *, struct scenario *sc, const struct prompt *, uint32_t jid,
    int64_t words[CALL_ARGS]);

/*
 * Within a probe of the kernel: the process that "root@www" would have, were it to log in now; 0
 * when it cannot.  Nothing is written down.
 */
uint32_t login_probe(struct world *, const char *who);

/* The session whose process this is has logged out of its own accord. */
void world_logout(struct world *, uint32_t pid);

/* How many calls were made before the end of step n. */
size_t world_calls_before(const struct world *, size_t n);

/* A call of the history, from 0: of the last step itself, of an earlier one unpacked. */
struct logged world_logged(const struct world *, struct arena *, size_t row);

/* "3 www@host: kill(4, SIGTERM) = -1 ESRCH" */
char *world_print(const struct world *, struct arena *, struct logged);

/* What is above the limit, in words, or NULL. Steps and seconds are the caller's business. */
const char *world_over_limit(const struct world *, const struct limits *);

#endif
