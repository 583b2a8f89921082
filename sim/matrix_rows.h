/* SPDX-License-Identifier: BSD-2-Clause */
/* The parts that what matrix_write.h offers is made of. */
#ifndef SIM_MATRIX_ROWS_H
#define SIM_MATRIX_ROWS_H

#include "matrix_write.h"

/* A cell as columns of a table; "" where there is nothing to say. */
struct cell_parts {
	const char *outcome, *error, *rule, *decider, *call, *reached, *why;
};

struct cell_parts cell_parts(
    struct arena *, const struct world *, const struct action *, const struct cell *);
const char *cell_letters(struct arena *, const struct matrix *, unsigned action, unsigned column);

void csv_put(struct textbuf *, const char *text, bool last);
/* ", "name": "value"", nothing for "". */
void json_member(struct textbuf *, const char *name, const char *value);
void json_outcome(struct textbuf *, const struct cell_parts *);

/* matrix_table.c: what the letters mean; the table for a reader, reasons below. */
void matrix_legend(struct textbuf *, const struct matrix *);
void matrix_table(
    struct textbuf *, const struct matrix *, const struct world *, const struct matrix_choice *);

#endif
