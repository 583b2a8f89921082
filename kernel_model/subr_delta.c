/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Deltas: the journal of a long history, packed.  Of an entry there remain table, row, whether
 * the row came or went, and the words in which its content before and after differ, as their
 * exclusive or: the same bytes take the one to the other both ways.  FreeBSD has no counterpart.
 *
 * An entry: table (its highest bit: came or went), row, how many words; of each word how many it
 * skips and its difference; at last the entry's length, for the way back.  Numbers are written
 * seven bits a byte.
 */
#include "delta.h"

#include <string.h>

#include "delta_entry.h"

#define TOGGLED		   0x80u /* the row came into use or went out of it */
#define TAIL		   sizeof(uint16_t)
#define PACKED_MAX	   (ROW_MAX / WORD * 6 + 16) /* bytes of a packed entry at most */

#define TABLE(name_, key_) _Static_assert(sizeof(struct name_) % WORD == 0, #name_);
#define FIELD(type_, kind_, name_, meaning_)
#define ARRAY(type_, kind_, name_, length_, meaning_)
#define END(name_)
#include "tables.def"

_Static_assert(TABLES < TOGGLED, "table numbers fit");

/* --- Packing an entry --------------------------------------------------------- */

static unsigned char *
put(unsigned char *to, uint32_t n)
{
	for (; n > 0x7f; n >>= 7)
		*to++ = (unsigned char)(n | 0x80);
	*to++ = (unsigned char)n;
	return (to);
}

static const unsigned char *
get(const unsigned char *from, uint32_t *n)
{
	unsigned shift = 0;

	for (*n = 0; (*from & 0x80) != 0; shift += 7)
		*n |= (uint32_t)(*from++ & 0x7f) << shift;
	*n |= (uint32_t)*from++ << shift;
	return (from);
}

size_t
change_pack(unsigned char *to, const struct change *c)
{
	unsigned char *at = to;
	uint32_t words = table_size[c->table] / WORD, count = 0, skipped = 0;

	*at++ = (unsigned char)(c->table | (c->toggled ? TOGGLED : 0));
	at = put(at, c->ix);
	for (uint32_t i = 0; i < words; i++)
		count += c->words[i] != 0;
	at = put(at, count);
	for (uint32_t i = 0; i < words; i++, skipped++)
		if (c->words[i] != 0) {
			at = put(put(at, skipped), c->words[i]);
			skipped = UINT32_MAX; /* 0 behind the loop's step */
		}
	uint16_t length = (uint16_t)(at - to + (ptrdiff_t)TAIL);

	memcpy(at, &length, TAIL);
	return (length);
}

const unsigned char *
change_unpack(const unsigned char *from, struct change *c)
{
	uint32_t count, word = 0, skipped;

	c->table = (enum table)(*from & ~TOGGLED);
	c->toggled = (*from++ & TOGGLED) != 0;
	from = get(from, &c->ix);
	from = get(from, &count);
	memset(c->words, 0, table_size[c->table]);
	for (; count > 0; count--, word++) {
		from = get(from, &skipped);
		word += skipped;
		from = get(from, &c->words[word]);
	}
	return (from + TAIL);
}

/* --- The journal to a delta -------------------------------------------------------- */

bool
delta_reserve(struct allocator *a, struct delta *d, size_t *room)
{
	if (*room - d->length >= PACKED_MAX)
		return (true);
	size_t more = *room + *room / 2 + 4 * PACKED_MAX;
	unsigned char *bytes = resize_alloc(a, d->bytes, more);

	if (bytes == NULL)
		return (false);
	d->bytes = bytes;
	*room = more;
	return (true);
}

/* What an undone entry changes in its row. */
static void
compare(const struct kernel *k, const char *entry, struct change *c)
{
	struct mark mark;

	memcpy(&mark, entry, sizeof(mark));
	c->table = (enum table)mark.table;
	c->ix = mark.ix;
	c->toggled = row_live(k, c->table, c->ix) != (mark.live != 0);
	uint32_t size = table_size[c->table], after[ROW_MAX / WORD];

	memcpy(c->words, k->k_rows[c->table].base + (size_t)c->ix * size, size);
	memcpy(after, entry + sizeof(mark), size);
	for (uint32_t i = 0; i < size / WORD; i++)
		c->words[i] ^= after[i];
}

bool
delta_pack(struct kernel *k, struct delta *d)
{
	struct journal *j = &k->k_journal;
	bool hashing = k->k_hashing, good = true;
	size_t room = 0;

	*d = (struct delta) { .journal = j->used };
	k->k_hashing = false;
	state_undo(k, 0);
	while (j->used < d->journal) {
		struct change c;
		char *entry = j->base + j->used;

		good = good && delta_reserve(k->k_allocator, d, &room);
		compare(k, entry, &c);
		if (good)
			d->length += change_pack(d->bytes + d->length, &c);
		journal_swap(k, entry);
		j->used += state_entry_size(c.table);
	}
	k->k_hashing = hashing;
	state_next_stamp(k);
	if (!good) {
		delta_free(d);
		return (false);
	}
	unsigned char *fit = resize_alloc(k->k_allocator, d->bytes, d->length);

	d->bytes = fit == NULL ? d->bytes : fit;
	j->used = j->end = 0;
	return (true);
}

/* --- A delta to the state ------------------------------------------------------------ */

/* Makes the change; `entry' takes what takes it back. */
static void
change_row(struct kernel *k, const struct change *c, char *entry)
{
	const struct mark mark = { .ix = c->ix,
		.table = (uint16_t)c->table,
		.live = row_live(k, c->table, c->ix) != c->toggled };
	uint32_t size = table_size[c->table], row[ROW_MAX / WORD];

	memcpy(row, k->k_rows[c->table].base + (size_t)c->ix * size, size);
	for (uint32_t i = 0; i < size / WORD; i++)
		row[i] ^= c->words[i];
	memcpy(entry, &mark, sizeof(mark));
	memcpy(entry + sizeof(mark), row, size);
	journal_swap(k, entry);
}

/* Over all changes, into `journal', or into nothing when it is NULL. */
static void
run_forward(struct kernel *k, const struct delta *d, char *journal)
{
	const unsigned char *at = d->bytes, *end = d->bytes + d->length;
	char nowhere[ENTRY_MAX];
	struct change c;

	while (at < end) {
		at = change_unpack(at, &c);
		change_row(k, &c, journal == NULL ? nowhere : journal);
		if (journal != NULL)
			journal += state_entry_size(c.table);
	}
	state_next_stamp(k);
}

/* The same the other way; `journal' is where it ends. */
static void
run_back(struct kernel *k, const struct delta *d, char *journal)
{
	const unsigned char *at = d->bytes + d->length;
	char nowhere[ENTRY_MAX];
	struct change c;

	while (at > d->bytes) {
		uint16_t length;

		memcpy(&length, at - TAIL, TAIL);
		at -= length;
		change_unpack(at, &c);
		if (journal != NULL)
			journal -= state_entry_size(c.table);
		change_row(k, &c, journal == NULL ? nowhere : journal);
	}
	state_next_stamp(k);
}

void
delta_apply(struct kernel *k, const struct delta *d, bool forward)
{
	if (forward)
		run_forward(k, d, NULL);
	else
		run_back(k, d, NULL);
}

bool
delta_load(struct kernel *k, const struct delta *d, bool forward)
{
	struct journal *j = &k->k_journal;

	if (j->room < d->journal) {
		char *base = resize_alloc(k->k_allocator, j->base, d->journal);

		if (base == NULL)
			return (false);
		j->base = base;
		j->room = d->journal;
	}
	if (forward)
		run_forward(k, d, j->base);
	else
		run_back(k, d, j->base + d->journal);
	j->used = forward ? d->journal : 0;
	j->end = d->journal;
	return (true);
}

void
delta_free(struct delta *d)
{
	free_alloc(d->bytes);
	*d = (struct delta) { .length = 0 };
}
