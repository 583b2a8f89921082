/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * getrlimit(2) and setrlimit(2), which FreeBSD has in kern_resource.c: how many processes the real
 * user of a process may have, and how many descriptors it itself.
 *
 * NOT MODELLED: the other limits.
 */
#include "constants.h"
#include "literal.h"
#include "proc.h"
#include "sysctl_node.h"
#include "sysproto.h"
#include "ucred.h"

void
limits_set(const struct kernel *k, struct proc *p)
{
	p->p_maxproc = (uint32_t)sysctl_value(k, SYSCTL_kern_maxprocperuid);
	p->p_maxprocmax = p->p_maxproc;
	p->p_nofile = (uint32_t)sysctl_value(k, SYSCTL_kern_maxfilesperproc);
	p->p_nofilemax = p->p_nofile;
}

/* EINVAL for no resource, ENOSYS for one that is not modelled. */
static int
resource_check(struct thread *td, int32_t resource)
{
	bool none = resource < RLIMIT_CPU || resource > RLIMIT_UMTXP;
	bool modelled = resource == RLIMIT_NPROC || resource == RLIMIT_NOFILE;
	int error = must_refuse(td, RLIMIT_RESOURCE, none, NULL, about_number(resource));

	if (error != 0 || modelled)
		return (error);
	return (refuses(td, NOT_MODELLED, true, NULL, about_number(resource)));
}

int
sys_getrlimit(struct thread *td, const struct getrlimit_args *uap, struct rlimit_result *r)
{
	const struct proc *p = td->td_proc;
	bool nproc = uap->resource == RLIMIT_NPROC;
	int error = resource_check(td, uap->resource);

	if (error != 0)
		return (error);
	r->cur = nproc ? p->p_maxproc : p->p_nofile;
	r->max = nproc ? p->p_maxprocmax : p->p_nofilemax;
	return (0);
}

/* A negative limit is none; one that is not given stays as it is. */
static int64_t
limit_field(const struct values *vs, value_ix rlp, const char *name, uint32_t old)
{
	struct element e;

	if (!literal_find(literal_read(vs, rlp), name, &e) || e.kind != LITERAL_INTEGER)
		return (old);
	return (e.integer < 0 ? INT64_MAX : e.integer);
}

/* P44. */
int
sys_setrlimit(struct thread *td, const struct setrlimit_args *uap, struct none_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct proc *p = td->td_proc;
	bool bad = uap->rlp == VALUE_NONE || uap->rlp == VALUE_BADADDR;
	bool nproc = uap->resource == RLIMIT_NPROC;
	uint32_t hard = nproc ? p->p_maxprocmax : p->p_nofilemax;
	int64_t cur = limit_field(k->k_values, uap->rlp, "cur", nproc ? p->p_maxproc : p->p_nofile);
	int64_t max = limit_field(k->k_values, uap->rlp, "max", hard);
	int64_t most =
	    sysctl_value(k, nproc ? SYSCTL_kern_maxprocperuid : SYSCTL_kern_maxfilesperproc);
	int error = refuses(td, COPYIN_BADADDR, bad, NULL, about_nothing());

	(void)r;
	if (error != 0 || (error = resource_check(td, uap->resource)) != 0 ||
	    ((cur > hard || max > hard) && (error = priv_check(td, PRIV_PROC_SETRLIMIT)) != 0))
		return (error);
	cur = cur > max ? max : cur;
	bool clamped =
	    alters(td, SETRLIMIT_CLAMPED, cur > most || max > most, NULL, about_number(most));
	if (!clamped)
		most = INT32_MAX;
	cur = cur > most ? most : cur;
	max = max > most ? most : max;
	struct proc *change = proc_change(td, p);

	*(nproc ? &change->p_maxproc : &change->p_nofile) = (uint32_t)cur;
	*(nproc ? &change->p_maxprocmax : &change->p_nofilemax) = (uint32_t)max;
	return (0);
}
