/* SPDX-License-Identifier: BSD-2-Clause */
/* FreeBSD's counterpart is humanize_number(3) of libutil. */
#include "humanize.h"

const char *
humanize_number(struct program *p, int64_t bytes, bool spaced)
{
	static const char letters[] = "BKMGTPE";
	const char *letter = letters;
	double value = (double)bytes;

	for (; value >= 999.5; value /= 1024)
		letter++;
	const char *number =
	    arena_printf(p->arena, letter > letters && value < 9.95 ? "%.1f" : "%.0f", value);

	return (arena_printf(p->arena, "%s%s%c%s", number, spaced ? " " : "", *letter,
	    spaced && letter > letters ? "B" : ""));
}
