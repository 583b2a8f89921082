/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The comparison of demo.h.  Every outcome is what the kernel answered; that a jail changed only
 * what is its own is read off the journal.
 */
#include "demo.h"

#include <string.h>

#include "explain.h"
#include "lexicon.h"
#include "state.h"
#include "trial.h"

/* The comment that ends on the line above a step, without its "# "; NULL when there is none. */
static const char *
comment_above(struct scenario *sc, const struct scenario_step *step)
{
	const char *source = sc->source.s;
	uint32_t end = step->span.begin;

	if (end < 2 || source[end - 1] != '\n' || source[end - 2] == '\n')
		return (NULL);
	uint32_t begin = --end;

	while (begin > 0 && source[begin - 1] != '\n')
		begin--;
	if (source[begin] != '#')
		return (NULL);
	begin += source[begin + 1] == ' ' ? 2 : 1;
	return (arena_printf(&sc->arena, "%.*s", (int)(end - begin), source + begin));
}

const char *
demo_introduction(struct scenario *sc)
{
	struct textbuf text = { .arena = &sc->arena };
	const char *at = sc->source.s;
	bool titled = false;

	for (; *at == '#'; at += strcspn(at, "\n") + 1) {
		const char *line = at + 1 + strspn(at + 1, " ");
		size_t length = strcspn(line, "\n");

		if (strncmp(line, "SPDX", 4) == 0 || strncmp(line, "see:", 4) == 0 || length == 0)
			continue;
		if (titled) {
			textbuf_puts(&text, text.len == 0 ? "" : " ");
			textbuf_put(&text, line, length);
		}
		titled = true;
	}
	return (text.len == 0 ? NULL : textbuf_text(&text));
}

static bool
says_the_same(struct scenario *sc, const struct scenario_step *a, const struct scenario_step *b)
{
	return (strcmp(step_words(sc, a), step_words(sc, b)) == 0);
}

/* The first step behind an attempt's: where the next comment is. */
static const struct scenario_step *
attempt_end(struct scenario *sc, const struct scenario_step *first)
{
	const struct scenario_step *step = first->next;

	while (step != NULL && comment_above(sc, step) == NULL)
		step = step->next;
	return (step);
}

/* Is the step the beginning of an attempt: does somebody else say the same below its comment? */
static bool
begins_attempt(struct scenario *sc, const struct scenario_step *first)
{
	if (comment_above(sc, first) == NULL || first->prompt == NULL)
		return (false);
	const struct scenario_step *end = attempt_end(sc, first);

	for (const struct scenario_step *step = first->next; step != end; step = step->next)
		if (step->prompt != NULL && strcmp(step->prompt->text, first->prompt->text) != 0 &&
		    says_the_same(sc, first, step))
			return (true);
	return (false);
}

static const char *
place_title(struct scenario *sc, const struct prompt *p)
{
	if (p->jail == NULL)
		return (p->text);
	if (strcmp(p->jail, "host") != 0)
		return (arena_printf(&sc->arena, "jail %s", p->jail));
	return (p->session != NULL ? p->session : "bare host");
}

/* Places of one title are told apart by who is there. */
static void
tell_apart(struct demo *d, unsigned a, unsigned b)
{
	if (strcmp(d->places[a].title, d->places[b].title) != 0)
		return;
	d->places[a].title = d->places[a].user;
	d->places[b].title = d->places[b].user;
}

/* The place of a session, made when it is new; DEMO_PLACES when there is no room. */
static unsigned
place_of(struct demo *d, struct scenario *sc, const struct prompt *p)
{
	for (unsigned i = 0; i < d->nplaces; i++)
		if (strcmp(d->places[i].prompt, p->text) == 0)
			return (i);
	if (d->nplaces == DEMO_PLACES)
		return (DEMO_PLACES);
	unsigned place = d->nplaces++;

	d->places[place] =
	    (struct demo_place) { .prompt = p->text, .user = p->user, .title = place_title(sc, p) };
	for (unsigned i = 0; i < place; i++)
		tell_apart(d, i, place);
	return (place);
}

bool
demo_prepare(struct demo *d, struct scenario *sc)
{
	*d = (struct demo) { .scenario = sc };
	for (const struct scenario_step *step = sc->steps; step != NULL; step = step->next) {
		if (!begins_attempt(sc, step))
			continue;
		const struct scenario_step *end = attempt_end(sc, step);

		for (const struct scenario_step *s = step; s != end; s = s->next)
			if (s->prompt != NULL && says_the_same(sc, step, s))
				place_of(d, sc, s->prompt);
	}
	return (d->nplaces > 1);
}

/* What a step changed. */
struct belongings {
	prison_ix own;	   /* the actor's prison */
	bool any, foreign; /* something changed; something that is not its own */
};

static void
look_at_change(void *arg, enum table t, uint32_t ix, const void *former, bool live)
{
	struct belongings *b = arg;

	(void)former, (void)live;
	b->any = true;
	if (t != TABLE_prison || ix != b->own)
		b->foreign = true;
}

/* Did the step, made in a jail, change the jail's own properties and nothing else? */
static bool
changed_its_own(const struct world *w, const struct outcome *out, size_t before)
{
	const struct kernel *k = w->kernel;
	const struct proc *p = proc_find(k, out->pid, 0);
	struct belongings b = { .own = 0 };

	if (p == NULL)
		return (false);
	b.own = ucred_at(k, p->p_ucred)->cr_prison;
	if (prison_at(k, b.own)->pr_parent == 0)
		return (false);
	if (before < w->history.base)
		return (false);
	journal_visit(k, before - w->history.base, kernel_now(k), look_at_change, &b);
	return (b.any && !b.foreign);
}

/* The parameters that a refused privilege turns on, in parentheses; "" when there are none. */
static const char *
parameters_of(struct scenario *sc, const struct step *by)
{
	const struct priv_info *priv =
	    rule_info[by->rule].lever == LEVER_PARAM_OF && by->kind == ABOUT_PRIV ?
	    priv_at((enum priv)by->id) :
	    NULL;
	struct textbuf text = { .arena = &sc->arena };

	for (const char *name = priv == NULL ? "" : priv->lever; *name != '\0';) {
		size_t length = strcspn(name, "|");

		textbuf_puts(&text, text.len == 0 ? " (" : ", ");
		textbuf_put(&text, name, length);
		name += length + (name[length] != '\0');
	}
	if (text.len != 0)
		textbuf_puts(&text, ")");
	return (textbuf_text(&text));
}

/* Why a call was refused: what altered it on the way, and the rule that decided. */
static const char *
why_refused(struct scenario *sc, const struct world *w, const struct outcome *out)
{
	const struct step *by;
	const struct rule_info *rule = outcome_rule(out, &by);
	const struct trail *t = out->call == NULL ? NULL : &out->call->trail;
	const struct rule_info *wall = NULL;

	for (uint32_t i = 0; t != NULL && i < t->count; i++)
		if (t->steps[i].held && rule_info[t->steps[i].rule].effect == ALTERS)
			wall = &rule_info[t->steps[i].rule];
	if (wall != NULL)
		return (arena_printf(&sc->arena, "%s: %s", wall->name, wall->reason));
	if (rule == NULL)
		return (out->refused);
	return (arena_printf(&sc->arena, "%s: %s%s", rule_text(w, &sc->arena, by), rule->reason,
	    parameters_of(sc, by)));
}

/* Would the step fail without this rule? */
static bool
is_needed(struct trial *t, uint16_t rule)
{
	const struct change without = { .line = arena_printf(
					    &t->sc->arena, ":without %s", rule_info[rule].name) };
	struct outcome out;

	return (trial_run(t, &without, 1, &out) == TRIAL_FAILS);
}

/* Why a step went through: what let it pass, or that nothing holds it. */
static const char *
why_permitted(struct scenario *sc, struct world *w, const struct outcome *out)
{
	const struct call *c = out->call;
	const char *why = "no check refuses it";
	struct trial t;

	if (c == NULL || !trial_begin(&t, w, sc, out))
		return (why);
	t.function = NULL; /* how it works is all the same */
	for (uint32_t i = c->trail.count; i-- > 0;) {
		const struct step *by = &c->trail.steps[i];

		if (!by->held || rule_info[by->rule].effect != PERMITS || !is_needed(&t, by->rule))
			continue;
		why = arena_printf(
		    &sc->arena, "%s: %s", rule_text(w, &sc->arena, by), rule_info[by->rule].reason);
		break;
	}
	trial_end(&t);
	return (why);
}

static struct demo_try
try_of(struct scenario *sc, struct world *w, const struct outcome *out, size_t before)
{
	struct verdict v;

	if (out->error == 0 && out->status == 0 && out->refused == NULL) {
		if (changed_its_own(w, out, before))
			return ((struct demo_try) {
			    DEMO_OWN, "its own", "nothing but the jail's own properties changed" });
		return ((struct demo_try) { DEMO_WORKS, "works", why_permitted(sc, w, out) });
	}
	step_judge(w, sc, out, &v);
	return ((struct demo_try) { DEMO_REFUSED, out->error != 0 ? errno_name(out->error) : v.got,
	    why_refused(sc, w, out) });
}

/* Runs the steps of an attempt up to `end'. */
static bool
run_attempt(struct demo *d, struct world *w, struct scenario *sc, const struct scenario_step *first,
    const struct scenario_step *end, struct demo_attempt *a)
{
	for (const struct scenario_step *step = first; step != end; step = step->next) {
		/* A first login is no part of what is tried. */
		uint32_t pid;
		bool wrong_sign;
		struct outcome out;

		if (step->prompt != NULL && !world_session(w, sc, step->prompt, &pid, &wrong_sign))
			return (false);
		size_t before = history_now(&w->history, w->kernel);

		if (!step_run(w, sc, step, &out))
			return (false);
		if (a->title == NULL || step->prompt == NULL || !says_the_same(sc, first, step))
			continue;
		unsigned place = place_of(d, sc, step->prompt);

		if (place == DEMO_PLACES)
			continue;
		a->tries[place] = try_of(sc, w, &out, before);
		d->places[place].count[a->tries[place].result]++;
	}
	return (true);
}

bool
demo_run(struct demo *d, struct world *w, struct scenario *sc, demo_teller *tell, void *arg)
{
	const struct scenario_step *end;

	for (const struct scenario_step *step = sc->steps; step != NULL; step = end) {
		struct demo_attempt a = { .title = NULL };
		bool attempt = begins_attempt(sc, step);

		end = attempt ? attempt_end(sc, step) : step->next;
		if (attempt) {
			a.title = comment_above(sc, step);
			a.words = step_words(sc, step);
		}
		if (!run_attempt(d, w, sc, step, end, &a))
			return (false);
		if (!attempt)
			continue;
		d->nattempts++;
		if (!tell(arg, &a))
			return (true);
	}
	return (true);
}
