/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pane of the matrix: actions down, prisons across, in each cell a letter, whose colour says
 * the same.  The cursor is on an action in the column of the selected prison.
 */
#include <string.h>

#include "view_pane.h"

#define NARROW	5 /* cells of a column at least */
#define WIDEST	10
#define LABEL	20 /* of what an action is about at least */
#define LEGEND	38 /* cells that the meaning of the letters takes */
#define LONGEST 72 /* and at most */

static const enum role reach_role[REACHES] = { [REACH_NONE] = ROLE_NONE,
	[REACH_ALLOWED] = ROLE_ALLOWED,
	[REACH_CONTAINED] = ROLE_CONTAINED,
	[REACH_BLOCKED] = ROLE_DENIED };

static const struct action *
action_at(const struct view *v, int action)
{
	return (&v->cells.now.actions.all[action]);
}

/* --- Which actions ----------------------------------------------------------------- */

static bool
is_shown(struct view *v, int action)
{
	int column = cells_column(v, v->jid);

	if (v->category >= 0 && (int)action_at(v, action)->category != v->category)
		return (false);
	if (v->shown == SHOWN_ALL)
		return (true);
	const struct cell *c = cells_at(v, action, column);

	if (c == NULL)
		return (false);
	if (v->shown == SHOWN_BLOCKED)
		return (c->reach == REACH_BLOCKED);
	if (v->shown == SHOWN_CHANGED)
		return (cells_changed(v, action, column));
	return (c->reach == REACH_ALLOWED || c->reach == REACH_CONTAINED);
}

/* An action, or -1 - category for the line above the first of it. */
static int
line_at(const struct view *v, int line)
{
	const int *lines = v->actions.base;

	return (line >= 0 && line < v->actions.count ? lines[line] : -1 - CATEGORIES);
}

static void
add(struct view *v, int line)
{
	*(int *)vector_add(&v->actions, sizeof(int)) = line;
}

void
matrix_fill(struct view *v)
{
	int last = -1, selected = matrix_action(v);
	struct scroll *s = &v->scroll[PANE_MATRIX];

	if (v->shown != SHOWN_ALL)
		cells_want(v, cells_column(v, v->jid), 1);
	v->actions.count = 0;
	for (int i = 0; i < (int)v->cells.now.actions.count; i++) {
		int category = (int)action_at(v, i)->category;

		if (!is_shown(v, i))
			continue;
		if (category != last)
			add(v, -1 - category);
		last = category;
		if (i <= selected || s->at == 0)
			s->at = v->actions.count;
		add(v, i);
	}
	if (s->at >= v->actions.count)
		s->at = v->actions.count - 1;
}

int
matrix_action(const struct view *v)
{
	int line = line_at(v, v->scroll[PANE_MATRIX].at);

	return (line < 0 ? -1 : line);
}

void
matrix_set_prison(struct view *v, uint32_t jid)
{
	if (jid == v->jid)
		return;
	v->jid = jid;
	if (v->shown != SHOWN_ALL)
		matrix_fill(v);
	tree_follow(v);
}

void
matrix_show_change(struct view *v)
{
	for (int line = 0; line < v->actions.count; line++)
		if (line_at(v, line) >= 0 &&
		    cells_changed(v, line_at(v, line), cells_column(v, v->jid))) {
			v->scroll[PANE_MATRIX].at = line;
			v->scroll[PANE_MATRIX].top = line - v->scroll[PANE_MATRIX].height / 2;
			return;
		}
}

/* --- Which columns ----------------------------------------------------------------- */

struct columns {
	int first, count, width, label;
};

/* What stands above its column: a nested one is told by its own part of the name. */
static const char *
column_name(const struct view *v, struct arena *a, uint32_t jid)
{
	const char *name = jid_name(v, a, jid), *dot = strrchr(name, '.');

	return (dot == NULL ? name : dot);
}

static int
longest_name(const struct view *v)
{
	struct arena a = { 0 };
	int longest = 0;

	for (int i = 0; i < v->cells.ncolumns && longest < WIDEST; i++) {
		int width = text_width(column_name(v, &a, v->cells.jids[i]));

		longest = width > longest ? width : longest;
		arena_clear(&a);
	}
	arena_free(&a);
	return (longest);
}

/* The columns that the pane has room for, scrolled so that the selected prison's is there. */
static struct columns
columns_in(struct view *v, int width)
{
	struct columns c = { .width = longest_name(v) + 2 };
	int at = cells_column(v, v->jid), label = width * 2 / 5 < LABEL ? LABEL : width * 2 / 5;

	c.width = c.width < NARROW ? NARROW : c.width > WIDEST ? WIDEST : c.width;
	c.count = (width - label) / c.width;
	c.count = c.count < 1 ? 1 : c.count;
	if (c.count > v->cells.ncolumns)
		c.count = v->cells.ncolumns;
	if (v->column > at)
		v->column = at;
	if (v->column < at - c.count + 1)
		v->column = at - c.count + 1;
	if (v->column > v->cells.ncolumns - c.count)
		v->column = v->cells.ncolumns - c.count;
	c.first = v->column;
	c.label = width - c.count * c.width;
	c.label = c.label > LONGEST ? LONGEST : c.label;
	cells_want(v, c.first, c.count);
	return (c);
}

/* --- Drawing ----------------------------------------------------------------------- */

/* How many cells in sight the last step changed. */
static int
changes_in_sight(const struct view *v)
{
	const struct cells *c = &v->cells;
	int changes = 0;

	for (int column = c->first; column < c->first + c->count; column++)
		for (int i = 0; i < (int)c->now.actions.count; i++)
			changes += cells_changed(v, i, column);
	return (changes);
}

static const char *
matrix_title(struct view *v, struct arena *a)
{
	static const char *const shown[SHOWNS] = { [SHOWN_BLOCKED] = "blocked",
		[SHOWN_PASSED] = "let through",
		[SHOWN_CHANGED] = "changed" };
	const char *user = v->cells.now.users[v->user].name;
	const char *title = arena_printf(a, "what %s%.*s may do",
	    *user >= '0' && *user <= '9' ? "user " : "", (int)strcspn(user, ":"), user);
	int changes = changes_in_sight(v);

	if (v->category >= 0)
		title = arena_printf(a, "%s, %s", title, category_name[v->category]);
	if (v->shown != SHOWN_ALL)
		title =
		    arena_printf(a, "%s, %s in %s", title, shown[v->shown], jid_name(v, a, v->jid));
	if (changes > 0)
		title = arena_printf(a, "%s, %d changed*", title, changes);
	return (title);
}

/* How many cells of a column are blocked. */
static int
blocked_in(const struct view *v, int column)
{
	int blocked = 0;

	for (int i = 0; i < (int)v->cells.now.actions.count; i++) {
		const struct cell *c = cells_at(v, i, column);

		blocked += c != NULL && c->reach == REACH_BLOCKED;
	}
	return (blocked);
}

/* What the letters mean, or where more columns are. */
static void
draw_corner(const struct view *v, struct pen *p, struct columns c)
{
	static const char *const means[REACHES] = { [REACH_ALLOWED] = " got out ",
		[REACH_CONTAINED] = " own only ",
		[REACH_BLOCKED] = " blocked" };
	int end = p->x + c.label;

	if (c.first > 0 || c.count < v->cells.ncolumns)
		pen_text(p, ROLE_DIM,
		    c.first > 0 ? "\xe2\x80\xa6 more to the left" :
				  "more to the right \xe2\x86\x92");
	else if (c.label > LEGEND)
		for (int reach = REACH_ALLOWED; reach <= REACH_BLOCKED; reach++) {
			pen_printf(p, reach_role[reach], " %c ", reach_letter[reach]);
			pen_text(p, ROLE_DIM, means[reach]);
		}
	pen_move(p, end, p->y);
}

static void
matrix_head(struct view *v, struct pen *p)
{
	struct columns c = columns_in(v, p->area.width - 1);
	struct arena a = { 0 };

	p->area.x++;
	p->area.width--;
	draw_corner(v, p, c);
	for (int i = 0; i < c.count; i++) {
		uint32_t jid = v->cells.jids[c.first + i];

		pen_text(p, ROLE_PLAIN, jid == v->jid ? "\xe2\x96\xb8" : " ");
		pen_field(p, ROLE_PRISON, c.width - 2, column_name(v, &a, jid));
		pen_text(p, ROLE_PLAIN, " ");
	}
	pen_move(p, 0, 1);
	pen_field(
	    p, ROLE_DIM, c.label, arena_printf(&a, "blocked, of %u", v->cells.now.actions.count));
	for (int i = 0; i < c.count; i++)
		pen_field(
		    p, ROLE_STRONG, c.width, arena_printf(&a, " %d", blocked_in(v, c.first + i)));
	arena_free(&a);
}

static void
draw_cell(struct view *v, struct pen *p, int action, int column, bool selected, int width)
{
	const struct cell *c = cells_at(v, action, column);
	bool changed = cells_changed(v, action, column);
	enum role role = c == NULL ? ROLE_PLAIN : reach_role[c->reach];
	char letter = c == NULL ? ' ' : reach_letter[c->reach];

	pen_printf(p, role, "%c%c%c", selected ? '[' : ' ', letter, selected ? ']' : ' ');
	pen_text(p, changed ? ROLE_CHANGED : ROLE_PLAIN, changed ? "*" : " ");
	pen_repeat(p, ROLE_PLAIN, ' ', width - 4);
}

static void
matrix_draw(struct view *v, struct pen *p, int line)
{
	int action = line_at(v, line);
	struct columns c = columns_in(v, p->area.width);

	if (action < 0 && action >= -CATEGORIES) {
		pen_text(p, ROLE_TITLE, category_name[-1 - action]);
		return;
	}
	if (action < 0)
		return;
	pen_field(p, ROLE_PLAIN, c.label - 1, action_at(v, action)->meaning);
	pen_text(p, ROLE_PLAIN, " ");
	for (int i = 0; i < c.count; i++)
		draw_cell(v, p, action, c.first + i,
		    line == v->scroll[PANE_MATRIX].at && v->cells.jids[c.first + i] == v->jid,
		    c.width);
}

static int
matrix_count(struct view *v, int width)
{
	(void)width;
	return (v->actions.count);
}

static bool
matrix_heading(struct view *v, int line)
{
	return (line_at(v, line) < 0);
}

static void
matrix_select(struct view *v, int line)
{
	(void)line;
	why_set(v, WHY_CELL);
}

void
matrix_click(struct view *v, int x)
{
	struct columns c = columns_in(v, v->place[PANE_MATRIX].width - 1);

	x--;
	if (x >= c.label && (x - c.label) / c.width < c.count)
		matrix_set_prison(v, v->cells.jids[c.first + (x - c.label) / c.width]);
}

static void
matrix_sideways(struct view *v, int columns)
{
	int at = cells_column(v, v->jid) + columns;

	at = at >= v->cells.ncolumns ? v->cells.ncolumns - 1 : at;
	at = at < 0 ? 0 : at;
	matrix_set_prison(v, v->cells.jids[at]);
	why_set(v, WHY_CELL);
}

const struct pane_ops matrix_ops = {
	.name = "Matrix",
	.title = matrix_title,
	.count = matrix_count,
	.draw = matrix_draw,
	.head = matrix_head,
	.head_lines = 2,
	.is_heading = matrix_heading,
	.select = matrix_select,
	.sideways = matrix_sideways,
};
