/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nullfs: a mount that shows the directories of another one.  Its vnodes are aliases: rows that
 * name the vnode below and have neither attributes nor contents of their own (vnode_inode()).
 * The alias of a vnode is found by its row number, so there is at most one a mount.
 * FreeBSD's counterpart is the file of the same name, with null_subr.c.
 */
#include "constants.h"
#include "mount.h"
#include "ucred.h"

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

/* The root is the alias of the directory named by the option "from". */
int
nullfs_mount(struct thread *td, const struct mount_request *mr, struct mount **mp)
{
	const struct kernel *k = td->td_kernel;
	struct element e;
	bool named =
	    literal_find(mr->mr_options, "from", &e) || literal_find(mr->mr_options, "target", &e);
	int error;

	if ((error = must_refuse(td, MOUNT_OPTION_INVALID, !named || e.kind != LITERAL_STRING, NULL,
		 about_nothing())) != 0)
		return (error);
	value_ix from = value_intern(k->k_values, e.bytes, e.length);
	struct nameidata nd = NDINIT(LOOKUP, FOLLOW, AT_FDCWD, from);

	if ((error = namei(td, &nd)) != 0)
		return (error);
	const struct vnode *lower = nd.ni_vp;
	bool locks_itself = vnode_at(k, mr->mr_covered->v_lower) == lower;

	if ((error = refuses(td, NULLFS_DEADLOCK, locks_itself, NULL, about_vnode(k, lower))) !=
		0 ||
	    (error = must_refuse(
		 td, NULLFS_NOTDIR, lower->v_type != VDIR, NULL, about_vnode(k, lower))) != 0)
		return (error);
	const struct mount *below = mount_at(k, lower->v_mount);
	uint32_t flags = mr->mr_flags | (below->mnt_flag & MNT_LOCAL);

	if ((error = mount_attach(
		 td, VFS_NULLFS, mr->mr_covered, td->td_ucred, flags, from, mr->mr_on, mp)) != 0 ||
	    (error = null_nodeget(td, *mp, lower, &nd.ni_vp)) != 0)
		return (error);
	mount_set_root(td, *mp, nd.ni_vp);
	return (0);
}
