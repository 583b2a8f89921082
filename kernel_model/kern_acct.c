/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who may start accounting, swap, administer quotas and serve NFS.  FreeBSD's counterparts are the
 * file of the same name, sys/vm/swap_pager.c, sys/kern/vfs_syscalls.c with sys/ufs/ufs/ufs_quota.c
 * and sys/fs/nfs/nfs_nfssvc.c.
 *
 * NOT MODELLED: accounting records; swapping; quotas; an NFS server.  Past the checks acct(2) and
 * swapon(2) change nothing, and the others answer ENOSYS.
 */
#include "devfs.h"
#include "jail.h"
#include "sysproto.h"
#include "vfs_syscalls.h"

/* Commands of quotactl(2), as they stand above its type of quota. */
enum quota_command {
	Q_QUOTAON = 0x100,
	Q_QUOTAOFF = 0x200,
	Q_GETQUOTA32 = 0x300,
	Q_SETQUOTA32 = 0x400,
	Q_SETUSE32 = 0x500,
	Q_GETQUOTA = 0x700,
	Q_SETQUOTA = 0x800,
	Q_SETUSE = 0x900,
};
#define SUBCMDSHIFT 8

int
sys_acct(struct thread *td, const struct acct_args *uap, struct none_result *r)
{
	struct nameidata nd = NDINIT(LOOKUP, FOLLOW, AT_FDCWD, uap->path);
	int error = priv_check(td, PRIV_ACCT);

	(void)r;
	if (error != 0 || uap->path == VALUE_NONE)
		return (error);
	if ((error = namei(td, &nd)) != 0 || (error = vn_access(td, nd.ni_vp, VWRITE)) != 0)
		return (error);
	return (refuses(td, ACCT_NOT_REGULAR, nd.ni_vp->v_type != VREG, NULL,
	    about_vnode(td->td_kernel, nd.ni_vp)));
}

int
sys_swapon(struct thread *td, const struct swapon_args *uap, struct none_result *r)
{
	struct nameidata nd = NDINIT(LOOKUP, FOLLOW, AT_FDCWD, uap->path);
	int error = priv_check(td, PRIV_SWAPON);

	(void)r;
	if (error != 0 || (error = namei(td, &nd)) != 0)
		return (error);
	bool disk = nd.ni_vp->v_type == VCHR && device_class(nd.ni_vp->v_rdev) == DC_DISK;

	return (refuses(td, SWAPON_NOT_DISK, !disk, NULL, about_vnode(td->td_kernel, nd.ni_vp)));
}

int
sys_swapoff(struct thread *td, const struct swapoff_args *uap, struct none_result *r)
{
	struct nameidata nd = NDINIT(LOOKUP, FOLLOW, AT_FDCWD, uap->path);
	int error = priv_check(td, PRIV_SWAPOFF);

	(void)r;
	if (error != 0 || (error = namei(td, &nd)) != 0)
		return (error);
	return (refuses(td, NOT_MODELLED, true, NULL, about_vnode(td->td_kernel, nd.ni_vp)));
}

/* The privilege that a command needs; another user's quota is another matter than one's own. */
static int
quota_privilege(struct thread *td, int32_t cmd, uint32_t id)
{
	bool other = id != UINT32_MAX && id != td->td_ucred->cr_ruid;

	switch (cmd >> SUBCMDSHIFT) {
	case Q_QUOTAON:
		return (priv_check(td, PRIV_UFS_QUOTAON));
	case Q_QUOTAOFF:
		return (priv_check(td, PRIV_UFS_QUOTAOFF));
	case Q_GETQUOTA32:
	case Q_GETQUOTA:
		return (other ? priv_check(td, PRIV_VFS_GETQUOTA) : 0);
	case Q_SETQUOTA32:
	case Q_SETQUOTA:
		return (priv_check(td, PRIV_VFS_SETQUOTA));
	case Q_SETUSE32:
	case Q_SETUSE:
		return (priv_check(td, PRIV_UFS_SETUSE));
	}
	return (0);
}

/* P92. */
int
sys_quotactl(struct thread *td, const struct quotactl_args *uap, struct none_result *r)
{
	const struct prison *pr = cred_prison(td->td_kernel, td->td_ucred);
	struct nameidata nd = NDINIT(LOOKUP, FOLLOW, AT_FDCWD, uap->path);
	int error;

	(void)r;
	if ((error = refuses(td, QUOTACTL_ALLOW, (pr->pr_allow & PR_ALLOW_QUOTAS) == 0, pr,
		 about_prison(pr))) != 0 ||
	    (error = namei(td, &nd)) != 0 || (error = quota_privilege(td, uap->cmd, uap->id)) != 0)
		return (error);
	return (refuses(td, NOT_MODELLED, true, NULL, about_number(uap->cmd)));
}

int
sys_nfssvc(struct thread *td, const struct nfssvc_args *uap, struct none_result *r)
{
	int error = priv_check(td, PRIV_NFS_DAEMON);

	(void)r;
	return (
	    error != 0 ? error : refuses(td, NOT_MODELLED, true, NULL, about_number(uap->flags)));
}
