/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Supplementary groups and the login name of a session.  FreeBSD's counterpart is
 * sys/kern/kern_prot.c.
 *
 * The list is kept as from 15.0 on: without the effective group, sorted, each group once.
 */
#include <string.h>

#include "literal.h"
#include "proc.h"
#include "sysctl_node.h"
#include "sysproto.h"
#include "ucred.h"

/* The smallest group above `last' in the literal list, or false: there is none. */
static bool
next_group(struct literal list, int64_t last, uint32_t *gid)
{
	struct element e;
	bool any = false;

	while (literal_next(&list, &e)) {
		uint32_t g = (uint32_t)e.integer;

		if (e.kind == LITERAL_INTEGER && (int64_t)g > last && (!any || g < *gid)) {
			*gid = g;
			any = true;
		}
	}
	return (any);
}

value_ix
groups_pack(struct values *vs, value_ix literal)
{
	struct literal list = literal_read(vs, literal);
	int64_t last = -1;
	uint32_t gid;

	value_begin(vs);
	while (next_group(list, last, &gid)) {
		value_append(vs, &gid, sizeof(gid));
		last = gid;
	}
	return (value_end(vs));
}

int
sys_getgroups(struct thread *td, const struct getgroups_args *uap, struct list_result *r)
{
	struct values *vs = td->td_kernel->k_values;
	size_t length;
	const char *groups = value_bytes(vs, td->td_ucred->cr_groups, &length);

	(void)uap;
	value_begin(vs);
	for (size_t at = 0; at < length; at += sizeof(uint32_t)) {
		uint32_t gid;

		memcpy(&gid, groups + at, sizeof(gid));
		literal_integer(vs, "", gid);
	}
	r->list = value_end(vs);
	td->td_call->retval = (int64_t)(length / sizeof(uint32_t));
	return (0);
}

int
sys_setgroups(struct thread *td, const struct setgroups_args *uap, struct none_result *r)
{
	struct kernel *k = td->td_kernel;
	struct ucred *cr;
	int error;
	int64_t count = (int64_t)literal_count(literal_read(k->k_values, uap->groups));
	int64_t most = sysctl_value(k, SYSCTL_kern_ngroups);

	(void)r;
	if ((error = refuses(
		 td, COPYIN_BADADDR, uap->groups == VALUE_BADADDR, NULL, about_nothing())) != 0 ||
	    (error = refuses(td, SETGROUPS_MANY, count > most, NULL, about_number(count))) != 0 ||
	    (error = priv_check(td, PRIV_CRED_SETGROUPS)) != 0 ||
	    (error = crcopy(td, td->td_ucred, &cr)) != 0)
		return (error);
	cr->cr_groups = groups_pack(k->k_values, uap->groups);
	struct literal list = literal_read(k->k_values, uap->groups);
	struct element first;

	if (literal_next(&list, &first) &&
	    alters(td, SETGROUPS_EFFECTIVE, true, NULL, about_number(first.integer)))
		cr->cr_gid = (uint32_t)first.integer;
	setsugid(td, td->td_proc);
	proc_set_cred(td, td->td_proc, cr);
	return (0);
}

static const struct session *
session_of(const struct thread *td)
{
	return (session_at(td->td_kernel, proc_session(td->td_kernel, td->td_proc)));
}

int
sys_getlogin(struct thread *td, const struct getlogin_args *uap, struct text_result *r)
{
	(void)uap;
	r->text = session_of(td)->s_login;
	return (0);
}

int
sys_setlogin(struct thread *td, const struct setlogin_args *uap, struct none_result *r)
{
	int64_t length = (int64_t)value_length(td->td_kernel->k_values, uap->name);
	bool bad = uap->name == VALUE_NONE || uap->name == VALUE_BADADDR;
	int error;

	(void)r;
	if ((error = priv_check(td, PRIV_PROC_SETLOGIN)) != 0 ||
	    (error = refuses(td, COPYIN_BADADDR, bad, NULL, about_nothing())) != 0 ||
	    (error = refuses(
		 td, SETLOGIN_LENGTH, length >= MAXLOGNAME, NULL, about_number(length))) != 0)
		return (error);
	session_change(td, session_of(td))->s_login = bad ? VALUE_EMPTY : uap->name;
	return (0);
}
