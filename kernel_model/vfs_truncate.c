/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * truncate(2) and ftruncate(2).  FreeBSD's counterparts are kern_truncate() of vfs_syscalls.c,
 * kern_ftruncate() of sys_generic.c and vn_truncate() of vfs_vnops.c.
 *
 * NOT MODELLED: RLIMIT_FSIZE, files beyond 1 GiB, running text (ETXTBSY).
 */
#include "file.h"
#include "sysproto.h"
#include "vfs_syscalls.h"

/* What the file system has to say; only a file's contents have a length. */
static int
setattr_size(struct thread *td, const struct vnode *vp, int64_t length)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *ip = vnode_inode(k, vp);
	int error = vop_setattr_check(td, vp);

	if (error != 0 || ip->v_type != VREG)
		return (error);
	if ((error = not_modelled(td, length > (int64_t)FILE_SIZE_MAX, about_vnode(k, vp))) != 0)
		return (error);
	return (vn_truncate(td, ip, (uint64_t)length));
}

int
sys_truncate(struct thread *td, const struct truncate_args *uap, struct none_result *r)
{
	struct nameidata nd = NDINIT(LOOKUP, FOLLOW, AT_FDCWD, uap->path);
	int error;

	(void)r;
	if ((error = must_refuse(
		 td, TRUNCATE_LENGTH, uap->length < 0, NULL, about_number(uap->length))) != 0 ||
	    (error = namei(td, &nd)) != 0 ||
	    (error = must_refuse(td, TRUNCATE_DIRECTORY, nd.ni_vp->v_type == VDIR, NULL,
		 about_vnode(td->td_kernel, nd.ni_vp))) != 0 ||
	    (error = vn_access(td, nd.ni_vp, VWRITE)) != 0)
		return (error);
	return (setattr_size(td, nd.ni_vp, uap->length));
}

/* Permission was asked when the file was opened. */
int
sys_ftruncate(struct thread *td, const struct ftruncate_args *uap, struct none_result *r)
{
	const struct file *fp;
	const struct vnode *vp;
	int error;

	(void)r;
	if ((error = must_refuse(
		 td, TRUNCATE_LENGTH, uap->length < 0, NULL, about_number(uap->length))) != 0 ||
	    (error = fget(td, uap->fd, &fp, NULL)) != 0 ||
	    (error = refuses(td, FTRUNCATE_NOT_FOR_WRITING, (fp->f_flag & FWRITE) == 0, NULL,
		 about_fd(uap->fd))) != 0 ||
	    (error = getinode(td, uap->fd, &vp)) != 0)
		return (error);
	return (setattr_size(td, vp, uap->length));
}
