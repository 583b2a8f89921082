/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * open(2) and openat(2).  FreeBSD's counterparts are openatfp() of vfs_syscalls.c, vn_open_cred()
 * of vfs_vnops.c and ufs_open() of ufs_vnops.c.
 *
 * NOT MODELLED: locks (O_EXLOCK, O_SHLOCK), named attributes, running
 * text (ETXTBSY); a file that O_CREAT made is gone again when the process has no descriptor left.
 */
#include "devfs.h"
#include "file.h"
#include "pipe.h"
#include "procfs.h"
#include "sysproto.h"
#include "ucred.h"
#include "vfs_syscalls.h"

/* What an open file keeps of the flags of open(2). */
#define FMASK                                                                                      \
	(O_ACCMODE | O_APPEND | O_ASYNC | O_SYNC | O_DSYNC | O_NONBLOCK | O_DIRECT | O_EXEC |      \
	    O_PATH)

/* The flags and how the file may be used. */
static uint32_t
fflags(int oflags)
{
	static const uint32_t use[] = {
		[O_RDONLY] = FREAD, [O_WRONLY] = FWRITE, [O_RDWR] = FREAD | FWRITE, [O_ACCMODE] = 0
	};

	if ((oflags & (O_EXEC | O_PATH)) != 0)
		return ((uint32_t)oflags);
	return ((uint32_t)oflags | use[oflags & O_ACCMODE]);
}

static int
open_flags_check(struct thread *td, int oflags)
{
	int access = oflags & O_ACCMODE, exclusive = O_CREAT | O_EXCL | O_DIRECTORY;
	bool both = (oflags & O_EXEC) != 0 ? access != 0 : access == O_ACCMODE;
	bool contradict = (oflags & exclusive) == exclusive ||
	    (oflags & (O_CREAT | O_EMPTY_PATH)) == (O_CREAT | O_EMPTY_PATH);

	return (refuses(td, OPEN_FLAGS, both || contradict, NULL, about_number(oflags)));
}

/* Permission for an existing file. */
static int
open_access(struct thread *td, const struct vnode *vp, uint32_t flags)
{
	uint32_t wanted = 0;

	if ((flags & O_PATH) == 0) {
		if ((flags & (FWRITE | O_TRUNC)) != 0)
			wanted |= VWRITE;
		if ((flags & FREAD) != 0)
			wanted |= VREAD;
	}
	if ((flags & O_EXEC) != 0)
		wanted |= VEXEC;
	return (wanted == 0 ? 0 : vn_access(td, vp, wanted));
}

/* What the type of the file forbids; of a plain file there is nothing to ask. */
static int
open_type_check(struct thread *td, const struct vnode *vp, uint32_t flags)
{
	const struct kernel *k = td->td_kernel;
	bool path = (flags & O_PATH) != 0, write = (flags & (FWRITE | O_TRUNC)) != 0;
	bool plain = (flags & O_DIRECTORY) != 0 && vp->v_type != VDIR;
	bool is_socket = vp->v_type == VSOCK && !path;
	struct object what = about_vnode(k, vp);
	int error;

	if (vp->v_type == VREG && !plain)
		return (0);
	if ((error = must_refuse(td, OPEN_SYMLINK, vp->v_type == VLNK && !path, NULL, what)) != 0 ||
	    (error = refuses(td, OPEN_NOT_DIRECTORY, plain, NULL, what)) != 0 ||
	    (error = must_refuse(td, OPEN_SOCKET, is_socket, NULL, what)) != 0)
		return (error);
	return (
	    refuses(td, OPEN_DIRECTORY_WRITE, vp->v_type == VDIR && write && !path, NULL, what));
}

/* What the file system asks last: F44, F54. */
static int
vop_open(struct thread *td, const struct vnode *vp, uint32_t flags)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *ip = vnode_inode(k, vp);
	bool device = ip->v_type == VCHR || ip->v_type == VBLK;
	bool append_only =
	    (ip->v_flags & APPEND) != 0 && (flags & FWRITE) != 0 && (flags & O_APPEND) == 0;
	int error;

	if ((flags & O_PATH) == 0 && on_procfs(k, ip))
		return (pfs_open(td, ip, flags));
	if ((flags & O_PATH) != 0 || (ip->v_type == VREG && !append_only))
		return (0);
	if (ip->v_type == VFIFO)
		return (fifo_open(td, vp, flags));
	if ((error = must_refuse(td, OPEN_DEVICE_NODE, device && !on_devfs(k, ip), NULL,
		 about_vnode(k, vp))) != 0 ||
	    (error = devfs_open(td, ip, flags)) != 0)
		return (error);
	return (refuses(td, OPEN_APPEND_ONLY, append_only, NULL, about_vnode(k, vp)));
}

static int
open_truncate(struct thread *td, const struct vnode *vp)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *ip = vnode_inode(k, vp);
	bool fixed = (ip->v_flags & (IMMUTABLE | APPEND)) != 0;
	int error = refuses(td, SETATTR_IMMUTABLE, fixed, NULL, about_vnode(k, vp));

	return (error != 0 || ip->v_type != VREG ? error : vn_truncate(td, ip, 0));
}

/* O_CREAT found no file: makes one, and what the caller's mount shows of it. */
static int
open_create(struct thread *td, struct nameidata *nd, uint32_t mode)
{
	uint32_t permissions = mode & ~td->td_proc->p_umask & ALLPERMS & ~(uint32_t)S_ISTXT;
	struct vnode *vp;
	int error = vop_create(td, nd, VREG, permissions, &vp);

	nd->ni_vp = vp;
	return (
	    error != 0 || nd->ni_dvp->v_lower == 0 ? error : null_wrap(td, nd->ni_dvp, &nd->ni_vp));
}

int
vn_open_vnode(struct thread *td, const struct vnode *vp, uint32_t flags)
{
	int error;

	if ((error = open_type_check(td, vp, flags)) != 0 ||
	    (error = open_access(td, vp, flags)) != 0 || (error = vop_open(td, vp, flags)) != 0)
		return (error);
	return ((flags & O_TRUNC) != 0 ? open_truncate(td, vp) : 0);
}

/* Looks the file up, makes it or checks it: everything but the descriptor. */
static int
vn_open(struct thread *td, struct nameidata *nd, uint32_t flags, uint32_t mode)
{
	bool create = (flags & (O_CREAT | O_DIRECTORY)) == O_CREAT;
	int error;

	if ((flags & O_NOFOLLOW) == 0 && !(create && (flags & O_EXCL) != 0))
		nd->ni_flags |= FOLLOW;
	nd->ni_op = create ? CREATE : LOOKUP;
	error = create ? namei_modify(td, nd) : namei(td, nd);
	if (error != 0)
		return (error);
	if (create && nd->ni_vp == NULL)
		return (open_create(td, nd, mode));
	bool exists = (flags & O_EXCL) != 0;

	if (create &&
	    (error = refuses(td, OPEN_EXISTS, exists, NULL, about_value(nd->ni_path))) != 0)
		return (error);
	return (vn_open_vnode(td, nd->ni_vp, flags));
}

/* When the new descriptor is closed by itself. */
static uint8_t
close_flags(int oflags)
{
	return ((uint8_t)(((oflags & O_CLOEXEC) != 0 ? FD_CLOEXEC : 0) |
	    ((oflags & O_CLOFORK) != 0 ? FD_CLOFORK : 0)));
}

/* F29: what is opened through a descriptor that may only be used beneath is so as well. */
static uint8_t
slot_flags(struct thread *td, int dirfd, value_ix path, int oflags)
{
	const struct kernel *k = td->td_kernel;
	uint8_t flags = close_flags(oflags), slot = 0;

	if (dirfd == AT_FDCWD || value_text(k->k_values, path)[0] == '/')
		return (flags);
	fd_peek(k, td->td_proc, dirfd, &slot);
	if ((slot & FD_RESOLVE_BENEATH) != 0 &&
	    alters(td, OPENAT_BENEATH_INHERITED, true, NULL, about_fd(dirfd)))
		flags |= FD_RESOLVE_BENEATH;
	return (flags);
}

/* The open file and its descriptor. */
static int
open_file(struct thread *td, const struct vnode *vp, uint32_t flags, uint8_t slot, int64_t *answer)
{
	struct file *fp;
	int fd, error = falloc(td, &fp, &fd, 0, slot);

	if (error != 0)
		return (error);
	fp->f_type = vp->v_type == VFIFO && (flags & O_PATH) == 0 ? DTYPE_FIFO : DTYPE_VNODE;
	fp->f_flag = flags & (FMASK | FREAD | FWRITE);
	fp->f_vnode = vnode_ix_of(td->td_kernel, vp);
	vref(td, vp);
	if ((flags & FWRITE) != 0)
		vnode_change(td, vnode_inode(td->td_kernel, vp))->v_writecount++;
	*answer = fd;
	return (0);
}

static int
openat(struct thread *td, int dirfd, value_ix path, int oflags, uint32_t mode, int64_t *answer)
{
	uint32_t flags = fflags(oflags);
	uint32_t lookup = ((oflags & O_RESOLVE_BENEATH) != 0 ? RBENEATH : 0) |
	    ((oflags & O_EMPTY_PATH) != 0 ? EMPTYPATH : 0);
	struct nameidata nd = NDINIT(LOOKUP, lookup, dirfd, path);
	int error;

	if ((error = open_flags_check(td, oflags)) != 0 ||
	    (error = vn_open(td, &nd, flags, mode)) != 0)
		return (error);
	return (open_file(td, nd.ni_vp, flags, slot_flags(td, dirfd, path, oflags), answer));
}

int
open_vnode(struct thread *td, const struct vnode *vp, int oflags, int64_t *fd)
{
	uint32_t flags = fflags(oflags);
	int error = vn_open_vnode(td, vp, flags);

	return (error != 0 ? error : open_file(td, vp, flags, close_flags(oflags), fd));
}

int
sys_open(struct thread *td, const struct open_args *uap, struct num_result *r)
{
	return (openat(td, AT_FDCWD, uap->path, uap->flags, uap->mode, &r->value));
}

int
sys_openat(struct thread *td, const struct openat_args *uap, struct num_result *r)
{
	return (openat(td, uap->fd, uap->path, uap->flags, uap->mode, &r->value));
}
