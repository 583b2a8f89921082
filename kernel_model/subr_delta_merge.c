/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Several deltas in a row as one: of each row the exclusive or of all that they change in it.  A
 * row that is at the end what it was at the beginning is not in it.  FreeBSD has no counterpart.
 */
#include <string.h>

#include "delta_entry.h"

/* What is known of the rows so far, each found by its table and number. */
struct merge {
	struct allocator *allocator;
	char *sums;	      /* of each row: its change, without the words beyond its size */
	size_t used, room;    /* bytes of them */
	size_t *slots;	      /* place of a sum plus 1, by hash; 0: none */
	size_t count, nslots; /* rows, and slots: a power of two */
};

/* A sum's head; its words follow. */
struct sum {
	uint32_t table, ix, toggled;
};

static size_t
slot_of(const struct merge *m, uint32_t table, uint32_t ix)
{
	uint64_t key = ((uint64_t)table << 32 | ix) * UINT64_C(0x9e3779b97f4a7c15);
	size_t slot = (size_t)(key >> 32) & (m->nslots - 1);

	for (; m->slots[slot] != 0; slot = (slot + 1) & (m->nslots - 1)) {
		struct sum s;

		memcpy(&s, m->sums + m->slots[slot] - 1, sizeof(s));
		if (s.table == table && s.ix == ix)
			break;
	}
	return (slot);
}

/* Twice as many slots; the sums stay where they are. */
static bool
grow_slots(struct merge *m)
{
	size_t n = m->nslots == 0 ? 1024 : 2 * m->nslots;
	size_t *slots = zero_alloc(m->allocator, n * sizeof(*slots));

	if (slots == NULL)
		return (false);
	free_alloc(m->slots);
	m->slots = slots;
	m->nslots = n;
	for (size_t at = 0; at < m->used;) {
		struct sum s;

		memcpy(&s, m->sums + at, sizeof(s));
		m->slots[slot_of(m, s.table, s.ix)] = at + 1;
		at += sizeof(s) + table_size[s.table];
	}
	return (true);
}

static bool
add_sum(struct merge *m, size_t slot, const struct change *c)
{
	const struct sum s = { (uint32_t)c->table, c->ix, c->toggled };
	size_t size = sizeof(s) + table_size[c->table];

	if (m->room - m->used < size) {
		size_t room = m->room * 2 + 65536;
		char *sums = resize_alloc(m->allocator, m->sums, room);

		if (sums == NULL)
			return (false);
		m->sums = sums;
		m->room = room;
	}
	memcpy(m->sums + m->used, &s, sizeof(s));
	memcpy(m->sums + m->used + sizeof(s), c->words, table_size[c->table]);
	m->slots[slot] = m->used + 1;
	m->used += size;
	m->count++;
	return (true);
}

static bool
sum_up(struct merge *m, const struct change *c)
{
	if (2 * m->count >= m->nslots && !grow_slots(m))
		return (false);
	size_t slot = slot_of(m, (uint32_t)c->table, c->ix);
	struct sum s;

	if (m->slots[slot] == 0)
		return (add_sum(m, slot, c));
	char *at = m->sums + m->slots[slot] - 1;
	uint32_t words[ROW_MAX / WORD], size = table_size[c->table];

	memcpy(&s, at, sizeof(s));
	s.toggled ^= c->toggled;
	memcpy(at, &s, sizeof(s));
	memcpy(words, at + sizeof(s), size);
	for (uint32_t i = 0; i < size / WORD; i++)
		words[i] ^= c->words[i];
	memcpy(at + sizeof(s), words, size);
	return (true);
}

/* Is the row at the end what it was at the beginning? */
static bool
is_nothing(const struct change *c)
{
	uint32_t any = c->toggled;

	for (uint32_t i = 0; i < table_size[c->table] / WORD; i++)
		any |= c->words[i];
	return (any == 0);
}

static bool
write_sums(const struct merge *m, struct delta *d)
{
	struct change c;
	size_t room = 0;

	for (size_t at = 0; at < m->used;) {
		struct sum s;

		memcpy(&s, m->sums + at, sizeof(s));
		c = (struct change) {
			.table = (enum table)s.table, .ix = s.ix, .toggled = s.toggled != 0
		};
		memcpy(c.words, m->sums + at + sizeof(s), table_size[s.table]);
		at += sizeof(s) + table_size[s.table];
		if (is_nothing(&c))
			continue;
		if (!delta_reserve(m->allocator, d, &room))
			return (false);
		d->length += change_pack(d->bytes + d->length, &c);
	}
	return (true);
}

bool
delta_merge(struct allocator *a, const struct delta *parts, size_t count, struct delta *d)
{
	struct merge m = { .allocator = a };
	struct change c;
	bool good = true;

	*d = (struct delta) { .length = 0 };
	for (size_t i = 0; i < count; i++) {
		const unsigned char *at = parts[i].bytes, *end = at + parts[i].length;

		while (good && at < end) {
			at = change_unpack(at, &c);
			good = sum_up(&m, &c);
		}
	}
	good = good && write_sums(&m, d);
	free_alloc(m.sums);
	free_alloc(m.slots);
	if (!good)
		delta_free(d);
	return (good);
}
