/* SPDX-License-Identifier: BSD-2-Clause */
#include "timing.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* Odd, so that the median is one of them; short batches are seldom cut by another process. */
#define BATCHES 41

static double
now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ((double)ts.tv_sec * 1e9 + (double)ts.tv_nsec);
}

static double
batch_ns(body *run, void *arg, uint32_t runs)
{
	double begin = now_ns();

	for (uint32_t i = 0; i < runs; i++)
		run(arg);
	return ((now_ns() - begin) / runs);
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return ((x > y) - (x < y));
}

static double
median(double *numbers)
{
	qsort(numbers, BATCHES, sizeof(*numbers), compare);
	return (numbers[BATCHES / 2]);
}

void
medians_ns(
    body *run, void *arg, body *other, void *other_arg, uint32_t runs, double *ns, double *other_ns)
{
	double all[BATCHES], all_other[BATCHES];

	batch_ns(run, arg, runs);
	batch_ns(other, other_arg, runs);
	for (int i = 0; i < BATCHES; i++) {
		all[i] = batch_ns(run, arg, runs);
		all_other[i] = batch_ns(other, other_arg, runs);
	}
	*ns = median(all);
	*other_ns = median(all_other);
}

double
median_ns(body *run, void *arg, uint32_t runs)
{
	double all[BATCHES];

	batch_ns(run, arg, runs);
	for (int i = 0; i < BATCHES; i++)
		all[i] = batch_ns(run, arg, runs);
	return (median(all));
}

double
once_ns(body *run, void *arg)
{
	return (batch_ns(run, arg, 1));
}

double
resident_bytes(void)
{
	FILE *f = fopen("/proc/self/statm", "r");
	struct rusage usage;
	long pages = 0;

	if (f != NULL) {
		int found = fscanf(f, "%*d %ld", &pages);

		fclose(f);
		if (found == 1)
			return ((double)pages * (double)sysconf(_SC_PAGESIZE));
	}
	getrusage(RUSAGE_SELF, &usage);
	return ((double)usage.ru_maxrss * 1024);
}

uint32_t
next_random(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return ((uint32_t)(*state >> 33));
}
