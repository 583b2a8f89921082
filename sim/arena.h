/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory that is given back all at once: what is read from one scenario lives
 * in one arena, so that no error path has anything to free.
 */
#ifndef SIM_ARENA_H
#define SIM_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *blocks; /* newest first */
	struct arena_block *spare;  /* kept by arena_clear() for reuse */
	char *next;		    /* where the next piece begins */
	size_t left;		    /* bytes left behind next */
};

/* Bytes with their length; s[len] is always a NUL beside. */
struct text {
	const char *s; /* the bytes; NULL: absent */
	size_t len;    /* how many, the final NUL not counted */
};

/* Zeroed memory of any alignment; never NULL (out of memory aborts). */
void *arena_zero(struct arena *a, size_t size);

/* A copy of len bytes with a NUL behind. */
char *arena_copy(struct arena *a, const char *s, size_t len);

/* A formatted string. */
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *format, va_list ap);

/* Frees every piece; the arena is empty and may be used again. */
void arena_free(struct arena *a);

/* The same, but keeps the memory for the pieces to come: no page of it is asked for twice. */
void arena_clear(struct arena *a);

#define arena_new(a, type) ((type *)arena_zero((a), sizeof(type)))

#endif
