/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An archive of tar(1), as text: after "#mtree" a line a file as mtree(5) has it, every name a
 * path from the top, and two keywords more: data= its contents, hardlink= another member.
 *
 *	#mtree
 *	/set type=file uid=0 gid=0 mode=0555
 *	bin type=dir mode=0755
 *	bin/echo data=\177ELFecho
 *	bin/sh hardlink=bin/echo
 *
 * Bytes stand as they are or as a backslash and three octal digits.
 */
#ifndef SIM_PROGRAMS_ARCHIVE_H
#define SIM_PROGRAMS_ARCHIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "textbuf.h"

#define ARCHIVE_MAGIC "#mtree\n"

struct archive_entry {
	const char *path;	   /* as the archive has it */
	int64_t type;		   /* BSD_reg, BSD_dir ... as st_type */
	int64_t mode, uid, gid;	   /* uid, gid: -1 when not said */
	int64_t mtime, rdev;	   /* seconds, 0 when not said; number of a device */
	const char *uname, *gname; /* names of owner and group; NULL when not said */
	const char *link;	   /* text of a symbolic link */
	const char *hardlink;	   /* the member that it is another name of; else NULL */
	struct text data;	   /* contents */
};

struct archive_reader {
	struct arena *arena;	       /* for what it makes */
	const char *at, *end;	       /* what is to be read */
	struct archive_entry defaults; /* by /set */
	const char *wrong;	       /* the line that is none, after archive_next() said false */
};

/* False: the bytes are no archive. An empty file is one without members. */
bool archive_open(struct archive_reader *, struct arena *, const char *bytes, size_t len);

/* The next member; false at the end or when a line is malformed. */
bool archive_next(struct archive_reader *, struct archive_entry *);

/* Appends a member. */
void archive_put(struct textbuf *, const struct archive_entry *);

#endif
