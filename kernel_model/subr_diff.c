/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What changed between a point of the journal and now, field by field.  Knows tables.def and
 * nothing else; what a field means is for the reader to say.  FreeBSD has no counterpart.
 */
#include "state.h"

#include <string.h>

#define WORD_BITS 64u

struct diff {
	const struct kernel *kernel;
	uint64_t *seen[TABLES]; /* rows told already, a bit each */
	diff_visitor *visit;
	void *arg;
};

static uint64_t
element_at(const char *row, size_t offset, uint8_t size)
{
	uint64_t word = 0;

	/* Little and big endian hosts alike: through the type that has the size. */
	if (size == sizeof(uint8_t)) {
		word = (uint8_t)row[offset];
	} else if (size == sizeof(uint32_t)) {
		uint32_t half;

		memcpy(&half, row + offset, sizeof(half));
		word = half;
	} else {
		memcpy(&word, row + offset, sizeof(word));
	}
	return (word);
}

static void
compare_rows(const struct diff *d, enum table t, uint32_t ix, const char *former)
{
	const char *row = d->kernel->k_rows[t].base + (size_t)ix * table_size[t];
	size_t n, offset = 0;
	const struct field *f = table_fields(t, &n);

	for (size_t i = 0; i < n; i++)
		for (unsigned e = 0; e < f[i].length; e++, offset += f[i].size) {
			uint64_t before = element_at(former, offset, f[i].size);
			uint64_t after = element_at(row, offset, f[i].size);

			if (before != after)
				d->visit(d->arg, t, ix, &f[i], e, before, after);
		}
}

/* The oldest entry of a row has what it was; the row itself has what it is. */
static void
compare_entry(void *arg, enum table t, uint32_t ix, const void *former, bool live)
{
	struct diff *d = arg;
	uint64_t *word = &d->seen[t][ix / WORD_BITS], bit = UINT64_C(1) << ix % WORD_BITS;

	(void)live;
	if ((*word & bit) != 0)
		return;
	*word |= bit;
	compare_rows(d, t, ix, former);
}

bool
state_diff(const struct kernel *k, size_t from, diff_visitor *visit, void *arg)
{
	struct diff d = { .kernel = k, .visit = visit, .arg = arg };
	bool room = true;

	for (enum table t = 0; t < TABLES && room; t++) {
		size_t words = k->k_rows[t].capacity / WORD_BITS + 1;

		d.seen[t] = zero_alloc(k->k_allocator, words * sizeof(uint64_t));
		room = d.seen[t] != NULL;
	}
	if (room)
		journal_visit(k, from, k->k_journal.used, compare_entry, &d);
	for (enum table t = 0; t < TABLES; t++)
		free_alloc(d.seen[t]);
	return (room);
}
