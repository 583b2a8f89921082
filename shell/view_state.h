/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the full-screen view knows: the world of its shell, and where who looks at it is.
 */
#ifndef SHELL_VIEW_STATE_H
#define SHELL_VIEW_STATE_H

#include "canvas.h"
#include "matrix.h"
#include "shell.h"
#include "text_cells.h"

#define VIEW_USERS     2 /* who tries in the matrix */
#define LINE_MAX_BYTES 1024

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
	bool unexpected;	   /* the scenario says something else */
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

#endif
