/* SPDX-License-Identifier: BSD-2-Clause */
/* The same calls on this machine's own kernel. */
#ifndef BENCH_NATIVE_H
#define BENCH_NATIVE_H

#include <sys/types.h>

/* A file four names deep, as in the worlds, and a process to signal. */
struct native {
	char directory[64], inner[80], path[96];
	pid_t child;
};

/* Makes them; false, with a message, if that cannot be done. */
int native_begin(struct native *);
void native_end(struct native *);

/* Bodies for timing.h; the argument is a struct native. */
void native_stat(void *);
void native_open_close(void *);
void native_kill(void *);
void native_socket(void *); /* a free port of 127.0.0.1 */

#endif
