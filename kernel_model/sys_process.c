/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ptrace(2): who may trace whom, and stopping, continuing, letting go.  FreeBSD's counterpart is
 * the file of the same name.
 *
 * NOT MODELLED: memory, registers and threads of the traced process; kernel processes.
 */
#include "constants.h"
#include "proc.h"
#include "sysctl_node.h"
#include "sysproto.h"
#include "ucred.h"

#define SIG_MAXSIG 128

/* PT_TRACE_ME: the parent becomes the tracer, so it must not be init. */
static int
ptrace_me(struct thread *td)
{
	const struct kernel *k = td->td_kernel;
	const struct proc *p = td->td_proc, *pp = proc_at(k, p->p_pptr);
	int error;

	if ((error = refuses(
		 td, PTRACE_TRACED, (p->p_flag & P_TRACED) != 0, NULL, about_proc(p))) != 0 ||
	    (error = refuses(td, PTRACE_INIT_PARENT, pp == NULL || pp->p_pid == INIT_PID, NULL,
		 about_proc(p))) != 0)
		return (error);
	if (pp != NULL && p->p_oppid == 0)
		proc_trace(td, pp, p);
	return (0);
}

/* Is the process an ancestor of a caller that is itself traced?  Who traces an ancestor becomes
 * its parent, so the way up may lead round. */
static bool
traces_ancestor(const struct thread *td, const struct proc *p)
{
	const struct kernel *k = td->td_kernel;
	const struct proc *pp = td->td_proc;

	if ((td->td_proc->p_flag & P_TRACED) == 0)
		return (false);
	for (uint32_t n = system_of(k)->sy_nprocs; n > 0 && pp != NULL && pp != p; n--)
		pp = proc_at(k, pp->p_pptr);
	return (pp == p);
}

static int
ptrace_attach(struct thread *td, const struct proc *p)
{
	bool self = p == td->td_proc, traced = (p->p_flag & P_TRACED) != 0;
	int error;

	if ((error = refuses(td, PTRACE_SELF, self, NULL, about_proc(p))) != 0 ||
	    (error = refuses(td, PTRACE_TRACED, traced, NULL, about_proc(p))) != 0 ||
	    (error = refuses(td, PTRACE_ANCESTOR, traces_ancestor(td, p), NULL, about_proc(p))) !=
		0)
		return (error);
	if (self || p->p_oppid != 0 || p->p_pptr == 0)
		return (refuses(td, NOT_MODELLED, true, NULL, about_proc(p)));
	proc_trace(td, td->td_proc, p);
	psignal(td, p, SIGSTOP);
	return (0);
}

/* What the caller, who traces it, does to the process. */
static int
ptrace_request(struct thread *td, const struct proc *p, const struct ptrace_args *uap)
{
	int error = 0;

	switch (uap->request) {
	case PT_CONTINUE:
	case PT_DETACH:
		error = refuses(td, PTRACE_SIGNAL, uap->data < 0 || uap->data > SIG_MAXSIG, NULL,
		    about_number(uap->data));
		if (error != 0)
			return (error);
		if (uap->request == PT_DETACH)
			proc_untrace(td, p);
		ptrace_resume(td, p, uap->data);
		return (0);
	case PT_KILL:
		psignal(td, p, SIGKILL);
		return (0);
	default:
		return (refuses(td, NOT_MODELLED, true, NULL, about_number(uap->request)));
	}
}

/* Everything but PT_TRACE_ME and PT_ATTACH needs a process that the caller traces and whose stop
 * it has waited for. */
static int
ptrace_traced(struct thread *td, const struct proc *p, const struct ptrace_args *uap)
{
	bool mine = proc_at(td->td_kernel, p->p_pptr) == td->td_proc;
	bool traced = (p->p_flag & P_TRACED) != 0;
	int error;

	if ((error = refuses(td, PTRACE_NOT_TRACED, !traced, NULL, about_proc(p))) != 0 ||
	    (error = refuses(td, PTRACE_OTHER_TRACER, traced && !mine, NULL, about_proc(p))) != 0 ||
	    (error = refuses(td, PTRACE_RUNNING, traced && (p->p_flag & P_STOPPED) == 0, NULL,
		 about_proc(p))) != 0 ||
	    (error = refuses(td, PTRACE_NOT_WAITED, traced && (p->p_flag & P_WAITED) == 0, NULL,
		 about_proc(p))) != 0)
		return (error);
	return (ptrace_request(td, p, uap));
}

int
sys_ptrace(struct thread *td, const struct ptrace_args *uap, struct num_result *r)
{
	const struct kernel *k = td->td_kernel;
	bool me = uap->request == PT_TRACE_ME;
	const struct proc *p = me ? td->td_proc : pfind(k, uap->pid);
	int error;

	(void)r;
	if ((error = refuses(td, PTRACE_DISABLED,
		 sysctl_value(k, SYSCTL_security_bsd_allow_ptrace) == 0, NULL,
		 about_number(uap->request))) != 0 ||
	    (error = refuses(td, PFIND_NONE, p == NULL, NULL, about_pid(uap->pid))) != 0 ||
	    p == NULL || (error = p_cansee(td, p)) != 0 || (error = p_candebug(td, p)) != 0)
		return (error);
	if (me)
		return (ptrace_me(td));
	if (uap->request == PT_ATTACH)
		return (ptrace_attach(td, p));
	return (ptrace_traced(td, p, uap));
}
