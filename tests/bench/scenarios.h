/* SPDX-License-Identifier: BSD-2-Clause */
/* How long the stock world and a scenario take. */
#ifndef BENCH_SCENARIOS_H
#define BENCH_SCENARIOS_H

#include "stage.h"

#define BENCH_SCENARIO "scenarios/attacks/xkcd-1200/act3.scn"

/* A stage and what has come out on it. */
struct bench_stage {
	struct stage stage;
	unsigned passed, other; /* steps of the last run */
};

/* Bodies for timing.h; the argument is a struct bench_stage. */
void boot_stock(void *); /* from nothing, and back to nothing */
void run_scenario(void *);

#endif
