/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * getrlimit(2) and setrlimit(2), which FreeBSD has in kern_resource.c.  The limits of a process are
 * one value, so that processes with the same limits share it.  What a login gives is what
 * login.conf(5) says: a user locks 64 KiB of memory, root any amount.
 *
 * NOT MODELLED: what the others limit than RLIMIT_NPROC, RLIMIT_NOFILE and RLIMIT_MEMLOCK.
 */
#include <string.h>

#include "constants.h"
#include "literal.h"
#include "proc.h"
#include "sysctl_node.h"
#include "sysproto.h"
#include "ucred.h"

#define RLIMITS	      (RLIMIT_UMTXP + 1)
#define RLIM_INFINITY INT64_MAX
#define MAXDSIZ	      (INT64_C(32) << 30) /* what amd64 gives data and stack at most */
#define MAXSSIZ	      (INT64_C(512) << 20)
#define MEMLOCK_LOGIN (64 << 10)

struct limits {
	struct {
		int64_t cur, max;
	} of[RLIMITS];
};

/* All 0 when there was no memory to keep them; the door undoes that call. */
static struct limits
limits_of(const struct kernel *k, const struct proc *p)
{
	struct limits limits = { { { 0, 0 } } };
	size_t length;
	const char *packed = value_bytes(k->k_values, p->p_limit, &length);

	if (length == sizeof(limits))
		memcpy(&limits, packed, sizeof(limits));
	return (limits);
}

int64_t
lim_cur(const struct kernel *k, const struct proc *p, int resource)
{
	size_t length;
	const char *packed = value_bytes(k->k_values, p->p_limit, &length);
	int64_t cur = 0;

	if (length == sizeof(struct limits))
		memcpy(&cur,
		    packed + offsetof(struct limits, of) +
			(size_t)resource * sizeof(((struct limits *)0)->of[0]),
		    sizeof(cur));
	return (cur);
}

/* What nobody has more of. */
static int64_t
most_of(const struct kernel *k, int resource)
{
	switch (resource) {
	case RLIMIT_NPROC:
		return (sysctl_value(k, SYSCTL_kern_maxprocperuid));
	case RLIMIT_NOFILE:
		return (sysctl_value(k, SYSCTL_kern_maxfilesperproc));
	case RLIMIT_DATA:
		return (MAXDSIZ);
	case RLIMIT_STACK:
		return (MAXSSIZ);
	default:
		return (RLIM_INFINITY);
	}
}

void
limits_set(const struct kernel *k, struct proc *p)
{
	struct limits limits;

	for (int i = 0; i < RLIMITS; i++)
		limits.of[i].cur = limits.of[i].max = most_of(k, i);
	if (p->p_ucred != 0 && ucred_at(k, p->p_ucred)->cr_uid != 0)
		limits.of[RLIMIT_MEMLOCK].cur = limits.of[RLIMIT_MEMLOCK].max = MEMLOCK_LOGIN;
	p->p_limit = value_intern(k->k_values, &limits, sizeof(limits));
}

static int
resource_check(struct thread *td, int32_t resource)
{
	bool none = resource < 0 || resource >= RLIMITS;

	return (must_refuse(td, RLIMIT_RESOURCE, none, NULL, about_number(resource)));
}

int
sys_getrlimit(struct thread *td, const struct getrlimit_args *uap, struct rlimit_result *r)
{
	struct limits limits = limits_of(td->td_kernel, td->td_proc);
	int error = resource_check(td, uap->resource);

	if (error != 0)
		return (error);
	r->cur = limits.of[uap->resource].cur;
	r->max = limits.of[uap->resource].max;
	return (0);
}

/* A negative limit is none; one that is not given stays as it is. */
static int64_t
limit_field(const struct values *vs, value_ix rlp, const char *name, int64_t old)
{
	struct element e;

	if (!literal_find(literal_read(vs, rlp), name, &e) || e.kind != LITERAL_INTEGER)
		return (old);
	return (e.integer < 0 ? RLIM_INFINITY : e.integer);
}

/* P44.  Who lowers a hard limit does not raise it again without privilege. */
int
sys_setrlimit(struct thread *td, const struct setrlimit_args *uap, struct none_result *r)
{
	const struct kernel *k = td->td_kernel;
	bool bad = uap->rlp == VALUE_NONE || uap->rlp == VALUE_BADADDR;
	struct limits limits = limits_of(k, td->td_proc);
	int error = refuses(td, COPYIN_BADADDR, bad, NULL, about_nothing());

	(void)r;
	if (error != 0 || (error = resource_check(td, uap->resource)) != 0)
		return (error);
	int64_t hard = limits.of[uap->resource].max, most = most_of(k, uap->resource);
	int64_t cur = limit_field(k->k_values, uap->rlp, "cur", limits.of[uap->resource].cur);
	int64_t max = limit_field(k->k_values, uap->rlp, "max", hard);

	if ((cur > hard || max > hard) && (error = priv_check(td, PRIV_PROC_SETRLIMIT)) != 0)
		return (error);
	cur = cur > max ? max : cur;
	if (alters(td, SETRLIMIT_CLAMPED, cur > most || max > most, NULL,
		about_number(uap->resource))) {
		cur = cur > most ? most : cur;
		max = max > most ? most : max;
	}
	bool at_least_one = uap->resource == RLIMIT_NPROC;

	limits.of[uap->resource].cur = at_least_one && cur < 1 ? 1 : cur;
	limits.of[uap->resource].max = at_least_one && max < 1 ? 1 : max;
	proc_change(td, td->td_proc)->p_limit = value_intern(k->k_values, &limits, sizeof(limits));
	return (0);
}
