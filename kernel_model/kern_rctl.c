/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who may see and limit what jails, users and processes use.  FreeBSD's counterpart is the file of
 * the same name.
 *
 * NOT MODELLED: accounting and rules, so that past the checks these calls answer ENOSYS.
 */
#include "jail.h"
#include "sysctl_node.h"
#include "sysproto.h"

/* R2: first whether resources are accounted for, then the privilege, which no jail has. */
static int
rctl_check(struct thread *td, enum priv priv, value_ix text)
{
	bool off = sysctl_value(td->td_kernel, SYSCTL_kern_racct_enable) == 0;
	int error;

	if ((error = refuses(td, RCTL_DISABLED, off, NULL, about_priv(priv))) != 0 ||
	    (error = priv_check(td, priv)) != 0)
		return (error);
	return (refuses(td, NOT_MODELLED, true, NULL, about_value(text)));
}

int
sys_rctl_get_racct(struct thread *td, const struct rctl_get_racct_args *uap, struct text_result *r)
{
	(void)r;
	return (rctl_check(td, PRIV_RCTL_GET_RACCT, uap->subject));
}

int
sys_rctl_get_rules(struct thread *td, const struct rctl_get_rules_args *uap, struct text_result *r)
{
	(void)r;
	return (rctl_check(td, PRIV_RCTL_GET_RULES, uap->filter));
}

int
sys_rctl_add_rule(struct thread *td, const struct rctl_add_rule_args *uap, struct none_result *r)
{
	(void)r;
	return (rctl_check(td, PRIV_RCTL_ADD_RULE, uap->rule));
}

int
sys_rctl_remove_rule(
    struct thread *td, const struct rctl_remove_rule_args *uap, struct none_result *r)
{
	(void)r;
	return (rctl_check(td, PRIV_RCTL_REMOVE_RULE, uap->filter));
}
