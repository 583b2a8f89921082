/* SPDX-License-Identifier: BSD-2-Clause */
/* What kernel_check() cannot know: are the lists that rows make whole and about the right rows? */
#ifndef TESTS_LISTS_H
#define TESTS_LISTS_H

struct kernel;

/* NULL, or the list that is broken. */
const char *lists_check(const struct kernel *);

/* lists_socket.c.  The same of sockets alone. */
const char *sockets_check(const struct kernel *);
/* lists_ipc.c.  The same of pipes, fifos and System V objects. */
const char *ipc_check(const struct kernel *);

#endif
