/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Prisons: the tree, who reaches whom, references, names and paths.  Making, reading, entering
 * and removing jails is in kern_jail_set.c, kern_jail_get.c and kern_jail_attach.c.  FreeBSD's
 * counterpart of all four is sys/kern/kern_jail.c.
 *
 * A credential holds its prison's record; a process, the persist flag and every child keep it
 * alive.  Only live prisons are in the table prname.
 */
#include "jail.h"

#include <string.h>

#include "cpuset.h"
#include "in_pcb.h"
#include "jaildesc.h"
#include "kassert.h"
#include "sysv_ipc.h"
#include "uipc_shm.h"
#include "vnode.h"

/* The tree. */

bool
prison_ischild(const struct kernel *k, const struct prison *pr1, const struct prison *pr2)
{
	prison_ix top = prison_ix_of(k, pr1);

	while (pr2->pr_parent != 0) {
		if (pr2->pr_parent == top)
			return (true);
		pr2 = prison_at(k, pr2->pr_parent);
	}
	return (false);
}

bool
prison_reaches(const struct kernel *k, const struct prison *pr1, const struct prison *pr2)
{
	return (pr1 == pr2 || pr1->pr_parent == 0 || prison_ischild(k, pr1, pr2));
}

int
prison_check(
    struct thread *td, const struct ucred *cr1, const struct ucred *cr2, struct object what)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr1 = cred_prison(k, cr1);

	return (refuses(
	    td, PRISON_CHECK_OTHER, !prison_reaches(k, pr1, cred_prison(k, cr2)), pr1, what));
}

const struct prison *
prison_next(const struct kernel *k, const struct prison *top, const struct prison *pr)
{
	if (pr->pr_children != 0)
		return (prison_at(k, pr->pr_children));
	return (prison_skip(k, top, pr));
}

const struct prison *
prison_skip(const struct kernel *k, const struct prison *top, const struct prison *pr)
{
	while (pr != top && pr->pr_next == 0)
		pr = prison_at(k, pr->pr_parent);
	return (pr == top ? NULL : prison_at(k, pr->pr_next));
}

const struct prison *
prison_find_child(const struct kernel *k, const struct prison *mypr, uint32_t jid)
{
	const struct prison *pr = prison_find(k, jid, 0);

	if (pr == NULL || pr->pr_state != PRISON_STATE_ALIVE || !prison_ischild(k, mypr, pr))
		return (NULL);
	return (pr);
}

const struct prison *
prison_find_name(const struct kernel *k, const struct prison *mypr, const char *name)
{
	const struct prison *pr = mypr;

	for (;;) {
		size_t length = strcspn(name, ".");
		value_ix component = value_lookup(k->k_values, name, length);
		const struct prname *pn =
		    component == VALUE_NONE ? NULL : prname_find(k, prison_ix_of(k, pr), component);

		if (pn == NULL)
			return (NULL);
		pr = prison_at(k, pn->pn_prison);
		if (name[length] == '\0')
			return (pr);
		name += length + 1;
	}
}

/* References. */

const char *
prison_component(const struct kernel *k, const struct prison *pr)
{
	const char *name = value_text(k->k_values, pr->pr_name), *dot = strrchr(name, '.');

	return (dot == NULL ? name : dot + 1);
}

void
prison_name_forget(struct thread *td, const struct prison *pr)
{
	const struct kernel *k = td->td_kernel;
	const char *component = prison_component(k, pr);
	const struct prname *pn =
	    prname_find(k, pr->pr_parent, value_lookup(k->k_values, component, strlen(component)));

	KASSERT(pn != NULL && prison_at(k, pn->pn_prison) == pr);
	prname_erase(td, pn);
}

void
prison_die(struct thread *td, const struct prison *pr)
{
	struct prison *dying = prison_change(td, pr);

	prison_name_forget(td, pr);
	dying->pr_state = PRISON_STATE_DYING;
	jaildesc_prison_cleanup(td, pr);
	dying->pr_ref++; /* what goes with it may be all that still holds it */
	for (uint32_t facility = 0; facility < SYSV_FACILITIES; facility++)
		ipc_prison_cleanup(td, pr, facility);
	shm_remove_prison(td, pr);
	dying->pr_ref--;
}

/* Takes the record off its parent and frees it. */
static void
prison_destroy(struct thread *td, const struct prison *pr)
{
	const struct kernel *k = td->td_kernel;

	for (const struct prison *up = prison_at(k, pr->pr_parent); up != NULL;
	     up = prison_at(k, up->pr_parent))
		prison_change(td, up)->pr_childcount--;
	if (pr->pr_prev == 0)
		prison_change(td, prison_at(k, pr->pr_parent))->pr_children = pr->pr_next;
	else
		prison_change(td, prison_at(k, pr->pr_prev))->pr_next = pr->pr_next;
	if (pr->pr_next != 0)
		prison_change(td, prison_at(k, pr->pr_next))->pr_prev = pr->pr_prev;
	vrele(td, vnode_at(k, pr->pr_root));
	if_destroy_vnet(td, pr);
	cpuset_rel(td, cpuset_at(k, pr->pr_cpuset));
	prison_erase(td, pr);
}

void
prison_deref(struct thread *td, prison_ix ix)
{
	while (ix != 0) {
		const struct prison *pr = prison_at(td->td_kernel, ix);

		if (pr->pr_uref == 0 && pr->pr_state == PRISON_STATE_ALIVE)
			prison_die(td, pr);
		if (pr->pr_uref != 0 || pr->pr_ref != 0)
			return;
		ix = pr->pr_parent;
		prison_destroy(td, pr);
		struct prison *parent = prison_change(td, prison_at(td->td_kernel, ix));

		parent->pr_ref--;
		parent->pr_uref--;
	}
}

void
prison_hold(struct thread *td, prison_ix ix)
{
	prison_change(td, prison_at(td->td_kernel, ix))->pr_ref++;
}

void
prison_free(struct thread *td, prison_ix ix)
{
	prison_change(td, prison_at(td->td_kernel, ix))->pr_ref--;
	prison_deref(td, ix);
}

void
prison_proc_link(struct thread *td, const struct proc *cp)
{
	const struct kernel *k = td->td_kernel;
	struct proc *p = proc_change(td, cp);
	struct prison *pr = prison_change(td, cred_prison(k, ucred_at(k, cp->p_ucred)));

	p->p_prprev = 0;
	p->p_prnext = pr->pr_procs;
	if (pr->pr_procs != 0)
		proc_change(td, proc_at(k, pr->pr_procs))->p_prprev = proc_ix_of(k, cp);
	pr->pr_procs = proc_ix_of(k, cp);
	pr->pr_uref++;
}

void
prison_proc_unlink(struct thread *td, const struct proc *cp)
{
	const struct kernel *k = td->td_kernel;
	struct proc *p = proc_change(td, cp);
	prison_ix ix = ucred_at(k, cp->p_ucred)->cr_prison;
	struct prison *pr = prison_change(td, prison_at(k, ix));

	if (p->p_prprev == 0)
		pr->pr_procs = p->p_prnext;
	else
		proc_change(td, proc_at(k, p->p_prprev))->p_prnext = p->p_prnext;
	if (p->p_prnext != 0)
		proc_change(td, proc_at(k, p->p_prnext))->p_prprev = p->p_prprev;
	p->p_prprev = p->p_prnext = 0;
	pr->pr_uref--;
	prison_deref(td, ix);
}

/* What is shown. */

const struct prison *
prison_host(const struct kernel *k, const struct prison *pr)
{
	while ((pr->pr_flags & PR_HOST) == 0)
		pr = prison_at(k, pr->pr_parent);
	return (pr);
}

value_ix
prison_name(struct thread *td, const struct prison *viewer, const struct prison *pr)
{
	struct values *vs = td->td_kernel->k_values;

	if (viewer == pr)
		return (value_string(vs, "0"));
	if (viewer == prison0(td->td_kernel) || !prison_ischild(td->td_kernel, viewer, pr))
		return (pr->pr_name);
	return (
	    value_string(vs, value_text(vs, pr->pr_name) + value_length(vs, viewer->pr_name) + 1));
}

/* Does `path' lie at or below `top'? */
static bool
path_within(const char *path, const char *top)
{
	size_t length = strlen(top);

	return (strncmp(path, top, length) == 0 && (path[length] == '\0' || path[length] == '/'));
}

value_ix
prison_path(struct thread *td, const struct prison *viewer, const struct prison *pr)
{
	struct values *vs = td->td_kernel->k_values;
	const char *top = value_text(vs, viewer->pr_path), *path = value_text(vs, pr->pr_path);

	if (viewer == pr)
		return (value_string(vs, "/"));
	if (strcmp(top, "/") == 0 || !path_within(path, top))
		return (pr->pr_path);
	path += strlen(top);
	return (value_string(vs, *path == '\0' ? "/" : path));
}

/* F38. */
static bool
sees_mount(const struct kernel *k, const struct prison *pr, const struct mount *mp)
{
	const char *top = value_text(k->k_values, pr->pr_path);

	if (pr->pr_enforce_statfs == 0 || vnode_at(k, pr->pr_root)->v_mount == mount_ix_of(k, mp))
		return (true);
	if (pr->pr_enforce_statfs > 1)
		return (false);
	return (strcmp(top, "/") == 0 || path_within(value_text(k->k_values, mp->mnt_onname), top));
}

int
prison_canseemount(struct thread *td, const struct ucred *cr, const struct mount *mp)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = cred_prison(k, cr);

	return (
	    alters(td, PRISON_CANSEEMOUNT_HIDDEN, !sees_mount(k, pr, mp), pr, about_mount(k, mp)));
}

value_ix
prison_enforce_statfs(struct thread *td, const struct ucred *cr, const struct mount *mp)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = cred_prison(k, cr);
	const char *top = value_text(k->k_values, pr->pr_path);
	bool root = vnode_at(k, pr->pr_root)->v_mount == mount_ix_of(k, mp);

	if (pr->pr_enforce_statfs == 0)
		return (mp->mnt_onname);
	if (alters(td, PRISON_STATFS_RESTRICTED, !sees_mount(k, pr, mp), pr, about_mount(k, mp)))
		return (value_string(k->k_values, "[restricted]"));
	if (alters(td, PRISON_STATFS_ROOT, root, pr, about_mount(k, mp)))
		return (value_string(k->k_values, "/"));
	if (!alters(td, PRISON_STATFS_RELATIVE, strcmp(top, "/") != 0, pr, about_mount(k, mp)))
		return (mp->mnt_onname);
	const char *rest = value_text(k->k_values, mp->mnt_onname);

	if (path_within(rest, top))
		rest += strlen(top);
	return (value_string(k->k_values, *rest == '\0' ? "/" : rest));
}

/* Privileges: what a jail lets pass, class by class of priv.def (P6). */

static bool
root_is_mount_point(const struct kernel *k, const struct prison *pr)
{
	return ((vnode_at(k, pr->pr_root)->v_vflag & VV_ROOT) != 0);
}

int
prison_priv_check(struct thread *td, const struct ucred *cr, enum priv priv)
{
	const struct prison *pr = cred_prison(td->td_kernel, cr);
	const struct priv_info *pi = priv_at(priv);
	struct object what = about_priv(priv);
	int error;

	KASSERT(pi != NULL);
	if (!jailed(cr))
		return (0);
	bool vnet = (pr->pr_flags & PR_VNET) != 0, allowed = (pr->pr_allow & pi->allow) != 0;

	switch (pi->class) {
	case ALWAYS:
		return (refuses(td, PRISON_PRIV_NEVER, false, pr, what));
	case ALLOW:
		return (refuses(td, PRISON_PRIV_ALLOW, !allowed, pr, what));
	case MOUNT:
		if ((error = refuses(td, PRISON_PRIV_ALLOW, !allowed, pr, what)) != 0)
			return (error);
		return (refuses(td, MOUNT_STATFS, pr->pr_enforce_statfs > 1, pr, what));
	case VNET:
		return (refuses(td, PRISON_PRIV_VNET, !vnet, pr, what));
	case VNET_OR_ALLOW:
		return (refuses(td, PRISON_PRIV_ALLOW, !vnet && !allowed, pr, what));
	case NFSD:
		if ((error = refuses(td, PRISON_PRIV_VNET, !vnet, pr, what)) != 0 ||
		    (error = refuses(td, PRISON_PRIV_ALLOW, !allowed, pr, what)) != 0 ||
		    (error = refuses(
			 td, PRISON_PRIV_NFSD_STATFS, pr->pr_enforce_statfs == 0, pr, what)) != 0)
			return (error);
		return (refuses(
		    td, PRISON_PRIV_NFSD_ROOT, !root_is_mount_point(td->td_kernel, pr), pr, what));
	default:
		return (refuses(td, PRISON_PRIV_NEVER, true, pr, what));
	}
}
