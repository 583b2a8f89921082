/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Is the state sound, and what are its fields?  Knows tables.def and nothing else: indexes must
 * equal a rebuild, counts a recount, free rows must be zero, handles and row numbers must name
 * something.  FreeBSD's counterpart is INVARIANTS.
 */
#include "state.h"

#include <string.h>

#define NUMBER				     FIELD_NUMBER, 0
#define OCTAL				     FIELD_OCTAL, 0
#define BITS				     FIELD_BITS, 0
#define VALUE				     FIELD_VALUE, 0
#define COUNT				     FIELD_COUNT, 0
#define HOLD(table_)			     FIELD_HOLD, TABLE_##table_
#define LINK(table_)			     FIELD_LINK, TABLE_##table_

#define TABLE(name_, key_)		     static const struct field fields_of_##name_[] = {
#define FIELD(type_, kind_, name_, meaning_) { #name_, meaning_, kind_, sizeof(type_), 1 },
#define ARRAY(type_, kind_, name_, length_, meaning_)                                              \
	{ #name_, meaning_, kind_, sizeof(type_), length_ },
#define END(name_)                                                                                 \
	}                                                                                          \
	;
#include "tables.def"

static const struct {
	const struct field *fields;
	size_t count;
} fields_of[TABLES] = {
#define TABLE(name_, key_)                                                                         \
	[TABLE_##name_] = { fields_of_##name_, sizeof(fields_of_##name_) / sizeof(struct field) },
#define FIELD(type_, kind_, name_, meaning_)
#define ARRAY(type_, kind_, name_, length_, meaning_)
#define END(name_)
#include "tables.def"
};

const struct field *
table_fields(enum table t, size_t *count)
{
	*count = fields_of[t].count;
	return (fields_of[t].fields);
}

static const char *
row_at(const struct kernel *k, enum table t, uint32_t ix)
{
	return (k->k_rows[t].base + (size_t)ix * table_size[t]);
}

static uint32_t
word_at(const char *row, size_t offset)
{
	uint32_t word;

	memcpy(&word, row + offset, sizeof(word));
	return (word);
}

static bool
is_zero(const char *row, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (row[i] != 0)
			return (false);
	return (true);
}

/* Adds the HOLD fields of one row to the counts; false when one names a row that is not there. */
static bool
count_holds(const struct kernel *k, enum table t, uint32_t ix, uint32_t *const counts[])
{
	size_t n, offset = 0;
	const struct field *f = table_fields(t, &n);

	for (size_t i = 0; i < n; offset += (size_t)f[i].size * f[i].length, i++) {
		if (f[i].kind != FIELD_HOLD && f[i].kind != FIELD_LINK)
			continue;
		for (size_t e = 0; e < f[i].length; e++) {
			uint32_t held = word_at(row_at(k, t, ix), offset + e * f[i].size);

			if (held == 0)
				continue;
			if (!row_live(k, (enum table)f[i].table, held))
				return (false);
			if (f[i].kind == FIELD_HOLD)
				counts[f[i].table][held]++;
		}
	}
	return (true);
}

static const char *
check_counts(const struct kernel *k, enum table t, const uint32_t *counts)
{
	size_t n, offset = 0;
	const struct field *f = table_fields(t, &n);

	for (size_t i = 0; i < n; offset += (size_t)f[i].size * f[i].length, i++) {
		if (f[i].kind != FIELD_COUNT)
			continue;
		for (uint32_t ix = 1; ix < k->k_rows[t].capacity; ix++)
			if (row_live(k, t, ix) && word_at(row_at(k, t, ix), offset) != counts[ix])
				return (f[i].name);
	}
	return (NULL);
}

/* Every live row is found by its key, and the index has nothing else. */
static bool
index_sound(const struct kernel *k, enum table t)
{
	const struct rows *r = &k->k_rows[t];
	uint32_t entries = 0;

	for (uint32_t slot = 0; slot <= r->mask; slot++)
		entries += r->index[slot] != 0;
	for (uint32_t ix = 1; ix < r->capacity; ix++) {
		if (!row_live(k, t, ix))
			continue;
		const char *row = row_at(k, t, ix);

		if (row_find(k, t, word_at(row, 0), table_key[t] == 2 ? word_at(row, 4) : 0) != ix)
			return (false);
	}
	return (entries == r->count);
}

static const char *
check_rows(const struct kernel *k, enum table t, uint32_t *const counts[])
{
	const struct rows *r = &k->k_rows[t];
	uint32_t live = 0;

	for (uint32_t ix = 1; ix < r->capacity; ix++) {
		if (!row_live(k, t, ix)) {
			if (!is_zero(row_at(k, t, ix), table_size[t]))
				return ("a free row is not zero");
			if (ix < r->lowest)
				return ("a free row lies below the lowest");
			continue;
		}
		live++;
		if (!count_holds(k, t, ix, counts))
			return (table_name[t]);
	}
	if (live != r->count)
		return ("the number of rows in use is wrong");
	return (table_key[t] == 0 || index_sound(k, t) ? NULL : "an index is wrong");
}

const char *
state_check(const struct kernel *k)
{
	uint32_t *counts[TABLES] = { NULL };
	const char *wrong = NULL;

	for (enum table t = 0; t < TABLES && wrong == NULL; t++)
		if ((counts[t] = zero_alloc(
			 k->k_allocator, k->k_rows[t].capacity * sizeof(uint32_t))) == NULL)
			wrong = "no memory to check with";
	for (enum table t = 0; t < TABLES && wrong == NULL; t++)
		wrong = check_rows(k, t, counts);
	for (enum table t = 0; t < TABLES && wrong == NULL; t++)
		wrong = check_counts(k, t, counts[t]);
	for (enum table t = 0; t < TABLES; t++)
		free_alloc(counts[t]);
	return (wrong);
}

/* Rows beyond the smaller kernel's room must be free in the other. */
bool
state_equal(const struct kernel *a, const struct kernel *b)
{
	for (enum table t = 0; t < TABLES; t++) {
		if (a->k_rows[t].count != b->k_rows[t].count)
			return (false);
		for (uint32_t ix = 1; ix < a->k_rows[t].capacity; ix++) {
			if (!row_live(a, t, ix))
				continue;
			if (!row_live(b, t, ix) ||
			    memcmp(row_at(a, t, ix), row_at(b, t, ix), table_size[t]) != 0)
				return (false);
		}
	}
	return (true);
}
