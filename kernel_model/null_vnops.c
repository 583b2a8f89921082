/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nullfs: a mount that shows the directories of another one.  Its vnodes are aliases: rows that
 * name the vnode below and have neither attributes nor contents of their own (vnode_inode()).
 * The alias of a vnode is found by its row number, so there is at most one a mount.
 * FreeBSD's counterpart is the file of the same name, with null_subr.c.
 */
#include "vnode.h"

int
null_nodeget(struct thread *td, const struct mount *mp, const struct vnode *lower,
    const struct vnode **result)
{
	const struct kernel *k = td->td_kernel;
	uint32_t id = vnode_ix_of(k, lower);
	struct vnode *vp;
	int error;

	if ((*result = vnode_find(k, mount_ix_of(k, mp), id)) != NULL)
		return (0);
	if ((error = vnode_new(td, mp, id, (enum vtype)lower->v_type, &vp)) != 0)
		return (error);
	vp->v_atime = vp->v_mtime = vp->v_ctime = vp->v_birthtime = vp->v_gen = 0;
	vref(td, lower);
	vp->v_lower = id;
	*result = vp;
	return (0);
}

/* Wraps *vpp, an inode, in the layers through which the directory `dvp' is seen: 0 or ROOM. */
int
null_wrap(struct thread *td, const struct vnode *dvp, const struct vnode **vpp)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *lower = vnode_at(k, dvp->v_lower);
	int error;

	if (lower->v_lower != 0 && (error = null_wrap(td, lower, vpp)) != 0)
		return (error);
	return (null_nodeget(td, mount_at(k, dvp->v_mount), *vpp, vpp));
}

/*
 * F12.  A rename below can take a directory out of what is mounted, so that ".." leaves it
 * through a vnode that no wall is compared with: the alias of a wall is another vnode.
 */
int
null_dotdot(struct thread *td, const struct vnode *dvp, const struct vnode **vpp)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *lower = vnode_at(k, dvp->v_lower);
	const struct prison *pr;
	bool is_root = vfs_lookup_isroot(td, lower, &pr);
	int error;

	if ((error = refuses(td, NULL_LOOKUP_ROOT, (lower->v_vflag & VV_ROOT) != 0, NULL,
		 about_vnode(k, lower))) != 0 ||
	    (error = refuses(td, NULL_LOOKUP_WALL, is_root, pr, about_vnode(k, lower))) != 0)
		return (error);
	if (lower->v_lower != 0) {
		if ((error = null_dotdot(td, lower, vpp)) != 0)
			return (error);
	} else {
		*vpp = vnode_at(k, lower->v_parent);
		if ((error = must_refuse(
			 td, NAMEI_REMOVED, *vpp == NULL, NULL, about_vnode(k, dvp))) != 0)
			return (error);
	}
	return (null_nodeget(td, mount_at(k, dvp->v_mount), *vpp, vpp));
}
