/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Room for rows and for the journal: made at the door, between calls, so that no row moves while
 * a call runs and no change can fail.  FreeBSD's counterpart is uma(9)'s growing of zones.
 */
#include "state.h"

#include <string.h>

#define WORD_BITS 64u

static size_t
live_words(uint32_t capacity)
{
	return ((capacity + WORD_BITS - 1) / WORD_BITS);
}

/* The least power of two that keeps the index at most half full. */
static uint32_t
index_size(uint32_t capacity)
{
	uint32_t size = 4;

	while (size < capacity * 2)
		size *= 2;
	return (size);
}

/* A call saves each row at most once before and once after leaves(). */
static size_t
longest_call(const struct kernel *k)
{
	size_t bytes = 0;

	for (enum table t = 0; t < TABLES; t++)
		bytes += k->k_rows[t].capacity * state_entry_size(t);
	return (2 * bytes);
}

static bool
resize(struct kernel *k, enum table t, uint32_t capacity)
{
	struct rows *r = &k->k_rows[t], grown = *r;
	size_t old_words = live_words(r->capacity), words = live_words(capacity);
	bool keyed = table_key[t] != 0;

	if ((grown.base = resize_alloc(
		 k->k_allocator, r->base, (size_t)capacity * table_size[t])) == NULL)
		return (false);
	r->base = grown.base;
	if ((grown.live = resize_alloc(k->k_allocator, r->live, words * sizeof(*r->live))) == NULL)
		return (false);
	r->live = grown.live;
	if ((grown.saved = resize_alloc(k->k_allocator, r->saved, capacity * sizeof(*r->saved))) ==
	    NULL)
		return (false);
	r->saved = grown.saved;
	if (keyed && index_size(capacity) > r->mask + 1) {
		uint32_t size = index_size(capacity);
		uint32_t *index = zero_alloc(k->k_allocator, size * sizeof(*index));

		if (index == NULL)
			return (false);
		free_alloc(r->index);
		r->index = index;
		r->mask = size - 1;
	}
	memset(r->base + (size_t)r->capacity * table_size[t], 0,
	    (size_t)(capacity - r->capacity) * table_size[t]);
	memset(r->live + old_words, 0, (words - old_words) * sizeof(*r->live));
	memset(r->saved + r->capacity, 0, (capacity - r->capacity) * sizeof(*r->saved));
	r->capacity = capacity;
	k->k_longest = longest_call(k);
	if (keyed)
		state_reindex(k, t);
	return (true);
}

bool
state_grow(struct kernel *k, enum table t)
{
	uint32_t capacity = k->k_rows[t].capacity;

	return (resize(k, t, capacity + capacity / 2 + 1));
}

bool
state_reserve(struct kernel *k)
{
	struct journal *j = &k->k_journal;

	if (j->room - j->used >= k->k_longest)
		return (true);
	size_t room = (j->used + k->k_longest) + (j->used + k->k_longest) / 2;
	char *base = resize_alloc(k->k_allocator, j->base, room);

	if (base == NULL)
		return (false);
	j->base = base;
	j->room = room;
	return (true);
}

struct kernel *
state_create(struct values *vs, struct allocator *a, uint32_t rows)
{
	struct kernel *k = zero_alloc(a, sizeof(*k));

	if (k == NULL)
		return (NULL);
	k->k_values = vs;
	k->k_allocator = a;
	for (enum table t = 0; t < TABLES; t++) {
		if (!resize(k, t, rows == 0 ? 32 : rows)) {
			state_destroy(k);
			return (NULL);
		}
		/* Row 0 is none and row numbers start at 1. */
		k->k_rows[t].live[0] = 1;
		k->k_rows[t].lowest = 1;
	}
	return (k);
}

void
state_destroy(struct kernel *k)
{
	if (k == NULL)
		return;
	for (enum table t = 0; t < TABLES; t++) {
		free_alloc(k->k_rows[t].base);
		free_alloc(k->k_rows[t].live);
		free_alloc(k->k_rows[t].saved);
		free_alloc(k->k_rows[t].index);
	}
	free_alloc(k->k_journal.base);
	free_alloc(k);
}

struct kernel *
state_copy(const struct kernel *from)
{
	struct kernel *k = zero_alloc(from->k_allocator, sizeof(*k));

	if (k == NULL)
		return (NULL);
	k->k_values = from->k_values;
	k->k_allocator = from->k_allocator;
	for (enum table t = 0; t < TABLES; t++) {
		const struct rows *r = &from->k_rows[t];

		if (!resize(k, t, r->capacity)) {
			state_destroy(k);
			return (NULL);
		}
		memcpy(k->k_rows[t].base, r->base, (size_t)r->capacity * table_size[t]);
		memcpy(k->k_rows[t].live, r->live, live_words(r->capacity) * sizeof(*r->live));
		k->k_rows[t].count = r->count;
		k->k_rows[t].lowest = r->lowest;
		if (table_key[t] != 0)
			state_reindex(k, t);
	}
	return (k);
}
