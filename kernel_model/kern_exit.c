/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end of processes: exit, orphans, zombies, wait, and who is whose while somebody traces.
 * FreeBSD's counterpart is the file of the same name.  init collects at once whatever it is left.
 *
 * NOT MODELLED: reapers other than init, SIGCHLD (nobody catches it), core dumps, SIGHUP and
 * SIGCONT to stopped process groups that an exit orphans.
 */
#include "constants.h"
#include "cpuset.h"
#include "file.h"
#include "jail.h"
#include "kassert.h"
#include "proc.h"
#include "sysproto.h"
#include "sysv_ipc.h"
#include "ucred.h"

/* Takes a traced process off its real parent's list of orphans, if it is on it. */
static void
proc_clear_orphan(struct thread *td, const struct proc *cp)
{
	const struct kernel *k = td->td_kernel;
	proc_ix ix = proc_ix_of(k, cp);
	const struct proc *at = proc_realparent(k, cp);

	if (cp->p_oppid == 0 || at == NULL)
		return;
	if (at->p_orphans == ix) {
		proc_change(td, at)->p_orphans = cp->p_orphan;
	} else {
		for (at = proc_at(k, at->p_orphans); at != NULL && at->p_orphan != ix;)
			at = proc_at(k, at->p_orphan);
		if (at != NULL)
			proc_change(td, at)->p_orphan = cp->p_orphan;
	}
	proc_change(td, cp)->p_orphan = 0;
}

void
proc_trace(struct thread *td, const struct proc *tracer, const struct proc *cp)
{
	const struct kernel *k = td->td_kernel;
	struct proc *p = proc_change(td, cp);
	const struct proc *pp = proc_at(k, cp->p_pptr);

	p->p_flag |= P_TRACED;
	p->p_oppid = pp->p_pid;
	if (pp == tracer)
		return;
	proc_disown(td, cp);
	proc_adopt(td, tracer, cp);
	p->p_orphan = pp->p_orphans;
	proc_change(td, pp)->p_orphans = proc_ix_of(k, cp);
}

void
proc_untrace(struct thread *td, const struct proc *cp)
{
	const struct proc *real = proc_realparent(td->td_kernel, cp);

	proc_clear_orphan(td, cp);
	if (real != proc_at(td->td_kernel, cp->p_pptr)) {
		proc_disown(td, cp);
		proc_adopt(td, real, cp);
	}
	struct proc *p = proc_change(td, cp);

	p->p_oppid = 0;
	p->p_flag &= ~P_TRACED;
}

/* Frees a zombie. */
static void
proc_reap(struct thread *td, const struct proc *cp)
{
	struct kernel *k = td->td_kernel;
	const struct ucred *cr = ucred_at(k, cp->p_ucred);

	KASSERT(is_zombie(cp));
	if (cp->p_oppid != 0)
		proc_clear_orphan(td, cp);
	proc_disown(td, cp);
	leavepgrp(td, cp);
	(void)chgproccnt(td, cr->cr_ruid, -1);
	system_change(td, system_of(k))->sy_nprocs--;
	proc_erase(td, cp);
	crfree(td, cr);
}

/* Gives a child of an ending process to init; what it traced loses its life with it. */
static void
abandon(struct thread *td, const struct proc *parent, const struct proc *q)
{
	const struct kernel *k = td->td_kernel;
	bool dies = (q->p_flag & (P_TRACED | P_WEXIT)) == P_TRACED;

	if (q->p_oppid != 0)
		proc_untrace(td, q);
	if (proc_at(k, q->p_pptr) == parent) {
		proc_disown(td, q);
		proc_adopt(td, initproc(k), q);
	}
	if (is_zombie(q)) {
		if (q->p_pptr == proc_ix_of(k, initproc(k)))
			proc_reap(td, q);
	} else if (dies)
		exit1(td, q, SIGKILL);
}

static void
abandon_children(struct thread *td, const struct proc *p)
{
	const struct kernel *k = td->td_kernel;

	while (p->p_children != 0)
		abandon(td, p, proc_at(k, p->p_children));
	while (p->p_orphans != 0) {
		const struct proc *q = proc_at(k, p->p_orphans);

		proc_clear_orphan(td, q);
		proc_change(td, q)->p_oppid = INIT_PID;
	}
}

void
exit1(struct thread *td, const struct proc *cp, uint32_t status)
{
	struct kernel *k = td->td_kernel;

	KASSERT(!is_zombie(cp) && cp->p_pid != INIT_PID);
	struct proc *p = proc_change(td, cp);

	p->p_flag |= P_WEXIT;
	fdescfree(td, cp);
	shmexit(td, cp);
	pwd_drop(td, pwd_at(k, cp->p_pwd));
	p->p_pwd = 0;
	cpuset_exit(td, cp);
	prison_proc_unlink(td, cp);
	ktrprocexit(td, cp);
	abandon_children(td, cp);
	p->p_state = PRS_ZOMBIE;
	p->p_flag &= ~(P_TRACED | P_STOPPED | P_WAITED | P_CONTINUED | P_MARKED | P_WEXIT);
	p->p_sigpend = 0;
	p->p_xstat = status;
	if (cp->p_pptr == proc_ix_of(k, initproc(k)))
		proc_reap(td, cp);
}

int
sys__exit(struct thread *td, const struct _exit_args *uap, struct none_result *r)
{
	(void)r;
	if (td->td_proc->p_pid == INIT_PID)
		return (refuses(td, NOT_MODELLED, true, NULL, about_proc(td->td_proc)));
	exit1(td, td->td_proc, ((uint32_t)uap->status & 0xff) << 8);
	return (0);
}

/* Whom wait4(2) asks for: one process, a group, or anybody. */
static bool
wait_matches(const struct thread *td, const struct proc *p, int32_t pid)
{
	const struct kernel *k = td->td_kernel;
	int64_t group = pgrp_at(k, p->p_pgrp)->pg_id;

	if (pid == WAIT_ANY)
		return (true);
	if (pid == WAIT_MYPGRP)
		return (p->p_pgrp == td->td_proc->p_pgrp);
	return (pid > 0 ? p->p_pid == (uint32_t)pid : group == -(int64_t)pid);
}

/* Does the child count at all?  One left outside the caller's jail does not: P16. */
static bool
wait_counts(struct thread *td, const struct proc *p, int32_t pid)
{
	if (!wait_matches(td, p, pid))
		return (false);
	if (p_canwait(td, p) == 0)
		return (true);
	forgive(td);
	return (false);
}

/* Collects a zombie; one that its debugger collects goes back to its real parent first. */
static void
collect(struct thread *td, const struct proc *p)
{
	const struct proc *pp = proc_at(td->td_kernel, p->p_pptr);

	if (p->p_oppid == 0 || p->p_oppid == pp->p_pid) {
		proc_reap(td, p);
		return;
	}
	proc_untrace(td, p);
	if (p->p_pptr == proc_ix_of(td->td_kernel, initproc(td->td_kernel)))
		proc_reap(td, p);
}

/* Has the child something to report, asked with these options?  If so it is in the result. */
static bool
wait_report(struct thread *td, const struct proc *p, int options, struct wait_result *r)
{
	bool stops = (options & WUNTRACED) != 0 || (p->p_flag & P_TRACED) != 0;
	bool stopped = stops && (p->p_flag & (P_STOPPED | P_WAITED)) == P_STOPPED;
	bool continued = (options & WCONTINUED) != 0 && (p->p_flag & P_CONTINUED) != 0;

	if (!is_zombie(p) && !stopped && !continued)
		return (false);
	r->pid = td->td_call->retval = p->p_pid;
	r->status = is_zombie(p) ? p->p_xstat : stopped ? p->p_xstat << 8 | 0177 : SIGCONT;
	if ((options & WNOWAIT) != 0)
		return (true);
	if (is_zombie(p))
		collect(td, p);
	else if (stopped)
		proc_change(td, p)->p_flag |= P_WAITED;
	else
		proc_change(td, p)->p_flag &= ~P_CONTINUED;
	return (true);
}

int
sys_wait4(struct thread *td, const struct wait4_args *uap, struct wait_result *r)
{
	const struct kernel *k = td->td_kernel;
	const int known = WUNTRACED | WNOHANG | WCONTINUED | WNOWAIT | WEXITED | WTRAPPED;
	bool found = false;
	int error;

	if ((error = refuses(td, WAIT_OPTIONS, (uap->options & ~known) != 0, NULL,
		 about_number(uap->options))) != 0)
		return (error);
	for (const struct proc *p = proc_at(k, td->td_proc->p_children); p != NULL;
	     p = proc_at(k, p->p_next))
		if (wait_counts(td, p, uap->pid)) {
			if (wait_report(td, p, uap->options, r))
				return (0);
			found = true;
		}
	for (const struct proc *p = proc_at(k, td->td_proc->p_orphans); p != NULL && !found;
	     p = proc_at(k, p->p_orphan))
		found = wait_counts(td, p, uap->pid);
	if ((error = refuses(td, WAIT_NO_CHILD, !found, NULL, about_pid(uap->pid))) != 0)
		return (error);
	return (refuses(td, WOULD_BLOCK, (uap->options & WNOHANG) == 0, NULL, about_nothing()));
}
