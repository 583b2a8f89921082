/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Descriptors and open files: a process's table in blocks of slots, the open files that slots
 * share.  A block without an open file has no row, but for the first.  FreeBSD's counterpart is the
 * file of the same name, whose calls are in kern_fcntl.c and whose directories of a process in
 * kern_pwd.c.
 *
 * NOT MODELLED: RLIMIT_NOFILE and the system's limit of open files; capability rights of slots.
 */
#include "constants.h"
#include "file.h"
#include "jaildesc.h"
#include "pipe.h"
#include "proc.h"
#include "socket.h"
#include "sysctl_node.h"
#include "ucred.h"
#include "vnode.h"

static const struct fdblock *
fdblock_of(const struct kernel *k, const struct proc *p, int fd)
{
	uint32_t block = (uint32_t)fd / FD_BLOCK;

	if (fd < 0 || block >= p->p_nfdblocks)
		return (NULL);
	return (fdblock_find(k, p->p_pid, block));
}

const struct file *
fd_peek(const struct kernel *k, const struct proc *p, int fd, uint8_t *flags)
{
	const struct fdblock *fb = fdblock_of(k, p, fd);

	if (fb == NULL)
		return (NULL);
	if (flags != NULL)
		*flags = fb->fb_flags[fd % FD_BLOCK];
	return (file_at(k, fb->fb_file[fd % FD_BLOCK]));
}

int
fget(struct thread *td, int fd, const struct file **fp, uint8_t *flags)
{
	*fp = fd_peek(td->td_kernel, td->td_proc, fd, flags);
	return (must_refuse(td, FGET_NOT_OPEN, *fp == NULL, NULL, about_fd(fd)));
}

/* The lowest free slot at or above `min'. */
static int
fd_lowest_free(const struct kernel *k, const struct proc *p, int min)
{
	for (int fd = min;;) {
		const struct fdblock *fb = fdblock_of(k, p, fd);

		if (fb == NULL)
			return (fd);
		do {
			if (fb->fb_file[fd % FD_BLOCK] == 0)
				return (fd);
		} while (++fd % FD_BLOCK != 0);
	}
}

int
getmaxfd(const struct thread *td)
{
	int32_t system = sysctl_value(td->td_kernel, SYSCTL_kern_maxfilesperproc);
	int64_t limit = lim_cur(td->td_kernel, td->td_proc, RLIMIT_NOFILE);

	return (limit < system ? (int)limit : system);
}

int
fdalloc(struct thread *td, int min, int *fd)
{
	*fd = fd_lowest_free(td->td_kernel, td->td_proc, min);
	return (refuses(td, FDALLOC_FULL, *fd >= getmaxfd(td), NULL, about_proc(td->td_proc)));
}

/* The block of a slot, made when it is not there: 0 or ROOM. */
static int
fdblock_make(struct thread *td, const struct proc *p, int fd, struct fdblock **made)
{
	const struct fdblock *fb = fdblock_of(td->td_kernel, p, fd);
	uint32_t block = (uint32_t)fd / FD_BLOCK;

	if (fb != NULL) {
		*made = fdblock_change(td, fb);
		return (0);
	}
	int error = fdblock_alloc(td, made);

	if (error != 0)
		return (error);
	(*made)->fb_pid = p->p_pid;
	(*made)->fb_block = block;
	fdblock_enter(td, *made);
	if (p->p_nfdblocks <= block)
		proc_change(td, p)->p_nfdblocks = block + 1;
	return (0);
}

int
finstall(struct thread *td, const struct proc *p, int fd, const struct file *fp, uint8_t flags)
{
	struct fdblock *fb;
	int error = fdblock_make(td, p, fd, &fb);

	if (error != 0)
		return (error);
	fb->fb_file[fd % FD_BLOCK] = file_ix_of(td->td_kernel, fp);
	fb->fb_flags[fd % FD_BLOCK] = flags;
	file_change(td, fp)->f_count++;
	return (0);
}

void
fd_set_flags(struct thread *td, const struct proc *p, int fd, uint8_t flags)
{
	const struct fdblock *fb = fdblock_of(td->td_kernel, p, fd);

	fdblock_change(td, fb)->fb_flags[fd % FD_BLOCK] = flags;
}

int
falloc(struct thread *td, struct file **fp, int *fd, int min, uint8_t flags)
{
	int error;

	if ((error = fdalloc(td, min, fd)) != 0 || (error = file_alloc(td, fp)) != 0 ||
	    (error = finstall(td, td->td_proc, *fd, *fp, flags)) != 0)
		return (error);
	(*fp)->f_cred = ucred_ix_of(td->td_kernel, td->td_ucred);
	crhold(td, td->td_ucred);
	return (0);
}

void
fhold(struct thread *td, const struct file *fp)
{
	file_change(td, fp)->f_count++;
}

void
fdrop(struct thread *td, const struct file *fp)
{
	const struct kernel *k = td->td_kernel;
	struct file *f = file_change(td, fp);

	if (--f->f_count != 0)
		return;
	const struct vnode *vp = vnode_at(k, f->f_vnode);

	if (f->f_type == DTYPE_PIPE)
		pipe_close(td, f);
	if (f->f_type == DTYPE_JAILDESC)
		jaildesc_close(td, f);
	if (vp != NULL) {
		if (f->f_type == DTYPE_FIFO)
			fifo_close(td, vp, f->f_flag);
		if ((f->f_flag & FWRITE) != 0)
			vnode_change(td, vnode_inode(k, vp))->v_writecount--;
		vrele(td, vp);
	}
	if (f->f_socket != 0)
		soclose(td, socket_at(k, f->f_socket));
	crfree(td, ucred_at(k, f->f_cred));
	file_erase(td, f);
}

static bool
fdblock_empty(const struct fdblock *fb)
{
	for (int slot = 0; slot < FD_BLOCK; slot++)
		if (fb->fb_file[slot] != 0)
			return (false);
	return (true);
}

/*
 * Frees a block without open files, and lets the process forget blocks that it has no more.  The
 * first one stays as long as the process: to open and close one file again and again is common.
 */
static void
fdblock_trim(struct thread *td, const struct proc *p, const struct fdblock *fb)
{
	if (fb->fb_block == 0 || !fdblock_empty(fb))
		return;
	uint32_t blocks = p->p_nfdblocks;
	bool last = fb->fb_block + 1 == blocks;

	fdblock_erase(td, fb);
	if (!last)
		return;
	while (blocks > 1 && fdblock_find(td->td_kernel, p->p_pid, blocks - 1) == NULL)
		blocks--;
	proc_change(td, p)->p_nfdblocks = blocks;
}

void
fdclose(struct thread *td, const struct proc *p, int fd)
{
	const struct fdblock *cfb = fdblock_of(td->td_kernel, p, fd);

	if (cfb == NULL || cfb->fb_file[fd % FD_BLOCK] == 0)
		return;
	struct fdblock *fb = fdblock_change(td, cfb);
	const struct file *fp = file_at(td->td_kernel, fb->fb_file[fd % FD_BLOCK]);

	fb->fb_file[fd % FD_BLOCK] = 0;
	fb->fb_flags[fd % FD_BLOCK] = 0;
	fdrop(td, fp);
	fdblock_trim(td, p, fb);
}

/* Closes the descriptors that have one of these flags; 0: all.  A freed block reads as empty. */
static void
fdclose_flagged(struct thread *td, const struct proc *p, uint8_t wanted)
{
	for (uint32_t block = p->p_nfdblocks; block-- > 0;) {
		const struct fdblock *fb = fdblock_find(td->td_kernel, p->p_pid, block);

		for (uint32_t slot = 0; fb != NULL && slot < FD_BLOCK; slot++)
			if (fb->fb_file[slot] != 0 &&
			    (wanted == 0 || (fb->fb_flags[slot] & wanted) != 0))
				fdclose(td, p, (int)(block * FD_BLOCK + slot));
	}
}

void
fdescfree(struct thread *td, const struct proc *p)
{
	fdclose_flagged(td, p, 0);
	const struct fdblock *first = fdblock_find(td->td_kernel, p->p_pid, 0);

	if (first != NULL)
		fdblock_erase(td, first);
	if (p->p_nfdblocks != 0)
		proc_change(td, p)->p_nfdblocks = 0;
}

void
fdcloseexec(struct thread *td, const struct proc *p)
{
	fdclose_flagged(td, p, FD_CLOEXEC);
}

int
fdcopy(struct thread *td, const struct proc *from, const struct proc *to)
{
	const struct kernel *k = td->td_kernel;

	for (uint32_t block = 0; block < from->p_nfdblocks; block++) {
		const struct fdblock *fb = fdblock_find(k, from->p_pid, block);

		for (uint32_t slot = 0; fb != NULL && slot < FD_BLOCK; slot++) {
			if (fb->fb_file[slot] == 0 || (fb->fb_flags[slot] & FD_CLOFORK) != 0)
				continue;
			const struct file *fp = file_at(k, fb->fb_file[slot]);
			int error = finstall(
			    td, to, (int)(block * FD_BLOCK + slot), fp, fb->fb_flags[slot]);

			if (error != 0)
				return (error);
		}
	}
	return (0);
}

bool
fd_has_directory(const struct kernel *k, const struct proc *p, int *which)
{
	for (uint32_t block = 0; block < p->p_nfdblocks; block++) {
		const struct fdblock *fb = fdblock_find(k, p->p_pid, block);

		for (uint32_t slot = 0; fb != NULL && slot < FD_BLOCK; slot++) {
			const struct file *fp = file_at(k, fb->fb_file[slot]);
			const struct vnode *vp = fp == NULL ? NULL : vnode_at(k, fp->f_vnode);

			if (vp == NULL || fp->f_type != DTYPE_VNODE || vp->v_type != VDIR)
				continue;
			*which = (int)(block * FD_BLOCK + slot);
			return (true);
		}
	}
	return (false);
}
