/* SPDX-License-Identifier: BSD-2-Clause */
/* What ps can say of a process. */
#ifndef SIM_PROGRAMS_PS_H
#define SIM_PROGRAMS_PS_H

#include "kinfo.h"

struct ps_column {
	const char *keyword, *header;
	bool left; /* aligned to the left */
	const char *(*text)(struct program *, const struct kinfo_proc *);
};

/* By its keyword; NULL: there is none. */
const struct ps_column *ps_column(const char *keyword, size_t length);

/* The jail's name, "-" for the reader's own; the effective user's name. */
const char *ps_jail_name(struct program *, const struct kinfo_proc *);
const char *ps_user_name(struct program *, const struct kinfo_proc *);

#endif
