/* SPDX-License-Identifier: BSD-2-Clause */
/* What pipes and System V objects keep of each other, counted anew. */
#include "file.h"
#include "lists.h"
#include "pipe.h"
#include "sysv_ipc.h"
#include "vnode.h"

/* Open files of a fifo that may read or write. */
static uint32_t
fifo_users(const struct kernel *k, vnode_ix fifo, uint32_t use)
{
	uint32_t count = 0;

	for (file_ix ix = 1; ix < k->k_rows[TABLE_file].capacity; ix++) {
		if (!row_live(k, TABLE_file, ix))
			continue;
		const struct file *fp = file_at(k, ix);

		count += fp->f_type == DTYPE_FIFO && (fp->f_flag & use) != 0 &&
		    vnode_inode(k, vnode_at(k, fp->f_vnode)) == vnode_at(k, fifo);
	}
	return (count);
}

/* Each end of a pipe has its own file and knows the other; a fifo, who has it open. */
static bool
pipes_whole(const struct kernel *k)
{
	for (pipe_ix ix = 1; ix < k->k_rows[TABLE_pipe].capacity; ix++) {
		if (!row_live(k, TABLE_pipe, ix))
			continue;
		const struct pipe *end = pipe_at(k, ix), *peer = pipe_at(k, end->pipe_peer);

		if (value_length(k->k_values, end->pipe_buffer) > BIG_PIPE_SIZE)
			return (false);
		if (end->pipe_vnode == 0) {
			if (file_at(k, end->pipe_file)->f_type != DTYPE_PIPE ||
			    (peer != NULL && peer->pipe_peer != ix))
				return (false);
			continue;
		}
		if (end->pipe_readers != fifo_users(k, end->pipe_vnode, FREAD) ||
		    end->pipe_writers != fifo_users(k, end->pipe_vnode, FWRITE) ||
		    end->pipe_readers + end->pipe_writers == 0)
			return (false);
	}
	return (true);
}

/* Messages of each queue and their bytes. */
static bool
queues_whole(const struct kernel *k)
{
	uint32_t listed = 0;

	for (const struct ipcobj *io = ipc_next(k, SYSV_MSG, 0); io != NULL;
	     io = ipc_next(k, SYSV_MSG, io->io_index + 1)) {
		uint32_t number = 0, bytes = 0, last = 0;

		for (const struct msg *m = msg_at(k, io->io_first); m != NULL;
		     m = msg_at(k, m->msg_next)) {
			number++;
			bytes += (uint32_t)value_length(k->k_values, m->msg_text);
			last = msg_ix_of(k, m);
		}
		if (number != io->io_number || bytes != io->io_used || last != io->io_last)
			return (false);
		listed += number;
	}
	return (listed == k->k_rows[TABLE_msg].count);
}

/* Segments that processes have attached; a removed one is attached somewhere. */
static bool
segments_whole(const struct kernel *k)
{
	uint32_t listed = 0;

	for (vmspace_ix ix = 1; ix < k->k_rows[TABLE_vmspace].capacity; ix++) {
		if (!row_live(k, TABLE_vmspace, ix))
			continue;
		const struct vmspace *vm = vmspace_at(k, ix);

		if (proc_find(k, vm->vm_pid, 0) == NULL || vm->vm_shm == 0)
			return (false);
		for (const struct shmmap *m = shmmap_at(k, vm->vm_shm); m != NULL;
		     m = shmmap_at(k, m->sm_next))
			listed++;
	}
	for (const struct ipcobj *io = ipc_next(k, SYSV_SHM, 0); io != NULL;
	     io = ipc_next(k, SYSV_SHM, io->io_index + 1))
		if ((io->io_state & IPC_REMOVED) != 0 && io->io_nattch == 0)
			return (false);
	return (listed == k->k_rows[TABLE_shmmap].count);
}

const char *
ipc_check(const struct kernel *k)
{
	if (!pipes_whole(k))
		return ("the ends of a pipe");
	if (!queues_whole(k))
		return ("the messages of a queue");
	return (segments_whole(k) ? NULL : "the segments of a process");
}
