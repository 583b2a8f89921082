/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who may control auditing.  FreeBSD's counterpart is the file of the same name in
 * sys/security/audit.
 *
 * NOT MODELLED: auditing itself, so that past the checks these calls answer ENOSYS.
 */
#include "jail.h"
#include "sysproto.h"

/* P97: no jail has the calls at all; on the host they need the privilege. */
static int
audit_check(struct thread *td, enum priv priv)
{
	const struct prison *pr = cred_prison(td->td_kernel, td->td_ucred);
	int error;

	if ((error = refuses(td, AUDIT_JAILED, jailed(td->td_ucred), pr, about_priv(priv))) != 0 ||
	    (error = priv_check(td, priv)) != 0)
		return (error);
	return (refuses(td, NOT_MODELLED, true, NULL, about_priv(priv)));
}

int
sys_audit(struct thread *td, const struct audit_args *uap, struct none_result *r)
{
	(void)uap, (void)r;
	return (audit_check(td, PRIV_AUDIT_SUBMIT));
}

int
sys_auditon(struct thread *td, const struct auditon_args *uap, struct none_result *r)
{
	(void)uap, (void)r;
	return (audit_check(td, PRIV_AUDIT_CONTROL));
}

int
sys_getauid(struct thread *td, const struct getauid_args *uap, struct num_result *r)
{
	(void)uap, (void)r;
	return (audit_check(td, PRIV_AUDIT_GETAUDIT));
}

int
sys_setauid(struct thread *td, const struct setauid_args *uap, struct none_result *r)
{
	(void)uap, (void)r;
	return (audit_check(td, PRIV_AUDIT_SETAUDIT));
}

int
sys_getaudit(struct thread *td, const struct getaudit_args *uap, struct none_result *r)
{
	(void)uap, (void)r;
	return (audit_check(td, PRIV_AUDIT_GETAUDIT));
}

int
sys_setaudit(struct thread *td, const struct setaudit_args *uap, struct none_result *r)
{
	(void)uap, (void)r;
	return (audit_check(td, PRIV_AUDIT_SETAUDIT));
}

int
sys_getaudit_addr(struct thread *td, const struct getaudit_addr_args *uap, struct none_result *r)
{
	(void)uap, (void)r;
	return (audit_check(td, PRIV_AUDIT_GETAUDIT));
}

int
sys_setaudit_addr(struct thread *td, const struct setaudit_addr_args *uap, struct none_result *r)
{
	(void)uap, (void)r;
	return (audit_check(td, PRIV_AUDIT_SETAUDIT));
}

int
sys_auditctl(struct thread *td, const struct auditctl_args *uap, struct none_result *r)
{
	(void)uap, (void)r;
	return (audit_check(td, PRIV_AUDIT_CONTROL));
}
