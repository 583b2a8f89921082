/* SPDX-License-Identifier: BSD-2-Clause */
/* Command lines in one word, as after sh -c or in exec.start: words, '...' and "..."; and scripts.
 */
#ifndef SIM_PROGRAMS_SPLIT_H
#define SIM_PROGRAMS_SPLIT_H

#include "program.h"

/* The words, NULL behind the last; NULL after complaining about what is not modelled. */
const char *const *split_words(struct program *, const char *command, int *count);

enum split_result { SPLIT_COMMAND, SPLIT_END, SPLIT_WRONG };

/* The next command of a script: its words and where its output goes; SPLIT_WRONG after complaining.
 */
enum split_result split_command(struct program *, const char **script, struct run *);

#endif
