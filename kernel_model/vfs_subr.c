/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Vnodes: their references, their making and reclaiming, and the permission check that every
 * file system shares.  FreeBSD's counterpart is the file of the same name, with ufs_accessx().
 *
 * NOT MODELLED: ACLs, MAC labels, quotas, locks.
 */
#include "constants.h"
#include "ucred.h"
#include "vnode.h"

/* An inode's root number on file systems that count their inodes. */
#define ROOTINO 2u

const struct vnode *
vnode_inode(const struct kernel *k, const struct vnode *vp)
{
	while (vp->v_lower != 0)
		vp = vnode_at(k, vp->v_lower);
	return (vp);
}

void
vref(struct thread *td, const struct vnode *vp)
{
	vnode_change(td, vp)->v_usecount++;
}

void
vrele(struct thread *td, const struct vnode *vp)
{
	vnode_change(td, vp)->v_usecount--;
}

int
vnode_new(
    struct thread *td, const struct mount *mp, uint32_t id, enum vtype type, struct vnode **result)
{
	struct vnode *vp;
	int error = vnode_alloc(td, &vp);

	if (error != 0)
		return (error);
	struct mount *changed = mount_change(td, mp);

	if (changed->mnt_lastino < ROOTINO - 1)
		changed->mnt_lastino = ROOTINO - 1;
	if (id == 0)
		id = ++changed->mnt_lastino;
	changed->mnt_nvnodes++;
	uint32_t now = (uint32_t)system_of(td->td_kernel)->sy_clock;

	vp->v_mount = mount_ix_of(td->td_kernel, mp);
	vp->v_id = id;
	vp->v_type = type;
	vp->v_atime = vp->v_mtime = vp->v_ctime = vp->v_birthtime = now;
	vp->v_gen = id * 2654435761u; /* looks like FreeBSD's random one, and is always the same */
	vnode_enter(td, vp);
	*result = vp;
	return (0);
}

static void
drop_contents(struct thread *td, const struct vnode *vp)
{
	const struct kernel *k = td->td_kernel;
	uint32_t ix = vnode_ix_of(k, vp);

	for (uint64_t number = 0; number * BLOCK_SIZE < vp->v_size; number++) {
		const struct block *bl = block_find(k, ix, (uint32_t)number);

		if (bl != NULL)
			block_erase(td, bl);
	}
}

/* Frees the vnode and those that it alone still held. */
static void
reclaim(struct thread *td, const struct vnode *vp)
{
	const struct kernel *k = td->td_kernel;

	while (vp != NULL && vp->v_usecount == 0) {
		const struct mount *mp = mount_at(k, vp->v_mount);
		const struct vnode *lower = vnode_at(k, vp->v_lower);

		if (vp->v_type == VREG && lower == NULL)
			drop_contents(td, vp);
		if (extattr_find(k, vnode_ix_of(k, vp), 0) != NULL)
			extattr_erase(td, extattr_find(k, vnode_ix_of(k, vp), 0));
		/* With NAMEI_NOTDIR switched off a file may have entries; they go with it. */
		while (vp->v_dirents != 0)
			dirent_remove(td, dirent_at(k, vp->v_dirents));
		vnode_erase(td, vp);
		if (--mount_change(td, mp)->mnt_nvnodes == 0 && mp->mnt_root == 0)
			mount_erase(td, mp);
		if (lower != NULL)
			vrele(td, lower);
		vp = lower;
	}
}

static void
reclaim_entry(void *arg, enum table t, uint32_t ix, const void *former, bool live)
{
	struct thread *td = arg;

	(void)former, (void)live;
	if (t == TABLE_vnode && row_live(td->td_kernel, t, ix))
		reclaim(td, vnode_at(td->td_kernel, ix));
}

/* What reclaiming saves for the first time lies beyond the end of the visit and needs none. */
void
vnode_reclaim_unused(struct thread *td, size_t from)
{
	struct kernel *k = td->td_kernel;

	if (from < k->k_journal.used)
		journal_visit(k, from, k->k_journal.used, reclaim_entry, td);
}

/*
 * An alias that nobody holds is gone when the call is over; the trail speaks of what it showed.
 */
void
vnode_lower_objects(struct thread *td)
{
	const struct kernel *k = td->td_kernel;
	struct trail *t = td->td_trail;

	for (uint32_t i = 0; i < t->count; i++) {
		struct step *s = &t->steps[i];

		if (s->kind != ABOUT_VNODE || !row_live(k, TABLE_vnode, s->id))
			continue;
		const struct vnode *vp = vnode_at(k, s->id);

		if (vp->v_usecount == 0 && vp->v_lower != 0)
			s->id = vnode_ix_of(k, vnode_inode(k, vp));
	}
}

/* Permission */

/* What the mode grants: exactly one class applies. */
static uint32_t
granted_by_mode(const struct kernel *k, const struct vnode *vp, const struct ucred *cr)
{
	uint32_t bits, granted = 0;

	if (vp->v_uid == cr->cr_uid) {
		granted = VADMIN;
		bits = vp->v_mode >> 6;
	} else if (groupmember(k, vp->v_gid, cr))
		bits = vp->v_mode >> 3;
	else
		bits = vp->v_mode;
	return (granted | ((bits & 4) != 0 ? VREAD : 0) | ((bits & 2) != 0 ? VWRITE | VAPPEND : 0) |
	    ((bits & 1) != 0 ? VEXEC : 0));
}

static bool
granted_by_privilege(struct thread *td, const struct vnode *vp, uint32_t missing)
{
	bool is_dir = vp->v_type == VDIR;

	if ((missing & VEXEC) != 0 &&
	    ((!is_dir && (vp->v_mode & 0111) == 0) ||
		priv_check(td, is_dir ? PRIV_VFS_LOOKUP : PRIV_VFS_EXEC) != 0))
		return (false);
	return (((missing & VREAD) == 0 || priv_check(td, PRIV_VFS_READ) == 0) &&
	    ((missing & (VWRITE | VAPPEND)) == 0 || priv_check(td, PRIV_VFS_WRITE) == 0) &&
	    ((missing & VADMIN) == 0 || priv_check(td, PRIV_VFS_ADMIN) == 0));
}

int
vaccess(struct thread *td, const struct vnode *vp, uint32_t wanted)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *ip = vnode_inode(k, vp);
	uint32_t missing = wanted & ~granted_by_mode(k, ip, td->td_ucred);

	if (missing == 0)
		return (0);
	bool denied = !granted_by_privilege(td, ip, missing);

	forgive(td);
	return (refuses(td, (wanted & VADMIN) != 0 ? VACCESS_NOT_OWNER : VACCESS_DENIED, denied,
	    NULL, about_vnode(k, vp)));
}

int
vn_rofs(struct thread *td, const struct vnode *vp)
{
	const struct kernel *k = td->td_kernel;
	bool read_only = false;

	for (const struct vnode *layer = vp; layer != NULL; layer = vnode_at(k, layer->v_lower))
		if ((mount_at(k, layer->v_mount)->mnt_flag & MNT_RDONLY) != 0)
			read_only = true;
	return (refuses(td, VN_ACCESS_ROFS, read_only, NULL, about_vnode(k, vp)));
}

int
vn_access(struct thread *td, const struct vnode *vp, uint32_t wanted)
{
	const struct vnode *ip = vnode_inode(td->td_kernel, vp);
	int error;

	if ((wanted & (VWRITE | VAPPEND)) != 0) {
		bool has_contents = ip->v_type == VREG || ip->v_type == VDIR || ip->v_type == VLNK;

		if (has_contents && (error = vn_rofs(td, vp)) != 0)
			return (error);
		if ((error = refuses(td, VN_ACCESS_IMMUTABLE,
			 (ip->v_flags & (SF_IMMUTABLE | UF_IMMUTABLE | SF_SNAPSHOT)) != 0, NULL,
			 about_vnode(td->td_kernel, vp))) != 0)
			return (error);
	}
	return (vaccess(td, vp, wanted));
}
