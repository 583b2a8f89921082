/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A stretch of the journal in few bytes, see subr_delta.c: what each entry changed in its row,
 * which serves both ways.  A history is a row of them.
 */
#ifndef KERNEL_MODEL_DELTA_H
#define KERNEL_MODEL_DELTA_H

#include "kernel.h"
#include "subr_alloc.h"

struct delta {
	unsigned char *bytes; /* its entries, the oldest first */
	size_t length;	      /* bytes of them */
	size_t journal;	      /* bytes of journal that they stand for */
};

/*
 * All of these answer false for want of memory and change nothing then.  pack: the whole journal
 * becomes a delta and is empty after it; the kernel stays where it is.
 */
bool delta_pack(struct kernel *, struct delta *);
/* Takes a kernel whose journal is empty over the delta, forward or back. */
void delta_apply(struct kernel *, const struct delta *, bool forward);
/* The same, and the journal is again what it was when the delta was packed. */
bool delta_load(struct kernel *, const struct delta *, bool forward);
/* Several in a row as one, in which each row changes once. */
bool delta_merge(struct allocator *, const struct delta *, size_t count, struct delta *);
void delta_free(struct delta *);

#endif
