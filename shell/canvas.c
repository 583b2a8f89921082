/* SPDX-License-Identifier: BSD-2-Clause */
/* The canvas of canvas.h and the pen that writes on it. */
#include "canvas.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "text_cells.h"
#include "textbuf.h"
#include "world.h"

void
canvas_resize(struct canvas *c, int width, int height)
{
	c->width = width < 0 ? 0 : width;
	c->height = height < 0 ? 0 : height;
	c->cursor_x = -1;
	c->cursor_y = 0;
	size_t count = (size_t)c->width * (size_t)c->height;

	if (count > c->room) {
		free(c->glyphs);
		c->glyphs = malloc(count * sizeof(struct glyph));
		c->room = count;
		if (c->glyphs == NULL)
			world_out_of_memory();
	}
	for (size_t i = 0; i < count; i++)
		c->glyphs[i] = (struct glyph) { .code = ' ' };
}

void
canvas_free(struct canvas *c)
{
	free(c->glyphs);
	*c = (struct canvas) { 0 };
}

struct glyph *
canvas_at(const struct canvas *c, int x, int y)
{
	if (x < 0 || y < 0 || x >= c->width || y >= c->height)
		return (NULL);
	return (&c->glyphs[(size_t)y * (size_t)c->width + (size_t)x]);
}

char *
canvas_line(const struct canvas *c, struct arena *a, int y)
{
	struct textbuf t = { .arena = a };
	size_t used = 0;

	for (int x = 0; x < c->width; x++) {
		const struct glyph *g = canvas_at(c, x, y);
		char bytes[4];

		if (g == NULL || g->code == 0)
			continue;
		textbuf_put(&t, bytes, utf8_encode(g->code, bytes));
		if (g->code != ' ')
			used = t.len;
	}
	return (arena_copy(a, textbuf_text(&t), used));
}

void
canvas_print(const struct canvas *c, FILE *out)
{
	struct arena a = { 0 };

	for (int y = 0; y < c->height; y++) {
		fprintf(out, "%s\n", canvas_line(c, &a, y));
		arena_clear(&a);
	}
	arena_free(&a);
}

/* --- The pen ----------------------------------------------------------------------- */

struct pen
pen_at(struct canvas *c, struct area area)
{
	return ((struct pen) { .canvas = c, .area = area });
}

void
pen_move(struct pen *p, int x, int y)
{
	p->x = x;
	p->y = y;
}

/* One character of `cells' cells, when it fits into the area. */
static void
put(struct pen *p, enum role role, uint32_t code, int cells)
{
	bool fits =
	    p->x >= 0 && p->y >= 0 && p->x + cells <= p->area.width && p->y < p->area.height;

	for (int i = 0; i < cells && fits; i++) {
		struct glyph *g = canvas_at(p->canvas, p->area.x + p->x + i, p->area.y + p->y);

		if (g == NULL)
			continue;
		g->code = i == 0 ? code : 0;
		g->role = (uint8_t)role;
	}
	p->x += cells;
}

static void
put_bytes(struct pen *p, enum role role, const char *s, size_t length)
{
	for (size_t i = 0; i < length;) {
		uint32_t code;

		i += utf8_decode(s + i, length - i, &code);
		int cells = code_cells(code);

		if (p->canvas->ascii && code >= 0x80)
			for (const char *plain = code_ascii(code); *plain != '\0'; plain++)
				put(p, role, (uint32_t)(unsigned char)*plain, 1);
		else if (cells > 0)
			put(p, role, code, cells);
	}
}

void
pen_text(struct pen *p, enum role role, const char *text)
{
	put_bytes(p, role, text, strlen(text));
}

void
pen_printf(struct pen *p, enum role role, const char *format, ...)
{
	struct arena a = { 0 };
	va_list ap;

	va_start(ap, format);
	pen_text(p, role, arena_vprintf(&a, format, ap));
	va_end(ap);
	arena_free(&a);
}

void
pen_field(struct pen *p, enum role role, int width, const char *text)
{
	int end = p->x + width, used = text_width(text);

	if (used <= width) {
		pen_text(p, role, text);
	} else if (width > 0) {
		put_bytes(p, role, text, text_fit(text, width - 1));
		pen_text(p, role, "\xe2\x80\xa6");
	}
	if (p->x < end)
		pen_repeat(p, role, ' ', end - p->x);
	p->x = end;
}

void
pen_repeat(struct pen *p, enum role role, uint32_t code, int count)
{
	char bytes[4];
	size_t length = utf8_encode(code, bytes);

	for (int i = 0; i < count && p->x < p->area.width; i++)
		put_bytes(p, role, bytes, length);
}

void
pen_select(struct pen *p, int y)
{
	for (int x = 0; x < p->area.width && y >= 0 && y < p->area.height; x++) {
		struct glyph *g = canvas_at(p->canvas, p->area.x + x, p->area.y + y);

		if (g != NULL)
			g->selected = true;
	}
}
