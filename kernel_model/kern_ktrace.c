/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ktrace(2) and utrace(2): who may record what whom does.  A debugger stops a process, a tracer
 * only looks on, yet sees every byte that is read and written; so the same rules decide.  FreeBSD's
 * counterpart is the file of the same name.
 *
 * NOT MODELLED: the records, so that the file stays as it is.
 */
#include "constants.h"
#include "file.h"
#include "proc.h"
#include "sysproto.h"
#include "ucred.h"
#include "vfs_syscalls.h"

#define KTROP(ops_)	((ops_)&3)
#define KTRFAC_MASK	0x00ffffffu
#define KTRFAC_ROOT	0x80000000u
#define KTR_USER_MAXLEN 2048

/* One ktrace(2): what is done to each process, and whether it was to any. */
struct ktrace {
	const struct vnode *vp;
	uint32_t facilities;
	bool sets;
	bool done;
};

static void
ktr_freeproc(struct thread *td, const struct proc *cp)
{
	struct proc *p = proc_change(td, cp);

	vrele(td, vnode_at(td->td_kernel, p->p_tracevp));
	crfree(td, ucred_at(td->td_kernel, p->p_tracecred));
	p->p_tracevp = p->p_tracecred = p->p_traceflag = 0;
}

static bool
privileged(struct thread *td)
{
	bool may = priv_check(td, PRIV_KTRACE) == 0;

	forgive(td);
	return (may);
}

/* May the caller change how the process is traced?  What refused is not the call's outcome yet. */
static bool
ktrcanset(struct thread *td, const struct proc *p)
{
	bool root = (p->p_traceflag & KTRFAC_ROOT) != 0 && !privileged(td);
	bool may = refuses(td, KTRACE_ROOT, root, NULL, about_proc(p)) == 0 &&
	    p_candebug(td, p) == 0 && p_cansee(td, p) == 0;

	forgive(td);
	return (may);
}

static void
ktr_set(struct thread *td, const struct proc *cp, const struct ktrace *kt)
{
	const struct kernel *k = td->td_kernel;
	struct proc *p = proc_change(td, cp);

	if (p->p_tracevp != 0 && vnode_at(k, p->p_tracevp) != kt->vp) {
		uint32_t facilities = p->p_traceflag;

		ktr_freeproc(td, cp);
		p->p_traceflag = facilities;
	}
	if (p->p_tracevp == 0) {
		p->p_tracevp = vnode_ix_of(k, kt->vp);
		vref(td, kt->vp);
		p->p_tracecred = ucred_ix_of(k, td->td_ucred);
		crhold(td, td->td_ucred);
	}
	p->p_traceflag |= kt->facilities | (privileged(td) ? KTRFAC_ROOT : 0);
}

static void
ktrops(struct thread *td, const struct proc *p, struct ktrace *kt)
{
	if (!ktrcanset(td, p))
		return;
	kt->done = true;
	if (is_zombie(p))
		return; /* nothing to do, and no error */
	if (kt->sets)
		ktr_set(td, p, kt);
	else if (p->p_tracevp != 0) {
		uint32_t left = p->p_traceflag & ~kt->facilities;

		proc_change(td, p)->p_traceflag = left;
		if ((left & KTRFAC_MASK) == 0)
			ktr_freeproc(td, p);
	}
}

/* The next process below `top', parents first; NULL at the end. */
static const struct proc *
next_below(const struct kernel *k, const struct proc *top, const struct proc *p)
{
	if (p->p_children != 0)
		return (proc_at(k, p->p_children));
	while (p != top && p->p_next == 0)
		p = proc_at(k, p->p_pptr);
	return (p == top ? NULL : proc_at(k, p->p_next));
}

/* The process and, if wanted, all below it: each once, though tracers may make the tree a ring. */
static void
ktrsetchildren(struct thread *td, const struct proc *top, bool descend, struct ktrace *kt)
{
	const struct kernel *k = td->td_kernel;
	const struct proc *p = top;

	ktrops(td, p, kt);
	for (uint32_t n = system_of(k)->sy_nprocs; descend && n > 0; n--) {
		if ((p = next_below(k, top, p)) == NULL)
			return;
		ktrops(td, p, kt);
	}
}

/* All that are recorded in this file, in the order of their rows. */
static int
ktr_clearfile(struct thread *td, const struct vnode *vp)
{
	const struct kernel *k = td->td_kernel;
	bool kept = false;

	for (proc_ix ix = 1; ix < k->k_rows[TABLE_proc].capacity; ix++) {
		const struct proc *p = proc_at(k, ix);

		if (!row_live(k, TABLE_proc, ix) || p->p_tracevp != vnode_ix_of(k, vp))
			continue;
		if (ktrcanset(td, p))
			ktr_freeproc(td, p);
		else
			kept = true;
	}
	if (kept && rule_active(k, KTRACE_CLEARFILE_SOME))
		leaves(td);
	return (refuses(td, KTRACE_CLEARFILE_SOME, kept, NULL, about_vnode(k, vp)));
}

/* Opens the file that takes the records. */
static int
ktr_open(struct thread *td, value_ix path, const struct vnode **vp)
{
	struct nameidata nd = NDINIT(LOOKUP, 0, AT_FDCWD, path);
	int error;

	if ((error = namei(td, &nd)) != 0 ||
	    (error = vn_open_vnode(td, nd.ni_vp, FREAD | FWRITE | O_NOFOLLOW)) != 0)
		return (error);
	*vp = nd.ni_vp;
	return (must_refuse(td, KTRACE_NOT_REGULAR, nd.ni_vp->v_type != VREG, NULL,
	    about_vnode(td->td_kernel, nd.ni_vp)));
}

/* P32.  A process or, with a negative id, a group. */
int
sys_ktrace(struct thread *td, const struct ktrace_args *uap, struct none_result *r)
{
	const struct kernel *k = td->td_kernel;
	bool descend = (uap->ops & KTRFLAG_DESCEND) != 0;
	struct ktrace kt = { .facilities = (uint32_t)uap->trpoints & ~KTRFAC_ROOT };
	int ops = KTROP(uap->ops), error;

	(void)r;
	kt.sets = ops == KTROP_SET;
	if ((error = refuses(td, KTRACE_NOTHING, ops != KTROP_CLEARFILE && kt.facilities == 0, NULL,
		 about_number(uap->trpoints))) != 0 ||
	    (ops != KTROP_CLEAR && (error = ktr_open(td, uap->tracefile, &kt.vp)) != 0))
		return (error);
	if (ops == KTROP_CLEARFILE)
		return (ktr_clearfile(td, kt.vp));
	if (uap->pid >= 0) {
		const struct proc *p = pfind(k, uap->pid);

		if ((error = must_refuse(td, PFIND_NONE, p == NULL, NULL, about_pid(uap->pid))) !=
		    0)
			return (error);
		ktrsetchildren(td, p, descend, &kt);
	} else {
		const struct pgrp *pg = pgrp_find(k, (uint32_t) - (int64_t)uap->pid, 0);

		if ((error = must_refuse(
			 td, KTRACE_NO_GROUP, pg == NULL, NULL, about_pid(uap->pid))) != 0)
			return (error);
		for (const struct proc *p = proc_at(k, pg->pg_members); p != NULL;
		     p = proc_at(k, p->p_pgnext))
			ktrsetchildren(td, p, descend, &kt);
	}
	return (refuses(td, KTRACE_NONE_PERMITTED, !kt.done, NULL, about_pid(uap->pid)));
}

int
sys_utrace(struct thread *td, const struct utrace_args *uap, struct none_result *r)
{
	bool bad = uap->addr == VALUE_NONE || uap->addr == VALUE_BADADDR;
	bool large = uap->len < 0 || uap->len > KTR_USER_MAXLEN;
	int error;

	(void)r;
	if ((td->td_proc->p_traceflag & KTRFAC_USER) == 0)
		return (0);
	if ((error = refuses(td, UTRACE_LONG, large, NULL, about_number(uap->len))) != 0)
		return (error);
	return (refuses(td, COPYIN_BADADDR, bad && uap->len != 0, NULL, about_nothing()));
}

void
ktrprocfork(struct thread *td, const struct proc *parent, struct proc *p)
{
	const struct kernel *k = td->td_kernel;

	if (parent->p_tracevp == 0 || (parent->p_traceflag & KTRFAC_INHERIT) == 0)
		return;
	p->p_traceflag = parent->p_traceflag;
	p->p_tracevp = parent->p_tracevp;
	vref(td, vnode_at(k, p->p_tracevp));
	p->p_tracecred = parent->p_tracecred;
	crhold(td, ucred_at(k, p->p_tracecred));
}

void
ktrprocexec(struct thread *td)
{
	const struct ucred *cr = ucred_at(td->td_kernel, td->td_proc->p_tracecred);

	if (cr == NULL)
		return;
	bool lacks = priv_check_cred(td, cr, PRIV_DEBUG_DIFFCRED) != 0;

	forgive(td);
	if (alters(td, KTRACE_SETID, lacks, NULL, about_proc(td->td_proc)))
		ktr_freeproc(td, td->td_proc);
}

void
ktrprocexit(struct thread *td, const struct proc *p)
{
	if (p->p_tracevp != 0)
		ktr_freeproc(td, p);
}
