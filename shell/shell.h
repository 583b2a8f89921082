/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The shell: lines of a scenario, typed one by one.  What is typed is what a file says, so a
 * session can be saved as one and a file can be stepped through.
 *
 * It knows no terminal: lines go in by shell_line() and what there is to say goes to `out'.  Who
 * reads the lines (a pipe, readline, the full-screen view) is on the other side.
 */
#ifndef SHELL_SHELL_H
#define SHELL_SHELL_H

#include <stdbool.h>
#include <stdio.h>

#include "branch.h"
#include "place.h"
#include "script.h"
#include "stage.h"
#include "step_run.h"

/* What the other side of the shell can do; NULL: it cannot. */
struct front {
	void *self;
	/* Shows what was said so far and waits; false: interrupted. */
	bool (*pause)(void *self, unsigned milliseconds);
	/* Was ^C typed since the line began? */
	bool (*interrupted)(void *self);
};

/* One step that was run; kept packed, see shell_recall(). */
struct typed {
	struct scenario sc;	/* the line, read; holds all that came of it */
	struct outcome outcome; /* how it came out */
	const char *text;	/* the line, with its prompt and expectation */
	const char *expected;	/* what to save behind it; NULL: it says so itself */
};

struct shell {
	struct stage stage;
	struct world *world;
	FILE *out;	   /* what there is to say */
	FILE *err;	   /* what is wrong with the input */
	bool colour;	   /* may `out' be coloured? */
	bool terminal;	   /* somebody types: a caret points at mistakes */
	unsigned columns;  /* for what is said, at most 80 */
	bool over;	   /* :quit */
	int status;	   /* exit status: of the last expectation */
	unsigned line;	   /* of the input, from 1 */
	int shift;	   /* columns from the line as read to the line as seen */
	const char *file;  /* its name in messages */
	char prompt[1024]; /* "root@host #": what a line begins with that does not say who acts */
	struct front front;
	struct arena arena;	     /* of what lasts as long as the shell */
	const struct place *place;   /* who acts */
	size_t place_step;	     /* the world's step when that was settled */
	bool logged_out;	     /* the last place has, and that was told */
	struct place_change *places; /* who acted from which step on */
	size_t nplaces, places_room;

	/* The next line answers a question: it goes there, and no further. */
	void (*answer)(struct shell *, const char *line);
	const char *question;

	struct records steps; /* those run; beyond world->step those undone */
	struct branches branches;

	unsigned tour;			   /* the step of :tour that is next, from 1; 0: none */
	struct scenario script;		   /* a scenario to step through */
	const struct scenario_step *ahead; /* its next step; NULL: none */
	struct script_way way;		   /* the way through it */
	bool trace;			   /* show every call */
	const char *saving;		   /* the file that :save asks about */
};

/*
 * A shell on the world that the scenario at `path' begins with, or on the stock world (NULL).
 * False after saying on err what is wrong.  Close it in both cases.
 */
bool shell_open(struct shell *, FILE *out, FILE *err, const char *path);
void shell_close(struct shell *);

/* The same in two parts, between which sh->script may be read, or made usable up to a mistake. */
void shell_begin(struct shell *, FILE *out, FILE *err);
bool shell_start(struct shell *);

/* A line as typed: a step with the lines of its output, a word, a comment or nothing. */
void shell_line(struct shell *, const char *line);

/* An empty line: goes on with the tour or, without one, with the script. */
void shell_enter(struct shell *);

/*
 * What to show before a line: "root@www:/tmp # ", or the question that waits.  The directory is
 * shortened so that some room is left in `columns'.
 */
const char *shell_prompt(const struct shell *, struct arena *, unsigned columns);

/* Asks whoever types; the next line goes to `answer'. */
void shell_ask(
    struct shell *, const char *question, void (*answer)(struct shell *, const char *line));

/* Was ^C typed?  What takes long looks now and then. */
bool shell_interrupted(const struct shell *);

/* The next step of the script. */
void shell_script_step(struct shell *);

/* shell_run.c: a whole step, the lines of its output included. */
void shell_step(struct shell *, const char *text);
/* Says what is wrong with a line. */
void shell_problems(struct shell *, const struct scenario *);

/*
 * word_branch.c: may the line be run where one is?  What lies ahead is put away, as a branch;
 * false: whoever types is asked first, and the line runs when that is answered.
 */
bool shell_go_on(struct shell *, const char *line);
/* It was run: says what has become of the steps ahead. */
void shell_gone_on(struct shell *);

/* Shows again how step n came out. */
void shell_show_step(struct shell *, size_t n);

/* shell_steps.c: keeps the step that was run last. */
void shell_keep(struct shell *, const struct typed *);
/* Step n, from 1, with all that came of it.  Free it. */
void shell_recall(const struct shell *, size_t n, struct typed *);
/* Its line alone. */
const char *shell_step_text(const struct shell *, struct arena *, size_t n);
/* The line of the step that a record keeps. */
const char *step_text_of(const struct records *, struct arena *, size_t record);
void typed_free(struct typed *);

#endif
