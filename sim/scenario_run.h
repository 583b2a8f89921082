/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running a scenario's file from its beginning to its end.
 */
#ifndef SIM_SCENARIO_RUN_H
#define SIM_SCENARIO_RUN_H

#include "result.h"
#include "stage.h"

struct run_options {
	const char *const *without; /* rules switched off from the beginning */
	unsigned nwithout;	    /* how many */
	struct limits limits;	    /* what a scenario may use */
	bool accept;		    /* write what came out into the file */
};

/* Runs one file ("-" is standard input) and gives each result to take. */
void scenario_run(
    struct stage *, const char *path, const struct run_options *, result_taker *take, void *arg);

#endif
