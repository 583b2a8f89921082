/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The directories of a process: working, root and top directory, in a row that a parent shares
 * with its children until one of them moves.  FreeBSD's counterpart is struct pwd of
 * kern_descrip.c.
 *
 * NOT MODELLED: the ABI root directory, which is the root directory of every native process.
 */
#include "file.h"
#include "sysctl_node.h"
#include "vnode.h"

/* Points a field that holds a vnode at another one. */
static void
repoint(struct thread *td, uint32_t *field, const struct vnode *vp)
{
	const struct vnode *former = vnode_at(td->td_kernel, *field);

	vref(td, vp);
	*field = vnode_ix_of(td->td_kernel, vp);
	if (former != NULL)
		vrele(td, former);
}

void
pwd_hold(struct thread *td, const struct pwd *pwd)
{
	pwd_change(td, pwd)->pwd_refcount++;
}

void
pwd_drop(struct thread *td, const struct pwd *cpwd)
{
	const struct kernel *k = td->td_kernel;
	struct pwd *pwd = pwd_change(td, cpwd);

	if (--pwd->pwd_refcount != 0)
		return;
	vrele(td, vnode_at(k, pwd->pwd_cdir));
	vrele(td, vnode_at(k, pwd->pwd_rdir));
	if (pwd->pwd_jdir != 0)
		vrele(td, vnode_at(k, pwd->pwd_jdir));
	pwd_erase(td, pwd);
}

/* The process's directories, shared with nobody from now on: 0 or ROOM. */
static int
pwd_unshare(struct thread *td, struct pwd **own)
{
	const struct kernel *k = td->td_kernel;
	const struct pwd *old = pwd_at(k, td->td_proc->p_pwd);

	if (old->pwd_refcount == 1) {
		*own = pwd_change(td, old);
		return (0);
	}
	int error = pwd_alloc(td, own);

	if (error != 0)
		return (error);
	**own = *old;
	(*own)->pwd_refcount = 1;
	vref(td, vnode_at(k, old->pwd_cdir));
	vref(td, vnode_at(k, old->pwd_rdir));
	if (old->pwd_jdir != 0)
		vref(td, vnode_at(k, old->pwd_jdir));
	pwd_change(td, old)->pwd_refcount--;
	proc_change(td, td->td_proc)->p_pwd = pwd_ix_of(k, *own);
	return (0);
}

int
pwd_chdir(struct thread *td, const struct vnode *vp)
{
	struct pwd *pwd;

	if (pwd_at(td->td_kernel, td->td_proc->p_pwd)->pwd_cdir == vnode_ix_of(td->td_kernel, vp))
		return (0);
	int error = pwd_unshare(td, &pwd);

	if (error == 0)
		repoint(td, &pwd->pwd_cdir, vp);
	return (error);
}

/* The root directory, and the top directory when there is none yet. */
static void
pwd_confine(struct thread *td, struct pwd *pwd, const struct vnode *vp)
{
	repoint(td, &pwd->pwd_rdir, vp);
	if (pwd->pwd_jdir == 0)
		repoint(td, &pwd->pwd_jdir, vp);
}

/* F17: is an open directory in the way of chroot(2)? */
static int
chroot_refuse_vdir_fds(struct thread *td)
{
	const struct kernel *k = td->td_kernel;
	const struct pwd *pwd = pwd_at(k, td->td_proc->p_pwd);
	bool chrooted = pwd->pwd_rdir != system_of(k)->sy_rootvnode;
	int allow = sysctl_value(k, SYSCTL_kern_chroot_allow_open_directories), fd = -1;
	bool open =
	    (allow == 0 || (allow == 1 && chrooted)) && fd_has_directory(k, td->td_proc, &fd);

	return (
	    refuses(td, CHROOT_OPEN_DIRECTORY, open, NULL, open ? about_fd(fd) : about_nothing()));
}

int
pwd_chroot(struct thread *td, const struct vnode *vp)
{
	struct pwd *pwd;
	int error;

	if ((error = chroot_refuse_vdir_fds(td)) != 0 || (error = pwd_unshare(td, &pwd)) != 0)
		return (error);
	pwd_confine(td, pwd, vp);
	return (0);
}

int
pwd_chroot_chdir(struct thread *td, const struct vnode *vp)
{
	struct pwd *pwd;
	int error, fd = -1;
	bool open = fd_has_directory(td->td_kernel, td->td_proc, &fd);

	if ((error = refuses(td, ATTACH_OPEN_DIRECTORY, open, NULL,
		 open ? about_fd(fd) : about_nothing())) != 0 ||
	    (error = pwd_unshare(td, &pwd)) != 0)
		return (error);
	repoint(td, &pwd->pwd_cdir, vp);
	pwd_confine(td, pwd, vp);
	return (0);
}

int
pwd_set(struct thread *td, const struct proc *p, const struct vnode *root, const struct vnode *cwd)
{
	const struct kernel *k = td->td_kernel;
	struct pwd *pwd;
	int error = pwd_alloc(td, &pwd);

	if (error != 0)
		return (error);
	pwd->pwd_refcount = 1;
	repoint(td, &pwd->pwd_cdir, cwd);
	repoint(td, &pwd->pwd_rdir, root);
	if (pwd->pwd_rdir != system_of(k)->sy_rootvnode)
		repoint(td, &pwd->pwd_jdir, root);
	if (p->p_pwd != 0)
		pwd_drop(td, pwd_at(k, p->p_pwd));
	proc_change(td, p)->p_pwd = pwd_ix_of(k, pwd);
	return (0);
}

/* References to a directory by its name, by what is mounted on it and as the root of a mount. */
static uint32_t
references_by_the_tree(const struct kernel *k, const struct vnode *vp)
{
	bool root = mount_at(k, vp->v_mount)->mnt_root == vnode_ix_of(k, vp);
	bool named = vp->v_parent != 0 && vp->v_lower == 0 && !root;

	return ((uint32_t)root + named + (vp->v_mountedhere != 0));
}

static void
pwd_check_dirs(
    struct thread *td, const struct pwd *pwd, const struct vnode *from, const struct vnode *to)
{
	vnode_ix old = vnode_ix_of(td->td_kernel, from);

	if (pwd->pwd_cdir == old)
		repoint(td, &pwd_change(td, pwd)->pwd_cdir, to);
	if (pwd->pwd_rdir == old)
		repoint(td, &pwd_change(td, pwd)->pwd_rdir, to);
	if (pwd->pwd_jdir == old)
		repoint(td, &pwd_change(td, pwd)->pwd_jdir, to);
}

int
mountcheckdirs(struct thread *td, const struct vnode *from, const struct vnode *to)
{
	const struct kernel *k = td->td_kernel;
	vnode_ix old = vnode_ix_of(k, from);

	if (system_of(k)->sy_rootvnode == old)
		system_change(td, system_of(k))->sy_rootvnode = vnode_ix_of(k, to);
	if (from->v_usecount <= references_by_the_tree(k, from))
		return (0);
	for (pwd_ix ix = 1; ix < k->k_rows[TABLE_pwd].capacity; ix++)
		if (row_live(k, TABLE_pwd, ix))
			pwd_check_dirs(td, pwd_at(k, ix), from, to);
	for (prison_ix ix = 1; ix < k->k_rows[TABLE_prison].capacity; ix++)
		if (row_live(k, TABLE_prison, ix) && prison_at(k, ix)->pr_root == old)
			repoint(td, &prison_change(td, prison_at(k, ix))->pr_root, to);
	return (0);
}
