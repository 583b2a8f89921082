/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What stands above the panes: the scenario and the release, a bar with a mark for each step, the
 * present step and the next one.
 */
#include <string.h>

#include "release.h"
#include "state.h"
#include "view_pane.h"

#define BAR_LINE     1

#define MARK_DONE    0x2501
#define MARK_REFUSED 0x00d7
#define MARK_NOW     0x25cf
#define MARK_AHEAD   0x2500

int
head_lines(const struct view *v)
{
	return (v->screen_height >= 24 ? 4 : 3);
}

const char *
release_words(const struct view *v, struct arena *a)
{
	uint32_t release = ruling_of(v->shell.world->kernel)->ru_release;
	const char *text = arena_printf(
	    a, "FreeBSD %u.%u", (unsigned)RELEASE_MAJOR(release), (unsigned)RELEASE_MINOR(release));

	if (RELEASE_PATCH(release) == RELEASE_PATCHED)
		return (text);
	return (arena_printf(a, "%s-p%u", text, (unsigned)RELEASE_PATCH(release)));
}

static const char *
base_name(const char *path)
{
	const char *slash = path == NULL ? NULL : strrchr(path, '/');

	return (path == NULL ? "the stock world" : slash == NULL ? path : slash + 1);
}

static void
draw_title(const struct view *v, struct pen *p)
{
	struct arena a = { 0 };
	const char *release = release_words(v, &a), *title = v->shell.script.title;
	int room = p->area.width - text_width(release) - 2;
	const char *text = arena_printf(&a, "%s%s%s", base_name(v->path), title == NULL ? "" : "  ",
	    title == NULL ? "" : title);

	if (v->trouble != NULL) {
		pen_text(p, ROLE_ERROR, "with a mistake: ");
		room -= p->x;
	}
	pen_field(p, ROLE_STRONG, room, text);
	pen_text(p, ROLE_PLAIN, "  ");
	pen_text(p, ROLE_DIM, release);
	arena_free(&a);
}

/* The first step (from 1) of a cell of the bar. */
static size_t
first_of(int cell, int width, size_t steps)
{
	if (steps <= (size_t)width)
		return ((size_t)cell + 1);
	return ((size_t)cell * steps / (size_t)width + 1);
}

static bool
is_refused(const struct view *v, size_t step)
{
	const struct world *w = v->shell.world;

	return (step <= w->steps && view_done(v, step)->role == ROLE_REFUSED);
}

static void
draw_mark(const struct view *v, struct pen *p, size_t first, size_t end)
{
	size_t now = v->shell.world->step;
	bool refused = false;

	for (size_t step = first; step < end && !refused; step++)
		refused = is_refused(v, step);
	if (now >= first && now < end)
		pen_repeat(p, refused ? ROLE_REFUSED : ROLE_CHANGED, MARK_NOW, 1);
	else if (refused)
		pen_repeat(p, first > now ? ROLE_DIM : ROLE_REFUSED, MARK_REFUSED, 1);
	else
		pen_repeat(p, first > now ? ROLE_DIM : ROLE_PLAIN,
		    first > now ? MARK_AHEAD : MARK_DONE, 1);
}

/* Cells that the bar's number takes. */
static int
number_width(const struct view *v, struct arena *a, const char **text)
{
	*text = arena_printf(a, "step %zu of %zu%s%s ", v->shell.world->step, view_steps(v),
	    v->playing ? ", playing" : "", v->prediction.on ? ", predict" : "");
	return (text_width(*text));
}

static void
draw_bar(const struct view *v, struct pen *p)
{
	struct arena a = { 0 };
	const char *text;
	size_t steps = view_steps(v);
	int width = p->area.width - number_width(v, &a, &text);

	pen_text(p, ROLE_PLAIN, text);
	for (int i = 0; i < width && first_of(i, width, steps) <= steps; i++) {
		size_t end = first_of(i + 1, width, steps);

		draw_mark(v, p, first_of(i, width, steps), end > steps ? steps + 1 : end);
	}
	arena_free(&a);
}

void
timeline_click(struct view *v, int x)
{
	struct arena a = { 0 };
	const char *text;
	size_t steps = view_steps(v);
	int before = number_width(v, &a, &text), width = v->screen_width - before;

	arena_free(&a);
	if (x >= before && width > 0 && first_of(x - before, width, steps) <= steps)
		view_goto(v, first_of(x - before, width, steps));
}

static void
draw_present(const struct view *v, struct pen *p)
{
	size_t step = v->shell.world->step;

	pen_text(p, ROLE_DIM, "now   ");
	if (step == 0) {
		pen_text(p, ROLE_DIM, "at the beginning");
		return;
	}
	const struct done *done = view_done(v, step);
	const char *result = done->result;
	int room = p->area.width - p->x - text_width(result) - 3;
	int width = text_width(done->words);

	pen_field(p, ROLE_STRONG, width < room ? width : room, done->words);
	pen_printf(p, done->role, "  %s", result);
	pen_text(p, ROLE_ERROR, done->unexpected ? "!" : "");
}

static void
draw_next(struct view *v, struct pen *p)
{
	struct arena a = { 0 };
	const char *words = view_next_words(v, &a);

	pen_text(p, ROLE_DIM, v->prediction.asked ? "what? " : "next  ");
	pen_field(p, v->prediction.asked ? ROLE_CHANGED : ROLE_DIM, p->area.width - p->x,
	    words == NULL ? "nothing" : words);
	arena_free(&a);
}

void
head_draw(struct view *v, struct canvas *c)
{
	struct pen p = pen_at(c, (struct area) { 0, 0, c->width, head_lines(v) });

	draw_title(v, &p);
	pen_move(&p, 0, BAR_LINE);
	draw_bar(v, &p);
	pen_move(&p, 0, 2);
	if (v->prediction.asked && head_lines(v) == 3) {
		draw_next(v, &p);
		return;
	}
	draw_present(v, &p);
	pen_move(&p, 0, 3);
	draw_next(v, &p);
}
