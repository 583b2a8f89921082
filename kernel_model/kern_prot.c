/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who may see, signal, debug and wait for whom, and what a securelevel forbids.  Each answers 0
 * when it is permitted and an errno otherwise, in the kernel's order of checks.  FreeBSD's
 * counterpart is the file of the same name; its credential calls are in kern_setid.c here.
 *
 * NOT MODELLED: MAC policies; SIGTHR and the three signals after it among processes that rfork(2)
 * made threads of each other; a process inside execve(2), which nobody may debug (EBUSY).
 */
#include <string.h>

#include "constants.h"
#include "jail.h"
#include "kassert.h"
#include "proc.h"
#include "sysctl_node.h"
#include "ucred.h"

/* Has the credential not got the privilege?  The refusal itself decides nothing yet. */
static bool
lacks(struct thread *td, const struct ucred *cr, enum priv priv)
{
	if (priv_check_cred(td, cr, priv) == 0)
		return (false);
	forgive(td);
	return (true);
}

int
securelevel_gt(struct thread *td, const struct ucred *cr, int level)
{
	const struct prison *pr = cred_prison(td->td_kernel, cr);

	return (refuses(
	    td, SECURELEVEL_GT, pr->pr_securelevel > level, pr, about_number(pr->pr_securelevel)));
}

int
securelevel_ge(struct thread *td, const struct ucred *cr, int level)
{
	const struct prison *pr = cred_prison(td->td_kernel, cr);

	return (refuses(
	    td, SECURELEVEL_GE, pr->pr_securelevel >= level, pr, about_number(pr->pr_securelevel)));
}

/* Do viewer and target share no group?  `member' says which of the target's groups count. */
static bool
no_common_group(const struct kernel *k, const struct ucred *viewer, const struct ucred *target,
    uint32_t own, bool (*member)(const struct kernel *, uint32_t, const struct ucred *))
{
	size_t length;
	const char *groups = value_bytes(k->k_values, viewer->cr_groups, &length);

	if (member(k, own, target))
		return (false);
	for (size_t at = 0; at < length; at += sizeof(uint32_t)) {
		uint32_t gid;

		memcpy(&gid, groups + at, sizeof(gid));
		if (member(k, gid, target))
			return (false);
	}
	return (true);
}

static int
cr_canseeotheruids(
    struct thread *td, const struct ucred *cr1, const struct ucred *cr2, struct object what)
{
	if (sysctl_value(td->td_kernel, SYSCTL_security_bsd_see_other_uids) != 0)
		return (0);
	return (refuses(td, SEEOTHERUIDS_OTHER,
	    cr1->cr_ruid != cr2->cr_ruid && lacks(td, cr1, PRIV_SEEOTHERUIDS), NULL, what));
}

static int
cr_canseeothergids(
    struct thread *td, const struct ucred *cr1, const struct ucred *cr2, struct object what)
{
	const struct kernel *k = td->td_kernel;
	int error;

	if (sysctl_value(k, SYSCTL_security_bsd_see_other_gids) != 0)
		return (0);
	bool real = no_common_group(k, cr1, cr2, cr1->cr_rgid, realgroupmember);
	bool effective = no_common_group(k, cr1, cr2, cr1->cr_gid, groupmember);
	bool without = (real || effective) && lacks(td, cr1, PRIV_SEEOTHERGIDS);

	if ((error = refuses(td, SEEOTHERGIDS_NONE_COMMON, without && real, NULL, what)) != 0)
		return (error);
	return (refuses(td, SEEOTHERGIDS_EFFECTIVE, without && effective, NULL, what));
}

/* `rule': what hides the jails below, for this purpose. */
static int
cr_canseejailproc(struct thread *td, const struct ucred *cr1, const struct ucred *cr2,
    enum rule rule, struct object what)
{
	if (sysctl_value(td->td_kernel, SYSCTL_security_bsd_see_jail_proc) != 0)
		return (0);
	return (
	    refuses(td, rule, cr1->cr_prison != cr2->cr_prison && lacks(td, cr1, PRIV_SEEJAILPROC),
		cred_prison(td->td_kernel, cr2), what));
}

/* P8. */
static int
cr_bsd_visible(struct thread *td, const struct ucred *cr1, const struct ucred *cr2, enum rule rule,
    struct object what)
{
	int error;

	if ((error = cr_canseeotheruids(td, cr1, cr2, what)) != 0 ||
	    (error = cr_canseeothergids(td, cr1, cr2, what)) != 0)
		return (error);
	return (cr_canseejailproc(td, cr1, cr2, rule, what));
}

int
cr_cansee(struct thread *td, const struct ucred *cr1, const struct ucred *cr2, struct object what)
{
	int error = prison_check(td, cr1, cr2, what);

	if (error != 0)
		return (error);
	return (cr_bsd_visible(td, cr1, cr2, SEEJAILPROC_OTHER, what));
}

int
p_cansee(struct thread *td, const struct proc *p)
{
	if (permits(td, P_CANSEE_SELF, td->td_proc == p, NULL, about_proc(p)))
		return (0);
	return (cr_cansee(td, td->td_ucred, ucred_at(td->td_kernel, p->p_ucred), about_proc(p)));
}

/* May cr1 tamper with a process of cr2, whose jail may lie below?  P20.9, P30.8. */
static int
cr_can_tamper_with_subjail(struct thread *td, const struct ucred *cr1, const struct ucred *cr2,
    enum priv priv, enum rule rule, struct object what)
{
	const struct prison *pr = cred_prison(td->td_kernel, cr2);

	if (cr1->cr_prison == cr2->cr_prison)
		return (0);
	bool tampers = rule_active(td->td_kernel, rule) && lacks(td, cr1, priv) &&
	    (pr->pr_allow & PR_ALLOW_UNPRIV_PARENT_TAMPER) == 0;

	return (refuses(td, rule, tampers, pr, what));
}

/* Signals that reach also a process that changed identity, as bits. */
#define BIT(signum_) (UINT64_C(1) << (signum_))
#define CONSERVATIVE                                                                               \
	(BIT(0) | BIT(SIGKILL) | BIT(SIGINT) | BIT(SIGTERM) | BIT(SIGALRM) | BIT(SIGSTOP) |        \
	    BIT(SIGTTIN) | BIT(SIGTTOU) | BIT(SIGTSTP) | BIT(SIGHUP) | BIT(SIGUSR1) |              \
	    BIT(SIGUSR2))

static bool
is_conservative(int signum)
{
	return (signum < 64 && (CONSERVATIVE >> signum & 1) != 0);
}

static int
cr_cansignal(struct thread *td, const struct ucred *cr, const struct proc *p, int signum)
{
	const struct kernel *k = td->td_kernel;
	const struct ucred *cr2 = ucred_at(k, p->p_ucred);
	struct object what = about_proc(p);
	int error;

	if ((error = prison_check(td, cr, cr2, what)) != 0 ||
	    (error = cr_bsd_visible(td, cr, cr2, SEEJAILPROC_ACTING, what)) != 0)
		return (error);
	if ((p->p_flag & P_SUGID) != 0 &&
	    sysctl_value(k, SYSCTL_security_bsd_conservative_signals) != 0 &&
	    (error = refuses(td, P_CANSIGNAL_SUGID,
		 !is_conservative(signum) && lacks(td, cr, PRIV_SIGNAL_SUGID), NULL, what)) != 0)
		return (error);
	bool other = cr->cr_ruid != cr2->cr_ruid && cr->cr_ruid != cr2->cr_svuid &&
	    cr->cr_uid != cr2->cr_ruid && cr->cr_uid != cr2->cr_svuid;

	if ((error = refuses(td, P_CANSIGNAL_OTHER_USER,
		 other && lacks(td, cr, PRIV_SIGNAL_DIFFCRED), NULL, what)) != 0)
		return (error);
	return (cr_can_tamper_with_subjail(
	    td, cr, cr2, PRIV_SIGNAL_DIFFJAIL, P_CANSIGNAL_OTHER_JAIL, what));
}

int
p_cansignal(struct thread *td, const struct proc *p, int signum)
{
	const struct kernel *k = td->td_kernel;

	if (permits(td, P_CANSIGNAL_SELF, td->td_proc == p, NULL, about_proc(p)))
		return (0);
	if (signum == SIGCONT &&
	    permits(td, P_CANSIGNAL_CONT, proc_session(k, td->td_proc) == proc_session(k, p), NULL,
		about_proc(p)))
		return (0);
	return (cr_cansignal(td, td->td_ucred, p, signum));
}

/* Are all the ids of the target among the viewer's effective ones? */
static bool
cr_xids_subset(const struct kernel *k, const struct ucred *cr, const struct ucred *target)
{
	size_t length;
	const char *groups = value_bytes(k->k_values, target->cr_groups, &length);

	for (size_t at = 0; at < length; at += sizeof(uint32_t)) {
		uint32_t gid;

		memcpy(&gid, groups + at, sizeof(gid));
		if (!groupmember(k, gid, cr))
			return (false);
	}
	return (groupmember(k, target->cr_gid, cr) && groupmember(k, target->cr_rgid, cr) &&
	    groupmember(k, target->cr_svgid, cr) && cr->cr_uid == target->cr_uid &&
	    cr->cr_uid == target->cr_ruid && cr->cr_uid == target->cr_svuid);
}

/* Steps 6 to 11 of P30: whom the thread reaches and sees. */
static int
p_candebug_identity(struct thread *td, const struct proc *p)
{
	const struct kernel *k = td->td_kernel;
	const struct ucred *cr = td->td_ucred, *cr2 = ucred_at(k, p->p_ucred);
	struct object what = about_proc(p);
	int error;

	if ((error = refuses(td, P_CANDEBUG_OTHER_USER,
		 !cr_xids_subset(k, cr, cr2) && lacks(td, cr, PRIV_DEBUG_DIFFCRED), NULL, what)) !=
		0 ||
	    (error = refuses(td, P_CANDEBUG_SUGID,
		 (p->p_flag & P_SUGID) != 0 && lacks(td, cr, PRIV_DEBUG_SUGID), NULL, what)) != 0 ||
	    (error = cr_can_tamper_with_subjail(
		 td, cr, cr2, PRIV_DEBUG_DIFFJAIL, P_CANDEBUG_OTHER_JAIL, what)) != 0)
		return (error);
	if (p->p_pid == INIT_PID && (error = securelevel_gt(td, cr, 0)) != 0)
		return (error);
	return (refuses(td, P_CANDEBUG_NOTRACE,
	    (p->p_flag & P_NOTRACE) != 0 && lacks(td, cr, PRIV_DEBUG_DENIED), NULL, what));
}

int
p_candebug(struct thread *td, const struct proc *p)
{
	const struct ucred *cr = td->td_ucred, *cr2 = ucred_at(td->td_kernel, p->p_ucred);
	int error;

	if (permits(td, P_CANDEBUG_SELF, td->td_proc == p, NULL, about_proc(p)))
		return (0);
	if ((error = refuses(td, P_CANDEBUG_UNPRIVILEGED, lacks(td, cr, PRIV_DEBUG_UNPRIV),
		 cred_prison(td->td_kernel, cr), about_proc(p))) != 0 ||
	    (error = prison_check(td, cr, cr2, about_proc(p))) != 0 ||
	    (error = cr_bsd_visible(td, cr, cr2, SEEJAILPROC_ACTING, about_proc(p))) != 0)
		return (error);
	return (p_candebug_identity(td, p));
}

int
p_canwait(struct thread *td, const struct proc *p)
{
	return (prison_check(td, td->td_ucred, ucred_at(td->td_kernel, p->p_ucred), about_proc(p)));
}

/* P40. */
int
p_cansched(struct thread *td, const struct proc *p)
{
	const struct ucred *cr = td->td_ucred, *cr2 = ucred_at(td->td_kernel, p->p_ucred);
	bool other = cr->cr_ruid != cr2->cr_ruid && cr->cr_uid != cr2->cr_ruid;
	int error;

	if (permits(td, P_CANSCHED_SELF, td->td_proc == p, NULL, about_proc(p)))
		return (0);
	if ((error = prison_check(td, cr, cr2, about_proc(p))) != 0 ||
	    (error = cr_bsd_visible(td, cr, cr2, SEEJAILPROC_ACTING, about_proc(p))) != 0 ||
	    (error = refuses(td, P_CANSCHED_OTHER_USER, other && lacks(td, cr, PRIV_SCHED_DIFFCRED),
		 NULL, about_proc(p))) != 0)
		return (error);
	return (cr_can_tamper_with_subjail(
	    td, cr, cr2, PRIV_SCHED_DIFFJAIL, P_CANSCHED_OTHER_JAIL, about_proc(p)));
}
