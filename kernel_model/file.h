/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Descriptors and open files: kern_descrip.c.  FreeBSD's counterparts are sys/file.h and
 * sys/filedesc.h.
 */
#ifndef KERNEL_MODEL_FILE_H
#define KERNEL_MODEL_FILE_H

#include "decision.h"

enum dtype {
	DTYPE_NONE,
	DTYPE_VNODE,
	DTYPE_SOCKET,
	DTYPE_PIPE,
	DTYPE_FIFO,
	DTYPE_SHM,
	DTYPE_JAILDESC
};

#define FD_BLOCK 8 /* slots of a fdblock row */

/* f_flag beyond the open(2) flags */
#define FREAD  0x40000000u
#define FWRITE 0x20000000u

/* The open file and flags of a descriptor; EBADF.  `flags' may be NULL. */
int fget(struct thread *, int fd, const struct file **, uint8_t *flags);
/* The vnode of a descriptor; EBADF EINVAL. */
int getvnode(struct thread *, int fd, const struct vnode **);
/* The same, or the inode that stands for POSIX shared memory. */
int getinode(struct thread *, int fd, const struct vnode **);
/* Without recording a decision: NULL when not open. */
const struct file *fd_peek(const struct kernel *, const struct proc *, int fd, uint8_t *flags);
/* A new open file of the caller's, in the lowest slot at or above `min': 0, ROOM or EMFILE. */
int falloc(struct thread *, struct file **, int *fd, int min, uint8_t flags);
/* The lowest free slot of the caller at or above `min': 0 or EMFILE. */
int fdalloc(struct thread *, int min, int *fd);
/* Puts an open file into a free slot and counts that: 0 or ROOM. */
int finstall(struct thread *, const struct proc *, int fd, const struct file *, uint8_t flags);
/* Sets the flags of an open slot. */
void fd_set_flags(struct thread *, const struct proc *, int fd, uint8_t flags);
/* One more or one less place that names an open file; it goes with the last. */
void fhold(struct thread *, const struct file *);
void fdrop(struct thread *, const struct file *);
/* Descriptors of a process at most. */
int getmaxfd(const struct thread *);
/* Closes one / all / the close-on-exec descriptors of a process. */
void fdclose(struct thread *, const struct proc *, int fd);
void fdescfree(struct thread *, const struct proc *);
void fdcloseexec(struct thread *, const struct proc *);
/* The child's copy of the parent's descriptors: 0 or ROOM. */
int fdcopy(struct thread *, const struct proc *from, const struct proc *to);
/* Is some descriptor of the process a directory?  F17, F22. */
bool fd_has_directory(const struct kernel *, const struct proc *, int *which);

/* pwd: directories of a process, shared until changed (F1).  0 or ROOM. */
int pwd_chdir(struct thread *, const struct vnode *);
/* F17 and F15: EPERM when a directory is open and the sysctl says so. */
int pwd_chroot(struct thread *, const struct vnode *);
/* F22: root and working directory in one step; EPERM when any directory is open. */
int pwd_chroot_chdir(struct thread *, const struct vnode *);
void pwd_hold(struct thread *, const struct pwd *);
void pwd_drop(struct thread *, const struct pwd *);
/* A fresh pwd of a process at this root: for logins. */
int pwd_set(
    struct thread *, const struct proc *, const struct vnode *root, const struct vnode *cwd);
/* F36: whoever stands on `from' is moved to `to' after a mount or unmount. */
int mountcheckdirs(struct thread *, const struct vnode *from, const struct vnode *to);

#endif
