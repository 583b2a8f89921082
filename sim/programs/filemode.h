/* SPDX-License-Identifier: BSD-2-Clause */
/* A file's type, permissions and flags as letters; its times. */
#ifndef SIM_PROGRAMS_FILEMODE_H
#define SIM_PROGRAMS_FILEMODE_H

#include "program.h"

/* "drwxr-xr-x"; type is one of stat's: BSD_reg ... */
void mode_text(int64_t type, int64_t mode, char text[11]);

/* "schg,uappnd", "-" for none, as chflags(1) and ls -lo name them. */
const char *fflagstostr(struct program *, int64_t flags);

/* Such a list applied to flags; "no" before a name takes it away.  False: *text begins at a word
 * that is none. */
bool strtofflags(const char **text, int64_t *flags);

/* Sets the times of a file, or of a symbolic link itself; the call. */
const struct call *set_file_times(struct program *, const char *path, int64_t atime, int64_t mtime);

#endif
