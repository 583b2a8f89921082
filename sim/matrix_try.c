/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Trying an action: its calls in order until one is refused, and what a success means.
 */
#include "matrix_try.h"

#include <stdio.h>
#include <string.h>

#include "literal.h"
#include "step_run.h"
#include "ucred.h"

/* --- Variables ---------------------------------------------------------------------- */

/* The variables as bindings, for steps that are read each time. */
static const struct binding *
bind_all(struct attempt *at, const struct action *a)
{
	const struct binding *newest = NULL;

	for (unsigned i = 0; i < a->nvariables; i++) {
		at->variables[i].next = newest;
		at->variables[i].name = a->variables[i];
		newest = &at->variables[i];
	}
	return (newest);
}

static void
assign(struct attempt *at, const struct action *a, const struct action_step *s)
{
	const struct variable *v = s->said->assigned;
	const struct binding answer = binding_of_call(&at->call);

	for (unsigned i = 0; v != NULL; v = v->next, i++) {
		unsigned variable = variable_find(a, v->name);

		at->variables[variable] = answer;
		if (s->said->assigned->next != NULL)
			at->variables[variable] = (struct binding) { .number = answer.fields[i] };
	}
}

/* --- Steps -------------------------------------------------------------------------- */

static bool
fill_slot(struct attempt *at, const struct action_slot *slot)
{
	const struct binding *b = &at->variables[slot->variable];
	int64_t word = b->text != VALUE_NONE ? (int64_t)b->text : b->number;
	bool is_text;

	if (slot->field != NULL &&
	    !binding_field(b, at->world.values, slot->field, &word, &is_text))
		return (false);
	at->call.words[slot->arg] = slot->negated ? -word : word;
	return (true);
}

/* The call of a step with its words; false: the catalogue cannot be read so. */
static bool
prepare(struct attempt *at, const struct action *a, const struct action_step *s)
{
	struct call *c = &at->call;

	if (s->reread) {
		const struct call_reader reader = { at->world.lexicon, at->world.values,
			&at->m->actions.catalogue, bind_all(at, a) };

		return (call_read(&reader, s->said, c));
	}
	c->number = s->call.number;
	c->nargs = s->call.nargs;
	c->badaddr = 0;
	memcpy(c->words, s->call.words, sizeof(c->words));
	for (unsigned i = 0; i < s->nslots; i++)
		if (!fill_slot(at, &s->slots[i]))
			return (false);
	return (true);
}

static struct cell
not_applicable(unsigned step, const char *why)
{
	return ((struct cell) {
	    .reach = REACH_NONE, .decider = (uint8_t)step, .reached = NO_JID, .why = why });
}

/* A refused call ends the attempt, before it has begun when an accomplice could not prepare it. */
static struct cell
refused(const struct attempt *at, const struct action *a, unsigned step)
{
	const struct call *c = &at->call;
	const struct step *by;
	struct cell cell = { .reach = REACH_BLOCKED,
		.decider = (uint8_t)step,
		.error = c->error,
		.reached = NO_JID };

	call_rule(c, &by);
	if (by != NULL && by->rule == NOT_MODELLED)
		return (not_applicable(
		    step, "every check lets it pass, and jailsim models nothing behind them"));
	if (step < a->first)
		cell = not_applicable(step, "it cannot be prepared in this world");
	cell.decided = by != NULL;
	if (by != NULL)
		cell.by = *by;
	return (cell);
}

/* --- What a success means ----------------------------------------------------------- */

/* Does a list, or one of its members, have name=value? */
static bool
list_says(struct literal l, const char *name, const char *value)
{
	struct element e;
	char number[24];

	while (literal_next(&l, &e)) {
		if (e.kind == LITERAL_LIST && list_says(literal_within(&e), name, value))
			return (true);
		if (strcmp(e.name, name) != 0)
			continue;
		snprintf(number, sizeof(number), "%lld", (long long)e.integer);
		if (strcmp(e.kind == LITERAL_STRING ? e.bytes : number, value) == 0)
			return (true);
	}
	return (false);
}

/* The value of "pid=host": a variable's number, or itself. */
static const char *
wanted_value(const struct attempt *at, const struct action *a, const char *text, char number[24])
{
	unsigned v = variable_find(a, text);

	if (v == a->nvariables)
		return (text);
	snprintf(number, 24, "%lld", (long long)at->variables[v].number);
	return (number);
}

/* Does the last answer have what the action wants to see? */
static bool
answer_says(const struct attempt *at, const struct action *a)
{
	const struct values *vs = at->world.values;
	const struct call *c = &at->call;
	const struct result_info *info = &result_info[syscall_info[c->number].result];
	size_t length = strcspn(a->sees, "=");
	char name[32], number[24], word[24];
	const char *value = wanted_value(at, a, a->sees + length + 1, number);

	snprintf(name, sizeof(name), "%.*s", (int)length, a->sees);
	for (unsigned i = 0; i < info->nfields; i++) {
		const struct field_info *f = &info->fields[i];

		if (f->form == FORM_LIST &&
		    list_says(literal_read(vs, (value_ix)c->result[i]), name, value))
			return (true);
		if (strcmp(f->name, name) != 0)
			continue;
		snprintf(word, sizeof(word), "%lld", (long long)c->result[i]);
		if (strcmp(f->form == FORM_STRING ? value_text(vs, (value_ix)c->result[i]) : word,
			value) == 0)
			return (true);
	}
	return (false);
}

static struct cell
succeeded(struct attempt *at, const struct action *a, size_t from)
{
	const struct step *by;
	struct cell cell = {
		.reach = REACH_CONTAINED, .decider = (uint8_t)(a->nsteps - 1), .reached = NO_JID
	};

	call_rule(&at->call, &by);
	cell.decided = by != NULL;
	if (by != NULL)
		cell.by = *by;
	if (at->own == PRISON0) {
		cell.reach = REACH_ALLOWED;
		cell.reached = 0;
		return (cell);
	}
	struct evidence e = { .telling = at->m->telling,
		.kernel = at->world.kernel,
		.own = at->own,
		.root_owner = at->root_owner,
		.other = at->neighbour };

	evidence_look(&e, from);
	cell.touched = e.any;
	cell.why = a->because;
	if (a->verdict == REACH_ALLOWED || (a->verdict == 0 && e.foreign) ||
	    (a->sees != NULL && answer_says(at, a))) {
		cell.reach = REACH_ALLOWED;
		cell.reached = e.reached == NO_JID ? 0 : e.reached;
		cell.table = e.table;
		cell.row = e.ix;
	}
	return (cell);
}

/* --- Cells -------------------------------------------------------------------------- */

struct cell
attempt_try(struct attempt *at, const struct action *a)
{
	struct kernel *k = at->world.kernel;
	size_t from = kernel_now(k);

	for (unsigned i = 0; i < ACTORS; i++)
		if ((a->needs & 1u << i) != 0 && at->pid[i] == 0)
			return (not_applicable(0, at->missing[i]));
	for (unsigned i = 0; i < a->nsteps; i++) {
		const struct action_step *s = &a->steps[i];

		if (i == a->first)
			from = kernel_now(k);
		if (!prepare(at, a, s))
			return (not_applicable(i, "the catalogue is wrong here"));
		at->call.pid = at->pid[s->who];
		if (kernel_call(k, &at->call) != 0)
			return (refused(at, a, i));
		assign(at, a, s);
	}
	return (succeeded(at, a, from));
}
