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

struct trial_set {
	unsigned count;
	struct change changes[REMEDY_CHANGES];
};

/* A line that was read; what comes of it names it, so it is kept until the end. */
struct line {
	struct line *next;
	struct scenario sc;
};

struct search {
	struct scenario *sc;
	const struct scenario_step *step;
	struct world world;	/* the copy */
	struct moment start;	/* before the step */
	const char *function;	/* of the rule that altered the outcome; NULL: it was refused */
	bool off;		/* may rules be switched off? */
	bool calls;		/* no programs in this world */
	const char *root;	/* a root of the host who can act */
	struct remedy *remedy;	/* what comes out */
	struct trial_set *sets; /* those to try, in order */
	unsigned nsets, next;
	struct line *lines; /* what was read */
};

/* --- What is asked for ---------------------------------------------------------- */

/* A check that altered the outcome and could have gone otherwise. */
static bool
altered_by(const struct step *step, const char *function)
{
	const struct rule_info *rule = &rule_info[step->rule];

	return (step->held && rule->effect == ALTERS && rule->lever != LEVER_NONE &&
	    (function == NULL || strcmp(rule->function, function) == 0));
}

/* The call that decided the outcome: the one that failed, else the last. */
static const struct call *
deciding_call(const struct world *w, const struct outcome *out)
{
	if (out->call != NULL)
		return (out->call);
	return (out->log_end > out->log_begin ? w->log[out->log_end - 1].call : NULL);
}

static const struct step *
first_alteration(const struct world *w, const struct outcome *out, const char *function)
{
	for (size_t i = out->log_begin; i < out->log_end; i++) {
		const struct call *c = w->log[i].call;

		if (out->step->kind == STEP_CALL && c != out->call)
			continue;
		for (uint32_t n = 0; n < c->trail.count; n++)
			if (altered_by(&c->trail.steps[n], function))
				return (&c->trail.steps[n]);
	}
	return (NULL);
}

static bool
failed(const struct outcome *out)
{
	return (out->refused != NULL || out->error != 0 || out->status != 0);
}

bool
outcome_hindered(const struct world *w, const struct outcome *out)
{
	if (out->step->kind == STEP_SIMULATION || out->refused != NULL)
		return (false);
	return (failed(out) ? out->error != 0 : first_alteration(w, out, NULL) != NULL);
}

static bool
as_asked(const struct search *s, const struct outcome *out)
{
	if (failed(out))
		return (false);
	return (s->function == NULL || first_alteration(&s->world, out, s->function) == NULL);
}

/* --- One trial -------------------------------------------------------------------- */

static void
go_to_start(struct search *s)
{
	kernel_go(s->world.kernel, 0);
	s->world.present = s->start;
	s->world.step = s->world.steps = 0;
}

/* The step that a line says, or NULL. */
static const struct scenario_step *
read_line(struct search *s, const char *text)
{
	struct line *line = calloc(1, sizeof(*line));

	if (line == NULL)
		return (NULL);
	line->next = s->lines;
	s->lines = line;
	return (scenario_parse(&line->sc, "explain", text, strlen(text), SCENARIO_FILE) ?
		line->sc.steps :
		NULL);
}

/* Makes one change; how it came out is the caller's to judge. */
static bool
run_line(struct search *s, const char *text, struct outcome *out)
{
	const struct scenario_step *step = read_line(s, text);

	return (step != NULL && step_run(&s->world, &s->lines->sc, step, out));
}

/* The step as somebody else's. */
static const struct scenario_step *
step_of(struct search *s, const char *prompt)
{
	const struct scenario_step *other =
	    read_line(s, arena_printf(&s->sc->arena, "%s getpid()", prompt));
	struct scenario_step *step = arena_new(&s->sc->arena, struct scenario_step);

	if (other == NULL)
		return (NULL);
	*step = *s->step;
	step->prompt = other->prompt;
	return (step);
}

enum trial { TRIAL_WORKS, TRIAL_FAILS, TRIAL_CHANGE_REFUSED };

/* Makes the changes and runs the step; *out is how what was run last came out. */
static enum trial
run_trial(struct search *s, const struct change *changes, unsigned count, struct outcome *out)
{
	const struct problems before = s->sc->problems;
	const struct scenario_step *step = s->step;

	go_to_start(s);
	for (unsigned i = 0; i < count; i++) {
		if (changes[i].kind == CHANGE_ACTOR) {
			step = step_of(s, changes[i].line);
			continue;
		}
		memset(out, 0, sizeof(*out));
		if (!run_line(s, changes[i].line, out) || failed(out))
			return (TRIAL_CHANGE_REFUSED);
	}
	memset(out, 0, sizeof(*out));
	bool ran = step != NULL && step_run(&s->world, s->sc, step, out);

	s->sc->problems = before;
	*s->sc->problems.last = NULL;
	return (!ran ? TRIAL_CHANGE_REFUSED : as_asked(s, out) ? TRIAL_WORKS : TRIAL_FAILS);
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
 * What the checks of a call suggest: the last that held; when it has no lever (there is no such
 * file), what altered the way to it.
 */
static void
collect(const struct search *s, struct candidates *c, const struct call *call)
{
	const struct step *last = NULL;

	for (uint32_t i = call->trail.count; i-- > 0;) {
		const struct step *step = &call->trail.steps[i];

		if (!decides(call, step))
			continue;
		if (last == NULL) {
			last = step;
			if (rule_info[step->rule].lever != LEVER_NONE) {
				suggest(s, c, step);
				return;
			}
		} else if (altered_by(step, NULL)) {
			suggest(s, c, step);
		}
	}
	if (s->off && c->count == 0 && last != NULL)
		candidates_without(c, last);
}

static void
extend(struct search *s, const struct trial_set *set, const struct outcome *out, bool refused)
{
	const struct call *call = deciding_call(&s->world, out);
	const struct step *altered = s->function == NULL || failed(out) ?
	    NULL :
	    first_alteration(&s->world, out, s->function);
	struct candidates c = { .arena = &s->sc->arena,
		.world = &s->world,
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
		if (run_trial(s, fewer.changes, fewer.count, &out) == TRIAL_WORKS) {
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
		enum trial trial = run_trial(s, set.changes, set.count, &out);

		s->remedy->runs++;
		if (trial == TRIAL_WORKS && set.count != 0) {
			reduce(s, &set);
			s->remedy->found = true;
			s->remedy->count = set.count;
			memcpy(s->remedy->changes, set.changes, sizeof(set.changes));
			return;
		}
		extend(s, &set, &out, trial == TRIAL_CHANGE_REFUSED);
	}
}

/* --- The copy of the world ------------------------------------------------------------- */

/* A prompt of the host whose session is root's and unconfined: its own, or a new one. */
static const char *
root_prompt(const struct search *s)
{
	const struct kernel *k = s->world.kernel;

	for (const struct login *l = s->start.logins; l != NULL; l = l->next) {
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

static bool
begin(struct search *s, struct world *w, struct scenario *sc, const struct outcome *out)
{
	const struct step *altered = failed(out) ? NULL : first_alteration(w, out, NULL);

	memset(s, 0, sizeof(*s));
	if (!world_back(w))
		return (false);
	s->world.lexicon = w->lexicon;
	s->world.values = w->values;
	s->world.kernel = kernel_copy(w->kernel);
	s->start = w->present;
	s->start.kernel = s->start.nlog = 0;
	world_forward(w);
	s->sc = sc;
	s->step = out->step;
	s->function = altered == NULL ? NULL : rule_info[altered->rule].function;
	s->calls = scenario_wants_empty(sc);
	s->sets = calloc(REMEDY_RUNS, sizeof(*s->sets));
	if (s->world.kernel == NULL || s->sets == NULL)
		return (false);
	s->root = root_prompt(s);
	return (true);
}

static void
end(struct search *s)
{
	while (s->lines != NULL) {
		struct line *line = s->lines;

		s->lines = line->next;
		scenario_free(&line->sc);
		free(line);
	}
	kernel_destroy(s->world.kernel);
	arena_free(&s->world.arena);
	free(s->world.log);
	free(s->world.moments);
	free(s->sets);
}

void
remedy_search(
    struct world *w, struct scenario *sc, const struct outcome *out, struct remedy *remedy)
{
	struct search s;

	*remedy = (struct remedy) { .found = false };
	if (!outcome_hindered(w, out))
		return;
	if (begin(&s, w, sc, out)) {
		s.remedy = remedy;
		search_sets(&s);
		s.off = true;
		if (!remedy->found)
			search_sets(&s);
	}
	end(&s);
}

bool
remedy_works(struct world *w, struct scenario *sc, const struct outcome *out,
    const struct change *changes, unsigned count)
{
	struct search s;
	struct outcome tried;
	bool works = begin(&s, w, sc, out) && run_trial(&s, changes, count, &tried) == TRIAL_WORKS;

	end(&s);
	return (works);
}
