/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls about sets of processors: what they name and who may.  FreeBSD has them in
 * kern_cpuset.c.
 *
 * NOT MODELLED: single threads, interrupts, domains of memory.
 */
#include "constants.h"
#include "cpuset.h"
#include "jail.h"
#include "proc.h"
#include "sysproto.h"
#include "ucred.h"

/* Whom or what a call is about: a process and its numbered set, or a set. */
struct target {
	const struct proc *p;
	const struct cpuset *set;
};

/* P45: a set of this number that lies in the caller's jail; ESRCH. */
static int
cpuset_lookup(struct thread *td, int32_t id, const struct cpuset **result)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = cred_prison(k, td->td_ucred);
	const struct cpuset *set = id < 0 ? NULL : cpuset_find(k, (uint32_t)id, 0);
	const struct cpuset *up = set;

	while (up != NULL && cpuset_ix_of(k, up) != pr->pr_cpuset)
		up = cpuset_at(k, up->cs_parent);
	*result = set;
	return (must_refuse(td, CPUSET_NONE, set == NULL || (jailed(td->td_ucred) && up == NULL),
	    pr, about_number(id)));
}

/* P45: a process must be one that the caller may reschedule, even to look at it. */
static int
cpuset_which_process(struct thread *td, int32_t id, struct target *t)
{
	t->p = id == -1 ? td->td_proc : pfind(td->td_kernel, id);
	int error = must_refuse(td, PFIND_NONE, t->p == NULL, NULL,
	    about_pid(id == -1 ? (int32_t)td->td_proc->p_pid : id));

	if (error != 0 || (error = p_cansched(td, t->p)) != 0)
		return (error);
	t->set = cpuset_getbase(td->td_kernel, t->p);
	return (0);
}

static int
cpuset_which(struct thread *td, int32_t which, int32_t id, struct target *t)
{
	const struct kernel *k = td->td_kernel;
	bool thread = which == CPU_WHICH_TID && id != -1;
	bool other =
	    which == CPU_WHICH_IRQ || (which >= CPU_WHICH_DOMAIN && which <= CPU_WHICH_ITHREAD);
	const struct prison *mypr = cred_prison(k, td->td_ucred), *pr;
	int error = refuses(td, NOT_MODELLED, thread || other, NULL, about_number(which));

	*t = (struct target) { NULL, NULL };
	if (error != 0)
		return (error);
	switch (which) {
	case CPU_WHICH_TID:
	case CPU_WHICH_PID:
	case CPU_WHICH_TIDPID:
		return (cpuset_which_process(td, id, t));
	case CPU_WHICH_CPUSET:
		if (id != -1)
			return (cpuset_lookup(td, id, &t->set));
		t->set = cpuset_getbase(k, td->td_proc);
		return (0);
	case CPU_WHICH_JAIL:
		pr = id <= 0 ? NULL : prison_find_child(k, mypr, (uint32_t)id);
		t->set = pr == NULL ? NULL : cpuset_at(k, pr->pr_cpuset);
		return (must_refuse(td, CPUSET_NONE, pr == NULL, mypr, about_jid(id)));
	default:
		return (must_refuse(td, CPUSET_WHICH, true, NULL, about_number(which)));
	}
}

static int
level_check(struct thread *td, int32_t level)
{
	bool known = level >= CPU_LEVEL_ROOT && level <= CPU_LEVEL_WHICH;

	return (must_refuse(td, CPUSET_LEVEL, !known, NULL, about_number(level)));
}

int
sys_cpuset(struct thread *td, const struct cpuset_args *uap, struct num_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct cpuset *root = cpuset_getroot(k, cpuset_getbase(k, td->td_proc));
	struct cpuset *set;
	int error = cpuset_create(td, root, root->cs_mask, &set);

	(void)uap;
	if (error != 0)
		return (error);
	r->value = set->cs_id;
	return (cpuset_setproc(td, td->td_proc, set));
}

int
sys_cpuset_setid(struct thread *td, const struct cpuset_setid_args *uap, struct none_result *r)
{
	const struct cpuset *set;
	struct target t;
	int error;

	(void)r;
	if ((error = must_refuse(td, CPUSET_WHICH, uap->which != CPU_WHICH_PID, NULL,
		 about_number(uap->which))) != 0 ||
	    (error = cpuset_lookup(td, uap->setid, &set)) != 0 ||
	    (error = cpuset_which(td, uap->which, uap->id, &t)) != 0)
		return (error);
	return (cpuset_setproc(td, t.p, set));
}

int
sys_cpuset_getid(struct thread *td, const struct cpuset_getid_args *uap, struct num_result *r)
{
	bool bad = uap->level == CPU_LEVEL_WHICH && uap->which != CPU_WHICH_CPUSET;
	struct target t;
	int error;

	if ((error = must_refuse(td, CPUSET_LEVEL, bad, NULL, about_number(uap->level))) != 0 ||
	    (error = cpuset_which(td, uap->which, uap->id, &t)) != 0)
		return (error);
	r->value = uap->level == CPU_LEVEL_ROOT ? cpuset_getroot(td->td_kernel, t.set)->cs_id :
						  t.set->cs_id;
	return (0);
}

int
sys_cpuset_getaffinity(
    struct thread *td, const struct cpuset_getaffinity_args *uap, struct num_result *r)
{
	const struct kernel *k = td->td_kernel;
	struct target t;
	int error;

	if ((error = cpuset_which(td, uap->which, uap->id, &t)) != 0 ||
	    (error = level_check(td, uap->level)) != 0)
		return (error);
	if (uap->level == CPU_LEVEL_ROOT)
		r->value = cpuset_getroot(k, t.set)->cs_mask;
	else
		r->value = uap->level == CPU_LEVEL_WHICH && t.p != NULL ?
		    (t.p->p_cpumask != 0 ? t.p->p_cpumask : t.set->cs_mask) :
		    t.set->cs_mask;
	return (0);
}

int
sys_cpuset_setaffinity(
    struct thread *td, const struct cpuset_setaffinity_args *uap, struct none_result *r)
{
	const struct kernel *k = td->td_kernel;
	uint64_t mask = (uint64_t)uap->mask;
	struct target t;
	int error;

	(void)r;
	if ((error = must_refuse(td, CPUSET_EMPTY, mask == 0, NULL, about_number(0))) != 0 ||
	    (error = level_check(td, uap->level)) != 0 ||
	    (error = cpuset_which(td, uap->which, uap->id, &t)) != 0)
		return (error);
	if (uap->level != CPU_LEVEL_WHICH || t.p == NULL)
		return (cpuset_modify(
		    td, uap->level == CPU_LEVEL_ROOT ? cpuset_getroot(k, t.set) : t.set, mask));
	if ((error = refuses(td, CPUSET_OUTSIDE, (mask & ~(uint64_t)t.set->cs_mask) != 0, NULL,
		 about_number(t.set->cs_id))) != 0)
		return (error);
	proc_change(td, t.p)->p_cpumask = (uint32_t)mask;
	return (0);
}
