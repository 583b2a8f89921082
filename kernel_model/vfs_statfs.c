/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is mounted: statfs(2) and getfsstat(2), as far as the caller's jail is told.  FreeBSD's
 * counterparts are kern_statfs() and kern_getfsstat() of vfs_syscalls.c.
 * NOT MODELLED: disks that fill: sizes are made up, and each file takes one block.
 */
#include "constants.h"
#include "jail.h"
#include "literal.h"
#include "mount.h"
#include "sysproto.h"
#include "vnode.h"

/* What a file system may hold: a disk of 20 GB; half of the memory. */
#define UFS_BSIZE    4096
#define UFS_BLOCKS   4900000
#define UFS_MINFREE  8 /* percent that only root may fill */
#define UFS_FILES    2500000
#define TMPFS_BLOCKS 524288
#define DEVFS_BLOCKS 2 /* of 512 bytes, to keep df(1) happy */
#define DEVFS_BSIZE  512

/* Size and use of a file system; an alias shows those of what lies below. */
static void
vfs_space(const struct kernel *k, const struct mount *mp, struct statfs_result *r)
{
	while (vnode_at(k, mp->mnt_root)->v_lower != 0)
		mp = mount_at(k, vnode_at(k, vnode_at(k, mp->mnt_root)->v_lower)->v_mount);
	if (mp->mnt_type == VFS_DEVFS) {
		r->bsize = DEVFS_BSIZE;
		r->blocks = r->bfree = r->bavail = DEVFS_BLOCKS;
		return;
	}
	bool disk = mp->mnt_type == VFS_UFS;

	r->bsize = UFS_BSIZE;
	r->blocks = disk ? UFS_BLOCKS : TMPFS_BLOCKS;
	r->bfree = r->blocks - mp->mnt_nvnodes;
	r->bavail = r->bfree - (disk ? r->blocks * UFS_MINFREE / 100 : 0);
	r->files = disk ? UFS_FILES : TMPFS_BLOCKS;
	r->ffree = r->files - mp->mnt_nvnodes;
}

void
kern_statfs(struct thread *td, const struct mount *mp, struct statfs_result *r)
{
	const struct kernel *k = td->td_kernel;
	bool unprivileged = priv_check(td, PRIV_VFS_GENERATION) != 0;

	forgive(td);
	r->type = value_string(k->k_values, vfsconf[mp->mnt_type].vfc_name);
	r->on = prison_enforce_statfs(td, td->td_ucred, mp);
	r->from = mp->mnt_fromname;
	r->flags = mp->mnt_flag;
	r->owner = ucred_at(k, mp->mnt_cred)->cr_uid;
	r->fsid = mp->mnt_id;
	vfs_space(k, mp, r);
	if (alters(td, STATFS_FSID_HIDDEN, unprivileged, NULL, about_priv(PRIV_VFS_GENERATION)))
		r->fsid = 0;
}

int
sys_statfs(struct thread *td, const struct statfs_args *uap, struct statfs_result *r)
{
	const struct kernel *k = td->td_kernel;
	struct nameidata nd = NDINIT(LOOKUP, FOLLOW, AT_FDCWD, uap->path);
	int error = namei(td, &nd);

	if (error != 0 ||
	    (error = must_refuse(td, NAMEI_DOOMED, (nd.ni_vp->v_vflag & VV_DOOMED) != 0, NULL,
		 about_vnode(k, nd.ni_vp))) != 0)
		return (error);
	kern_statfs(td, mount_at(k, nd.ni_vp->v_mount), r);
	return (0);
}

static void
put_space(struct values *vs, const struct statfs_result *r)
{
	literal_integer(vs, "bsize", r->bsize);
	literal_integer(vs, "blocks", r->blocks);
	literal_integer(vs, "bfree", r->bfree);
	literal_integer(vs, "bavail", r->bavail);
	literal_integer(vs, "files", r->files);
	literal_integer(vs, "ffree", r->ffree);
}

/* {{type="ufs", on="/", from="/dev/ada0p2", flags=16384, owner=0, ...} ...}, oldest first. */
int
sys_getfsstat(struct thread *td, const struct getfsstat_args *uap, struct list_result *r)
{
	const struct kernel *k = td->td_kernel;
	struct values *vs = k->k_values;

	(void)uap;
	value_begin(vs);
	for (const struct mount *mp = mount_at(k, system_of(k)->sy_mountlist); mp != NULL;
	     mp = mount_at(k, mp->mnt_next)) {
		if (prison_canseemount(td, td->td_ucred, mp) != 0)
			continue;
		size_t opened = literal_open(vs, "");
		size_t length;
		value_ix on = prison_enforce_statfs(td, td->td_ucred, mp);
		const char *text = value_bytes(vs, on, &length);

		literal_text(vs, "type", vfsconf[mp->mnt_type].vfc_name);
		literal_string(vs, "on", text, length);
		text = value_bytes(vs, mp->mnt_fromname, &length);
		literal_string(vs, "from", text, length);
		literal_integer(vs, "flags", mp->mnt_flag);
		literal_integer(vs, "owner", ucred_at(k, mp->mnt_cred)->cr_uid);
		struct statfs_result space = { .type = 0 };

		vfs_space(k, mp, &space);
		put_space(vs, &space);
		literal_close(vs, opened);
	}
	r->list = value_end(vs);
	return (0);
}
