/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Process groups and sessions, and the calls that ask for ids.  FreeBSD's counterparts are the file
 * of the same name and the id calls of sys/kern/kern_prot.c.
 *
 * NOT MODELLED: terminals, so no foreground group and no SIGHUP for what a session leader leaves.
 */
#include "constants.h"
#include "proc.h"
#include "sysproto.h"
#include "ucred.h"

/* The group of this id, new in the process's session or in one of its own: 0 or ROOM. */
static int
pgrp_make(struct thread *td, const struct proc *p, uint32_t pgid, bool new_session,
    const struct pgrp **made)
{
	const struct kernel *k = td->td_kernel;
	struct pgrp *pg;
	struct session *s;
	int error = pgrp_alloc(td, &pg);

	if (error != 0)
		return (error);
	pg->pg_id = pgid;
	pgrp_enter(td, pg);
	if (new_session) {
		if ((error = session_alloc(td, &s)) != 0)
			return (error);
		s->s_sid = p->p_pid;
		s->s_login =
		    p->p_pgrp == 0 ? VALUE_EMPTY : session_at(k, proc_session(k, p))->s_login;
		session_enter(td, s);
	} else
		s = session_change(td, session_at(k, proc_session(k, p)));
	s->s_count++;
	pg->pg_session = session_ix_of(k, s);
	*made = pg;
	return (0);
}

int
enterpgrp(struct thread *td, const struct proc *cp, uint32_t pgid, bool new_session)
{
	const struct kernel *k = td->td_kernel;
	const struct pgrp *pg = pgrp_find(k, pgid, 0);
	int error;

	if (pg != NULL && pg == pgrp_at(k, cp->p_pgrp))
		return (0);
	if (pg == NULL && (error = pgrp_make(td, cp, pgid, new_session, &pg)) != 0)
		return (error);
	if (cp->p_pgrp != 0)
		leavepgrp(td, cp);
	struct proc *p = proc_change(td, cp);
	struct pgrp *group = pgrp_change(td, pg);

	p->p_pgrp = pgrp_ix_of(k, pg);
	p->p_pgnext = group->pg_members;
	if (p->p_pgnext != 0)
		proc_change(td, proc_at(k, p->p_pgnext))->p_pgprev = proc_ix_of(k, cp);
	group->pg_members = proc_ix_of(k, cp);
	group->pg_count++;
	return (0);
}

static void
pgrp_release(struct thread *td, const struct pgrp *pg)
{
	const struct session *s = session_at(td->td_kernel, pg->pg_session);

	pgrp_erase(td, pg);
	if (--session_change(td, s)->s_count == 0)
		session_erase(td, s);
}

void
leavepgrp(struct thread *td, const struct proc *cp)
{
	const struct kernel *k = td->td_kernel;
	struct proc *p = proc_change(td, cp);
	struct pgrp *pg = pgrp_change(td, pgrp_at(k, p->p_pgrp));

	if (p->p_pgprev == 0)
		pg->pg_members = p->p_pgnext;
	else
		proc_change(td, proc_at(k, p->p_pgprev))->p_pgnext = p->p_pgnext;
	if (p->p_pgnext != 0)
		proc_change(td, proc_at(k, p->p_pgnext))->p_pgprev = p->p_pgprev;
	p->p_pgrp = p->p_pgnext = p->p_pgprev = 0;
	if (--pg->pg_count == 0)
		pgrp_release(td, pg);
}

bool
pgrp_orphaned(const struct kernel *k, const struct pgrp *pg)
{
	for (const struct proc *p = proc_at(k, pg->pg_members); p != NULL;
	     p = proc_at(k, p->p_pgnext)) {
		const struct proc *pp = proc_realparent(k, p);

		if (!is_zombie(p) && pp != NULL && pp->p_pgrp != p->p_pgrp &&
		    proc_session(k, pp) == pg->pg_session)
			return (false);
	}
	return (true);
}

const struct proc *
proc_realparent(const struct kernel *k, const struct proc *p)
{
	if (p->p_oppid == 0)
		return (proc_at(k, p->p_pptr));
	return (proc_find(k, p->p_oppid, 0));
}

int
sys_getpid(struct thread *td, const struct getpid_args *uap, struct num_result *r)
{
	(void)uap;
	r->value = td->td_proc->p_pid;
	return (0);
}

int
sys_getppid(struct thread *td, const struct getppid_args *uap, struct num_result *r)
{
	const struct proc *pp = proc_realparent(td->td_kernel, td->td_proc);

	(void)uap;
	r->value = pp == NULL ? 0 : pp->p_pid;
	return (0);
}

int
sys_issetugid(struct thread *td, const struct issetugid_args *uap, struct num_result *r)
{
	(void)uap;
	r->value = (td->td_proc->p_flag & P_SUGID) != 0;
	return (0);
}

/* The process of a call that asks about one; 0 is the caller.  ESRCH. */
static int
pget_visible(struct thread *td, int32_t pid, const struct proc **p)
{
	int error;

	*p = td->td_proc;
	if (pid == 0)
		return (0);
	*p = pfind(td->td_kernel, pid);
	if ((error = refuses(td, PFIND_NONE, *p == NULL, NULL, about_pid(pid))) != 0 || *p == NULL)
		return (error);
	return (p_cansee(td, *p));
}

int
sys_getpgid(struct thread *td, const struct getpgid_args *uap, struct num_result *r)
{
	const struct proc *p;
	int error = pget_visible(td, uap->pid, &p);

	if (error == 0 && p != NULL)
		r->value = pgrp_at(td->td_kernel, p->p_pgrp)->pg_id;
	return (error);
}

int
sys_getsid(struct thread *td, const struct getsid_args *uap, struct num_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct proc *p;
	int error = pget_visible(td, uap->pid, &p);

	if (error == 0 && p != NULL)
		r->value = session_at(k, proc_session(k, p))->s_sid;
	return (error);
}

/* Is `p' a descendant of the caller? */
static bool
inferior(const struct thread *td, const struct proc *p)
{
	for (; p != NULL && p != td->td_proc; p = proc_realparent(td->td_kernel, p))
		if (p->p_pid == INIT_PID)
			return (false);
	return (p != NULL);
}

/* Whom setpgid(2) is about: the caller, or a child that has not called execve(2) yet. */
static int
setpgid_target(struct thread *td, int32_t pid, const struct proc **target)
{
	const struct kernel *k = td->td_kernel;
	const struct proc *p = pfind(k, pid);
	int error;

	*target = td->td_proc;
	if (pid == 0 || p == td->td_proc)
		return (0);
	*target = p;
	if ((error = refuses(td, PFIND_NONE, p == NULL, NULL, about_pid(pid))) != 0 || p == NULL)
		return (error);
	if ((error = refuses(td, SETPGID_NO_DESCENDANT, !inferior(td, p), NULL, about_proc(p))) !=
		0 ||
	    (error = p_cansee(td, p)) != 0 ||
	    (error = refuses(td, SETPGID_OTHER_SESSION,
		 proc_session(k, p) != proc_session(k, td->td_proc), NULL, about_proc(p))) != 0)
		return (error);
	return (refuses(td, SETPGID_EXECED, (p->p_flag & P_EXEC) != 0, NULL, about_proc(p)));
}

int
sys_setpgid(struct thread *td, const struct setpgid_args *uap, struct none_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct proc *p;
	int error;

	(void)r;
	if ((error = refuses(td, SETPGID_NEGATIVE, uap->pgid < 0, NULL, about_number(uap->pgid))) !=
		0 ||
	    (error = setpgid_target(td, uap->pid, &p)) != 0)
		return (error);
	if (p == NULL)
		return (0);
	uint32_t pgid = uap->pgid <= 0 ? p->p_pid : (uint32_t)uap->pgid;
	const struct pgrp *pg = pgrp_find(k, pgid, 0);

	if ((error = refuses(td, SETPGID_LEADER,
		 session_at(k, proc_session(k, p))->s_sid == p->p_pid, NULL, about_proc(p))) != 0 ||
	    (error = refuses(td, SETPGID_NO_GROUP, pg == NULL && pgid != p->p_pid, NULL,
		 about_number(pgid))) != 0 ||
	    (error = refuses(td, SETPGID_GROUP_SESSION,
		 pg != NULL && pgid != p->p_pid && pg->pg_session != proc_session(k, p), NULL,
		 about_number(pgid))) != 0)
		return (error);
	if (pg == pgrp_at(k, p->p_pgrp))
		return (0);
	return (enterpgrp(td, p, pgid, false));
}

int
sys_setsid(struct thread *td, const struct setsid_args *uap, struct num_result *r)
{
	const struct proc *p = td->td_proc;
	bool leads = pgrp_find(td->td_kernel, p->p_pid, 0) != NULL;
	int error = refuses(td, SETSID_LEADER, leads, NULL, about_proc(p));

	(void)uap;
	if (error != 0)
		return (error);
	r->value = p->p_pid;
	return (enterpgrp(td, p, p->p_pid, true));
}
