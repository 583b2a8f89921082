/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A canvas: cells of a character and the role it plays.  Every screen is drawn into one, so that
 * it can be compared as text; screen_curses.c copies it to a terminal.
 *
 * A pen writes into a part of a canvas and never outside of it.  Text is UTF-8; a wide character
 * takes two cells, the second of which is empty.  An ASCII canvas has a plain character for each.
 */
#ifndef SHELL_CANVAS_H
#define SHELL_CANVAS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "arena.h"

/* What a character is there for; its colour is the screen's business. */
enum role {
	ROLE_PLAIN,
	ROLE_DIM,	/* of lesser interest */
	ROLE_STRONG,	/* of greater interest */
	ROLE_TITLE,	/* names a pane */
	ROLE_FOCUS,	/* names the pane that has the keys */
	ROLE_LINE,	/* between panes */
	ROLE_ALLOWED,	/* a cell: it reached the host or a neighbour */
	ROLE_CONTAINED, /* it succeeded on the prison's own */
	ROLE_DENIED,	/* it was refused */
	ROLE_NONE,	/* not applicable */
	ROLE_REFUSED,	/* words about a refusal */
	ROLE_CHANGED,	/* this step changed it */
	ROLE_ERROR,	/* something is wrong with the input */
	ROLE_KEY,	/* a key that works now */
	ROLE_PRISON,	/* the name of a prison */
	ROLES
};

struct glyph {
	uint32_t code;	  /* Unicode; 0: the second cell of a wide one */
	uint8_t role;	  /* enum role */
	bool selected;	  /* the cursor is on its line */
	uint8_t spare[2]; /* always 0 */
};

struct canvas {
	int width, height;
	bool ascii;		/* nothing but ASCII */
	int cursor_x, cursor_y; /* where something is typed; x -1: nothing is */
	struct glyph *glyphs;	/* height lines of width */
	size_t room;		/* glyphs there is memory for */
};

struct area {
	int x, y, width, height;
};

/* Blank, of this size, which may be 0; ends the program when there is no memory. */
void canvas_resize(struct canvas *, int width, int height);
void canvas_free(struct canvas *);
/* The glyph at a place, or NULL when it lies outside. */
struct glyph *canvas_at(const struct canvas *, int x, int y);
/* One line as UTF-8, trailing blanks left out. */
char *canvas_line(const struct canvas *, struct arena *, int y);
void canvas_print(const struct canvas *, FILE *);

struct pen {
	struct canvas *canvas;
	struct area area; /* it writes here */
	int x, y;	  /* where it is, from the area's corner */
};

struct pen pen_at(struct canvas *, struct area);
void pen_move(struct pen *, int x, int y);
void pen_text(struct pen *, enum role, const char *text);
void pen_printf(struct pen *, enum role, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same in so many cells: cut with an ellipsis, or filled with blanks. */
void pen_field(struct pen *, enum role, int width, const char *text);
/* The character as often as the line has room, or `count' times. */
void pen_repeat(struct pen *, enum role, uint32_t code, int count);
/* Marks a line of the area as the one the cursor is on. */
void pen_select(struct pen *, int y);

#endif
