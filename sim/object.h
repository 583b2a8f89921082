/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text for what a check was about: a process, a jail, a file, a privilege, as the host would name
 * it.  A step of a trail holds numbers only, and row numbers are used again, so make the text
 * before the kernel's next call.
 */
#ifndef SIM_OBJECT_H
#define SIM_OBJECT_H

#include "arena.h"
#include "kernel.h"

/* What a step was about. */
const char *step_object(struct arena *, const struct kernel *, const struct step *);

/* A jail's full name, "host" for the host; "jid 7" when there is none of this id. */
const char *jail_text(struct arena *, const struct kernel *, uint32_t jid);
/* The way back: a live jail by its name or jid, "host" or 0 for the host; NULL: none. */
const struct prison *jail_named(const struct kernel *, const char *name);

/* Packed addresses of `size' bytes each, a comma between. */
const char *address_text(struct arena *, const struct values *, value_ix packed, size_t size);

/* A vnode's path from the host's root, mounts and nullfs climbed; "?" for what has no name. */
const char *vnode_path(struct arena *, const struct kernel *, uint32_t vnode);

/* "12 (sh) of www", or "12" when no such process is left. */
const char *process_text(struct arena *, const struct kernel *, uint32_t pid);

#endif
