/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pane of what was done: a line a step, and below a program the calls that it made.
 */
#include <string.h>

#include "call.h"
#include "view_pane.h"

static const struct log_row *
row_at(const struct view *v, int line)
{
	const struct log_row *rows = v->log.base;

	return (line >= 0 && line < v->log.count ? &rows[line] : NULL);
}

void
log_drop(struct view *v, size_t step)
{
	while (v->log.count > 0 && row_at(v, v->log.count - 1)->step > step)
		v->log.count--;
}

static void
add(struct view *v, size_t step, long call)
{
	struct log_row *row = vector_add(&v->log, sizeof(*row));

	row->step = step;
	row->call = call;
}

void
log_fill(struct view *v)
{
	log_drop(v, v->shell.world->step);
	const struct log_row *last = row_at(v, v->log.count - 1);

	for (size_t n = last == NULL ? 1 : last->step + 1; n <= v->shell.world->step; n++) {
		const struct done *done = view_done(v, n);

		add(v, n, -1);
		for (size_t i = 0; done->program && i < done->ncalls; i++)
			add(v, n, (long)(done->first_call + i));
	}
	int at = v->log.count - 1;

	while (at > 0 && row_at(v, at)->call >= 0)
		at--;
	v->scroll[PANE_LOG].at = at < 0 ? 0 : at;
}

static int
log_count(struct view *v, int width)
{
	(void)width;
	return (v->log.count);
}

static const char *
log_title(struct view *v, struct arena *a)
{
	return (arena_printf(a, "%zu call%s", v->shell.world->present.nlog,
	    v->shell.world->present.nlog == 1 ? "" : "s"));
}

static void
draw_step(struct view *v, struct pen *p, const struct log_row *row)
{
	const struct done *done = view_done(v, row->step);

	pen_printf(p, ROLE_DIM, "%3zu ", row->step);
	pen_field(p, done->role, 7, done->result);
	pen_text(p, ROLE_ERROR, done->unexpected ? "!" : " ");
	pen_text(p, ROLE_PLAIN, " ");
	pen_field(p, ROLE_PLAIN, p->area.width - p->x, done->words);
}

/* Who made it is told by the step above, but for the process. */
static void
draw_call(struct view *v, struct pen *p, const struct log_row *row)
{
	const struct world *w = v->shell.world;
	struct arena a = { 0 };
	const struct call *call = world_logged(w, &a, (size_t)row->call).call;

	pen_printf(p, ROLE_DIM, "    %5u ", (unsigned)call->pid);
	pen_field(p, call->error != 0 ? ROLE_REFUSED : ROLE_DIM, p->area.width - p->x,
	    arena_printf(&a, "%s = %s", call_print(&a, w->lexicon, w->values, call),
		call_print_answer(&a, w->lexicon, w->values, call)));
	arena_free(&a);
}

static void
log_draw(struct view *v, struct pen *p, int line)
{
	const struct log_row *row = row_at(v, line);

	if (row != NULL && row->call < 0)
		draw_step(v, p, row);
	else if (row != NULL)
		draw_call(v, p, row);
}

static void
log_select(struct view *v, int line)
{
	const struct log_row *row = row_at(v, line);

	if (row != NULL)
		why_set(v, row->call < 0 ? WHY_STEP : WHY_CALL);
}

const struct log_row *
log_row(const struct view *v)
{
	return (row_at(v, v->scroll[PANE_LOG].at));
}

const struct pane_ops log_ops = {
	.name = "Log",
	.title = log_title,
	.count = log_count,
	.draw = log_draw,
	.select = log_select,
};
