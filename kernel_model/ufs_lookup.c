/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Directories of the file systems that keep inodes: ufs, tmpfs, devfs.  An entry is a row found
 * by directory and name; "." and ".." are no entries.  Link counts and sizes follow by
 * themselves.  FreeBSD's counterpart is the file of the same name and ufs_dirhash.c.
 */
#include "vnode.h"

const struct dirent *
dirent_lookup(const struct kernel *k, const struct vnode *dvp, value_ix name)
{
	return (dirent_find(k, vnode_ix_of(k, dvp), name));
}

static void
touch(struct thread *td, struct vnode *dp)
{
	dp->v_mtime = dp->v_ctime = (uint32_t)system_of(td->td_kernel)->sy_clock;
}

/* The links that an entry brings: one, and to a directory "." and the ".." of its parent, too. */
static void
count_links(struct vnode *dp, struct vnode *vp, uint32_t times)
{
	vp->v_nlink += times;
	if (vp->v_type == VDIR) {
		vp->v_nlink += times;
		dp->v_nlink += times;
	}
}

int
dirent_add(struct thread *td, const struct vnode *dvp, value_ix name, const struct vnode *vp)
{
	const struct kernel *k = td->td_kernel;
	struct vnode *dp = vnode_change(td, dvp), *target = vnode_change(td, vp);
	struct dirent *de;
	int error = dirent_alloc(td, &de);

	if (error != 0)
		return (error);
	de->de_dvp = vnode_ix_of(k, dp);
	de->de_name = name;
	dirent_enter(td, de);
	de->de_vp = vnode_ix_of(k, vp);
	vref(td, vp);
	de->de_next = dp->v_dirents;
	if (de->de_next != 0)
		dirent_change(td, dirent_at(k, de->de_next))->de_prev = dirent_ix_of(k, de);
	dp->v_dirents = dirent_ix_of(k, de);
	dp->v_size++;
	count_links(dp, target, 1);
	touch(td, dp);
	if (vp->v_type == VDIR) {
		target->v_parent = vnode_ix_of(k, dp);
		target->v_vflag &= ~VV_REMOVED;
	}
	return (0);
}

void
dirent_remove(struct thread *td, const struct dirent *de)
{
	const struct kernel *k = td->td_kernel;
	struct vnode *dp = vnode_change(td, vnode_at(k, de->de_dvp));
	struct vnode *vp = vnode_change(td, vnode_at(k, de->de_vp));

	if (de->de_prev != 0)
		dirent_change(td, dirent_at(k, de->de_prev))->de_next = de->de_next;
	else
		dp->v_dirents = de->de_next;
	if (de->de_next != 0)
		dirent_change(td, dirent_at(k, de->de_next))->de_prev = de->de_prev;
	dirent_erase(td, de);
	vrele(td, vp);
	dp->v_size--;
	count_links(dp, vp, UINT32_MAX);
	touch(td, dp);
	vp->v_ctime = dp->v_ctime;
	if (vp->v_type == VDIR) {
		vp->v_parent = 0;
		vp->v_vflag |= VV_REMOVED;
	}
}
