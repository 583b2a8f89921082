/* SPDX-License-Identifier: BSD-2-Clause */
/* Medians of elapsed time, and resident memory. */
#ifndef BENCH_TIMING_H
#define BENCH_TIMING_H

#include <stdint.h>

/* What is timed: one call, or as many as it says it makes. */
typedef void body(void *arg);

/* Nanoseconds of one run of `body': the median of many batches of `runs'. */
double median_ns(body *, void *arg, uint32_t runs);

/* The same for two that are to be compared: their batches take turns. */
void medians_ns(
    body *, void *arg, body *other, void *other_arg, uint32_t runs, double *ns, double *other_ns);

/* Nanoseconds of one run, measured once. */
double once_ns(body *, void *arg);

/* Bytes of this process that are in memory. */
double resident_bytes(void);

/* Numbers that are the same on every machine. */
uint32_t next_random(uint64_t *state);

#endif
