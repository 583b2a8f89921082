/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls that move a process among directories, chdir, fchdir and chroot, and those that tell
 * where something is, __getcwd and readlink.  FreeBSD's counterparts are vfs_syscalls.c and, for
 * __getcwd(), vfs_cache.c.
 *
 * NOT MODELLED: fchroot(2).
 */
#include "file.h"
#include "proc.h"
#include "sysctl_node.h"
#include "sysproto.h"
#include "ucred.h"
#include "vfs_syscalls.h"

static int
change_dir(struct thread *td, const struct vnode *vp)
{
	bool plain = vp->v_type != VDIR;
	int error =
	    must_refuse(td, CHDIR_NOT_DIRECTORY, plain, NULL, about_vnode(td->td_kernel, vp));

	return (error != 0 ? error : vn_access(td, vp, VEXEC));
}

int
sys_chdir(struct thread *td, const struct chdir_args *uap, struct none_result *r)
{
	struct nameidata nd = NDINIT(LOOKUP, FOLLOW, AT_FDCWD, uap->path);
	int error;

	(void)r;
	if ((error = namei(td, &nd)) != 0 || (error = change_dir(td, nd.ni_vp)) != 0)
		return (error);
	return (pwd_chdir(td, nd.ni_vp));
}

/* The root of what is mounted on a directory, or the directory. */
static const struct vnode *
cross_mounts(const struct kernel *k, const struct vnode *vp)
{
	while (vp->v_mountedhere != 0)
		vp = vnode_at(k, mount_at(k, vp->v_mountedhere)->mnt_root);
	return (vp);
}

/* F14: no test at all of where the directory lies. */
int
sys_fchdir(struct thread *td, const struct fchdir_args *uap, struct none_result *r)
{
	const struct vnode *vp;
	uint8_t flags = 0;
	int error;

	(void)r;
	if ((error = getvnode(td, uap->fd, &vp)) != 0)
		return (error);
	fd_peek(td->td_kernel, td->td_proc, uap->fd, &flags);
	bool beneath = (flags & FD_RESOLVE_BENEATH) != 0;

	if ((error = refuses(td, FCHDIR_BENEATH, beneath, NULL, about_fd(uap->fd))) != 0 ||
	    (error = change_dir(td, vp)) != 0)
		return (error);
	return (pwd_chdir(td, cross_mounts(td->td_kernel, vp)));
}

/* F15, F18: EPERM. */
static int
chroot_privilege(struct thread *td)
{
	int error = priv_check(td, PRIV_VFS_CHROOT);

	if (error == 0)
		return (0);
	bool allowed = sysctl_value(td->td_kernel, SYSCTL_security_bsd_unprivileged_chroot) != 0 &&
	    (td->td_proc->p_flag & P_NO_NEW_PRIVS) != 0;

	if (!permits(td, CHROOT_UNPRIVILEGED, allowed, NULL, about_priv(PRIV_VFS_CHROOT)))
		return (error);
	forgive(td);
	return (0);
}

int
sys_chroot(struct thread *td, const struct chroot_args *uap, struct none_result *r)
{
	struct nameidata nd = NDINIT(LOOKUP, FOLLOW, AT_FDCWD, uap->path);
	struct object what = about_value(uap->path);
	int error;

	(void)r;
	if ((alters(td, CHROOT_PRIV_FIRST, true, NULL, what) &&
		(error = chroot_privilege(td)) != 0) ||
	    (error = namei(td, &nd)) != 0)
		return (error);
	if ((alters(td, CHROOT_PRIV_AFTER_LOOKUP, true, NULL, what) &&
		(error = chroot_privilege(td)) != 0) ||
	    (error = change_dir(td, nd.ni_vp)) != 0)
		return (error);
	return (pwd_chroot(td, nd.ni_vp));
}

/* Whoever stands outside the root directory is told the path from the real root. */
int
sys___getcwd(struct thread *td, const struct __getcwd_args *uap, struct text_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct pwd *pwd = pwd_at(k, td->td_proc->p_pwd);
	const struct vnode *cdir = vnode_at(k, pwd->pwd_cdir);
	char path[PATH_MAX];
	size_t start = vn_fullpath(k, cdir, vnode_at(k, pwd->pwd_rdir), path);
	int error = must_refuse(td, GETCWD_REMOVED, start == 0, NULL, about_vnode(k, cdir));

	(void)uap;
	if (error == 0)
		r->text = value_string(k->k_values, path + start);
	return (error);
}

int
kern_readlink_vp(struct thread *td, const struct vnode *vp, int64_t *text)
{
	const struct vnode *ip = vnode_inode(td->td_kernel, vp);

	*text = ip->v_target;
	return (must_refuse(
	    td, READLINK_NOT_LINK, ip->v_type != VLNK, NULL, about_vnode(td->td_kernel, vp)));
}

int
sys_readlink(struct thread *td, const struct readlink_args *uap, struct text_result *r)
{
	struct nameidata nd = NDINIT(LOOKUP, 0, AT_FDCWD, uap->path);
	int error = namei(td, &nd);

	return (error != 0 ? error : kern_readlink_vp(td, nd.ni_vp, &r->text));
}
