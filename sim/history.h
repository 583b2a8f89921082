/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The history of a world's kernel in memory: stretches of its journal, packed as deltas, and
 * deltas over many stretches to go far at once.  The kernel's own journal holds one stretch at a
 * time: the newest part, or where one has gone back to.
 *
 * A position counts the bytes of journal that all calls since the beginning have written.
 */
#ifndef SIM_HISTORY_H
#define SIM_HISTORY_H

#include "delta.h"

#define HISTORY_STRETCH ((size_t)256 << 10) /* bytes of journal that make a stretch */
#define HISTORY_LEVELS	8
#define HISTORY_FANOUT	4 /* deltas of a level that make one of the next */

struct history {
	struct level {
		struct delta *deltas; /* of FANOUT ^ level stretches each, from the beginning */
		size_t count, room;
	} levels[HISTORY_LEVELS];
	size_t *begins; /* position where each stretch begins */
	size_t begin_room;
	size_t at;	/* stretch that the journal holds; as many as there are: a new one */
	size_t base;	/* position where the journal begins */
	size_t bytes;	/* that its deltas take */
	size_t stretch; /* bytes of journal that make one; 0: never */
};

/* Where the kernel is. */
size_t history_now(const struct history *, const struct kernel *);
/* Packs the journal when it has become long; at the end of the history only. */
void history_keep(struct history *, struct kernel *);
/* Takes the kernel to a position. */
void history_go(struct history *, struct kernel *, size_t position);
/* Forgets what lies ahead of where the kernel is. */
void history_cut(struct history *, struct kernel *);
/* Forgets everything: where the kernel is, is the beginning. */
void history_clear(struct history *);
#endif
