/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where scenarios run: the worlds that they begin with, each made once and
 * taken back to its beginning for the next scenario.
 */
#ifndef SIM_STAGE_H
#define SIM_STAGE_H

#include "scenario.h"
#include "world.h"

struct stage {
	struct lexicon lexicon;	 /* of every world here */
	struct world *empty;	 /* NULL: not made yet */
	struct world *stock;	 /* likewise */
	struct scenario opening; /* the steps that made the stock world; its problems */
};

void stage_init(struct stage *);
void stage_free(struct stage *);

/*
 * A world at its beginning: the stock world, or the empty one. It is the
 * stage's and good until the next one is asked for. NULL: it could not be
 * made; stage->opening.problems says why.
 */
struct world *stage_world(struct stage *, bool empty);

/*
 * Reads a scenario and answers the world that it begins with. NULL after
 * saying on standard error what is wrong. Free sc in both cases.
 */
struct world *stage_open(struct stage *, struct scenario *sc, const char *path);

/* The same for the scenario that starts the stock world's jails, which is part of the program. */
struct world *stage_open_jails(struct stage *, struct scenario *sc);
/* That scenario alone, read. */
bool stage_read_jails(struct scenario *);

#endif
