/* SPDX-License-Identifier: BSD-2-Clause */
/* Options of a program's words, as getopt(3) reads them. */
#ifndef SIM_PROGRAMS_OPTION_H
#define SIM_PROGRAMS_OPTION_H

#include "program.h"

#define OPTION_END (-1)

struct options {
	int next;	   /* word to read next; the first operand once OPTION_END is answered */
	const char *rest;  /* letters left in the word before it */
	const char *value; /* what follows the letter just answered */
};

/* Start with { 1, NULL, NULL }. */
#define OPTIONS_BEGIN                                                                              \
	{                                                                                          \
		1, NULL, NULL                                                                      \
	}

/*
 * The next letter, OPTION_END, or '?' after complaining: then return program_usage().  In
 * `letters' a colon stands behind a letter that takes a value.
 */
int program_option(struct program *, struct options *, const char *letters);

/* A decimal (base 10) or octal (base 8) number and nothing else; false when it is none. */
bool program_number(const char *text, int base, int64_t *number);

#endif
