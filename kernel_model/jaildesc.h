/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Descriptors of jails: kern_jaildesc.c.  FreeBSD's counterpart is sys/jaildesc.h.
 */
#ifndef KERNEL_MODEL_JAILDESC_H
#define KERNEL_MODEL_JAILDESC_H

#include "decision.h"

/* The live jail of a descriptor and the credential that opened it: EBADF EINVAL ENOENT. */
int jaildesc_find(struct thread *, int fd, const struct prison **, const struct ucred **opener);
/* A descriptor for the jail; who closes the last copy of an owning one removes the jail. */
int jaildesc_create(struct thread *, const struct prison *, bool owning, int64_t *fd);
/* Its last copy is closed. */
void jaildesc_close(struct thread *, const struct file *);
/* The jail dies: its descriptors name nothing any more. */
void jaildesc_prison_cleanup(struct thread *, const struct prison *);

#endif
