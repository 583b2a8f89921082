/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which processors a process may use.  Sets have numbers and form a tree: 0 is the machine, 1 what
 * processes have by default, and each jail has a root set of its own below its parent's, which its
 * inmates read but do not change.  A process may narrow itself further; FreeBSD makes an anonymous
 * set of that, here it is a mask in the process.  FreeBSD's counterpart is the file of the same
 * name; its system calls are in cpuset_syscalls.c here.
 *
 * NOT MODELLED: releases before 13.0, in which a jailed root changed no root set at all.
 */
#include "cpuset.h"

#include "jail.h"
#include "proc.h"
#include "sysctl_node.h"
#include "ucred.h"

/* cs_flags */
#define CPU_SET_ROOT   0x01u
#define CPU_SET_RDONLY 0x02u

#define CPUSET_KERNEL  2 /* the highest number that boot gives away */

void
cpuset_ref(struct thread *td, const struct cpuset *set)
{
	cpuset_change(td, set)->cs_ref++;
}

void
cpuset_rel(struct thread *td, const struct cpuset *set)
{
	const struct kernel *k = td->td_kernel;

	while (set != NULL && --cpuset_change(td, set)->cs_ref == 0) {
		const struct cpuset *parent = cpuset_at(k, set->cs_parent);

		if (set->cs_prev == 0)
			cpuset_change(td, parent)->cs_children = set->cs_next;
		else
			cpuset_change(td, cpuset_at(k, set->cs_prev))->cs_next = set->cs_next;
		if (set->cs_next != 0)
			cpuset_change(td, cpuset_at(k, set->cs_next))->cs_prev = set->cs_prev;
		cpuset_erase(td, set);
		set = parent;
	}
}

/* A set with nobody in it yet; it holds its parent. */
static int
cpuset_init(struct thread *td, const struct cpuset *parent, uint32_t mask, uint32_t id,
    struct cpuset **result)
{
	const struct kernel *k = td->td_kernel;
	struct cpuset *set;
	int error = cpuset_alloc(td, &set);

	if (error != 0)
		return (error);
	set->cs_id = id;
	set->cs_mask = mask;
	if (parent != NULL) {
		set->cs_parent = cpuset_ix_of(k, parent);
		cpuset_ref(td, parent);
		set->cs_next = parent->cs_children;
		if (set->cs_next != 0)
			cpuset_change(td, cpuset_at(k, set->cs_next))->cs_prev =
			    cpuset_ix_of(k, set);
		cpuset_change(td, parent)->cs_children = cpuset_ix_of(k, set);
	}
	cpuset_enter(td, set);
	*result = set;
	return (0);
}

int
cpuset_create(struct thread *td, const struct cpuset *parent, uint32_t mask, struct cpuset **set)
{
	uint32_t id = CPUSET_KERNEL + 1;

	while (cpuset_find(td->td_kernel, id, 0) != NULL)
		id++;
	return (cpuset_init(td, parent, mask, id, set));
}

int
cpuset_boot(struct thread *td, const struct cpuset **default_set)
{
	uint32_t all = (UINT32_C(1) << sysctl_value(td->td_kernel, SYSCTL_hw_ncpu)) - 1;
	struct cpuset *zero, *one, *kernel;
	int error;

	if ((error = cpuset_init(td, NULL, all, 0, &zero)) != 0 ||
	    (error = cpuset_init(td, zero, all, 1, &one)) != 0 ||
	    (error = cpuset_init(td, zero, all, CPUSET_KERNEL, &kernel)) != 0)
		return (error);
	zero->cs_flags = CPU_SET_ROOT | CPU_SET_RDONLY;
	*default_set = one;
	return (0);
}

int
cpuset_create_root(struct thread *td, const struct prison *parent, const struct cpuset **result)
{
	const struct cpuset *above = cpuset_at(td->td_kernel, parent->pr_cpuset);
	struct cpuset *set;
	int error = cpuset_create(td, above, above->cs_mask, &set);

	if (error != 0)
		return (error);
	set->cs_flags = CPU_SET_ROOT;
	*result = set;
	return (0);
}

const struct cpuset *
cpuset_getroot(const struct kernel *k, const struct cpuset *set)
{
	while ((set->cs_flags & CPU_SET_ROOT) == 0 && set->cs_parent != 0)
		set = cpuset_at(k, set->cs_parent);
	return (set);
}

const struct cpuset *
cpuset_getbase(const struct kernel *k, const struct proc *p)
{
	const struct prison *pr = cred_prison(k, ucred_at(k, p->p_ucred));

	return (cpuset_at(k, p->p_cpuset != 0 ? p->p_cpuset : pr->pr_cpuset));
}

/* In `root', the root set of its jail, a process needs no note of its set. */
static void
move(struct thread *td, const struct proc *cp, const struct cpuset *set, const struct cpuset *root)
{
	const struct kernel *k = td->td_kernel;
	const struct cpuset *former = cpuset_at(k, cp->p_cpuset);
	struct proc *p = proc_change(td, cp);

	p->p_cpuset = set == root ? 0 : cpuset_ix_of(k, set);
	if (p->p_cpuset != 0)
		cpuset_ref(td, set);
	cpuset_rel(td, former);
}

/* What is left of a process's own mask in another set; EDEADLK. */
static int
narrow(struct thread *td, const struct proc *p, uint32_t mask, uint32_t *result)
{
	bool own = p->p_cpumask != 0 && p->p_cpumask != cpuset_getbase(td->td_kernel, p)->cs_mask;

	*result = p->p_cpumask == 0 ? 0 : own ? p->p_cpumask & mask : mask;
	return (
	    refuses(td, CPUSET_EMPTY, p->p_cpumask != 0 && *result == 0, NULL, about_number(mask)));
}

/* Who had a set of its own gets one in the jail, of what both have; root takes the jail's whole. */
int
cpuset_setproc_update_set(struct thread *td, const struct prison *pr)
{
	const struct kernel *k = td->td_kernel;
	const struct proc *p = td->td_proc;
	const struct cpuset *root = cpuset_at(k, pr->pr_cpuset), *base = root;
	uint32_t common = cpuset_getbase(k, p)->cs_mask & root->cs_mask, mask;
	struct cpuset *made = NULL;
	int error;

	if (p->p_cpuset != 0 && common == 0) {
		bool lacks = priv_check(td, PRIV_SCHED_CPUSET) != 0;

		forgive(td);
		if ((error = refuses(td, CPUSET_EMPTY, lacks, pr, about_number(0))) != 0)
			return (error);
	} else if (p->p_cpuset != 0) {
		if ((error = cpuset_create(td, root, common, &made)) != 0)
			return (error);
		base = made;
	}
	if ((error = narrow(td, p, base->cs_mask, &mask)) != 0)
		return (error);
	if (p->p_cpuset != 0 || mask != p->p_cpumask) {
		move(td, p, base, root);
		proc_change(td, p)->p_cpumask = mask;
	}
	return (0);
}

void
cpuset_fork(struct thread *td, const struct proc *parent, struct proc *p)
{
	p->p_cpumask = parent->p_cpumask;
	p->p_cpuset = parent->p_cpuset;
	if (p->p_cpuset != 0)
		cpuset_ref(td, cpuset_at(td->td_kernel, p->p_cpuset));
}

void
cpuset_exit(struct thread *td, const struct proc *cp)
{
	const struct cpuset *set = cpuset_at(td->td_kernel, cp->p_cpuset);
	struct proc *p = proc_change(td, cp);

	p->p_cpuset = p->p_cpumask = 0;
	cpuset_rel(td, set);
}

int
cpuset_setproc(struct thread *td, const struct proc *p, const struct cpuset *set)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = cred_prison(k, ucred_at(k, p->p_ucred));
	uint32_t mask;
	int error = narrow(td, p, set->cs_mask, &mask);

	if (error != 0)
		return (error);
	move(td, p, set, cpuset_at(k, pr->pr_cpuset));
	proc_change(td, p)->p_cpumask = mask;
	return (0);
}

/* Would some set or process below be left without a processor? */
static bool
empties(const struct kernel *k, const struct cpuset *set, uint32_t mask)
{
	for (proc_ix ix = 1; ix < k->k_rows[TABLE_proc].capacity; ix++) {
		const struct proc *p = proc_at(k, ix);

		if (row_live(k, TABLE_proc, ix) && p->p_cpumask != 0 &&
		    cpuset_getbase(k, p) == set && (p->p_cpumask & mask) == 0)
			return (true);
	}
	for (const struct cpuset *s = cpuset_at(k, set->cs_children); s != NULL;
	     s = cpuset_at(k, s->cs_next))
		if ((s->cs_mask & mask) == 0 || empties(k, s, s->cs_mask & mask))
			return (true);
	return (false);
}

/* Takes what is not in the mask from all below the set. */
static void
cpuset_update(struct thread *td, const struct cpuset *set, uint32_t mask)
{
	const struct kernel *k = td->td_kernel;

	for (proc_ix ix = 1; ix < k->k_rows[TABLE_proc].capacity; ix++) {
		const struct proc *p = proc_at(k, ix);

		if (row_live(k, TABLE_proc, ix) && p->p_cpumask != 0 && cpuset_getbase(k, p) == set)
			proc_change(td, p)->p_cpumask &= mask;
	}
	for (const struct cpuset *s = cpuset_at(k, set->cs_children); s != NULL;
	     s = cpuset_at(k, s->cs_next)) {
		cpuset_change(td, s)->cs_mask &= mask;
		cpuset_update(td, s, s->cs_mask);
	}
}

/* P45.  The jail's own root set is for its parent to change. */
int
cpuset_modify(struct thread *td, const struct cpuset *set, uint64_t mask)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = cred_prison(k, td->td_ucred);
	bool own = jailed(td->td_ucred) && (set->cs_flags & CPU_SET_ROOT) != 0 &&
	    cpuset_at(k, pr->pr_cpuset) == set;
	bool jail = set->cs_flags == CPU_SET_ROOT;
	const struct cpuset *root = jail ? cpuset_at(k, set->cs_parent) : cpuset_getroot(k, set);
	struct object what = about_number(set->cs_id);
	int error;

	if ((error = priv_check(td, PRIV_SCHED_CPUSET)) != 0 ||
	    (error = refuses(td, CPUSET_OWN_ROOT, own, pr, what)) != 0 ||
	    (error = refuses(
		 td, CPUSET_OUTSIDE, (mask & ~(uint64_t)root->cs_mask) != 0, NULL, what)) != 0 ||
	    (error = refuses(
		 td, CPUSET_READONLY, (set->cs_flags & CPU_SET_RDONLY) != 0, NULL, what)) != 0 ||
	    (error = must_refuse(td, CPUSET_EMPTY, empties(k, set, (uint32_t)mask), NULL, what)) !=
		0)
		return (error);
	cpuset_change(td, set)->cs_mask = (uint32_t)mask;
	cpuset_update(td, set, (uint32_t)mask);
	return (0);
}
