/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Attributes: stat and its kin, access, chmod, chown, umask.  FreeBSD's counterparts are
 * vfs_syscalls.c, with ufs_chmod() and ufs_chown() of ufs_vnops.c.
 *
 * NOT MODELLED: ACLs, sizes of directories as a disk has them.
 */
#include "file.h"
#include "pipe.h"
#include "socket.h"
#include "sysproto.h"
#include "ucred.h"
#include "vfs_syscalls.h"

_Static_assert(
    VREG == 1 && VDIR == 2 && VBLK == 3 && VCHR == 4 && VLNK == 5 && VSOCK == 6 && VFIFO == 7,
    "the group `type' of constants.def numbers file types as enum vtype does");

/* A directory is as many blocks of 512 bytes as its entries, at 16 bytes each, need. */
static int64_t
directory_size(const struct vnode *ip)
{
	return (512 * (1 + (int64_t)(ip->v_size + 2) / 32));
}

int
vop_stat(struct thread *td, const struct vnode *vp, struct stat_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *ip = vnode_inode(k, vp);
	bool device = ip->v_type == VCHR || ip->v_type == VBLK;
	bool hidden = priv_check(td, PRIV_VFS_GENERATION) != 0;

	*r = (struct stat_result) {
		.type = ip->v_type,
		.mode = ip->v_mode,
		.uid = ip->v_uid,
		.gid = ip->v_gid,
		.size = ip->v_type == VDIR ? directory_size(ip) : (int64_t)ip->v_size,
		.nlink = ip->v_nlink,
		.ino = ip->v_id,
		.dev = vnode_mount(k, vp)->mnt_id,
		.rdev = device ? (int64_t)ip->v_rdev : -1,
		.flags = ip->v_flags,
		.atime = ip->v_atime,
		.mtime = ip->v_mtime,
		.ctime = ip->v_ctime,
		.birthtime = ip->v_birthtime,
		.gen = ip->v_gen,
	};
	if (alters(td, STAT_GENERATION, hidden, NULL, about_vnode(k, vp)))
		r->gen = 0;
	return (0);
}

static int
stat_at(struct thread *td, int dirfd, value_ix path, uint32_t flags, struct stat_result *r)
{
	struct nameidata nd = NDINIT(LOOKUP, flags, dirfd, path);
	int error = namei(td, &nd);

	return (error != 0 ? error : vop_stat(td, nd.ni_vp, r));
}

int
sys_stat(struct thread *td, const struct stat_args *uap, struct stat_result *r)
{
	return (stat_at(td, AT_FDCWD, uap->path, FOLLOW, r));
}

int
sys_lstat(struct thread *td, const struct lstat_args *uap, struct stat_result *r)
{
	return (stat_at(td, AT_FDCWD, uap->path, 0, r));
}

int
sys_fstatat(struct thread *td, const struct fstatat_args *uap, struct stat_result *r)
{
	int known = AT_SYMLINK_NOFOLLOW | AT_RESOLVE_BENEATH | AT_EMPTY_PATH;
	int error = refuses(td, AT_FLAGS, (uap->flag & ~known) != 0, NULL, about_number(uap->flag));

	if (error != 0)
		return (error);
	uint32_t flags = ((uap->flag & AT_SYMLINK_NOFOLLOW) == 0 ? FOLLOW : 0) |
	    ((uap->flag & AT_RESOLVE_BENEATH) != 0 ? RBENEATH : 0) |
	    ((uap->flag & AT_EMPTY_PATH) != 0 ? EMPTYPATH : 0);

	return (stat_at(td, uap->fd, uap->path, flags, r));
}

int
sys_fstat(struct thread *td, const struct fstat_args *uap, struct stat_result *r)
{
	const struct vnode *vp;
	const struct file *fp = fd_peek(td->td_kernel, td->td_proc, uap->fd, NULL);

	if (fp != NULL && fp->f_type == DTYPE_SOCKET) {
		soo_stat(td, fp, r);
		return (0);
	}
	if (fp != NULL && fp->f_type == DTYPE_PIPE) {
		pipe_stat(td, fp, r);
		return (0);
	}
	int error = getinode(td, uap->fd, &vp);

	return (error != 0 ? error : vop_stat(td, vp, r));
}

/* What access(2) asks with the real ids in place of the effective ones. */
static int
access_as(struct thread *td, const struct access_args *uap)
{
	struct nameidata nd = NDINIT(LOOKUP, FOLLOW, AT_FDCWD, uap->path);
	uint32_t wanted = ((uap->mode & R_OK) != 0 ? VREAD : 0) |
	    ((uap->mode & W_OK) != 0 ? VWRITE : 0) | ((uap->mode & X_OK) != 0 ? VEXEC : 0);
	int error = namei(td, &nd);

	if (error != 0 || wanted == 0)
		return (error);
	return (vn_access(td, nd.ni_vp, wanted));
}

int
sys_access(struct thread *td, const struct access_args *uap, struct none_result *r)
{
	bool unknown = (uap->mode & ~(R_OK | W_OK | X_OK)) != 0;
	int error = refuses(td, ACCESS_MODE, unknown, NULL, about_number(uap->mode));

	(void)r;
	if (error != 0)
		return (error);
	const struct ucred *effective = td->td_ucred;
	struct ucred real = *effective; /* nothing that access(2) asks keeps a credential */

	real.cr_uid = real.cr_ruid;
	real.cr_gid = real.cr_rgid;
	td->td_ucred = &real;
	error = access_as(td, uap);
	td->td_ucred = effective;
	return (error);
}

/* F52: EPERM EFTYPE. */
static int
ufs_chmod_check(struct thread *td, const struct vnode *vp, uint32_t mode)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *ip = vnode_inode(k, vp);
	int error = vaccess(td, vp, VADMIN);

	if (error != 0)
		return (error);
	if (ip->v_type != VDIR && (mode & S_ISTXT) != 0) {
		bool denied = priv_check(td, PRIV_VFS_STICKYFILE) != 0;

		error = refuses(td, CHMOD_STICKY_FILE, denied, NULL, about_vnode(k, vp));
		if (error != 0)
			return (error);
	}
	if ((mode & S_ISGID) != 0 && !groupmember(k, ip->v_gid, td->td_ucred) &&
	    (error = priv_check(td, PRIV_VFS_SETGID)) != 0)
		return (error);
	if ((mode & S_ISUID) != 0 && ip->v_uid != td->td_ucred->cr_uid)
		return (priv_check(td, PRIV_VFS_ADMIN));
	return (0);
}

static int
setfmode(struct thread *td, const struct vnode *vp, uint32_t mode)
{
	int error;

	mode &= ALLPERMS;
	if ((error = vop_setattr_check(td, vp)) != 0 ||
	    (error = ufs_chmod_check(td, vp, mode)) != 0)
		return (error);
	const struct vnode *ip = vnode_inode(td->td_kernel, vp);

	vnode_change(td, ip)->v_mode = mode;
	vn_changed(td, ip);
	return (0);
}

int
sys_chmod(struct thread *td, const struct chmod_args *uap, struct none_result *r)
{
	struct nameidata nd = NDINIT(LOOKUP, FOLLOW, AT_FDCWD, uap->path);
	int error = namei(td, &nd);

	(void)r;
	return (error != 0 ? error : setfmode(td, nd.ni_vp, uap->mode));
}

int
sys_fchmod(struct thread *td, const struct fchmod_args *uap, struct none_result *r)
{
	const struct vnode *vp;
	int error = getinode(td, uap->fd, &vp);

	(void)r;
	return (error != 0 ? error : setfmode(td, vp, uap->mode));
}

/* F52: owner or PRIV_VFS_ADMIN, and PRIV_VFS_CHOWN to give away or to a group one is not in. */
static int
ufs_chown_check(struct thread *td, const struct vnode *vp, uint32_t uid, uint32_t gid)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *ip = vnode_inode(k, vp);
	const struct ucred *cr = td->td_ucred;
	int error = vaccess(td, vp, VADMIN);

	if (error != 0)
		return (error);
	if ((uid != ip->v_uid && uid != cr->cr_uid) ||
	    (gid != ip->v_gid && !groupmember(k, gid, cr)))
		return (priv_check(td, PRIV_VFS_CHOWN));
	return (0);
}

static int
setfown(struct thread *td, const struct vnode *vp, uint32_t uid, uint32_t gid)
{
	const struct vnode *ip = vnode_inode(td->td_kernel, vp);
	int error = vop_setattr_check(td, vp);

	if (error != 0 || (uid == UINT32_MAX && gid == UINT32_MAX))
		return (error);
	if (uid == UINT32_MAX)
		uid = ip->v_uid;
	if (gid == UINT32_MAX)
		gid = ip->v_gid;
	if ((error = ufs_chown_check(td, vp, uid, gid)) != 0)
		return (error);
	bool same = uid == ip->v_uid && gid == ip->v_gid;
	struct vnode *change = vnode_change(td, ip);

	change->v_uid = uid;
	change->v_gid = gid;
	vn_changed(td, ip);
	if (!same && !retains_sugid(td, td->td_ucred, vp, CHOWN_CLEARS_SETID))
		change->v_mode &= ~(uint32_t)(S_ISUID | S_ISGID);
	return (0);
}

static int
chown_at(struct thread *td, value_ix path, uint32_t flags, uint32_t uid, uint32_t gid)
{
	struct nameidata nd = NDINIT(LOOKUP, flags, AT_FDCWD, path);
	int error = namei(td, &nd);

	return (error != 0 ? error : setfown(td, nd.ni_vp, uid, gid));
}

int
sys_chown(struct thread *td, const struct chown_args *uap, struct none_result *r)
{
	(void)r;
	return (chown_at(td, uap->path, FOLLOW, uap->uid, uap->gid));
}

int
sys_lchown(struct thread *td, const struct lchown_args *uap, struct none_result *r)
{
	(void)r;
	return (chown_at(td, uap->path, 0, uap->uid, uap->gid));
}

int
sys_fchown(struct thread *td, const struct fchown_args *uap, struct none_result *r)
{
	const struct vnode *vp;
	int error = getinode(td, uap->fd, &vp);

	(void)r;
	return (error != 0 ? error : setfown(td, vp, uap->uid, uap->gid));
}

int
sys_umask(struct thread *td, const struct umask_args *uap, struct num_result *r)
{
	r->value = td->td_proc->p_umask;
	proc_change(td, td->td_proc)->p_umask = uap->mask & ALLPERMS;
	return (0);
}
