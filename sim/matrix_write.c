/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The matrix for a reader: 80 columns, a letter for each user in a cell; and as CSV, JSON and
 * Markdown, which tell every cell whole.
 */
#include "matrix_write.h"

#include <string.h>

#include "explain.h"
#include "matrix_rows.h"
#include "object.h"
#include "step_run.h"

bool
matrix_format_parse(const char *name, enum matrix_format *format)
{
	static const char *const names[] = { [MATRIX_TEXT] = "text",
		[MATRIX_CSV] = "csv",
		[MATRIX_JSON] = "json",
		[MATRIX_MD] = "md" };

	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0) {
			*format = (enum matrix_format)i;
			return (true);
		}
	return (false);
}

bool
matrix_chosen(const struct matrix *m, const struct matrix_choice *choice, unsigned action)
{
	if (choice->category >= 0 && (int)m->actions.all[action].category != choice->category)
		return (false);
	for (unsigned i = 0; choice->blocked && i < m->ncolumns * m->nusers; i++)
		if (matrix_cell(m, action, i / m->nusers, i % m->nusers)->reach == REACH_BLOCKED)
			return (true);
	return (!choice->blocked);
}

/* --- A cell, in parts --------------------------------------------------------------- */

struct cell_parts
cell_parts(
    struct arena *a, const struct world *w, const struct action *action, const struct cell *c)
{
	return ((struct cell_parts) {
	    .outcome = reach_name[c->reach],
	    .error = c->error == 0 ? "" : errno_name(c->error),
	    .rule = c->decided ? rule_text(w, a, &c->by) : "",
	    .decider = c->decided && c->by.jid != NO_JID ? jail_text(a, w->kernel, c->by.jid) : "",
	    .call = action->steps[c->decider].words,
	    .reached = c->reached == NO_JID ? "" : jail_text(a, w->kernel, c->reached),
	    .why = c->why == NULL ? "" : c->why,
	});
}

/* --- CSV ---------------------------------------------------------------------------- */

void
csv_put(struct textbuf *t, const char *text, bool last)
{
	if (strpbrk(text, ",\"\n") == NULL)
		textbuf_puts(t, text);
	else {
		textbuf_puts(t, "\"");
		for (; *text != '\0'; text++)
			textbuf_printf(t, *text == '"' ? "\"\"" : "%c", *text);
		textbuf_puts(t, "\"");
	}
	textbuf_puts(t, last ? "\n" : ",");
}

static void
csv_cell(struct textbuf *t, const struct matrix *m, const struct world *w, unsigned action,
    unsigned column, unsigned user)
{
	const struct action *a = &m->actions.all[action];
	const struct cell *c = matrix_cell(m, action, column, user);
	struct cell_parts p = cell_parts(t->arena, w, a, c);

	csv_put(t, a->name, false);
	csv_put(t, category_name[a->category], false);
	csv_put(t, m->users[user].name, false);
	csv_put(t, m->columns[column].name, false);
	csv_put(t, p.outcome, false);
	csv_put(t, p.error, false);
	csv_put(t, p.rule, false);
	csv_put(t, p.decider, false);
	csv_put(t, p.call, false);
	csv_put(t, p.reached, false);
	csv_put(t, p.why, true);
}

static void
write_csv(struct textbuf *t, const struct matrix *m, const struct world *w,
    const struct matrix_choice *choice)
{
	textbuf_puts(
	    t, "action,category,user,prison,outcome,errno,rule,decided by,call,reached,why\n");
	for (unsigned i = 0; i < m->actions.count; i++)
		for (unsigned column = 0; matrix_chosen(m, choice, i) && column < m->ncolumns;
		     column++)
			for (unsigned user = 0; user < m->nusers; user++)
				csv_cell(t, m, w, i, column, user);
}

/* --- JSON --------------------------------------------------------------------------- */

void
json_member(struct textbuf *t, const char *name, const char *value)
{
	if (*value == '\0')
		return;
	textbuf_printf(t, ", \"%s\": ", name);
	textbuf_put_json(t, value);
}

void
json_outcome(struct textbuf *t, const struct cell_parts *p)
{
	textbuf_puts(t, "\"outcome\": ");
	textbuf_put_json(t, p->outcome);
	json_member(t, "errno", p->error);
	json_member(t, "rule", p->rule);
	json_member(t, "decided_by", p->decider);
	json_member(t, "call", p->call);
	json_member(t, "reached", p->reached);
	json_member(t, "why", p->why);
}

static void
json_action(struct textbuf *t, const struct matrix *m, const struct world *w, unsigned action)
{
	const struct action *a = &m->actions.all[action];

	textbuf_puts(t, "{\"name\": ");
	textbuf_put_json(t, a->name);
	json_member(t, "category", category_name[a->category]);
	json_member(t, "meaning", a->meaning);
	json_member(t, "succeeds", a->succeeds);
	textbuf_puts(t, ", \"cells\": [");
	for (unsigned column = 0; column < m->ncolumns; column++)
		for (unsigned user = 0; user < m->nusers; user++) {
			struct cell_parts p =
			    cell_parts(t->arena, w, a, matrix_cell(m, action, column, user));

			textbuf_printf(t, "%s\n {\"prison\": ", column + user == 0 ? "" : ",");
			textbuf_put_json(t, m->columns[column].name);
			json_member(t, "user", m->users[user].name);
			textbuf_puts(t, ", ");
			json_outcome(t, &p);
			textbuf_puts(t, "}");
		}
	textbuf_puts(t, "\n]}");
}

static void
write_json(struct textbuf *t, const struct matrix *m, const struct world *w,
    const struct matrix_choice *choice)
{
	const char *between = "";

	textbuf_printf(t, "{\"format\": %d, \"users\": [", MATRIX_FORMAT);
	for (unsigned i = 0; i < m->nusers; i++) {
		textbuf_puts(t, i == 0 ? "" : ", ");
		textbuf_put_json(t, m->users[i].name);
	}
	textbuf_puts(t, "], \"prisons\": [");
	for (unsigned i = 0; i < m->ncolumns; i++) {
		textbuf_printf(
		    t, "%s{\"jid\": %u", i == 0 ? "" : ", ", (unsigned)m->columns[i].jid);
		json_member(t, "name", m->columns[i].name);
		textbuf_puts(t, "}");
	}
	textbuf_puts(t, "], \"actions\": [");
	for (unsigned i = 0; i < m->actions.count; i++)
		if (matrix_chosen(m, choice, i)) {
			textbuf_printf(t, "%s\n", between);
			json_action(t, m, w, i);
			between = ",";
		}
	textbuf_puts(t, "\n]}\n");
}

/* --- Markdown ----------------------------------------------------------------------- */

/* The letters of a cell, one for each user. */
const char *
cell_letters(struct arena *a, const struct matrix *m, unsigned action, unsigned column)
{
	char *letters = arena_zero(a, m->nusers + 1);

	for (unsigned user = 0; user < m->nusers; user++)
		letters[user] = reach_letter[matrix_cell(m, action, column, user)->reach];
	return (letters);
}

static void
write_md(struct textbuf *t, const struct matrix *m, const struct matrix_choice *choice)
{
	textbuf_puts(t, "| category | action |");
	for (unsigned i = 0; i < m->ncolumns; i++)
		textbuf_printf(t, " %s |", m->columns[i].name);
	textbuf_puts(t, "\n| --- | --- |");
	for (unsigned i = 0; i < m->ncolumns; i++)
		textbuf_puts(t, " --- |");
	textbuf_puts(t, "\n");
	for (unsigned i = 0; i < m->actions.count; i++) {
		const struct action *a = &m->actions.all[i];

		if (!matrix_chosen(m, choice, i))
			continue;
		textbuf_printf(t, "| %s | %s |", category_name[a->category], a->meaning);
		for (unsigned column = 0; column < m->ncolumns; column++)
			textbuf_printf(t, " %s |", cell_letters(t->arena, m, i, column));
		textbuf_puts(t, "\n");
	}
	textbuf_puts(t, "\n");
	matrix_legend(t, m);
}

void
matrix_write(struct textbuf *t, const struct matrix *m, const struct world *w,
    const struct matrix_choice *choice)
{
	switch (choice->format) {
	case MATRIX_CSV:
		write_csv(t, m, w, choice);
		break;
	case MATRIX_JSON:
		write_json(t, m, w, choice);
		break;
	case MATRIX_MD:
		write_md(t, m, choice);
		break;
	case MATRIX_TEXT:
		matrix_table(t, m, w, choice);
		break;
	}
}
