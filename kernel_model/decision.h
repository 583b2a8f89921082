/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A decision is a value.  Every check that decides anything is made through one of these, which
 * records rule, outcome, deciding prison and object in the call's trail.  There is no other way
 * to an errno.
 *
 *	if ((error = refuses(td, PRISON_CHECK_OTHER, !reaches, pr, about_proc(p2))) != 0)
 *		return (error);
 *
 * FreeBSD's counterpart is a return statement; its nearest relative is the priv:kernel DTrace
 * provider.
 */
#ifndef KERNEL_MODEL_DECISION_H
#define KERNEL_MODEL_DECISION_H

#include "about.h"
#include "kernel.h"
#include "state.h"

/* The thread that runs a call; its process is single threaded. */
struct thread {
	struct kernel *td_kernel;
	const struct proc *td_proc;   /* none in calls of the simulation */
	const struct ucred *td_ucred; /* the process's credential; see proc_set_cred() */
	struct trail *td_trail;	      /* of the call */
	struct call *td_call;
	size_t td_begin; /* journal position before the call */
	size_t td_keep;	 /* journal position that a refusal goes back to; see leaves() */
	bool td_killed;	 /* does its process end with the call? */
	int td_last;	 /* error of the last step that held, for the door's assertion */
};

/* Errno of each rule, 0 unless it refuses; rule_info[] says the rest. */
extern const uint8_t rule_errno[RULES];

static inline bool
rule_active(const struct kernel *k, enum rule rule)
{
	return ((ruling_of(k)->ru_active[rule / 32] >> (rule % 32) & 1) != 0);
}

/* Records one check and answers whether the rule took effect: it holds and is in force. */
static inline bool
decide(struct thread *td, enum rule rule, bool holds, const struct prison *pr, struct object what)
{
	struct trail *t = td->td_trail;
	bool held = holds && rule_active(td->td_kernel, rule);

	if (t->count == TRAIL_STEPS) {
		t->dropped++;
		if (!held)
			return (false);
		t->count--; /* what held last is what decides */
	}
	t->steps[t->count++] = (struct step) {
		.rule = (uint16_t)rule,
		.held = held,
		.kind = (uint8_t)what.kind,
		.id = what.id,
		.jid = pr == NULL ? NO_JID : pr->pr_id,
	};
	if (held)
		td->td_last = rule_errno[rule];
	return (held);
}

/* 0, or the rule's errno when it holds; `pr' is the prison that decides, or NULL. */
static inline int
refuses(struct thread *td, enum rule rule, bool holds, const struct prison *pr, struct object what)
{
	return (decide(td, rule, holds, pr, what) ? rule_errno[rule] : 0);
}

/*
 * The same where nothing can follow once it holds: a name that is not there, a descriptor that is
 * not open.  With the rule switched off the call ends as NOT_MODELLED, which is always in force.
 */
static inline int
must_refuse(
    struct thread *td, enum rule rule, bool holds, const struct prison *pr, struct object what)
{
	int error = refuses(td, rule, holds, pr, what);

	return (error == 0 && holds ? refuses(td, NOT_MODELLED, true, pr, what) : error);
}

/* Does the rule permit what would otherwise be refused? */
static inline bool
permits(struct thread *td, enum rule rule, bool holds, const struct prison *pr, struct object what)
{
	return (decide(td, rule, holds, pr, what));
}

/* Does the rule give another outcome than the one asked for, with no errno? */
static inline bool
alters(struct thread *td, enum rule rule, bool holds, const struct prison *pr, struct object what)
{
	return (decide(td, rule, holds, pr, what));
}

/* What has changed so far stays changed even if the call is refused from here on. */
void leaves(struct thread *);

/* `error' of an inner check was accepted and the call goes on: it is no longer the outcome. */
static inline void
forgive(struct thread *td)
{
	td->td_last = 0;
}

#endif
