/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * chflags(2), F53.  FreeBSD's counterparts are setfflags() of vfs_syscalls.c and the first part of
 * ufs_setattr() of ufs_vnops.c; what the flags do stands where names and attributes change.
 *
 * NOT MODELLED: flags on devfs.
 */
#include "file.h"
#include "procfs.h"
#include "sysproto.h"
#include "ucred.h"
#include "vfs_syscalls.h"

/* Flags whose change needs PRIV_VFS_SYSFLAGS, and those that let nobody change any without it. */
#define SF_SETTABLE  (SF_ARCHIVED | SF_IMMUTABLE | SF_APPEND | SF_NOUNLINK | SF_SNAPSHOT)
#define SF_PROTECTED (SF_NOUNLINK | SF_IMMUTABLE | SF_APPEND)

#define UF_KNOWN                                                                                   \
	(UF_NODUMP | UF_IMMUTABLE | UF_APPEND | UF_OPAQUE | UF_NOUNLINK | UF_SYSTEM | UF_SPARSE |  \
	    UF_OFFLINE | UF_REPARSE | UF_ARCHIVE | UF_READONLY | UF_HIDDEN)

/* The rules about system flags: EPERM. */
static int
sysflags_check(struct thread *td, const struct vnode *vp, uint32_t flags)
{
	const struct kernel *k = td->td_kernel;
	uint32_t now = vnode_inode(k, vp)->v_flags, change = flags ^ now;
	bool protected = (now & SF_PROTECTED) != 0;
	int error = priv_check(td, PRIV_VFS_SYSFLAGS);

	if (error != 0) {
		if (protected || (change & SF_SETTABLE) != 0)
			return (error);
		forgive(td);
		return (0);
	}
	if (protected && (error = securelevel_gt(td, td->td_ucred, 0)) != 0)
		return (error);
	return (
	    refuses(td, CHFLAGS_SNAPSHOT, (change & SF_SNAPSHOT) != 0, NULL, about_vnode(k, vp)));
}

static int
setfflags(struct thread *td, const struct vnode *vp, uint32_t flags)
{
	const struct kernel *k = td->td_kernel;
	struct object what = about_vnode(k, vp);
	bool device = vp->v_type == VCHR || vp->v_type == VBLK;
	bool unknown = (flags & ~(uint32_t)(SF_SETTABLE | UF_KNOWN)) != 0;
	int error;

	if ((device && (error = priv_check(td, PRIV_VFS_CHFLAGS_DEV)) != 0) ||
	    (error = not_modelled(td, on_devfs(k, vp) || on_procfs(k, vp), what)) != 0 ||
	    (error = refuses(td, CHFLAGS_UNSUPPORTED, unknown, NULL, what)) != 0 ||
	    (error = vn_rofs(td, vp)) != 0 || (error = vaccess(td, vp, VADMIN)) != 0 ||
	    (error = sysflags_check(td, vp, flags)) != 0)
		return (error);
	vnode_change(td, vnode_inode(k, vp))->v_flags = flags;
	vn_changed(td, vp);
	return (0);
}

static int
chflags_at(struct thread *td, value_ix path, uint32_t follow, uint32_t flags)
{
	struct nameidata nd = NDINIT(LOOKUP, follow, AT_FDCWD, path);
	int error = namei(td, &nd);

	return (error != 0 ? error : setfflags(td, nd.ni_vp, flags));
}

int
sys_chflags(struct thread *td, const struct chflags_args *uap, struct none_result *r)
{
	(void)r;
	return (chflags_at(td, uap->path, FOLLOW, uap->flags));
}

int
sys_lchflags(struct thread *td, const struct lchflags_args *uap, struct none_result *r)
{
	(void)r;
	return (chflags_at(td, uap->path, 0, uap->flags));
}

int
sys_fchflags(struct thread *td, const struct fchflags_args *uap, struct none_result *r)
{
	const struct vnode *vp;
	int error = getvnode(td, uap->fd, &vp);

	(void)r;
	return (error != 0 ? error : setfflags(td, vp, uap->flags));
}
