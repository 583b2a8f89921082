/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Scenarios run by one process or by several; the results come in the order
 * of the files either way.
 */
#ifndef SIM_WORKERS_H
#define SIM_WORKERS_H

#include "scenario_run.h"

/* Runs the files, with up to `jobs' processes at a time, and gives each result to take. */
void workers_run(char *const *files, unsigned nfiles, unsigned jobs, const struct run_options *,
    result_taker *take, void *arg);

#endif
