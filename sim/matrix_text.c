/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A cell in words: in short, as a scenario to run by hand, and explained.
 */
#include <string.h>

#include "explain.h"
#include "jail.h"
#include "literal.h"
#include "matrix_try.h"
#include "object.h"
#include "step_run.h"

const char *
cell_text(struct arena *a, const struct world *w, const struct cell *c)
{
	switch ((enum reach)c->reach) {
	case REACH_BLOCKED:
		return (arena_printf(a, "%s because %s", errno_name(c->error),
		    c->decided ? rule_text(w, a, &c->by) : "of no rule"));
	case REACH_ALLOWED:
		return (arena_printf(a, "reaches %s%s",
		    c->reached == 0 || c->reached == NO_JID ? "the " : "the jail ",
		    jail_text(a, w->kernel, c->reached == NO_JID ? 0 : c->reached)));
	case REACH_CONTAINED:
		return ("stays within its own");
	default:
		return (c->why == NULL ? "not applicable" : c->why);
	}
}

/* --- Who, as prompts ---------------------------------------------------------------- */

/* A cell that is being told. */
struct tale {
	struct world *world;	   /* a copy, where words may be made */
	struct scenario *sc;	   /* problems that nobody reads */
	const struct action *a;	   /* what is tried */
	const struct cell *cell;   /* what came of it */
	uint32_t own, neighbour;   /* jids; NO_JID: no neighbour */
	const struct prompt *user; /* who tries */
	struct textbuf *out;
};

static int64_t
nth_number(const struct values *vs, int64_t list, unsigned n)
{
	struct literal l = literal_read(vs, (value_ix)list);
	struct element e = { .integer = 0 };

	do
		if (!literal_next(&l, &e))
			return (-1);
	while (n-- > 0);
	return (e.integer);
}

/* UID:GID and more groups of a login, or root. */
static const char *
ids_text(const struct values *vs, const int64_t words[CALL_ARGS], struct arena *a)
{
	struct textbuf t = { .arena = a };
	int64_t group;

	textbuf_printf(&t, "%lld:%lld", (long long)nth_number(vs, words[1], 1),
	    (long long)nth_number(vs, words[2], 1));
	for (unsigned i = 0; (group = nth_number(vs, words[3], i)) >= 0; i++)
		textbuf_printf(&t, ",%lld", (long long)group);
	return (textbuf_text(&t));
}

/* The prompt of somebody who takes part: "1001:1001@www/own $". */
static const char *
prompt_text(const struct tale *t, enum actor who)
{
	struct arena *a = t->out->arena;
	const struct world *w = t->world;
	int64_t words[CALL_ARGS];
	bool root = who == ACTOR_HOST || who == ACTOR_NEIGHBOUR;
	uint32_t jid = t->own;
	const char *user = arena_copy(a, t->user->text, strcspn(t->user->text, "@"));

	if (who == ACTOR_STRANGER)
		return (arena_printf(a, "%u@host/stranger $", STRANGER_ID));
	if (who == ACTOR_HOST || who == ACTOR_HOSTUSER)
		jid = 0;
	if (who == ACTOR_NEIGHBOUR || who == ACTOR_NEIGHBOURUSER)
		jid = t->neighbour;
	if (!world_seat(t->world, t->sc, t->user, t->own, words))
		return ("nobody@host $");
	bool zero = nth_number(w->values, words[1], 1) == 0;

	if (root)
		user = "root";
	else if (who != ACTOR_ME && t->user->kind == PROMPT_USER && !zero)
		user = ids_text(w->values, words, a);
	return (arena_printf(a, "%s@%s/%s %c", user, jail_text(a, w->kernel, jid), given_name[who],
	    root || zero ? '#' : '$'));
}

/* --- Steps -------------------------------------------------------------------------- */

static bool
is_name_char(char c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	    c == '_' || c == '.');
}

/* A given variable that is no process stands in a scenario as its value. */
static void
put_value(const struct tale *t, value_ix v)
{
	const struct values *vs = t->world->values;

	textbuf_puts(t->out, text_quote(t->out->arena, value_text(vs, v), value_length(vs, v)));
}

static void
put_given(const struct tale *t, enum given which)
{
	const struct world *w = t->world;
	const struct prison *own = prison_find(w->kernel, t->own, 0);
	const struct prison *neighbour =
	    t->neighbour == NO_JID ? NULL : prison_find(w->kernel, t->neighbour, 0);

	if (which == GIVEN_PATH)
		put_value(t, own->pr_path);
	else if (which == GIVEN_ADDRESS)
		put_value(t, attempt_address(w, own));
	else if (which == GIVEN_NEIGHBOUR_ADDRESS)
		put_value(t, attempt_address(w, neighbour));
	else
		textbuf_printf(
		    t->out, "%u", (unsigned)(which == GIVEN_JID ? t->own : t->neighbour));
}

/* Which given variable begins here; GIVENS: none.  A label of a list is none. */
static unsigned
given_at(const char *words, size_t length)
{
	unsigned v = ACTORS;

	while (v < GIVENS &&
	    (strlen(given_name[v]) != length || memcmp(words, given_name[v], length) != 0))
		v++;
	return (words[length] == '=' ? GIVENS : v);
}

/* The words of a step, with what is given put in. */
static void
put_words(const struct tale *t, const char *words)
{
	bool quoted = false;

	while (*words != '\0') {
		size_t length = 0;

		while (!quoted && is_name_char(words[length]))
			length++;
		unsigned v = length == 0 ? GIVENS : given_at(words, length);

		if (length == 0)
			length = *words == '\\' && words[1] != '\0' ? 2 : 1;
		if (*words == '"')
			quoted = !quoted;
		if (v < GIVENS)
			put_given(t, (enum given)v);
		else
			textbuf_put(t->out, words, length);
		words += length;
	}
}

/* --- The attempt -------------------------------------------------------------------- */

static void
put_attempt(const struct tale *t)
{
	const struct cell *c = t->cell;
	unsigned last = c->reach == REACH_BLOCKED ? c->decider + 1u : t->a->nsteps;

	for (unsigned who = 0; who < ACTORS; who++)
		if ((t->a->named & 1u << who) != 0)
			textbuf_printf(t->out, "%s %s = getpid()\n",
			    prompt_text(t, (enum actor)who), given_name[who]);
	for (unsigned i = 0; i < last; i++) {
		textbuf_printf(t->out, "%s ", prompt_text(t, t->a->steps[i].who));
		put_words(t, t->a->steps[i].words);
		if (c->reach == REACH_BLOCKED && i == c->decider)
			textbuf_printf(t->out, " => %s", cell_text(t->out->arena, t->world, c));
		textbuf_puts(t->out, "\n");
	}
}

static void
tell(struct tale *t, const struct matrix *m, unsigned action, unsigned column, unsigned user)
{
	const struct kernel *k = t->world->kernel;
	const struct prison *pr = prison_find(k, m->columns[column].jid, 0);
	const struct prison *neighbour = pr == NULL ? NULL : attempt_neighbour(k, pr);

	t->a = &m->actions.all[action];
	t->cell = matrix_cell(m, action, column, user);
	t->own = m->columns[column].jid;
	t->neighbour = neighbour == NULL ? NO_JID : neighbour->pr_id;
	t->user = m->users[user].prompt;
	textbuf_printf(t->out, "# %s, by %s in %s.\n", t->a->meaning, m->users[user].name,
	    m->columns[column].name);
	if (t->cell->reach == REACH_NONE || pr == NULL)
		textbuf_printf(t->out, "# Not applicable: %s.\n",
		    t->cell->why == NULL ? "nobody is there" : t->cell->why);
	else
		put_attempt(t);
}

void
matrix_attempt(const struct matrix *m, const struct world *w, unsigned action, unsigned column,
    unsigned user, struct textbuf *out)
{
	struct world copy;
	struct scenario sc = { .file = "" };
	struct tale t = { .world = &copy, .sc = &sc, .out = out };

	problems_init(&sc.problems, &sc.arena);
	if (!world_copy(&copy, w))
		world_out_of_memory();
	tell(&t, m, action, column, user);
	world_clear(&copy);
	arena_free(&sc.arena);
}

/* --- Explained ---------------------------------------------------------------------- */

/* Runs the attempt as anybody would; what is known of the step that decided is added. */
static void
explain_attempt(struct world *w, const char *text, struct textbuf *out)
{
	struct scenario sc;
	struct outcome o = { .pid = 0 };

	if (scenario_parse(&sc, "attempt", text, strlen(text), SCENARIO_FILE)) {
		const struct scenario_step *s = sc.steps;

		for (; s != NULL && step_run(w, &sc, s, &o) && s->next != NULL; s = s->next)
			continue;
		if (s != NULL)
			textbuf_puts(out, explain_step(w, &sc, &o));
	}
	scenario_free(&sc);
}

/* What an attempt that reached out reached: tried once more, and looked at before it is undone. */
static const char *
reached_text(struct arena *a, const struct world *w, const struct matrix *m, unsigned action,
    unsigned column, unsigned user)
{
	struct attempt *at = arena_new(a, struct attempt);
	struct matrix again;
	const char *text = "";

	if (!world_copy(&at->world, w))
		world_out_of_memory();
	if (matrix_begin(&again, w, &m->users[user].name, 1)) {
		const struct kernel *k = at->world.kernel;

		at->m = &again;
		attempt_seat(at, prison_ix_of(k, prison_find(k, m->columns[column].jid, 0)),
		    &again.users[0]);
		struct cell c = attempt_try(at, &again.actions.all[action]);

		if (c.row != 0)
			text = arena_printf(
			    a, ": %s", evidence_text(a, k, (enum table)c.table, c.row));
	}
	matrix_end(&again);
	world_clear(&at->world);
	return (text);
}

/* The verdict on a success. */
static void
put_verdict(struct textbuf *out, const struct world *w, const struct matrix *m, unsigned action,
    unsigned column, unsigned user)
{
	const struct cell *c = matrix_cell(m, action, column, user);
	struct arena *a = out->arena;
	const char *more = c->why != NULL ? arena_printf(a, ": %s", c->why) :
	    c->row != 0			  ? reached_text(a, w, m, action, column, user) :
					    "";

	explain_wrap(out, arena_printf(a, "It %s%s.", cell_text(a, w, c), more), 0);
}

void
matrix_explain(const struct matrix *m, const struct world *w, unsigned action, unsigned column,
    unsigned user, struct textbuf *out)
{
	const struct cell *c = matrix_cell(m, action, column, user);
	struct textbuf text = { .arena = out->arena };
	struct world copy;

	matrix_attempt(m, w, action, column, user, &text);
	textbuf_printf(out, "%s: %s.\n", m->actions.all[action].name, reach_name[c->reach]);
	textbuf_puts(out, textbuf_text(&text));
	if (c->reach == REACH_NONE)
		return;
	if (c->reach != REACH_BLOCKED)
		put_verdict(out, w, m, action, column, user);
	if (!world_copy(&copy, w))
		world_out_of_memory();
	textbuf_puts(out, "\n");
	explain_attempt(&copy, textbuf_text(&text), out);
	world_clear(&copy);
}
