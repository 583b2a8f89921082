/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the shell's lines come from: readline on a terminal, plain lines from a pipe.
 */
#ifndef SHELL_INPUT_H
#define SHELL_INPUT_H

#include "pager.h"

struct input {
	struct shell *sh;
	struct pager pager; /* of a terminal */
	char *pushed;	    /* a line read too early */
	char *pasted;	    /* what was pasted behind the line being done */
	char *rest;	    /* of it, what is still to be done; NULL: nothing */
};

void input_begin(struct input *, struct shell *);
void input_end(struct input *);

/*
 * The next line, without its newline but with those that continue it and those of its output that
 * come with it from a pipe or a paste; free it.  NULL at the end.
 */
char *input_read(struct input *);

/* Shows what came of it. */
void input_show(struct input *);

/* input_complete.c: the Tab key of readline. */
void input_complete_begin(struct shell *);
void input_complete_end(void);

/* input_history.c: what was typed before, in this run and those before it. */
void input_history_begin(void);
void input_history_add(const char *line);
void input_history_end(void);

#endif
