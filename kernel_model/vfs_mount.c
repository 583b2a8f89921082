/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mounting: the list of mounts and mount(2).  FreeBSD's counterpart is the file of the same name.
 */
#include "constants.h"
#include "ucred.h"
#include "vnode.h"

/* The root directory of a file system that keeps inodes of its own. */
static int
make_root(struct thread *td, const struct mount *mp, uint32_t mode)
{
	struct vnode *root;
	int error = vnode_new(td, mp, 0, VDIR, &root);

	if (error != 0)
		return (error);
	root->v_mode = mode;
	root->v_nlink = 2;
	mount_set_root(td, mp, root);
	return (0);
}

void
mount_set_root(struct thread *td, const struct mount *mp, const struct vnode *root)
{
	vref(td, root);
	vnode_change(td, root)->v_vflag |= VV_ROOT;
	mount_change(td, mp)->mnt_root = vnode_ix_of(td->td_kernel, root);
}

/* At the end of the list of mounts. */
static void
list_append(struct thread *td, struct mount *mp)
{
	const struct kernel *k = td->td_kernel;
	struct system *sy = system_change(td, system_of(k));
	mount_ix ix = mount_ix_of(k, mp);

	mp->mnt_id = ++sy->sy_lastmount;
	mp->mnt_prev = sy->sy_mounttail;
	if (mp->mnt_prev != 0)
		mount_change(td, mount_at(k, mp->mnt_prev))->mnt_next = ix;
	else
		sy->sy_mountlist = ix;
	sy->sy_mounttail = ix;
}

int
mount_attach(struct thread *td, enum vfs_type type, const struct vnode *covered,
    const struct ucred *cr, uint32_t flags, value_ix from, value_ix on, struct mount **result)
{
	const struct kernel *k = td->td_kernel;
	struct mount *mp;
	int error = mount_alloc(td, &mp);

	if (error != 0)
		return (error);
	mp->mnt_type = type;
	mp->mnt_flag = flags | (covered == NULL ? MNT_ROOTFS : 0) |
	    (type == VFS_UFS || type == VFS_TMPFS ? MNT_LOCAL : 0);
	mp->mnt_fromname = from;
	mp->mnt_onname = on;
	crhold(td, cr);
	mp->mnt_cred = ucred_ix_of(k, cr);
	list_append(td, mp);
	if (covered != NULL) {
		vref(td, covered);
		mp->mnt_covered = vnode_ix_of(k, covered);
		vnode_change(td, covered)->v_mountedhere = mount_ix_of(k, mp);
	}
	*result = mp;
	if (type == VFS_NULLFS)
		return (0);
	return (make_root(td, mp, type == VFS_DEVFS ? 0555 : 0755));
}
