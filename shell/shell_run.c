/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running what was typed: the line is read as a scenario's step of whoever the prompt names, run,
 * shown and kept, so that it can be undone, explained and saved.
 */
#include <string.h>

#include "branch.h"
#include "call.h"
#include "explain.h"
#include "object.h"
#include "shell.h"
#include "simulation.h"

#define RED  "31"
#define GREY "2"

/* Colours, when there are any: "31" is red; NULL ends it. */
static void
shell_colour(const struct shell *sh, const char *code)
{
	if (sh->colour)
		fprintf(sh->out, "\033[%sm", code == NULL ? "0" : code);
}

/* Says what is wrong with a line. */
void
shell_problems(struct shell *sh, const struct scenario *sc)
{
	struct arena a = { 0 };

	fflush(sh->out);
	for (const struct problem *p = sc->problems.first; p != NULL; p = p->next) {
		struct problem told = *p;

		told.line += sh->line - 1;
		if (p->column != 0 && (int)p->column + sh->shift > 0)
			told.column = (unsigned)((int)p->column + sh->shift);
		if (!sh->terminal) {
			fprintf(sh->err, "%s\n", problem_format(&a, &told));
			continue;
		}
		if (p->column != 0)
			fprintf(sh->err, "%*s\n", (int)told.column, "^");
		fprintf(sh->err, "%s%s%s\n", p->text, p->mend == NULL ? "" : " \xe2\x80\x94 ",
		    p->mend == NULL ? "" : p->mend);
	}
	sh->status = 2;
	arena_free(&a);
}

/* --- What came out ---------------------------------------------------------------- */

/* "allow.mount|enforce_statfs" for a reader. */
static const char *
either(struct arena *a, const char *names)
{
	const char *bar = strchr(names, '|');

	if (bar == NULL)
		return (names);
	return (arena_printf(a, "%.*s or %s", (int)(bar - names), names, either(a, bar + 1)));
}

/* "allow.mount of www decides, ", or "" when nothing can be set. */
static const char *
lever_text(const struct shell *sh, struct arena *a, const struct step *by)
{
	const struct rule_info *rule = &rule_info[by->rule];
	const struct priv_info *priv = by->kind == ABOUT_PRIV ? priv_at((enum priv)by->id) : NULL;
	const char *name = rule->lever == LEVER_PARAM	  ? rule->lever_name :
	    rule->lever == LEVER_PARAM_OF && priv != NULL ? priv->lever :
							    "";

	if (rule->lever == LEVER_SYSCTL)
		return (arena_printf(a, "the sysctl %s decides, ", rule->lever_name));
	if (*name == '\0' || by->jid == NO_JID)
		return ("");
	return (arena_printf(
	    a, "%s of %s decides, ", either(a, name), jail_text(a, sh->world->kernel, by->jid)));
}

/* Why, in a line: the reason, who decides where, and where there is more. */
static void
show_reason(const struct shell *sh, const struct step *by)
{
	const struct rule_info *rule = &rule_info[by->rule];
	struct arena a = { 0 };
	struct textbuf t = { .arena = &a };

	shell_colour(sh, GREY);
	explain_wrap_to(&t,
	    arena_printf(
		&a, "%s (%s; %s:why)", rule->reason, rule->function, lever_text(sh, &a, by)),
	    4, sh->columns);
	fputs(textbuf_text(&t), sh->out);
	shell_colour(sh, NULL);
	arena_free(&a);
}

static void
show_refusal(const struct shell *sh, struct typed *t)
{
	const struct outcome *out = &t->outcome;
	const struct step *by = NULL;

	shell_colour(sh, RED);
	if (out->refused != NULL)
		fprintf(sh->out, "not run: %s", out->refused);
	else if (out->error != 0)
		fprintf(sh->out, "%s", errno_name(out->error));
	else
		fprintf(sh->out, "exit %d", out->status);
	if (out->error != 0 && outcome_rule(out, &by) != NULL)
		fprintf(sh->out, " because %s", rule_text(sh->world, &t->sc.arena, by));
	shell_colour(sh, NULL);
	fputc('\n', sh->out);
	if (by != NULL)
		show_reason(sh, by);
}

/* The first rule with a lever that gave the call another outcome, or NULL. */
static const struct rule_info *
altering_rule(const struct call *call)
{
	for (uint32_t i = 0; i < call->trail.count; i++) {
		const struct rule_info *rule = &rule_info[call->trail.steps[i].rule];

		if (call->trail.steps[i].held && rule->effect == ALTERS &&
		    rule->lever != LEVER_NONE)
			return (rule);
	}
	return (NULL);
}

/* What a call answered and, when a rule gave another outcome, which. */
static void
show_answer(const struct shell *sh, struct typed *t)
{
	const struct call *call = t->outcome.call;

	if (call == NULL)
		return;
	fprintf(sh->out, "%s\n",
	    call_print_answer(&t->sc.arena, sh->world->lexicon, sh->world->values, call));
	const struct rule_info *rule = altering_rule(call);

	if (rule == NULL)
		return;
	shell_colour(sh, GREY);
	fprintf(sh->out, "    (%s had a part in it: :why)\n", rule->name);
	shell_colour(sh, NULL);
}

/* The calls of a step as truss(1) would show them. */
static void
show_calls(const struct shell *sh, struct typed *t)
{
	shell_colour(sh, GREY);
	for (size_t i = 0; i < t->outcome.ncalls; i++)
		fprintf(sh->out, "%s\n", world_print(sh->world, &t->sc.arena, t->outcome.calls[i]));
	shell_colour(sh, NULL);
}

static void
show(const struct shell *sh, struct typed *t)
{
	const struct outcome *out = &t->outcome;

	if (sh->trace)
		show_calls(sh, t);
	if (out->step->kind == STEP_SIMULATION)
		return;
	fwrite(textbuf_text(&out->output), 1, out->output.len, sh->out);
	if (out->output.len != 0 && out->output.s[out->output.len - 1] != '\n')
		fputc('\n', sh->out);
	if (out->refused != NULL || out->error != 0 || out->status != 0)
		show_refusal(sh, t);
	else if (out->step->kind == STEP_CALL)
		show_answer(sh, t);
}

/* Was something else expected?  Then what came out is what will be saved. */
static bool
judge(struct shell *sh, struct typed *t, struct verdict *v)
{
	*v = (struct verdict) { .passed = true };
	if (t->outcome.step->expectation == NULL && !t->outcome.step->has_output)
		return (false);
	step_judge(sh->world, &t->sc, &t->outcome, v);
	sh->status = v->passed ? 0 : 1;
	if (!v->passed && t->outcome.refused == NULL)
		t->expected = outcome_expectation(sh->world, &t->sc.arena, &t->outcome);
	return (!v->passed);
}

static void
show_verdict(const struct shell *sh, const struct verdict *v)
{
	shell_colour(sh, RED);
	if (!sh->terminal)
		fprintf(sh->out, "%s:%u: ", sh->file, sh->line);
	fprintf(sh->out, "expected %s, got %s\n", v->expected, v->got);
	shell_colour(sh, NULL);
	if (v->difference != NULL)
		fputs(v->difference, sh->out);
}

void
shell_show_step(struct shell *sh, size_t n)
{
	struct typed t;

	shell_recall(sh, n, &t);
	show(sh, &t);
	typed_free(&t);
}

/* --- The line ------------------------------------------------------------------------ */

/* Does the line say itself who acts, or is it no step of anybody? */
static bool
says_who(const char *text)
{
	if (strchr(":#|%{", *text) != NULL)
		return (true);
	size_t word = strcspn(text, " \t(\"'");
	const char *at = memchr(text, '@', word);

	return (at != NULL && at != text && text[word] == ' ' &&
	    strchr("#$", text[word + 1]) != NULL &&
	    (text[word + 2] == ' ' || text[word + 2] == '\0'));
}

/* A prompt alone: from here on it is this one who acts. */
static bool
is_prompt_alone(const char *text)
{
	size_t length = strlen(text);

	while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
		length--;
	return (*text != ':' && *text != '#' && says_who(text) && length > 2 &&
	    text[length - 2] == ' ' && strchr("#$", text[length - 1]) != NULL &&
	    strchr(text, '"') == NULL);
}

static void
set_place(struct shell *sh, const struct scenario_step *step)
{
	if (step->prompt != NULL)
		place_go(sh, step->prompt->text, step->prompt->sign);
}

/* Reads and checks the line; its step, or NULL after saying what is wrong (or a comment). */
static const struct scenario_step *
read_step(struct shell *sh, struct typed *t, const char *text)
{
	bool good = scenario_parse(&t->sc, sh->file, text, strlen(text), SCENARIO_FILE);

	t->text = t->sc.source.s;
	if (good && t->sc.steps != NULL)
		good = step_check(&t->sc, t->sc.steps, sh->world->lexicon, sh->world->values,
		    sh->world->present.variables);
	if (!good)
		shell_problems(sh, &t->sc);
	return (good ? t->sc.steps : NULL);
}

/* A name for a shell's process: sh1, or the first behind it that no variable has. */
static const char *
free_variable(const struct shell *sh, struct arena *a)
{
	for (unsigned i = 1;; i++) {
		const char *name = arena_printf(a, "sh%u", i);

		if (binding_find(sh->world->present.variables, name) == NULL)
			return (name);
	}
}

/*
 * A shell that would read the terminal: it is run anew as one that stays, which a file can say,
 * too, and whoever types is in it from here on.
 */
static void
enter_shell(struct shell *sh, struct typed *t, const struct scenario_step *step)
{
	struct arena a = { 0 };
	const char *name = free_variable(sh, &a);
	const char *line = arena_printf(&a, "%s = %.*s &", name,
	    (int)(step->span.end - step->words->span.begin), t->text + step->words->span.begin);

	shell_colour(sh, GREY);
	fprintf(sh->out, "    (as a file says it: %s, then %%%s; exit comes back)\n", line, name);
	shell_colour(sh, NULL);
	shell_step(sh, line);
	place_enter(sh, arena_printf(&a, "%%%s", name));
	arena_free(&a);
}

static void
run(struct shell *sh, struct typed *t, const struct scenario_step *step, const char *line)
{
	if (!shell_go_on(sh, line))
		return;
	if (!step_run(sh->world, &t->sc, step, &t->outcome)) {
		world_cancel(sh->world);
		branch_return(sh);
		shell_problems(sh, &t->sc);
		return;
	}
	if (t->outcome.reads && !says_who(line) && step->expectation == NULL && !step->has_output &&
	    step->assigned == NULL && step->redirect == NULL) {
		world_cancel(sh->world);
		enter_shell(sh, t, step);
		return;
	}
	set_place(sh, step);
	sh->place_step = sh->world->step;
	if (step->expectation == NULL && step->kind != STEP_SIMULATION &&
	    t->outcome.refused == NULL)
		t->expected = outcome_expectation(sh->world, &t->sc.arena, &t->outcome);
	struct verdict v;
	bool wrong = judge(sh, t, &v);

	shell_keep(sh, t);
	shell_gone_on(sh);
	script_leave(sh);
	show(sh, t);
	if (wrong)
		show_verdict(sh, &v);
}

/* Was anything done yet, on this branch or on another? */
static bool
is_untouched(const struct shell *sh)
{
	const struct stretch *all = sh->branches.all;

	return (sh->world->steps == 0 && (all == NULL || all->next == NULL));
}

/* :world before the first step begins with another world; false after saying that it is late. */
static bool
change_world(struct shell *sh, struct scenario *sc)
{
	if (strcmp(sc->steps->name, "world") != 0)
		return (true);
	if (!is_untouched(sh)) {
		scenario_problem(sc, sc->steps->name_span,
		    "the world is chosen before anything is done", ":quit, and begin with it");
		shell_problems(sh, sc);
		return (false);
	}
	struct world *w = stage_world(&sh->stage, scenario_wants_empty(sc));

	if (w != NULL)
		sh->world = w;
	return (true);
}

void
shell_step(struct shell *sh, const char *line)
{
	struct typed t = { .text = NULL };
	bool alone = is_prompt_alone(line);
	const char *who = says_who(line) ? "" : sh->prompt;
	struct arena a = { 0 };
	int prompt = (int)strlen(sh->prompt) + 1;
	const char *text = arena_printf(
	    &a, "%s%s%s%s", who, *who == '\0' ? "" : " ", line, alone ? " getpid()" : "");

	int shown = sh->terminal ? (int)strlen(shell_prompt(sh, &a, sh->columns)) : 0;

	sh->shift = shown - (*who == '\0' ? 0 : prompt);
	const struct scenario_step *step = read_step(sh, &t, text);

	arena_free(&a);

	if (step != NULL && alone)
		set_place(sh, step);
	else if (step != NULL && (step->kind != STEP_SIMULATION || change_world(sh, &t.sc)))
		run(sh, &t, step, line);
	typed_free(&t);
}
