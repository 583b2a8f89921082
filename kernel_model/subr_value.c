/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The store of values: an append-only arena of byte strings, an array of entries and an
 * open-addressing index from contents to entry.  FreeBSD has no counterpart; its name cache
 * (vfs_cache.c) comes nearest.
 *
 * NOT MODELLED: values that nothing names any more are kept until the store goes.
 */
#include "value.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "row_hash.h"

#define CHUNK_SIZE ((size_t)64 * 1024)

struct chunk {
	struct chunk *next; /* the chunk filled before */
	size_t used;	    /* bytes of `bytes' in use */
	size_t size;	    /* bytes it has room for */
	char bytes[];
};

struct entry {
	const char *bytes; /* contents and a NUL */
	uint32_t length;   /* without the NUL */
	uint32_t hash;	   /* low half of XXH3 of the contents */
};

struct values {
	struct allocator *allocator;
	struct chunk *chunk;   /* the one being filled */
	struct entry *entries; /* by handle; 0 is VALUE_NONE */
	uint32_t count, room;  /* entries in use, entries there is room for */
	uint32_t *index;       /* handle or 0, by hash */
	uint32_t index_mask;   /* size of the index less 1 */
	char *building;	       /* the value being made by value_append() */
	size_t built, building_room;
	bool failed; /* a request for memory was refused */
};

static uint32_t
hash_of(const void *bytes, size_t length)
{
	return ((uint32_t)XXH3_64bits(bytes, length));
}

/* The slot of the index where these bytes are, or where they would go. */
static uint32_t
find_slot(const struct values *vs, const void *bytes, size_t length, uint32_t hash)
{
	uint32_t slot = hash & vs->index_mask;

	for (; vs->index[slot] != 0; slot = (slot + 1) & vs->index_mask) {
		const struct entry *e = &vs->entries[vs->index[slot]];

		if (e->hash == hash && e->length == length && memcmp(e->bytes, bytes, length) == 0)
			break;
	}
	return (slot);
}

static bool
grow_index(struct values *vs)
{
	uint32_t size = (vs->index_mask + 1) * 2;
	uint32_t *index = zero_alloc(vs->allocator, size * sizeof(*index));

	if (index == NULL)
		return (false);
	for (uint32_t i = 1; i < vs->count; i++) {
		uint32_t slot = vs->entries[i].hash & (size - 1);

		while (index[slot] != 0)
			slot = (slot + 1) & (size - 1);
		index[slot] = i;
	}
	free_alloc(vs->index);
	vs->index = index;
	vs->index_mask = size - 1;
	return (true);
}

static bool
grow_entries(struct values *vs)
{
	uint32_t room = vs->room + vs->room / 2;
	struct entry *entries = resize_alloc(vs->allocator, vs->entries, room * sizeof(*entries));

	if (entries == NULL)
		return (false);
	vs->entries = entries;
	vs->room = room;
	return (true);
}

/* Room in the arena for a value of this length and its NUL; NULL for want of memory. */
static char *
arena_alloc(struct values *vs, size_t length)
{
	struct chunk *c = vs->chunk;

	if (c == NULL || c->size - c->used <= length) {
		size_t size = length < CHUNK_SIZE ? CHUNK_SIZE : length + 1;

		c = zero_alloc(vs->allocator, sizeof(*c) + size);
		if (c == NULL)
			return (NULL);
		c->size = size;
		c->next = vs->chunk;
		vs->chunk = c;
	}
	char *bytes = c->bytes + c->used;

	c->used += length + 1;
	return (bytes);
}

value_ix
value_intern(struct values *vs, const void *bytes, size_t length)
{
	uint32_t hash = hash_of(bytes, length);
	uint32_t slot = find_slot(vs, bytes, length, hash);

	if (vs->index[slot] != 0)
		return (vs->index[slot]);
	bool rehash = (vs->count + 1) * 2 > vs->index_mask;
	char *copy = NULL;

	if ((vs->count == vs->room && !grow_entries(vs)) || (rehash && !grow_index(vs)) ||
	    (copy = arena_alloc(vs, length)) == NULL) {
		vs->failed = true;
		return (VALUE_EMPTY);
	}
	if (length != 0)
		memcpy(copy, bytes, length);
	copy[length] = '\0';
	vs->entries[vs->count] = (struct entry) { copy, (uint32_t)length, hash };
	if (rehash)
		slot = find_slot(vs, bytes, length, hash);
	vs->index[slot] = vs->count;
	return (vs->count++);
}

struct values *
values_create(struct allocator *a)
{
	struct values *vs = zero_alloc(a, sizeof(*vs));

	if (vs == NULL)
		return (NULL);
	vs->allocator = a;
	vs->room = 512;
	vs->index_mask = 1023;
	vs->count = 1;
	vs->entries = zero_alloc(a, vs->room * sizeof(*vs->entries));
	vs->index = zero_alloc(a, ((size_t)vs->index_mask + 1) * sizeof(*vs->index));
	if (vs->entries == NULL || vs->index == NULL || value_intern(vs, "", 0) != VALUE_EMPTY ||
	    vs->failed) {
		values_destroy(vs);
		return (NULL);
	}
	return (vs);
}

void
values_destroy(struct values *vs)
{
	if (vs == NULL)
		return;
	for (struct chunk *c = vs->chunk, *next; c != NULL; c = next) {
		next = c->next;
		free_alloc(c);
	}
	free_alloc(vs->entries);
	free_alloc(vs->index);
	free_alloc(vs->building);
	free_alloc(vs);
}

value_ix
value_string(struct values *vs, const char *string)
{
	return (value_intern(vs, string, strlen(string)));
}

value_ix
value_lookup(const struct values *vs, const void *bytes, size_t length)
{
	return (vs->index[find_slot(vs, bytes, length, hash_of(bytes, length))]);
}

const char *
value_bytes(const struct values *vs, value_ix v, size_t *length)
{
	const struct entry *e = &vs->entries[v == VALUE_NONE || v >= vs->count ? VALUE_EMPTY : v];

	*length = e->length;
	return (e->bytes);
}

const char *
value_text(const struct values *vs, value_ix v)
{
	size_t length;

	return (value_bytes(vs, v, &length));
}

size_t
value_length(const struct values *vs, value_ix v)
{
	size_t length;

	value_bytes(vs, v, &length);
	return (length);
}

bool
values_failed(const struct values *vs)
{
	return (vs->failed);
}

void
values_forgive(struct values *vs)
{
	vs->failed = false;
}

void
value_begin(struct values *vs)
{
	vs->built = 0;
}

void
value_append(struct values *vs, const void *bytes, size_t length)
{
	if (vs->built + length > vs->building_room) {
		size_t room = (vs->built + length) * 2;
		char *building = resize_alloc(vs->allocator, vs->building, room);

		if (building == NULL) {
			vs->failed = true;
			return;
		}
		vs->building = building;
		vs->building_room = room;
	}
	if (length != 0)
		memcpy(vs->building + vs->built, bytes, length);
	vs->built += length;
}

value_ix
value_end(struct values *vs)
{
	return (value_intern(vs, vs->building == NULL ? "" : vs->building, vs->built));
}

size_t
value_built(const struct values *vs)
{
	return (vs->built);
}

void
value_overwrite(struct values *vs, size_t at, const void *bytes, size_t length)
{
	if (at + length <= vs->built)
		memcpy(vs->building + at, bytes, length);
}

uint64_t
row_hash(const void *row, size_t size, uint64_t seed)
{
	return (XXH3_64bits_withSeed(row, size, seed));
}
