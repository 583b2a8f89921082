/* SPDX-License-Identifier: BSD-2-Clause */
/* A file's type and permissions as letters. */
#ifndef SIM_PROGRAMS_FILEMODE_H
#define SIM_PROGRAMS_FILEMODE_H

#include <stdint.h>

/* "drwxr-xr-x"; type is one of stat's: BSD_reg ... */
void mode_text(int64_t type, int64_t mode, char text[11]);

#endif
