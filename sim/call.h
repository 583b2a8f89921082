/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text to call and call to text, by the kernel model's tables alone: a new row
 * in syscalls.def is read, printed, explained and completed with no line here.
 */
#ifndef SIM_CALL_H
#define SIM_CALL_H

#include "lexicon.h"
#include "scenario.h"

/* What a variable holds. */
struct binding {
	const struct binding *next;   /* the one made before it */
	const char *name;	      /* of the variable */
	int64_t number;		      /* where a number is wanted; -1 after a failed call */
	value_ix text;		      /* where text or a list is wanted; VALUE_NONE: it has none */
	uint16_t result;	      /* enum result that fields[] follows */
	bool unknown;		      /* no step has run yet: anything may be in it */
	bool list;		      /* text is a list; its members are fields */
	int64_t fields[RESULT_WORDS]; /* what the call answered; a world keeps those of `result' */
};

/* What a reader of arguments knows. */
struct call_reader {
	const struct lexicon *lexicon;	 /* the names */
	struct values *values;		 /* where text goes */
	struct scenario *sc;		 /* the text read, for its problems */
	const struct binding *variables; /* the newest first; a later one hides an earlier one */
};

/*
 * Makes the call of a step of kind STEP_CALL: number and words. False after a
 * problem: unknown call, wrong count or type of arguments, unknown names.
 */
bool call_read(const struct call_reader *, const struct scenario_step *, struct call *);

/* A value of an argument type from an expression; as call_read. */
bool call_read_word(
    const struct call_reader *, const struct expr *, enum argtype, const char *arg, int64_t *word);

/* Is it this bare name: NULL, BADADDR? */
bool expr_is(const struct expr *, const char *name);

const struct binding *binding_find(const struct binding *newest, const char *name);

/* A field of a variable: a number, or a value handle if *is_text; false: it has no such field. */
bool binding_field(
    const struct binding *, struct values *, const char *field, int64_t *word, bool *is_text);

/* What a finished call leaves in a variable, name and next not set. */
struct binding binding_of_call(const struct call *);

/* "kill(pid, sig)", optional arguments in brackets. */
char *call_usage(struct arena *, enum sysno);

/* "kill(4, SIGTERM)": call_read() of it makes the same words. */
char *call_print(
    struct arena *, const struct lexicon *, const struct values *, const struct call *);

/* "0", "-1 ESRCH", "3 \"abc\"", "0 type=reg mode=0644 ...": what a finished call answered. */
char *call_print_answer(
    struct arena *, const struct lexicon *, const struct values *, const struct call *);

/* One word of a result as an expectation writes it. */
char *call_print_field(struct arena *, const struct lexicon *, const struct values *,
    const struct field_info *, enum result, int64_t word);

/* "text" with C's escapes, in its quotes. */
char *text_quote(struct arena *, const char *bytes, size_t len);

#endif
