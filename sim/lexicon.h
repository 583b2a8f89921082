/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The names of the kernel model's tables, found without scanning: calls,
 * constants, errnos, rules. And which name was meant when there is none.
 */
#ifndef SIM_LEXICON_H
#define SIM_LEXICON_H

#include "arena.h"
#include "kernel.h"

enum name_kind {
	NAME_CALL,     /* syscall_info[] */
	NAME_CONSTANT, /* constant_info[] */
	NAME_ERRNO,    /* errno_info[] */
	NAME_RULE,     /* rule_info[] */
	NAME_KINDS,
};

#define LEXICON_SLOTS 4096 /* a power of two, twice as many as names or more */

/* The constants that an argument type takes: rows of constant_info[]. */
struct constant_group {
	uint16_t first;	  /* the first row */
	uint16_t count;	  /* how many; 0: it takes numbers only */
	bool bits;	  /* they are bits and print as A|B */
	const char *name; /* the group's name */
};

struct lexicon {
	uint16_t slots[LEXICON_SLOTS];		/* names by hash: 1 + its number, kind after kind */
	uint16_t begin[NAME_KINDS + 1];		/* the first number of each kind */
	struct constant_group groups[ARGTYPES]; /* of each argument type */
	struct constant_group types;		/* of a field that is one of them: reg, dir */
	struct constant_group flags;		/* of a field of flags: uchg, schg */
};

void lexicon_init(struct lexicon *);

/* The row of the kind's table that has this name, or -1. */
int lexicon_find(const struct lexicon *, enum name_kind, const char *name);

/* How many names a kind has, and each by its row. */
size_t lexicon_count(enum name_kind);
const char *lexicon_name(enum name_kind, unsigned row);

/* "did you mean X?" among the names of a kind, or otherwise. */
const char *lexicon_mend(const struct lexicon *, struct arena *, enum name_kind, const char *name,
    const char *otherwise);

/* The constants of a group by its name; count 0: there are none. */
struct constant_group lexicon_group(const char *name);

/* The number of an errno's name (EWOULDBLOCK is EAGAIN), or -1. */
int errno_find(const struct lexicon *, const char *name);

/* The name of an errno, or NULL. */
const char *errno_name(int error);

#endif
