/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sets of processors: kern_cpuset.c.  FreeBSD's counterpart is sys/cpuset.h.
 */
#ifndef KERNEL_MODEL_CPUSET_H
#define KERNEL_MODEL_CPUSET_H

#include "decision.h"

/* The sets of the system: 0 or ROOM. */
int cpuset_boot(struct thread *, const struct cpuset **default_set);
/* A root set for a jail below `parent': 0 or ROOM. */
int cpuset_create_root(struct thread *, const struct prison *parent, const struct cpuset **);
/* A set with the lowest free number and nobody in it yet: 0 or ROOM. */
int cpuset_create(struct thread *, const struct cpuset *parent, uint32_t mask, struct cpuset **);
/* The numbered set of a process: its jail's root set unless it says otherwise. */
const struct cpuset *cpuset_getbase(const struct kernel *, const struct proc *);
/* The root set above a set, or the set itself if it is one. */
const struct cpuset *cpuset_getroot(const struct kernel *, const struct cpuset *);
/* Puts a process into a set: EDEADLK. */
int cpuset_setproc(struct thread *, const struct proc *, const struct cpuset *);
/* Changes a set and what lies below it: EPERM EINVAL EDEADLK. */
int cpuset_modify(struct thread *, const struct cpuset *, uint64_t mask);
/* One more or one less who has the set. */
void cpuset_ref(struct thread *, const struct cpuset *);
void cpuset_rel(struct thread *, const struct cpuset *);
/* Moves the caller below the root set of a jail that it enters: EDEADLK. */
int cpuset_setproc_update_set(struct thread *, const struct prison *);
/* A child has its parent's processors; a process that ends none. */
void cpuset_fork(struct thread *, const struct proc *parent, struct proc *child);
void cpuset_exit(struct thread *, const struct proc *);

#endif
