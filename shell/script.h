/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stepping through a scenario: where one is in it, and what one is asked on the way.
 */
#ifndef SHELL_SCRIPT_H
#define SHELL_SCRIPT_H

#include "scenario.h"
#include "textbuf.h"

struct shell;

struct script_way {
	size_t *ends; /* of each of its steps that ran: how many steps were done then */
	size_t count; /* those that ran; beyond where one is: those undone */
	size_t room;  /* how many there is memory for */
	bool waits;   /* its next step waits for an answer, see shell_go_on() */
	bool cut;     /* what stands from its first mistake on was left out */
	bool predict; /* ask before each step how it will come out */
	unsigned asked, right;
	struct old_script *old; /* read before :accept wrote them anew */
};

/*
 * Reads the script.  Mistakes are told in `trouble', and the steps above the first of them can be
 * run.  False: it cannot be read at all.  Then shell_start().
 */
bool script_load(struct shell *, const char *path, struct textbuf *trouble);
/* The same for mistakes that only a world shows; after shell_start(). */
void script_check(struct shell *, struct textbuf *trouble);
void script_free(struct shell *);

/* The coming step, run or asked about first; says so when there is none. */
void script_next(struct shell *);
/* Enter: as script_next(), but whoever has left the script is told how to come back. */
void script_enter(struct shell *);

/* "FILE:LINE: " and the step, with what is expected of it or without. */
void script_say_step(const struct shell *, const struct scenario_step *, bool expected);

/* script_predict.c: asks how this step, the coming one, will come out; the answer runs it. */
void script_predict(struct shell *, const struct scenario_step *);

/* After each line: finds where in the script one is. */
void script_settle(struct shell *);

/* A step has run: what the script did from there on is not on this way. */
void script_leave(struct shell *);

/* Where it was left: how many steps were done then. */
size_t script_left(const struct shell *);

/* The script's step that was run last, or NULL when that was none of it. */
const struct scenario_step *script_last(const struct shell *);

/* Reads the file anew after it was written, and stays where one is. */
bool script_reload(struct shell *);

#endif
