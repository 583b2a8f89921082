/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names that come and go: mkdir, rmdir, unlink, unlinkat, link, symlink, mknod, mkfifo,
 * mkfifoat.
 * FreeBSD's counterpart is vfs_syscalls.c; rename(2) is in vfs_rename.c.
 *
 * NOT MODELLED: whiteouts, funlinkat(2)'s comparison with a descriptor.
 */
#include "errnos.h"
#include "sysctl_node.h"
#include "sysproto.h"
#include "ucred.h"
#include "vfs_syscalls.h"

/* Looks up a name to be made: as namei_modify(), and EEXIST. */
static int
namei_create(struct thread *td, struct nameidata *nd, int dirfd, value_ix path, uint32_t flags)
{
	*nd = NDINIT(CREATE, flags, dirfd, path);
	int error = namei_modify(td, nd);

	if (error != 0)
		return (error);
	return (must_refuse(td, CREATE_EXISTS, nd->ni_vp != NULL, NULL, about_value(path)));
}

/* A new object of this type: what mkdir, symlink, mkfifo and mknod have in common. */
static int
make(struct thread *td, value_ix path, enum vtype type, uint32_t mode, struct vnode **made)
{
	struct nameidata nd;
	int error = namei_create(td, &nd, AT_FDCWD, path, type == VDIR ? WILLBEDIR : 0);

	if (error != 0)
		return (error);
	return (vop_create(td, &nd, type, mode & ~td->td_proc->p_umask, made));
}

int
sys_mkdir(struct thread *td, const struct mkdir_args *uap, struct none_result *r)
{
	struct vnode *vp;

	(void)r;
	return (make(td, uap->path, VDIR, uap->mode & ACCESSPERMS, &vp));
}

int
sys_symlink(struct thread *td, const struct symlink_args *uap, struct none_result *r)
{
	struct vnode *vp;
	bool bad = uap->target == VALUE_NONE || uap->target == VALUE_BADADDR;
	size_t length = value_length(td->td_kernel->k_values, uap->target);
	int error;

	(void)r;
	if ((error = must_refuse(td, COPYIN_BADADDR, bad, NULL, about_nothing())) != 0 ||
	    (error = refuses(
		 td, SYMLINK_TOO_LONG, length >= PATH_MAX, NULL, about_value(uap->target))) != 0 ||
	    (error = make(td, uap->path, VLNK, ACCESSPERMS, &vp)) != 0)
		return (error);
	vp->v_target = uap->target;
	vp->v_size = length;
	return (0);
}

/* F61: a character device's name in devfs can only be one that a rule hides, and comes back. */
static int
devfs_mknod(struct thread *td, const struct nameidata *nd, enum vtype type)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *dp = vnode_inode(k, nd->ni_dvp);
	const struct dirent *de = dirent_lookup(k, dp, nd->ni_name);
	bool hidden = de != NULL && (de->de_flags & DE_WHITEOUT) != 0;
	int error;

	if ((error = refuses(td, DEVFS_MKNOD_TYPE, type != VCHR, NULL, about_vnode(k, dp))) != 0 ||
	    (error = must_refuse(
		 td, MKNOD_DEVFS_UNKNOWN, !hidden, NULL, about_value(nd->ni_name))) != 0)
		return (error);
	dirent_change(td, de)->de_flags &= ~DE_WHITEOUT;
	return (0);
}

static int
make_special(
    struct thread *td, enum vtype type, int dirfd, value_ix path, uint32_t mode, uint32_t dev)
{
	struct nameidata nd;
	struct vnode *vp;
	int error = namei_create(td, &nd, dirfd, path, 0);

	if (error != 0)
		return (error);
	if (on_devfs(td->td_kernel, nd.ni_dvp))
		return (devfs_mknod(td, &nd, type));
	mode &= ALLPERMS & ~td->td_proc->p_umask;
	if ((error = vop_create(td, &nd, type, mode, &vp)) == 0)
		vp->v_rdev = dev;
	return (error);
}

int
sys_mkfifo(struct thread *td, const struct mkfifo_args *uap, struct none_result *r)
{
	(void)r;
	return (make_special(td, VFIFO, AT_FDCWD, uap->path, uap->mode, 0));
}

int
sys_mkfifoat(struct thread *td, const struct mkfifoat_args *uap, struct none_result *r)
{
	(void)r;
	return (make_special(td, VFIFO, uap->fd, uap->path, uap->mode, 0));
}

/* F44: the privilege is tested before the path is looked at. */
int
sys_mknod(struct thread *td, const struct mknod_args *uap, struct none_result *r)
{
	uint32_t format = uap->mode & S_IFMT;
	int error;

	(void)r;
	if (format == S_IFCHR || format == S_IFBLK) {
		error = priv_check(td, PRIV_VFS_MKNOD_DEV);
		if (error != 0)
			return (error);
		return (make_special(
		    td, format == S_IFCHR ? VCHR : VBLK, AT_FDCWD, uap->path, uap->mode, uap->dev));
	}
	if (format == S_IFWHT) {
		error = priv_check(td, PRIV_VFS_MKNOD_WHT);
		return (
		    error != 0 ? error : refuses(td, NOT_MODELLED, true, NULL, about_nothing()));
	}
	bool makes_fifo = format == S_IFIFO && uap->dev == 0;

	error = must_refuse(td, MKNOD_TYPE, !makes_fifo, NULL, about_number(uap->mode));
	if (error != 0)
		return (error);
	return (make_special(td, VFIFO, AT_FDCWD, uap->path, uap->mode, 0));
}

/* F46: EPERM when one of the sysctls is set and the file is another's. */
static int
can_hardlink(struct thread *td, const struct vnode *vp)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *ip = vnode_inode(k, vp);
	bool foreign_uid = sysctl_value(k, SYSCTL_security_bsd_hardlink_check_uid) != 0 &&
	    td->td_ucred->cr_uid != ip->v_uid;
	bool foreign_gid = sysctl_value(k, SYSCTL_security_bsd_hardlink_check_gid) != 0 &&
	    !groupmember(k, ip->v_gid, td->td_ucred);

	if ((!foreign_uid && !foreign_gid) || priv_check(td, PRIV_VFS_LINK) == 0)
		return (0);
	int error = refuses(td, LINK_FOREIGN_UID, foreign_uid, NULL, about_vnode(k, vp));

	return (error != 0 ? error :
			     refuses(td, LINK_FOREIGN_GID, foreign_gid, NULL, about_vnode(k, vp)));
}

static int
ufs_link(struct thread *td, const struct vnode *vp, const struct nameidata *nd)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *ip = vnode_inode(k, vp), *dp = vnode_inode(k, nd->ni_dvp);
	bool fixed = (ip->v_flags & (IMMUTABLE | APPEND)) != 0;
	int error;

	if ((error = must_refuse(td, CREATE_ON_DEVFS, on_devfs(k, dp), NULL, about_vnode(k, dp))) !=
		0 ||
	    (error = refuses(td, LINK_IMMUTABLE, fixed, NULL, about_vnode(k, vp))) != 0 ||
	    (error = dirent_add(td, dp, nd->ni_name, ip)) != 0)
		return (error);
	vn_changed(td, ip);
	return (0);
}

int
kern_linkat_vp(struct thread *td, const struct vnode *vp, int dirfd, value_ix path)
{
	const struct kernel *k = td->td_kernel;
	struct object what = about_vnode(k, vp);
	struct nameidata to;
	int error;

	if ((error = must_refuse(td, LINK_DIRECTORY, vp->v_type == VDIR, NULL, what)) != 0 ||
	    (error = namei_create(td, &to, dirfd, path, 0)) != 0)
		return (error);
	bool other_mount = to.ni_dvp->v_mount != vp->v_mount;
	bool other_device = vnode_inode(k, to.ni_dvp)->v_mount != vnode_inode(k, vp)->v_mount;

	if ((error = must_refuse(td, LINK_CROSS_DEVICE, other_device, NULL, what)) != 0 ||
	    (error = refuses(td, LINK_CROSS_VIEW, other_mount && !other_device, NULL, what)) != 0 ||
	    (error = can_hardlink(td, vp)) != 0)
		return (error);
	return (ufs_link(td, vp, &to));
}

int
sys_link(struct thread *td, const struct link_args *uap, struct none_result *r)
{
	struct nameidata from = NDINIT(LOOKUP, FOLLOW, AT_FDCWD, uap->path);
	int error = namei(td, &from);

	(void)r;
	return (error != 0 ? error : kern_linkat_vp(td, from.ni_vp, AT_FDCWD, uap->to));
}

static int
unlink_at(struct thread *td, int dirfd, value_ix path, uint32_t flags)
{
	const struct kernel *k = td->td_kernel;
	struct nameidata nd = NDINIT(DELETE, flags, dirfd, path);
	int error = namei_modify(td, &nd);

	if (error == EINVAL) {
		int translated = refuses(td, UNLINK_DOT, true, NULL, about_value(path));

		return (translated != 0 ? translated : error);
	}
	if (error != 0)
		return (error);
	bool is_dir = nd.ni_vp->v_type == VDIR;
	struct object what = about_vnode(k, nd.ni_vp);

	if ((error = must_refuse(td, UNLINK_DIRECTORY, is_dir, NULL, what)) != 0 ||
	    (error = ufs_removable(td, REMOVE_IMMUTABLE, nd.ni_dvp, nd.ni_vp)) != 0)
		return (error);
	if (on_devfs(k, nd.ni_dvp) && nd.ni_vp->v_type != VLNK)
		dirent_change(td, nd.ni_dirent)->de_flags |= DE_WHITEOUT;
	else
		dirent_remove(td, nd.ni_dirent);
	return (0);
}

static int
rmdir_at(struct thread *td, int dirfd, value_ix path, uint32_t flags)
{
	const struct kernel *k = td->td_kernel;
	struct nameidata nd = NDINIT(DELETE, flags, dirfd, path);
	int error = namei_modify(td, &nd);

	if (error != 0)
		return (error);
	const struct vnode *vp = nd.ni_vp;
	struct object what = about_vnode(k, vp);
	bool is_root = (vp->v_vflag & VV_ROOT) != 0, full = vnode_inode(k, vp)->v_dirents != 0;

	if ((error = must_refuse(td, RMDIR_NOT_DIRECTORY, vp->v_type != VDIR, NULL, what)) != 0 ||
	    (error = must_refuse(td, RMDIR_MOUNT, is_root, NULL, what)) != 0 ||
	    (error = refuses(td, CREATE_ON_DEVFS, on_devfs(k, vp), NULL, what)) != 0 ||
	    (error = must_refuse(td, RMDIR_NOT_EMPTY, full, NULL, what)) != 0 ||
	    (error = ufs_removable(td, REMOVE_IMMUTABLE, nd.ni_dvp, vp)) != 0)
		return (error);
	dirent_remove(td, nd.ni_dirent);
	return (0);
}

int
sys_rmdir(struct thread *td, const struct rmdir_args *uap, struct none_result *r)
{
	(void)r;
	return (rmdir_at(td, AT_FDCWD, uap->path, 0));
}

int
sys_unlink(struct thread *td, const struct unlink_args *uap, struct none_result *r)
{
	(void)r;
	return (unlink_at(td, AT_FDCWD, uap->path, 0));
}

int
sys_unlinkat(struct thread *td, const struct unlinkat_args *uap, struct none_result *r)
{
	bool unknown = (uap->flag & ~(AT_REMOVEDIR | AT_RESOLVE_BENEATH)) != 0;
	bool beneath = (uap->flag & AT_RESOLVE_BENEATH) != 0;
	int error = refuses(td, AT_FLAGS, unknown, NULL, about_number(uap->flag));
	uint32_t flags = 0;

	(void)r;
	if (error != 0)
		return (error);
	if (beneath && alters(td, UNLINKAT_BENEATH, beneath, NULL, about_fd(uap->fd)))
		flags |= RBENEATH;
	if ((uap->flag & AT_REMOVEDIR) != 0)
		return (rmdir_at(td, uap->fd, uap->path, flags));
	return (unlink_at(td, uap->fd, uap->path, flags));
}
