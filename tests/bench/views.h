/* SPDX-License-Identifier: BSD-2-Clause */
/* The full-screen view at 200x60, drawn into its canvas: what a key takes. */
#ifndef BENCH_VIEWS_H
#define BENCH_VIEWS_H

#include "view.h"

#define VIEW_PRISONS 1000

struct bench_view {
	struct view view;
	struct canvas canvas;
	bool there; /* of two places that keys go between, at the second? */
};

/* In the middle of a scenario; `more' jails are added to its world. */
void bench_view_begin(struct bench_view *, const char *path, unsigned more);
void bench_view_end(struct bench_view *);

/* Nothing but drawing; a step on or back; a column on or back.  All draw. */
void redraw(void *bench_view);
void step_key(void *bench_view);
void column_key(void *bench_view);

#endif
