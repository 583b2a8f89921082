/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Characters and the cells that they take on a screen of fixed width.  No locale is asked: the
 * same text takes the same cells everywhere.
 */
#ifndef SHELL_TEXT_CELLS_H
#define SHELL_TEXT_CELLS_H

#include <stddef.h>
#include <stdint.h>

#include "arena.h"

/* Bytes of the first character (1 and U+FFFD for what is no UTF-8). */
size_t utf8_decode(const char *s, size_t left, uint32_t *code);
/* Bytes written, 1 to 4. */
size_t utf8_encode(uint32_t code, char bytes[4]);
/* 0, 1 or 2; control characters take none. */
int code_cells(uint32_t code);
/* What stands for a character in ASCII: one plain character, "?" when nothing is like it. */
const char *code_ascii(uint32_t code);

/* How many cells a text takes. */
int text_width(const char *);
/* The bytes of the text that fit into so many cells. */
size_t text_fit(const char *, int width);

/* Text broken into lines of at most so many cells. */
struct lines {
	const char **text; /* each ends in a NUL */
	int count;
};

/* Breaks at blanks where it can; what continues a line is indented as it is, and 2 more. */
void text_wrap(struct arena *, struct lines *, const char *text, int width);

#endif
