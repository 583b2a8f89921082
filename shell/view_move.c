/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Moving about in the view: the cursor of a pane, the selected prison, the pane that has the keys.
 */
#include "view_pane.h"
#include "view_request.h"

static void
move_by(struct view *v, int lines)
{
	const struct pane_ops *ops = pane_ops(v, v->focus);
	struct scroll *s = &v->scroll[v->focus];
	int count = ops->count(v, v->place[v->focus].width);
	int at = (ops->select == NULL ? s->top : s->at) + lines, sign = lines < 0 ? -1 : 1;

	if (v->mode == MODE_HELP) {
		v->help.top += lines;
		return;
	}
	at = at >= count ? count - 1 : at < 0 ? 0 : at;
	while (ops->is_heading != NULL && at > 0 && at < count - 1 && ops->is_heading(v, at))
		at += sign;
	if (ops->is_heading != NULL && at < count && ops->is_heading(v, at))
		at++;
	view_select(v, v->focus, at);
}

void
request_move_up(struct view *v, int key)
{
	(void)key;
	move_by(v, -1);
}

void
request_move_down(struct view *v, int key)
{
	(void)key;
	move_by(v, 1);
}

static int
page(const struct view *v)
{
	int height = v->mode == MODE_HELP ? v->screen_height - 2 : v->scroll[v->focus].height;

	return (height > 2 ? height - 1 : 1);
}

void
request_page_up(struct view *v, int key)
{
	(void)key;
	move_by(v, -page(v));
}

void
request_page_down(struct view *v, int key)
{
	(void)key;
	move_by(v, page(v));
}

void
request_to_top(struct view *v, int key)
{
	(void)key;
	move_by(v, -(1 << 24));
}

void
request_to_bottom(struct view *v, int key)
{
	(void)key;
	move_by(v, 1 << 24);
}

void
request_move_left(struct view *v, int key)
{
	(void)key;
	matrix_ops.sideways(v, -1);
}

void
request_move_right(struct view *v, int key)
{
	(void)key;
	matrix_ops.sideways(v, 1);
}

static void
focus_on(struct view *v, enum pane pane)
{
	v->focus = pane;
	if (pane == PANE_MATRIX && matrix_action(v) >= 0)
		why_set(v, WHY_CELL);
}

void
request_next_pane(struct view *v, int key)
{
	(void)key;
	focus_on(v, (v->focus + 1) % PANES);
}

void
request_previous_pane(struct view *v, int key)
{
	(void)key;
	focus_on(v, (v->focus + PANES - 1) % PANES);
}

void
request_numbered_pane(struct view *v, int key)
{
	focus_on(v, (enum pane)(key - '1'));
}

void
request_zoom(struct view *v, int key)
{
	(void)key;
	v->zoomed = !v->zoomed;
}
