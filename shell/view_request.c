/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What keys do: one table, which also makes the footer and the help.
 */
#include <string.h>

#include "view_pane.h"
#include "view_request.h"

/* --- When -------------------------------------------------------------------------- */

static bool
has_next(const struct view *v)
{
	const struct world *w = v->shell.world;

	return (w->step < w->steps || v->shell.ahead != NULL);
}

static bool
has_past(const struct view *v)
{
	return (v->shell.world->step > 0);
}

static bool
is_asked(const struct view *v)
{
	return (v->prediction.asked);
}

static bool
not_asked(const struct view *v)
{
	return (!v->prediction.asked);
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

static void
enter(struct view *v, int key)
{
	(void)key;
	pane_ops(v, v->focus)->enter(v, v->scroll[v->focus].at);
}

/* --- Filters, changes, lines ------------------------------------------------------ */

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

/* --- The table -------------------------------------------------------------------- */

#define ANYWHERE (MODE_PANES | MODE_HELP)

const struct request requests[] = {
	{ .keys = { ' ', 'n' },
	    .label = "step",
	    .help = "the next step of the scenario",
	    .modes = MODE_PANES,
	    .when = has_next,
	    .run = request_step_on,
	    .otherwise = "no step is ahead — p goes back, : types a step",
	    .heading = "The scenario" },
	{ .keys = { 'p', KEY_OF_BACKSPACE },
	    .label = "back",
	    .help = "undo a step",
	    .modes = MODE_PANES,
	    .when = has_past,
	    .run = request_step_back,
	    .otherwise = "this is the beginning — Space does the next step" },
	{ .keys = { '1', '2' },
	    .label = "guess",
	    .help = "a guess: it succeeds, it is refused",
	    .modes = MODE_PANES,
	    .when = is_asked,
	    .run = request_guess },
	{ .keys = { KEY_OF_ENTER },
	    .label = "show it",
	    .help = "no guess: show it",
	    .modes = MODE_PANES,
	    .when = is_asked,
	    .run = request_show_it },
	{ .keys = { KEY_OF_ENTER },
	    .label = "choose",
	    .help = "take what the cursor is on, in a list",
	    .modes = MODE_PANES,
	    .when = can_enter,
	    .run = enter },
	{ .keys = { 'e' },
	    .label = "parameters",
	    .help = "change a parameter of the selected jail; p undoes it",
	    .modes = MODE_PANES,
	    .when = in_jail,
	    .run = parameters,
	    .otherwise = "the host is no jail — l selects the next prison" },
	{ .keys = { ':' },
	    .label = "type",
	    .help = "a word of the shell, or a step, as root@www # ls /",
	    .modes = MODE_PANES,
	    .run = words },
	{ .keys = { '/' },
	    .label = "search",
	    .help = "a text in the pane with the focus",
	    .modes = MODE_PANES,
	    .run = search },
	{ .keys = { KEY_OF_TAB },
	    .label = "pane",
	    .help = "the next pane",
	    .modes = MODE_PANES,
	    .run = request_next_pane,
	    .heading = "Panes" },
	{ .keys = { KEY_OF_BACKTAB, '`' },
	    .help = "the pane before",
	    .modes = MODE_PANES,
	    .run = request_previous_pane },
	{ .keys = { '1', '2', '3', '4' },
	    .help = "the prisons, the matrix, the log, the explanation",
	    .modes = MODE_PANES,
	    .when = not_asked,
	    .run = request_numbered_pane },
	{ .keys = { 'z' },
	    .label = "zoom",
	    .help = "the pane alone, or all again",
	    .modes = MODE_PANES,
	    .run = request_zoom },
	{ .keys = { KEY_OF_UP, 'k' }, .help = "up", .modes = ANYWHERE, .run = request_move_up },
	{ .keys = { KEY_OF_DOWN, 'j' },
	    .help = "down",
	    .modes = ANYWHERE,
	    .run = request_move_down },
	{ .keys = { KEY_OF_LEFT, 'h', '[' },
	    .help = "the prison before",
	    .modes = MODE_PANES,
	    .run = request_move_left },
	{ .keys = { KEY_OF_RIGHT, 'l', ']' },
	    .help = "the next prison",
	    .modes = MODE_PANES,
	    .run = request_move_right },
	{ .keys = { KEY_OF_PAGE_UP, 'u' - 'a' + 1, 'b' - 'a' + 1 },
	    .help = "a page up",
	    .modes = ANYWHERE,
	    .run = request_page_up },
	{ .keys = { KEY_OF_PAGE_DOWN, 'd' - 'a' + 1, 'f' - 'a' + 1 },
	    .help = "a page down",
	    .modes = ANYWHERE,
	    .run = request_page_down },
	{ .keys = { '<' },
	    .help = "to the top of the pane",
	    .modes = ANYWHERE,
	    .run = request_to_top },
	{ .keys = { '>', 'G' }, .help = "to its end", .modes = ANYWHERE, .run = request_to_bottom },
	{ .keys = { 'N' },
	    .help = "the next place with the text that was searched",
	    .modes = MODE_PANES,
	    .run = search_again },
	{ .keys = { 'f' },
	    .label = "category",
	    .help = "only the actions of a category",
	    .modes = MODE_PANES,
	    .run = categories,
	    .heading = "The matrix" },
	{ .keys = { 'b' },
	    .label = "blocked",
	    .help = "only those blocked in the selected prison, let through, changed, all",
	    .modes = MODE_PANES,
	    .run = show_some },
	{ .keys = { 'u' },
	    .label = "user",
	    .help = "who tries: root, a user",
	    .modes = MODE_PANES,
	    .run = other_user },
	{ .keys = { 'r' },
	    .label = "release",
	    .help = "another release of FreeBSD",
	    .modes = MODE_PANES,
	    .run = releases,
	    .heading = "The world" },
	{ .keys = { KEY_OF_HOME, '0', '^' },
	    .help = "to the beginning",
	    .modes = MODE_PANES,
	    .when = has_past,
	    .run = request_to_beginning },
	{ .keys = { KEY_OF_END, '$' },
	    .help = "to the end",
	    .modes = MODE_PANES,
	    .when = has_next,
	    .run = request_to_end },
	{ .keys = { 'g' },
	    .label = "goto",
	    .help = "to a step by its number",
	    .modes = MODE_PANES,
	    .run = go_to },
	{ .keys = { 'P', '.' },
	    .label = "play",
	    .help = "a step a second, or pause",
	    .modes = MODE_PANES,
	    .run = request_play },
	{ .keys = { 't' },
	    .label = "predict",
	    .help = "before each step, guess how it comes out",
	    .modes = MODE_PANES,
	    .run = request_predict },
	{ .keys = { '?' },
	    .label = "help",
	    .help = "this",
	    .modes = ANYWHERE,
	    .always = true,
	    .run = help },
	{ .keys = { 'q', KEY_OF_ESCAPE },
	    .label = "leave",
	    .help = "leave a list, a filter, the view (q only)",
	    .modes = ANYWHERE,
	    .always = true,
	    .run = leave },
	{ .keys = { KEY_OF_TICK }, .modes = ANYWHERE, .run = request_tick },
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

/* Says why a key does nothing. */
static void
tell_idle(struct view *v, int key)
{
	struct arena a = { 0 };
	const char *why = NULL;

	for (size_t i = 0; i < request_count && why == NULL; i++)
		for (size_t n = 0; n < sizeof(requests[i].keys) / sizeof(int); n++)
			if (requests[i].keys[n] == key)
				why = requests[i].otherwise;
	if (why != NULL)
		view_message(v, "%s", why);
	else
		view_message(v, "%s does nothing now — ? shows the keys", name_of_key(&a, key));
	arena_free(&a);
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

	if (r != NULL)
		r->run(v, key);
	else if (v->mode == MODE_PANES && key != KEY_OF_TICK)
		tell_idle(v, key);
}
