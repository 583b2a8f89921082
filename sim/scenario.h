/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The scenario language, read: a file or one typed line becomes steps, and
 * every part of a step keeps its place in the text, so that an error names the
 * exact column and --accept rewrites only what it must.
 * Nothing here knows a kernel: names are checked when a step is run.
 */
#ifndef SIM_SCENARIO_H
#define SIM_SCENARIO_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "problem.h"
#include "step.h"

#define SCENARIO_FORMAT	  1	     /* the version that ":format" names */
#define SCENARIO_LINE_MAX 65536	     /* bytes in a line */
#define SCENARIO_FILE_MAX (16 << 20) /* bytes in a file */

struct see {
	struct see *next; /* the next one */
	const char *text; /* "kill(2), jail(8)" */
	unsigned line;	  /* where, from 1 */
};

struct scenario {
	struct arena arena;	     /* holds all that follows */
	const char *file;	     /* the name that errors show */
	struct text source;	     /* the bytes read */
	const char *title;	     /* the first comment that is no SPDX line; or NULL */
	struct see *see;	     /* the "see:" comments */
	struct scenario_step *steps; /* in the order of the file */
	uint32_t nsteps;	     /* how many */
	struct problems problems;    /* when there is one, do not run the steps */
};

enum scenario_source {
	SCENARIO_FILE,	/* a file: every step has its prompt */
	SCENARIO_TYPED, /* what is typed at a prompt that is shown already */
};

/*
 * Reads bytes (any bytes at all); file is the name that errors show. Answers
 * whether it may be run; if not, sc->problems says why. Free it in both cases.
 */
bool scenario_parse(struct scenario *sc, const char *file, const char *bytes, size_t len,
    enum scenario_source source);

/* Reads a file; "-" is standard input. As scenario_parse. */
bool scenario_load(struct scenario *sc, const char *path);

void scenario_free(struct scenario *sc);

/* Adds a problem at a place of the text; mend may be NULL. */
void scenario_problem(struct scenario *sc, struct span at, const char *text, const char *mend);

/* Line and column, from 1, of a byte of the text. */
void scenario_place(const struct scenario *sc, uint32_t offset, unsigned *line, unsigned *column);

#endif
