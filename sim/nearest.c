/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Edit distance with transpositions of neighbours. Letters that differ in case
 * only are nearer than others, so that sigterm finds SIGTERM.
 */
#include "nearest.h"

#include <stdbool.h>
#include <string.h>

#define NEAREST_MAX 64 /* longer names are compared by their first bytes */
#define STEP	    2  /* one insertion, deletion, other letter, or swap */
#define STEP_CASE   1  /* the same letter in the other case: a whole word too */

static char
lower(char c)
{
	return (c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
}

static unsigned
least(unsigned a, unsigned b)
{
	return (a < b ? a : b);
}

static unsigned
distance(const char *a, size_t alen, const char *b, size_t blen)
{
	unsigned row[3][NEAREST_MAX + 1];
	bool cased = false;

	for (size_t j = 0; j <= blen; j++)
		row[0][j] = (unsigned)j * STEP;
	for (size_t i = 1; i <= alen; i++) {
		unsigned *now = row[i % 3], *up = row[(i + 2) % 3];
		const unsigned *upup = row[(i + 1) % 3];

		now[0] = (unsigned)i * STEP;
		for (size_t j = 1; j <= blen; j++) {
			bool same = lower(a[i - 1]) == lower(b[j - 1]);

			if (same && i == j && a[i - 1] != b[j - 1])
				cased = true;
			now[j] = up[j - 1] + (same ? 0 : STEP);
			now[j] = least(now[j], up[j] + STEP);
			now[j] = least(now[j], now[j - 1] + STEP);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = least(now[j], upup[j - 2] + STEP);
		}
	}
	return (row[alen % 3][blen] + (cased ? STEP_CASE : 0));
}

void
nearest_begin(struct nearest *n, const char *name)
{
	n->name = name;
	n->len = strlen(name);
	if (n->len > NEAREST_MAX)
		n->len = NEAREST_MAX;
	n->best = NULL;
	/* A third of the letters may differ, and one more in longer names; of two none. */
	n->distance = STEP * ((unsigned)n->len / 3 + (n->len > 3)) + STEP_CASE + 1;
}

void
nearest_offer(struct nearest *n, const char *candidate)
{
	size_t len = strlen(candidate);

	if (len > NEAREST_MAX)
		len = NEAREST_MAX;
	size_t apart = len > n->len ? len - n->len : n->len - len;

	if (apart * STEP >= n->distance)
		return;
	unsigned d = distance(n->name, n->len, candidate, len);

	if (d < n->distance) {
		n->distance = d;
		n->best = candidate;
	}
}

const char *
nearest_mend(const struct nearest *n, struct arena *a, const char *otherwise)
{
	if (n->best == NULL)
		return (otherwise);
	return (arena_printf(a, "did you mean %s?", n->best));
}
