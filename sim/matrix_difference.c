/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How two matrices differ, cell by cell: two releases, two settings of a parameter, two scenarios.
 */
#include <string.h>

#include "explain.h"
#include "matrix_rows.h"

/* Two matrices under comparison. */
struct comparison {
	struct textbuf *out;
	const struct matrix_side *before, *after;
	const struct matrix_choice *choice;
	unsigned count;	    /* differences so far */
	const char *action; /* text: the action told last */
};

/* The column of this name, or -1. */
static int
find_column(const struct matrix *m, const char *name)
{
	for (unsigned i = 0; i < m->ncolumns; i++)
		if (strcmp(m->columns[i].name, name) == 0)
			return ((int)i);
	return (-1);
}

static bool
same_parts(const struct cell_parts *a, const struct cell_parts *b)
{
	return (strcmp(a->outcome, b->outcome) == 0 && strcmp(a->error, b->error) == 0 &&
	    (*a->error == '\0' || strcmp(a->rule, b->rule) == 0) &&
	    strcmp(a->reached, b->reached) == 0);
}

/* "blocked, EPERM because PRISON_PRIV_ALLOW(NETINET_RAW)" */
static const char *
parts_text(struct arena *a, const struct cell_parts *p)
{
	if (*p->error != '\0')
		return (arena_printf(a, "%s, %s because %s", p->outcome, p->error, p->rule));
	if (*p->reached != '\0')
		return (arena_printf(a, "%s, reaches %s", p->outcome, p->reached));
	return (p->outcome);
}

static void
put_text(struct comparison *c, const struct action *a, const char *who, const char *where,
    const struct cell_parts *was, const struct cell_parts *is)
{
	struct arena *arena = c->out->arena;

	if (c->action != a->name)
		textbuf_printf(
		    c->out, "%s%s: %s\n", c->count == 0 ? "" : "\n", a->name, a->meaning);
	c->action = a->name;
	textbuf_printf(c->out, "  %s in %s\n", who, where);
	explain_wrap(c->out, arena_printf(arena, "was %s", parts_text(arena, was)), 4);
	explain_wrap(c->out, arena_printf(arena, "is %s", parts_text(arena, is)), 4);
}

static void
put_csv(struct textbuf *t, const struct action *a, const char *who, const char *where,
    const struct cell_parts *was, const struct cell_parts *is)
{
	csv_put(t, a->name, false);
	csv_put(t, category_name[a->category], false);
	csv_put(t, who, false);
	csv_put(t, where, false);
	csv_put(t, was->outcome, false);
	csv_put(t, was->error, false);
	csv_put(t, was->rule, false);
	csv_put(t, is->outcome, false);
	csv_put(t, is->error, false);
	csv_put(t, is->rule, true);
}

static void
put_json(struct comparison *c, const struct action *a, const char *who, const char *where,
    const struct cell_parts *was, const struct cell_parts *is)
{
	struct textbuf *t = c->out;

	textbuf_printf(t, "%s\n{\"action\": ", c->count == 0 ? "" : ",");
	textbuf_put_json(t, a->name);
	json_member(t, "category", category_name[a->category]);
	json_member(t, "user", who);
	json_member(t, "prison", where);
	textbuf_puts(t, ", \"before\": {");
	json_outcome(t, was);
	textbuf_puts(t, "}, \"after\": {");
	json_outcome(t, is);
	textbuf_puts(t, "}}");
}

static void
compare_cell(struct comparison *c, unsigned action, unsigned column, unsigned other, unsigned user)
{
	const struct matrix *m = c->before->matrix, *n = c->after->matrix;
	const struct action *a = &m->actions.all[action];
	struct arena *arena = c->out->arena;
	const char *who = m->users[user].name, *where = m->columns[column].name;
	struct cell_parts was =
	    cell_parts(arena, c->before->world, a, matrix_cell(m, action, column, user));
	struct cell_parts is =
	    cell_parts(arena, c->after->world, a, matrix_cell(n, action, other, user));

	if (same_parts(&was, &is))
		return;
	switch (c->choice->format) {
	case MATRIX_TEXT:
		put_text(c, a, who, where, &was, &is);
		break;
	case MATRIX_CSV:
		put_csv(c->out, a, who, where, &was, &is);
		break;
	case MATRIX_JSON:
		put_json(c, a, who, where, &was, &is);
		break;
	case MATRIX_MD:
		textbuf_printf(c->out, "| %s | %s | %s | %s | %s |\n", a->name, who, where,
		    parts_text(arena, &was), parts_text(arena, &is));
		break;
	}
	c->count++;
}

/* Prisons that one side has and the other has not: nothing to compare. */
static void
put_lonely(struct comparison *c, const struct matrix_side *one, const struct matrix_side *other)
{
	for (unsigned i = 0; i < one->matrix->ncolumns; i++) {
		const char *name = one->matrix->columns[i].name;

		if (c->choice->format == MATRIX_TEXT && find_column(other->matrix, name) < 0)
			textbuf_printf(c->out, "%s is in %s only.\n", name, one->name);
	}
}

static void
put_head(struct comparison *c)
{
	struct textbuf *t = c->out;

	if (c->choice->format == MATRIX_CSV)
		textbuf_puts(t,
		    "action,category,user,prison,outcome before,errno before,rule before,"
		    "outcome after,errno after,rule after\n");
	if (c->choice->format == MATRIX_MD)
		textbuf_printf(t,
		    "| action | user | prison | %s | %s |\n| --- | --- | --- | --- | --- |\n",
		    c->before->name, c->after->name);
	if (c->choice->format != MATRIX_JSON)
		return;
	textbuf_printf(t, "{\"format\": %d, \"before\": ", MATRIX_FORMAT);
	textbuf_put_json(t, c->before->name);
	json_member(t, "after", c->after->name);
	textbuf_puts(t, ", \"differences\": [");
}

unsigned
matrix_write_difference(struct textbuf *t, const struct matrix_side *before,
    const struct matrix_side *after, const struct matrix_choice *choice)
{
	const struct matrix *m = before->matrix;
	struct comparison c = { .out = t, .before = before, .after = after, .choice = choice };

	put_head(&c);
	for (unsigned action = 0; action < m->actions.count; action++)
		for (unsigned column = 0; matrix_chosen(m, choice, action) && column < m->ncolumns;
		     column++) {
			int other = find_column(after->matrix, m->columns[column].name);

			for (unsigned user = 0; other >= 0 && user < m->nusers; user++)
				compare_cell(&c, action, column, (unsigned)other, user);
		}
	if (choice->format == MATRIX_JSON)
		textbuf_puts(t, "\n]}\n");
	put_lonely(&c, before, after);
	put_lonely(&c, after, before);
	if (choice->format == MATRIX_TEXT)
		textbuf_printf(t, "%s%u of %u cells differ: before %s, after %s.\n",
		    c.count == 0 ? "" : "\n", c.count, m->actions.count * m->ncolumns * m->nusers,
		    before->name, after->name);
	return (c.count);
}
