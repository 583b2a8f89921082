/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one file that knows curses: copies the canvas to the screen and turns keys and the mouse
 * into the view's.  What a role looks like is the table below, on 256 colours, 8 and none; the
 * background stays the terminal's, and no colour depends on whether it is light or dark.
 */
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include "screen.h"

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"

#include <term.h> /* behind all else: it has macros for common words */

#define TICK 1000 /* milliseconds between the steps of a play */
#define WAIT 500  /* and between looks at what a signal asked for */

static const struct look {
	short colour256, colour8; /* -1: the terminal's own */
	attr_t coloured, plain;	  /* attributes with colours and without */
	short ground256, ground8; /* behind it; 0: the terminal's own */
} looks[ROLES] = {
	[ROLE_PLAIN] = { -1, -1, A_NORMAL, A_NORMAL, 0, 0 },
	[ROLE_DIM] = { 244, -1, A_NORMAL, A_NORMAL, 0, 0 },
	[ROLE_STRONG] = { -1, -1, A_BOLD, A_BOLD, 0, 0 },
	[ROLE_TITLE] = { 67, -1, A_NORMAL, A_NORMAL, 0, 0 },
	[ROLE_FOCUS] = { 67, -1, A_BOLD | A_REVERSE, A_BOLD | A_REVERSE, 0, 0 },
	[ROLE_LINE] = { 245, -1, A_NORMAL, A_NORMAL, 0, 0 },
	[ROLE_ALLOWED] = { 231, COLOR_WHITE, A_BOLD, A_REVERSE, 160, COLOR_RED },
	[ROLE_CONTAINED] = { 16, COLOR_BLACK, A_NORMAL, A_UNDERLINE, 178, COLOR_YELLOW },
	[ROLE_DENIED] = { 231, COLOR_BLACK, A_NORMAL, A_NORMAL, 28, COLOR_GREEN },
	[ROLE_NONE] = { 244, -1, A_NORMAL, A_NORMAL, 0, 0 },
	[ROLE_REFUSED] = { 34, COLOR_GREEN, A_BOLD, A_BOLD, 0, 0 },
	[ROLE_CHANGED] = { 163, COLOR_MAGENTA, A_BOLD, A_BOLD | A_REVERSE, 0, 0 },
	[ROLE_ERROR] = { 160, COLOR_RED, A_BOLD, A_BOLD, 0, 0 },
	[ROLE_KEY] = { -1, -1, A_BOLD, A_BOLD, 0, 0 },
	[ROLE_PRISON] = { 32, -1, A_BOLD, A_BOLD, 0, 0 },
};

/* --- The terminal ------------------------------------------------------------------ */

/* Bytes of a capability, its padding done, for the time when no curses may be called. */
static struct {
	char bytes[256];
	size_t length;
} restore;

static int
restore_put(int c)
{
	if (restore.length < sizeof(restore.bytes))
		restore.bytes[restore.length++] = (char)c;
	return (c);
}

static void
note_restore(void)
{
	static const char *const names[] = { "rmkx", "sgr0", "op", "cnorm", "rmcup" };
	static const char mouse_off[] = "\033[?1006;1000l";

	restore.length = 0;
	if (tigetstr("kmous") != (char *)-1 && tigetstr("kmous") != NULL)
		for (const char *c = mouse_off; *c != '\0'; c++)
			restore_put(*c);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char name[8];

		strcpy(name, names[i]);
		const char *capability = tigetstr(name);

		if (capability != NULL && capability != (const char *)-1)
			tputs(capability, 1, restore_put);
	}
}

static bool
wants_colour(void)
{
	const char *no = getenv("NO_COLOR");

	return (has_colors() && (no == NULL || *no == '\0'));
}

/* A pair for each role, and whether there are any. */
static bool
begin_colours(void)
{
	if (!wants_colour() || start_color() == ERR)
		return (false);
	bool own = use_default_colors() == OK;

	for (int i = 0; i < ROLES; i++) {
		short colour = COLORS >= 256 ? looks[i].colour256 : looks[i].colour8;
		short ground = COLORS >= 256 ? looks[i].ground256 : looks[i].ground8;

		if (!own && colour < 0)
			colour = COLOR_WHITE;
		if (ground == 0)
			ground = own ? -1 : COLOR_BLACK;
		init_pair((short)(i + 1), colour, ground);
	}
	return (true);
}

/* --- The canvas -------------------------------------------------------------------- */

static bool
is_cell(enum role role)
{
	return (role == ROLE_ALLOWED || role == ROLE_CONTAINED || role == ROLE_DENIED);
}

static void
put_glyph(const struct glyph *g, bool colours)
{
	const struct look *look = &looks[g->role];
	attr_t attributes = colours ? look->coloured : look->plain;
	wchar_t text[2] = { (wchar_t)g->code, L'\0' };
	cchar_t cell;

	/* A cell of the matrix stays what it is on the line of the cursor. */
	if (g->selected && !is_cell((enum role)g->role))
		attributes ^= A_REVERSE;
	if (setcchar(&cell, text, attributes, (short)(colours ? g->role + 1 : 0), NULL) == OK)
		add_wch(&cell);
}

static void
show(const struct canvas *c, bool colours)
{
	for (int y = 0; y < c->height; y++) {
		move(y, 0);
		for (int x = 0; x < c->width; x++) {
			const struct glyph *g = canvas_at(c, x, y);

			if (g->code != 0)
				put_glyph(g, colours);
		}
	}
	if (c->cursor_x >= 0 && c->cursor_x < c->width)
		move(c->cursor_y, c->cursor_x);
	curs_set(c->cursor_x >= 0 ? 1 : 0);
	refresh();
}

/* --- Keys  * ----------------------------------------------------------------------- */

static int
key_of(wint_t code)
{
	static const struct {
		int code, key;
	} keys[] = { { KEY_UP, KEY_OF_UP }, { KEY_DOWN, KEY_OF_DOWN }, { KEY_LEFT, KEY_OF_LEFT },
		{ KEY_RIGHT, KEY_OF_RIGHT }, { KEY_PPAGE, KEY_OF_PAGE_UP },
		{ KEY_NPAGE, KEY_OF_PAGE_DOWN }, { KEY_HOME, KEY_OF_HOME }, { KEY_END, KEY_OF_END },
		{ KEY_BTAB, KEY_OF_BACKTAB }, { KEY_DC, KEY_OF_DELETE },
		{ KEY_BACKSPACE, KEY_OF_BACKSPACE }, { KEY_ENTER, KEY_OF_ENTER } };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i].code == (int)code)
			return (keys[i].key);
	return (0);
}

static void
mouse(struct view *v)
{
	MEVENT event;

	if (getmouse(&event) != OK)
		return;
	if ((event.bstate & (BUTTON1_PRESSED | BUTTON1_CLICKED)) != 0)
		view_click(v, event.x, event.y);
#ifdef BUTTON5_PRESSED
	else if ((event.bstate & BUTTON4_PRESSED) != 0)
		view_wheel(v, event.x, event.y, -3);
	else if ((event.bstate & BUTTON5_PRESSED) != 0)
		view_wheel(v, event.x, event.y, 3);
#endif
}

/* Waits for a key and lets the view have it. */
static void
take_key(struct view *v)
{
	wint_t code;

	timeout(view_playing(v) ? TICK : WAIT);
	int kind = get_wch(&code);

	if (kind == ERR) {
		if (view_playing(v))
			view_key(v, KEY_OF_TICK);
	} else if (kind == KEY_CODE_YES && code == KEY_MOUSE)
		mouse(v);
	else if (kind == KEY_CODE_YES)
		view_key(v, key_of(code));
	else if (code == 'l' - 'a' + 1)
		clearok(curscr, TRUE);
	else if (code == 0x7f)
		view_key(v, KEY_OF_BACKSPACE);
	else
		view_key(v, code == '\r' ? KEY_OF_ENTER : (int)code);
}

/* --- From begin to end  * ---------------------------------------------------------- */

static void
run(struct view *v, struct canvas *c)
{
	bool colours = begin_colours();

	while (!v->over && signals_asked() == 0) {
		int height, width;

		getmaxyx(stdscr, height, width);
		canvas_resize(c, width, height);
		view_draw(v, c);
		show(c, colours);
		take_key(v);
	}
}

/* newterm() leaves memory behind when the terminal is none that is known. */
static bool
is_known(void)
{
	int error;

	if (setupterm(NULL, STDOUT_FILENO, &error) != OK)
		return (false);
	del_curterm(cur_term);
	return (true);
}

int
screen_run(struct view *v, bool ascii)
{
	setlocale(LC_CTYPE, "");
	struct canvas c = { .ascii = ascii || strcmp(nl_langinfo(CODESET), "UTF-8") != 0 };

	signals_terminal();
	SCREEN *screen = is_known() ? newterm(NULL, stdout, stdin) : NULL;

	if (screen == NULL) {
		const char *term = getenv("TERM");

		fprintf(stderr,
		    "jailsim view: this terminal (TERM=%s) is not known — see jailsim view --plain\n",
		    term == NULL ? "" : term);
		return (EXIT_USAGE);
	}
	note_restore();
	signals_begin(restore.bytes, restore.length);
	cbreak();
	noecho();
	keypad(stdscr, TRUE);
	set_escdelay(25);
	mousemask(ALL_MOUSE_EVENTS, NULL);
	mouseinterval(0);
	run(v, &c);
	endwin();
	delscreen(screen);
	canvas_free(&c);
	signals_end();
	return (EXIT_SUCCESS);
}
