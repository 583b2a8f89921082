/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading files and directories.  FreeBSD's counterparts are fread(3) and readdir(3) of libc. */
#include "readfile.h"

#include <stdlib.h>
#include <string.h>

#include "literal.h"

#define READ_SIZE 65536

bool
read_descriptor(struct program *p, int64_t fd, struct textbuf *text, const struct call **failed)
{
	for (;;) {
		const struct call *c = CALL(p, read, fd, READ_SIZE);
		size_t length;

		if (c->error != 0) {
			*failed = c;
			return (false);
		}
		const char *bytes = value_bytes(p->world->values, (value_ix)c->result[0], &length);

		if (length == 0)
			return (true);
		textbuf_put(text, bytes, length);
	}
}

const char *
read_file(struct program *p, const char *path, const struct call **failed)
{
	struct textbuf text = { .arena = p->arena };
	const struct call *c = CALL(p, open, program_text(p, path), BSD_O_RDONLY), *refused = c;

	if (failed == NULL)
		failed = &refused;
	*failed = c;
	if (c->error != 0)
		return (NULL);
	int64_t fd = c->retval;
	bool whole = read_descriptor(p, fd, &text, failed);

	CALL(p, close, fd);
	return (whole ? textbuf_text(&text) : NULL);
}

static int
by_name(const void *a, const void *b)
{
	return (strcmp(*(const char *const *)a, *(const char *const *)b));
}

/* The names in what getdirentries(2) answered. */
static const char *const *
sorted_names(struct program *p, const struct call *c, size_t *count)
{
	struct literal l = literal_read(p->world->values, (value_ix)c->result[0]);
	const char **names = arena_zero(p->arena, (literal_count(l) + 1) * sizeof(*names));
	struct element e;

	for (*count = 0; literal_next(&l, &e);) {
		const char *name = e.kind == LITERAL_STRING ? e.bytes : e.name;
		struct element inner;

		if (e.kind == LITERAL_LIST && literal_find(literal_within(&e), "name", &inner))
			name = inner.bytes;
		if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
			names[(*count)++] = name;
	}
	qsort(names, *count, sizeof(*names), by_name);
	return (names);
}

const char *const *
read_directory(struct program *p, const char *path, const struct call **failed, size_t *count)
{
	const struct call *c = CALL(p, open, program_text(p, path), BSD_O_RDONLY | BSD_O_DIRECTORY);

	*failed = c;
	if (c->error != 0)
		return (NULL);
	int64_t fd = c->retval;

	c = CALL(p, getdirentries, fd);
	CALL(p, close, fd);
	*failed = c;
	return (c->error != 0 ? NULL : sorted_names(p, c, count));
}
