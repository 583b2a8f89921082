/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory for the kernel model.  All of it comes through an allocator, so that a test can make
 * the n-th request fail.
 */
#ifndef KERNEL_MODEL_SUBR_ALLOC_H
#define KERNEL_MODEL_SUBR_ALLOC_H

#include <stddef.h>
#include <stdint.h>

/* Requests counted, and the one that is to fail. */
struct allocator {
	uint64_t requests; /* made so far */
	uint64_t fail_at;  /* number of the request that fails, counted from 1; 0: none */
};

/* Memory of `size' zero bytes, or NULL. */
void *zero_alloc(struct allocator *, size_t size);

/* `old' (or NULL) resized to `size' bytes with its contents; NULL, and `old' intact, on failure. */
void *resize_alloc(struct allocator *, void *old, size_t size);

/* Gives back what the two above returned; NULL is allowed. */
void free_alloc(void *);

#endif
