/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Why a step came out as it did: what was asked, each check in its order, the rule that decided
 * with its kernel function and manual page, and the smallest change, found by trying.
 */
#ifndef SIM_EXPLAIN_H
#define SIM_EXPLAIN_H

#include "remedy.h"

/* Why the step that was run last came out so; lines of at most 80 columns. */
const char *explain_step(struct world *, struct scenario *, const struct outcome *);

/* One call of the history: what it answered, each check in its order, the rule that decided. */
const char *explain_call(const struct world *, struct arena *, struct logged);

/* What a rule says. */
const char *explain_rule(struct arena *, enum rule);

/* The step's words on one line, without its prompt and expectation; or with the prompt. */
const char *step_words(struct scenario *, const struct scenario_step *);

/* Appends a paragraph of at most 80 columns, each line indented. */
void explain_wrap(struct textbuf *, const char *text, unsigned indent);
/* The same for another width. */
void explain_wrap_to(struct textbuf *, const char *text, unsigned indent, unsigned width);

#endif
