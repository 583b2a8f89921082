/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What changed between two states of a world, in words: "/tmp/a was made (dir, mode 0755, uid
 * 0)", "jail www: allow.mount 0 -> 1", "pid 12 (sh) of www ended".
 */
#ifndef SIM_DIFFERENCE_H
#define SIM_DIFFERENCE_H

#include "jail.h"
#include "textbuf.h"
#include "world.h"

/* A line each; answers how many.  The kernels share the store of values. */
unsigned difference_put(struct textbuf *, const struct kernel *before, const struct kernel *after);

/*
 * difference_jail.c: a parameter of a jail as text, by its place from 0; its name is set.  NULL
 * behind the last.
 */
const char *jail_property(struct arena *, const struct kernel *, const struct prison *,
    unsigned place, const char **name);

#endif
