/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The view on a terminal.
 */
#ifndef SHELL_SCREEN_H
#define SHELL_SCREEN_H

#include "view.h"

/*
 * Shows the view until it is left.  The exit status; EXIT_USAGE after saying that this terminal
 * cannot show it.  A signal that ends the program does so when the terminal is as it was.
 */
int screen_run(struct view *, bool ascii);

/*
 * screen_signals.c: signals while the terminal is not as it was.  restore: what to write to it
 * when the program crashes.
 */
void signals_begin(const char *restore, size_t length);
/* The terminal is now as it is to be put back to. */
void signals_terminal(void);
/* The signal that asks to end, or 0. */
int signals_asked(void);
/* As before; a signal that asked to end does so now. */
void signals_end(void);

#endif
