/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The log of a world: every call made, who made it and what came of it.  The calls of the step
 * begun last are kept as they were made; those before are packed and unpacked for who asks.
 */
#ifndef SIM_LOG_H
#define SIM_LOG_H

#include "arena.h"
#include "kernel.h"
#include "records.h"

/* A call of the history. */
struct logged {
	const struct call *call; /* its trail holds call->trail.count steps and no more */
	const char *who;	 /* the session that made it, or "the simulation" */
	size_t journal;		 /* bytes of journal that it wrote */
};

struct log {
	struct records packed; /* rows from 0 on; recent ones only after log_pack() */
	struct arena arena;    /* of the recent calls */
	struct logged *recent; /* those of the step begun last */
	size_t first;	       /* row of the first of them */
	size_t nrecent, room;  /* how many, and how many there is memory for */
};

/* A row behind the last; what it answers lasts until log_begin(). */
const struct call *log_add(struct log *, const char *who, const struct call *, size_t journal);

/* A row.  A recent call is answered itself, another one is unpacked into the arena. */
struct logged log_at(const struct log *, struct arena *, size_t row);

/* A step begins behind so many rows; those ahead are dropped. */
void log_begin(struct log *, size_t rows);
/* Packs the recent rows too. */
void log_pack(struct log *);
void log_free(struct log *);

#endif
