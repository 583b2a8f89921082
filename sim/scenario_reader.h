/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the scanner (scenario.l), the grammar (scenario.y) and the functions
 * that make their values share while one text is read.
 */
#ifndef SIM_SCENARIO_READER_H
#define SIM_SCENARIO_READER_H

#include "scenario.h"

/* Where in a step the scanner is: its start conditions, for messages. */
enum reader_place {
	IN_PROMPT,
	IN_COMMAND,
	IN_CALL,
	IN_WORDS,
	IN_EXPECTATION,
	IN_BECAUSE,
};

struct reader {
	struct scenario *sc;	     /* what is being filled */
	const char *base;	     /* the first byte of the text */
	const char *scanned;	     /* the scanner's copy, in which it marks the ends of words */
	struct scenario_step **last; /* where the next step goes */
	struct scenario_step *above; /* the step on the line above, for its output */
	bool above_wrong;	     /* that step was wrong, its output is passed over */
	enum reader_place place;     /* for the message of a syntax error */
	enum scenario_source source; /* a file, or typed */
	unsigned line;		     /* the scanner's line */
	unsigned step_line;	     /* where this step begins */
	bool assigned;		     /* "name = " was read in this step */
	bool skip;		     /* the rest of this step is wrong */
};

#define PROBLEMS_MAX 20 /* more in one text are not told */

/* Adds a problem at a place; mend may be NULL. */
void reader_error(struct reader *r, struct span at, const char *what, const char *mend);

/* The text of a place, shortened for a message. */
const char *reader_quote(struct reader *r, struct span at);

/* scenario_word.c: each answers NULL or false after reader_error. */
bool reader_integer(struct reader *r, struct span at, uint64_t *value);
bool reader_string(struct reader *r, struct span at, struct text *value);
struct word *reader_word(struct reader *r, struct span at);
struct expected_field *reader_field(struct reader *r, struct span at);
struct expr *reader_name(struct reader *r, struct span at);
struct variable *reader_assigned(struct reader *r, struct span at);

/* scenario_prompt.c */
struct prompt *reader_prompt(struct reader *r, struct span at);

/* scenario_line.c: lines that are no step, and what is no line at all. */
void reader_comment(struct reader *r, struct span at);
void reader_output(struct reader *r, struct span at);
void reader_bad_line(struct reader *r, struct span at);
void reader_bad_sign(struct reader *r, struct span at);
void reader_bad_assignment(struct reader *r, struct span at);
void reader_bad_call(struct reader *r, struct span at);
void reader_bad_character(struct reader *r, struct span at);
void reader_step(struct reader *r, struct scenario_step *step);

#endif
