/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * procctl(2): a process that wants not to be traced, and one that wants no new privileges.
 * FreeBSD's counterpart is the file of the same name.
 *
 * NOT MODELLED: all other commands, and ids that name more than one process.
 */
#include "constants.h"
#include "proc.h"
#include "sysproto.h"
#include "ucred.h"

/* Only the process itself may allow again what it or somebody else forbade. */
static int
trace_ctl(struct thread *td, const struct proc *p, int64_t how)
{
	bool self = p == td->td_proc, traced = (p->p_flag & P_TRACED) != 0;
	bool on = how == PROC_TRACE_CTL_ENABLE, exec = how == PROC_TRACE_CTL_DISABLE_EXEC;
	bool off = how == PROC_TRACE_CTL_DISABLE, weaker = (p->p_flag & P_NOTRACE_EXEC) != 0;
	int error;

	if ((error = refuses(td, PROCCTL_TRACED, traced, NULL, about_proc(p))) != 0 ||
	    (error = refuses(td, PROCCTL_TRACE_SELF, !self && (on || (off && weaker)), NULL,
		 about_proc(p))) != 0 ||
	    (error = refuses(
		 td, PROCCTL_ARGUMENT, !on && !off && !exec, NULL, about_number(how))) != 0)
		return (error);
	uint32_t flags = on ? 0 : exec ? P_NOTRACE | P_NOTRACE_EXEC : P_NOTRACE;
	struct proc *change = proc_change(td, p);

	change->p_flag = (change->p_flag & ~(P_NOTRACE | P_NOTRACE_EXEC)) | flags;
	return (0);
}

static int
no_new_privs_ctl(struct thread *td, const struct proc *p, int64_t how)
{
	int error =
	    refuses(td, PROCCTL_ARGUMENT, how != PROC_NO_NEW_PRIVS_ENABLE, NULL, about_number(how));

	if (error == 0)
		proc_change(td, p)->p_flag |= P_NO_NEW_PRIVS;
	return (error);
}

int
sys_procctl(struct thread *td, const struct procctl_args *uap, struct none_result *r)
{
	const struct kernel *k = td->td_kernel;
	bool trace = uap->cmd == PROC_TRACE_CTL, privs = uap->cmd == PROC_NO_NEW_PRIVS_CTL;
	const struct proc *p = uap->id == 0 ? td->td_proc : pfind(k, uap->id);
	int error;

	(void)r;
	if ((error = refuses(td, NOT_MODELLED, uap->idtype != P_PID || (!trace && !privs), NULL,
		 about_number(uap->cmd))) != 0 ||
	    (error = refuses(td, PFIND_NONE, p == NULL, NULL, about_pid(uap->id))) != 0 ||
	    p == NULL || (error = p_cansee(td, p)) != 0 || (error = p_candebug(td, p)) != 0)
		return (error);
	return (trace ? trace_ctl(td, p, uap->arg) : no_new_privs_ctl(td, p, uap->arg));
}
