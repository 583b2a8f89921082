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
#define P_SUGID	       0x01u   /* changed identity since the last plain exec */
#define P_TRACED       0x02u   /* somebody debugs it */
#define P_NOTRACE      0x10u   /* PROC_TRACE_CTL_DISABLE */
#define P_NO_NEW_PRIVS 0x20u   /* PROC_NO_NEW_PRIVS */
#define P_STOPPED      0x40u   /* by a signal or a tracer */
#define P_EXEC	       0x80u   /* has called execve(2) since fork(2) */
#define P_WAITED       0x100u  /* its stop has been reported by wait4(2) */
#define P_CONTINUED    0x200u  /* continued, and not yet reported */
#define P_NOTRACE_EXEC 0x800u  /* P_NOTRACE stays over execve(2) */
#define P_WEXIT	       0x1000u /* inside exit1() */
#define P_MARKED       0x400u  /* within one kill(2): to be signalled */

#define PID_MAX	       99999
#define INIT_PID       1
#define MAXLOGNAME     33 /* bytes of a login name, the last one 0 */

/* A live or zombie process by its id, or NULL. */
static inline const struct proc *
pfind_any(const struct kernel *k, int32_t pid)
{
	return (pid <= 0 ? NULL : proc_find(k, (uint32_t)pid, 0));
}

/* The same without zombies. */
static inline const struct proc *
pfind(const struct kernel *k, int32_t pid)
{
	const struct proc *p = pfind_any(k, pid);

	return (p == NULL || p->p_state == PRS_ZOMBIE ? NULL : p);
}

/* The row of a process's session. */
static inline session_ix
proc_session(const struct kernel *k, const struct proc *p)
{
	return (pgrp_at(k, p->p_pgrp)->pg_session);
}

static inline const struct proc *
initproc(const struct kernel *k)
{
	return (proc_find(k, INIT_PID, 0));
}

/* Has it ended and waits for its parent to collect it? */
static inline bool
is_zombie(const struct proc *p)
{
	return (p->p_state == PRS_ZOMBIE);
}

/*
 * A child of `parent' (NULL: of init) with its own row, same credential, directories, group and
 * session; no descriptors yet.  0, ROOM, or EAGAIN when ids or processes run out.
 */
int proc_new(struct thread *, const struct proc *parent, struct proc **child);
/* Ends a process: closes its descriptors, gives its children to init, makes it a zombie, and
 * frees it at once when its parent is init.  `status' as wait(2) gives it. */
void exit1(struct thread *, const struct proc *, uint32_t status);
/* kern_limits.c: the limits that a login gives; a soft limit in force, RLIMIT_*. */
void limits_set(const struct kernel *, struct proc *);
int64_t lim_cur(const struct kernel *, const struct proc *, int resource);
/* The kernel environment that the loader leaves. */
value_ix kenv_boot(struct values *);
/* Delivers a signal, permission already given: its default action, as nobody catches any. */
void psignal(struct thread *, const struct proc *, int signum);

/* Lets a process run that its tracer had stopped, with this signal or none. */
void ptrace_resume(struct thread *, const struct proc *, int signum);

/* kern_ktrace.c: a child is traced like its parent if that was asked for; a set-id program mostly
 * is no longer; nor is a process that ends. */
void ktrprocfork(struct thread *, const struct proc *parent, struct proc *child);
void ktrprocexec(struct thread *);
void ktrprocexit(struct thread *, const struct proc *);

/* The tree: into a parent's list of children and out of it; the parent when nobody traces. */
void proc_adopt(struct thread *, const struct proc *parent, const struct proc *child);
void proc_disown(struct thread *, const struct proc *child);
const struct proc *proc_realparent(const struct kernel *, const struct proc *);
/* A tracer becomes the parent; the real one gets its child back. */
void proc_trace(struct thread *, const struct proc *tracer, const struct proc *);
void proc_untrace(struct thread *, const struct proc *);

/* Group and session membership: 0 or ROOM. */
int enterpgrp(struct thread *, const struct proc *, uint32_t pgid, bool new_session);
void leavepgrp(struct thread *, const struct proc *);
/* Has no member a parent that could continue it: another group of the same session? */
bool pgrp_orphaned(const struct kernel *, const struct pgrp *);

/*
 * sysctl kern.proc.all and kern.proc.pid: a literal list with a record for each process that the
 * caller sees, of one process when `pid' is not 0.  ESRCH when it does not see that one.
 */
int sysctl_kern_proc(struct thread *, int32_t pid, value_ix *list);

#endif
