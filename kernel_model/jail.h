/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Prisons: kern_jail.c.  Only strict descendants of one's own prison can be named or reached as
 * jails; FreeBSD's counterpart is sys/jail.h.
 */
#ifndef KERNEL_MODEL_JAIL_H
#define KERNEL_MODEL_JAIL_H

#include "decision.h"
#include "jail_allow.h"
#include "ucred.h"

enum prison_state { PRISON_STATE_INVALID, PRISON_STATE_ALIVE, PRISON_STATE_DYING };

/* pr_flags */
#define PR_PERSIST   0x01u /* lives without processes */
#define PR_HOST	     0x02u /* has its own host information */
#define PR_VNET	     0x04u /* has its own network stack */
#define PR_IP4_USER  0x08u /* has its own IPv4 list, perhaps empty */
#define PR_IP6_USER  0x10u /* has its own IPv6 list, perhaps empty */
#define PR_IP4_SADDR 0x20u /* ip4.saddrsel */
#define PR_IP6_SADDR 0x40u /* ip6.saddrsel */
#define PR_IP4	     0x80u /* restricted to a list, its own or an ancestor's */
#define PR_IP6	     0x100u
#define PR_DESCS     0x200u /* has been named by a descriptor */

#define JAIL_MAX     999999u /* highest jail id */

static inline const struct prison *
prison0(const struct kernel *k)
{
	return (prison_at(k, PRISON0));
}

/* Is `pr2' a strict descendant of `pr1'?  Climbs from pr2, so its depth is the cost. */
bool prison_ischild(const struct kernel *, const struct prison *pr1, const struct prison *pr2);
/* Own prison or a descendant: P1. */
bool prison_reaches(const struct kernel *, const struct prison *pr1, const struct prison *pr2);
/* ESRCH unless cr2's prison is cr1's own or a descendant of it. */
int prison_check(
    struct thread *, const struct ucred *cr1, const struct ucred *cr2, struct object what);

/* Next prison after `pr' in the tree below (and with) `top', parents first; NULL at the end. */
const struct prison *prison_next(
    const struct kernel *, const struct prison *top, const struct prison *pr);
/* The same without what is below `pr'. */
const struct prison *prison_skip(
    const struct kernel *, const struct prison *top, const struct prison *pr);
#define FOREACH_PRISON(k_, top_, pr_)                                                              \
	for (const struct prison *pr_ = (top_); pr_ != NULL; pr_ = prison_next((k_), (top_), pr_))

/* The live strict descendant of `mypr' with this jid or (relative) name, or NULL: scans nothing. */
const struct prison *prison_find_child(
    const struct kernel *, const struct prison *mypr, uint32_t jid);
const struct prison *prison_find_name(
    const struct kernel *, const struct prison *mypr, const char *name);

/* References: pr_ref keeps the record, pr_uref keeps it alive (J2).  A process holds both. */
void prison_hold(struct thread *, prison_ix);
void prison_free(struct thread *, prison_ix);
/* After either fell: dead without pr_uref, gone without both, and so up the tree (J3). */
void prison_deref(struct thread *, prison_ix);
/* ALIVE becomes DYING: the name is free for others. */
void prison_die(struct thread *, const struct prison *);
/* jail_remove(2) past its checks: the jail, all below it and their processes; no effect on a dying
 * one.  A caller that is among them ends with its call. */
void prison_remove(struct thread *, const struct prison *);
/* What jail_attach(2) does once it may: EPERM EACCES EDEADLK. */
int do_jail_attach(struct thread *, const struct prison *);
/* Takes a live prison's name out of prname. */
void prison_name_forget(struct thread *, const struct prison *);
/*
 * Puts a process on / takes it off the list of its credential's prison, with pr_uref: when it is
 * made, when it exits (a zombie is on no list) and, by proc_set_cred(), when it moves.
 */
void prison_proc_link(struct thread *, const struct proc *);
void prison_proc_unlink(struct thread *, const struct proc *);

/* The prison whose host information `pr' shows: nearest self-or-ancestor with PR_HOST. */
const struct prison *prison_host(const struct kernel *, const struct prison *pr);

/* The last component of its name. */
const char *prison_component(const struct kernel *, const struct prison *);
/* Name and path as somebody in `viewer' sees them ("0" and "/" for the own jail); new values. */
value_ix prison_name(struct thread *, const struct prison *viewer, const struct prison *pr);
value_ix prison_path(struct thread *, const struct prison *viewer, const struct prison *pr);

/* F38: 0 when the mount is visible to the credential, else 1.  F39: the mount-on text shown. */
int prison_canseemount(struct thread *, const struct ucred *, const struct mount *);
value_ix prison_enforce_statfs(struct thread *, const struct ucred *, const struct mount *);

#endif
