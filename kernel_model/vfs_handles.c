/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * File handles: getfh(2) and its like, fhopen(2), fhstat(2), fhstatfs(2), fhlink(2), fhreadlink(2).
 * A handle names an inode with no path, so no root directory stands in its way: the privilege is
 * the only gate (F50).  FreeBSD's counterparts are kern_getfhat(), kern_fhopen(), kern_fhstat(),
 * kern_fhstatfs() and kern_fhlinkat() of vfs_syscalls.c and ufs_fhtovp() of ufs_vfsops.c.
 */
#include "literal.h"
#include "mount.h"
#include "sysproto.h"
#include "ucred.h"
#include "vfs_syscalls.h"

/* A handle as the caller gave it. */
struct fhandle {
	int64_t fsid, ino, gen;
};

/* Do files of this file system have handles? */
static bool
has_handles(const struct mount *mp)
{
	return (mp->mnt_type == VFS_UFS || mp->mnt_type == VFS_TMPFS ||
	    mp->mnt_type == VFS_NULLFS || mp->mnt_type == VFS_ZFS);
}

static int
getfh(struct thread *td, int dirfd, value_ix path, uint32_t flags, struct fhandle_result *r)
{
	const struct kernel *k = td->td_kernel;
	struct nameidata nd = NDINIT(LOOKUP, flags, dirfd, path);
	int error;

	if ((error = priv_check(td, PRIV_VFS_GETFH)) != 0 || (error = namei(td, &nd)) != 0)
		return (error);
	const struct vnode *ip = vnode_inode(k, nd.ni_vp);
	const struct mount *mp = vnode_mount(k, nd.ni_vp);
	bool none = !has_handles(vnode_mount(k, ip));

	if ((error = refuses(td, GETFH_NONE, none, NULL, about_vnode(k, nd.ni_vp))) != 0)
		return (error);
	*r = (struct fhandle_result) { .fsid = mp->mnt_id, .ino = ip->v_id, .gen = ip->v_gen };
	return (0);
}

int
sys_getfh(struct thread *td, const struct getfh_args *uap, struct fhandle_result *r)
{
	return (getfh(td, AT_FDCWD, uap->path, FOLLOW, r));
}

int
sys_lgetfh(struct thread *td, const struct lgetfh_args *uap, struct fhandle_result *r)
{
	return (getfh(td, AT_FDCWD, uap->path, 0, r));
}

int
sys_getfhat(struct thread *td, const struct getfhat_args *uap, struct fhandle_result *r)
{
	uint32_t flags = ((uap->flag & AT_SYMLINK_NOFOLLOW) == 0 ? FOLLOW : 0) |
	    ((uap->flag & AT_RESOLVE_BENEATH) != 0 ? RBENEATH : 0);
	bool bad = (uap->flag & ~(AT_SYMLINK_NOFOLLOW | AT_RESOLVE_BENEATH)) != 0;
	int error = refuses(td, AT_FLAGS, bad, NULL, about_number(uap->flag));

	return (error != 0 ? error : getfh(td, uap->fd, uap->path, flags, r));
}

static int64_t
fhandle_field(const struct values *vs, value_ix fh, const char *name)
{
	struct element e;

	return (literal_find(literal_read(vs, fh), name, &e) && e.kind == LITERAL_INTEGER ?
		e.integer :
		-1);
}

static int
fhandle_copyin(struct thread *td, value_ix word, struct fhandle *fh)
{
	const struct values *vs = td->td_kernel->k_values;
	bool bad = word == VALUE_NONE || word == VALUE_BADADDR;
	int error = must_refuse(td, COPYIN_BADADDR, bad, NULL, about_nothing());

	if (error != 0)
		return (error);
	*fh = (struct fhandle) { fhandle_field(vs, word, "fsid"), fhandle_field(vs, word, "ino"),
		fhandle_field(vs, word, "gen") };
	return (0);
}

/* The mounted file system of this id, or NULL. */
static const struct mount *
vfs_getvfs(const struct kernel *k, int64_t fsid)
{
	const struct mount *mp = mount_at(k, system_at(k, 1)->sy_mountlist);

	while (mp != NULL && mp->mnt_id != fsid)
		mp = mount_at(k, mp->mnt_next);
	return (mp);
}

/* The inode; a view by nullfs asks what lies below, then wraps it.  ESTALE EOPNOTSUPP or ROOM. */
static int
vfs_fhtovp(
    struct thread *td, const struct mount *mp, const struct fhandle *fh, const struct vnode **vpp)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *lower = vnode_at(k, vnode_at(k, mp->mnt_root)->v_lower);
	int error;

	if (lower != NULL) {
		error = vfs_fhtovp(td, vnode_mount(k, lower), fh, &lower);
		return (error != 0 ? error : null_nodeget(td, mp, lower, vpp));
	}
	uint32_t ino = fh->ino >= 0 && fh->ino <= UINT32_MAX ? (uint32_t)fh->ino : 0;

	error = refuses(td, FHTOVP_NONE, !has_handles(mp), NULL, about_number(fh->fsid));
	if (error != 0)
		return (error);
	*vpp = vnode_find(k, mount_ix_of(k, mp), ino);
	bool gone = *vpp == NULL || ((*vpp)->v_nlink == 0 && ((*vpp)->v_vflag & VV_ROOT) == 0);

	if ((error = must_refuse(td, FHTOVP_NO_INODE, gone, NULL, about_number(fh->ino))) != 0)
		return (error);
	return (
	    refuses(td, FHTOVP_GENERATION, (*vpp)->v_gen != fh->gen, NULL, about_vnode(k, *vpp)));
}

/* The file of a handle, and the mount that the handle names. */
static int
fhandle_vnode(
    struct thread *td, const struct fhandle *fh, const struct mount **mp, const struct vnode **vpp)
{
	int error;

	*mp = vfs_getvfs(td->td_kernel, fh->fsid);
	error = must_refuse(td, FH_NO_FILE_SYSTEM, *mp == NULL, NULL, about_number(fh->fsid));
	return (error != 0 ? error : vfs_fhtovp(td, *mp, fh, vpp));
}

int
sys_fhopen(struct thread *td, const struct fhopen_args *uap, struct num_result *r)
{
	struct fhandle fh;
	const struct mount *mp;
	const struct vnode *vp;
	bool bad = (uap->flags & (O_CREAT | O_EXEC | O_PATH)) != 0 ||
	    (uap->flags & O_ACCMODE) == O_ACCMODE;
	int error;

	if ((error = priv_check(td, PRIV_VFS_FHOPEN)) != 0 ||
	    (error = refuses(td, FHOPEN_FLAGS, bad, NULL, about_number(uap->flags))) != 0 ||
	    (error = fhandle_copyin(td, uap->fh, &fh)) != 0 ||
	    (error = fhandle_vnode(td, &fh, &mp, &vp)) != 0)
		return (error);
	return (open_vnode(td, vp, uap->flags, &r->value));
}

int
sys_fhstat(struct thread *td, const struct fhstat_args *uap, struct stat_result *r)
{
	struct fhandle fh;
	const struct mount *mp;
	const struct vnode *vp;
	int error;

	if ((error = fhandle_copyin(td, uap->fh, &fh)) != 0 ||
	    (error = priv_check(td, PRIV_VFS_FHSTAT)) != 0 ||
	    (error = fhandle_vnode(td, &fh, &mp, &vp)) != 0)
		return (error);
	return (vop_stat(td, vp, r));
}

int
sys_fhstatfs(struct thread *td, const struct fhstatfs_args *uap, struct statfs_result *r)
{
	struct fhandle fh;
	const struct mount *mp;
	const struct vnode *vp;
	int error;

	if ((error = fhandle_copyin(td, uap->fh, &fh)) != 0 ||
	    (error = priv_check(td, PRIV_VFS_FHSTATFS)) != 0 ||
	    (error = fhandle_vnode(td, &fh, &mp, &vp)) != 0)
		return (error);
	kern_statfs(td, mp, r);
	return (0);
}

/* The file of a handle for somebody who may also make handles. */
static int
fhandle_getfh(struct thread *td, value_ix word, const struct vnode **vpp)
{
	struct fhandle fh;
	const struct mount *mp;
	int error;

	if ((error = priv_check(td, PRIV_VFS_GETFH)) != 0 ||
	    (error = fhandle_copyin(td, word, &fh)) != 0)
		return (error);
	return (fhandle_vnode(td, &fh, &mp, vpp));
}

int
sys_fhlinkat(struct thread *td, const struct fhlinkat_args *uap, struct none_result *r)
{
	const struct vnode *vp;
	int error = fhandle_getfh(td, uap->fh, &vp);

	(void)r;
	return (error != 0 ? error : kern_linkat_vp(td, vp, uap->tofd, uap->to));
}

int
sys_fhlink(struct thread *td, const struct fhlink_args *uap, struct none_result *r)
{
	const struct fhlinkat_args at = { .fh = uap->fh, .tofd = AT_FDCWD, .to = uap->to };

	return (sys_fhlinkat(td, &at, r));
}

int
sys_fhreadlink(struct thread *td, const struct fhreadlink_args *uap, struct text_result *r)
{
	const struct vnode *vp;
	int error = fhandle_getfh(td, uap->fh, &vp);

	return (error != 0 ? error : kern_readlink_vp(td, vp, &r->text));
}
