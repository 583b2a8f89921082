/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The cells of the matrix that are in sight: tried in the present world and, to mark what the last
 * step changed, in the world before it.  Nothing is tried that is not shown, so the number of
 * prisons does not matter.
 */
#include <string.h>

#include "view_pane.h"

/* Who tries, `u' changes between them. */
static const char *const users[VIEW_USERS] = { "root", "1001:1001" };

bool
cells_open(struct view *v)
{
	struct cells *c = &v->cells;
	bool now = matrix_begin(&c->now, v->shell.world, users, VIEW_USERS);
	bool before = matrix_begin(&c->before, v->shell.world, users, VIEW_USERS);

	if (!now)
		problems_print(stderr, matrix_problems(&c->now));
	return (now && before);
}

void
cells_close(struct view *v)
{
	matrix_end(&v->cells.now);
	matrix_end(&v->cells.before);
	arena_free(&v->cells.arena);
}

void
cells_forget(struct view *v)
{
	struct cells *c = &v->cells;

	arena_clear(&c->arena);
	c->known = false;
	c->count = 0;
	c->jids = tree_jids(v, &c->arena, &c->ncolumns);
}

/* The same columns, as far as they were there, before the last step. */
static void
compute_before(struct view *v)
{
	struct cells *c = &v->cells;
	struct world *w = v->shell.world;

	if (w->step == 0 && w->inside == 0) {
		matrix_compute(&c->before, w, NULL, 0);
		return;
	}
	struct spot here = view_look_at(v, w->inside != 0 ? w->step : w->step - 1);

	matrix_compute(&c->before, w, c->jids + c->first, (unsigned)c->count);
	view_look_back(v, here);
}

void
cells_want(struct view *v, int first, int count)
{
	struct cells *c = &v->cells;

	if (first + count > c->ncolumns)
		count = c->ncolumns - first;
	if (count <= 0 || first < 0)
		return;
	if (c->known && first >= c->first && first + count <= c->first + c->count)
		return;
	c->first = first;
	c->count = count;
	c->known = true;
	matrix_compute(&c->now, v->shell.world, c->jids + first, (unsigned)count);
	compute_before(v);
}

int
cells_column(const struct view *v, uint32_t jid)
{
	for (int i = 0; i < v->cells.ncolumns; i++)
		if (v->cells.jids[i] == jid)
			return (i);
	return (0);
}

const struct cell *
cells_at(const struct view *v, int action, int column)
{
	const struct cells *c = &v->cells;

	if (!c->known || column < c->first || column >= c->first + c->count)
		return (NULL);
	return (matrix_cell(&c->now, (unsigned)action, (unsigned)(column - c->first), v->user));
}

const struct cell *
cells_former(const struct view *v, int action, int column)
{
	const struct cells *c = &v->cells;

	for (unsigned i = 0; i < c->before.ncolumns; i++)
		if (c->before.columns[i].jid == c->jids[column])
			return (matrix_cell(&c->before, (unsigned)action, i, v->user));
	return (NULL);
}

bool
cells_changed(const struct view *v, int action, int column)
{
	const struct cell *now = cells_at(v, action, column);
	const struct cell *former = now == NULL ? NULL : cells_former(v, action, column);

	return (former != NULL && former->reach != now->reach);
}
