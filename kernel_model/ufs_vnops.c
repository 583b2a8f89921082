/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a file system does when a name is added to a directory or taken away, and what it asks
 * first: write permission, the sticky bit, file flags.  tmpfs follows the same rules; devfs takes
 * no new names.  FreeBSD's counterparts are ufs_vnops.c, ufs_lookup.c and the default operations
 * of vfs_default.c.
 *
 * NOT MODELLED: link count limits, quotas, suiddir, ACLs.
 */
#include "sysproto.h"
#include "ucred.h"
#include "vfs_syscalls.h"

static uint32_t
now(const struct kernel *k)
{
	return ((uint32_t)system_of(k)->sy_clock);
}

void
vn_stamp(struct thread *td, const struct vnode *vp, uint32_t which)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *ip = vnode_inode(k, vp);
	uint32_t time = now(k);
	bool same = ((which & STAMP_ATIME) == 0 || ip->v_atime == time) &&
	    ((which & STAMP_MTIME) == 0 || ip->v_mtime == time) &&
	    ((which & STAMP_CTIME) == 0 || ip->v_ctime == time);

	if (same || (vnode_mount(k, ip)->mnt_flag & MNT_RDONLY) != 0)
		return;
	struct vnode *change = vnode_change(td, ip);

	if ((which & STAMP_ATIME) != 0)
		change->v_atime = time;
	if ((which & STAMP_MTIME) != 0)
		change->v_mtime = time;
	if ((which & STAMP_CTIME) != 0)
		change->v_ctime = time;
}

int
vn_alias(
    struct thread *td, const struct vnode *dvp, const struct vnode *ip, const struct vnode **found)
{
	const struct kernel *k = td->td_kernel;

	*found = ip;
	if (dvp->v_lower == 0)
		return (0);
	int error = vn_alias(td, vnode_at(k, dvp->v_lower), ip, found);

	return (error != 0 ? error : null_nodeget(td, vnode_mount(k, dvp), *found, found));
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
namei_modify(struct thread *td, struct nameidata *nd, bool directory)
{
	const struct kernel *k = td->td_kernel;
	int error = namei(td, nd);

	if (error != 0 || nd->ni_dvp == NULL || (nd->ni_op == CREATE && nd->ni_vp != NULL) ||
	    (nd->ni_op == DELETE && nd->ni_vp == NULL))
		return (error);
	bool adds = nd->ni_vp == NULL;
	bool removed = adds && (vnode_inode(k, nd->ni_dvp)->v_vflag & VV_REMOVED) != 0;

	if ((error = refuses(td, CREATE_IN_REMOVED, removed, NULL, about_vnode(k, nd->ni_dvp))) !=
	    0)
		return (error);
	if (!(adds && on_devfs(k, nd->ni_dvp)) && (error = vn_access(td, nd->ni_dvp, VWRITE)) != 0)
		return (error);
	if (!adds)
		return (ufs_delete_denied(td, nd->ni_dvp, nd->ni_vp));
	return (refuses(td, CREATE_TRAILING_SLASH, nd->ni_trailing_slash && !directory, NULL,
	    about_value(nd->ni_path)));
}

int
ufs_removable(struct thread *td, enum rule rule, const struct vnode *dvp, const struct vnode *vp)
{
	const struct kernel *k = td->td_kernel;
	bool kept = (vnode_inode(k, vp)->v_flags & (NOUNLINK | IMMUTABLE | APPEND)) != 0 ||
	    (vnode_inode(k, dvp)->v_flags & APPEND) != 0;

	return (refuses(td, rule, kept, NULL, about_vnode(k, vp)));
}

int
ufs_direnter(struct thread *td, const struct vnode *dvp, value_ix name, const struct vnode *ip)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *dp = vnode_inode(k, dvp);
	int error = dirent_add(td, dp, name, ip);

	if (error != 0)
		return (error);
	if (ip->v_type == VDIR) {
		vnode_change(td, ip)->v_parent = vnode_ix_of(k, dp);
		vnode_change(td, dp)->v_nlink++;
	}
	vn_stamp(td, dp, STAMP_MTIME | STAMP_CTIME);
	return (0);
}

void
ufs_dirremove(struct thread *td, const struct vnode *dvp, const struct dirent *de)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *dp = vnode_inode(k, dvp);
	struct vnode *ip = vnode_change(td, vnode_at(k, de->de_vp));

	dirent_remove(td, de);
	if (ip->v_type == VDIR) {
		ip->v_nlink = 0;
		ip->v_parent = 0;
		ip->v_vflag |= VV_REMOVED;
		vnode_change(td, dp)->v_nlink--;
	} else
		ip->v_nlink--;
	vn_stamp(td, ip, STAMP_CTIME);
	vn_stamp(td, dp, STAMP_MTIME | STAMP_CTIME);
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
	int error = refuses(td, CREATE_ON_DEVFS, on_devfs(k, dp), NULL, about_vnode(k, nd->ni_dvp));

	if (error != 0)
		return (error);
	struct mount *mp = mount_change(td, vnode_mount(k, dp));

	if ((error = vnode_new(td, mp, ++mp->mnt_lastino, type, made)) != 0)
		return (error);
	struct vnode *ip = *made;

	ip->v_uid = td->td_ucred->cr_uid;
	ip->v_gid = dp->v_gid;
	ip->v_mode = initial_mode(td, ip, mode);
	ip->v_nlink = type == VDIR ? 2 : 1;
	ip->v_gen = ip->v_id;
	ip->v_atime = ip->v_mtime = ip->v_ctime = ip->v_birthtime = now(k);
	return (ufs_direnter(td, dp, nd->ni_name, ip));
}

int
vop_setattr_check(struct thread *td, const struct vnode *vp)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *ip = vnode_inode(k, vp);
	bool alias_rdonly = false;

	for (const struct vnode *alias = vp; alias != ip; alias = vnode_at(k, alias->v_lower))
		alias_rdonly |= (vnode_mount(k, alias)->mnt_flag & MNT_RDONLY) != 0;
	int error = refuses(td, SETATTR_RDONLY, alias_rdonly, NULL, about_vnode(k, vp));

	if (error != 0)
		return (error);
	bool fixed = (ip->v_flags & (IMMUTABLE | APPEND)) != 0;
	bool rdonly = (vnode_mount(k, ip)->mnt_flag & MNT_RDONLY) != 0;

	if ((error = refuses(td, SETATTR_IMMUTABLE, fixed, NULL, about_vnode(k, vp))) != 0)
		return (error);
	return (refuses(td, SETATTR_RDONLY, rdonly, NULL, about_vnode(k, vp)));
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
