/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A growing text: it doubles, and what it leaves goes with the arena.
 */
#include "textbuf.h"

#include <string.h>

#include "utf8.h"

void
textbuf_put(struct textbuf *t, const char *bytes, size_t len)
{
	if (t->len + len + 1 > t->room) {
		size_t room = 2 * (t->len + len) + 64;
		char *more = arena_zero(t->arena, room);

		if (t->len != 0)
			memcpy(more, t->s, t->len);
		t->s = more;
		t->room = room;
	}
	if (len != 0)
		memcpy(t->s + t->len, bytes, len);
	t->len += len;
	t->s[t->len] = '\0';
}

void
textbuf_puts(struct textbuf *t, const char *s)
{
	textbuf_put(t, s, strlen(s));
}

void
textbuf_vprintf(struct textbuf *t, const char *format, va_list ap)
{
	textbuf_puts(t, arena_vprintf(t->arena, format, ap));
}

void
textbuf_printf(struct textbuf *t, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	textbuf_vprintf(t, format, ap);
	va_end(ap);
}

void
textbuf_put_clean(struct textbuf *t, const char *bytes, size_t len)
{
	for (size_t i = 0, step; i < len; i += step) {
		unsigned char c = (unsigned char)bytes[i];

		step = utf8_len(bytes + i, len - i);
		if (step != 0 && (c >= ' ' || c == '\t' || c == '\n') && c != 0x7f) {
			textbuf_put(t, bytes + i, step);
			continue;
		}
		textbuf_printf(t, "\\x%02x", c);
		step = 1;
	}
}

void
textbuf_put_json(struct textbuf *t, const char *s)
{
	textbuf_puts(t, "\"");
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			textbuf_printf(t, "\\%c", *s);
		else if ((unsigned char)*s < ' ')
			textbuf_printf(t, "\\u%04x", (unsigned)(unsigned char)*s);
		else
			textbuf_put(t, s, 1);
	}
	textbuf_puts(t, "\"");
}

const char *
textbuf_text(const struct textbuf *t)
{
	return (t->s == NULL ? "" : t->s);
}

void
textbuf_end_line(struct textbuf *t)
{
	while (t->len > 0 && t->s[t->len - 1] == ' ')
		t->len--;
	textbuf_put(t, "\n", 1);
}
