/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * jail_attach(2) and jail_remove(2): the only way in, and the end.  FreeBSD's counterpart is
 * sys/kern/kern_jail.c.
 *
 * NOT MODELLED: who attaches or forks while a jail is removed, as calls here do not overlap.
 */
#include "constants.h"
#include "cpuset.h"
#include "file.h"
#include "jail_param.h"
#include "proc.h"
#include "sysproto.h"
#include "vnode.h"

/* Moves a credential to another prison. */
static void
set_prison(struct thread *td, struct ucred *cr, prison_ix ix)
{
	prison_ix former = cr->cr_prison;

	prison_hold(td, ix);
	cr->cr_prison = ix;
	prison_free(td, former);
}

/* The CPU set, search permission by the old credential, the root, only then the jail: J34, F21. */
int
do_jail_attach(struct thread *td, const struct prison *pr)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *root = vnode_at(k, pr->pr_root);
	struct ucred *cr;
	int error;

	if ((error = cpuset_setproc_update_set(td, pr)) != 0 ||
	    (error = vn_access(td, root, VEXEC)) != 0 ||
	    (error = pwd_chroot_chdir(td, root)) != 0 ||
	    (error = crcopy(td, td->td_ucred, &cr)) != 0)
		return (error);
	set_prison(td, cr, prison_ix_of(k, pr));
	/* The new jail keeps the old one alive: it lies below it. */
	proc_set_cred(td, td->td_proc, cr);
	setsugid(td, td->td_proc);
	return (0);
}

int
sys_jail_attach(struct thread *td, const struct jail_attach_args *uap, struct none_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *mypr = cred_prison(k, td->td_ucred);
	const struct prison *pr = prison_find(k, (uint32_t)uap->jid, 0);
	bool alive = pr != NULL && pr->pr_state == PRISON_STATE_ALIVE;
	bool visible = alive && prison_ischild(k, mypr, pr);
	int error;

	(void)r;
	if ((error = priv_check(td, PRIV_JAIL_ATTACH)) != 0 ||
	    (error = refuses(td, JAIL_ATTACH_NOT_FOUND, !visible, mypr, about_jid(uap->jid))) != 0)
		return (error);
	return (alive ? do_jail_attach(td, pr) : 0);
}

/* Drops the hold on every prison from `top' down, children before parents. */
static void
release_tree(struct thread *td, const struct prison *top)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = top;
	bool down = true;

	for (;;) {
		while (down && pr->pr_children != 0)
			pr = prison_at(k, pr->pr_children);
		const struct prison *up = prison_at(k, pr->pr_parent);
		const struct prison *next = prison_at(k, pr->pr_next);
		bool last = pr == top;

		prison_free(td, prison_ix_of(k, pr));
		if (last)
			return;
		down = next != NULL;
		pr = down ? next : up;
	}
}

/* Neither init, which no signal ends, nor who is ending; the caller ends with its call. */
static bool
spared(struct thread *td, const struct proc *p)
{
	bool ending = (p->p_flag & P_WEXIT) != 0;

	if (p == td->td_proc && !ending)
		td->td_killed = true;
	return (p == td->td_proc || p->p_pid == INIT_PID || ending);
}

static void
kill_all(struct thread *td, const struct prison *pr)
{
	const struct kernel *k = td->td_kernel;
	const struct proc *p = proc_at(k, pr->pr_procs);

	while (p != NULL) {
		if (!spared(td, p)) {
			psignal(td, p, SIGKILL);
			p = proc_at(k, pr->pr_procs);
		} else
			p = proc_at(k, p->p_prnext);
	}
}

/* J42: all are dying before anything of them goes; processes are killed last. */
void
prison_remove(struct thread *td, const struct prison *top)
{
	const struct kernel *k = td->td_kernel;

	if (top->pr_state != PRISON_STATE_ALIVE)
		return;
	FOREACH_PRISON(k, top, pr)
	{
		if (pr->pr_state == PRISON_STATE_ALIVE)
			prison_die(td, pr);
		prison_hold(td, prison_ix_of(k, pr));
	}
	FOREACH_PRISON(k, top, pr)
	prison_clear_persist(td, pr);
	FOREACH_PRISON(k, top, pr)
	kill_all(td, pr);
	release_tree(td, top);
}

int
sys_jail_remove(struct thread *td, const struct jail_remove_args *uap, struct none_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *mypr = cred_prison(k, td->td_ucred);
	const struct prison *pr = prison_find(k, (uint32_t)uap->jid, 0);
	bool visible = pr != NULL && prison_ischild(k, mypr, pr);
	int error;

	(void)r;
	if ((error = priv_check(td, PRIV_JAIL_REMOVE)) != 0 ||
	    (error = refuses(td, JAIL_REMOVE_NOT_FOUND, !visible, mypr, about_jid(uap->jid))) != 0)
		return (error);
	if (visible)
		prison_remove(td, pr);
	return (0);
}
