/* SPDX-License-Identifier: BSD-2-Clause */
/* A long session of the shell: what its history takes, and how long the way to any point of it. */
#ifndef BENCH_HISTORY_H
#define BENCH_HISTORY_H

#include "worlds.h"

#define HISTORY_STEPS 1000000

struct history_figures {
	double bytes;	/* resident, all of the shell and its stock world */
	double goto_ns; /* the slowest of some :goto to any step */
	double back_ns; /* the slowest of many single steps back */
};

void measure_history(struct history_figures *);

/* The slowest of many single steps back in a world. */
double slowest_back_ns(struct world *, unsigned steps);

#endif
