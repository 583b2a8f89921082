/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sysctl kern.proc: the processes that the caller sees, as records for ps(1).  FreeBSD's
 * counterpart is sys/kern/kern_proc.c.  The cost grows with the caller's own jail and those below
 * it only.
 *
 * NOT MODELLED: a zombie whose parent the caller does not reach, environments, open files and
 * memory maps of processes.
 */
#include "jail.h"
#include "literal.h"
#include "proc.h"
#include "sysproto.h"
#include "ucred.h"

/* A list that is a value already, as an element. */
static void
literal_copy(struct values *vs, const char *name, value_ix list)
{
	size_t length, opened = literal_open(vs, name);
	const char *bytes = value_bytes(vs, list, &length);

	value_append(vs, bytes, length);
	literal_close(vs, opened);
}

/* The record of one process: P13. */
static void
fill_kinfo_proc(struct thread *td, const struct proc *p)
{
	const struct kernel *k = td->td_kernel;
	struct values *vs = k->k_values;
	const struct ucred *cr = ucred_at(k, p->p_ucred);
	const struct proc *pp = proc_realparent(k, p);
	const struct session *s = session_at(k, proc_session(k, p));
	bool own = cr->cr_prison == td->td_ucred->cr_prison;
	const char *state = is_zombie(p) ? "Z" : (p->p_flag & P_STOPPED) != 0 ? "T" : "S";
	size_t record = literal_open(vs, "");

	literal_integer(vs, "pid", p->p_pid);
	literal_integer(vs, "ppid", pp == NULL ? 0 : pp->p_pid);
	literal_integer(vs, "pgid", pgrp_at(k, p->p_pgrp)->pg_id);
	literal_integer(vs, "sid", s->s_sid);
	literal_integer(vs, "jid", own ? 0 : cred_prison(k, cr)->pr_id);
	literal_integer(vs, "uid", cr->cr_uid);
	literal_integer(vs, "ruid", cr->cr_ruid);
	literal_integer(vs, "svuid", cr->cr_svuid);
	literal_integer(vs, "gid", cr->cr_gid);
	literal_text(vs, "comm", value_text(vs, p->p_comm));
	literal_copy(vs, "args", p->p_args);
	literal_integer(vs, "start", p->p_start);
	literal_text(vs, "state", state);
	literal_integer(vs, "jailed", jailed(cr));
	literal_integer(vs, "sugid", (p->p_flag & P_SUGID) != 0);
	literal_integer(vs, "traced", (p->p_flag & P_TRACED) != 0);
	literal_text(vs, "login", value_text(vs, s->s_login));
	literal_close(vs, record);
}

/* P12: a list leaves out silently what the caller does not see. */
static void
list_if_seen(struct thread *td, const struct proc *p)
{
	int error = p_cansee(td, p);

	forgive(td);
	if (!alters(td, KINFO_HIDDEN, error != 0, cred_prison(td->td_kernel, td->td_ucred),
		about_proc(p)))
		fill_kinfo_proc(td, p);
}

static void
list_prison(struct thread *td, const struct prison *pr)
{
	const struct kernel *k = td->td_kernel;

	for (const struct proc *p = proc_at(k, pr->pr_procs); p != NULL;
	     p = proc_at(k, p->p_prnext)) {
		list_if_seen(td, p);
		for (const struct proc *q = proc_at(k, p->p_children); q != NULL;
		     q = proc_at(k, q->p_next))
			if (is_zombie(q))
				list_if_seen(td, q);
	}
}

int
sysctl_kern_proc(struct thread *td, int32_t pid, value_ix *list)
{
	const struct kernel *k = td->td_kernel;
	const struct proc *p = pid == 0 ? NULL : pfind_any(k, pid);
	int error;

	if (pid != 0) {
		error = refuses(td, PFIND_NONE, p == NULL, NULL, about_pid(pid));
		if (error != 0 || (p != NULL && (error = p_cansee(td, p)) != 0))
			return (error);
	}
	value_begin(k->k_values);
	if (p != NULL)
		fill_kinfo_proc(td, p);
	else if (pid == 0)
		FOREACH_PRISON(k, cred_prison(k, td->td_ucred), pr)
	list_prison(td, pr);
	*list = value_end(k->k_values);
	return (0);
}

int
sys_kinfo_getallproc(
    struct thread *td, const struct kinfo_getallproc_args *uap, struct list_result *r)
{
	value_ix list = VALUE_NONE;
	int error = sysctl_kern_proc(td, 0, &list);

	(void)uap;
	r->list = list;
	return (error);
}
