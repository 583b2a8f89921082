/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `jailsim list': the tables that drive everything, printed.  A list is a title, columns and rows
 * of text; how it is written (for a reader, a script, a page) is the same for all of them.
 */
#ifndef SIM_LIST_H
#define SIM_LIST_H

#include <stdbool.h>
#include <stdio.h>

#include "arena.h"

#define LIST_COLUMNS 12 /* columns of a list at most */

enum list_format { LIST_TEXT, LIST_TSV, LIST_MD, LIST_MDOC };

/* Where text for a reader puts a column. */
enum column_place {
	COLUMN_END,   /* no more columns */
	COLUMN_LEAD,  /* on the first line, aligned */
	COLUMN_PROSE, /* a paragraph of its own */
	COLUMN_EXTRA, /* "name value" behind it, when there is a value */
	COLUMN_OTHER, /* nowhere: another column says it, too */
};

struct list_column {
	const char *name;
	enum column_place place;
};

struct list_row {
	struct list_row *next;
	const char *cells[LIST_COLUMNS]; /* never NULL */
};

struct list {
	struct arena *arena;
	const struct list_entry *entry;
	struct list_row *rows;	/* in order */
	struct list_row **last; /* where the next one goes */
};

/* What can be listed: a name for the command line and the function that fills in the rows. */
struct list_entry {
	const char *name, *title;
	struct list_column columns[LIST_COLUMNS + 1];
	void (*fill)(struct list *);
};

extern const struct list_entry list_entries[];
extern const unsigned list_count;

/* The list of this name, or NULL. */
const struct list_entry *list_find(const char *name);
bool list_format_parse(const char *text, enum list_format *);
void list_print(FILE *, const struct list_entry *, enum list_format);

/* list_write.c: prints a list that is filled in. */
void list_write(FILE *, const struct list *, enum list_format);

/* A paragraph of at most `width' columns, each line indented. */
void list_wrap(FILE *, const char *text, unsigned indent, unsigned width);

#endif
