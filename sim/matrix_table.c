/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The matrix for a reader: actions below each other by category, a column a prison, as many as
 * fit, then the rest.  Below, on request, the rules that blocked, each with what it blocked.
 */
#include <string.h>

#include "explain.h"
#include "matrix_rows.h"
#include "step_run.h"

#define PAGE_WIDTH  80
#define NAME_WIDTH  27 /* of an action's name, indented */
#define HEADING_MAX 14 /* a longer name of a prison stands in the legend */
#define SUM_WIDTH   3  /* of a column at least: how often */

/* --- The table ---------------------------------------------------------------------- */

/* Columns of the table side by side on one page. */
struct page {
	unsigned first, count; /* which columns */
};

void
matrix_legend(struct textbuf *t, const struct matrix *m)
{
	textbuf_puts(t, "Tried by ");
	for (unsigned i = 0; i < m->nusers; i++)
		textbuf_printf(t, "%s%s",
		    i == 0		  ? "" :
			i + 1 < m->nusers ? ", by " :
					    " and by ",
		    m->users[i].name);
	textbuf_puts(t, m->nusers == 1 ? ".\n" : ": a letter each.\n");
	textbuf_puts(t,
	    "A allowed: reaches the host or a neighbour    C contained: only what is its own\n"
	    "B blocked: a call is refused                  - not applicable here\n");
}

/* What stands above a column: the prison's name, or a number when that is too long. */
static const char *
heading(struct textbuf *t, const struct matrix *m, unsigned column)
{
	if (strlen(m->columns[column].name) <= HEADING_MAX)
		return (m->columns[column].name);
	return (arena_printf(t->arena, "(%u)", column + 1));
}

static unsigned
column_width(struct textbuf *t, const struct matrix *m, unsigned column)
{
	unsigned width = (unsigned)strlen(heading(t, m, column));
	unsigned least = m->nusers > SUM_WIDTH ? m->nusers : SUM_WIDTH;

	return (width < least ? least : width);
}

/* A text in its column; nothing is put behind the last one. */
static void
put_in_column(struct textbuf *t, const struct matrix *m, const struct page *page, unsigned column,
    const char *text)
{
	bool last = column + 1 == page->first + page->count;

	textbuf_printf(
	    t, "%-*s%s", last ? 0 : (int)column_width(t, m, column), text, last ? "\n" : "  ");
}

static void
put_headings(struct textbuf *t, const struct matrix *m, const struct page *page)
{
	textbuf_printf(t, "\n%-*s", NAME_WIDTH, "");
	for (unsigned i = page->first; i < page->first + page->count; i++)
		put_in_column(t, m, page, i, heading(t, m, i));
}

static void
put_row(struct textbuf *t, const struct matrix *m, const struct page *page, unsigned action)
{
	textbuf_printf(t, "  %-*s", NAME_WIDTH - 2, m->actions.all[action].name);
	for (unsigned i = page->first; i < page->first + page->count; i++)
		put_in_column(t, m, page, i, cell_letters(t->arena, m, action, i));
}

/* How often a user met each outcome in each column. */
static void
put_sums(struct textbuf *t, const struct matrix *m, const struct matrix_choice *choice,
    const struct page *page, unsigned user)
{
	for (unsigned reach = REACH_ALLOWED; reach < REACHES; reach++) {
		textbuf_printf(t, "  %-*.*s ", NAME_WIDTH - 3, NAME_WIDTH - 3,
		    arena_printf(t->arena, "%s: %s", m->users[user].name, reach_name[reach]));
		for (unsigned i = page->first; i < page->first + page->count; i++) {
			unsigned sum = 0;

			for (unsigned action = 0; action < m->actions.count; action++)
				sum += matrix_chosen(m, choice, action) &&
				    matrix_cell(m, action, i, user)->reach == reach;
			put_in_column(t, m, page, i, arena_printf(t->arena, "%u", sum));
		}
	}
}

static void
put_page(struct textbuf *t, const struct matrix *m, const struct matrix_choice *choice,
    const struct page *page)
{
	int category = -1;

	put_headings(t, m, page);
	for (unsigned action = 0; action < m->actions.count; action++) {
		if (!matrix_chosen(m, choice, action))
			continue;
		if ((int)m->actions.all[action].category != category) {
			category = (int)m->actions.all[action].category;
			textbuf_printf(t, "%s\n", category_name[category]);
		}
		put_row(t, m, page, action);
	}
	textbuf_puts(t, "how often\n");
	for (unsigned user = 0; user < m->nusers; user++)
		put_sums(t, m, choice, page, user);
}

/* --- Reasons ------------------------------------------------------------------------ */

/* Where a rule blocked an action, "root in www, db; alice in www"; NULL: nowhere. */
static const char *
blocked_where(struct textbuf *t, const struct matrix *m, const struct world *w, unsigned action,
    unsigned rule)
{
	struct textbuf where = { .arena = t->arena };
	const char *object = "";

	for (unsigned user = 0; user < m->nusers; user++) {
		const char *between = where.len == 0 ? "" : "; ";

		for (unsigned column = 0; column < m->ncolumns; column++) {
			const struct cell *c = matrix_cell(m, action, column, user);

			if (c->reach != REACH_BLOCKED || !c->decided || c->by.rule != rule)
				continue;
			if (*between != ',')
				textbuf_printf(&where, "%s%s in ", between, m->users[user].name);
			else
				textbuf_puts(&where, between);
			textbuf_puts(&where, m->columns[column].name);
			between = ", ";
			object = strchr(rule_text(w, t->arena, &c->by), '(');
		}
	}
	if (where.len == 0)
		return (NULL);
	return (arena_printf(t->arena, "%s%s: %s", m->actions.all[action].name,
	    object == NULL ? "" : arena_printf(t->arena, " %s", object), textbuf_text(&where)));
}

static void
put_reason(struct textbuf *t, const struct matrix *m, const struct world *w,
    const struct matrix_choice *choice, unsigned rule)
{
	bool said = false;

	for (unsigned action = 0; action < m->actions.count; action++) {
		const char *where =
		    !matrix_chosen(m, choice, action) ? NULL : blocked_where(t, m, w, action, rule);

		if (where == NULL)
			continue;
		if (!said) {
			textbuf_printf(t, "\n%s %s\n", rule_info[rule].name,
			    errno_name(rule_info[rule].error));
			explain_wrap(t, rule_info[rule].reason, 2);
			said = true;
		}
		explain_wrap(t, where, 4);
	}
}

/* What the catalogue decided, and why. */
static void
put_decisions(struct textbuf *t, const struct matrix *m, const struct matrix_choice *choice)
{
	bool said = false;

	for (unsigned action = 0; action < m->actions.count; action++) {
		const struct action *a = &m->actions.all[action];

		if (a->because == NULL || !matrix_chosen(m, choice, action))
			continue;
		if (!said)
			textbuf_puts(
			    t, "\nA success of these is decided by hand, since no row shows it:\n");
		said = true;
		explain_wrap(t,
		    arena_printf(
			t->arena, "%s is %s: %s", a->name, reach_name[a->verdict], a->because),
		    4);
	}
}

void
matrix_table(struct textbuf *t, const struct matrix *m, const struct world *w,
    const struct matrix_choice *choice)
{
	struct page page = { .first = 0 };

	matrix_legend(t, m);
	for (unsigned i = 0; i < m->ncolumns; i++)
		if (strlen(m->columns[i].name) > HEADING_MAX)
			textbuf_printf(t, "(%u) %s\n", i + 1, m->columns[i].name);
	for (; page.first < m->ncolumns; page.first += page.count) {
		unsigned width = NAME_WIDTH;

		for (page.count = 0; page.first + page.count < m->ncolumns; page.count++) {
			width += column_width(t, m, page.first + page.count);
			if (page.count > 0 && width > PAGE_WIDTH)
				break;
			width += 2;
		}
		put_page(t, m, choice, &page);
	}
	for (unsigned rule = 0; choice->reasons && rule < RULES; rule++)
		put_reason(t, m, w, choice, rule);
	if (choice->reasons)
		put_decisions(t, m, choice);
}
