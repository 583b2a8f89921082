/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System V message queues.  What a jail says is in sysv_ipc.c.  FreeBSD's counterpart is the file
 * of the same name.
 *
 * NOT MODELLED: the memory that all queues share (kern.ipc.msgseg, msgtql); a receive that waits.
 */
#include "constants.h"
#include "sysctl_node.h"
#include "sysproto.h"
#include "sysv_ipc.h"
#include "vfs_syscalls.h"

int
sys_msgget(struct thread *td, const struct msgget_args *uap, struct num_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *root;
	const int both = IPC_CREAT | IPC_EXCL;
	struct ipcobj *made;
	int error = ipc_prison(td, SYSV_MSG, &root);

	if (error != 0)
		return (error);
	const struct ipcobj *io = ipc_find_key(td, SYSV_MSG, uap->key);
	bool create = uap->key == IPC_PRIVATE || (uap->msgflg & IPC_CREAT) != 0;

	if (io != NULL) {
		r->value = ipc_id(io);
		if ((error = refuses(td, IPC_EXISTS, (uap->msgflg & both) == both, NULL,
			 about_number(uap->key))) != 0)
			return (error);
		return (ipcperm(td, io, (uint32_t)uap->msgflg & (IPC_R | IPC_W)));
	}
	if ((error = must_refuse(td, IPC_NO_KEY, !create, NULL, about_number(uap->key))) != 0 ||
	    (error = ipc_allocate(td, SYSV_MSG, uap->key, uap->msgflg,
		 sysctl_value(k, SYSCTL_kern_ipc_msgmni), &made)) != 0)
		return (error);
	made->io_size = (uint32_t)sysctl_value(k, SYSCTL_kern_ipc_msgmnb);
	made->io_cpid = 0;
	r->value = ipc_id(made);
	return (0);
}

/* Takes a message off its queue, after `before' or as the first, and frees it. */
static void
msg_free(
    struct thread *td, const struct ipcobj *queue, const struct msg *before, const struct msg *m)
{
	const struct kernel *k = td->td_kernel;
	struct ipcobj *io = ipcobj_change(td, queue);

	if (before == NULL)
		io->io_first = m->msg_next;
	else
		msg_change(td, before)->msg_next = m->msg_next;
	if (m->msg_next == 0)
		io->io_last = msg_ix_of(k, before);
	io->io_used -= (uint32_t)value_length(k->k_values, m->msg_text);
	io->io_number--;
	msg_erase(td, m);
}

void
msq_empty(struct thread *td, const struct ipcobj *io)
{
	while (io->io_first != 0)
		msg_free(td, io, NULL, msg_at(td->td_kernel, io->io_first));
}

static int
msg_append(struct thread *td, const struct ipcobj *queue, int64_t type, value_ix text)
{
	const struct kernel *k = td->td_kernel;
	struct msg *m;
	int error = msg_alloc(td, &m);

	if (error != 0)
		return (error);
	struct ipcobj *io = ipcobj_change(td, queue);

	m->msg_type = (uint64_t)type;
	m->msg_text = text;
	if (io->io_first == 0)
		io->io_first = msg_ix_of(k, m);
	else
		msg_change(td, msg_at(k, io->io_last))->msg_next = msg_ix_of(k, m);
	io->io_last = msg_ix_of(k, m);
	io->io_used += (uint32_t)value_length(k->k_values, text);
	io->io_number++;
	io->io_cpid = td->td_proc->p_pid;
	io->io_atime = (uint32_t)system_of(k)->sy_clock;
	return (0);
}

int
sys_msgsnd(struct thread *td, const struct msgsnd_args *uap, struct none_result *r)
{
	struct values *vs = td->td_kernel->k_values;
	int64_t type = ipc_field(vs, uap->msgp, "type", 0);
	bool bad = uap->msgp == VALUE_NONE || uap->msgp == VALUE_BADADDR;
	bool nowait = (uap->msgflg & IPC_NOWAIT) != 0;
	const struct prison *root;
	const struct ipcobj *io;
	struct element e = { .bytes = "", .length = 0 };
	int error;

	(void)r;
	(void)literal_find(literal_read(vs, uap->msgp), "text", &e);
	if ((error = must_refuse(td, COPYIN_BADADDR, bad, NULL, about_nothing())) != 0 ||
	    (error = ipc_prison(td, SYSV_MSG, &root)) != 0 ||
	    (error = ipc_find(td, SYSV_MSG, root, uap->msqid, &io)) != 0 ||
	    (error = ipcperm(td, io, IPC_W)) != 0 ||
	    (error = must_refuse(td, MSGSND_SIZE, e.length > io->io_size, NULL,
		 about_number((int64_t)e.length))) != 0)
		return (error);
	bool full = e.length + io->io_used > io->io_size;

	if ((error = must_refuse(td, IPC_NOWAIT_SET, full && nowait, NULL, about_nothing())) != 0 ||
	    (error = must_refuse(td, WOULD_BLOCK, full, NULL, about_nothing())) != 0 ||
	    (error = refuses(td, MSGSND_TYPE, type < 1, NULL, about_number(type))) != 0)
		return (error);
	return (msg_append(td, io, type, value_intern(vs, e.bytes, e.length)));
}

/* The message meant by a type: any, of this type, or of the lowest type up to -type. */
static const struct msg *
msq_find(const struct kernel *k, const struct ipcobj *io, int64_t type, const struct msg **before)
{
	const struct msg *found = NULL, *last = NULL;

	for (const struct msg *m = msg_at(k, io->io_first); m != NULL; m = msg_at(k, m->msg_next)) {
		bool fits = type == 0 || (type > 0 && m->msg_type == (uint64_t)type) ||
		    (type < 0 && (int64_t)m->msg_type <= -type);

		if (fits && (found == NULL || (type < 0 && m->msg_type < found->msg_type))) {
			found = m;
			*before = last;
			if (type >= 0)
				break;
		}
		last = m;
	}
	return (found);
}

int
sys_msgrcv(struct thread *td, const struct msgrcv_args *uap, struct sysvmsg_result *r)
{
	const struct kernel *k = td->td_kernel;
	bool nowait = (uap->msgflg & IPC_NOWAIT) != 0, cut = (uap->msgflg & MSG_NOERROR) != 0;
	int64_t type = uap->msgtyp == INT64_MIN ? -INT64_MAX : uap->msgtyp;
	const struct msg *before = NULL;
	const struct prison *root;
	const struct ipcobj *io;
	int error;

	if ((error = ipc_prison(td, SYSV_MSG, &root)) != 0 ||
	    (error = ipc_find(td, SYSV_MSG, root, uap->msqid, &io)) != 0 ||
	    (error = ipcperm(td, io, IPC_R)) != 0)
		return (error);
	const struct msg *m = msq_find(k, io, type, &before);

	if ((error = must_refuse(td, MSGRCV_NONE, m == NULL && nowait, NULL, about_number(type))) !=
		0 ||
	    (error = must_refuse(td, WOULD_BLOCK, m == NULL, NULL, about_number(type))) != 0)
		return (error);
	size_t length;
	const char *bytes = value_bytes(k->k_values, m->msg_text, &length);
	bool small = uap->msgsz < 0 || (uint64_t)uap->msgsz < length;

	if ((error = must_refuse(td, MSGRCV_LONG, small && (!cut || uap->msgsz < 0), NULL,
		 about_number(uap->msgsz))) != 0)
		return (error);
	r->type = (int64_t)m->msg_type;
	r->text = value_intern(k->k_values, bytes, small ? (size_t)uap->msgsz : length);
	td->td_call->retval = small ? uap->msgsz : (int64_t)length;
	struct ipcobj *queue = ipcobj_change(td, io);

	queue->io_lpid = td->td_proc->p_pid;
	queue->io_dtime = (uint32_t)system_of(k)->sy_clock;
	msg_free(td, io, before, m);
	return (0);
}

/* IPC_SET: more bytes than now take a privilege.  EPERM EINVAL. */
static int
msg_set(struct thread *td, const struct ipcobj *io, value_ix buf)
{
	const struct kernel *k = td->td_kernel;
	int64_t most = sysctl_value(k, SYSCTL_kern_ipc_msgmnb);
	int64_t qbytes = ipc_field(k->k_values, buf, "qbytes", io->io_size);
	int error;

	if ((qbytes > io->io_size && (error = priv_check(td, PRIV_IPC_MSGSIZE)) != 0) ||
	    (error = refuses(td, MSGCTL_QBYTES, qbytes <= 0, NULL, about_number(qbytes))) != 0)
		return (error);
	ipc_set(td, io, buf);
	ipcobj_change(td, io)->io_size = (uint32_t)(qbytes < most ? qbytes : most);
	return (0);
}

static void
msg_stat(struct thread *td, const struct ipcobj *io, struct msqds_result *r)
{
	*r = (struct msqds_result) {
		.key = ipc_key(td, io),
		.uid = io->io_uid,
		.gid = io->io_gid,
		.cuid = io->io_cuid,
		.cgid = io->io_cgid,
		.mode = io->io_mode,
		.cbytes = io->io_used,
		.qnum = io->io_number,
		.qbytes = io->io_size,
		.lspid = io->io_cpid,
		.lrpid = io->io_lpid,
		.stime = io->io_atime,
		.rtime = io->io_dtime,
		.ctime = io->io_ctime,
	};
}

int
sys_msgctl(struct thread *td, const struct msgctl_args *uap, struct msqds_result *r)
{
	const struct prison *root;
	const struct ipcobj *io;
	int cmd = uap->cmd, error;
	bool known = cmd == IPC_STAT || cmd == IPC_SET || cmd == IPC_RMID;
	bool bad = cmd == IPC_SET && (uap->buf == VALUE_NONE || uap->buf == VALUE_BADADDR);

	if ((error = must_refuse(td, COPYIN_BADADDR, bad, NULL, about_nothing())) != 0 ||
	    (error = ipc_prison(td, SYSV_MSG, &root)) != 0 ||
	    (error = ipc_find(td, SYSV_MSG, root, uap->msqid, &io)) != 0 ||
	    (error = must_refuse(td, IPC_COMMAND, !known, NULL, about_number(cmd))) != 0 ||
	    (error = ipcperm(td, io, cmd == IPC_STAT ? IPC_R : IPC_M)) != 0)
		return (error);
	if (cmd == IPC_SET)
		return (msg_set(td, io, uap->buf));
	if (cmd == IPC_STAT)
		msg_stat(td, io, r);
	else
		ipc_remove(td, io);
	return (0);
}
