/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls made at the kernel's door by init, for suites that look behind it.
 *
 *	made(&f, SYS_mkdir, text(&f, "/a"), 0755);
 *	refused(&f, NAMEI_NOENT, SYS_stat, text(&f, "/b"));
 */
#ifndef TESTS_KERNEL_CALLS_H
#define TESTS_KERNEL_CALLS_H

#include "kernel.h"

struct kernel_calls {
	struct allocator *allocator;
	struct values *values;
	struct kernel *kernel;
	struct call call; /* the last one */
	uint32_t pid;	  /* who calls */
};

struct kernel_calls kernel_calls_begin(void);
/* Whatever the test did, the kernel must be sound. */
void kernel_calls_end(struct kernel_calls *);

int64_t text(struct kernel_calls *, const char *);
/* {name="value"} */
int64_t options(struct kernel_calls *, const char *name, const char *value);

/* Makes a call with up to six words; answers its error. */
int kernel_calls_make(struct kernel_calls *, enum sysno, const int64_t words[CALL_ARGS]);
/* The rule that decided the last call; RULES when none held. */
enum rule kernel_calls_rule(const struct kernel_calls *);

/* It must succeed; answers its return value. */
#define made(f_, ...) made_words((f_), (const int64_t[CALL_ARGS + 1]) { __VA_ARGS__ })
/* It must be refused by this rule. */
#define refused(f_, rule_, ...)                                                                    \
	refused_words((f_), rule_, (const int64_t[CALL_ARGS + 1]) { __VA_ARGS__ })

int64_t made_words(struct kernel_calls *, const int64_t *number_and_words);
void refused_words(struct kernel_calls *, enum rule, const int64_t *number_and_words);

#endif
