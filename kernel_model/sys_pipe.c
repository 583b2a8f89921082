/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pipes: pipe(2), and reading and writing through pipes and fifos.  Both ends of a pipe can be read
 * and written.  A pipe has no name, so no jail stands in its way: it reaches whoever inherits it or
 * is sent it (I20).  FreeBSD's counterpart is the file of the same name.
 *
 * NOT MODELLED: times and inode numbers of pipes, want of pipe memory, signals on input (O_ASYNC).
 */
#include "pipe.h"

#include "constants.h"
#include "proc.h"
#include "vfs_syscalls.h"

/* What the file reads from. */
static const struct pipe *
pipe_of(const struct kernel *k, const struct file *fp)
{
	if (fp->f_vnode == 0)
		return (pipe_find(k, 0, file_ix_of(k, fp)));
	return (pipe_find(k, vnode_ix_of(k, vnode_inode(k, vnode_at(k, fp->f_vnode))), 0));
}

/* What it writes to: a fifo's own, of a pipe the other end; NULL when that is closed. */
static const struct pipe *
pipe_peer(const struct kernel *k, const struct file *fp)
{
	const struct pipe *rpipe = pipe_of(k, fp);

	return (fp->f_vnode != 0 ? rpipe : pipe_at(k, rpipe->pipe_peer));
}

/* An end of a pipe with the lowest descriptor: 0, ROOM or EMFILE. */
static int
pipe_create(struct thread *td, int flags, struct pipe **end, int64_t *fd)
{
	uint8_t slot = (uint8_t)(((flags & O_CLOEXEC) != 0 ? FD_CLOEXEC : 0) |
	    ((flags & O_CLOFORK) != 0 ? FD_CLOFORK : 0));
	struct file *fp;
	int lowest, error;

	if ((error = falloc(td, &fp, &lowest, 0, slot)) != 0 || (error = pipe_alloc(td, end)) != 0)
		return (error);
	fp->f_type = DTYPE_PIPE;
	fp->f_flag = FREAD | FWRITE | (uint32_t)(flags & O_NONBLOCK);
	(*end)->pipe_file = file_ix_of(td->td_kernel, fp);
	(*end)->pipe_buffer = VALUE_EMPTY;
	pipe_enter(td, *end);
	*fd = lowest;
	return (0);
}

static int
kern_pipe(struct thread *td, int flags, struct pair_result *r)
{
	const struct kernel *k = td->td_kernel;
	struct pipe *first, *second;
	int error;

	if ((error = pipe_create(td, flags, &first, &r->first)) != 0 ||
	    (error = pipe_create(td, flags, &second, &r->second)) != 0)
		return (error);
	first->pipe_peer = pipe_ix_of(k, second);
	second->pipe_peer = pipe_ix_of(k, first);
	return (0);
}

int
sys_pipe(struct thread *td, const struct pipe_args *uap, struct pair_result *r)
{
	(void)uap;
	return (kern_pipe(td, 0, r));
}

int
sys_pipe2(struct thread *td, const struct pipe2_args *uap, struct pair_result *r)
{
	bool bad = (uap->flags & ~(O_CLOEXEC | O_CLOFORK | O_NONBLOCK)) != 0;
	int error = refuses(td, PIPE2_FLAGS, bad, NULL, about_number(uap->flags));

	return (error != 0 ? error : kern_pipe(td, uap->flags, r));
}

void
pipe_close(struct thread *td, const struct file *fp)
{
	const struct kernel *k = td->td_kernel;
	const struct pipe *end = pipe_of(k, fp);

	if (end->pipe_peer != 0)
		pipe_change(td, pipe_at(k, end->pipe_peer))->pipe_peer = 0;
	pipe_erase(td, end);
}

/* The call would sleep: EAGAIN, at once when the file was opened with O_NONBLOCK. */
static int
pipe_sleep(struct thread *td, const struct file *fp, bool sleeps)
{
	bool nonblock = (fp->f_flag & O_NONBLOCK) != 0;
	int error = must_refuse(td, PIPE_NONBLOCK, sleeps && nonblock, NULL, about_nothing());

	if (error != 0)
		return (error);
	return (must_refuse(td, WOULD_BLOCK, sleeps && !nonblock, NULL, about_nothing()));
}

int
pipe_read(struct thread *td, const struct file *fp, uint64_t most, value_ix *bytes)
{
	struct values *vs = td->td_kernel->k_values;
	const struct pipe *rpipe = pipe_of(td->td_kernel, fp);
	bool ended = fp->f_vnode == 0 ? rpipe->pipe_peer == 0 : (rpipe->pipe_state & PIPE_EOF) != 0;
	size_t length;
	const char *data = value_bytes(vs, rpipe->pipe_buffer, &length);
	int error;

	*bytes = VALUE_EMPTY;
	if (most == 0 || (length == 0 && ended))
		return (0);
	if ((error = pipe_sleep(td, fp, length == 0)) != 0)
		return (error);
	size_t part = most < length ? (size_t)most : length;

	*bytes = part == length ? rpipe->pipe_buffer : value_intern(vs, data, part);
	pipe_change(td, rpipe)->pipe_buffer = value_intern(vs, data + part, length - part);
	return (0);
}

void
sigpipe(struct thread *td)
{
	if (!alters(td, WRITE_SIGPIPE, true, NULL, about_proc(td->td_proc)))
		return;
	psignal(td, td->td_proc, SIGPIPE);
	leaves(td);
}

/* Appends bytes to what waits. */
static void
pipe_append(struct thread *td, const struct pipe *wpipe, const char *bytes, size_t length)
{
	struct values *vs = td->td_kernel->k_values;
	size_t before;
	const char *waiting = value_bytes(vs, wpipe->pipe_buffer, &before);

	value_begin(vs);
	value_append(vs, waiting, before);
	value_append(vs, bytes, length);
	pipe_change(td, wpipe)->pipe_buffer = value_end(vs);
}

int
pipe_write(struct thread *td, const struct file *fp, value_ix data, int64_t *written)
{
	struct values *vs = td->td_kernel->k_values;
	const struct pipe *wpipe = pipe_peer(td->td_kernel, fp);
	bool nonblock = (fp->f_flag & O_NONBLOCK) != 0;
	bool broken = wpipe == NULL || (wpipe->pipe_state & PIPE_EOF) != 0;
	bool bad = data == VALUE_NONE || data == VALUE_BADADDR;
	int error;

	if (broken)
		sigpipe(td);
	if ((error = must_refuse(td, PIPE_NO_READER, broken, NULL, about_nothing())) != 0 ||
	    (error = must_refuse(td, COPYIN_BADADDR, bad, NULL, about_nothing())) != 0)
		return (error);
	size_t length;
	const char *bytes = value_bytes(vs, data, &length);
	size_t space = BIG_PIPE_SIZE - value_length(vs, wpipe->pipe_buffer);

	if (space < length && length <= PIPE_BUF)
		space = 0;
	bool sleeps =
	    nonblock ? space == 0 && length > 0 : length >= PIPE_MINDIRECT || length > space;

	if ((error = pipe_sleep(td, fp, sleeps)) != 0)
		return (error);
	*written = (int64_t)(length < space ? length : space);
	if (*written != 0)
		pipe_append(td, wpipe, bytes, (size_t)*written);
	return (0);
}

void
pipe_stat(struct thread *td, const struct file *fp, struct stat_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct ucred *cr = ucred_at(k, fp->f_cred);

	*r = (struct stat_result) { .type = VFIFO, .uid = cr->cr_uid, .gid = cr->cr_gid };
	r->size = (int64_t)value_length(k->k_values, pipe_of(k, fp)->pipe_buffer);
}
