/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a change opens besides what it was made for: the matrix of the actor's prison before and
 * after it, in the copy where the change is tried.
 */
#include <string.h>

#include "matrix.h"
#include "proc.h"
#include "trial.h"
#include "ucred.h"

#define OPENS_MAX 12 /* actions that are named */

/* Do the changes leave the actor who he is?  As somebody else he may do what that one may. */
static bool
same_actor(const struct remedy *remedy)
{
	for (unsigned i = 0; i < remedy->count; i++)
		if (remedy->changes[i].kind == CHANGE_ACTOR)
			return (false);
	return (remedy->found);
}

/* Who made the step, as the matrix names a user. */
static const char *
user_of(const struct outcome *out)
{
	const struct prompt *p = out->step->prompt;

	return (p->kind == PROMPT_USER || p->kind == PROMPT_IDS ? p->user : "root");
}

/* The prison of the actor; false when the process has gone. */
static bool
prison_of(const struct world *w, const struct outcome *out, uint32_t *jid)
{
	const struct proc *p = pfind(w->kernel, (int32_t)out->pid);

	if (p == NULL || p->p_ucred == 0)
		return (false);
	*jid = cred_prison(w->kernel, ucred_at(w->kernel, p->p_ucred))->pr_id;
	return (true);
}

/* How each action came out, in the arena. */
static const uint8_t *
reaches(struct arena *a, struct matrix *m, const struct world *w, uint32_t jid)
{
	uint8_t *reach = arena_zero(a, m->actions.count + 1);

	matrix_compute(m, w, &jid, 1);
	for (unsigned i = 0; i < m->actions.count; i++)
		reach[i] = matrix_cell(m, i, 0, 0)->reach;
	return (reach);
}

static void
put_opened(struct textbuf *t, const struct matrix *m, const uint8_t *before, const uint8_t *after,
    const char *who, const char *where)
{
	unsigned n = 0;

	for (unsigned i = 0; i < m->actions.count; i++) {
		bool succeeds = after[i] == REACH_ALLOWED || after[i] == REACH_CONTAINED;

		if (before[i] != REACH_BLOCKED || !succeeds)
			continue;
		if (n == 0)
			textbuf_printf(t, "\nIt opens to %s of %s, of %u actions tried:\n", who,
			    where, m->actions.count);
		if (n++ < OPENS_MAX)
			textbuf_printf(t, "  %-22s %-9s  %s\n", m->actions.all[i].name,
			    reach_name[after[i]], m->actions.all[i].meaning);
	}
	if (n > OPENS_MAX)
		textbuf_printf(t, "  and %u more\n", n - OPENS_MAX);
}

void
remedy_opens(struct textbuf *t, struct world *w, struct scenario *sc, const struct outcome *out,
    const struct remedy *remedy)
{
	const char *user = user_of(out);
	struct trial trial;
	struct matrix m;
	uint32_t jid;

	if (!same_actor(remedy) || !prison_of(w, out, &jid))
		return;
	if (trial_begin(&trial, w, sc, out) && trial_change(&trial, NULL, 0)) {
		if (matrix_begin(&m, &trial.world, &user, 1)) {
			const uint8_t *before = reaches(t->arena, &m, &trial.world, jid);

			if (trial_change(&trial, remedy->changes, remedy->count))
				put_opened(t, &m, before, reaches(t->arena, &m, &trial.world, jid),
				    user,
				    out->step->prompt->jail == NULL ? "its jail" :
								      out->step->prompt->jail);
		}
		matrix_end(&m);
	}
	trial_end(&trial);
}
