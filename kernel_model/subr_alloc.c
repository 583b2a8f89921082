/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one file that asks the host for memory.  FreeBSD's counterpart is malloc(9); there a
 * request with M_WAITOK cannot fail, here every request may, and the door refuses the call.
 */
#include "subr_alloc.h"

#include <stdbool.h>
#include <stdlib.h>

static bool
must_fail(struct allocator *a)
{
	a->requests++;
	return (a->requests == a->fail_at);
}

void *
zero_alloc(struct allocator *a, size_t size)
{
	return (must_fail(a) ? NULL : calloc(1, size));
}

void *
resize_alloc(struct allocator *a, void *old, size_t size)
{
	return (must_fail(a) ? NULL : realloc(old, size));
}

void
free_alloc(void *memory)
{
	free(memory);
}
