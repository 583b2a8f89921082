/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A number is written seven bits a byte, the lowest first; a record's length is one byte, or 255
 * and four bytes.  To find a record, those before it are passed from the nearest mark on.
 */
#include "records.h"

#include <stdlib.h>
#include <string.h>

#include "world.h"

#define LONG	    255u /* a length that needs more than its byte */
#define LONG_BYTES  4u
#define NUMBER_MOST 10u /* bytes of a number at most */
#define MUCH	    ((size_t)1 << 20)

static void
reserve(struct records *r, size_t more)
{
	if (r->room - r->end >= more)
		return;
	r->room = r->end + more + r->end / 2 + 256;
	r->bytes = realloc(r->bytes, r->room);
	if (r->bytes == NULL)
		world_out_of_memory();
}

static void
mark(struct records *r, size_t at)
{
	size_t n = r->count / RECORDS_STRIDE;

	if (r->count % RECORDS_STRIDE != 0)
		return;
	if (n == r->mark_room) {
		r->mark_room = n + n / 2 + 16;
		r->marks = realloc(r->marks, r->mark_room * sizeof(*r->marks));
		if (r->marks == NULL)
			world_out_of_memory();
	}
	r->marks[n] = at;
}

void
records_begin(struct records *r)
{
	r->end = r->used;
	reserve(r, 1);
	r->end++;
}

void
records_put_number(struct records *r, uint64_t n)
{
	reserve(r, NUMBER_MOST);
	for (; n > 0x7f; n >>= 7)
		r->bytes[r->end++] = (char)(n | 0x80);
	r->bytes[r->end++] = (char)n;
}

void
records_put_signed(struct records *r, int64_t n)
{
	records_put_number(r, (uint64_t)n << 1 ^ (n < 0 ? UINT64_MAX : 0));
}

void
records_put_bytes(struct records *r, const char *bytes, size_t length)
{
	records_put_number(r, length);
	reserve(r, length);
	if (length != 0)
		memcpy(r->bytes + r->end, bytes, length);
	r->end += length;
}

void
records_end(struct records *r)
{
	size_t length = r->end - r->used - 1;
	char *head = r->bytes + r->used;

	mark(r, r->used);
	head[0] = (char)(length < LONG ? length : LONG);
	if (length >= LONG) {
		uint32_t word = (uint32_t)length;

		reserve(r, LONG_BYTES);
		head = r->bytes + r->used;
		memmove(head + 1 + LONG_BYTES, head + 1, length);
		memcpy(head + 1, &word, sizeof(word));
		r->end += LONG_BYTES;
	}
	r->used = r->end;
	r->count++;
}

/* Where what is in the record at `at' begins, and its length. */
static size_t
open_record(const struct records *r, size_t at, size_t *length)
{
	uint32_t word = (unsigned char)r->bytes[at];

	if (word < LONG) {
		*length = word;
		return (at + 1);
	}
	memcpy(&word, r->bytes + at + 1, sizeof(word));
	*length = word;
	return (at + 1 + LONG_BYTES);
}

/* Where a record begins; the one behind the last begins at the end. */
static size_t
offset_of(const struct records *r, size_t number)
{
	size_t length, n = number / RECORDS_STRIDE * RECORDS_STRIDE;

	if (number == r->count)
		return (r->used);
	size_t at = r->marks[n / RECORDS_STRIDE];

	for (; n < number; n++)
		at = open_record(r, at, &length) + length;
	return (at);
}

struct record
records_at(const struct records *r, size_t number)
{
	size_t length;

	return ((struct record) {
	    (const unsigned char *)r->bytes + open_record(r, offset_of(r, number), &length) });
}

uint64_t
record_number(struct record *r)
{
	uint64_t n = 0;
	unsigned shift = 0;

	for (; (*r->at & 0x80) != 0; shift += 7)
		n |= (uint64_t)(*r->at++ & 0x7f) << shift;
	return (n | (uint64_t)*r->at++ << shift);
}

int64_t
record_signed(struct record *r)
{
	uint64_t n = record_number(r);

	return ((int64_t)(n >> 1 ^ ((n & 1) != 0 ? UINT64_MAX : 0)));
}

const char *
record_bytes(struct record *r, size_t *length)
{
	*length = (size_t)record_number(r);
	const char *bytes = (const char *)r->at;

	r->at += *length;
	return (bytes);
}

/* Memory of which most is not needed any more. */
static void
give_back(struct records *r)
{
	if (r->room < MUCH || r->used > r->room / 4)
		return;
	char *bytes = realloc(r->bytes, 2 * r->used + 256);

	if (bytes == NULL)
		return;
	r->bytes = bytes;
	r->room = 2 * r->used + 256;
}

void
records_cut(struct records *r, size_t count)
{
	if (count >= r->count)
		return;
	r->used = r->end = offset_of(r, count);
	r->count = count;
	give_back(r);
}

void
records_move(struct records *to, struct records *from, size_t first)
{
	size_t at = first < from->count ? offset_of(from, first) : from->used, length;

	if (first == 0 && to->count == 0) {
		const struct records empty = *to;

		*to = *from;
		*from = empty;
		return;
	}
	to->end = to->used;
	reserve(to, from->used - at);
	for (size_t n = first; n < from->count; n++) {
		size_t next = open_record(from, at, &length) + length;

		mark(to, to->used);
		memcpy(to->bytes + to->used, from->bytes + at, next - at);
		to->used += next - at;
		to->count++;
		at = next;
	}
	to->end = to->used;
	records_cut(from, first);
}

void
records_free(struct records *r)
{
	free(r->bytes);
	free(r->marks);
	*r = (struct records) { .count = 0 };
}

size_t
records_memory(const struct records *r)
{
	return (r->room + r->mark_room * sizeof(*r->marks));
}
