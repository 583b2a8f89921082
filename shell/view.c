/* SPDX-License-Identifier: BSD-2-Clause */
/* The view of view.h: its beginning and end, and what every pane shares. */
#include "view.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "view_pane.h"

/* The scenario; of what is wrong with it, what stands above can be used. */
static bool
load(struct view *v, const char *path)
{
	struct shell *sh = &v->shell;
	struct textbuf trouble = { .arena = &v->arena };
	bool good = path == NULL ? stage_read_jails(&sh->script) : script_load(sh, path, &trouble);

	if (!good) {
		fputs(textbuf_text(&trouble), stderr);
		return (false);
	}
	if (!shell_start(sh))
		return (false);
	script_check(sh, &trouble);
	v->trouble = trouble.len == 0 ? NULL : textbuf_text(&trouble);
	return (true);
}

bool
view_open(struct view *v, const char *path)
{
	*v = (struct view) {
		.path = path, .focus = PANE_MATRIX, .category = -1, .mode = MODE_PANES
	};
	shell_begin(&v->shell, stderr, stderr);
	if (!load(v, path) || !cells_open(v))
		return (false);
	view_begin(v);
	v->shell.terminal = true; /* somebody types */
	view_changed(v);
	if (path == NULL)
		view_goto(v, view_steps(v));
	why_set(v, WHY_START);
	if (v->trouble != NULL)
		v->focus = PANE_WHY;
	return (true);
}

void
view_close(struct view *v)
{
	cells_close(v);
	free(v->done.base);
	free(v->tree.base);
	free(v->log.base);
	free(v->actions.base);
	free(v->typed.base);
	arena_free(&v->arena);
	arena_free(&v->why_arena);
	arena_free(&v->output_arena);
	shell_close(&v->shell);
}

void *
vector_add(struct vector *r, size_t size)
{
	if (r->count == r->room) {
		r->room = r->room == 0 ? 64 : 2 * r->room;
		r->base = realloc(r->base, (size_t)r->room * size);
		if (r->base == NULL)
			world_out_of_memory();
	}
	void *row = (char *)r->base + (size_t)r->count++ * size;

	memset(row, 0, size);
	return (row);
}

void
view_message(struct view *v, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(v->message_text, sizeof(v->message_text), format, ap);
	va_end(ap);
	v->message = v->message_text;
}

void
view_changed(struct view *v)
{
	bool cell = v->why == WHY_CELL || v->why == WHY_PRISON || v->why == WHY_CHOICE;

	tree_fill(v);
	cells_forget(v);
	log_fill(v);
	matrix_fill(v);
	tree_follow(v);
	if (!cell)
		v->why = v->shell.world->step == 0 ? WHY_START : WHY_STEP;
	why_forget(v);
}

void
view_select(struct view *v, enum pane pane, int line)
{
	const struct pane_ops *ops = pane_ops(v, pane);
	struct scroll *s = &v->scroll[pane];
	int count = ops->count(v, v->place[pane].width);

	if (ops->select == NULL) {
		int last = count - s->height;

		s->top = line > last ? last : line;
		s->top = s->top < 0 ? 0 : s->top;
		return;
	}
	line = line >= count ? count - 1 : line;
	s->at = line < 0 ? 0 : line;
	if (count > 0)
		ops->select(v, s->at);
}

/* --- The mouse --------------------------------------------------------------------- */

static bool
is_in(struct area at, int x, int y)
{
	return (x >= at.x && x < at.x + at.width && y >= at.y && y < at.y + at.height);
}

void
view_click(struct view *v, int x, int y)
{
	if (v->mode != MODE_PANES)
		return;
	if (y == 1)
		timeline_click(v, x);
	for (int pane = 0; pane < PANES; pane++) {
		struct area at = v->place[pane];

		if (!is_in(at, x, y))
			continue;
		v->focus = (enum pane)pane;
		if (pane == PANE_MATRIX)
			matrix_click(v, x - at.x);
		int line = y - at.y - 1 - pane_ops(v, v->focus)->head_lines;

		if (line >= 0 && pane != PANE_WHY)
			view_select(v, v->focus, v->scroll[pane].top + line);
	}
}

void
view_wheel(struct view *v, int x, int y, int lines)
{
	if (v->mode == MODE_HELP)
		v->help.top += lines;
	for (int pane = 0; pane < PANES && v->mode == MODE_PANES; pane++) {
		struct scroll *s = &v->scroll[pane];

		if (!is_in(v->place[pane], x, y))
			continue;
		int from = pane_ops(v, (enum pane)pane)->select == NULL ? s->top : s->at;

		view_select(v, (enum pane)pane, from + lines);
	}
}

bool
view_playing(const struct view *v)
{
	return (v->playing);
}
