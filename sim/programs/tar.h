/* SPDX-License-Identifier: BSD-2-Clause */
/* What the modes of tar(1) share. */
#ifndef SIM_PROGRAMS_TAR_H
#define SIM_PROGRAMS_TAR_H

#include "archive.h"
#include "program.h"

struct tar {
	struct program *p;
	char mode;		      /* 'c', 't', 'x'; 0: none yet */
	const char *file;	      /* of -f */
	const char *directory;	      /* of -C; NULL: none */
	bool verbose, absolute;	      /* -v, -P */
	bool permissions, same_owner; /* -p; both are root's default */
	int nmembers;		      /* operands */
	const char *const *members;   /* they */
	bool *found;		      /* which of them the archive has */
	int status;		      /* 1 once something went wrong */
	bool warned;		      /* about a leading '/' */
};

/* "tar: PATH: Cannot stat: No such file or directory"; remembers the call. */
void tar_complain(struct tar *, const struct call *, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A member's name without leading slashes, unless -P; warns once. */
const char *tar_member_name(struct tar *, const char *path);

/* Is the member one of the operands, or below one?  None means all. */
bool tar_wanted(struct tar *, const char *path);

/* False after complaining. */
bool tar_chdir(struct tar *, const char *directory);

void tar_create(struct tar *);
void tar_extract(struct tar *, struct archive_reader *);

#endif
