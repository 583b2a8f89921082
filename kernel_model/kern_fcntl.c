/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls that deal with descriptors alone: close, dup, dup2, fcntl.  FreeBSD's counterpart is
 * the first part of kern_descrip.c.
 *
 * NOT MODELLED: locks (F_SETLK), owners (F_SETOWN), seals and read-ahead of fcntl(2).
 */
#include "constants.h"
#include "file.h"
#include "sysproto.h"

/* What F_SETFL may change. */
#define FCNTLFLAGS (O_APPEND | O_ASYNC | O_SYNC | O_DSYNC | O_NONBLOCK | O_DIRECT)

/* The flags of a slot that F_SETFD sets and clears. */
#define FD_CLOSE (FD_CLOEXEC | FD_CLOFORK)

int
sys_close(struct thread *td, const struct close_args *uap, struct none_result *r)
{
	const struct file *fp;
	int error = fget(td, uap->fd, &fp, NULL);

	(void)r;
	if (error == 0)
		fdclose(td, td->td_proc, uap->fd);
	return (error);
}

/* EBADF, EMFILE; `range' is the rule about a new descriptor out of range. */
static int
dup_prepare(struct thread *td, int old, int new, enum rule range, const struct file **fp)
{
	bool outside = new < 0 || new >= getmaxfd(td);
	int error;

	if ((error = must_refuse(td, FGET_NOT_OPEN, old < 0, NULL, about_fd(old))) != 0 ||
	    (error = must_refuse(td, range, outside, NULL, about_fd(new))) != 0)
		return (error);
	return (fget(td, old, fp, NULL));
}

/* A second slot for an open file; what a slot's close flags were is not copied, F29. */
static int
dup_into(struct thread *td, int old, const struct file *fp, int new, uint8_t close_flags)
{
	uint8_t flags = 0;

	fd_peek(td->td_kernel, td->td_proc, old, &flags);
	return (finstall(td, td->td_proc, new, fp, (uint8_t)((flags & ~FD_CLOSE) | close_flags)));
}

/* To the lowest free slot at or above `min'. */
static int
dup_lowest(struct thread *td, int old, int min, enum rule range, uint8_t close_flags, int64_t *fd)
{
	const struct file *fp;
	int error = dup_prepare(td, old, min, range, &fp), new;

	if (error != 0 || (error = fdalloc(td, min, &new)) != 0)
		return (error);
	*fd = new;
	return (dup_into(td, old, fp, new, close_flags));
}

/* To the slot `new', which is closed first. */
static int
dup_fixed(struct thread *td, int old, int new, uint8_t close_flags, int64_t *fd)
{
	const struct file *fp;
	int error = dup_prepare(td, old, new, DUP2_RANGE, &fp);

	if (error != 0)
		return (error);
	*fd = new;
	if (old == new)
		return (0);
	fdclose(td, td->td_proc, new);
	return (dup_into(td, old, fp, new, close_flags));
}

int
sys_dup(struct thread *td, const struct dup_args *uap, struct num_result *r)
{
	return (dup_lowest(td, uap->fd, 0, DUP2_RANGE, 0, &r->value));
}

int
sys_dup2(struct thread *td, const struct dup2_args *uap, struct num_result *r)
{
	return (dup_fixed(td, uap->fd, uap->newfd, 0, &r->value));
}

static int
fcntl_getfd(struct thread *td, int fd, int64_t *answer)
{
	const struct file *fp;
	uint8_t flags = 0;
	int error = fget(td, fd, &fp, &flags);

	*answer = flags;
	return (error);
}

static int
fcntl_setfd(struct thread *td, int fd, int64_t arg)
{
	const struct file *fp;
	uint8_t flags = 0;
	int error = fget(td, fd, &fp, &flags);

	if (error != 0)
		return (error);
	uint8_t wanted = (uint8_t)(arg & (FD_CLOSE | FD_RESOLVE_BENEATH));

	if ((flags & FD_RESOLVE_BENEATH) != 0 &&
	    alters(td, FCNTL_BENEATH_STAYS, (wanted & FD_RESOLVE_BENEATH) == 0, NULL, about_fd(fd)))
		wanted |= FD_RESOLVE_BENEATH;
	fd_set_flags(td, td->td_proc, fd, wanted);
	return (0);
}

static int
fcntl_getfl(struct thread *td, int fd, int64_t *answer)
{
	const struct file *fp;
	int error = fget(td, fd, &fp, NULL);

	if (error == 0)
		*answer = fp->f_flag & ~(FREAD | FWRITE);
	return (error);
}

static int
fcntl_setfl(struct thread *td, int fd, int64_t arg)
{
	const struct file *fp;
	int error = fget(td, fd, &fp, NULL);

	if (error != 0)
		return (error);
	uint32_t settable = FCNTLFLAGS;

	file_change(td, fp)->f_flag = (fp->f_flag & ~settable) | ((uint32_t)arg & settable);
	return (0);
}

int
sys_fcntl(struct thread *td, const struct fcntl_args *uap, struct num_result *r)
{
	int arg = (int)uap->arg;

	switch (uap->cmd) {
	case F_DUPFD:
		return (dup_lowest(td, uap->fd, arg, DUPFD_RANGE, 0, &r->value));
	case F_DUPFD_CLOEXEC:
		return (dup_lowest(td, uap->fd, arg, DUPFD_RANGE, FD_CLOEXEC, &r->value));
	case F_DUPFD_CLOFORK:
		return (dup_lowest(td, uap->fd, arg, DUPFD_RANGE, FD_CLOFORK, &r->value));
	case F_DUP2FD:
		return (dup_fixed(td, uap->fd, arg, 0, &r->value));
	case F_DUP2FD_CLOEXEC:
		return (dup_fixed(td, uap->fd, arg, FD_CLOEXEC, &r->value));
	case F_GETFD:
		return (fcntl_getfd(td, uap->fd, &r->value));
	case F_SETFD:
		return (fcntl_setfd(td, uap->fd, uap->arg));
	case F_GETFL:
		return (fcntl_getfl(td, uap->fd, &r->value));
	case F_SETFL:
		return (fcntl_setfl(td, uap->fd, uap->arg));
	default:
		break;
	}
	bool known = uap->cmd > F_DUPFD && uap->cmd <= F_DUP3FD;
	int error = refuses(td, NOT_MODELLED, known, NULL, about_number(uap->cmd));

	if (error != 0)
		return (error);
	return (refuses(td, FCNTL_COMMAND, !known, NULL, about_number(uap->cmd)));
}
