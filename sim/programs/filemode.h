/* SPDX-License-Identifier: BSD-2-Clause */
/* A file's type, permissions and flags as letters. */
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

#endif
