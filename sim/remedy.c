/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The search for the smallest change: breadth first over sets of changes.  Each set is made in a
 * copy of the world as it was before the step, by running its lines; then the step is run.  If it
 * comes out as asked, the set is found; else it is extended by what the lever of the last check
 * that held suggests.  Undoing a trial is going back in the copy's journal.
 */
#include "remedy.h"

#include <stdlib.h>
#include <string.h>

#include "jail.h"
#include "proc.h"
#include "simulation.h"
#include "trial.h"

struct trial_set {
	unsigned count;
	struct change changes[REMEDY_CHANGES];
};

struct search {
	struct trial trial;	/* where it is tried */
	bool off;		/* may rules be switched off? */
	bool calls;		/* no programs in this world */
	const char *root;	/* a root of the host who can act */
	struct remedy *remedy;	/* what comes out */
	struct trial_set *sets; /* those to try, in order */
	unsigned nsets, next;
};

/* --- What is asked for ---------------------------------------------------------- */

/* The call that decided the outcome: the one that failed, else the last. */
static const struct call *
deciding_call(const struct outcome *out)
{
	if (out->call != NULL)
		return (out->call);
	return (out->ncalls == 0 ? NULL : out->calls[out->ncalls - 1].call);
}

bool
outcome_hindered(const struct outcome *out)
{
	if (out->step->kind == STEP_SIMULATION || out->refused != NULL)
		return (false);
	return (outcome_failed(out) ? out->error != 0 : first_alteration(out, NULL) != NULL);
}

/* --- The search ---------------------------------------------------------------------- */

static bool
contains(const struct trial_set *set, const struct change *change)
{
	for (unsigned i = 0; i < set->count; i++)
		if (strcmp(set->changes[i].line, change->line) == 0 ||
		    (set->changes[i].kind == CHANGE_ACTOR && change->kind == CHANGE_ACTOR))
			return (true);
	return (false);
}

static bool
equal(const struct trial_set *a, const struct trial_set *b)
{
	for (unsigned i = 0; i < a->count; i++) {
		bool found = false;

		for (unsigned n = 0; n < b->count; n++)
			found |= strcmp(a->changes[i].line, b->changes[n].line) == 0;
		if (!found)
			return (false);
	}
	return (a->count == b->count);
}

/* Tries a set later, with the change made before the others when one of them was refused. */
static void
put_set(struct search *s, const struct trial_set *set, const struct change *change, bool first)
{
	struct trial_set longer = *set;

	if (set->count == REMEDY_CHANGES || s->nsets == REMEDY_RUNS || contains(set, change))
		return;
	if (first)
		memmove(longer.changes + 1, longer.changes, set->count * sizeof(*longer.changes));
	longer.changes[first ? 0 : set->count] = *change;
	longer.count++;
	for (unsigned i = 0; i < s->nsets; i++)
		if (equal(&s->sets[i], &longer))
			return;
	s->sets[s->nsets++] = longer;
}

/* Does this check of the call decide, or alter, its outcome? */
static bool
decides(const struct call *call, const struct step *step)
{
	const struct rule_info *rule = &rule_info[step->rule];

	return (step->held && rule->effect != PERMITS &&
	    (rule->effect == ALTERS || rule->error == call->error));
}

static void
suggest(const struct search *s, struct candidates *c, const struct step *step)
{
	if (s->off)
		candidates_without(c, step);
	else
		candidates_of(c, step);
}

/*
 * What the checks of a call suggest: the last that held; when its lever leads nowhere (there is no
 * such file, root asks already), those that held on the way to it.
 */
static void
collect(const struct search *s, struct candidates *c, const struct call *call)
{
	const struct step *last = NULL;

	for (uint32_t i = call->trail.count; i-- > 0;) {
		const struct step *step = &call->trail.steps[i];
		const struct rule_info *rule = &rule_info[step->rule];

		if (last == NULL && decides(call, step)) {
			last = step;
			if (rule->lever != LEVER_NONE)
				suggest(s, c, step);
			if (c->count != 0)
				return;
		} else if (last != NULL && step->held && rule->lever != LEVER_NONE &&
		    (rule->effect == ALTERS || (rule->error != 0 && !s->off))) {
			suggest(s, c, step);
		}
	}
	if (s->off && c->count == 0 && last != NULL)
		candidates_without(c, last);
}

static void
extend(struct search *s, const struct trial_set *set, const struct outcome *out, bool refused)
{
	const struct call *call = deciding_call(out);
	const struct step *altered = s->trial.function == NULL || outcome_failed(out) ?
	    NULL :
	    first_alteration(out, s->trial.function);
	struct candidates c = { .arena = &s->trial.sc->arena,
		.world = &s->trial.world,
		.root = s->root,
		.pid = out->pid,
		.calls = s->calls };

	if (altered != NULL && s->off)
		candidates_without(&c, altered);
	else if (altered != NULL)
		candidates_of(&c, altered);
	else if (call != NULL)
		collect(s, &c, call);
	for (unsigned i = 0; i < c.count; i++)
		put_set(s, set, &c.changes[i], refused);
}

/* Leaves out every change without which it still works. */
static void
reduce(struct search *s, struct trial_set *set)
{
	for (unsigned i = 0; set->count > 1 && i < set->count;) {
		struct trial_set fewer = *set;
		struct outcome out;

		memmove(fewer.changes + i, fewer.changes + i + 1,
		    (fewer.count - i - 1) * sizeof(*fewer.changes));
		fewer.count--;
		s->remedy->runs++;
		if (trial_run(&s->trial, fewer.changes, fewer.count, &out) == TRIAL_WORKS) {
			*set = fewer;
			i = 0;
		} else {
			i++;
		}
	}
}

static void
search_sets(struct search *s)
{
	const struct trial_set nothing = { .count = 0 };
	struct outcome out;

	s->nsets = s->next = 0;
	s->sets[s->nsets++] = nothing;
	while (s->next < s->nsets && s->remedy->runs < REMEDY_RUNS) {
		struct trial_set set = s->sets[s->next++];
		enum trial_result result = trial_run(&s->trial, set.changes, set.count, &out);

		s->remedy->runs++;
		if (result == TRIAL_WORKS && set.count != 0) {
			reduce(s, &set);
			s->remedy->found = true;
			s->remedy->count = set.count;
			memcpy(s->remedy->changes, set.changes, sizeof(set.changes));
			return;
		}
		extend(s, &set, &out, result == TRIAL_CHANGE_REFUSED);
	}
}

/* --- The copy of the world ------------------------------------------------------------- */

const char *
remedy_root(const struct world *w)
{
	const struct kernel *k = w->kernel;

	for (const struct login *l = w->present.logins; l != NULL; l = l->next) {
		if (strcmp(l->name, "root@host") != 0)
			continue;
		const struct proc *p = l->pid == 0 ? NULL : pfind_any(k, (int32_t)l->pid);

		if (l->pid == 0)
			return ("root@host");
		if (p == NULL || p->p_pwd == 0 || p->p_state != PRS_NORMAL)
			return ("root@host/new");
		const struct ucred *cr = ucred_at(k, p->p_ucred);
		bool free_to_act = cr->cr_uid == 0 && cr->cr_prison == PRISON0 &&
		    pwd_at(k, p->p_pwd)->pwd_rdir == prison_at(k, PRISON0)->pr_root;

		return (free_to_act ? "root@host" : "root@host/new");
	}
	return ("root@host");
}

void
remedy_search(
    struct world *w, struct scenario *sc, const struct outcome *out, struct remedy *remedy)
{
	struct search s = { .remedy = remedy, .calls = scenario_wants_empty(sc) };

	*remedy = (struct remedy) { .found = false };
	if (!outcome_hindered(out))
		return;
	s.sets = calloc(REMEDY_RUNS, sizeof(*s.sets));
	if (trial_begin(&s.trial, w, sc, out) && s.sets != NULL) {
		s.root = remedy_root(&s.trial.world);
		search_sets(&s);
		s.off = true;
		if (!remedy->found)
			search_sets(&s);
	}
	trial_end(&s.trial);
	free(s.sets);
}

bool
remedy_works(struct world *w, struct scenario *sc, const struct outcome *out,
    const struct change *changes, unsigned count)
{
	struct trial t;
	struct outcome tried;
	bool works =
	    trial_begin(&t, w, sc, out) && trial_run(&t, changes, count, &tried) == TRIAL_WORKS;

	trial_end(&t);
	return (works);
}
