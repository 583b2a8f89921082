/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What can be known of a scenario before it runs: every name in it, and the
 * count and types of arguments. What a variable holds is known later.
 */
#include <string.h>

#include "nearest.h"
#include "programs/program.h"
#include "simulation.h"

/* The scenario, and what the steps above leave. */
struct checker {
	struct call_reader reader;	/* its variables: those set above */
	const struct scenario_step *at; /* the step looked at */
	bool good;			/* no problem so far */
	bool acted;			/* a step that is none of the simulation came */
};

static void
wrong(struct checker *c, struct span at, const char *text, const char *mend)
{
	scenario_problem(c->reader.sc, at, text, mend);
	c->good = false;
}

static void
check_variable(struct checker *c, const char *name, struct span at, const char *mend)
{
	struct arena *a = &c->reader.sc->arena;
	struct nearest n;

	if (binding_find(c->reader.variables, name) != NULL)
		return;
	nearest_begin(&n, name);
	for (const struct binding *b = c->reader.variables; b != NULL; b = b->next)
		nearest_offer(&n, b->name);
	wrong(c, at, arena_printf(a, "no step above sets the variable %s", name),
	    nearest_mend(&n, a, mend));
}

static void
check_words(struct checker *c, const struct word *words)
{
	for (const struct word *w = words; w != NULL; w = w->next)
		for (const struct piece *p = w->pieces; p != NULL; p = p->next)
			if (p->variable)
				check_variable(c, p->text.s, p->span,
				    "set it first, or quote the $ with '...'");
}

static void
check_program(struct checker *c)
{
	struct arena *a = &c->reader.sc->arena;
	const struct word *first = c->at->words;
	const char *name = word_literal(a, first);
	struct nearest n;

	check_words(c, first);
	if (c->at->redirect != NULL)
		check_words(c, c->at->redirect);
	if (name == NULL || strchr(name, '/') != NULL || program_find(name) != NULL)
		return;
	nearest_begin(&n, name);
	for (size_t i = 0; i < program_count; i++)
		nearest_offer(&n, program_info[i].name);
	const char *mend = "see jailsim list programs";

	if (lexicon_find(c->reader.lexicon, NAME_CALL, name) >= 0)
		mend = arena_printf(a, "it is a system call: write %s(...)", name);
	else if (simulation_find(name) != NULL)
		mend = arena_printf(a, "it is about the simulation: write :%s", name);
	else
		mend = nearest_mend(&n, a, mend);
	wrong(c, first->span, arena_printf(a, "%s is no program known here", name), mend);
}

static void
unknown_simulation_word(struct checker *c)
{
	struct arena *a = &c->reader.sc->arena;
	struct nearest n;

	nearest_begin(&n, c->at->name);
	for (size_t i = 0; i < simulation_count; i++)
		nearest_offer(&n, simulation_info[i].name);
	wrong(c, c->at->name_span, arena_printf(a, "the simulation has no word :%s", c->at->name),
	    n.best != NULL ? arena_printf(a, "did you mean :%s?", n.best) :
			     "see :help in the shell");
}

static void
check_simulation(struct checker *c)
{
	struct arena *a = &c->reader.sc->arena;
	const struct simulation_info *info = simulation_find(c->at->name);
	unsigned n = 0;

	if (info == NULL) {
		unknown_simulation_word(c);
		return;
	}
	if (info->main == NULL) {
		wrong(c, c->at->name_span,
		    arena_printf(a, ":%s is for the shell, not for a file", info->name),
		    "remove it");
		return;
	}
	for (const struct word *w = c->at->words; w != NULL; w = w->next)
		n++;
	if (n < info->fewest || n > info->most)
		wrong(c, c->at->span, arena_printf(a, ":%s does not take %u words", info->name, n),
		    arena_printf(a, "write %s", info->usage));
	else if (c->acted &&
	    (strcmp(info->name, "world") == 0 || strcmp(info->name, "format") == 0))
		wrong(c, c->at->span,
		    arena_printf(a, ":%s stands before the first step", info->name),
		    "move it to the top of the file");
	else if (strncmp(info->name, "with", 4) == 0) {
		const char *rule = word_literal(a, c->at->words);

		if (rule != NULL && lexicon_find(c->reader.lexicon, NAME_RULE, rule) < 0)
			wrong(c, c->at->words->span, arena_printf(a, "there is no rule %s", rule),
			    lexicon_mend(
				c->reader.lexicon, a, NAME_RULE, rule, "see jailsim list rules"));
	}
}

static void
check_value(struct checker *c, const struct expr *e)
{
	const struct lexicon *lex = c->reader.lexicon;
	struct arena *a = &c->reader.sc->arena;

	if (e->kind != EXPR_NAME || errno_find(lex, e->name) >= 0 ||
	    lexicon_find(lex, NAME_CONSTANT, e->name) >= 0 ||
	    binding_find(c->reader.variables, e->name) != NULL)
		return;
	if (e->name[0] < 'A' || e->name[0] > 'Z') {
		wrong(c, e->span, arena_printf(a, "%s is no outcome", e->name),
		    "write ok, an integer, a variable set above, \"text\", an errno, exit N, "
		    "silent or field=value");
		return;
	}
	wrong(c, e->span, arena_printf(a, "%s is no errno", e->name),
	    lexicon_mend(lex, a, NAME_ERRNO, e->name, "see errno(2)"));
}

/* The fields that the step's call answers; lists have whatever they have. */
static void
check_field(struct checker *c, const struct expected_field *f)
{
	struct arena *a = &c->reader.sc->arena;
	int row =
	    c->at->kind == STEP_CALL ? lexicon_find(c->reader.lexicon, NAME_CALL, c->at->name) : -1;
	struct nearest n;

	if (row < 0) {
		if (c->at->kind != STEP_CALL)
			wrong(c, f->span, "only a call answers fields",
			    "write the program's output below the step, behind |");
		return;
	}
	const struct result_info *info = &result_info[syscall_info[row].result];

	if (syscall_info[row].result == RESULT_list)
		return;
	nearest_begin(&n, f->name);
	for (unsigned i = 0; i < info->nfields; i++) {
		if (strcmp(info->fields[i].name, f->name) == 0)
			return;
		nearest_offer(&n, info->fields[i].name);
	}
	wrong(c, f->span, arena_printf(a, "%s answers no field %s", c->at->name, f->name),
	    nearest_mend(&n, a, "see jailsim list calls"));
}

static void
check_expectation(struct checker *c)
{
	struct arena *a = &c->reader.sc->arena;
	const struct expectation *x = c->at->expectation;

	for (const struct expr *e = x->values; e != NULL; e = e->next)
		check_value(c, e);
	for (const struct expected_field *f = x->fields; f != NULL; f = f->next)
		check_field(c, f);
	for (const struct rule_name *r = x->because; r != NULL; r = r->next)
		if (lexicon_find(c->reader.lexicon, NAME_RULE, r->name) < 0)
			wrong(c, r->span, arena_printf(a, "there is no rule %s", r->name),
			    lexicon_mend(c->reader.lexicon, a, NAME_RULE, r->name,
				"see jailsim list rules"));
	if (c->at->kind == STEP_CALL && (x->kind == OUTCOME_EXIT || x->kind == OUTCOME_SILENT))
		wrong(c, x->outcome_span, "only a program exits with a status or is silent",
		    "write => ok, => 0 or an errno");
	if (c->at->kind == STEP_SIMULATION)
		wrong(c, x->span, "a word about the simulation has no outcome", "remove it");
}

/* The variables that the step sets, for the steps below. */
static void
check_assigned(struct checker *c)
{
	unsigned n = 0;

	for (const struct variable *v = c->at->assigned; v != NULL; v = v->next, n++) {
		struct binding *b = arena_new(&c->reader.sc->arena, struct binding);

		b->name = v->name;
		b->unknown = true;
		b->next = c->reader.variables;
		c->reader.variables = b;
	}
	if (n < 2)
		return;
	int row =
	    c->at->kind == STEP_CALL ? lexicon_find(c->reader.lexicon, NAME_CALL, c->at->name) : -1;

	if (row < 0 || result_info[syscall_info[row].result].nfields < n)
		wrong(c, c->at->assigned->next->span, "the step does not answer so many values",
		    "assign one variable; its fields hold the rest");
}

static void
check_step(struct checker *c)
{
	const struct prompt *p = c->at->prompt;
	struct call scratch;

	if (p != NULL && p->kind == PROMPT_PROC && (p->user[0] < '0' || p->user[0] > '9'))
		check_variable(
		    c, p->user, p->user_span, "set it first, as in child = fork(), or write a pid");
	switch (c->at->kind) {
	case STEP_CALL:
		c->good &= call_read(&c->reader, c->at, &scratch);
		break;
	case STEP_PROGRAM:
		check_program(c);
		break;
	case STEP_SIMULATION:
		check_simulation(c);
		break;
	}
	if (c->at->kind != STEP_SIMULATION)
		c->acted = true;
	if (c->at->expectation != NULL)
		check_expectation(c);
	check_assigned(c);
}

bool
scenario_check(struct scenario *sc, const struct lexicon *lexicon, struct values *values)
{
	struct checker c = { .reader = { .lexicon = lexicon, .values = values, .sc = sc },
		.good = true };

	for (c.at = sc->steps; c.at != NULL && sc->problems.count < 20; c.at = c.at->next)
		check_step(&c);
	return (c.good);
}

bool
step_check(struct scenario *sc, const struct scenario_step *step, const struct lexicon *lexicon,
    struct values *values, const struct binding *variables)
{
	struct checker c = { .reader = { .lexicon = lexicon,
				 .values = values,
				 .sc = sc,
				 .variables = variables },
		.at = step,
		.good = true };

	check_step(&c);
	return (c.good);
}
