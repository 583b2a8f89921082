/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rename(2).  Nothing here asks about prisons, nor about processes that stand in a directory that
 * moves: whoever can name both places can move a directory out of a jail's root.  FreeBSD's
 * counterparts are kern_renameat() of vfs_syscalls.c and ufs_rename() of ufs_vnops.c.
 */
#include "errnos.h"
#include "sysproto.h"
#include "vfs_syscalls.h"

/* Is `ip' the directory or one of those above it in its file system? */
static bool
lies_within(const struct kernel *k, const struct vnode *dp, const struct vnode *ip)
{
	while (dp != NULL && dp != ip) {
		const struct vnode *parent = vnode_at(k, dp->v_parent);

		dp = parent == dp || (dp->v_vflag & VV_ROOT) != 0 ? NULL : parent;
	}
	return (dp != NULL);
}

/* What the call asks before the file system is asked. */
static int
rename_compatible(struct thread *td, const struct nameidata *from, const struct nameidata *to)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *fvp = from->ni_vp, *tvp = to->ni_vp;
	bool is_dir = fvp->v_type == VDIR;
	bool onto_file = tvp != NULL && is_dir && tvp->v_type != VDIR;
	bool onto_directory = tvp != NULL && !is_dir && tvp->v_type == VDIR;
	struct object what = about_value(to->ni_path);
	int error;

	if ((error = must_refuse(td, RENAME_ONTO_FILE, onto_file, NULL, what)) != 0 ||
	    (error = must_refuse(td, RENAME_ONTO_DIRECTORY, onto_directory, NULL, what)) != 0)
		return (error);
	return (must_refuse(td, RENAME_INTO_ITSELF, fvp == to->ni_dvp, NULL, about_vnode(k, fvp)));
}

/* A directory that changes its parent: EACCES, EINVAL. */
static int
ufs_checkpath(struct thread *td, const struct nameidata *from, const struct nameidata *to)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *ip = vnode_inode(k, from->ni_vp);
	const struct vnode *dp = vnode_inode(k, to->ni_dvp);

	if (ip->v_type != VDIR || dp == vnode_inode(k, from->ni_dvp))
		return (0);
	int error = vn_access(td, from->ni_vp, VWRITE);

	if (error != 0)
		return (error);
	return (must_refuse(
	    td, RENAME_INTO_ITSELF, lies_within(k, dp, ip), NULL, about_vnode(k, from->ni_vp)));
}

/* What the file system asks. */
static int
ufs_rename_check(struct thread *td, const struct nameidata *from, const struct nameidata *to)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *fvp = from->ni_vp, *tvp = to->ni_vp;
	bool cross =
	    fvp->v_mount != to->ni_dvp->v_mount || (tvp != NULL && tvp->v_mount != fvp->v_mount);
	bool full = tvp != NULL && tvp->v_type == VDIR && vnode_inode(k, tvp)->v_dirents != 0;
	int error;

	if ((error = must_refuse(td, CREATE_ON_DEVFS, on_devfs(k, to->ni_dvp), NULL,
		 about_vnode(k, to->ni_dvp))) != 0 ||
	    (error = must_refuse(td, RENAME_CROSS_DEVICE, cross, NULL, about_vnode(k, fvp))) != 0 ||
	    (tvp != NULL && (error = ufs_removable(td, REMOVE_IMMUTABLE, to->ni_dvp, tvp)) != 0) ||
	    (error = ufs_removable(td, REMOVE_IMMUTABLE, from->ni_dvp, fvp)) != 0 ||
	    (error = ufs_checkpath(td, from, to)) != 0)
		return (error);
	return (must_refuse(td, RENAME_NOT_EMPTY, full, NULL, about_value(to->ni_path)));
}

/* An entry's key never changes, so one goes and another comes. */
static int
ufs_rename(struct thread *td, const struct nameidata *from, const struct nameidata *to)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *ip = vnode_inode(k, from->ni_vp);

	if (to->ni_dirent != NULL)
		dirent_remove(td, to->ni_dirent);
	dirent_remove(td, from->ni_dirent);
	int error = dirent_add(td, vnode_inode(k, to->ni_dvp), to->ni_name, ip);

	if (error == 0)
		vn_changed(td, ip);
	return (error);
}

int
sys_rename(struct thread *td, const struct rename_args *uap, struct none_result *r)
{
	struct nameidata from = NDINIT(DELETE, 0, AT_FDCWD, uap->from);
	struct nameidata to = NDINIT(RENAME, 0, AT_FDCWD, uap->to);
	int error = namei_modify(td, &from);

	(void)r;
	if (error != 0)
		return (error);
	bool is_dir = from.ni_vp->v_type == VDIR;

	if (is_dir)
		to.ni_flags |= WILLBEDIR;
	error = namei_modify(td, &to);
	if (error == EISDIR && is_dir) {
		int translated = refuses(td, RENAME_ONTO_ROOT, true, NULL, about_value(uap->to));

		return (translated != 0 ? translated : error);
	}
	if (error != 0 || (error = rename_compatible(td, &from, &to)) != 0 ||
	    from.ni_vp == to.ni_vp || (error = ufs_rename_check(td, &from, &to)) != 0)
		return (error);
	return (ufs_rename(td, &from, &to));
}
