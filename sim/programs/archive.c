/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lines of archive.h.  FreeBSD's counterparts are archive_read_support_format_mtree.c and
 * archive_write_set_format_mtree.c of libarchive, which keep no contents.
 * NOT MODELLED: ustar, pax and cpio, compression, devices, flags and access control lists.
 */
#include "archive.h"

#include <string.h>

#include "info.h"
#include "option.h"

static const struct {
	const char *name;
	int64_t type;
} types[] = { { "file", BSD_reg }, { "dir", BSD_dir }, { "link", BSD_lnk }, { "fifo", BSD_fifo } };

#define TYPES (sizeof(types) / sizeof(types[0]))

bool
archive_open(struct archive_reader *r, struct arena *arena, const char *bytes, size_t len)
{
	*r = (struct archive_reader) { .arena = arena,
		.at = bytes,
		.end = bytes + len,
		.defaults = { .type = BSD_reg, .mode = 0644, .uid = -1, .gid = -1 } };
	return (len == 0 ||
	    (len >= strlen(ARCHIVE_MAGIC) &&
		memcmp(bytes, ARCHIVE_MAGIC, strlen(ARCHIVE_MAGIC)) == 0));
}

static bool
is_octal(char c)
{
	return (c >= '0' && c <= '7');
}

/* The word's bytes, \ooo decoded. */
static struct text
decode(struct arena *arena, const char *word, size_t len)
{
	char *bytes = arena_copy(arena, word, len);
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if (word[i] == '\\' && i + 3 < len && is_octal(word[i + 1]) &&
		    is_octal(word[i + 2]) && is_octal(word[i + 3])) {
			bytes[n++] = (char)((word[i + 1] - '0') << 6 | (word[i + 2] - '0') << 3 |
			    (word[i + 3] - '0'));
			i += 3;
		} else
			bytes[n++] = word[i];
	}
	bytes[n] = '\0';
	return ((struct text) { bytes, n });
}

static bool
read_type(const char *value, int64_t *type)
{
	for (size_t i = 0; i < TYPES; i++)
		if (strcmp(types[i].name, value) == 0) {
			*type = types[i].type;
			return (true);
		}
	return (false);
}

/* One "keyword=value"; false: it is none that is known. */
static bool
read_keyword(struct archive_entry *e, const char *word, struct text value)
{
	const struct {
		const char *keyword;
		int base;
		int64_t *number;
		const char **text;
	} keywords[] = { { "mode", 8, &e->mode, NULL }, { "uid", 10, &e->uid, NULL },
		{ "gid", 10, &e->gid, NULL }, { "time", 10, &e->mtime, NULL },
		{ "uname", 0, NULL, &e->uname }, { "gname", 0, NULL, &e->gname },
		{ "link", 0, NULL, &e->link }, { "hardlink", 0, NULL, &e->hardlink } };
	size_t length = strcspn(word, "=");

	if (strncmp(word, "data=", 5) == 0) {
		e->data = value;
		return (true);
	}
	if (strncmp(word, "type=", 5) == 0)
		return (read_type(value.s, &e->type));
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++) {
		if (strlen(keywords[i].keyword) != length ||
		    strncmp(keywords[i].keyword, word, length) != 0)
			continue;
		if (keywords[i].text != NULL)
			*keywords[i].text = value.s;
		return (keywords[i].text != NULL ||
		    program_number(value.s, keywords[i].base, keywords[i].number));
	}
	return (false);
}

/* The keywords behind a line's first word. */
static bool
read_keywords(struct archive_reader *r, const char *at, const char *end, struct archive_entry *e)
{
	while (at < end) {
		size_t length = 0;

		while (at + length < end && at[length] != ' ')
			length++;
		const char *equals = memchr(at, '=', length);

		if (length != 0 &&
		    (equals == NULL ||
			!read_keyword(e, at,
			    decode(r->arena, equals + 1, length - (size_t)(equals + 1 - at)))))
			return (false);
		at += length + 1;
	}
	return (true);
}

bool
archive_next(struct archive_reader *r, struct archive_entry *e)
{
	while (r->at < r->end) {
		const char *line = r->at, *end = memchr(line, '\n', (size_t)(r->end - line));
		size_t first = 0;

		end = end == NULL ? r->end : end;
		r->at = end + 1;
		while (line + first < end && line[first] != ' ')
			first++;
		if (first == 0 || *line == '#')
			continue;
		bool set = first == 4 && strncmp(line, "/set", 4) == 0;

		*e = r->defaults;
		e->path = decode(r->arena, line, first).s;
		if (!read_keywords(r, line + first, end, e)) {
			r->wrong = arena_copy(r->arena, line, (size_t)(end - line));
			return (false);
		}
		if (!set)
			return (true);
		r->defaults = *e;
	}
	return (false);
}

static void
put_bytes(struct textbuf *out, const char *keyword, const char *bytes, size_t len)
{
	textbuf_puts(out, keyword);
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (c <= ' ' || c >= 0x7f || c == '\\' || c == '#')
			textbuf_printf(out, "\\%03o", c);
		else
			textbuf_put(out, &bytes[i], 1);
	}
}

static void
put_text(struct textbuf *out, const char *keyword, const char *text)
{
	if (text != NULL)
		put_bytes(out, keyword, text, strlen(text));
}

void
archive_put(struct textbuf *out, const struct archive_entry *e)
{
	const char *type = "file";

	for (size_t i = 0; i < TYPES; i++)
		if (types[i].type == e->type)
			type = types[i].name;
	put_text(out, "", e->path);
	textbuf_printf(out, " type=%s mode=%04o uid=%lld gid=%lld", type, (unsigned)e->mode,
	    (long long)e->uid, (long long)e->gid);
	put_text(out, " uname=", e->uname);
	put_text(out, " gname=", e->gname);
	textbuf_printf(out, " time=%lld", (long long)e->mtime);
	put_text(out, " link=", e->link);
	put_text(out, " hardlink=", e->hardlink);
	if (e->data.len != 0)
		put_bytes(out, " data=", e->data.s, e->data.len);
	textbuf_puts(out, "\n");
}
