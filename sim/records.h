/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Records of bytes, packed one behind the other: what a history of a million calls is kept in.
 * They are added at the end, read by number and cut off from the end.
 */
#ifndef SIM_RECORDS_H
#define SIM_RECORDS_H

#include <stddef.h>
#include <stdint.h>

/* Zeroed, there are none. */
struct records {
	char *bytes;	  /* each record: its length, then what was put into it */
	size_t used;	  /* bytes of whole records */
	size_t end;	  /* bytes with the record being made */
	size_t room;	  /* bytes there is memory for */
	size_t *marks;	  /* where every RECORDS_STRIDE-th one begins */
	size_t mark_room; /* how many of them there is memory for */
	size_t count;	  /* whole records */
};

#define RECORDS_STRIDE 16

/* Makes one: begin, put, end. */
void records_begin(struct records *);
void records_put_number(struct records *, uint64_t);
void records_put_signed(struct records *, int64_t);
void records_put_bytes(struct records *, const char *, size_t length);
void records_end(struct records *);

/* Reads one: what was put, in the same order. */
struct record {
	const unsigned char *at; /* what is next */
};

struct record records_at(const struct records *, size_t number);
uint64_t record_number(struct record *);
int64_t record_signed(struct record *);
/* Good until the next record is made; no NUL is behind. */
const char *record_bytes(struct record *, size_t *length);

/* Keeps the first ones. */
void records_cut(struct records *, size_t count);
/* Moves those of `from' from `first' on to the end of `to'. */
void records_move(struct records *to, struct records *from, size_t first);
void records_free(struct records *);
/* What they take. */
size_t records_memory(const struct records *);

#endif
