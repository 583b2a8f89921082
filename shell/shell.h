/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The shell: lines of a scenario, typed one by one.  What is typed is what a file says, so a
 * session can be saved as one and a file can be stepped through.
 */
#ifndef SHELL_SHELL_H
#define SHELL_SHELL_H

#include <stdbool.h>
#include <stdio.h>

#include "stage.h"
#include "step_run.h"

/* One step that was run. */
struct typed {
	struct scenario sc;	/* the line, read; holds all that came of it */
	struct outcome outcome; /* how it came out */
	const char *text;	/* the line, with its prompt and expectation */
	const char *expected;	/* what to save behind it; NULL: it says so itself */
};

struct shell {
	struct stage stage;
	struct world *world;
	FILE *out;
	bool colour;
	bool terminal;	  /* somebody types: prompts, history */
	bool over;	  /* :quit or the end of the input */
	int status;	  /* exit status: of the last expectation */
	unsigned line;	  /* of the input, from 1 */
	int shift;	  /* columns from the line as read to the line as seen */
	const char *file; /* its name in messages */
	char prompt[256]; /* "root@host #": who acts when a line does not say */

	struct typed **steps; /* those run; beyond world->step those undone */
	size_t nsteps, room;

	struct scenario script;		   /* a scenario to step through */
	const struct scenario_step *ahead; /* its next step; NULL: none */
	char *pushed;			   /* a line read too early */
};

/* shell_run.c: a whole step, the lines of its output included. */
void shell_step(struct shell *, const char *text);
/* Says what is wrong with a line. */
void shell_problems(struct shell *, const struct scenario *);
/* Forgets the steps that were undone, or all. */
void shell_truncate(struct shell *, size_t nsteps);
/* Colours, when there are any: "31" is red; NULL ends it. */
void shell_colour(const struct shell *, const char *code);

/* shell_words.c: does what one of the shell's own words says. */
void shell_word(struct shell *, const struct scenario_step *);

/* shell_input.c: the next line, without its newline; free it.  NULL at the end. */
char *shell_read(struct shell *);
void shell_input_begin(struct shell *);
void shell_input_end(struct shell *);

#endif
