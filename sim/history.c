/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A way over the history is a walk from border to border of its stretches, by the widest delta
 * that fits, as in a skip list; then the stretch that one wants to be in is loaded.
 */
#include "history.h"

#include <stdlib.h>
#include <string.h>

#include "state.h"
#include "world.h"

static struct delta *
add_delta(struct level *l)
{
	if (l->count == l->room) {
		l->room = l->room * 2 + 16;
		l->deltas = realloc(l->deltas, l->room * sizeof(*l->deltas));
		if (l->deltas == NULL)
			world_out_of_memory();
	}
	return (&l->deltas[l->count++]);
}

/* Stretches that a delta of a level goes over. */
static size_t
width(unsigned level)
{
	size_t n = 1;

	while (level-- > 0)
		n *= HISTORY_FANOUT;
	return (n);
}

/* Deltas over many stretches, of those that have become complete. */
static void
merge(struct history *h, struct allocator *a)
{
	for (unsigned n = 1; n < HISTORY_LEVELS; n++) {
		struct level *below = &h->levels[n - 1], *level = &h->levels[n];

		if (below->count < (level->count + 1) * HISTORY_FANOUT)
			return;
		const struct delta *parts = below->deltas + level->count * HISTORY_FANOUT;

		struct delta *d = add_delta(level);

		if (!delta_merge(a, parts, HISTORY_FANOUT, d))
			world_out_of_memory();
		h->bytes += d->length;
	}
}

/* The whole journal becomes the last stretch; the kernel is at its end. */
static void
add_stretch(struct history *h, struct kernel *k)
{
	struct level *level = &h->levels[0];

	if (h->at == h->begin_room) {
		h->begin_room = h->begin_room * 2 + 16;
		h->begins = realloc(h->begins, h->begin_room * sizeof(*h->begins));
		if (h->begins == NULL)
			world_out_of_memory();
	}
	h->begins[h->at] = h->base;
	struct delta *d = add_delta(level);

	if (!delta_pack(k, d))
		world_out_of_memory();
	h->base += d->journal;
	h->bytes += d->length;
	h->at = level->count;
	merge(h, k->k_allocator);
}

size_t
history_now(const struct history *h, const struct kernel *k)
{
	return (h->base + kernel_now(k));
}

void
history_keep(struct history *h, struct kernel *k)
{
	if (h->stretch != 0 && h->at == h->levels[0].count && kernel_now(k) >= h->stretch)
		add_stretch(h, k);
}

/* The stretch in which a position is. */
static size_t
find_stretch(const struct history *h, size_t position)
{
	size_t low = 0, high = h->levels[0].count;

	while (high - low > 1) {
		size_t middle = (low + high) / 2;

		if (h->begins[middle] <= position)
			low = middle;
		else
			high = middle;
	}
	return (low);
}

/* Leaves the journal's stretch for the border that is nearer to a position; which one. */
static size_t
leave(struct history *h, struct kernel *k, size_t position)
{
	if (h->at == h->levels[0].count) {
		kernel_go(k, kernel_reach(k));
		if (kernel_now(k) != 0)
			add_stretch(h, k);
		return (h->levels[0].count);
	}
	bool ahead = position >= h->base;

	kernel_go(k, ahead ? kernel_reach(k) : 0);
	kernel_forget(k);
	return (h->at + (ahead ? 1 : 0));
}

/* The next border on the way to another one, by the widest delta that does not pass it. */
static size_t
leap(const struct history *h, struct kernel *k, size_t border, size_t to)
{
	bool forward = border < to;
	unsigned n = HISTORY_LEVELS;

	while (n-- > 0) {
		size_t wide = width(n), first = forward ? border / wide : border / wide - 1;

		if (border % wide != 0 || (forward ? to - border : border - to) < wide ||
		    first >= h->levels[n].count)
			continue;
		delta_apply(k, &h->levels[n].deltas[first], forward);
		return (forward ? border + wide : border - wide);
	}
	return (to);
}

void
history_go(struct history *h, struct kernel *k, size_t position)
{
	if (position < h->base || position > h->base + kernel_reach(k)) {
		size_t border = leave(h, k, position), to = find_stretch(h, position);
		bool forward = border <= to;
		size_t edge = forward ? to : to + 1;

		while (border != edge)
			border = leap(h, k, border, edge);
		if (!delta_load(k, &h->levels[0].deltas[to], forward))
			world_out_of_memory();
		h->at = to;
		h->base = h->begins[to];
	}
	kernel_go(k, position - h->base);
}

static void
cut_level(struct history *h, struct level *l, size_t count)
{
	while (l->count > count) {
		h->bytes -= l->deltas[--l->count].length;
		delta_free(&l->deltas[l->count]);
	}
}

void
history_cut(struct history *h, struct kernel *k)
{
	for (unsigned n = 0; n < HISTORY_LEVELS; n++)
		cut_level(h, &h->levels[n], h->at / width(n));
	kernel_cut(k);
}

void
history_clear(struct history *h)
{
	for (unsigned n = 0; n < HISTORY_LEVELS; n++) {
		cut_level(h, &h->levels[n], 0);
		free(h->levels[n].deltas);
	}
	free(h->begins);
	*h = (struct history) { .stretch = h->stretch };
}
