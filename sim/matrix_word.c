/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What `:matrix' says: the table of some prisons or of all, of one category or of all, or all
 * about one cell.
 */
#include <string.h>

#include "jail.h"
#include "look.h"
#include "matrix_write.h"
#include "nearest.h"
#include "object.h"

#define PLAIN_USER "1001:1001" /* who tries, beside root */

static bool
unknown_prison(struct textbuf *t, const struct world *w, const char *name)
{
	const struct kernel *k = w->kernel;
	struct nearest n;

	nearest_begin(&n, name);
	FOREACH_PRISON(k, prison0(k), other)
	nearest_offer(&n, jail_text(t->arena, k, other->pr_id));
	for (unsigned i = 0; i < CATEGORIES; i++)
		nearest_offer(&n, category_name[i]);
	textbuf_printf(t, "no jail %s runs here \xe2\x80\x94 %s", name,
	    nearest_mend(&n, t->arena, ":tree shows those that do"));
	return (false);
}

static bool
unknown_action(struct textbuf *t, const struct matrix *m, const char *name)
{
	struct nearest n;

	nearest_begin(&n, name);
	for (unsigned i = 0; i < m->actions.count; i++)
		nearest_offer(&n, m->actions.all[i].name);
	textbuf_printf(t, "there is no action %s \xe2\x80\x94 %s", name,
	    nearest_mend(&n, t->arena, ":matrix shows them all"));
	return (false);
}

/* "kill-host@www": that cell for each user. */
static bool
put_cell(struct textbuf *t, struct matrix *m, const struct world *w, const char *cell)
{
	const char *at = strchr(cell, '@');
	const char *name = arena_copy(t->arena, cell, (size_t)(at - cell));
	const struct prison *pr = jail_named(w->kernel, at + 1);
	int action = action_find(&m->actions, name);

	if (action < 0)
		return (unknown_action(t, m, name));
	if (pr == NULL)
		return (unknown_prison(t, w, at + 1));
	matrix_compute(m, w, &pr->pr_id, 1);
	for (unsigned user = 0; user < m->nusers; user++) {
		textbuf_puts(t, user == 0 ? "" : "\n");
		matrix_explain(m, w, (unsigned)action, 0, user, t);
	}
	return (true);
}

static bool
put_table(struct textbuf *t, struct matrix *m, const struct world *w, unsigned nwords,
    const char *const *words)
{
	struct matrix_choice choice = { .category = -1 };
	uint32_t *jids = arena_zero(t->arena, (nwords + 1) * sizeof(*jids));
	unsigned count = 0;

	for (unsigned i = 0; i < nwords; i++) {
		const struct prison *pr = jail_named(w->kernel, words[i]);

		if (pr != NULL)
			jids[count++] = pr->pr_id;
		else if ((choice.category = category_find(words[i])) < 0)
			return (unknown_prison(t, w, words[i]));
	}
	if (count == 0)
		count = matrix_prisons(t->arena, w, &jids);
	matrix_compute(m, w, jids, count);
	matrix_write(t, m, w, &choice);
	return (true);
}

bool
matrix_text(struct textbuf *t, const struct world *w, unsigned nwords, const char *const *words)
{
	static const char *const users[] = { "root", PLAIN_USER };
	struct matrix m;
	bool good = matrix_begin(&m, w, users, 2);

	if (!good)
		textbuf_puts(t,
		    "the catalogue of actions cannot be read \xe2\x80\x94 this is an error of jailsim");
	else if (nwords == 1 && strchr(words[0], '@') != NULL)
		good = put_cell(t, &m, w, words[0]);
	else
		good = put_table(t, &m, w, nwords, words);
	matrix_end(&m);
	return (good);
}
