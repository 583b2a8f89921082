/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Manual pages made from the tables: whatever has a row (a call, a program, a word, a rule, a jail
 * parameter, a sysctl, a privilege, an errno, a constant) has a page.
 */
#ifndef SIM_MANUAL_H
#define SIM_MANUAL_H

#include "lexicon.h"
#include "textbuf.h"

/*
 * Appends what is known of a name: "kill", "kill(2)", ":back", "allow.mount", "EPERM", ...
 * False: nothing is.
 */
bool manual_page(struct textbuf *, const struct lexicon *, const char *name);

/* "did you mean X?" among all names that have a page, or otherwise. */
const char *manual_mend(struct arena *, const char *name, const char *otherwise);

#endif
