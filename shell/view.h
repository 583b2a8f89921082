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

#include "canvas.h"
#include "matrix.h"
#include "shell.h"
#include "text_cells.h"

#define VIEW_WIDTH     40 /* the least screen */
#define VIEW_HEIGHT    12
#define VIEW_USERS     2 /* who tries in the matrix */
#define LINE_MAX_BYTES 1024

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

enum pane {
	PANE_TREE,   /* prisons and processes; or a list to choose from */
	PANE_MATRIX, /* what each prison lets through and blocks */
	PANE_LOG,    /* steps and their calls */
	PANE_WHY,    /* the explanation of what was selected last */
	PANES
};

enum mode {
	MODE_PANES = 1, /* the four panes */
	MODE_HELP = 2,	/* the help is over them */
	MODE_LINE = 4,	/* a line is being typed */
};

enum line_kind { LINE_WORDS, LINE_SEARCH, LINE_GOTO };

/* What the pane of the prisons offers instead of them. */
enum choice { CHOICE_NONE, CHOICE_PARAMETER, CHOICE_RELEASE, CHOICE_CATEGORY };

/* What the explanation is about. */
enum why { WHY_START, WHY_GUESS, WHY_STEP, WHY_CALL, WHY_CELL, WHY_PRISON, WHY_CHOICE, WHY_OUTPUT };

/* Which actions the matrix shows, by what they come to in the selected prison. */
enum shown { SHOWN_ALL, SHOWN_BLOCKED, SHOWN_PASSED, SHOWN_CHANGED, SHOWNS };

struct scroll {
	int top;    /* first line shown */
	int at;	    /* the line that the cursor is on */
	int height; /* lines seen when it was drawn last */
};

/* A prison, or a process of one. */
struct tree_row {
	uint32_t jid, pid; /* pid 0: the prison */
	int depth;	   /* of the prison */
};

/* A step that was run, or the beginning. */
struct done {
	const char *line;	   /* as it was run; "" of the beginning */
	const char *words;	   /* the same without what was expected */
	const char *result;	   /* "ok", "ESRCH", "failed", "not run" */
	enum role role;		   /* of the result */
	size_t first_call, ncalls; /* rows of the world's log */
	bool program;
};

/* A step, or a call that a program made. */
struct log_row {
	size_t step; /* from 1 */
	long call;   /* row of the world's log; -1: the step itself */
};

struct vector {
	void *base;
	int count, room;
};

/* The visible part of the matrix, now and before the last step. */
struct cells {
	struct matrix now, before;
	bool known;	  /* is it that of the present world? */
	int first, count; /* columns: these of all live prisons */
	uint32_t *jids;	  /* all live prisons, parents first */
	int ncolumns;
	struct arena arena; /* of the list */
};

struct prediction {
	bool on;    /* is to be said how a step will come out, before it runs? */
	bool asked; /* it is, now */
	unsigned right, count;
	const char *said; /* how the last guess went; NULL: none yet */
};

struct view {
	struct shell shell;
	const char *path;		  /* of the scenario; NULL: the stock world alone */
	const char *trouble;		  /* what is wrong with it, a line each; NULL: nothing */
	struct arena arena;		  /* of what lasts as long as the view */
	struct vector done;		  /* struct done, by step from 0; those undone too */
	struct vector tree, log, actions; /* struct tree_row, struct log_row, int */

	enum pane focus;
	bool zoomed; /* the pane with the focus takes all the room */
	struct scroll scroll[PANES];
	struct scroll help;
	struct area place[PANES]; /* where each was drawn last; width 0: not */
	int screen_width, screen_height;

	uint32_t jid;  /* the selected prison */
	int column;    /* first column shown of the matrix */
	unsigned user; /* who tries in the matrix */
	int category;  /* shown; -1: all */
	enum shown shown;
	struct cells cells;

	enum why why;
	struct arena why_arena;
	const char *why_text; /* NULL: to be made */
	const char *why_title;
	struct lines why_lines;
	int why_width;	    /* for which they were made */
	const char *output; /* of the line typed last */
	struct arena output_arena;

	enum mode mode;
	enum choice choice;
	enum line_kind line_kind;
	char line[LINE_MAX_BYTES];
	size_t line_at, line_length;
	struct vector typed; /* const char *: the lines typed */
	int typed_at;	     /* which of them is shown */
	char searched[LINE_MAX_BYTES];
	const char *message; /* for the footer, until the next key */
	char message_text[160];

	struct prediction prediction;
	bool playing;
	bool over; /* leave */
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
