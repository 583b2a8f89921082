/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Taking mounts away: unmount(2), and who may.  FreeBSD's counterparts are kern_unmount() and
 * dounmount() of vfs_mount.c, vflush() and vfs_suser() of vfs_subr.c.
 *
 * What a forced unmount leaves to those who still hold it are vnodes without contents, VV_DOOMED,
 * on a mount that is on no list and goes with the last of them.
 */
#include <string.h>

#include "constants.h"
#include "file.h"
#include "jail.h"
#include "mount.h"
#include "sysctl_node.h"
#include "sysproto.h"

int
vfs_suser(struct thread *td, const struct mount *mp)
{
	const struct kernel *k = td->td_kernel;
	const struct ucred *cr = td->td_ucred, *owner = ucred_at(k, mp->mnt_cred);
	const struct prison *pr = cred_prison(k, cr);
	int error;

	if (jailed(cr) &&
	    ((error = vfs_prison_allow(td, &vfsconf[mp->mnt_type])) != 0 ||
		(error = refuses(td, VFS_SUSER_PRISON,
		     !prison_reaches(k, pr, cred_prison(k, owner)), pr, about_mount(k, mp))) != 0))
		return (error);
	if (owner->cr_uid != cr->cr_uid && mp->mnt_type != VFS_ZFS)
		return (priv_check(td, PRIV_VFS_MOUNT_OWNER));
	return (0);
}

/* References that a file system has to its own vnode: from its entry or from its mount. */
static uint32_t
own_references(const struct kernel *k, const struct mount *mp, const struct vnode *vp)
{
	if (mp->mnt_root == vnode_ix_of(k, vp))
		return (1);
	if (vp->v_lower != 0 || mp->mnt_type == VFS_PROCFS)
		return (0);
	return (vp->v_type == VDIR ? vp->v_parent != 0 : vp->v_nlink);
}

static bool
in_use(const struct kernel *k, const struct mount *mp)
{
	mount_ix ix = mount_ix_of(k, mp);
	uint32_t seen = 0;

	for (vnode_ix v = 1; seen < mp->mnt_nvnodes; v++) {
		const struct vnode *vp = vnode_at(k, v);

		if (!row_live(k, TABLE_vnode, v) || vp->v_mount != ix)
			continue;
		seen++;
		if (vp->v_usecount > own_references(k, mp, vp))
			return (true);
	}
	return (false);
}

/* Does a nullfs mount show directories of this file system?  Then not even force helps. */
static bool
has_upper(const struct kernel *k, const struct mount *mp)
{
	mount_ix ix = mount_ix_of(k, mp);

	for (const struct mount *upper = mount_at(k, system_of(k)->sy_mountlist); upper != NULL;
	     upper = mount_at(k, upper->mnt_next)) {
		const struct vnode *root = vnode_at(k, upper->mnt_root);

		if (upper != mp && root->v_lower != 0 && vnode_at(k, root->v_lower)->v_mount == ix)
			return (true);
	}
	return (false);
}

/* Removes all entries below the directory, deepest first. */
static void
empty_directory(struct thread *td, const struct vnode *top)
{
	const struct kernel *k = td->td_kernel;

	for (const struct vnode *dp = top; dp != NULL;) {
		const struct dirent *de = dirent_at(k, dp->v_dirents);
		const struct vnode *vp = de == NULL ? NULL : vnode_at(k, de->de_vp);

		if (de == NULL)
			dp = dp == top ? NULL : vnode_at(k, dp->v_parent);
		else if (vp->v_dirents != 0)
			dp = vp;
		else
			dirent_remove(td, de);
	}
}

/* An alias loses what it showed.  Files that are open through it counted as writers there. */
static void
lose_lower(struct thread *td, struct vnode *vp)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *lower = vnode_at(k, vp->v_lower);
	vnode_ix ix = vnode_ix_of(k, vp);

	for (file_ix f = 1; f < k->k_rows[TABLE_file].capacity; f++) {
		const struct file *fp = file_at(k, f);

		if (!row_live(k, TABLE_file, f) || fp->f_vnode != ix || (fp->f_flag & FWRITE) == 0)
			continue;
		vnode_change(td, vnode_inode(k, vp))->v_writecount--;
		vp->v_writecount++;
	}
	vp->v_lower = 0;
	vrele(td, lower);
}

/* Marks what somebody still holds; the rest goes when the call ends. */
static void
doom_vnodes(struct thread *td, const struct mount *mp)
{
	const struct kernel *k = td->td_kernel;
	mount_ix ix = mount_ix_of(k, mp);
	uint32_t seen = 0;

	for (vnode_ix v = 1; seen < mp->mnt_nvnodes; v++) {
		if (!row_live(k, TABLE_vnode, v) || vnode_at(k, v)->v_mount != ix)
			continue;
		struct vnode *vp = vnode_change(td, vnode_at(k, v));

		seen++;
		vp->v_vflag |= VV_DOOMED;
		if (mp->mnt_type == VFS_PROCFS)
			vp->v_parent = 0; /* which no entry stands for */
		/* The open files of a fifo keep the pipe that they have. */
		if (vp->v_lower != 0 && vp->v_type != VFIFO)
			lose_lower(td, vp);
	}
}

static void
list_remove(struct thread *td, const struct mount *mp)
{
	const struct kernel *k = td->td_kernel;
	struct system *sy = system_change(td, system_of(k));

	if (mp->mnt_prev != 0)
		mount_change(td, mount_at(k, mp->mnt_prev))->mnt_next = mp->mnt_next;
	else
		sy->sy_mountlist = mp->mnt_next;
	if (mp->mnt_next != 0)
		mount_change(td, mount_at(k, mp->mnt_next))->mnt_prev = mp->mnt_prev;
	else
		sy->sy_mounttail = mp->mnt_prev;
}

static int
dounmount(struct thread *td, const struct mount *mp, uint32_t flags)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *root = vnode_at(k, mp->mnt_root), *covered;
	int error;

	covered = vnode_at(k, mp->mnt_covered);
	if ((error = must_refuse(td, UNMOUNT_BUSY, has_upper(k, mp), NULL, about_mount(k, mp))) !=
	    0)
		return (error);
	if ((flags & MNT_FORCE) != 0) {
		if ((error = mountcheckdirs(td, root, covered)) != 0)
			return (error);
	} else if ((error = refuses(td, UNMOUNT_BUSY, in_use(k, mp), NULL, about_mount(k, mp))) !=
	    0)
		return (error);
	struct mount *changed = mount_change(td, mp);

	list_remove(td, mp);
	changed->mnt_prev = changed->mnt_next = 0;
	vnode_change(td, covered)->v_mountedhere = 0;
	changed->mnt_covered = 0;
	vrele(td, covered);
	if (root->v_lower == 0)
		empty_directory(td, root);
	changed->mnt_root = 0;
	vrele(td, root);
	doom_vnodes(td, mp);
	crfree(td, ucred_at(k, mp->mnt_cred));
	changed->mnt_cred = 0;
	return (0);
}

static bool
read_number(const char **at, uint32_t *number)
{
	if (**at != ':' || (*at)[1] < '0' || (*at)[1] > '9')
		return (false);
	(*at)++;
	for (*number = 0; **at >= '0' && **at <= '9' && *number < UINT32_MAX / 10; (*at)++)
		*number = *number * 10 + (uint32_t)(**at - '0');
	return (true);
}

/* "FSID:id:type" */
static int
mount_by_fsid(struct thread *td, value_ix path, const struct mount **mp)
{
	const struct kernel *k = td->td_kernel;
	const char *at = value_text(k->k_values, path);
	uint32_t id = 0, type = 0;
	bool valid = strncmp(at, "FSID", 4) == 0;
	int error;

	at += valid ? 4 : 0;
	valid = valid && read_number(&at, &id) && read_number(&at, &type) && *at == '\0';
	if ((error = must_refuse(td, UNMOUNT_FSID_MALFORMED, !valid, NULL, about_value(path))) != 0)
		return (error);
	for (*mp = mount_at(k, system_of(k)->sy_mountlist); *mp != NULL;
	     *mp = mount_at(k, (*mp)->mnt_next))
		if ((*mp)->mnt_id == id && (*mp)->mnt_type == type)
			break;
	return (must_refuse(td, UNMOUNT_FSID_UNKNOWN, *mp == NULL, NULL, about_value(path)));
}

/* The youngest mount on this path, found by its text; one that cannot be looked up counts, too. */
static int
mount_by_path(struct thread *td, value_ix path, const struct mount **mp)
{
	const struct kernel *k = td->td_kernel;
	struct nameidata nd = NDINIT(LOOKUP, FOLLOW, AT_FDCWD, path);
	value_ix on = path;
	int error = namei(td, &nd);

	if (error == ROOM)
		return (error);
	forgive(td);
	if (error == 0 && nd.ni_vp->v_type == VDIR)
		on = vn_fullpath_global(td, nd.ni_vp);
	for (*mp = mount_at(k, system_of(k)->sy_mounttail); *mp != NULL;
	     *mp = mount_at(k, (*mp)->mnt_prev))
		if ((*mp)->mnt_onname == on)
			break;
	return (must_refuse(td, UNMOUNT_NOT_MOUNTED, *mp == NULL, NULL, about_value(path)));
}

int
sys_unmount(struct thread *td, const struct unmount_args *uap, struct none_result *r)
{
	const struct kernel *k = td->td_kernel;
	uint32_t flags = (uint32_t)uap->flags;
	const struct mount *mp;
	int error;

	(void)r;
	if ((error = refuses(td, COPYIN_BADADDR,
		 uap->dir == VALUE_BADADDR || uap->dir == VALUE_NONE, NULL, about_nothing())) != 0)
		return (error);
	if ((jailed(td->td_ucred) || sysctl_value(k, SYSCTL_vfs_usermount) == 0) &&
	    (error = priv_check(td, PRIV_VFS_UNMOUNT)) != 0)
		return (error);
	if ((error = (flags & MNT_BYFSID) != 0 ? mount_by_fsid(td, uap->dir, &mp) :
						 mount_by_path(td, uap->dir, &mp)) != 0)
		return (error);
	if ((error = must_refuse(td, UNMOUNT_ROOTFS, (mp->mnt_flag & MNT_ROOTFS) != 0, NULL,
		 about_mount(k, mp))) != 0 ||
	    (error = vfs_suser(td, mp)) != 0)
		return (error);
	return (dounmount(td, mp, flags));
}
