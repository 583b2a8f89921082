/* SPDX-License-Identifier: BSD-2-Clause */
/* How long a matrix takes, from nothing. */
#ifndef BENCH_MATRICES_H
#define BENCH_MATRICES_H

#include "matrix.h"
#include "stage.h"

#define MATRIX_PRISONS 20

/* The stock world with MATRIX_PRISONS prisons, the host among them. */
struct bench_matrix {
	struct stage stage;
	struct scenario opening;
	struct world *world;
	struct matrix matrix;
	struct arena arena;
	uint32_t *jids;
	unsigned prisons;
};

/* For so many users, 1 or 2; exits with a message when the world cannot be made. */
void bench_matrix_begin(struct bench_matrix *, unsigned nusers);
void bench_matrix_end(struct bench_matrix *);

/* A body for timing.h; the argument is a struct bench_matrix. */
void compute_matrix(void *);

#endif
