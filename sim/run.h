/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `jailsim run': scenarios as tests.
 */
#ifndef SIM_RUN_H
#define SIM_RUN_H

/* argv[0] is "run". Answers the exit status: 0, 1 (a step failed) or 2 (bad usage or input). */
int run_main(int argc, char **argv);

#endif
