/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * New processes: their id, what limits their number, what they inherit.  FreeBSD's counterpart is
 * the file of the same name.
 *
 * NOT MODELLED: rctl(8)'s maxproc.
 */
#include "constants.h"
#include "cpuset.h"
#include "file.h"
#include "jail.h"
#include "proc.h"
#include "sysctl_node.h"
#include "sysproto.h"
#include "sysv_ipc.h"
#include "ucred.h"

/* Ids below this one are not handed out again. */
#define PID_RESERVED 100u

/* Processes that only the superuser of the host may still make: P60. */
#define MAXPROC_SPARED 10

static bool
pid_in_use(const struct kernel *k, uint32_t pid)
{
	return (proc_find(k, pid, 0) != NULL || pgrp_find(k, pid, 0) != NULL ||
	    session_find(k, pid, 0) != NULL);
}

/* The next id that nobody has; above PID_MAX when all are in use. */
static uint32_t
fork_findpid(const struct kernel *k)
{
	uint32_t pid = system_of(k)->sy_lastpid;

	for (uint32_t tried = 0; tried < PID_MAX; tried++) {
		if (++pid >= PID_MAX)
			pid = PID_RESERVED;
		if (!pid_in_use(k, pid))
			return (pid);
	}
	for (pid = PID_MAX; pid_in_use(k, pid);)
		pid++;
	return (pid);
}

/* P60, P61. */
static int
fork_limits(struct thread *td, const struct proc *parent, uint32_t pid)
{
	const struct kernel *k = td->td_kernel;
	const struct ucred *cr = ucred_at(k, parent->p_ucred);
	int32_t maxproc = sysctl_value(k, SYSCTL_kern_maxproc);
	int32_t total = (int32_t)system_of(k)->sy_nprocs + 1;
	bool spared = total >= maxproc - MAXPROC_SPARED;
	int64_t most = lim_cur(k, parent, RLIMIT_NPROC);
	bool many = proccnt(k, cr->cr_ruid) >= most;
	int error;

	spared = spared && priv_check_cred(td, cr, PRIV_MAXPROC) != 0;
	if ((error = refuses(td, FORK_MAXPROC, spared, NULL, about_number(total))) != 0 ||
	    (error = refuses(td, FORK_FULL, total >= maxproc || pid >= PID_MAX, NULL,
		 about_number(total))) != 0)
		return (error);
	many = many && priv_check_cred(td, cr, PRIV_PROC_LIMIT) != 0;
	return (refuses(td, FORK_UID_LIMIT, many, NULL, about_number(most)));
}

/* Puts the child in front of its parent's children. */
void
proc_adopt(struct thread *td, const struct proc *parent, const struct proc *child)
{
	const struct kernel *k = td->td_kernel;
	struct proc *pp = proc_change(td, parent), *p = proc_change(td, child);
	proc_ix ix = proc_ix_of(k, child);

	p->p_pptr = proc_ix_of(k, parent);
	p->p_prev = 0;
	p->p_next = pp->p_children;
	if (pp->p_children != 0)
		proc_change(td, proc_at(k, pp->p_children))->p_prev = ix;
	pp->p_children = ix;
}

void
proc_disown(struct thread *td, const struct proc *child)
{
	const struct kernel *k = td->td_kernel;
	struct proc *p = proc_change(td, child);

	if (p->p_prev == 0)
		proc_change(td, proc_at(k, p->p_pptr))->p_children = p->p_next;
	else
		proc_change(td, proc_at(k, p->p_prev))->p_next = p->p_next;
	if (p->p_next != 0)
		proc_change(td, proc_at(k, p->p_next))->p_prev = p->p_prev;
	p->p_pptr = p->p_next = p->p_prev = 0;
}

/* What the child has of its parent: P64. */
static void
inherit(struct thread *td, const struct proc *parent, struct proc *p)
{
	struct kernel *k = td->td_kernel;

	p->p_flag = parent->p_flag & (P_SUGID | P_NOTRACE | P_NOTRACE_EXEC | P_NO_NEW_PRIVS);
	p->p_comm = parent->p_comm;
	p->p_args = parent->p_args;
	p->p_umask = parent->p_umask;
	p->p_limit = parent->p_limit;
	p->p_nice = parent->p_nice;
	p->p_rttype = parent->p_rttype;
	p->p_rtprio = parent->p_rtprio;
	p->p_start = (uint32_t)system_of(k)->sy_clock;
	p->p_ucred = parent->p_ucred;
	crhold(td, ucred_at(k, p->p_ucred));
	p->p_pwd = parent->p_pwd;
	pwd_hold(td, pwd_at(k, p->p_pwd));
	ktrprocfork(td, parent, p);
	cpuset_fork(td, parent, p);
}

int
proc_new(struct thread *td, const struct proc *parent, struct proc **child)
{
	struct kernel *k = td->td_kernel;
	uint32_t pid = fork_findpid(k);
	int error;

	if (parent == NULL)
		parent = initproc(k);
	if ((error = fork_limits(td, parent, pid)) != 0 ||
	    (error = chgproccnt(td, ucred_at(k, parent->p_ucred)->cr_ruid, 1)) != 0 ||
	    (error = proc_alloc(td, child)) != 0)
		return (error);
	struct proc *p = *child;
	struct system *sy = system_change(td, system_of(k));

	sy->sy_lastpid = pid;
	sy->sy_nprocs++;
	p->p_pid = pid;
	proc_enter(td, p);
	inherit(td, parent, p);
	prison_proc_link(td, p);
	proc_adopt(td, parent, p);
	return (enterpgrp(td, p, pgrp_at(k, parent->p_pgrp)->pg_id, false));
}

int
sys_fork(struct thread *td, const struct fork_args *uap, struct num_result *r)
{
	struct proc *child;
	int error;

	(void)uap;
	if ((error = proc_new(td, td->td_proc, &child)) != 0 ||
	    (error = fdcopy(td, td->td_proc, child)) != 0 ||
	    (error = shmfork(td, td->td_proc, child)) != 0)
		return (error);
	r->value = child->p_pid;
	return (0);
}
