/* SPDX-License-Identifier: BSD-2-Clause */
/* POSIX shared memory: uipc_shm.c.  FreeBSD's counterpart is part of sys/mman.h. */
#ifndef KERNEL_MODEL_UIPC_SHM_H
#define KERNEL_MODEL_UIPC_SHM_H

#include "decision.h"

/* The names that credentials of this prison made go: I13. */
void shm_remove_prison(struct thread *, const struct prison *);
/* sysctl kern.ipc.posix_shm_list: what the caller's jail is told. */
value_ix sysctl_posix_shm_list(struct thread *);

#endif
