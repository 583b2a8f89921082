/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The scenarios that a command line names: files as they are, directories as
 * all *.scn below them.
 */
#ifndef SIM_PATHS_H
#define SIM_PATHS_H

#include <stdbool.h>

struct paths {
	char **names;	/* each is its own memory */
	unsigned count; /* how many */
	unsigned room;	/* how many there is memory for */
};

/*
 * Adds a file, or what is below a directory in the order of its names, but not
 * stock.scn, which is no test. False: errno says why a directory cannot be read.
 */
bool paths_add(struct paths *, const char *path);

void paths_free(struct paths *);

#endif
