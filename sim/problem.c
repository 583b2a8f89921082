/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A list of what is wrong with an input, in the order found.
 */
#include "problem.h"

void
problems_init(struct problems *ps, struct arena *arena)
{
	*ps = (struct problems) { .arena = arena, .last = &ps->first };
}

struct problem *
problem_add(struct problems *ps, const char *file, unsigned line, unsigned column, const char *text,
    const char *mend)
{
	struct problem *p = arena_new(ps->arena, struct problem);

	p->file = file;
	p->line = line;
	p->column = column;
	p->text = text;
	p->mend = mend;
	*ps->last = p;
	ps->last = &p->next;
	ps->count++;
	return (p);
}

char *
problem_format(struct arena *a, const struct problem *p)
{
	char *place = arena_printf(a, "%s", p->file);

	if (p->line != 0)
		place = arena_printf(a, "%s:%u", place, p->line);
	if (p->line != 0 && p->column != 0)
		place = arena_printf(a, "%s:%u", place, p->column);
	if (p->mend == NULL)
		return (arena_printf(a, "%s: %s", place, p->text));
	return (arena_printf(a, "%s: %s \xe2\x80\x94 %s", place, p->text, p->mend));
}

void
problems_print(FILE *out, const struct problems *ps)
{
	for (const struct problem *p = ps->first; p != NULL; p = p->next)
		fprintf(out, "%s\n", problem_format(ps->arena, p));
}
