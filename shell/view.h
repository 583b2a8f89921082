/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The full-screen view: the world of a shell, shown in four panes beside each other or one at a
 * time.  Keys go in by view_key(), a screen comes out by view_draw(); it knows no terminal, so a
 * test drives it as text.
 *
 * A pane is a const struct pane_ops in the file of its name (view_tree.c ...); what a key does is
 * a row of the table in view_request.c.
 */
#ifndef SHELL_VIEW_H
#define SHELL_VIEW_H

#include "view_state.h"

#define VIEW_WIDTH  40 /* the least screen */
#define VIEW_HEIGHT 12

/* Keys: a character is its code point; these have none. */
enum view_key {
	KEY_OF_ENTER = '\n',
	KEY_OF_TAB = '\t',
	KEY_OF_ESCAPE = 27,
	KEY_OF_BACKSPACE = 8,
	KEY_OF_UP = 0x110000,
	KEY_OF_DOWN,
	KEY_OF_LEFT,
	KEY_OF_RIGHT,
	KEY_OF_PAGE_UP,
	KEY_OF_PAGE_DOWN,
	KEY_OF_HOME,
	KEY_OF_END,
	KEY_OF_BACKTAB,
	KEY_OF_DELETE,
	KEY_OF_TICK, /* time has passed: see view_playing() */
};

/*
 * Opens a scenario (NULL: the stock world).  What is wrong with it is shown, and the steps before
 * the mistake can be used; false: not even the world could be made, told on standard error.
 * Close it in both cases.
 */
bool view_open(struct view *, const char *path);
void view_close(struct view *);

void view_key(struct view *, int key);
/* The left button at a place of the screen; the wheel by so many lines. */
void view_click(struct view *, int x, int y);
void view_wheel(struct view *, int x, int y, int lines);

void view_draw(struct view *, struct canvas *);
/* The same as flat text, one fact a line. */
void view_print(struct view *, FILE *);

/* Does it want KEY_OF_TICK every second or so? */
bool view_playing(const struct view *);

/* view_step.c: over the steps.  False: there is none. */
bool view_forward(struct view *);
bool view_back(struct view *);
/* As near to this step as can be come. */
void view_goto(struct view *, size_t step);
/* Steps done and to be done, of the script and typed. */
size_t view_steps(const struct view *);
/* Step n of those done or undone; 0: the beginning. */
const struct done *view_done(const struct view *, size_t n);
/* The step after the present one, as it will be run; NULL: none. */
const char *view_next_words(struct view *, struct arena *);

/*
 * view_keys.c: presses the keys of "jj<enter>/mount<enter><click 3,4><size 40x12>", drawing after
 * each; false: one is none.
 */
bool keys_press(struct view *, struct canvas *, const char *keys);
/* "Space", "Enter", "x": how a key is called. */
const char *name_of_key(struct arena *, int key);

#endif
