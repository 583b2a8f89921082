/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A world's steps: beginning one, going to where another ended or into the middle of it, taking
 * away what lies ahead and putting it back.
 */
#include <stdlib.h>
#include <string.h>

#include "world.h"

/* Remembers what is now as the moment behind w->step. */
static void
remember(struct world *w)
{
	if (w->step == w->moment_room) {
		w->moment_room = w->moment_room * 2 + 64;
		w->moments = realloc(w->moments, w->moment_room * sizeof(*w->moments));
		if (w->moments == NULL)
			world_out_of_memory();
	}
	w->present.kernel = history_now(&w->history, w->kernel);
	w->moments[w->step] = w->present;
}

void
world_begin_step(struct world *w)
{
	remember(w);
	history_cut(&w->history, w->kernel);
	history_keep(&w->history, w->kernel);
	log_begin(&w->log, w->present.nlog);
	w->steps = ++w->step;
}

void
world_go(struct world *w, size_t step)
{
	if (w->step == w->steps && w->inside == 0)
		remember(w);
	w->step = step;
	w->inside = 0;
	history_go(&w->history, w->kernel, w->moments[step].kernel);
	w->present = w->moments[step];
}

void
world_go_inside(struct world *w, size_t step, size_t calls)
{
	struct arena a = { 0 };

	world_go(w, step);
	for (size_t i = 0; i < calls; i++)
		w->present.kernel += world_logged(w, &a, w->present.nlog++).journal;
	arena_free(&a);
	w->inside = calls;
	history_go(&w->history, w->kernel, w->present.kernel);
}

bool
world_back(struct world *w)
{
	if (w->step == 0 && w->inside == 0)
		return (false);
	world_go(w, w->inside != 0 ? w->step : w->step - 1);
	return (true);
}

bool
world_forward(struct world *w)
{
	if (w->step == w->steps)
		return (false);
	world_go(w, w->step + 1);
	return (true);
}

void
world_cancel(struct world *w)
{
	world_back(w);
	w->steps = w->step;
}

size_t
world_calls_before(const struct world *w, size_t n)
{
	return (n == w->step && w->inside == 0 ? w->present.nlog : w->moments[n].nlog);
}

/* --- What lies ahead, apart ------------------------------------------------------- */

void
world_cut(struct world *w, struct future *f)
{
	size_t size = (w->steps - w->step) * sizeof(*f->moments);

	*f = (struct future) { .steps = w->steps - w->step };
	if (f->steps == 0)
		return;
	f->moments = malloc(size);
	if (f->moments == NULL)
		world_out_of_memory();
	memcpy(f->moments, w->moments + w->step + 1, size);
	log_pack(&w->log);
	records_move(&f->log, &w->log.packed, w->present.nlog);
	log_begin(&w->log, w->present.nlog);
	history_cut(&w->history, w->kernel);
	w->steps = w->step;
}

/* Makes the calls of one step again. */
static void
replay(struct world *w, const struct moment *after)
{
	history_keep(&w->history, w->kernel);
	for (; w->present.nlog < after->nlog; w->present.nlog++) {
		struct arena a = { 0 };
		struct call c;

		memcpy(&c, world_logged(w, &a, w->present.nlog).call, offsetof(struct call, trail));
		kernel_call(w->kernel, &c);
		arena_free(&a);
	}
}

void
world_append(struct world *w, struct future *f)
{
	log_pack(&w->log);
	log_begin(&w->log, w->present.nlog);
	records_move(&w->log.packed, &f->log, 0);
	for (size_t i = 0; i < f->steps; i++) {
		remember(w);
		replay(w, &f->moments[i]);
		w->present = f->moments[i];
		w->steps = ++w->step;
	}
	future_free(f);
}

void
future_free(struct future *f)
{
	free(f->moments);
	records_free(&f->log);
	*f = (struct future) { .steps = 0 };
}
