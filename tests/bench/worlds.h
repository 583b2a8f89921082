/* SPDX-License-Identifier: BSD-2-Clause */
/* The worlds that are measured, log and journal on; all that is in them is made by calls. */
#ifndef BENCH_WORLDS_H
#define BENCH_WORLDS_H

#include "lexicon.h"
#include "world.h"

#define BENCH_PATH   "/usr/share/misc/motd" /* readable to all */
#define SECRET_PATH  "/usr/share/keys/root" /* its directory is searched by its owner only */
#define PROCS_A_JAIL 3

/* A world and the processes that act in it. */
struct bench_world {
	struct lexicon lexicon;
	struct world *world;
	struct call call;     /* reused */
	uint32_t host_root;   /* root on the host */
	uint32_t jail_root;   /* root in the first jail */
	uint32_t jail_target; /* its process there */
	uint32_t jail_user;   /* uid 1001 in the first jail */
	value_ix path, secret;
	value_ix address; /* 127.0.0.1:8080 */
	uint32_t *jids;	  /* of all jails */
	uint32_t *pids;	  /* of all processes in jails */
	uint32_t jails, procs;
	uint64_t random;
};

/* A world with the files above and one jail; exits with a message when a call is refused. */
void bench_begin(struct bench_world *);
/* More jails; then PROCS_A_JAIL processes in each of them. */
void bench_add_jails(struct bench_world *, uint32_t count);
void bench_add_processes(struct bench_world *);
void bench_end(struct bench_world *);

/* One call by a process; its return value, -1 if refused. */
int64_t ask(struct bench_world *, uint32_t pid, enum sysno, int64_t, int64_t, int64_t);

#endif
