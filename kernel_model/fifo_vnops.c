/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fifos: a name in the file system behind which is a pipe, for as long as somebody has it open.
 * Who may open it, the permissions of the file alone say: two jails that share a directory talk
 * through one in it (I16, I20).  FreeBSD's counterpart is sys/fs/fifofs/fifo_vnops.c.
 *
 * NOT MODELLED: two opens that wait for each other; the first answers WOULD_BLOCK, and opens with
 * O_NONBLOCK or for reading and writing instead.
 */
#include "constants.h"
#include "pipe.h"
#include "vfs_syscalls.h"

/* The pipe behind the name, made when nobody has it open: 0 or ROOM. */
static int
fifo_pipe(struct thread *td, const struct vnode *ip, struct pipe **result)
{
	const struct kernel *k = td->td_kernel;
	const struct pipe *fpipe = pipe_find(k, vnode_ix_of(k, ip), 0);
	int error;

	if (fpipe != NULL) {
		*result = pipe_change(td, fpipe);
		return (0);
	}
	if ((error = pipe_alloc(td, result)) != 0)
		return (error);
	(*result)->pipe_vnode = vnode_ix_of(k, ip);
	(*result)->pipe_buffer = VALUE_EMPTY;
	pipe_enter(td, *result);
	return (0);
}

int
fifo_open(struct thread *td, const struct vnode *vp, uint32_t flags)
{
	const struct kernel *k = td->td_kernel;
	struct object what = about_vnode(k, vp);
	bool nonblock = (flags & O_NONBLOCK) != 0, write = (flags & FWRITE) != 0;
	struct pipe *fpipe;
	int error;

	if ((error = refuses(td, FIFO_OPEN_EXEC, (flags & O_EXEC) != 0, NULL, what)) != 0 ||
	    (error = fifo_pipe(td, vnode_inode(k, vp), &fpipe)) != 0)
		return (error);
	if ((flags & FREAD) != 0 && ++fpipe->pipe_readers == 1)
		fpipe->pipe_state &= ~PIPE_EOF;
	bool deaf = write && fpipe->pipe_readers == 0;

	if ((error = refuses(td, FIFO_OPEN_NO_READER, deaf && nonblock, NULL, what)) != 0)
		return (error);
	if (write && ++fpipe->pipe_writers == 1)
		fpipe->pipe_state &= ~PIPE_EOF;
	bool alone = deaf || ((flags & FREAD) != 0 && fpipe->pipe_writers == 0);

	return (must_refuse(td, WOULD_BLOCK, alone && !nonblock, NULL, what));
}

void
fifo_close(struct thread *td, const struct vnode *vp, uint32_t flags)
{
	const struct kernel *k = td->td_kernel;
	struct pipe *fpipe = pipe_change(td, pipe_find(k, vnode_ix_of(k, vnode_inode(k, vp)), 0));

	if ((flags & FREAD) != 0 && --fpipe->pipe_readers == 0)
		fpipe->pipe_state |= PIPE_EOF;
	if ((flags & FWRITE) != 0 && --fpipe->pipe_writers == 0)
		fpipe->pipe_state |= PIPE_EOF;
	if (fpipe->pipe_readers == 0 && fpipe->pipe_writers == 0)
		pipe_erase(td, fpipe);
}
