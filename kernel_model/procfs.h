/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * procfs: processes as files, procfs.c.  FreeBSD's counterpart is sys/fs/pseudofs/pseudofs.h.
 */
#ifndef KERNEL_MODEL_PROCFS_H
#define KERNEL_MODEL_PROCFS_H

#include "vnode.h"

/* Does the vnode, or what is below an alias, lie on procfs? */
static inline bool
on_procfs(const struct kernel *k, const struct vnode *vp)
{
	return (mount_at(k, vnode_inode(k, vp)->v_mount)->mnt_type == VFS_PROCFS);
}

/* What a name in the directory is for the caller, or NULL: 0, ENOENT, ROOM.  P18. */
int pfs_lookup(struct thread *, const struct vnode *dp, const char *name, size_t length,
    const struct vnode **);
/* EPERM for a use that the file does not know. */
int pfs_open(struct thread *, const struct vnode *, uint32_t flags);
/* At most `length' bytes of a file from `offset' on: EIO EPERM ENOSYS. */
int pfs_read(
    struct thread *, const struct vnode *, uint64_t offset, uint64_t length, value_ix *bytes);
/* What nothing but permission decides: EIO EPERM ENOSYS. */
int pfs_write(struct thread *, const struct vnode *);
/* The names that the caller sees in a directory, as getdirentries(2) gives them. */
value_ix pfs_readdir(struct thread *, const struct vnode *dp);

#endif
