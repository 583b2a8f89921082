/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Results through a pipe: each text as its length and its bytes. Both ends
 * are the same program on the same machine.
 */
#include "result.h"

#include <stdint.h>
#include <string.h>

#define TEXTS 8
#define NONE  UINT32_MAX /* the length of a text that is NULL */

static bool
write_text(FILE *f, const char *text)
{
	uint32_t len = text == NULL ? NONE : (uint32_t)strlen(text);

	return (fwrite(&len, sizeof(len), 1, f) == 1 &&
	    (len == NONE || fwrite(text, 1, len, f) == len));
}

bool
result_write(FILE *f, const struct test_result *r)
{
	const char *const texts[TEXTS] = { r->file, r->title, r->step, r->expected, r->got,
		r->output, r->trail, r->problem };
	const uint32_t head[3] = { (uint32_t)r->kind, r->line, r->column };

	if (fwrite(head, sizeof(head), 1, f) != 1)
		return (false);
	for (int i = 0; i < TEXTS; i++)
		if (!write_text(f, texts[i]))
			return (false);
	return (true);
}

static bool
read_text(FILE *f, struct arena *a, const char **text)
{
	uint32_t len;

	*text = NULL;
	if (fread(&len, sizeof(len), 1, f) != 1)
		return (false);
	if (len == NONE)
		return (true);
	char *bytes = arena_zero(a, (size_t)len + 1);

	*text = bytes;
	return (fread(bytes, 1, len, f) == len);
}

bool
result_read(FILE *f, struct arena *a, struct test_result *r)
{
	const char **const texts[TEXTS] = { &r->file, &r->title, &r->step, &r->expected, &r->got,
		&r->output, &r->trail, &r->problem };
	uint32_t head[3];

	if (fread(head, sizeof(head), 1, f) != 1)
		return (false);
	r->kind = (enum test_kind)head[0];
	r->line = head[1];
	r->column = head[2];
	for (int i = 0; i < TEXTS; i++)
		if (!read_text(f, a, texts[i]))
			return (false);
	return (true);
}
