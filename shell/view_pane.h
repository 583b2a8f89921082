/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Inside the view: what its files ask of each other.
 */
#ifndef SHELL_VIEW_PANE_H
#define SHELL_VIEW_PANE_H

#include "view.h"

struct pane_ops {
	const char *name;
	/* What stands in its rule. */
	const char *(*title)(struct view *, struct arena *);
	/* How many lines it has, for a pane of this width. */
	int (*count)(struct view *, int width);
	/* Draws a line at the pen; the pen may write on it only. */
	void (*draw)(struct view *, struct pen *, int line);
	/* Draws the lines that do not scroll; NULL: there are none. */
	void (*head)(struct view *, struct pen *);
	int head_lines;
	/* Does the cursor pass over a line?  NULL: over none. */
	bool (*is_heading)(struct view *, int line);
	/* The cursor came to a line; NULL: it has no cursor and only scrolls. */
	void (*select)(struct view *, int line);
	/* Left or right by so many; NULL: nothing. */
	void (*sideways)(struct view *, int columns);
	/* Enter; NULL: nothing. */
	void (*enter)(struct view *, int line);
};

extern const struct pane_ops tree_ops, matrix_ops, log_ops, why_ops;
extern const struct pane_ops choice_ops[]; /* by enum choice */

/* view_layout.c */
const struct pane_ops *pane_ops(const struct view *, enum pane);
void view_layout(struct view *, int width, int height);
/* Is there room for all panes at once? */
bool view_is_wide(const struct view *);

/* view.c: the world is another one now. */
void view_changed(struct view *);
void view_message(struct view *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Puts a pane's cursor on a line and tells it. */
void view_select(struct view *, enum pane, int line);
/* Room for one more at the end. */
void *vector_add(struct vector *, size_t size);

/* view_step.c: runs a line as typed; its output is the explanation when `show'. */
void view_run_line(struct view *, const char *line, bool show);
/*
 * The world as it was after a step, to be looked at; then back to where one was, which may be
 * inside a step.
 */
struct spot {
	size_t step, inside;
};
struct spot view_look_at(struct view *, size_t step);
void view_look_back(struct view *, struct spot);
/* Takes the beginning down. */
void view_begin(struct view *);

/* view_tree.c */
void tree_fill(struct view *);
/* The live prisons, in its order. */
uint32_t *tree_jids(const struct view *, struct arena *, int *count);
/* Puts the cursor on the selected prison's line. */
void tree_follow(struct view *);
/* What there is to say about what its cursor is on. */
const char *tree_text(struct view *, struct arena *);
const char *prison_facts(struct view *, struct arena *, uint32_t jid);
/* "www.inner" and the like; "host". */
const char *jid_name(const struct view *, struct arena *, uint32_t jid);

/* view_log.c */
/* Those behind a step go. */
void log_drop(struct view *, size_t step);
void log_fill(struct view *);
/* The one that the cursor is on, or NULL. */
const struct log_row *log_row(const struct view *);

/* view_cells.c */
bool cells_open(struct view *);
void cells_close(struct view *);
void cells_forget(struct view *);
/* Computes the columns from `first', `count' of them. */
void cells_want(struct view *, int first, int count);
int cells_column(const struct view *, uint32_t jid);
/* A column of view.columns that is wanted; NULL: the action cannot be tried there. */
const struct cell *cells_at(const struct view *, int action, int column);
/* The same before the last step, and whether it is another one now. */
const struct cell *cells_former(const struct view *, int action, int column);
bool cells_changed(const struct view *, int action, int column);

/* view_matrix.c: the actions that the filters leave; the lines of a category are headed by it. */
void matrix_fill(struct view *);
void matrix_set_prison(struct view *, uint32_t jid);
/* The cursor goes to the first action that the last step changed in the selected prison. */
void matrix_show_change(struct view *);
/* A click on its column selects a prison. */
void matrix_click(struct view *, int x);
/* The action on the matrix pane's cursor, or -1. */
int matrix_action(const struct view *);

/* view_why.c */
void why_set(struct view *, enum why);
void why_forget(struct view *);
const char *why_text(struct view *);

/* view_choose.c */
void choice_open(struct view *, enum choice);
void choice_close(struct view *);
/* What there is to say about what the cursor is on. */
const char *choice_text(struct view *, struct arena *);

/* view_line.c */
void line_open(struct view *, enum line_kind);
void line_key(struct view *, int key);
void line_draw(struct view *, struct pen *);
void line_set(struct view *, const char *text, size_t cursor);
/* view_complete.c */
void line_complete(struct view *);

/* view_search.c: the next line of the pane with the focus that holds what was searched. */
void view_search(struct view *);

/* view_timeline.c, view_footer.c */
/* What stands above the panes. */
void head_draw(struct view *, struct canvas *);
int head_lines(const struct view *);
/* "FreeBSD 15.0" */
const char *release_words(const struct view *, struct arena *);
void timeline_click(struct view *, int x);
void footer_draw(struct view *, struct canvas *);
void help_draw(struct view *, struct canvas *);

#endif
