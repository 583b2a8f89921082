/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The list of open files: node kern.file of sysctl(3), which sockstat(1) reads.  FreeBSD's
 * counterpart is sysctl_kern_file() of sys/kern/kern_descrip.c.
 */
#include "file.h"
#include "jail.h"
#include "literal.h"
#include "proc.h"
#include "sysproto.h"
#include "ucred.h"

static void
fill_xfile(struct thread *td, const struct proc *p, int fd, const struct file *fp)
{
	struct values *vs = td->td_kernel->k_values;
	size_t opened = literal_open(vs, "");

	literal_integer(vs, "pid", p->p_pid);
	literal_integer(vs, "uid", ucred_at(td->td_kernel, p->p_ucred)->cr_uid);
	literal_text(vs, "comm", value_text(vs, p->p_comm));
	literal_integer(vs, "fd", fd);
	literal_integer(vs, "type", fp->f_type);
	literal_integer(vs, "so", fp->f_socket);
	literal_close(vs, opened);
}

static void
list_files(struct thread *td, const struct proc *p)
{
	const struct kernel *k = td->td_kernel;
	int error = p_cansee(td, p);

	forgive(td);
	if (alters(td, KINFO_HIDDEN, error != 0, cred_prison(k, td->td_ucred), about_proc(p)))
		return;
	for (uint32_t block = 0; block < p->p_nfdblocks; block++) {
		const struct fdblock *fb = fdblock_find(k, p->p_pid, block);

		for (uint32_t slot = 0; fb != NULL && slot < FD_BLOCK; slot++)
			if (fb->fb_file[slot] != 0)
				fill_xfile(td, p, (int)(block * FD_BLOCK + slot),
				    file_at(k, fb->fb_file[slot]));
	}
}

int
sys_kern_file(struct thread *td, const struct kern_file_args *uap, struct list_result *r)
{
	const struct kernel *k = td->td_kernel;

	(void)uap;
	value_begin(k->k_values);
	FOREACH_PRISON(k, cred_prison(k, td->td_ucred), pr)
	for (const struct proc *p = proc_at(k, pr->pr_procs); p != NULL;
	     p = proc_at(k, p->p_prnext))
		list_files(td, p);
	r->list = value_end(k->k_values);
	return (0);
}
