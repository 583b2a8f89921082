/* SPDX-License-Identifier: BSD-2-Clause */
/* The processes that a program may see, as records; FreeBSD's counterpart is struct kinfo_proc. */
#ifndef SIM_PROGRAMS_KINFO_H
#define SIM_PROGRAMS_KINFO_H

#include "program.h"

struct kinfo_proc {
	int64_t pid, ppid, pgid, sid;
	int64_t uid, ruid, gid;
	int64_t jid; /* 0: the reader's own jail */
	int64_t start;
	bool jailed, zombie, stopped, traced;
	const char *comm; /* name of the program */
	const char *args; /* its words, a blank between */
};

/* By pid, *count of them; NULL after complaining. */
struct kinfo_proc *kinfo_getallproc(struct program *, size_t *count);

#endif
