/* SPDX-License-Identifier: BSD-2-Clause */
/* Numbers of bytes for people. */
#ifndef SIM_PROGRAMS_HUMANIZE_H
#define SIM_PROGRAMS_HUMANIZE_H

#include "program.h"

/* "466G", "1.0K", "0B": at most three digits and a letter; spaced: "466 GB", "1.0 KB", "0 B". */
const char *humanize_number(struct program *, int64_t bytes, bool spaced);

#endif
