/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a file system does when a name is added to a directory or taken away, and what it asks
 * first: write permission, the sticky bit, file flags.  tmpfs follows the same rules; devfs takes
 * no new names.  FreeBSD's counterparts are ufs_vnops.c, ufs_lookup.c and the default operations
 * of vfs_default.c.
 *
 * NOT MODELLED: link count limits, quotas, suiddir, ACLs, access times, symbolic links in devfs.
 */
#include "procfs.h"
#include "ucred.h"
#include "vfs_syscalls.h"

void
vn_changed(struct thread *td, const struct vnode *vp)
{
	const struct kernel *k = td->td_kernel;

	vnode_change(td, vnode_inode(k, vp))->v_ctime = (uint32_t)system_of(k)->sy_clock;
}

/* sticky(7): may the caller take away or replace an entry of the directory?  EPERM. */
static int
ufs_delete_denied(struct thread *td, const struct vnode *dvp, const struct vnode *vp)
{
	const struct kernel *k = td->td_kernel;

	if ((vnode_inode(k, dvp)->v_mode & S_ISTXT) == 0)
		return (0);
	bool denied = vaccess(td, dvp, VADMIN) != 0 && vaccess(td, vp, VADMIN) != 0;
	int error = refuses(td, DELETE_STICKY, denied, NULL, about_vnode(k, vp));

	if (error == 0)
		forgive(td);
	return (error);
}

int
namei_modify(struct thread *td, struct nameidata *nd)
{
	const struct kernel *k = td->td_kernel;
	int error = namei(td, nd);

	if (error != 0 || (nd->ni_op == CREATE && nd->ni_vp != NULL))
		return (error);
	if (nd->ni_vp == NULL)
		return (on_devfs(k, nd->ni_dvp) ? 0 : vn_access(td, nd->ni_dvp, VWRITE));
	if ((error = vn_access(td, nd->ni_dvp, VWRITE)) != 0)
		return (error);
	return (ufs_delete_denied(td, nd->ni_dvp, nd->ni_vp));
}

int
ufs_removable(struct thread *td, enum rule rule, const struct vnode *dvp, const struct vnode *vp)
{
	const struct kernel *k = td->td_kernel;
	bool kept = (vnode_inode(k, vp)->v_flags & (NOUNLINK | IMMUTABLE | APPEND)) != 0 ||
	    (vnode_inode(k, dvp)->v_flags & APPEND) != 0;

	return (refuses(td, rule, kept, NULL, about_vnode(k, vp)));
}

/* A set-group-id file of a group one is not in is nobody's to make, but for the superuser. */
static uint32_t
initial_mode(struct thread *td, const struct vnode *ip, uint32_t mode)
{
	const struct kernel *k = td->td_kernel;

	if ((mode & S_ISGID) == 0 || groupmember(k, ip->v_gid, td->td_ucred))
		return (mode);
	bool denied = priv_check(td, PRIV_VFS_SETGID) != 0;

	if (alters(td, CREATE_CLEARS_SETGID, denied, NULL, about_vnode(k, ip)))
		mode &= ~(uint32_t)S_ISGID;
	return (mode);
}

int
vop_create(struct thread *td, const struct nameidata *nd, enum vtype type, uint32_t mode,
    struct vnode **made)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *dp = vnode_inode(k, nd->ni_dvp);
	int error;

	if ((error = must_refuse(td, CREATE_ON_DEVFS, on_devfs(k, dp), NULL, about_vnode(k, dp))) !=
		0 ||
	    (error = vnode_new(td, vnode_mount(k, dp), 0, type, made)) != 0)
		return (error);
	struct vnode *ip = *made;

	ip->v_uid = td->td_ucred->cr_uid;
	ip->v_gid = dp->v_gid;
	ip->v_mode = initial_mode(td, ip, mode);
	return (dirent_add(td, dp, nd->ni_name, ip));
}

int
vop_setattr_check(struct thread *td, const struct vnode *vp)
{
	const struct kernel *k = td->td_kernel;
	bool fixed = (vnode_inode(k, vp)->v_flags & (IMMUTABLE | APPEND)) != 0;
	bool alias = vp->v_lower != 0; /* nullfs asks first, the file system below last */
	int error;

	if (on_procfs(k, vp) &&
	    (error = must_refuse(td, PFS_SETATTR, true, NULL, about_vnode(k, vp))) != 0)
		return (error);
	if (alias && (error = vn_rofs(td, vp)) != 0)
		return (error);
	if ((error = refuses(td, SETATTR_IMMUTABLE, fixed, NULL, about_vnode(k, vp))) != 0)
		return (error);
	return (alias ? 0 : vn_rofs(td, vp));
}

bool
retains_sugid(struct thread *td, const struct ucred *cred, const struct vnode *vp, enum rule rule)
{
	const struct kernel *k = td->td_kernel;

	if ((vnode_inode(k, vp)->v_mode & (S_ISUID | S_ISGID)) == 0)
		return (true);
	bool denied = priv_check_cred(td, cred, PRIV_VFS_RETAINSUGID) != 0;

	return (!alters(td, rule, denied, NULL, about_vnode(k, vp)));
}
