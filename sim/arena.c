/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An arena: pieces are cut from blocks and freed together.
 * Leaves out: freeing or growing one piece.
 */
#include "arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_BLOCK ((size_t)16384)
#define ARENA_ALIGN _Alignof(max_align_t)

struct arena_block {
	struct arena_block *next; /* the block before this one */
	size_t room;		  /* bytes in it */
	max_align_t bytes[];	  /* the pieces */
};

static struct arena_block *
new_block(struct arena *a, size_t room)
{
	struct arena_block *b = a->spare;

	if (b != NULL && room == ARENA_BLOCK) {
		a->spare = b->next;
		return (b);
	}
	b = malloc(sizeof(*b) + room);
	if (b == NULL) {
		fputs("jailsim: out of memory\n", stderr);
		abort();
	}
	b->room = room;
	return (b);
}

static void
arena_grow(struct arena *a, size_t size)
{
	struct arena_block *b = new_block(a, size > ARENA_BLOCK ? size : ARENA_BLOCK);

	b->next = a->blocks;
	a->blocks = b;
	a->next = (char *)b->bytes;
	a->left = b->room;
}

static char *
arena_take(struct arena *a, size_t size)
{
	size = (size + ARENA_ALIGN - 1) & ~(ARENA_ALIGN - 1);
	if (size > a->left)
		arena_grow(a, size);

	char *piece = a->next;

	a->next += size;
	a->left -= size;
	return (piece);
}

void *
arena_zero(struct arena *a, size_t size)
{
	return (memset(arena_take(a, size), 0, size));
}

char *
arena_copy(struct arena *a, const char *s, size_t len)
{
	char *copy = arena_take(a, len + 1);

	if (len != 0)
		memcpy(copy, s, len);
	copy[len] = '\0';
	return (copy);
}

char *
arena_vprintf(struct arena *a, const char *format, va_list ap)
{
	va_list again;

	va_copy(again, ap);
	int len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0)
		return (arena_copy(a, "", 0));

	char *piece = arena_take(a, (size_t)len + 1);

	vsnprintf(piece, (size_t)len + 1, format, ap);
	return (piece);
}

char *
arena_printf(struct arena *a, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	char *piece = arena_vprintf(a, format, ap);
	va_end(ap);
	return (piece);
}

void
arena_clear(struct arena *a)
{
	for (struct arena_block *b = a->blocks, *next; b != NULL; b = next) {
		next = b->next;
		if (b->room == ARENA_BLOCK) {
			b->next = a->spare;
			a->spare = b;
		} else {
			free(b);
		}
	}
	*a = (struct arena) { .spare = a->spare };
}

void
arena_free(struct arena *a)
{
	arena_clear(a);
	for (struct arena_block *b = a->spare, *next; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	*a = (struct arena) { 0 };
}
