/* SPDX-License-Identifier: BSD-2-Clause */
/* A command line in one word, as after sh -c or in exec.start: words, '...' and "...". */
#ifndef SIM_PROGRAMS_SPLIT_H
#define SIM_PROGRAMS_SPLIT_H

#include "program.h"

/* The words, NULL behind the last; NULL after complaining about what is not modelled. */
const char *const *split_words(struct program *, const char *command, int *count);

#endif
