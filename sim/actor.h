/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who a process is now: its user, jail, root and working directory.  A session keeps its name
 * whatever becomes of its process; this tells what has.
 */
#ifndef SIM_ACTOR_H
#define SIM_ACTOR_H

#include "world.h"

struct actor {
	uint32_t pid;	       /* its process; 0: it has not logged in yet */
	bool alive;	       /* does the process run? */
	bool chrooted;	       /* is its root directory other than its jail's? */
	bool outside;	       /* is its working directory outside its root directory? */
	const char *user;      /* of the effective user id, its number when it has no name */
	const char *jail;      /* "host", or the jail's full name */
	const char *directory; /* that it works in, as getcwd(3) tells it; "?" when removed */
	char sign;	       /* # for effective user id 0, $ for every other */
};

/* The process of "root@www", "%job" or "%12"; 0: nobody has logged in, or there is no variable. */
uint32_t actor_find(const struct world *, const char *who);

/* All but pid is unset when there is no such process. */
struct actor actor_look(const struct world *, struct arena *, uint32_t pid);

#endif
