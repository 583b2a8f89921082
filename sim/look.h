/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looking at a world as nobody inside it can: everything that is there, whoever may see it.  Rows
 * are read and nothing is changed; what asks the kernel asks a copy.  Each appends lines of text,
 * the first a heading, the others numbered or named so that no picture is needed to follow them.
 */
#ifndef SIM_LOOK_H
#define SIM_LOOK_H

#include "scenario.h"
#include "textbuf.h"
#include "world.h"

/* The prisons, each below its parent, with address, root and processes. */
void look_tree(struct textbuf *, const struct world *);
/* Every process: pid, jail, user, parent, state, working directory, command. */
void look_processes(struct textbuf *, const struct world *);
/* The open descriptors of a process: what each leads to. */
void look_descriptors(struct textbuf *, const struct world *, uint32_t pid);
/* Every mount, in order of mounting, with whose it is. */
void look_mounts(struct textbuf *, const struct world *);
/* Every socket with its addresses, its process's jail and its peer. */
void look_sockets(struct textbuf *, const struct world *);

struct prison;
/*
 * look_jail.c: all parameters of a live jail, each beside its default, with those that follow the
 * parent's and those that differ marked.  False: no memory.
 */
bool look_jail(struct textbuf *, const struct world *, const struct prison *);

/* look_path.c: how the process's namei() walks the path, component by component, wall by wall. */
bool look_path(struct textbuf *, const struct world *, uint32_t pid, const char *path);

/*
 * look_can.c: would the line "USER@JAIL call(...)" or "USER@JAIL program ..." be allowed?  It is
 * run in a copy.  False after a problem of sc, which is the line read; free it in both cases.
 */
bool look_can(struct textbuf *, const struct world *, struct scenario *sc, const char *line);

#endif
