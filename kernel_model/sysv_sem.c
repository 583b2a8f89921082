/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System V semaphores: sets of numbers that processes raise, lower and wait for.  What a jail says
 * is in sysv_ipc.c.  FreeBSD's counterpart is the file of the same name.
 *
 * NOT MODELLED: SEM_UNDO, GETPID, GETALL and SETALL.  Nobody waits here, so that GETNCNT and
 * GETZCNT answer 0.
 */
#include <string.h>

#include "constants.h"
#include "sysctl_node.h"
#include "sysproto.h"
#include "sysv_ipc.h"
#include "vfs_syscalls.h"

#define SEMMSL 340   /* semaphores of a set at most */
#define SEMOPM 100   /* operations of a call at most */
#define SEMVMX 32767 /* the highest value */

/* The values of a set. */
struct set {
	uint16_t val[SEMMSL];
};

static void
sem_load(const struct kernel *k, const struct ipcobj *io, struct set *set)
{
	size_t length;
	const char *bytes = value_bytes(k->k_values, io->io_data, &length);

	memset(set, 0, sizeof(*set));
	memcpy(set->val, bytes, length);
}

static void
sem_store(struct thread *td, const struct ipcobj *io, const struct set *set)
{
	ipcobj_change(td, io)->io_data =
	    value_intern(td->td_kernel->k_values, set->val, io->io_size * sizeof(set->val[0]));
}

static int
semget_allocate(struct thread *td, const struct semget_args *uap, int64_t *id)
{
	const struct kernel *k = td->td_kernel;
	const struct set none = { { 0 } };
	int64_t used = uap->nsems;
	struct ipcobj *io;
	int error;

	for (const struct ipcobj *other = ipc_next(k, SYSV_SEM, 0); other != NULL;
	     other = ipc_next(k, SYSV_SEM, other->io_index + 1))
		used += other->io_size;
	bool full = used > sysctl_value(k, SYSCTL_kern_ipc_semmns);

	if ((error = must_refuse(td, SEMGET_NUMBER, uap->nsems <= 0 || uap->nsems > SEMMSL, NULL,
		 about_number(uap->nsems))) != 0 ||
	    (error = refuses(td, SEMGET_FULL, full, NULL, about_number(used))) != 0 ||
	    (error = ipc_allocate(td, SYSV_SEM, uap->key, uap->semflg,
		 sysctl_value(k, SYSCTL_kern_ipc_semmni), &io)) != 0)
		return (error);
	io->io_size = (uint32_t)uap->nsems;
	sem_store(td, io, &none);
	*id = ipc_id(io);
	return (0);
}

int
sys_semget(struct thread *td, const struct semget_args *uap, struct num_result *r)
{
	const struct prison *root;
	const int both = IPC_CREAT | IPC_EXCL;
	int error = ipc_prison(td, SYSV_SEM, &root);

	if (error != 0)
		return (error);
	const struct ipcobj *io = ipc_find_key(td, SYSV_SEM, uap->key);
	bool create = uap->key == IPC_PRIVATE || (uap->semflg & IPC_CREAT) != 0;

	if (io == NULL) {
		error = must_refuse(td, IPC_NO_KEY, !create, NULL, about_number(uap->key));
		return (error != 0 ? error : semget_allocate(td, uap, &r->value));
	}
	bool small = uap->nsems > 0 && (uint32_t)uap->nsems > io->io_size;

	r->value = ipc_id(io);
	if ((error = refuses(td, IPC_EXISTS, (uap->semflg & both) == both, NULL,
		 about_number(uap->key))) != 0 ||
	    (error = ipcperm(td, io, (uint32_t)uap->semflg & (IPC_R | IPC_W))) != 0)
		return (error);
	return (refuses(td, SEMGET_SMALL, small, NULL, about_number(uap->nsems)));
}

/* One operation on the values: EAGAIN ERANGE. */
static int
sem_operate(struct thread *td, struct set *set, struct literal op)
{
	int64_t num = literal_get_number(op, "num");
	int64_t change = literal_get_number(op, "op");
	int64_t flg = literal_get_number(op, "flg");
	int64_t now = set->val[num];
	bool waits = change < 0 ? now + change < 0 : change == 0 && now != 0;
	bool nowait = (flg & IPC_NOWAIT) != 0;
	int error;

	if ((error = not_modelled(td, (flg & SEM_UNDO) != 0, about_number(num))) != 0 ||
	    (error = must_refuse(td, IPC_NOWAIT_SET, waits && nowait, NULL, about_number(num))) !=
		0 ||
	    (error = must_refuse(td, WOULD_BLOCK, waits && !nowait, NULL, about_number(num))) !=
		0 ||
	    (error = must_refuse(
		 td, SEMOP_RANGE, now + change > SEMVMX, NULL, about_number(change))) != 0)
		return (error);
	set->val[num] = (uint16_t)(now + change);
	return (0);
}

/* Are all operations on semaphores that the set has?  What permission do they need?  EFBIG. */
static int
semop_check(struct thread *td, const struct ipcobj *io, value_ix sops)
{
	struct literal l = literal_read(td->td_kernel->k_values, sops);
	struct element op;
	uint32_t wanted = 0;
	int error = 0;

	while (error == 0 && literal_next(&l, &op)) {
		struct literal fields = literal_within(&op);
		int64_t num = literal_get_number(fields, "num");
		int64_t change = literal_get_number(fields, "op");
		bool beyond = num < 0 || num >= io->io_size;

		error = must_refuse(td, SEMOP_NUMBER, beyond, NULL, about_number(num));
		wanted |= change == 0 ? IPC_R : IPC_W;
	}
	return (error != 0 ? error : ipcperm(td, io, wanted));
}

/* A list of {num=, op=, flg=}; integers within bounds that sem_operate() can add. */
static bool
sops_sound(const struct values *vs, value_ix sops)
{
	struct literal l = literal_read(vs, sops);
	struct element op, e;

	if (sops == VALUE_NONE || sops == VALUE_BADADDR)
		return (false);
	while (literal_next(&l, &op))
		if (op.kind != LITERAL_LIST ||
		    (literal_find(literal_within(&op), "op", &e) &&
			(e.integer < INT16_MIN || e.integer > INT16_MAX)))
			return (false);
	return (true);
}

int
sys_semop(struct thread *td, const struct semop_args *uap, struct none_result *r)
{
	const struct kernel *k = td->td_kernel;
	struct literal l = literal_read(k->k_values, uap->sops);
	const struct prison *root;
	const struct ipcobj *io;
	struct element op;
	struct set set;
	int error;

	(void)r;
	if ((error = ipc_prison(td, SYSV_SEM, &root)) != 0 ||
	    (error = must_refuse(td, COPYIN_BADADDR, !sops_sound(k->k_values, uap->sops), NULL,
		 about_nothing())) != 0 ||
	    (error = refuses(td, SEMOP_MANY, literal_count(l) > SEMOPM, NULL,
		 about_number((int64_t)literal_count(l)))) != 0 ||
	    (error = ipc_find(td, SYSV_SEM, root, uap->semid, &io)) != 0 ||
	    (error = semop_check(td, io, uap->sops)) != 0)
		return (error);
	sem_load(k, io, &set);
	while (error == 0 && literal_next(&l, &op))
		error = sem_operate(td, &set, literal_within(&op));
	if (error != 0)
		return (error);
	sem_store(td, io, &set);
	ipcobj_change(td, io)->io_atime = (uint32_t)system_of(k)->sy_clock;
	return (0);
}

/* GETVAL, SETVAL, GETNCNT, GETZCNT: EACCES EINVAL ERANGE. */
static int
semctl_value(struct thread *td, const struct semctl_args *uap, const struct ipcobj *io)
{
	const struct kernel *k = td->td_kernel;
	bool get = uap->cmd != SETVAL;
	bool beyond = uap->semnum < 0 || (uint32_t)uap->semnum >= io->io_size;
	int64_t value = ipc_field(k->k_values, uap->arg, "val", 0);
	bool high = !get && (value < 0 || value > SEMVMX);
	struct set set;
	int error;

	if ((error = ipcperm(td, io, get ? IPC_R : IPC_W)) != 0 ||
	    (error = must_refuse(td, SEMCTL_NUMBER, beyond, NULL, about_number(uap->semnum))) !=
		0 ||
	    (error = must_refuse(td, SEMCTL_RANGE, high, NULL, about_number(value))) != 0)
		return (error);
	sem_load(k, io, &set);
	if (get) {
		td->td_call->retval = uap->cmd == GETVAL ? set.val[uap->semnum] : 0;
		return (0);
	}
	set.val[uap->semnum] = (uint16_t)value;
	sem_store(td, io, &set);
	return (0);
}

static void
sem_stat(struct thread *td, const struct ipcobj *io, struct semds_result *r)
{
	*r = (struct semds_result) {
		.key = ipc_key(td, io),
		.uid = io->io_uid,
		.gid = io->io_gid,
		.cuid = io->io_cuid,
		.cgid = io->io_cgid,
		.mode = io->io_mode,
		.nsems = io->io_size,
		.otime = io->io_atime,
		.ctime = io->io_ctime,
	};
}

int
sys_semctl(struct thread *td, const struct semctl_args *uap, struct semds_result *r)
{
	const struct prison *root;
	const struct ipcobj *io;
	int cmd = uap->cmd, error;
	bool known = cmd >= IPC_RMID && cmd <= SETALL;
	bool own = cmd == IPC_STAT || cmd == IPC_SET || cmd == IPC_RMID;
	bool value = cmd == GETVAL || cmd == SETVAL || cmd == GETNCNT || cmd == GETZCNT;
	bool reads = cmd == IPC_SET || cmd == SETVAL;
	bool bad = reads && (uap->arg == VALUE_NONE || uap->arg == VALUE_BADADDR);

	if ((error = must_refuse(td, COPYIN_BADADDR, bad, NULL, about_nothing())) != 0 ||
	    (error = ipc_prison(td, SYSV_SEM, &root)) != 0 ||
	    (error = must_refuse(td, IPC_COMMAND, !known, NULL, about_number(cmd))) != 0 ||
	    (error = ipc_find(td, SYSV_SEM, root, uap->semid, &io)) != 0)
		return (error);
	if (value)
		return (semctl_value(td, uap, io));
	if ((error = not_modelled(td, !own, about_number(cmd))) != 0 ||
	    (error = ipcperm(td, io, cmd == IPC_STAT ? IPC_R : IPC_M)) != 0)
		return (error);
	if (cmd == IPC_STAT)
		sem_stat(td, io, r);
	else if (cmd == IPC_SET)
		ipc_set(td, io, uap->arg);
	else
		ipc_remove(td, io);
	return (0);
}
