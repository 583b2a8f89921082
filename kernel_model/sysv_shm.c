/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System V shared memory: segments, where processes have them attached, and what the jail says (in
 * sysv_ipc.c).  Permission is asked when a segment is attached; what is attached stays so, whatever
 * becomes of the jail.  FreeBSD's counterpart is the file of the same name.
 *
 * NOT MODELLED: contents beyond the first 64 KiB of a segment, SHM_REMAP, attaching above 16 TiB,
 * kern.ipc.shm_allow_removed (1, its default).
 */
#include "constants.h"
#include "proc.h"
#include "sysctl_node.h"
#include "sysproto.h"
#include "sysv_ipc.h"
#include "vfs_syscalls.h"
#include "vm_fault.h"

/* The first page of what is attached without an address; amd64 puts it above the data. */
#define SHM_FIRST_PAGE UINT32_C(0x800000)

#define IPC_INFO       3
#define SHM_STAT       13
#define SHM_INFO       14

static uint32_t
pages(int64_t size)
{
	return ((uint32_t)((size + PAGE_SIZE - 1) / PAGE_SIZE));
}

/* shmget */

/* Is there room for it?  EINVAL ENOSPC ENOMEM. */
static int
shmget_check(struct thread *td, int64_t size)
{
	const struct kernel *k = td->td_kernel;
	bool bad = size < sysctl_value(k, SYSCTL_kern_ipc_shmmin) ||
	    size > sysctl_value(k, SYSCTL_kern_ipc_shmmax);
	int error = must_refuse(td, SHMGET_SIZE, bad, NULL, about_number(size));

	if (error != 0)
		return (error);
	int64_t committed = pages(size), used = 0;

	for (const struct ipcobj *io = ipc_next(k, SYSV_SHM, 0); io != NULL;
	     io = ipc_next(k, SYSV_SHM, io->io_index + 1)) {
		committed += pages(io->io_size);
		used++;
	}
	bool many = used >= sysctl_value(k, SYSCTL_kern_ipc_shmmni);
	bool full = committed > sysctl_value(k, SYSCTL_kern_ipc_shmall);

	if ((error = refuses(td, IPC_FULL, many, NULL, about_number(used))) != 0)
		return (error);
	return (refuses(td, SHMGET_MEMORY, full, NULL, about_number(committed)));
}

static int
shmget_allocate_segment(struct thread *td, const struct shmget_args *uap, int64_t *id)
{
	struct ipcobj *io;
	int error;

	if ((error = shmget_check(td, uap->size)) != 0 ||
	    (error = ipc_allocate(td, SYSV_SHM, uap->key, uap->shmflg,
		 sysctl_value(td->td_kernel, SYSCTL_kern_ipc_shmmni), &io)) != 0)
		return (error);
	io->io_size = pages(uap->size) * PAGE_SIZE;
	*id = ipc_id(io);
	return (0);
}

/* FreeBSD asks no permission here, but when the segment is attached. */
int
sys_shmget(struct thread *td, const struct shmget_args *uap, struct num_result *r)
{
	const struct prison *root;
	const int both = IPC_CREAT | IPC_EXCL;
	int error = ipc_prison(td, SYSV_SHM, &root);

	if (error != 0)
		return (error);
	const struct ipcobj *io = ipc_find_key(td, SYSV_SHM, uap->key);
	bool create = uap->key == IPC_PRIVATE || (uap->shmflg & IPC_CREAT) != 0;

	if (io == NULL) {
		error = must_refuse(td, IPC_NO_KEY, !create, NULL, about_number(uap->key));
		return (error != 0 ? error : shmget_allocate_segment(td, uap, &r->value));
	}
	bool exclusive = (uap->shmflg & both) == both;
	bool small = uap->size < 0 || uap->size > io->io_size;

	r->value = ipc_id(io);
	if ((error = refuses(td, IPC_EXISTS, exclusive, NULL, about_number(uap->key))) != 0)
		return (error);
	return (refuses(td, SHMGET_SMALL, small, NULL, about_number(uap->size)));
}

/* shmat, shmdt */

const struct shmmap *
shmmap_first(const struct kernel *k, const struct proc *p)
{
	const struct vmspace *vm = vmspace_find(k, p->p_pid, 0);

	return (vm == NULL ? NULL : shmmap_at(k, vm->vm_shm));
}

/* A new first attachment of the process, or none any more: 0 or ROOM. */
static int
vmspace_set(struct thread *td, const struct proc *p, shmmap_ix first)
{
	const struct vmspace *vm = vmspace_find(td->td_kernel, p->p_pid, 0);
	struct vmspace *made;
	int error;

	if (vm != NULL && first == 0)
		vmspace_erase(td, vm);
	else if (vm != NULL)
		vmspace_change(td, vm)->vm_shm = first;
	if (vm != NULL || first == 0)
		return (0);
	if ((error = vmspace_alloc(td, &made)) != 0)
		return (error);
	made->vm_pid = p->p_pid;
	made->vm_shm = first;
	vmspace_enter(td, made);
	return (0);
}

/* Where an attachment of so many pages goes; its number is in *page.  EINVAL EMFILE ENOMEM. */
static int
shmat_place(struct thread *td, const struct shmat_args *uap, uint32_t npages, uint32_t *page)
{
	const struct kernel *k = td->td_kernel;
	bool rounds = (uap->shmflg & SHM_RND) != 0, taken = false;
	bool crooked = uap->shmaddr != 0 && !rounds && uap->shmaddr % PAGE_SIZE != 0;
	bool high = uap->shmaddr < 0 || uap->shmaddr / PAGE_SIZE > (int64_t)UINT32_MAX - npages;
	int32_t attached = 0;
	int error;

	*page = uap->shmaddr == 0 ? SHM_FIRST_PAGE : (uint32_t)(uap->shmaddr / PAGE_SIZE);
	for (const struct shmmap *m = shmmap_first(k, td->td_proc); m != NULL;
	     m = shmmap_at(k, m->sm_next)) {
		attached++;
		if (uap->shmaddr == 0 && *page < m->sm_page + m->sm_npages)
			*page = m->sm_page + m->sm_npages;
		taken = taken || (*page < m->sm_page + m->sm_npages && m->sm_page < *page + npages);
	}
	if ((error = refuses(td, SHMAT_MANY, attached >= sysctl_value(k, SYSCTL_kern_ipc_shmseg),
		 NULL, about_number(attached))) != 0 ||
	    (error = must_refuse(td, SHMAT_ALIGNMENT, crooked, NULL, about_number(uap->shmaddr))) !=
		0 ||
	    (error = not_modelled(td, high, about_number(uap->shmaddr))) != 0)
		return (error);
	return (must_refuse(td, SHMAT_TAKEN, taken, NULL, about_number(uap->shmaddr)));
}

/* Puts an attachment on the list of a process: 0 or ROOM. */
static int
shm_attach(struct thread *td, const struct proc *p, const struct shmmap *like)
{
	const struct kernel *k = td->td_kernel;
	struct shmmap *m;
	int error = shmmap_alloc(td, &m);

	if (error != 0)
		return (error);
	*m = *like;
	m->sm_next = shmmap_ix_of(k, shmmap_first(k, p));
	ipcobj_change(td, ipcobj_at(k, m->sm_object))->io_nattch++;
	return (vmspace_set(td, p, shmmap_ix_of(k, m)));
}

int
sys_shmat(struct thread *td, const struct shmat_args *uap, struct num_result *r)
{
	const struct kernel *k = td->td_kernel;
	bool readonly = (uap->shmflg & SHM_RDONLY) != 0;
	const struct prison *root;
	const struct ipcobj *io;
	uint32_t page;
	int error;

	if ((error = ipc_prison(td, SYSV_SHM, &root)) != 0 ||
	    (error = ipc_find(td, SYSV_SHM, root, uap->shmid, &io)) != 0 ||
	    (error = ipcperm(td, io, readonly ? IPC_R : IPC_R | IPC_W)) != 0 ||
	    (error = shmat_place(td, uap, pages(io->io_size), &page)) != 0 ||
	    (error = shm_attach(td, td->td_proc,
		 &(struct shmmap) { .sm_object = ipcobj_ix_of(k, io),
		     .sm_page = page,
		     .sm_npages = pages(io->io_size),
		     .sm_readonly = readonly })) != 0)
		return (error);
	struct ipcobj *segment = ipcobj_change(td, io);

	segment->io_lpid = td->td_proc->p_pid;
	segment->io_atime = (uint32_t)system_of(k)->sy_clock;
	r->value = (int64_t)page * PAGE_SIZE;
	return (0);
}

/* The attachment is off all lists already. */
static void
shm_delete_mapping(struct thread *td, const struct shmmap *m)
{
	const struct kernel *k = td->td_kernel;
	struct ipcobj *segment = ipcobj_change(td, ipcobj_at(k, m->sm_object));

	shmmap_erase(td, m);
	segment->io_dtime = (uint32_t)system_of(k)->sy_clock;
	if (--segment->io_nattch == 0 && (segment->io_state & IPC_REMOVED) != 0)
		ipc_free(td, segment);
}

int
sys_shmdt(struct thread *td, const struct shmdt_args *uap, struct none_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct shmmap *m = shmmap_first(k, td->td_proc), *before = NULL;
	const struct prison *root;
	int error = ipc_prison(td, SYSV_SHM, &root);

	(void)r;
	if (error != 0)
		return (error);
	while (m != NULL && (int64_t)m->sm_page * PAGE_SIZE != uap->shmaddr) {
		before = m;
		m = shmmap_at(k, m->sm_next);
	}
	if ((error = must_refuse(
		 td, SHMDT_NOT_ATTACHED, m == NULL, NULL, about_number(uap->shmaddr))) != 0)
		return (error);
	if (before == NULL)
		(void)vmspace_set(td, td->td_proc, m->sm_next);
	else
		shmmap_change(td, before)->sm_next = m->sm_next;
	shm_delete_mapping(td, m);
	return (0);
}

int
shmfork(struct thread *td, const struct proc *parent, const struct proc *child)
{
	const struct kernel *k = td->td_kernel;
	int error = 0;

	for (const struct shmmap *m = shmmap_first(k, parent); m != NULL && error == 0;
	     m = shmmap_at(k, m->sm_next))
		error = shm_attach(td, child, m);
	return (error);
}

void
shmexit(struct thread *td, const struct proc *p)
{
	const struct kernel *k = td->td_kernel;
	const struct shmmap *m = shmmap_first(k, p);

	if (m != NULL)
		(void)vmspace_set(td, p, 0);
	while (m != NULL) {
		const struct shmmap *next = shmmap_at(k, m->sm_next);

		shm_delete_mapping(td, m);
		m = next;
	}
}

/* shmctl */

static void
shm_stat(struct thread *td, const struct ipcobj *io, struct shmds_result *r)
{
	*r = (struct shmds_result) {
		.key = ipc_key(td, io),
		.uid = io->io_uid,
		.gid = io->io_gid,
		.cuid = io->io_cuid,
		.cgid = io->io_cgid,
		.mode = io->io_mode,
		.segsz = io->io_size,
		.lpid = io->io_lpid,
		.cpid = io->io_cpid,
		.nattch = io->io_nattch,
		.atime = io->io_atime,
		.dtime = io->io_dtime,
		.ctime = io->io_ctime,
	};
}

int
sys_shmctl(struct thread *td, const struct shmctl_args *uap, struct shmds_result *r)
{
	const struct prison *root;
	const struct ipcobj *io;
	int cmd = uap->cmd, error;
	bool linux = cmd == IPC_INFO || cmd == SHM_STAT || cmd == SHM_INFO;
	bool known = cmd == IPC_STAT || cmd == IPC_SET || cmd == IPC_RMID;
	bool bad = cmd == IPC_SET && (uap->buf == VALUE_NONE || uap->buf == VALUE_BADADDR);

	if ((error = must_refuse(td, IPC_COMMAND, linux, NULL, about_number(cmd))) != 0 ||
	    (error = must_refuse(td, COPYIN_BADADDR, bad, NULL, about_nothing())) != 0 ||
	    (error = ipc_prison(td, SYSV_SHM, &root)) != 0 ||
	    (error = ipc_find(td, SYSV_SHM, root, uap->shmid, &io)) != 0 ||
	    (error = must_refuse(td, IPC_COMMAND, !known, NULL, about_number(cmd))) != 0 ||
	    (error = ipcperm(td, io, cmd == IPC_STAT ? IPC_R : IPC_M)) != 0)
		return (error);
	if (cmd == IPC_STAT)
		shm_stat(td, io, r);
	else if (cmd == IPC_SET)
		ipc_set(td, io, uap->buf);
	else
		ipc_remove(td, io);
	return (0);
}
