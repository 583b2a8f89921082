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

#include "journal.h"

#define WORD		   sizeof(uint32_t)
#define TOGGLED		   0x80u /* the row came into use or went out of it */
#define TAIL		   sizeof(uint16_t)
#define PACKED_MAX	   (ROW_MAX / WORD * 6 + 16) /* bytes of a packed entry at most */

#define TABLE(name_, key_) _Static_assert(sizeof(struct name_) % WORD == 0, #name_);
#define FIELD(type_, kind_, name_, meaning_)
#define ARRAY(type_, kind_, name_, length_, meaning_)
#define END(name_)
#include "tables.def"

_Static_assert(TABLES < TOGGLED, "table numbers fit");

/* An entry, unpacked. */
struct change {
	enum table table;
	uint32_t ix;
	bool toggled;
	uint32_t words[ROW_MAX / WORD]; /* what differs */
};

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

/* Writes an entry; its length. */
static size_t
pack_change(unsigned char *to, const struct change *c)
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

/* Reads an entry; where the next one begins. */
static const unsigned char *
unpack_change(const unsigned char *from, struct change *c)
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

static bool
reserve(struct allocator *a, struct delta *d, size_t *room)
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

		good = good && reserve(k->k_allocator, d, &room);
		compare(k, entry, &c);
		if (good)
			d->length += pack_change(d->bytes + d->length, &c);
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
		at = unpack_change(at, &c);
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
		unpack_change(at, &c);
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

/* --- Several as one ----------------------------------------------------------------------- */

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
		if (!reserve(m->allocator, d, &room))
			return (false);
		d->length += pack_change(d->bytes + d->length, &c);
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
			at = unpack_change(at, &c);
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
