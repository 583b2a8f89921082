/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Literals as bytes: kind, name and a NUL, then 8 bytes of an integer, or 4 bytes of length, the
 * contents and a NUL.  FreeBSD's counterpart is the vector of struct iovec of nmount(2) and
 * jail_set(2).
 */
#include "literal.h"

#include <string.h>

struct literal
literal_read(const struct values *vs, value_ix v)
{
	size_t length;
	const char *bytes = value_bytes(vs, v, &length);

	return ((struct literal) { bytes, bytes + length });
}

struct literal
literal_within(const struct element *list)
{
	return ((struct literal) { list->bytes, list->bytes + list->length });
}

bool
literal_next(struct literal *l, struct element *e)
{
	if (l->at >= l->end)
		return (false);
	*e = (struct element) {
		.kind = (enum literal_kind) * l->at, .name = l->at + 1, .bytes = ""
	};
	l->at = e->name + strlen(e->name) + 1;
	if (e->kind == LITERAL_INTEGER) {
		memcpy(&e->integer, l->at, sizeof(e->integer));
		l->at += sizeof(e->integer);
	} else if (e->kind != LITERAL_WORD) {
		uint32_t length;

		memcpy(&length, l->at, sizeof(length));
		e->bytes = l->at + sizeof(length);
		e->length = length;
		l->at = e->bytes + length + 1;
	}
	return (true);
}

bool
literal_find(struct literal l, const char *name, struct element *found)
{
	struct element e;
	bool any = false;

	while (literal_next(&l, &e))
		if (strcmp(e.name, name) == 0) {
			*found = e;
			any = true;
		}
	return (any);
}

int64_t
literal_get_number(struct literal l, const char *name)
{
	return (literal_get_number_or(l, name, 0));
}

int64_t
literal_get_number_or(struct literal l, const char *name, int64_t missing)
{
	struct element e;

	return (literal_find(l, name, &e) && e.kind == LITERAL_INTEGER ? e.integer : missing);
}

const char *
literal_get_string(struct literal l, const char *name)
{
	struct element e;

	return (literal_find(l, name, &e) ? e.bytes : "");
}

size_t
literal_count(struct literal l)
{
	struct element e;
	size_t count = 0;

	while (literal_next(&l, &e))
		count++;
	return (count);
}

static void
append_head(struct values *vs, enum literal_kind kind, const char *name)
{
	char byte = (char)kind;

	value_append(vs, &byte, 1);
	value_append(vs, name, strlen(name) + 1);
}

void
literal_word(struct values *vs, const char *name)
{
	append_head(vs, LITERAL_WORD, name);
}

void
literal_integer(struct values *vs, const char *name, int64_t integer)
{
	append_head(vs, LITERAL_INTEGER, name);
	value_append(vs, &integer, sizeof(integer));
}

void
literal_string(struct values *vs, const char *name, const char *bytes, size_t length)
{
	uint32_t count = (uint32_t)length;

	append_head(vs, LITERAL_STRING, name);
	value_append(vs, &count, sizeof(count));
	value_append(vs, bytes, length);
	value_append(vs, "", 1);
}

void
literal_text(struct values *vs, const char *name, const char *string)
{
	literal_string(vs, name, string, strlen(string));
}

size_t
literal_open(struct values *vs, const char *name)
{
	uint32_t count = 0;

	append_head(vs, LITERAL_LIST, name);
	value_append(vs, &count, sizeof(count));
	return (value_built(vs));
}

void
literal_close(struct values *vs, size_t opened)
{
	uint32_t count = (uint32_t)(value_built(vs) - opened);

	value_overwrite(vs, opened - sizeof(count), &count, sizeof(count));
	value_append(vs, "", 1);
}
