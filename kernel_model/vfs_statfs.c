/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is mounted: statfs(2) and getfsstat(2), as far as the caller's jail is told.  FreeBSD's
 * counterparts are kern_statfs() and kern_getfsstat() of vfs_syscalls.c.
 */
#include "constants.h"
#include "jail.h"
#include "mount.h"
#include "sysproto.h"

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
	const struct mount *mp = mount_at(k, nd.ni_vp->v_mount);
	bool unprivileged = priv_check(td, PRIV_VFS_GENERATION) != 0;

	forgive(td);
	r->type = value_string(k->k_values, vfsconf[mp->mnt_type].vfc_name);
	r->on = prison_enforce_statfs(td, td->td_ucred, mp);
	r->from = mp->mnt_fromname;
	r->flags = mp->mnt_flag;
	r->owner = ucred_at(k, mp->mnt_cred)->cr_uid;
	r->fsid = mp->mnt_id;
	if (alters(td, STATFS_FSID_HIDDEN, unprivileged, NULL, about_priv(PRIV_VFS_GENERATION)))
		r->fsid = 0;
	return (0);
}

/* {{type="ufs", on="/", from="/dev/ada0p2", flags=16384} ...}, oldest first. */
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
		literal_close(vs, opened);
	}
	r->list = value_end(vs);
	return (0);
}
