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
