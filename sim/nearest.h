/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * "Did you mean": the name of a list that is nearest to one that is not in it.
 */
#ifndef SIM_NEAREST_H
#define SIM_NEAREST_H

#include <stddef.h>

#include "arena.h"

struct nearest {
	const char *name;  /* what was written */
	size_t len;	   /* its length */
	const char *best;  /* the nearest so far; NULL: none near enough */
	unsigned distance; /* of best, or the first distance too far */
};

void nearest_begin(struct nearest *n, const char *name);

/* Offers one name of the list; of two as near, the first stays. */
void nearest_offer(struct nearest *n, const char *candidate);

/* "did you mean X?", or otherwise (which may be NULL) when none is near. */
const char *nearest_mend(const struct nearest *n, struct arena *a, const char *otherwise);

#endif
