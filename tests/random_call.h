/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls at random: any call of the table by any process of a kernel, with words that are often
 * plausible there.  The same seed and the same kernel give the same call.
 */
#ifndef TESTS_RANDOM_CALL_H
#define TESTS_RANDOM_CALL_H

#include "kernel.h"

struct random {
	uint64_t state;	 /* not 0 */
	uint32_t caller; /* of the last call */
};

/* A number below `bound'. */
uint32_t random_below(struct random *, uint32_t bound);

/* Fills in caller, number and words. */
void random_call(struct random *, const struct kernel *, struct call *);

/* A world to begin with: call number `i' of it; false when there is none. */
bool first_call(const struct kernel *, unsigned i, struct call *);

#endif
