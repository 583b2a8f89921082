/* SPDX-License-Identifier: BSD-2-Clause */
/* XXH3 of a row; defined beside the other use of xxhash.h, in subr_value.c. */
#ifndef KERNEL_MODEL_ROW_HASH_H
#define KERNEL_MODEL_ROW_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t row_hash(const void *row, size_t size, uint64_t seed);

#endif
