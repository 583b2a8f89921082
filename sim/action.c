/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading the catalogue.  It is a scenario whose paragraphs are actions: the comments above the
 * steps say what the action is, each of its steps is a call.
 */
#include "action.h"

#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "matrix.h"

extern const unsigned char actions_scn[];
extern const unsigned long actions_scn_len;

const char *const given_name[GIVENS] = {
	[ACTOR_ME] = "me",
	[ACTOR_OWN] = "own",
	[ACTOR_HOST] = "host",
	[ACTOR_HOSTUSER] = "hostuser",
	[ACTOR_NEIGHBOUR] = "neighbour",
	[ACTOR_NEIGHBOURUSER] = "neighbouruser",
	[ACTOR_STRANGER] = "stranger",
	[GIVEN_PATH] = "path",
	[GIVEN_JID] = "jid",
	[GIVEN_NEIGHBOUR_JID] = "neighbour_jid",
	[GIVEN_ADDRESS] = "address",
	[GIVEN_NEIGHBOUR_ADDRESS] = "neighbour_address",
};

const char *const category_name[CATEGORIES] = {
	[CATEGORY_FILES] = "files",
	[CATEGORY_DEVICES] = "devices",
	[CATEGORY_MOUNTS] = "mounts",
	[CATEGORY_PROCESSES] = "processes",
	[CATEGORY_DEBUGGING] = "debugging",
	[CATEGORY_NETWORK] = "network",
	[CATEGORY_IPC] = "ipc",
	[CATEGORY_TIME] = "time and host",
	[CATEGORY_KERNEL] = "kernel",
	[CATEGORY_RESOURCES] = "resources",
	[CATEGORY_JAILS] = "jails",
};

int
category_find(const char *name)
{
	for (int i = 0; i < CATEGORIES; i++)
		if (strcmp(category_name[i], name) == 0 ||
		    (strcspn(category_name[i], " ") == strlen(name) &&
			strncmp(category_name[i], name, strlen(name)) == 0))
			return (i);
	return (-1);
}

int
action_find(const struct actions *as, const char *name)
{
	for (unsigned i = 0; i < as->count; i++)
		if (strcmp(as->all[i].name, name) == 0)
			return ((int)i);
	return (-1);
}

/* --- Comments ----------------------------------------------------------------------- */

static bool
wrong(struct actions *as, const struct scenario_step *step, const char *what, const char *mend)
{
	scenario_problem(&as->catalogue, step->span, what, mend);
	return (false);
}

/* What follows a word at the beginning of a comment, or NULL: "# succeeds: ...". */
static const char *
after(struct actions *as, const char *line, size_t length, const char *word)
{
	size_t skip = strlen(word);

	if (length < skip || memcmp(line, word, skip) != 0)
		return (NULL);
	return (arena_copy(&as->catalogue.arena, line + skip, length - skip));
}

/* "kill-host, processes: kill a process of the host" */
static void
read_title(struct actions *as, struct action *a, const char *line, size_t length)
{
	struct arena *arena = &as->catalogue.arena;
	const char *text = arena_copy(arena, line, length);
	size_t name = strcspn(text, ",: ");
	const char *colon = strchr(text, ':');

	if (text[name] != ',' || colon == NULL || colon < text + name + 2)
		return;
	int category =
	    category_find(arena_copy(arena, text + name + 2, (size_t)(colon - text) - name - 2));

	if (category < 0)
		return;
	a->name = arena_copy(arena, text, name);
	a->category = (enum category)category;
	a->meaning = colon + strspn(colon, ": ");
}

static void
read_comment(struct actions *as, struct action *a, const char *line, size_t length)
{
	const char *text;

	if (a->name == NULL)
		read_title(as, a, line, length);
	else if ((text = after(as, line, length, "succeeds: ")) != NULL)
		a->succeeds = text;
	else if ((text = after(as, line, length, "sees: ")) != NULL)
		a->sees = text;
	else if ((text = after(as, line, length, "host: ")) != NULL) {
		a->verdict = REACH_ALLOWED;
		a->because = text;
	} else if ((text = after(as, line, length, "own: ")) != NULL) {
		a->verdict = REACH_CONTAINED;
		a->because = text;
	}
}

/* --- Variables ---------------------------------------------------------------------- */

unsigned
variable_find(const struct action *a, const char *name)
{
	unsigned i = 0;

	while (i < a->nvariables && strcmp(a->variables[i], name) != 0)
		i++;
	return (i);
}

/* All the variables that an action sets, behind the given ones. */
static void
collect_variables(struct actions *as, struct action *a, const struct scenario_step *first)
{
	a->variables = arena_zero(&as->catalogue.arena, ACTION_VARIABLES * sizeof(*a->variables));
	for (; a->nvariables < GIVENS; a->nvariables++)
		a->variables[a->nvariables] = given_name[a->nvariables];
	for (unsigned i = 0; i < a->nsteps; i++, first = first->next)
		for (const struct variable *v = first->assigned; v != NULL; v = v->next)
			if (variable_find(a, v->name) == a->nvariables &&
			    a->nvariables < ACTION_VARIABLES)
				a->variables[a->nvariables++] = v->name;
}

/* Is a variable anywhere in the expression?  The accomplices it names take part. */
static bool
has_variable(struct action *a, const struct expr *e)
{
	bool found = false;

	if (e->kind == EXPR_NAME) {
		unsigned v = variable_find(a, e->name);

		if (v < ACTORS) {
			a->needs |= 1u << v;
			a->named |= 1u << v;
		}
		if (v == GIVEN_NEIGHBOUR_JID || v == GIVEN_NEIGHBOUR_ADDRESS)
			a->needs |= 1u << ACTOR_NEIGHBOUR;
		found = v < a->nvariables;
	}
	for (const struct expr *m = e->members; m != NULL; m = m->next)
		found |= has_variable(a, m);
	return (found);
}

/* --- Steps -------------------------------------------------------------------------- */

static bool
is_pointer(const struct expr *e)
{
	return (expr_is(e, "NULL") || expr_is(e, "BADADDR"));
}

static void
find_slots(struct action *a, struct action_step *s)
{
	unsigned arg = 0;

	for (const struct expr *e = s->said->args; e != NULL; e = e->next, arg++) {
		if (!has_variable(a, e)) {
			s->reread |= is_pointer(e);
			continue;
		}
		if (e->kind != EXPR_NAME) {
			s->reread = true;
			continue;
		}
		s->slots[s->nslots++] = (struct action_slot) { .arg = (uint8_t)arg,
			.variable = (uint8_t)variable_find(a, e->name),
			.negated = e->negated,
			.field = e->field };
	}
}

/* Reads the call as if every variable held something. */
static bool
read_call(struct actions *as, const struct world *w, const struct action *a, struct action_step *s)
{
	struct binding unknown[ACTION_VARIABLES];
	const struct binding *newest = NULL;

	for (unsigned i = 0; i < a->nvariables; i++) {
		unknown[i] =
		    (struct binding) { .next = newest, .name = a->variables[i], .unknown = true };
		newest = &unknown[i];
	}
	const struct call_reader reader = { w->lexicon, w->values, &as->catalogue, newest };

	return (call_read(&reader, s->said, &s->call));
}

static bool
read_step(struct actions *as, const struct world *w, struct action *a, struct action_step *s)
{
	const struct prompt *p = s->said->prompt;
	unsigned who = 0;

	if (s->said->kind != STEP_CALL || p == NULL || p->kind != PROMPT_PROC)
		return (wrong(as, s->said, "a step of an action is a call of %me or an accomplice",
		    "write %me # kill(host, SIGKILL)"));
	while (who < ACTORS && strcmp(given_name[who], p->user) != 0)
		who++;
	if (who == ACTORS)
		return (wrong(as, s->said, "nobody of this name takes part in actions",
		    "write me, own, host, hostuser, neighbour, neighbouruser or stranger"));
	s->who = (enum actor)who;
	s->words = step_words(&as->catalogue, s->said);
	a->needs |= 1u << who;
	find_slots(a, s);
	return (w == NULL || read_call(as, w, a, s));
}

static bool
read_steps(
    struct actions *as, const struct world *w, struct action *a, const struct scenario_step *first)
{
	collect_variables(as, a, first);
	a->steps = arena_zero(&as->catalogue.arena, a->nsteps * sizeof(*a->steps));
	a->first = a->nsteps;
	for (unsigned i = 0; i < a->nsteps; i++, first = first->next) {
		a->steps[i].said = first;
		if (!read_step(as, w, a, &a->steps[i]))
			return (false);
		if (a->steps[i].who == ACTOR_ME && i < a->first)
			a->first = i;
	}
	if (a->first == a->nsteps)
		return (
		    wrong(as, a->steps[0].said, "nobody tries this action", "add a step of %me"));
	return (true);
}

/* --- Paragraphs --------------------------------------------------------------------- */

/* The steps of the paragraph that ends before line `end'; *step moves on behind them. */
static bool
end_paragraph(struct actions *as, const struct world *w, struct action *a,
    const struct scenario_step **step, unsigned end)
{
	const struct scenario_step *first = *step;

	for (; *step != NULL && (*step)->line < end; *step = (*step)->next)
		a->nsteps++;
	if (a->nsteps == 0)
		return (true);
	if (a->name == NULL || a->succeeds == NULL)
		return (wrong(as, first, "this action has no title, no category or no success",
		    "write # name, category: meaning and # succeeds: above it"));
	if (!read_steps(as, w, a, first))
		return (false);
	as->all[as->count++] = *a;
	return (true);
}

static bool
read_paragraphs(struct actions *as, const struct world *w)
{
	const char *at = as->catalogue.source.s, *end = at + as->catalogue.source.len;
	const struct scenario_step *step = as->catalogue.steps;
	struct action a = { .name = NULL };
	unsigned line = 1;

	for (; at < end; line++) {
		size_t length = strcspn(at, "\n");

		if (length > 2 && at[0] == '#')
			read_comment(as, &a, at + 2, length - 2);
		else if (length == 0) {
			if (!end_paragraph(as, w, &a, &step, line))
				return (false);
			a = (struct action) { .name = NULL };
		}
		at += length + 1;
	}
	return (end_paragraph(as, w, &a, &step, line));
}

bool
actions_begin(struct actions *as, const struct world *w)
{
	*as = (struct actions) { .count = 0 };
	if (!scenario_parse(&as->catalogue, "actions.scn", (const char *)actions_scn,
		actions_scn_len, SCENARIO_FILE))
		return (false);
	as->all =
	    arena_zero(&as->catalogue.arena, ((size_t)as->catalogue.nsteps + 1) * sizeof(*as->all));
	return (read_paragraphs(as, w));
}

void
actions_end(struct actions *as)
{
	scenario_free(&as->catalogue);
}
