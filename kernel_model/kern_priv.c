/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Privileges: may a credential do what only the superuser may?  The jail's filter speaks first
 * and its refusal is final; what it lets pass still needs user id 0.  FreeBSD's counterpart is
 * the file of the same name; what a jail lets pass is the table priv.def.
 *
 * NOT MODELLED: MAC policies, which may refuse after the jail and grant at the end.
 */
#include "jail.h"
#include "sysctl_node.h"
#include "ucred.h"

/* Is user id 0 of the credential's own jail a superuser?  P7. */
static bool
suser_enabled(const struct kernel *k, const struct ucred *cr)
{
	return ((cred_prison(k, cr)->pr_allow & PR_ALLOW_SUSER) != 0);
}

/* The user id that must be 0 for this privilege. */
static uint32_t
deciding_uid(const struct ucred *cr, enum priv priv)
{
	bool real = priv == PRIV_MAXFILES || priv == PRIV_MAXPROC || priv == PRIV_PROC_LIMIT;

	return (real ? cr->cr_ruid : cr->cr_uid);
}

/* The superuser rule, and why it does not help: P4.5. */
static int
priv_check_superuser(struct thread *td, const struct ucred *cr, enum priv priv)
{
	const struct prison *pr = cred_prison(td->td_kernel, cr);
	bool enabled = suser_enabled(td->td_kernel, cr), uid0 = deciding_uid(cr, priv) == 0;
	bool leaves_out = priv == PRIV_VFS_READ_DIR && jailed(cr);
	int error;

	if (leaves_out && enabled &&
	    (error = refuses(td, PRIV_READ_DIR_JAILED, true, pr, about_priv(priv))) != 0)
		return (error);
	if (permits(td, PRIV_SUPERUSER, enabled && uid0, pr, about_priv(priv)))
		return (0);
	if (uid0 && !enabled &&
	    (error = refuses(td, PRIV_SUSER_DISABLED, true, pr, about_priv(priv))) != 0)
		return (error);
	return (refuses(td, PRIV_UID0, true, pr, about_priv(priv)));
}

/* Privileges that a sysctl of the host gives to everybody whom the jail lets pass: P4.4. */
static bool
priv_unprivileged(struct thread *td, const struct ucred *cr, enum priv priv)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = cred_prison(k, cr);

	switch ((int)priv) {
	case PRIV_VM_MLOCK:
	case PRIV_VM_MUNLOCK:
		return (permits(td, PRIV_UNPRIVILEGED_MLOCK,
		    sysctl_value(k, SYSCTL_security_bsd_unprivileged_mlock) != 0, pr,
		    about_priv(priv)));
	case PRIV_MSGBUF:
		return (permits(td, PRIV_UNPRIVILEGED_MSGBUF,
		    sysctl_value(k, SYSCTL_security_bsd_unprivileged_read_msgbuf) != 0, pr,
		    about_priv(priv)));
	default:
		return (false);
	}
}

/* Privileges that also other users hold: P4.6. */
static bool
priv_anybody(struct thread *td, const struct ucred *cr, enum priv priv)
{
	const struct prison *pr = cred_prison(td->td_kernel, cr);

	switch ((int)priv) {
	case PRIV_KMEM_READ:
	case PRIV_PROC_MEM_WRITE:
		return (permits(td, PRIV_ANYBODY, true, pr, about_priv(priv)));
	case PRIV_DEBUG_UNPRIV:
		return (permits(td, PRIV_DEBUG_UNPRIVILEGED,
		    (pr->pr_allow & PR_ALLOW_UNPRIV_DEBUG) != 0, pr, about_priv(priv)));
	default:
		return (false);
	}
}

int
priv_check_cred(struct thread *td, const struct ucred *cr, enum priv priv)
{
	int error;

	if (priv == PRIV_VFS_LOOKUP)
		return (priv_check_superuser(td, cr, priv));
	if ((error = prison_priv_check(td, cr, priv)) != 0)
		return (error);
	if (priv_unprivileged(td, cr, priv) || priv_anybody(td, cr, priv))
		return (0);
	return (priv_check_superuser(td, cr, priv));
}

int
priv_check(struct thread *td, enum priv priv)
{
	return (priv_check_cred(td, td->td_ucred, priv));
}
