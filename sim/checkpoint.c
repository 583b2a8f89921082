/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The history's length in memory.  A position counts the bytes of journal that all calls since
 * the beginning have written; the same calls write the same bytes, so a position means the same
 * moment after a replay.
 */
#include "checkpoint.h"

#include <stdlib.h>
#include <string.h>

#include "state.h"

/* A copy of the kernel as it is, at the end of the list.  False: no memory; nothing is changed. */
static bool
add(struct world *w, size_t nlog)
{
	struct checkpoint *grown =
	    realloc(w->checkpoints, (w->ncheckpoints + 1) * sizeof(*w->checkpoints));

	if (grown == NULL)
		return (false);
	w->checkpoints = grown;
	struct kernel *copy = kernel_copy(w->kernel);

	if (copy == NULL)
		return (false);
	w->checkpoints[w->ncheckpoints++] =
	    (struct checkpoint) { copy, w->base + kernel_now(w->kernel), nlog };
	return (true);
}

void
checkpoint_keep(struct world *w)
{
	size_t now = kernel_now(w->kernel);

	if (w->checkpoint_journal == 0 || now < w->checkpoint_journal)
		return;
	if (w->ncheckpoints == 0) {
		kernel_go(w->kernel, 0);
		bool kept = add(w, 0);

		kernel_go(w->kernel, now);
		if (!kept)
			return;
	}
	if (w->checkpoints[w->ncheckpoints - 1].position == w->base + now ||
	    !add(w, w->present.nlog))
		return;
	w->base += now;
	kernel_forget(w->kernel);
}

/* Makes the log's calls again until `to'. */
static void
replay(struct world *w, size_t nlog, size_t to)
{
	for (size_t i = nlog; i < to; i++) {
		struct arena a = { 0 };
		struct call c;

		memcpy(&c, world_logged(w, &a, i).call, offsetof(struct call, trail));
		kernel_call(w->kernel, &c);
		arena_free(&a);
	}
}

/* The kernel of the last checkpoint at or before the moment, in place of the present one. */
static void
restore(struct world *w, const struct moment *to)
{
	size_t i = w->ncheckpoints - 1;

	while (i > 0 && w->checkpoints[i].position > to->kernel)
		i--;
	struct kernel *copy = kernel_copy(w->checkpoints[i].kernel);

	if (copy == NULL)
		world_out_of_memory();
	kernel_destroy(w->kernel);
	w->kernel = copy;
	w->base = w->checkpoints[i].position;
	replay(w, w->checkpoints[i].nlog, to->nlog);
}

void
checkpoint_go(struct world *w, const struct moment *from, const struct moment *to)
{
	if (to->kernel < w->base)
		restore(w, to);
	else if (to->kernel <= w->base + kernel_reach(w->kernel))
		kernel_go(w->kernel, to->kernel - w->base);
	else
		replay(w, from->nlog, to->nlog);
}

void
checkpoint_drop_after(struct world *w, size_t position)
{
	while (w->ncheckpoints > 0 && w->checkpoints[w->ncheckpoints - 1].position > position)
		kernel_destroy(w->checkpoints[--w->ncheckpoints].kernel);
}

void
checkpoint_drop_all(struct world *w)
{
	while (w->ncheckpoints > 0)
		kernel_destroy(w->checkpoints[--w->ncheckpoints].kernel);
	free(w->checkpoints);
	w->checkpoints = NULL;
	w->base = 0;
}
