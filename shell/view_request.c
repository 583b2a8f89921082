/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What keys do: one table, which also makes the footer and the help.
 */
#include <string.h>

#include "view_pane.h"

/* --- When ------------------------------------------------------------------------------------- */

static bool
has_next(const struct view *v)
{
	const struct world *w = v->shell.world;

	return (w->step < w->steps || v->shell.ahead != NULL || v->prediction.hidden);
}

static bool
has_past(const struct view *v)
{
	return (v->shell.world->step > 0);
}

static bool
is_hidden(const struct view *v)
{
	return (v->prediction.hidden);
}

static bool
not_hidden(const struct view *v)
{
	return (!v->prediction.hidden);
}

static bool
in_jail(const struct view *v)
{
	return (v->jid != 0);
}

static bool
can_enter(const struct view *v)
{
	return (pane_ops(v, v->focus)->enter != NULL);
}

/* --- Steps -------------------------------------------------------------------------------------
 */

static void
reveal(struct view *v)
{
	v->prediction.hidden = false;
	why_forget(v);
}

static void
step_on(struct view *v, int key)
{
	(void)key;
	if (v->prediction.hidden)
		reveal(v);
	else
		view_forward(v);
}

static void
step_back(struct view *v, int key)
{
	(void)key;
	v->playing = false;
	view_back(v);
}

static void
to_beginning(struct view *v, int key)
{
	(void)key;
	view_goto(v, 0);
}

static void
to_end(struct view *v, int key)
{
	(void)key;
	view_goto(v, view_steps(v));
}

static void
play(struct view *v, int key)
{
	(void)key;
	v->playing = !v->playing;
}

static void
tick(struct view *v, int key)
{
	(void)key;
	if (v->playing && !v->prediction.hidden && !view_forward(v))
		v->playing = false;
}

/* --- Guessing ------------------------------------------------------------------------------------
 */

static void
predict(struct view *v, int key)
{
	(void)key;
	v->prediction.on = !v->prediction.on;
	v->prediction.hidden = false;
	why_forget(v);
	view_message(v, "Outcomes are %s from here on.",
	    v->prediction.on ? "hidden until guessed" : "shown at once");
}

static void
guess(struct view *v, int key)
{
	struct prediction *p = &v->prediction;
	bool refused = view_done(v, v->shell.world->step)->role == ROLE_REFUSED;
	bool right = refused == (key == '2');

	p->asked++;
	p->right += right;
	p->said = arena_printf(&v->arena, "%s: %s. (%u of %u guessed)", right ? "Right" : "No",
	    refused ? "it is refused" : "it succeeds", p->right, p->asked);
	log_fill(v); /* the cursor goes to the step */
	reveal(v);
	why_set(v, WHY_STEP);
}

static void
show_it(struct view *v, int key)
{
	(void)key;
	reveal(v);
}

/* --- Moving
 * ---------------------------------------------------------------------------------------- */

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

static void
move_up(struct view *v, int key)
{
	(void)key;
	move_by(v, -1);
}

static void
move_down(struct view *v, int key)
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

static void
page_up(struct view *v, int key)
{
	(void)key;
	move_by(v, -page(v));
}

static void
page_down(struct view *v, int key)
{
	(void)key;
	move_by(v, page(v));
}

static void
to_top(struct view *v, int key)
{
	(void)key;
	move_by(v, -(1 << 24));
}

static void
to_bottom(struct view *v, int key)
{
	(void)key;
	move_by(v, 1 << 24);
}

static void
move_left(struct view *v, int key)
{
	(void)key;
	matrix_ops.sideways(v, -1);
}

static void
move_right(struct view *v, int key)
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

static void
next_pane(struct view *v, int key)
{
	(void)key;
	focus_on(v, (v->focus + 1) % PANES);
}

static void
previous_pane(struct view *v, int key)
{
	(void)key;
	focus_on(v, (v->focus + PANES - 1) % PANES);
}

static void
numbered_pane(struct view *v, int key)
{
	focus_on(v, (enum pane)(key - '1'));
}

static void
zoom(struct view *v, int key)
{
	(void)key;
	v->zoomed = !v->zoomed;
}

static void
enter(struct view *v, int key)
{
	(void)key;
	pane_ops(v, v->focus)->enter(v, v->scroll[v->focus].at);
}

/* --- Filters, changes, lines
 * -------------------------------------------------------------------------- */

static void
parameters(struct view *v, int key)
{
	(void)key;
	choice_open(v, CHOICE_PARAMETER);
}

static void
releases(struct view *v, int key)
{
	(void)key;
	choice_open(v, CHOICE_RELEASE);
}

static void
categories(struct view *v, int key)
{
	(void)key;
	choice_open(v, CHOICE_CATEGORY);
}

static void
show_some(struct view *v, int key)
{
	(void)key;
	v->shown = (v->shown + 1) % SHOWNS;
	matrix_fill(v);
}

static void
other_user(struct view *v, int key)
{
	(void)key;
	v->user = (v->user + 1) % VIEW_USERS;
	matrix_fill(v);
	why_forget(v);
}

static void
words(struct view *v, int key)
{
	(void)key;
	line_open(v, LINE_WORDS);
}

static void
search(struct view *v, int key)
{
	(void)key;
	line_open(v, LINE_SEARCH);
}

static void
search_again(struct view *v, int key)
{
	(void)key;
	view_search(v);
}

static void
go_to(struct view *v, int key)
{
	(void)key;
	line_open(v, LINE_GOTO);
}

static void
help(struct view *v, int key)
{
	(void)key;
	v->mode = v->mode == MODE_HELP ? MODE_PANES : MODE_HELP;
	v->help.top = 0;
}

/* One level: the help, a list, the room of a pane, the view. */
static void
leave(struct view *v, int key)
{
	(void)key;
	if (v->mode == MODE_HELP)
		v->mode = MODE_PANES;
	else if (v->choice != CHOICE_NONE)
		choice_close(v);
	else if (v->zoomed)
		v->zoomed = false;
	else if (v->category >= 0 || v->shown != SHOWN_ALL) {
		v->category = -1;
		v->shown = SHOWN_ALL;
		matrix_fill(v);
	} else if (key == 'q')
		v->over = true;
}

/* --- The table
 * ------------------------------------------------------------------------------------------ */

#define ANYWHERE (MODE_PANES | MODE_HELP)

const struct request requests[] = {
	{ { ' ', 'n' }, "step", "the next step of the scenario", MODE_PANES, false, has_next,
	    step_on, "The scenario" },
	{ { 'p', KEY_OF_BACKSPACE }, "back", "undo a step", MODE_PANES, false, has_past, step_back,
	    NULL },
	{ { '1', '2' }, "guess", "while an outcome is hidden: it succeeds, it is refused",
	    MODE_PANES, false, is_hidden, guess, NULL },
	{ { KEY_OF_ENTER }, "show it", "while an outcome is hidden: show it", MODE_PANES, false,
	    is_hidden, show_it, NULL },
	{ { KEY_OF_ENTER }, "choose", "take what the cursor is on, in a list", MODE_PANES, false,
	    can_enter, enter, NULL },
	{ { 'e' }, "parameters", "change a parameter of the selected jail; p undoes it", MODE_PANES,
	    false, in_jail, parameters, NULL },
	{ { ':' }, "type", "a word of the shell, or a step, as root@www # ls /", MODE_PANES, false,
	    NULL, words, NULL },
	{ { '/' }, "search", "a text in the pane with the focus", MODE_PANES, false, NULL, search,
	    NULL },
	{ { KEY_OF_TAB }, "pane", "the next pane", MODE_PANES, false, NULL, next_pane, "Panes" },
	{ { KEY_OF_BACKTAB, '`' }, NULL, "the pane before", MODE_PANES, false, NULL, previous_pane,
	    NULL },
	{ { '1', '2', '3', '4' }, NULL, "the prisons, the matrix, the log, the explanation",
	    MODE_PANES, false, not_hidden, numbered_pane, NULL },
	{ { 'z' }, "zoom", "the pane alone, or all again", MODE_PANES, false, NULL, zoom, NULL },
	{ { KEY_OF_UP, 'k' }, NULL, "up", ANYWHERE, false, NULL, move_up, NULL },
	{ { KEY_OF_DOWN, 'j' }, NULL, "down", ANYWHERE, false, NULL, move_down, NULL },
	{ { KEY_OF_LEFT, 'h', '[' }, NULL, "the prison before", MODE_PANES, false, NULL, move_left,
	    NULL },
	{ { KEY_OF_RIGHT, 'l', ']' }, NULL, "the next prison", MODE_PANES, false, NULL, move_right,
	    NULL },
	{ { KEY_OF_PAGE_UP, 'u' - 'a' + 1, 'b' - 'a' + 1 }, NULL, "a page up", ANYWHERE, false,
	    NULL, page_up, NULL },
	{ { KEY_OF_PAGE_DOWN, 'd' - 'a' + 1, 'f' - 'a' + 1 }, NULL, "a page down", ANYWHERE, false,
	    NULL, page_down, NULL },
	{ { '<' }, NULL, "to the top of the pane", ANYWHERE, false, NULL, to_top, NULL },
	{ { '>', 'G' }, NULL, "to its end", ANYWHERE, false, NULL, to_bottom, NULL },
	{ { 'N' }, NULL, "the next place with the text that was searched", MODE_PANES, false, NULL,
	    search_again, NULL },
	{ { 'f' }, "category", "only the actions of a category", MODE_PANES, false, NULL,
	    categories, "The matrix" },
	{ { 'b' }, "blocked",
	    "only those blocked in the selected prison, let through, changed, all", MODE_PANES,
	    false, NULL, show_some, NULL },
	{ { 'u' }, "user", "who tries: root, a user", MODE_PANES, false, NULL, other_user, NULL },
	{ { 'r' }, "release", "another release of FreeBSD", MODE_PANES, false, NULL, releases,
	    "The world" },
	{ { KEY_OF_HOME, '0', '^' }, NULL, "to the beginning", MODE_PANES, false, has_past,
	    to_beginning, NULL },
	{ { KEY_OF_END, '$' }, NULL, "to the end", MODE_PANES, false, has_next, to_end, NULL },
	{ { 'g' }, "goto", "to a step by its number", MODE_PANES, false, NULL, go_to, NULL },
	{ { 'P', '.' }, "play", "a step a second, or pause", MODE_PANES, false, NULL, play, NULL },
	{ { 't' }, "predict", "hide each outcome until it was guessed", MODE_PANES, false, NULL,
	    predict, NULL },
	{ { '?' }, "help", "this", ANYWHERE, true, NULL, help, NULL },
	{ { 'q', KEY_OF_ESCAPE }, "leave", "leave a list, a filter, the view (q only)", ANYWHERE,
	    true, NULL, leave, NULL },
	{ { KEY_OF_TICK }, NULL, NULL, ANYWHERE, false, NULL, tick, NULL },
};

const size_t request_count = sizeof(requests) / sizeof(requests[0]);

bool
request_works(const struct view *v, const struct request *r)
{
	return ((r->modes & v->mode) != 0 && (r->when == NULL || r->when(v)));
}

static const struct request *
find(const struct view *v, int key)
{
	for (size_t i = 0; i < request_count; i++)
		for (size_t n = 0; n < sizeof(requests[i].keys) / sizeof(int); n++)
			if (requests[i].keys[n] == key && request_works(v, &requests[i]))
				return (&requests[i]);
	return (NULL);
}

void
view_key(struct view *v, int key)
{
	if (key == 0)
		return;
	if (key != KEY_OF_TICK)
		v->message = NULL;
	if (v->mode == MODE_LINE && key != KEY_OF_TICK) {
		line_key(v, key);
		return;
	}
	const struct request *r = find(v, key);
	struct arena a = { 0 };

	if (r != NULL)
		r->run(v, key);
	else if (v->mode == MODE_PANES && key != KEY_OF_TICK)
		view_message(
		    v, "%s does nothing now \xe2\x80\x94 ? shows the keys", name_of_key(&a, key));
	arena_free(&a);
}
