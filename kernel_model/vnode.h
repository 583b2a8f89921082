/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Vnodes, name lookup and permission: vfs_lookup.c, vfs_subr.c, and the file systems.  A vnode
 * whose v_usecount is 0 when its call ends is reclaimed, so nobody needs vrele(9) for what a
 * lookup found; only fields that HOLD a vnode count (vref, vrele).
 */
#ifndef KERNEL_MODEL_VNODE_H
#define KERNEL_MODEL_VNODE_H

#include "decision.h"

enum vtype { VNON, VREG, VDIR, VBLK, VCHR, VLNK, VSOCK, VFIFO };

/* v_vflag */
#define VV_ROOT	   0x01u /* root of its file system */
#define VV_DOOMED  0x02u /* its file system was taken away by force */
#define VV_REMOVED 0x04u /* a directory that was removed while in use */

/* de_flags */
#define DE_WHITEOUT 0x01u /* hidden by a devfs rule */

/* File systems, as mnt_type. */
enum vfs_type {
	VFS_NONE,
#define FILESYSTEM(ident_, name_, allow_, rule_, mount_) VFS_##ident_,
#include "filesystems.def"
	VFS_TYPES
};

#define NAME_MAX    255
#define PATH_MAX    1024
#define MAXSYMLINKS 32
#define BLOCK_SIZE  4096

/* FreeBSD's files grow further than what is worth keeping here. */
#define FILE_SIZE_MAX (UINT64_C(1) << 30)

/* access modes of vaccess() and VOP_ACCESS */
#define VEXEC	0x40u
#define VWRITE	0x80u
#define VREAD	0x100u
#define VADMIN	0x1000u /* what only the owner may do */
#define VAPPEND 0x4000u

enum nameiop { LOOKUP, CREATE, DELETE, RENAME };

/* ni_flags */
#define FOLLOW	  0x01u /* follow a final symbolic link */
#define RBENEATH  0x02u /* stay beneath the start: AT_RESOLVE_BENEATH */
#define EMPTYPATH 0x04u /* an empty path is the start itself */
#define NOCROSS	  0x08u /* cross no mounts */
#define WILLBEDIR 0x10u /* CREATE of a directory: the name may end in "/" */

/* A lookup: fill in the first group with NDINIT, read the second after namei(). */
struct nameidata {
	enum nameiop ni_op;
	uint32_t ni_flags;
	int ni_dirfd;	  /* AT_FDCWD or a descriptor */
	value_ix ni_path; /* as the caller gave it */

	const struct vnode *ni_vp;  /* what the name means; NULL when CREATE or RENAME found none */
	const struct vnode *ni_dvp; /* directory of the last component; NULL for "/" */
	const struct dirent *ni_dirent; /* the entry of ni_dvp that was found, or NULL */
	value_ix ni_name;		/* last component */
	bool ni_trailing_slash;
	bool ni_beneath; /* F11 or a slot's flag: strict */
};

static inline struct nameidata
NDINIT(enum nameiop op, uint32_t flags, int dirfd, value_ix path) {
	return ((struct nameidata) {
	    .ni_op = op, .ni_flags = flags, .ni_dirfd = dirfd, .ni_path = path });
}

/*
 * F6-F12.  ENOENT ENOTDIR EACCES ELOOP ENAMETOOLONG EBADF ENOTCAPABLE EFAULT EINVAL EISDIR or ROOM.
 * Permission to change ni_dvp is not asked for: vn_access(td, nd.ni_dvp, VWRITE).
 */
int
namei(struct thread *, struct nameidata *);

/* F8: is it one of the vnodes where ".." stops?  `whose': the prison whose root it is, or NULL. */
bool vfs_lookup_isroot(const struct thread *, const struct vnode *, const struct prison **whose);

/* F51: EACCES or EPERM.  `wanted': VREAD | VWRITE | VEXEC | VADMIN. */
int vaccess(struct thread *, const struct vnode *, uint32_t wanted);
/* The same with the file system's own reasons first: EROFS, immutable flags. */
int vn_access(struct thread *, const struct vnode *, uint32_t wanted);
/* EROFS when its file system or a nullfs layer above it is read-only. */
int vn_rofs(struct thread *, const struct vnode *);

/* References by HOLD fields. */
void vref(struct thread *, const struct vnode *);
void vrele(struct thread *, const struct vnode *);
/* The door calls it: reclaims vnodes changed since journal position `from' that nobody holds. */
void vnode_reclaim_unused(struct thread *, size_t from);
/* The door calls it before: objects of the trail that are about to go become what they alias. */
void vnode_lower_objects(struct thread *);

/*
 * A new vnode with this inode number, or with the mount's next one when it is 0: 0 or ROOM.
 * Mode, owner, group and target are the caller's to fill in; the link count is dirent_add()'s.
 */
int vnode_new(struct thread *, const struct mount *, uint32_t id, enum vtype, struct vnode **);
/* nullfs: the alias on `mp' of the vnode below: 0 or ROOM. */
int null_nodeget(
    struct thread *, const struct mount *mp, const struct vnode *lower, const struct vnode **);
/* nullfs's part of a lookup: the alias of an inode found in `dvp', and of `dvp's "..". */
int null_wrap(struct thread *, const struct vnode *dvp, const struct vnode **);
int null_dotdot(struct thread *, const struct vnode *dvp, const struct vnode **);
/* ENOENT for an entry with DE_WHITEOUT: devfs.c. */
int devfs_hidden(struct thread *, const struct dirent *);
/* The vnode that holds the attributes and contents: itself, or what lies below all aliases. */
const struct vnode *vnode_inode(const struct kernel *, const struct vnode *);

/*
 * Directory entries.  Directories are inodes, never aliases: dirent_add(td, vnode_inode(k, dvp),
 * name, vp).  Both keep v_nlink, v_size, v_mtime and v_ctime, and v_parent of a directory, which
 * is VV_REMOVED without an entry; so a rename of a directory removes before it adds.
 */
const struct dirent *dirent_lookup(const struct kernel *, const struct vnode *dvp, value_ix name);
int dirent_add(struct thread *, const struct vnode *dvp, value_ix name, const struct vnode *vp);
void dirent_remove(struct thread *, const struct dirent *);

/* Contents of a regular file.  Bytes read are a new value; a write is 0 or ROOM. */
value_ix vn_read(struct thread *, const struct vnode *, uint64_t offset, uint64_t length);
int vn_write(
    struct thread *, const struct vnode *, uint64_t offset, const char *bytes, size_t length);
int vn_truncate(struct thread *, const struct vnode *, uint64_t size);

/*
 * Path of a directory as seen from `root' (NULL: the real one), by climbing, at the end of
 * path[PATH_MAX].  Where it starts there, or 0 when the directory was removed or lies outside its
 * nullfs mount.  A directory outside `root' gets its path from the real one.
 */
size_t vn_fullpath(
    const struct kernel *, const struct vnode *, const struct vnode *root, char *path);
/* The host-global one as a value; "?" where there is none. */
value_ix vn_fullpath_global(struct thread *, const struct vnode *);

/*
 * Mount on a directory with no check at all: boot, and vfs_mount.c after its checks.  It gets an
 * empty root directory, but for nullfs, whose root mount_set_root() gives it.
 */
int mount_attach(struct thread *, enum vfs_type, const struct vnode *covered, const struct ucred *,
    uint32_t flags, value_ix from, value_ix on, struct mount **);
void mount_set_root(struct thread *, const struct mount *, const struct vnode *root);

#endif
