/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rename(2).  Nothing here asks about prisons, nor about processes that stand in a directory that
 * moves: whoever can name both places can move a directory out of a jail's root.  FreeBSD's
 * counterparts are kern_renameat() of vfs_syscalls.c and ufs_rename() of ufs_vnops.c.
 */
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
	bool onto_file = tvp != NULL && fvp->v_type == VDIR && tvp->v_type != VDIR;
	bool onto_directory = tvp != NULL && fvp->v_type != VDIR && tvp->v_type == VDIR;
	int error;

	if ((error = refuses(td, RENAME_ONTO_FILE, onto_file, NULL, about_value(to->ni_path))) !=
		0 ||
	    (error = refuses(
		 td, RENAME_ONTO_DIRECTORY, onto_directory, NULL, about_value(to->ni_path))) != 0)
		return (error);
	return (refuses(td, RENAME_INTO_ITSELF, fvp == to->ni_dvp, NULL, about_vnode(k, fvp)));
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
	return (refuses(
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

	if ((error = refuses(td, CREATE_ON_DEVFS, on_devfs(k, to->ni_dvp), NULL,
		 about_vnode(k, to->ni_dvp))) != 0 ||
	    (error = refuses(td, RENAME_CROSS_DEVICE, cross, NULL, about_vnode(k, fvp))) != 0 ||
	    (tvp != NULL && (error = ufs_removable(td, REMOVE_IMMUTABLE, to->ni_dvp, tvp)) != 0) ||
	    (error = ufs_removable(td, REMOVE_IMMUTABLE, from->ni_dvp, fvp)) != 0 ||
	    (error = ufs_checkpath(td, from, to)) != 0)
		return (error);
	return (refuses(td, RENAME_NOT_EMPTY, full, NULL, about_value(to->ni_path)));
}

/* Can it be done without breaking the tree?  Only a rule switched off brings us here with no. */
static bool
rename_possible(const struct kernel *k, const struct nameidata *from, const struct nameidata *to)
{
	const struct vnode *fvp = from->ni_vp, *tvp = to->ni_vp;
	bool directory = fvp->v_type == VDIR;

	return (from->ni_dirent != NULL && fvp->v_mount == to->ni_dvp->v_mount &&
	    !on_devfs(k, to->ni_dvp) &&
	    !(directory && lies_within(k, vnode_inode(k, to->ni_dvp), vnode_inode(k, fvp))) &&
	    (tvp == NULL ||
		(tvp->v_mount == fvp->v_mount && (tvp->v_type == VDIR) == directory &&
		    vnode_inode(k, tvp)->v_dirents == 0)));
}

/* The entry moves: an entry's key never changes, so one goes and another comes. */
static int
ufs_rename(struct thread *td, const struct nameidata *from, const struct nameidata *to)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *ip = vnode_inode(k, from->ni_vp);
	uint32_t nlink = ip->v_nlink;

	if (to->ni_dirent != NULL)
		ufs_dirremove(td, to->ni_dvp, to->ni_dirent);
	ufs_dirremove(td, from->ni_dvp, from->ni_dirent);
	int error = ufs_direnter(td, to->ni_dvp, to->ni_name, ip);

	if (error != 0)
		return (error);
	struct vnode *change = vnode_change(td, ip);

	change->v_nlink = nlink;
	change->v_vflag &= ~VV_REMOVED;
	return (0);
}

int
sys_rename(struct thread *td, const struct rename_args *uap, struct none_result *r)
{
	struct nameidata from = NDINIT(DELETE, 0, AT_FDCWD, uap->from);
	struct nameidata to = NDINIT(RENAME, 0, AT_FDCWD, uap->to);
	int error;

	(void)r;
	if ((error = namei_modify(td, &from, false)) != 0 || from.ni_vp == NULL)
		return (error);
	if ((error = namei_modify(td, &to, from.ni_vp->v_type == VDIR)) != 0 || to.ni_dvp == NULL ||
	    (error = rename_compatible(td, &from, &to)) != 0 || from.ni_vp == to.ni_vp ||
	    (error = ufs_rename_check(td, &from, &to)) != 0)
		return (error);
	return (rename_possible(td->td_kernel, &from, &to) ? ufs_rename(td, &from, &to) : 0);
}
