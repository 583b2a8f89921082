/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the shell's lines come from: readline on a terminal, plain lines from a pipe.
 */
#ifndef SHELL_INPUT_H
#define SHELL_INPUT_H

#include "shell.h"

struct input {
	bool terminal; /* readline, with a prompt and a history */
	char *pushed;  /* a line read too early */
};

void input_begin(struct input *, struct shell *);
void input_end(struct input *);

/*
 * The next line, without its newline but with those that continue it and, from a pipe, those of
 * its output; free it.  NULL at the end.
 */
char *input_read(struct input *, struct shell *);

/* input_complete.c: the Tab key of readline. */
void input_complete_begin(struct shell *);
void input_complete_end(void);

#endif
