/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pipes and fifos: sys_pipe.c and fifo_vnops.c.  A pipe(2) is two ends, each with what waits to be
 * read from it; a fifo has one for all who opened it.  FreeBSD's counterpart is sys/pipe.h.
 */
#ifndef KERNEL_MODEL_PIPE_H
#define KERNEL_MODEL_PIPE_H

#include "file.h"
#include "sysproto.h"

#define PIPE_BUF       512u   /* a write of no more is not split */
#define PIPE_MINDIRECT 8192u  /* a write of so much waits until it has been read */
#define BIG_PIPE_SIZE  65536u /* bytes that wait at most */

/* pipe_state */
#define PIPE_EOF 0x01u /* a fifo whose last reader or last writer has gone */

/* What waits, `most' bytes of it; empty at the end.  EAGAIN. */
int pipe_read(struct thread *, const struct file *, uint64_t most, value_ix *bytes);
/* The number of bytes written: EPIPE, which ends the caller; EFAULT EAGAIN. */
int pipe_write(struct thread *, const struct file *, value_ix data, int64_t *written);
/* The attributes of an end of pipe(2). */
void pipe_stat(struct thread *, const struct file *, struct stat_result *);
/* The last close of an end. */
void pipe_close(struct thread *, const struct file *);
/* A write where nobody reads: the caller gets SIGPIPE, and what that does stays done. */
void sigpipe(struct thread *);

/* One more who reads or writes, by FREAD and FWRITE: EINVAL ENXIO EAGAIN or ROOM. */
int fifo_open(struct thread *, const struct vnode *, uint32_t flags);
void fifo_close(struct thread *, const struct vnode *, uint32_t flags);

#endif
