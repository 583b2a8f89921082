/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Values: names, paths, link targets, lists, blocks of file contents.  They are kept outside the
 * kernel, in a store that its copies share; a row holds a 32-bit handle.  In one store equal
 * contents have equal handles, so two values are compared by comparing handles.
 */
#ifndef KERNEL_MODEL_VALUE_H
#define KERNEL_MODEL_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "subr_alloc.h"

typedef uint32_t value_ix;

#define VALUE_NONE    0u	 /* no value: a NULL pointer */
#define VALUE_EMPTY   1u	 /* the empty string */
#define VALUE_BADADDR UINT32_MAX /* a pointer that copyin(9) cannot follow */

struct values;

/* A store, or NULL for want of memory. */
struct values *values_create(struct allocator *);
void values_destroy(struct values *);

/*
 * The handle of these bytes.  For want of memory it answers VALUE_EMPTY and values_failed()
 * says so until values_forgive().
 */
value_ix value_intern(struct values *, const void *bytes, size_t length);
value_ix value_string(struct values *, const char *string);

/* The handle of these bytes if they have one, else VALUE_NONE; never allocates. */
value_ix value_lookup(const struct values *, const void *bytes, size_t length);

/* The bytes, followed by a NUL that is not counted.  VALUE_NONE and VALUE_BADADDR read as "". */
const char *value_bytes(const struct values *, value_ix, size_t *length);
const char *value_text(const struct values *, value_ix);
size_t value_length(const struct values *, value_ix);

/* Has an intern failed for want of memory since the last forgiveness? */
bool values_failed(const struct values *);
void values_forgive(struct values *);

/*
 * A value made piece by piece: begin, append, end.  One at a time in a store.
 */
void value_begin(struct values *);
void value_append(struct values *, const void *bytes, size_t length);
value_ix value_end(struct values *);
/* Bytes appended so far; overwriting some of them. */
size_t value_built(const struct values *);
void value_overwrite(struct values *, size_t at, const void *bytes, size_t length);

#endif
