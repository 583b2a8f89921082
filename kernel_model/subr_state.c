/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rows, journal, indexes and hash: the one place where the state is written.  Nothing here knows
 * what a row means.  FreeBSD has no counterpart: there the zones of uma(9) hold such records and
 * nothing can be taken back.
 *
 * A journal entry is head, former content, tail.  Undoing swaps content and row, so the same
 * entry does for going forward again.  The head serves the way forward, the tail the way back.
 */
#include "state.h"

#include <string.h>

#include "decision.h"
#include "journal.h"
#include "row_hash.h"

#define WORD_BITS	   64u

#define TABLE(name_, key_) _Static_assert(sizeof(struct name_) <= ROW_MAX, #name_);
#define FIELD(type_, kind_, name_, meaning_)
#define ARRAY(type_, kind_, name_, length_, meaning_)
#define END(name_)
#include "tables.def"

const uint32_t table_size[TABLES] = {
#define TABLE(name_, key_) [TABLE_##name_] = sizeof(struct name_),
#define FIELD(type_, kind_, name_, meaning_)
#define ARRAY(type_, kind_, name_, length_, meaning_)
#define END(name_)
#include "tables.def"
};

const uint8_t table_key[TABLES] = {
#define TABLE(name_, key_) [TABLE_##name_] = key_,
#define FIELD(type_, kind_, name_, meaning_)
#define ARRAY(type_, kind_, name_, length_, meaning_)
#define END(name_)
#include "tables.def"
};

const char *const table_name[TABLES] = {
#define TABLE(name_, key_) [TABLE_##name_] = #name_,
#define FIELD(type_, kind_, name_, meaning_)
#define ARRAY(type_, kind_, name_, length_, meaning_)
#define END(name_)
#include "tables.def"
};

struct kernel *
row_kernel(const struct thread *td)
{
	return (td->td_kernel);
}

static inline char *
row_at(const struct rows *r, enum table t, uint32_t ix)
{
	return (r->base + (size_t)ix * table_size[t]);
}

static inline bool
is_live(const struct rows *r, uint32_t ix)
{
	return ((r->live[ix / WORD_BITS] >> (ix % WORD_BITS) & 1) != 0);
}

bool
row_live(const struct kernel *k, enum table t, uint32_t ix)
{
	return (ix < k->k_rows[t].capacity && is_live(&k->k_rows[t], ix));
}

/* Keys and their index: open addressing, row numbers, deletion by shifting back. */

static inline uint32_t
key_hash(uint32_t key0, uint32_t key1)
{
	uint64_t h =
	    (key0 + UINT64_C(0x9e3779b97f4a7c15) * (key1 + 1)) * UINT64_C(0xd6e8feb86659fd93);

	return ((uint32_t)(h >> 32));
}

static inline void
key_of(const struct rows *r, enum table t, uint32_t ix, uint32_t key[2])
{
	const char *row = row_at(r, t, ix);

	memcpy(key, row, 2 * sizeof(*key)); /* a fixed length: no call */
	if (table_key[t] < 2)
		key[1] = 0;
}

uint32_t
row_find(const struct kernel *k, enum table t, uint32_t key0, uint32_t key1)
{
	const struct rows *r = &k->k_rows[t];

	for (uint32_t slot = key_hash(key0, key1) & r->mask; r->index[slot] != 0;
	     slot = (slot + 1) & r->mask) {
		uint32_t key[2];

		key_of(r, t, r->index[slot], key);
		if (key[0] == key0 && key[1] == key1)
			return (r->index[slot]);
	}
	return (0);
}

static void
index_insert(struct rows *r, enum table t, uint32_t ix)
{
	uint32_t key[2];

	key_of(r, t, ix, key);
	uint32_t slot = key_hash(key[0], key[1]) & r->mask;

	while (r->index[slot] != 0)
		slot = (slot + 1) & r->mask;
	r->index[slot] = ix;
}

static void
index_remove(struct rows *r, enum table t, uint32_t ix)
{
	uint32_t key[2];

	key_of(r, t, ix, key);
	uint32_t hole = key_hash(key[0], key[1]) & r->mask;

	for (; r->index[hole] != ix; hole = (hole + 1) & r->mask)
		if (r->index[hole] == 0)
			return;
	for (uint32_t slot = (hole + 1) & r->mask; r->index[slot] != 0;
	     slot = (slot + 1) & r->mask) {
		key_of(r, t, r->index[slot], key);
		uint32_t home = key_hash(key[0], key[1]) & r->mask;

		if (((slot - home) & r->mask) >= ((slot - hole) & r->mask)) {
			r->index[hole] = r->index[slot];
			hole = slot;
		}
	}
	r->index[hole] = 0;
}

void
state_reindex(struct kernel *k, enum table t)
{
	struct rows *r = &k->k_rows[t];

	memset(r->index, 0, ((size_t)r->mask + 1) * sizeof(*r->index));
	for (uint32_t ix = 1; ix < r->capacity; ix++)
		if (is_live(r, ix))
			index_insert(r, t, ix);
}

/* Which rows are in use. */

static void
set_live(struct rows *r, uint32_t ix, bool live)
{
	uint64_t bit = UINT64_C(1) << (ix % WORD_BITS);

	if (live == is_live(r, ix))
		return;
	r->live[ix / WORD_BITS] ^= bit;
	r->count = live ? r->count + 1 : r->count - 1;
	if (!live && ix < r->lowest)
		r->lowest = ix;
}

/* The lowest free row, or 0 when there is none. */
static uint32_t
lowest_free(struct rows *r)
{
	for (uint32_t ix = r->lowest; ix < r->capacity; ix = (ix / WORD_BITS + 1) * WORD_BITS) {
		uint64_t free_bits = ~r->live[ix / WORD_BITS] >> (ix % WORD_BITS);

		if (free_bits == 0)
			continue;
		for (; (free_bits & 1) == 0; free_bits >>= 1)
			ix++;
		r->lowest = ix;
		return (ix < r->capacity ? ix : 0);
	}
	r->lowest = r->capacity;
	return (0);
}

/* The journal. */

void
state_next_stamp(struct kernel *k)
{
	if (++k->k_stamp != 0)
		return;
	for (enum table t = 0; t < TABLES; t++)
		memset(k->k_rows[t].saved, 0, k->k_rows[t].capacity * sizeof(*k->k_rows[t].saved));
	k->k_stamp = 1;
}

static inline size_t
padded(enum table t)
{
	return ((table_size[t] + 7u) & ~(size_t)7);
}

size_t
state_entry_size(enum table t)
{
	return (padded(t) + 2 * sizeof(struct mark));
}

/* state_reserve() saw to the room. */
static void
save(struct kernel *k, enum table t, uint32_t ix)
{
	struct rows *r = &k->k_rows[t];

	if (r->saved[ix] == k->k_stamp)
		return;
	r->saved[ix] = k->k_stamp;
	char *at = k->k_journal.base + k->k_journal.used;
	struct mark mark = { .ix = ix, .table = (uint16_t)t, .live = is_live(r, ix) };

	memcpy(at, &mark, sizeof(mark));
	memcpy(at + sizeof(mark), row_at(r, t, ix), table_size[t]);
	memcpy(at + sizeof(mark) + padded(t), &mark, sizeof(mark));
	k->k_journal.used += state_entry_size(t);
}

void *
row_change(struct thread *td, enum table t, uint32_t ix)
{
	save(td->td_kernel, t, ix);
	return (row_at(&td->td_kernel->k_rows[t], t, ix));
}

int
row_alloc(struct thread *td, enum table t, void **row)
{
	struct kernel *k = td->td_kernel;
	uint32_t ix = lowest_free(&k->k_rows[t]);

	*row = NULL;
	if (ix == 0) {
		k->k_full = t;
		return (ROOM);
	}
	save(k, t, ix);
	set_live(&k->k_rows[t], ix, true);
	*row = row_at(&k->k_rows[t], t, ix);
	return (0);
}

void
row_enter(struct thread *td, enum table t, uint32_t ix)
{
	index_insert(&td->td_kernel->k_rows[t], t, ix);
}

void
row_leave(struct thread *td, enum table t, uint32_t ix)
{
	save(td->td_kernel, t, ix);
	index_remove(&td->td_kernel->k_rows[t], t, ix);
}

void
row_free(struct thread *td, enum table t, uint32_t ix)
{
	struct rows *r = &td->td_kernel->k_rows[t];

	save(td->td_kernel, t, ix);
	if (table_key[t] != 0)
		index_remove(r, t, ix);
	memset(row_at(r, t, ix), 0, table_size[t]);
	set_live(r, ix, false);
}

/* What a row adds to the kernel's hash. */
static uint64_t
hash_of_row(enum table t, uint32_t ix, const void *row)
{
	return (row_hash(row, table_size[t], (uint64_t)t << 32 | ix));
}

void
journal_swap(struct kernel *k, char *entry)
{
	struct mark mark;

	memcpy(&mark, entry, sizeof(mark));
	enum table t = (enum table)mark.table;
	struct rows *r = &k->k_rows[t];
	char *former = entry + sizeof(mark), *row = row_at(r, t, mark.ix);
	bool live = is_live(r, mark.ix), was_live = mark.live != 0;
	/* A row freed and taken again in one call has one entry, and two keys. */
	bool moves = live != was_live || memcmp(row, former, table_key[t] * sizeof(uint32_t)) != 0;

	if (k->k_hashing)
		k->k_hash += (was_live ? hash_of_row(t, mark.ix, former) : 0) -
		    (live ? hash_of_row(t, mark.ix, row) : 0);
	if (moves && live && table_key[t] != 0)
		index_remove(r, t, mark.ix);
	char held[ROW_MAX];

	memcpy(held, row, table_size[t]);
	memcpy(row, former, table_size[t]);
	memcpy(former, held, table_size[t]);
	set_live(r, mark.ix, was_live);
	if (moves && was_live && table_key[t] != 0)
		index_insert(r, t, mark.ix);
	mark.live = live;
	memcpy(entry, &mark, sizeof(mark));
	memcpy(entry + sizeof(mark) + padded(t), &mark, sizeof(mark));
}

void
state_undo(struct kernel *k, size_t to)
{
	struct journal *j = &k->k_journal;

	if (j->end < j->used)
		j->end = j->used;
	while (j->used > to) {
		struct mark mark;

		memcpy(&mark, j->base + j->used - sizeof(mark), sizeof(mark));
		j->used -= state_entry_size((enum table)mark.table);
		journal_swap(k, j->base + j->used);
	}
	state_next_stamp(k);
}

void
state_redo(struct kernel *k, size_t to)
{
	struct journal *j = &k->k_journal;

	while (j->used < to) {
		struct mark mark;

		memcpy(&mark, j->base + j->used, sizeof(mark));
		journal_swap(k, j->base + j->used);
		j->used += state_entry_size((enum table)mark.table);
	}
	state_next_stamp(k);
}

void
journal_visit(const struct kernel *k, size_t from, size_t to, journal_visitor *visit, void *arg)
{
	while (from < to) {
		const char *entry = k->k_journal.base + from;
		struct mark mark;

		memcpy(&mark, entry, sizeof(mark));
		visit(arg, (enum table)mark.table, mark.ix, entry + sizeof(mark), mark.live != 0);
		from += state_entry_size((enum table)mark.table);
	}
}

static void
settle_entry(void *arg, enum table t, uint32_t ix, const void *former, bool live)
{
	struct kernel *k = arg;
	const struct rows *r = &k->k_rows[t];

	k->k_hash += (is_live(r, ix) ? hash_of_row(t, ix, row_at(r, t, ix)) : 0) -
	    (live ? hash_of_row(t, ix, former) : 0);
}

/* Right only when no row was saved twice since `from': one call. */
void
state_settle(struct kernel *k, size_t from)
{
	if (k->k_hashing)
		journal_visit(k, from, k->k_journal.used, settle_entry, k);
}

uint64_t
state_hash(struct kernel *k)
{
	if (k->k_hashing)
		return (k->k_hash);
	k->k_hash = 0;
	for (enum table t = 0; t < TABLES; t++)
		for (uint32_t ix = 1; ix < k->k_rows[t].capacity; ix++)
			if (is_live(&k->k_rows[t], ix))
				k->k_hash += hash_of_row(t, ix, row_at(&k->k_rows[t], t, ix));
	k->k_hashing = true;
	return (k->k_hash);
}
