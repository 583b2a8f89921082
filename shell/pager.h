/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the shell says on a terminal: gathered while a line is done, then shown, through the pager
 * when it is longer than the screen.
 */
#ifndef SHELL_PAGER_H
#define SHELL_PAGER_H

#include "shell.h"

struct pager {
	struct shell *sh;
	FILE *screen;  /* where it goes in the end */
	FILE *memory;  /* where it is gathered: the shell's out and err */
	char *text;    /* what was gathered */
	size_t length; /* bytes of it, once the stream is flushed */
	size_t shown;  /* bytes that are on the screen already */
	bool utf8;     /* may the terminal be given more than ASCII? */
	bool paging;   /* is there a pager, and a screen to page on? */
};

/* The shell's output goes here from now on; its front pauses and is interrupted by ^C. */
void pager_begin(struct pager *, struct shell *);
void pager_end(struct pager *);

/* Shows what was said since the last time.  False: there is no memory or no terminal left. */
void pager_show(struct pager *);

/* ^C: of the process, as its signals are. */
bool interrupt_seen(void);
void interrupt_forget(void);

#endif
