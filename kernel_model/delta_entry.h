/* SPDX-License-Identifier: BSD-2-Clause */
/* An entry of a delta, packed and not.  Internal to subr_delta*.c. */
#ifndef KERNEL_MODEL_DELTA_ENTRY_H
#define KERNEL_MODEL_DELTA_ENTRY_H

#include "delta.h"
#include "journal.h"

#define WORD sizeof(uint32_t)

/* What changes in one row. */
struct change {
	enum table table;
	uint32_t ix;
	bool toggled;
	uint32_t words[ROW_MAX / WORD]; /* what differs */
};

/* Writes an entry; its length. */
size_t change_pack(unsigned char *to, const struct change *);
/* Reads an entry; where the next one begins. */
const unsigned char *change_unpack(const unsigned char *from, struct change *);
/* Room for one more entry at the end; false: no memory. */
bool delta_reserve(struct allocator *, struct delta *, size_t *room);

#endif
