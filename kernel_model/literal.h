/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Literals: the structures and lists that calls take and give, as values.  {name="www", persist}
 * and {"a", 5} are sequences of elements, each with a name or without, each an integer, a string,
 * a list, or nothing but its name.
 */
#ifndef KERNEL_MODEL_LITERAL_H
#define KERNEL_MODEL_LITERAL_H

#include "value.h"

enum literal_kind {
	LITERAL_WORD,	 /* a name alone: persist */
	LITERAL_INTEGER, /* 5 */
	LITERAL_STRING,	 /* "www" */
	LITERAL_LIST,	 /* {...} */
};

/* One element.  Pointers are into the store and last as long as it does. */
struct element {
	const char *name;  /* NUL-terminated; "" for none */
	const char *bytes; /* of a string, NUL-terminated, or of a list */
	size_t length;	   /* of `bytes' */
	int64_t integer;
	enum literal_kind kind;
};

/* Where a reader is; start with literal_read(). */
struct literal {
	const char *at, *end;
};

struct literal literal_read(const struct values *, value_ix);
struct literal literal_within(const struct element *list);
/* Is there another element?  If so it is in *element. */
bool literal_next(struct literal *, struct element *);
/* The element of this name; false when there is none.  The last one of a name wins. */
bool literal_find(struct literal, const char *name, struct element *);
/* Its integer, and its string, NUL-terminated; 0, `missing' or "" when there is none. */
int64_t literal_get_number(struct literal, const char *name);
int64_t literal_get_number_or(struct literal, const char *name, int64_t missing);
const char *literal_get_string(struct literal, const char *name);
/* How many elements. */
size_t literal_count(struct literal);

/*
 * Making one, between value_begin() and value_end(); name "" for none.  A list's elements are
 * appended between literal_open() and literal_close(), which takes what open answered.
 */
void literal_word(struct values *, const char *name);
void literal_integer(struct values *, const char *name, int64_t);
void literal_string(struct values *, const char *name, const char *bytes, size_t length);
void literal_text(struct values *, const char *name, const char *string);
size_t literal_open(struct values *, const char *name);
void literal_close(struct values *, size_t opened);

#endif
