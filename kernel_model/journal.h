/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The form of the journal's entries: head, former content, tail.  Internal to subr_state.c and
 * subr_delta.c.
 */
#ifndef KERNEL_MODEL_JOURNAL_H
#define KERNEL_MODEL_JOURNAL_H

#include "state.h"

#define ROW_MAX 512 /* bytes of a row at most */

/* Head and tail of an entry: the head serves the way forward, the tail the way back. */
struct mark {
	uint32_t ix;	/* row number */
	uint16_t table; /* enum table */
	uint16_t live;	/* was the row in use? */
};

#define ENTRY_MAX (ROW_MAX + 8 + 2 * sizeof(struct mark)) /* bytes of an entry at most */

/* Exchanges an entry's content with the row it was saved from. */
void journal_swap(struct kernel *, char *entry);

#endif
