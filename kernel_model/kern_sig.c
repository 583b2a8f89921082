/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Signals: who gets one and what it does.  Programs of this model catch no signal, so each has
 * its default action.  FreeBSD's counterpart is the file of the same name.
 *
 * NOT MODELLED: handlers and masks, what init does on a signal (it ignores all), core dumps, the
 * order of pending signals, and keeping real-time signals for a stopped process.
 */
#include "constants.h"
#include "jail.h"
#include "proc.h"
#include "sysproto.h"
#include "ucred.h"

#define SIG_MAXSIG   128 /* the highest number */
#define SIG_KEPT     32	 /* the highest that waits for a stopped process */

#define BIT(signum_) (UINT64_C(1) << (signum_))
#define IGNORED                                                                                    \
	(BIT(SIGURG) | BIT(SIGCONT) | BIT(SIGCHLD) | BIT(SIGIO) | BIT(SIGWINCH) | BIT(SIGINFO) |   \
	    BIT(SIGTHR) | BIT(SIGLIBRT))
#define TTY_STOPS (BIT(SIGTSTP) | BIT(SIGTTIN) | BIT(SIGTTOU))
#define STOPS	  (BIT(SIGSTOP) | TTY_STOPS)

static bool
is_among(uint64_t set, int signum)
{
	return (signum < 64 && (set >> signum & 1) != 0);
}

/* The bit of p_sigpend. */
static uint32_t
pending_bit(int signum)
{
	return (signum <= SIG_KEPT ? 1u << (signum - 1) : 0);
}

static void
stop(struct thread *td, const struct proc *cp, int signum)
{
	struct proc *p = proc_change(td, cp);

	p->p_sigpend &= ~pending_bit(SIGCONT);
	p->p_flag |= P_STOPPED;
	p->p_flag &= ~(P_WAITED | P_CONTINUED);
	p->p_xstat = (uint32_t)signum;
}

/* Lets a stopped process run; the signals that waited, less those in `dropped', come now. */
static void
resume(struct thread *td, const struct proc *cp, uint64_t dropped)
{
	struct proc *p = proc_change(td, cp);
	uint32_t pid = cp->p_pid, pending = p->p_sigpend & ~(uint32_t)(dropped >> 1);

	p->p_flag &= ~(P_STOPPED | P_WAITED);
	p->p_xstat = 0;
	p->p_sigpend = 0;
	for (int signum = 1; signum <= SIG_KEPT; signum++)
		if ((pending & pending_bit(signum)) != 0 &&
		    pfind(td->td_kernel, (int32_t)pid) == cp)
			psignal(td, cp, signum);
}

/* Whom the default action of the signal does nothing to, with the reason. */
static bool
is_ignored(struct thread *td, const struct proc *p, int signum)
{
	const struct kernel *k = td->td_kernel;

	if (p->p_pid == INIT_PID) {
		(void)alters(td, PSIGNAL_INIT, true, NULL, about_proc(p));
		return (true);
	}
	if (is_among(TTY_STOPS, signum) &&
	    alters(
		td, PSIGNAL_ORPHANED, pgrp_orphaned(k, pgrp_at(k, p->p_pgrp)), NULL, about_proc(p)))
		return (true);
	return (is_among(IGNORED, signum) && signum != SIGCONT &&
	    alters(td, PSIGNAL_IGNORED, true, NULL, about_number(signum)));
}

/* The default action on a process that runs. */
static void
act(struct thread *td, const struct proc *p, int signum)
{
	if (is_ignored(td, p, signum))
		return;
	if (is_among(STOPS, signum))
		stop(td, p, signum);
	else if (signum != SIGCONT)
		exit1(td, p, (uint32_t)signum);
}

void
psignal(struct thread *td, const struct proc *p, int signum)
{
	bool stopped = (p->p_flag & P_STOPPED) != 0;

	if (is_zombie(p) || (p->p_flag & P_WEXIT) != 0)
		return;
	if (signum == SIGKILL || p->p_pid == INIT_PID) {
		act(td, p, signum);
		return;
	}
	if ((p->p_flag & P_TRACED) != 0 && alters(td, PSIGNAL_TRACED, true, NULL, about_proc(p))) {
		if (!stopped)
			stop(td, p, signum);
		else
			proc_change(td, p)->p_sigpend |= pending_bit(signum);
		return;
	}
	if (signum == SIGCONT && stopped) {
		proc_change(td, p)->p_flag |= P_CONTINUED;
		resume(td, p, STOPS);
		return;
	}
	if (stopped && alters(td, PSIGNAL_STOPPED, true, NULL, about_proc(p))) {
		if (!is_among(IGNORED | STOPS, signum))
			proc_change(td, p)->p_sigpend |= pending_bit(signum);
		return;
	}
	act(td, p, signum);
}

void
ptrace_resume(struct thread *td, const struct proc *p, int signum)
{
	uint32_t pid = p->p_pid;

	if (signum != 0) {
		proc_change(td, p)->p_flag &= ~P_STOPPED;
		act(td, p, signum);
	}
	if (pfind(td->td_kernel, (int32_t)pid) == p && (signum == 0 || !is_among(STOPS, signum)))
		resume(td, p, 0);
}

/* What kill(2) found among several targets. */
struct killed {
	bool found, sent;
};

/* P22: one target; the signal itself goes out when all are decided, as it changes the lists. */
static void
kill_mark(struct thread *td, const struct proc *p, int signum, struct killed *killed)
{
	if (p->p_pid == INIT_PID)
		return;
	int error = p_cansignal(td, p, signum);

	forgive(td);
	killed->found = killed->found || error != BSD_ESRCH;
	killed->sent = killed->sent || error == 0;
	if (error == 0 && signum != 0 && !is_zombie(p))
		proc_change(td, p)->p_flag |= P_MARKED;
}

/* Everybody whom the caller can reach, but itself. */
static void
kill_all(struct thread *td, int signum, struct killed *killed)
{
	const struct kernel *k = td->td_kernel;

	FOREACH_PRISON(k, cred_prison(k, td->td_ucred), pr)
	for (const struct proc *p = proc_at(k, pr->pr_procs); p != NULL;
	     p = proc_at(k, p->p_prnext))
		if (p != td->td_proc)
			kill_mark(td, p, signum, killed);
}

static void
kill_group(struct thread *td, const struct pgrp *pg, int signum, struct killed *killed)
{
	const struct kernel *k = td->td_kernel;

	for (const struct proc *p = proc_at(k, pg->pg_members); p != NULL;
	     p = proc_at(k, p->p_pgnext))
		kill_mark(td, p, signum, killed);
}

struct delivery {
	struct thread *td;
	int signum;
};

/* The journal knows who was marked, whatever has become of the lists. */
static void
deliver(void *arg, enum table t, uint32_t ix, const void *former, bool live)
{
	const struct delivery *d = arg;
	const struct proc *p = proc_at(d->td->td_kernel, ix);

	(void)former;
	if (t != TABLE_proc || !live || (p->p_flag & P_MARKED) == 0)
		return;
	proc_change(d->td, p)->p_flag &= ~P_MARKED;
	psignal(d->td, p, d->signum);
}

static int
killpg1(struct thread *td, int32_t pid, int signum)
{
	struct kernel *k = td->td_kernel;
	const struct pgrp *pg =
	    pid == 0 ? pgrp_at(k, td->td_proc->p_pgrp) : pgrp_find(k, 0 - (uint32_t)pid, 0);
	struct killed killed = { false, false };
	struct delivery delivery = { td, signum };
	int error = 0;

	if (pid == -1)
		kill_all(td, signum, &killed);
	else if ((error = refuses(td, KILL_NO_GROUP, pg == NULL, NULL, about_pid(pid))) != 0)
		return (error);
	else if (pg != NULL)
		kill_group(td, pg, signum, &killed);
	journal_visit(k, td->td_begin, k->k_journal.used, deliver, &delivery);
	if ((error = refuses(td, KILL_NONE_SEEN, !killed.found, NULL, about_pid(pid))) != 0)
		return (error);
	return (
	    refuses(td, KILL_NONE_PERMITTED, killed.found && !killed.sent, NULL, about_pid(pid)));
}

int
sys_kill(struct thread *td, const struct kill_args *uap, struct none_result *r)
{
	const struct proc *p;
	int error;

	(void)r;
	if ((error = refuses(td, KILL_SIGNAL, uap->sig < 0 || uap->sig > SIG_MAXSIG, NULL,
		 about_number(uap->sig))) != 0)
		return (error);
	if (uap->pid <= 0)
		return (killpg1(td, uap->pid, uap->sig));
	p = pfind_any(td->td_kernel, uap->pid);
	if ((error = refuses(td, PFIND_NONE, p == NULL, NULL, about_pid(uap->pid))) != 0 ||
	    p == NULL || (error = p_cansignal(td, p, uap->sig)) != 0)
		return (error);
	if (uap->sig > 0 && uap->sig <= SIG_MAXSIG)
		psignal(td, p, uap->sig);
	return (0);
}
