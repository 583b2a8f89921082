/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Processes: kern_fork.c, kern_exit.c, kern_exec.c, kern_proc.c, kern_sig.c.  One thread each.
 * FreeBSD's counterpart is sys/proc.h.
 */
#ifndef KERNEL_MODEL_PROC_H
#define KERNEL_MODEL_PROC_H

#include "decision.h"

enum proc_state { PRS_NORMAL, PRS_ZOMBIE };

/* p_flag */
#define P_SUGID	       0x01u /* changed identity since the last plain exec */
#define P_TRACED       0x02u /* somebody debugs it */
#define P_SYSTEM       0x04u /* kernel process */
#define P_INEXEC       0x08u /* inside execve(2) */
#define P_NOTRACE      0x10u /* PROC_TRACE_CTL_DISABLE */
#define P_NO_NEW_PRIVS 0x20u /* PROC_NO_NEW_PRIVS */
#define P_STOPPED      0x40u /* by a signal or a tracer */

#define PID_MAX	       99999
#define INIT_PID       1
#define NPROC_MAX      6656 /* kern.maxproc, unless the sysctl says otherwise */

/* A live or zombie process by its id, or NULL. */
static inline const struct proc *
pfind_any(const struct kernel *k, int32_t pid)
{
	return (pid <= 0 ? NULL : proc_find(k, (uint32_t)pid, 0));
}

/*
 * A child of `parent' (NULL: of init) with its own row, same credential, directories, group and
 * session; no descriptors yet.  0, ROOM, or EAGAIN when ids or processes run out.
 */
int proc_new(struct thread *, const struct proc *parent, struct proc **child);
/* Ends a process: closes its descriptors, gives its children to init, makes it a zombie, and
 * frees it at once when its parent is init or the host. `status' as wait(2) gives it. */
void exit1(struct thread *, const struct proc *, uint32_t status);
/* Frees a zombie. */
void proc_reap(struct thread *, const struct proc *);
/* Delivers a signal, permission already given: SIGKILL and what ends a process does. */
void psignal(struct thread *, const struct proc *, int signum);

/* Group and session membership. */
int enterpgrp(struct thread *, const struct proc *, uint32_t pgid, bool new_session);
void leavepgrp(struct thread *, const struct proc *);

#endif
