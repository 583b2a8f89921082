/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The list of processes for ps(1): one record each, and none for a process that the caller may not
 * see.  FreeBSD's counterpart is sysctl_kern_proc() and fill_kinfo_proc_only() of kern_proc.c,
 * which libutil's kinfo_getallproc(3) asks.
 * NOT MODELLED: threads, times and sizes of a process, kern.proc.* for other selections.
 */
#include "jail.h"
#include "literal.h"
#include "proc.h"
#include "sysproto.h"
#include "ucred.h"

/* The jail's id, 0 for the viewer's own. */
static int64_t
ki_jid(const struct ucred *viewer, const struct ucred *cr, const struct prison *pr)
{
	return (viewer->cr_prison == cr->cr_prison ? 0 : pr->pr_id);
}

static void
fill_kinfo_proc(struct thread *td, const struct proc *p)
{
	const struct kernel *k = td->td_kernel;
	struct values *vs = k->k_values;
	const struct ucred *cr = ucred_at(k, p->p_ucred);
	const struct proc *parent = proc_at(k, p->p_pptr);
	const struct pgrp *pg = pgrp_at(k, p->p_pgrp);
	const struct session *s = pg == NULL ? NULL : session_at(k, pg->pg_session);
	size_t length, opened = literal_open(vs, "");
	const char *args = value_bytes(vs, p->p_args, &length);

	literal_integer(vs, "pid", p->p_pid);
	literal_integer(vs, "ppid", parent == NULL ? 0 : parent->p_pid);
	literal_integer(vs, "pgid", pg == NULL ? 0 : pg->pg_id);
	literal_integer(vs, "sid", s == NULL ? 0 : s->s_sid);
	literal_integer(vs, "uid", cr->cr_uid);
	literal_integer(vs, "ruid", cr->cr_ruid);
	literal_integer(vs, "gid", cr->cr_gid);
	literal_integer(vs, "jid", ki_jid(td->td_ucred, cr, cred_prison(k, cr)));
	literal_integer(vs, "jailed", jailed(cr));
	literal_integer(vs, "zombie", p->p_state == PRS_ZOMBIE);
	literal_integer(vs, "stopped", (p->p_flag & P_STOPPED) != 0);
	literal_integer(vs, "traced", (p->p_flag & P_TRACED) != 0);
	literal_integer(vs, "start", p->p_start);
	literal_text(vs, "comm", value_text(vs, p->p_comm));
	size_t list = literal_open(vs, "args");

	value_append(vs, args, length);
	literal_close(vs, list);
	literal_close(vs, opened);
}

int
sys_kinfo_getallproc(
    struct thread *td, const struct kinfo_getallproc_args *uap, struct list_result *r)
{
	const struct kernel *k = td->td_kernel;

	(void)uap;
	value_begin(k->k_values);
	for (proc_ix ix = 1; ix < k->k_rows[TABLE_proc].capacity; ix++) {
		if (!row_live(k, TABLE_proc, ix))
			continue;
		const struct proc *p = proc_at(k, ix);
		int error = p_cansee(td, p);

		forgive(td);
		if (!alters(
			td, KINFO_HIDDEN, error != 0, cred_prison(k, td->td_ucred), about_proc(p)))
			fill_kinfo_proc(td, p);
	}
	r->list = value_end(k->k_values);
	return (0);
}
