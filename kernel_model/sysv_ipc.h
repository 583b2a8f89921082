/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System V message queues, semaphores and shared memory: sysv_ipc.c for what they have in common,
 * sysv_msg.c, sysv_sem.c, sysv_shm.c.  FreeBSD's counterparts are sys/ipc.h, msg.h, sem.h, shm.h.
 */
#ifndef KERNEL_MODEL_SYSV_IPC_H
#define KERNEL_MODEL_SYSV_IPC_H

#include "jail.h"
#include "literal.h"

/* The System V facilities in pr_sysv, 2 bits each. */
enum { SYSV_MSG, SYSV_SEM, SYSV_SHM, SYSV_FACILITIES };

/* JAIL_SYS_DISABLE, JAIL_SYS_NEW or JAIL_SYS_INHERIT. */
static inline uint32_t
prison_sysv(const struct prison *pr, uint32_t facility)
{
	return (pr->pr_sysv >> (2 * facility) & 3);
}

/* io_state */
#define IPC_ALLOCATED 0x01u
#define IPC_REMOVED   0x02u /* shared memory that goes with its last attachment */
#define IPC_LASTFREE  0x04u /* the segment freed last, which is made next */

/* What ipcperm() is asked for. */
#define IPC_R 00400u
#define IPC_W 00200u
#define IPC_M 010000u

/* ENOSYS when the caller's jail has no objects of this kind; else the root of its space: I1. */
int ipc_prison(struct thread *, uint32_t facility, const struct prison **root);
/* The object of this id in the space of `root': EINVAL.  I4. */
int ipc_find(struct thread *, uint32_t facility, const struct prison *root, int32_t id,
    const struct ipcobj **);
/* The object of this key made in exactly the caller's jail, or NULL: I2. */
const struct ipcobj *ipc_find_key(struct thread *, uint32_t facility, int32_t key);
/* EACCES: I6. */
int ipcperm(struct thread *, const struct ipcobj *, uint32_t wanted);
/* A new object of the caller's: 0, ROOM, or ENOSPC when there are `limit' of them. */
int ipc_allocate(struct thread *, uint32_t facility, int32_t key, int32_t flags, int32_t limit,
    struct ipcobj **);
/* Takes an object away; shared memory waits for its last attachment. */
void ipc_remove(struct thread *, const struct ipcobj *);
/* Frees its row but for the sequence number of its id. */
void ipc_free(struct thread *, const struct ipcobj *);
/* Those made in exactly this prison, when it has a space of its own: I8. */
void ipc_prison_cleanup(struct thread *, const struct prison *, uint32_t facility);

int32_t ipc_id(const struct ipcobj *);
/* The key as the caller may know it: I5. */
int32_t ipc_key(struct thread *, const struct ipcobj *);
/* The next object of a facility at or above `index', or NULL. */
const struct ipcobj *ipc_next(const struct kernel *, uint32_t facility, uint32_t index);
/* IPC_SET: owner and mode from {uid=, gid=, mode=}; what is left out stays. */
void ipc_set(struct thread *, const struct ipcobj *, value_ix ds);
/* A number of a literal structure, or `none' without it. */
int64_t ipc_field(const struct values *, value_ix literal, const char *name, int64_t none);
/* sysctl kern.ipc.shmsegs, sema, msqids: the objects that the caller sees.  I10. */
value_ix sysctl_ipc(struct thread *, uint32_t facility);

/* sysv_msg.c: the messages of a queue go. */
void msq_empty(struct thread *, const struct ipcobj *);
/* sysv_shm.c: what a process has attached, or NULL; a child attaches what its parent has (0 or
 * ROOM); a process detaches all. */
const struct shmmap *shmmap_first(const struct kernel *, const struct proc *);
int shmfork(struct thread *, const struct proc *parent, const struct proc *child);
void shmexit(struct thread *, const struct proc *);

#endif
