/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The foot of the screen, with the keys that work now, and the help: both out of the table of
 * requests.
 */
#include <string.h>

#include "view_pane.h"
#include "view_request.h"

/* --- The footer -------------------------------------------------------------------- */

static int
label_width(struct arena *a, const struct request *r)
{
	return (text_width(name_of_key(a, r->keys[0])) + 1 + text_width(r->label) + 2);
}

static void
draw_label(struct pen *p, struct arena *a, const struct request *r)
{
	pen_text(p, ROLE_KEY, name_of_key(a, r->keys[0]));
	pen_printf(p, ROLE_DIM, " %s", r->label);
	pen_text(p, ROLE_PLAIN, "  ");
}

/* What is always there stands at the right; the rest as far as there is room. */
static void
draw_keys(const struct view *v, struct pen *p)
{
	struct arena a = { 0 };
	int room = p->area.width;

	for (size_t i = 0; i < request_count; i++)
		if (requests[i].always && request_works(v, &requests[i]))
			room -= label_width(&a, &requests[i]);
	for (size_t i = 0; i < request_count; i++) {
		const struct request *r = &requests[i];

		if (r->always || r->label == NULL || !request_works(v, r))
			continue;
		if (p->x + label_width(&a, r) > room)
			break;
		draw_label(p, &a, r);
	}
	pen_move(p, room, 0);
	for (size_t i = 0; i < request_count; i++)
		if (requests[i].always && request_works(v, &requests[i]))
			draw_label(p, &a, &requests[i]);
	arena_free(&a);
}

void
footer_draw(struct view *v, struct canvas *c)
{
	struct pen p = pen_at(c, (struct area) { 0, c->height - 1, c->width, 1 });

	if (v->mode == MODE_LINE)
		line_draw(v, &p);
	else if (v->message != NULL)
		pen_text(&p, ROLE_CHANGED, v->message);
	else
		draw_keys(v, &p);
}

/* --- The help ---------------------------------------------------------------------- */

static const char *
keys_of(struct arena *a, const struct request *r)
{
	const char *text = "";

	for (size_t i = 0; i < sizeof(r->keys) / sizeof(int) && r->keys[i] != 0; i++)
		text =
		    arena_printf(a, "%s%s%s", text, i == 0 ? "" : " ", name_of_key(a, r->keys[i]));
	return (text);
}

static void
help_lines(struct arena *a, struct lines *lines, int width)
{
	struct textbuf t = { .arena = a };

	textbuf_puts(&t,
	    "Each letter of the matrix is the real calls, tried in a copy of the world:\n"
	    "  A  it reached the host or a neighbour\n"
	    "  C  it succeeded, on what is the prison's own\n"
	    "  B  it was blocked\n"
	    "  -  there is nobody to try it, or nothing to try it on\n"
	    "  *  the last step changed it\n");
	for (size_t i = 0; i < request_count; i++) {
		const struct request *r = &requests[i];

		if (r->heading != NULL)
			textbuf_printf(&t, " \n%s\n", r->heading);
		if (r->help != NULL)
			textbuf_printf(&t, "  %-16s %s\n", keys_of(a, r), r->help);
	}
	textbuf_puts(&t,
	    " \nThe mouse\n  a click selects, on the bar above goes to a step; the "
	    "wheel scrolls\n");
	text_wrap(a, lines, textbuf_text(&t), width);
}

void
help_draw(struct view *v, struct canvas *c)
{
	struct arena a = { 0 };
	struct lines lines;
	int height = c->height - 2;

	help_lines(&a, &lines, c->width);
	if (v->help.top > lines.count - height)
		v->help.top = lines.count - height;
	if (v->help.top < 0)
		v->help.top = 0;
	struct pen p = pen_at(c, (struct area) { 0, 0, c->width, c->height - 1 });

	pen_text(&p, ROLE_LINE, "\xe2\x94\x80");
	pen_text(&p, ROLE_FOCUS, "[Keys]");
	pen_repeat(&p, ROLE_LINE, 0x2500, c->width);
	for (int i = 0; i < height && v->help.top + i < lines.count; i++) {
		const char *line = lines.text[v->help.top + i];

		pen_move(&p, 0, i + 1);
		pen_text(&p, *line == ' ' ? ROLE_PLAIN : ROLE_TITLE, line);
	}
	if (v->help.top + height < lines.count) {
		pen_move(&p, c->width - 2, c->height - 2);
		pen_text(&p, ROLE_DIM, "\xe2\x80\xa6");
	}
	arena_free(&a);
}
