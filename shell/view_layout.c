/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the panes are, and drawing them with the lines between them: in two columns, in three on
 * a wide screen, one pane at a time on a small one.  No lines go around: the screen has an edge.
 */
#include <string.h>

#include "view_pane.h"

#define WIDE	  80 /* all panes at once from here on */
#define HIGH	  20
#define VERY_WIDE 140
#define LEFT	  28 /* cells of the left column at least */

const struct pane_ops *
pane_ops(const struct view *v, enum pane pane)
{
	static const struct pane_ops *const ops[PANES] = { [PANE_TREE] = &tree_ops,
		[PANE_MATRIX] = &matrix_ops,
		[PANE_LOG] = &log_ops,
		[PANE_WHY] = &why_ops };

	return (pane == PANE_TREE && v->choice != CHOICE_NONE ? &choice_ops[v->choice] : ops[pane]);
}

bool
view_is_wide(const struct view *v)
{
	return (v->screen_width >= WIDE && v->screen_height >= HIGH && !v->zoomed);
}

/* Tree above log, matrix above why. */
static void
two_columns(struct view *v, struct area all)
{
	int left = all.width * 7 / 24 < LEFT ? LEFT : all.width * 7 / 24;
	int upper = all.height < 24 ? all.height * 2 / 3 : all.height * 3 / 5;
	int x = all.x + left + 1, right = all.width - left - 1;

	v->place[PANE_TREE] = (struct area) { all.x, all.y, left, upper };
	v->place[PANE_LOG] = (struct area) { all.x, all.y + upper, left, all.height - upper };
	v->place[PANE_MATRIX] = (struct area) { x, all.y, right, upper };
	v->place[PANE_WHY] = (struct area) { x, all.y + upper, right, all.height - upper };
}

/* Tree above log, the matrix, why. */
static void
three_columns(struct view *v, struct area all)
{
	int left = all.width / 4, why = all.width * 3 / 10, upper = all.height * 2 / 5;
	int matrix = all.width - left - why - 2;

	v->place[PANE_TREE] = (struct area) { all.x, all.y, left, upper };
	v->place[PANE_LOG] = (struct area) { all.x, all.y + upper, left, all.height - upper };
	v->place[PANE_MATRIX] = (struct area) { all.x + left + 1, all.y, matrix, all.height };
	v->place[PANE_WHY] = (struct area) { all.x + left + matrix + 2, all.y, why, all.height };
}

void
view_layout(struct view *v, int width, int height)
{
	v->screen_width = width;
	v->screen_height = height;
	int head = head_lines(v);
	struct area all = { 0, head, width, height - head - 1 };

	memset(v->place, 0, sizeof(v->place));
	if (!view_is_wide(v))
		v->place[v->focus] = all;
	else if (width >= VERY_WIDE)
		three_columns(v, all);
	else
		two_columns(v, all);
}

/* --- Drawing ----------------------------------------------------------------------- */

/* The line above a pane that is alone: the names of all, as on cards behind each other. */
static void
draw_cards(struct view *v, struct pen *p)
{
	pen_repeat(p, ROLE_LINE, 0x2500, 1);
	for (int pane = 0; pane < PANES; pane++) {
		bool focus = pane == (int)v->focus;

		pen_printf(p, focus ? ROLE_FOCUS : ROLE_TITLE, "%c%s%c", focus ? '[' : ' ',
		    pane_ops(v, (enum pane)pane)->name, focus ? ']' : ' ');
	}
	pen_repeat(p, ROLE_LINE, 0x2500, p->area.width);
}

/* The line above a pane, with its name. */
static void
draw_rule(struct view *v, struct canvas *c, enum pane pane)
{
	struct area at = v->place[pane];
	struct pen p = pen_at(c, (struct area) { at.x, at.y, at.width, 1 });
	struct arena a = { 0 };
	const struct pane_ops *ops = pane_ops(v, pane);
	const char *title = ops->title(v, &a);
	bool focus = pane == v->focus;

	if (!view_is_wide(v) && at.width < WIDE) {
		draw_cards(v, &p);
		arena_free(&a);
		return;
	}
	pen_repeat(&p, ROLE_LINE, 0x2500, 1);
	pen_printf(&p, focus ? ROLE_FOCUS : ROLE_TITLE, "%c%s%c", focus ? '[' : ' ', ops->name,
	    focus ? ']' : ' ');
	if (*title != '\0' && at.width - p.x > 4) {
		pen_text(&p, ROLE_LINE, "\xe2\x94\x80 ");
		int room = at.width - p.x - 2, width = text_width(title);

		pen_field(&p, ROLE_TITLE, width < room ? width : room, title);
		pen_text(&p, ROLE_LINE, " ");
	}
	pen_repeat(&p, ROLE_LINE, 0x2500, at.width);
	arena_free(&a);
}

/* Keeps the cursor, or the end, in sight. */
static void
follow(struct view *v, enum pane pane, int height)
{
	const struct pane_ops *ops = pane_ops(v, pane);
	struct scroll *s = &v->scroll[pane];
	int count = ops->count(v, v->place[pane].width);

	s->height = height;
	s->at = s->at >= count ? count - 1 : s->at;
	s->at = s->at < 0 ? 0 : s->at;
	if (ops->select != NULL && s->at < s->top)
		s->top = s->at;
	if (ops->select != NULL && s->at >= s->top + height)
		s->top = s->at - height + 1;
	/* A heading goes with what is below it. */
	if (ops->is_heading != NULL && s->top == s->at && s->at > 0 && height > 1 &&
	    ops->is_heading(v, s->at - 1))
		s->top--;
	s->top = s->top > count - height ? count - height : s->top;
	s->top = s->top < 0 ? 0 : s->top;
}

/* The line of the cursor has a mark of its own, in a column kept for it. */
static void
draw_line(struct view *v, struct canvas *c, enum pane pane, int line, int y)
{
	struct area at = v->place[pane];
	const struct pane_ops *ops = pane_ops(v, pane);
	bool selected = ops->select != NULL && line == v->scroll[pane].at;
	struct pen p = pen_at(c, (struct area) { at.x, y, at.width, 1 });

	if (selected)
		pen_text(&p, ROLE_KEY, "\xe2\x96\xb8");
	if (ops->select != NULL) {
		p.area.x++;
		p.area.width--;
	}
	pen_move(&p, 0, 0);
	ops->draw(v, &p, line);
	if (selected && pane == v->focus)
		pen_select(&p, 0);
}

static void
draw_pane(struct view *v, struct canvas *c, enum pane pane)
{
	struct area at = v->place[pane];
	const struct pane_ops *ops = pane_ops(v, pane);
	int head = ops->head_lines, height = at.height - 1 - head;

	if (at.width <= 0 || at.height <= 1)
		return;
	draw_rule(v, c, pane);
	follow(v, pane, height < 0 ? 0 : height);
	struct pen p = pen_at(c, (struct area) { at.x, at.y + 1, at.width, head });

	if (ops->head != NULL)
		ops->head(v, &p);
	int count = ops->count(v, at.width);

	for (int i = 0; i < height && v->scroll[pane].top + i < count; i++) {
		int line = v->scroll[pane].top + i;

		draw_line(v, c, pane, line, at.y + 1 + head + i);
	}
	if (v->scroll[pane].top + height < count && height > 0) {
		p = pen_at(c, (struct area) { at.x + at.width - 1, at.y + at.height - 1, 1, 1 });
		pen_text(&p, ROLE_DIM, "\xe2\x80\xa6");
	}
}

/* The lines between columns: right of each pane that has a neighbour there. */
static void
draw_columns(struct view *v, struct canvas *c)
{
	int top = head_lines(v);

	for (int pane = 0; pane < PANES; pane++) {
		struct area at = v->place[pane];

		if (at.width <= 0 || at.x == 0)
			continue;
		struct pen p = pen_at(c, (struct area) { at.x - 1, at.y, 1, at.height });

		for (int y = 0; y < at.height; y++) {
			pen_move(&p, 0, y);
			pen_repeat(&p, ROLE_LINE,
			    y > 0	    ? 0x2502 :
				at.y == top ? 0x252c :
					      0x253c,
			    1);
		}
	}
}

static void
draw_too_small(struct view *v, struct canvas *c)
{
	struct pen p = pen_at(c, (struct area) { 0, 0, c->width, c->height });
	struct arena a = { 0 };
	struct lines lines;

	text_wrap(&a, &lines,
	    arena_printf(&a, "%dx%d is too small: the view needs %dx%d.  q leaves.", c->width,
		c->height, VIEW_WIDTH, VIEW_HEIGHT),
	    c->width);
	for (int i = 0; i < lines.count; i++) {
		pen_move(&p, 0, i);
		pen_text(&p, ROLE_PLAIN, lines.text[i]);
	}
	(void)v;
	arena_free(&a);
}

void
view_draw(struct view *v, struct canvas *c)
{
	canvas_resize(c, c->width, c->height);
	view_layout(v, c->width, c->height);
	if (c->width < VIEW_WIDTH || c->height < VIEW_HEIGHT) {
		memset(v->place, 0, sizeof(v->place));
		draw_too_small(v, c);
		return;
	}
	if (v->mode == MODE_HELP) {
		help_draw(v, c);
	} else {
		draw_columns(v, c);
		/* The matrix first: others show what it tried. */
		draw_pane(v, c, PANE_MATRIX);
		draw_pane(v, c, PANE_TREE);
		draw_pane(v, c, PANE_LOG);
		draw_pane(v, c, PANE_WHY);
		head_draw(v, c);
	}
	footer_draw(v, c);
}
