/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Searching: a line of a pane holds a text when what is drawn of it does.
 */
#include <ctype.h>
#include <string.h>

#include "view_pane.h"

#define SEARCH_WIDTH 400

static bool
holds(const char *text, const char *part)
{
	for (; *text != '\0'; text++) {
		size_t i = 0;

		while (part[i] != '\0' &&
		    tolower((unsigned char)text[i]) == tolower((unsigned char)part[i]))
			i++;
		if (part[i] == '\0')
			return (true);
	}
	return (false);
}

/* The same pane as wide as no screen is, so that no text is cut. */
static bool
line_holds(struct view *v, const struct pane_ops *ops, struct canvas *c, int line)
{
	struct arena a = { 0 };
	struct area area = { 0, 0, SEARCH_WIDTH, 1 };

	if (ops->select == NULL)
		area.width = v->place[v->focus].width;
	canvas_resize(c, area.width, 1);
	struct pen p = pen_at(c, area);

	ops->draw(v, &p, line);
	bool found = holds(canvas_line(c, &a, 0), v->searched);

	arena_free(&a);
	return (found);
}

void
view_search(struct view *v)
{
	const struct pane_ops *ops = pane_ops(v, v->focus);
	const struct scroll *s = &v->scroll[v->focus];
	int count = ops->count(v, v->place[v->focus].width);
	int from = ops->select == NULL ? s->top : s->at;
	struct canvas c = { 0 };
	bool found = false;

	if (v->searched[0] == '\0')
		return;
	for (int i = 1; i <= count && !found; i++) {
		int line = (from + i) % count;

		if (ops->is_heading != NULL && ops->is_heading(v, line))
			continue;
		found = line_holds(v, ops, &c, line);
		if (found)
			view_select(v, v->focus, line);
	}
	if (!found)
		view_message(v, "%s is nowhere in %s", v->searched, ops->name);
	canvas_free(&c);
}
