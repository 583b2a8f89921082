/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a directory to its path, by climbing to the root and writing the names backwards.
 * FreeBSD's counterpart is vn_fullpath(9) in the file of the same name.
 *
 * NOT MODELLED: the cache of names itself; here every name is found in its directory.
 */
#include "procfs.h"

#include <string.h>

/* The name of `child' in its parent directory, both inodes; VALUE_NONE when it has none. */
static value_ix
name_in_parent(const struct kernel *k, const struct vnode *parent, const struct vnode *child)
{
	uint32_t ix = vnode_ix_of(k, child);

	if (on_procfs(k, child))
		return (child->v_target);
	for (const struct dirent *de = dirent_at(k, parent->v_dirents); de != NULL;
	     de = dirent_at(k, de->de_next))
		if (de->de_vp == ix)
			return (de->de_name);
	return (VALUE_NONE);
}

/* A place on the way up: a directory's inode and the mount through which it is seen. */
struct place {
	const struct vnode *inode;
	const struct mount *mp;
};

static struct place
place_of(const struct kernel *k, const struct vnode *vp)
{
	return ((struct place) { vnode_inode(k, vp), mount_at(k, vp->v_mount) });
}

static bool
same_place(struct place a, struct place b)
{
	return (a.inode == b.inode && a.mp == b.mp);
}

/* Down from mounts that cover nothing but themselves to the directory that the name is of. */
static bool
leave_mounts(const struct kernel *k, struct place *at, struct place top)
{
	while (!same_place(*at, top) && at->mp != NULL && at->mp->mnt_root != 0 &&
	    at->inode == vnode_inode(k, vnode_at(k, at->mp->mnt_root))) {
		if (at->mp->mnt_covered == 0)
			return (false); /* the real root */
		*at = place_of(k, vnode_at(k, at->mp->mnt_covered));
	}
	return (!same_place(*at, top));
}

size_t
vn_fullpath(const struct kernel *k, const struct vnode *vp, const struct vnode *root, char *path)
{
	struct place at = place_of(k, vp),
		     top = root == NULL ? (struct place) { NULL, NULL } : place_of(k, root);
	size_t start = PATH_MAX - 1;

	path[start] = '\0';
	while (leave_mounts(k, &at, top)) {
		const struct vnode *parent = vnode_at(k, at.inode->v_parent);
		value_ix name = parent == NULL ? VALUE_NONE : name_in_parent(k, parent, at.inode);
		size_t length = value_length(k->k_values, name);

		if (name == VALUE_NONE || length + 1 > start)
			return (0);
		start -= length;
		memcpy(path + start, value_text(k->k_values, name), length);
		path[--start] = '/';
		at.inode = parent;
	}
	if (path[start] == '\0')
		path[--start] = '/';
	return (start);
}

value_ix
vn_fullpath_global(struct thread *td, const struct vnode *vp)
{
	char path[PATH_MAX];
	size_t start = vn_fullpath(td->td_kernel, vp, NULL, path);

	return (value_string(td->td_kernel->k_values, start == 0 ? "?" : path + start));
}
