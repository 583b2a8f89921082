/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A matrix, or how two of them differ, as text for people, CSV, JSON or Markdown.
 */
#ifndef SIM_MATRIX_WRITE_H
#define SIM_MATRIX_WRITE_H

#include "matrix.h"

#define MATRIX_FORMAT 1 /* the version that the JSON names */

enum matrix_format { MATRIX_TEXT, MATRIX_CSV, MATRIX_JSON, MATRIX_MD };

/* Which rows to write, and how. */
struct matrix_choice {
	enum matrix_format format;
	int category; /* only this one; -1: all */
	bool blocked; /* only actions that are blocked in some column */
	bool reasons; /* text: why, below the table */
};

/* "text", "csv", "json", "md"; false: none of them. */
bool matrix_format_parse(const char *name, enum matrix_format *);

/* Is the action chosen? */
bool matrix_chosen(const struct matrix *, const struct matrix_choice *, unsigned action);

/* The world: the one that it was computed of. */
void matrix_write(
    struct textbuf *, const struct matrix *, const struct world *, const struct matrix_choice *);

/*
 * The cells in which two matrices of the same users differ, columns by their names; before and
 * after: what the two are called.  How many.
 */
struct matrix_side {
	const char *name;
	const struct matrix *matrix;
	const struct world *world;
};
unsigned matrix_write_difference(struct textbuf *, const struct matrix_side *before,
    const struct matrix_side *after, const struct matrix_choice *);

/*
 * What `:matrix' shows for root and a user.  The words are prisons (none: all) and a category, or
 * one cell, ACTION@PRISON.  False after appending what is wrong with a word, without newline.
 */
bool matrix_text(struct textbuf *, const struct world *, unsigned nwords, const char *const *words);

#endif
