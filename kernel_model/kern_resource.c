/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How nice a process is, its realtime and idle priority.  FreeBSD's counterpart is the file of the
 * same name.
 *
 * NOT MODELLED: time shared between processes, so that no priority has an effect; single threads
 * (rtprio_thread(2)); the order in which a group or a user's processes are taken is this kernel's.
 */
#include "constants.h"
#include "jail.h"
#include "literal.h"
#include "proc.h"
#include "sysctl_node.h"
#include "sysproto.h"

#define PRIO_MIN     (-20)
#define PRIO_MAX     20
#define RTP_PRIO_MAX 31
#define PRI_FIFO_BIT 8

/* What is done to each process that setpriority(2) or getpriority(2) names. */
struct niceness {
	const struct proc *refused; /* the last one, when it was refused */
	int32_t value;		    /* to be set; the least one found */
	bool sets;
	bool found;
};

/* P41. */
static int
donice(struct thread *td, const struct proc *p, int32_t n)
{
	int error = p_cansched(td, p);

	if (error != 0)
		return (error);
	n = n > PRIO_MAX ? PRIO_MAX : n < PRIO_MIN ? PRIO_MIN : n;
	bool lower = n < p->p_nice;

	if (lower && priv_check(td, PRIV_SCHED_SETPRIORITY) != 0) {
		forgive(td);
		if ((error = refuses(td, DONICE_LOWER, true, NULL, about_proc(p))) != 0)
			return (error);
	}
	proc_change(td, p)->p_nice = n;
	return (0);
}

/* One of several: what is refused counts only if it was the last one. */
static void
take_member(struct thread *td, const struct proc *p, struct niceness *nice)
{
	bool seen = p_cansee(td, p) == 0;

	forgive(td);
	if (!seen)
		return;
	if (nice->sets)
		nice->refused = donice(td, p, nice->value) == 0 ? NULL : p;
	else if (!nice->found || p->p_nice < nice->value)
		nice->value = p->p_nice;
	forgive(td);
	nice->found = true;
}

static void
take_group(struct thread *td, int32_t who, struct niceness *nice)
{
	const struct kernel *k = td->td_kernel;
	const struct pgrp *pg = who == 0 ? pgrp_at(k, td->td_proc->p_pgrp) :
	    who < 0			 ? NULL :
					   pgrp_find(k, (uint32_t)who, 0);

	if (pg == NULL)
		return;
	for (const struct proc *p = proc_at(k, pg->pg_members); p != NULL;
	     p = proc_at(k, p->p_pgnext))
		if (!is_zombie(p))
			take_member(td, p, nice);
}

static void
take_user(struct thread *td, int32_t who, struct niceness *nice)
{
	const struct kernel *k = td->td_kernel;
	uint32_t uid = who == 0 ? td->td_ucred->cr_uid : (uint32_t)who;

	FOREACH_PRISON(k, cred_prison(k, td->td_ucred), pr)
	for (const struct proc *p = proc_at(k, pr->pr_procs); p != NULL;
	     p = proc_at(k, p->p_prnext))
		if (ucred_at(k, p->p_ucred)->cr_uid == uid)
			take_member(td, p, nice);
}

/* A single process is answered for by itself. */
static int
take_process(struct thread *td, int32_t who, struct niceness *nice)
{
	const struct proc *p = who == 0 ? td->td_proc : pfind(td->td_kernel, who);
	int error;

	if ((error = refuses(td, PFIND_NONE, p == NULL, NULL, about_pid(who))) != 0 || p == NULL ||
	    ((who != 0 || !nice->sets) && (error = p_cansee(td, p)) != 0))
		return (error);
	nice->found = true;
	if (nice->sets)
		return (donice(td, p, nice->value));
	nice->value = p->p_nice;
	return (0);
}

static int
priority(struct thread *td, int32_t which, int32_t who, struct niceness *nice)
{
	bool known = which == PRIO_PROCESS || which == PRIO_PGRP || which == PRIO_USER;
	int error = must_refuse(td, PRIORITY_WHICH, !known, NULL, about_number(which));

	if (error != 0)
		return (error);
	if (which == PRIO_PROCESS)
		return (take_process(td, who, nice));
	if (which == PRIO_PGRP)
		take_group(td, who, nice);
	else
		take_user(td, who, nice);
	if (nice->refused != NULL)
		return (donice(td, nice->refused, nice->value));
	return (refuses(td, PRIORITY_NONE, !nice->found, NULL, about_number(who)));
}

int
sys_setpriority(struct thread *td, const struct setpriority_args *uap, struct none_result *r)
{
	struct niceness nice = { .value = uap->prio, .sets = true };

	(void)r;
	return (priority(td, uap->which, uap->who, &nice));
}

int
sys_getpriority(struct thread *td, const struct getpriority_args *uap, struct num_result *r)
{
	struct niceness nice = { .value = 0 };
	int error = priority(td, uap->which, uap->who, &nice);

	r->value = nice.value;
	return (error);
}

static int64_t
rtp_field(const struct values *vs, value_ix rtp, const char *name)
{
	struct element e;

	return (literal_find(literal_read(vs, rtp), name, &e) && e.kind == LITERAL_INTEGER ?
		e.integer :
		0);
}

/* P42, after the caller may reschedule the process. */
static int
rtprio_set(struct thread *td, const struct proc *p, value_ix rtp)
{
	const struct kernel *k = td->td_kernel;
	int64_t type = rtp_field(k->k_values, rtp, "type"), base = type & ~PRI_FIFO_BIT;
	int64_t prio = rtp_field(k->k_values, rtp, "prio");
	bool bad = rtp == VALUE_NONE || rtp == VALUE_BADADDR;
	bool idle = base == RTP_PRIO_IDLE, realtime = base == RTP_PRIO_REALTIME;
	bool range = (!idle && !realtime && base != RTP_PRIO_NORMAL) || type > RTP_PRIO_FIFO ||
	    prio < 0 || (prio > RTP_PRIO_MAX && base != RTP_PRIO_NORMAL) || prio > UINT8_MAX;
	bool everybody = sysctl_value(k, SYSCTL_security_bsd_unprivileged_idprio) != 0;
	int error = refuses(td, COPYIN_BADADDR, bad, NULL, about_nothing());

	if (error != 0 || (realtime && (error = priv_check(td, PRIV_SCHED_RTPRIO)) != 0))
		return (error);
	if (idle && !permits(td, RTPRIO_UNPRIVILEGED_IDLE, everybody, NULL, about_proc(p)) &&
	    (error = priv_check(td, PRIV_SCHED_IDPRIO)) != 0)
		return (error);
	if ((error = must_refuse(td, RTPRIO_RANGE, range, NULL, about_number(type))) != 0)
		return (error);
	struct proc *change = proc_change(td, p);

	change->p_rttype = base == RTP_PRIO_NORMAL ? 0 : (uint32_t)type;
	change->p_rtprio = (uint32_t)prio;
	return (0);
}

int
sys_rtprio(struct thread *td, const struct rtprio_args *uap, struct rtprio_result *r)
{
	const struct proc *p = uap->pid == 0 ? td->td_proc : pfind(td->td_kernel, uap->pid);
	bool set = uap->function == RTP_SET, lookup = uap->function == RTP_LOOKUP;
	int error;

	if ((error = refuses(td, PFIND_NONE, p == NULL, NULL, about_pid(uap->pid))) != 0 ||
	    p == NULL ||
	    (error = must_refuse(
		 td, RTPRIO_FUNCTION, !set && !lookup, NULL, about_number(uap->function))) != 0)
		return (error);
	if (set)
		return ((error = p_cansched(td, p)) != 0 ? error : rtprio_set(td, p, uap->rtp));
	if ((error = p_cansee(td, p)) != 0)
		return (error);
	r->type = p->p_rttype == 0 ? RTP_PRIO_NORMAL : p->p_rttype;
	r->prio = p->p_rtprio;
	return (0);
}
