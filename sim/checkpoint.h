/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Checkpoints: the journal is kept for the latest part of the history only.  What is older is
 * reached by taking the copy of a kernel made before it and making the log's calls again.
 */
#ifndef SIM_CHECKPOINT_H
#define SIM_CHECKPOINT_H

#include "world.h"

/* Bytes of journal after which a checkpoint is made. */
#define CHECKPOINT_JOURNAL ((size_t)4 << 20)

/* A kernel as it was at a point of the history. */
struct checkpoint {
	struct kernel *kernel; /* a copy, without journal */
	size_t position;       /* in the history, as moment.kernel counts */
	size_t nlog;	       /* calls made before it */
};

/* Makes one when the journal has become long; between steps only. */
void checkpoint_keep(struct world *);

/* Takes the kernel to a moment of the history, backward or forward. */
void checkpoint_go(struct world *, const struct moment *from, const struct moment *to);

/* Drops those behind a point of the history, or all; the first call made anew goes on from here. */
void checkpoint_drop_after(struct world *, size_t position);
void checkpoint_drop_all(struct world *);

#endif
