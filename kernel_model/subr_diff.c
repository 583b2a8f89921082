/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What differs between two states of a kernel, field by field.  Knows tables.def and nothing
 * else; what a field means is for the reader to say.  FreeBSD has no counterpart.
 */
#include "state.h"

#include <string.h>

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
compare_rows(
    enum table t, uint32_t ix, const char *former, const char *row, diff_visitor *visit, void *arg)
{
	size_t n, offset = 0;
	const struct field *f = table_fields(t, &n);

	for (size_t i = 0; i < n; i++)
		for (unsigned e = 0; e < f[i].length; e++, offset += f[i].size) {
			uint64_t before = element_at(former, offset, f[i].size);
			uint64_t after = element_at(row, offset, f[i].size);

			if (before != after)
				visit(arg, t, ix, &f[i], e, before, after);
		}
}

static const char *
row_of(const struct kernel *k, enum table t, uint32_t ix)
{
	static const char nothing[512];
	const struct rows *r = &k->k_rows[t];

	return (ix < r->capacity ? r->base + (size_t)ix * table_size[t] : nothing);
}

void
state_diff(const struct kernel *before, const struct kernel *after, diff_visitor *visit, void *arg)
{
	for (enum table t = 0; t < TABLES; t++) {
		uint32_t rows = before->k_rows[t].capacity;

		if (after->k_rows[t].capacity > rows)
			rows = after->k_rows[t].capacity;
		for (uint32_t ix = 1; ix < rows; ix++) {
			const char *former = row_of(before, t, ix), *row = row_of(after, t, ix);

			if (memcmp(former, row, table_size[t]) != 0)
				compare_rows(t, ix, former, row, visit, arg);
		}
	}
}
