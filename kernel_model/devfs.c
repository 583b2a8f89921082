/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * devfs: the file system of devices.
 */
#include "ucred.h"
#include "vnode.h"

int
devfs_hidden(struct thread *td, const struct dirent *de)
{
	const struct kernel *k = td->td_kernel;
	const struct mount *mp = mount_at(k, vnode_at(k, de->de_dvp)->v_mount);

	return (refuses(td, DEVFS_LOOKUP_HIDDEN, true, cred_prison(k, ucred_at(k, mp->mnt_cred)),
	    about_number(mp->mnt_ruleset)));
}
