/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Characters, their cells, and lines that fit.  Which characters are wide follows Unicode's East
 * Asian Width in blocks; combining marks are left out, as a cell holds one character.
 */
#include "text_cells.h"

#include <stdbool.h>
#include <string.h>

#include "textbuf.h"
#include "utf8.h"

#define REPLACEMENT 0xfffd

size_t
utf8_decode(const char *s, size_t left, uint32_t *code)
{
	static const unsigned char first[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	size_t length = utf8_len(s, left);

	if (length == 0) {
		*code = REPLACEMENT;
		return (1);
	}
	*code = (unsigned char)s[0] & first[length];
	for (size_t i = 1; i < length; i++)
		*code = *code << 6 | ((unsigned char)s[i] & 0x3fu);
	return (length);
}

size_t
utf8_encode(uint32_t code, char bytes[4])
{
	size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	static const unsigned char mark[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

	for (size_t i = length; i-- > 1; code >>= 6)
		bytes[i] = (char)(0x80 | (code & 0x3f));
	bytes[0] = (char)(mark[length] | code);
	return (length);
}

struct range {
	uint32_t first, last;
};

static bool
is_in(const struct range *ranges, size_t count, uint32_t code)
{
	for (size_t i = 0; i < count; i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return (true);
	return (false);
}

int
code_cells(uint32_t code)
{
	static const struct range none[] = { { 0, 0x1f }, { 0x7f, 0x9f }, { 0x300, 0x36f },
		{ 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x20d0, 0x20ff }, { 0xfe00, 0xfe0f },
		{ 0xfeff, 0xfeff } };
	static const struct range wide[] = { { 0x1100, 0x115f }, { 0x2e80, 0x303e },
		{ 0x3041, 0xa4cf }, { 0xac00, 0xd7a3 }, { 0xf900, 0xfaff }, { 0xfe30, 0xfe6f },
		{ 0xff00, 0xff60 }, { 0xffe0, 0xffe6 }, { 0x1f300, 0x1f64f }, { 0x1f900, 0x1f9ff },
		{ 0x20000, 0x3fffd } };

	if (code >= ' ' && code < 0x7f)
		return (1);
	if (is_in(none, sizeof(none) / sizeof(none[0]), code))
		return (0);
	return (is_in(wide, sizeof(wide) / sizeof(wide[0]), code) ? 2 : 1);
}

const char *
code_ascii(uint32_t code)
{
	static const struct {
		uint32_t code;
		const char *plain;
	} table[] = { { 0x2500, "-" }, { 0x2501, "=" }, { 0x2502, "|" }, { 0x251c, "+" },
		{ 0x2524, "+" }, { 0x252c, "+" }, { 0x2534, "+" }, { 0x253c, "+" }, { 0x2014, "-" },
		{ 0x2013, "-" }, { 0x2026, "~" }, { 0x00b7, "." }, { 0x25cf, "#" }, { 0x2022, "*" },
		{ 0x2190, "<" }, { 0x2192, ">" }, { 0x25b6, ">" }, { 0x25b8, ">" }, { 0x00d7, "x" },
		{ 0x2019, "'" }, { 0x2018, "'" }, { 0x201c, "\"" }, { 0x201d, "\"" } };

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].code == code)
			return (table[i].plain);
	return (code_cells(code) == 0 ? "" : "?");
}

int
text_width(const char *text)
{
	size_t left = strlen(text);
	int width = 0;

	while (left > 0) {
		uint32_t code;
		size_t length = utf8_decode(text, left, &code);

		width += code_cells(code);
		text += length;
		left -= length;
	}
	return (width);
}

size_t
text_fit(const char *text, int width)
{
	size_t at = 0, left = strlen(text);

	while (left > 0) {
		uint32_t code;
		size_t length = utf8_decode(text + at, left, &code);

		width -= code_cells(code);
		if (width < 0)
			break;
		at += length;
		left -= length;
	}
	return (at);
}

/* --- Lines ------------------------------------------------------------------------- */

static void
add_line(struct arena *a, struct lines *l, const char *text, size_t length, int indent)
{
	if ((l->count & (l->count - 1)) == 0) {
		size_t room = l->count == 0 ? 1 : 2 * (size_t)l->count;
		const char **more = arena_zero(a, room * sizeof(const char *));

		if (l->count > 0)
			memcpy(more, l->text, (size_t)l->count * sizeof(const char *));
		l->text = more;
	}
	l->text[l->count++] = arena_printf(a, "%*s%.*s", indent, "", (int)length, text);
}

/* How much of the text goes on a line of so many cells: up to a blank, where there is one. */
static size_t
break_at(const char *text, int width)
{
	size_t fits = text_fit(text, width);

	if (text[fits] == '\0' || text[fits] == ' ')
		return (fits);
	for (size_t i = fits; i > 0; i--)
		if (text[i - 1] == ' ' && strspn(text, " ") < i - 1)
			return (i - 1);
	return (fits > 0 ? fits : 1);
}

/* The columns of a table are moved together where there is no room for them. */
static const char *
squeezed(struct arena *a, const char *text)
{
	struct textbuf t = { .arena = a };
	size_t indent = strspn(text, " ");

	textbuf_put(&t, text, indent);
	for (text += indent; *text != '\0';) {
		size_t word = strcspn(text, " "), blank = strspn(text + word, " ");

		textbuf_put(&t, text, word + (blank > 2 ? 2 : blank));
		text += word + blank;
	}
	return (textbuf_text(&t));
}

static void
wrap_line(struct arena *a, struct lines *l, const char *text, int width)
{
	if (text_width(text) > width)
		text = squeezed(a, text);
	int indent = (int)strspn(text, " ") + 2, used = 0;

	if (indent > width / 2)
		indent = 0;
	do {
		size_t length = break_at(text, width - used);

		add_line(a, l, text, length, used);
		text += length;
		text += strspn(text, " ");
		used = indent;
	} while (*text != '\0');
}

/* A line with blanks for its tabs. */
static const char *
without_tabs(struct arena *a, const char *text, size_t length)
{
	struct textbuf t = { .arena = a };

	for (size_t i = 0; i < length; i++)
		if (text[i] == '\t')
			textbuf_printf(&t, "%*s", (int)(8 - t.len % 8), "");
		else
			textbuf_put(&t, text + i, 1);
	return (textbuf_text(&t));
}

void
text_wrap(struct arena *a, struct lines *l, const char *text, int width)
{
	*l = (struct lines) { 0 };
	if (width < 1)
		return;
	while (*text != '\0') {
		size_t length = strcspn(text, "\n");

		wrap_line(a, l, without_tabs(a, text, length), width);
		text += length + (text[length] == '\n');
	}
}
