/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the calls on files and directories share: vfs_open.c, vfs_attributes.c, vfs_directories.c,
 * vfs_rename.c and vfs_directory_calls.c, which together are FreeBSD's vfs_syscalls.c, and the
 * file system's part in them, ufs_vnops.c.
 */
#ifndef KERNEL_MODEL_VFS_SYSCALLS_H
#define KERNEL_MODEL_VFS_SYSCALLS_H

#include "constants.h"
#include "vnode.h"

/* chflags(2) flags by what they forbid. */
#define IMMUTABLE (SF_IMMUTABLE | UF_IMMUTABLE)
#define APPEND	  (SF_APPEND | UF_APPEND)
#define NOUNLINK  (SF_NOUNLINK | UF_NOUNLINK)

/* The mount an alias or an inode lies on. */
static inline const struct mount *
vnode_mount(const struct kernel *k, const struct vnode *vp)
{
	return (mount_at(k, vp->v_mount));
}

/* Does the vnode, or what is below an alias, lie on devfs? */
static inline bool
on_devfs(const struct kernel *k, const struct vnode *vp)
{
	return (vnode_mount(k, vnode_inode(k, vp))->mnt_type == VFS_DEVFS);
}

/* A use that is not modelled: ENOSYS; nothing is recorded of one that is. */
static inline int
not_modelled(struct thread *td, bool holds, struct object what)
{
	return (holds ? refuses(td, NOT_MODELLED, true, NULL, what) : 0);
}

/*
 * namei() for an operation that changes the directory, and what the file system then asks of the
 * directory and the entry: EROFS EACCES EPERM (sticky, F48).
 */
int namei_modify(struct thread *, struct nameidata *);

/*
 * A new inode under the name that namei_modify() found free: 0, ROOM or EOPNOTSUPP.  The caller
 * sets what else it needs.
 */
int vop_create(
    struct thread *, const struct nameidata *, enum vtype, uint32_t mode, struct vnode **);

/* EPERM when flags of the entry's inode or of the directory forbid removing it, F54. */
int ufs_removable(struct thread *, enum rule, const struct vnode *dvp, const struct vnode *vp);

/* The inode below was changed now. */
void vn_changed(struct thread *, const struct vnode *);

/* What a change of attributes asks first: EROFS EPERM (flags, F54). */
int vop_setattr_check(struct thread *, const struct vnode *);

/* A file's attributes: 0. */
struct stat_result;
int vop_stat(struct thread *, const struct vnode *, struct stat_result *);

/* What open(2) does after the lookup: checks the file and gives it a descriptor, *fd. */
int open_vnode(struct thread *, const struct vnode *, int oflags, int64_t *fd);

/* May the caller open this file so (flags FREAD, FWRITE and those of open(2))?  vn_open_vnode(). */
int vn_open_vnode(struct thread *, const struct vnode *, uint32_t flags);

/* link(2) once the file is found: EPERM EEXIST EXDEV ...  readlink(2) likewise: EINVAL. */
int kern_linkat_vp(struct thread *, const struct vnode *, int dirfd, value_ix path);
int kern_readlink_vp(struct thread *, const struct vnode *, int64_t *text);

/* May `cred' change the file and leave its set-id bits?  F52; `rule' takes them away. */
bool retains_sugid(struct thread *, const struct ucred *, const struct vnode *, enum rule);

#endif
