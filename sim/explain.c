/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The text of an explanation.  It knows no rule: everything it says stands in rules.def, in the
 * trail of the call, or was found by remedy.c.
 */
#include "explain.h"

#include <string.h>

#include "object.h"
#include "trial.h"
#include "utf8.h"

#define WIDTH 80

void
explain_wrap(struct textbuf *t, const char *text, unsigned indent)
{
	explain_wrap_to(t, text, indent, WIDTH);
}

void
explain_wrap_to(struct textbuf *t, const char *text, unsigned indent, unsigned width)
{
	unsigned at = 0;

	while (*text != '\0') {
		size_t length = strcspn(text, " \n"), columns = utf8_count(text, length);

		if (at == 0 || at + 1 + columns > width) {
			textbuf_printf(t, "%s%*s", at == 0 ? "" : "\n", (int)indent, "");
			at = indent;
		} else {
			textbuf_put(t, " ", 1);
			at++;
		}
		textbuf_put(t, text, length);
		at += (unsigned)columns;
		text += length + strspn(text + length, " \n");
	}
	textbuf_put(t, "\n", 1);
}

const char *
step_words(struct scenario *sc, const struct scenario_step *step)
{
	uint32_t from = step->prompt == NULL ? step->span.begin : step->prompt->sign_span.end;
	uint32_t to = step->expectation == NULL ? step->span.end : step->expectation->span.begin;
	char *text = arena_zero(&sc->arena, to - from + 1), *out = text;

	if (step->prompt != NULL && sc->source.s != NULL && from < step->span.begin)
		from = step->span.begin;
	for (uint32_t i = from; i < to; i++) {
		char c = sc->source.s[i];
		bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r' ||
		    (c == '\\' && i + 1 < to && sc->source.s[i + 1] == '\n');

		if (!blank)
			*out++ = c;
		else if (out != text && out[-1] != ' ')
			*out++ = ' ';
	}
	while (out != text && out[-1] == ' ')
		*--out = '\0';
	return (text);
}

/* --- What came out --------------------------------------------------------------- */

static const char *
error_words(int error)
{
	for (size_t i = 0; i < errno_count; i++)
		if (errno_info[i].number == error)
			return (errno_info[i].text);
	return ("Unknown error");
}

static void
put_step(struct textbuf *t, struct scenario *sc, const struct outcome *out)
{
	const struct scenario_step *step = out->step;

	if (step->prompt == NULL)
		textbuf_printf(t, "%s\n", step_words(sc, step));
	else
		textbuf_printf(
		    t, "%s %c %s\n", step->prompt->text, step->prompt->sign, step_words(sc, step));
}

static void
put_outcome(
    struct textbuf *t, const struct world *w, const struct outcome *out, const struct step *by)
{
	const struct rule_info *rule = by == NULL ? NULL : &rule_info[by->rule];

	if (out->refused != NULL)
		textbuf_printf(t, "was not run: %s.\n", out->refused);
	else if (out->error != 0)
		textbuf_printf(
		    t, "was refused: %s (%s).\n", errno_name(out->error), error_words(out->error));
	else if (out->status != 0)
		textbuf_printf(t, "ended with exit status %d; no call was refused.\n", out->status);
	else if (rule != NULL && rule->effect == ALTERS)
		textbuf_puts(t, "succeeded, but with another outcome than asked for.\n");
	else if (rule != NULL)
		textbuf_puts(t, "succeeded; the rule below permitted it.\n");
	else
		textbuf_puts(t, "succeeded; no rule stood in its way.\n");
	if (out->step->kind != STEP_PROGRAM || out->call == NULL)
		return;
	for (size_t i = 0; i < out->ncalls; i++)
		if (out->calls[i].call == out->call)
			textbuf_printf(t, "Of its %zu calls this one failed:\n    %s\n",
			    out->ncalls, world_print(w, t->arena, out->calls[i]));
}

/* --- The checks -------------------------------------------------------------------- */

static const char *
effect_word(const struct step *step)
{
	static const char *const words[] = { [REFUSES] = "refuses",
		[LEAVES] = "refuses",
		[PERMITS] = "permits",
		[ALTERS] = "alters" };

	return (step->held ? words[rule_info[step->rule].effect] : "no");
}

static void
put_check(struct textbuf *t, const struct world *w, const struct step *step)
{
	const char *object = step_object(t->arena, w->kernel, step);
	bool bare = step->jid == NO_JID && *object == '\0';
	const char *line = arena_printf(
	    t->arena, "  %7s  %-*s", effect_word(step), bare ? 0 : 24, rule_info[step->rule].name);

	if (step->jid != NO_JID)
		line = arena_printf(t->arena, "%s %s decides%s", line,
		    jail_text(t->arena, w->kernel, step->jid), *object == '\0' ? "" : ",");
	if (*object != '\0')
		line = arena_printf(t->arena, "%s about %s", line, object);
	textbuf_printf(t, "%s\n", line);
}

static void
put_checks(struct textbuf *t, const struct world *w, const struct call *call)
{
	bool any = false;

	for (uint32_t i = 0; i < call->trail.count; i++) {
		const struct step *step = &call->trail.steps[i];

		/* Asked at every call: told only when it decides. */
		if (step->rule == DOOR_NO_PROCESS && !step->held)
			continue;
		if (!any)
			textbuf_puts(t, "\nChecked, in this order:\n");
		any = true;
		put_check(t, w, step);
	}
	if (call->trail.dropped != 0)
		textbuf_printf(
		    t, "  and %u more that did not hold\n", (unsigned)call->trail.dropped);
}

/* --- The rule ------------------------------------------------------------------------ */

static const char *
lever_words(struct arena *a, const struct rule_info *rule)
{
	switch ((enum lever)rule->lever) {
	case LEVER_NONE:
		break;
	case LEVER_PARAM:
		return (arena_printf(a, "the jail parameter %s", rule->lever_name));
	case LEVER_PARAM_OF:
		return ("the jail parameter of what was asked for");
	case LEVER_SYSCTL:
		return (arena_printf(a, "the sysctl %s", rule->lever_name));
	case LEVER_ACTOR:
		return ("who acts");
	case LEVER_UID0:
		return ("user id 0");
	case LEVER_MODE:
		return ("the mode or owner of the file");
	}
	return ("");
}

static void
put_row(struct textbuf *t, const char *name, const char *value)
{
	if (*value != '\0')
		textbuf_printf(t, "  %-16s %s\n", name, value);
}

static void
put_rule(struct textbuf *t, const struct rule_info *rule, const char *prison)
{
	textbuf_printf(t, "%s\n", rule->name);
	explain_wrap(t, arena_printf(t->arena, "%s.", rule->reason), 2);
	put_row(t, "kernel function", rule->function);
	put_row(t, "manual page", rule->manual);
	put_row(t, "decided by", prison);
	put_row(t, "turns on", lever_words(t->arena, rule));
	put_row(t, "since", rule->since);
	put_row(t, "until", rule->until);
	put_row(t, "specification", rule->spec);
}

const char *
explain_rule(struct arena *a, enum rule number)
{
	static const char *const effects[] = { [REFUSES] = "refuses with",
		[LEAVES] = "refuses, and leaves something behind, with",
		[PERMITS] = "permits what would be refused",
		[ALTERS] = "alters the outcome, with no error" };
	const struct rule_info *rule = &rule_info[number];
	struct textbuf t = { .arena = a };

	put_rule(&t, rule, "");
	textbuf_printf(&t, "  %-16s %s%s%s\n", "effect", effects[rule->effect],
	    rule->error == 0 ? "" : " ", rule->error == 0 ? "" : errno_name(rule->error));
	return (textbuf_text(&t));
}

/* --- The smallest change --------------------------------------------------------------- */

static void
put_remedy(
    struct textbuf *t, struct scenario *sc, const struct outcome *out, const struct remedy *remedy)
{
	const char *prompt =
	    arena_printf(t->arena, "%s %c", out->step->prompt->text, out->step->prompt->sign);

	if (!remedy->found) {
		textbuf_printf(
		    t, "\nNo parameter, mode, actor or rule helps (%u tried).\n", remedy->runs);
		return;
	}
	if (remedy->changes[0].kind == CHANGE_WITHOUT)
		textbuf_printf(t, "\nNo parameter, mode or actor helps: only without %s",
		    remedy->count == 1 ? "the rule" : "these rules");
	else
		textbuf_puts(t, "\nThe smallest change with which it comes out as asked");
	textbuf_printf(t, " (tried, %u runs):\n", remedy->runs);
	for (unsigned i = 0; i < remedy->count; i++)
		if (remedy->changes[i].kind == CHANGE_ACTOR)
			prompt = remedy->changes[i].line;
		else
			textbuf_printf(t, "  %s\n", remedy->changes[i].line);
	textbuf_printf(t, "  %s %s\n", prompt, step_words(sc, out->step));
}

/* Is this the first check of its rule that altered the outcome? */
static bool
alters_first(const struct call *call, uint32_t i)
{
	const struct step *step = &call->trail.steps[i];

	if (!step->held || rule_info[step->rule].effect != ALTERS ||
	    rule_info[step->rule].lever == LEVER_NONE)
		return (false);
	for (uint32_t n = 0; n < i; n++)
		if (call->trail.steps[n].held && call->trail.steps[n].rule == step->rule)
			return (false);
	return (true);
}

static const char *
prison_of(const struct textbuf *t, const struct world *w, const struct step *step)
{
	return (step->jid == NO_JID ? "" : jail_text(t->arena, w->kernel, step->jid));
}

/* The rule that decided, and those that altered something before it. */
static void
put_rules(struct textbuf *t, const struct world *w, const struct call *call, const struct step *by)
{
	for (uint32_t i = 0; i < call->trail.count; i++)
		if (alters_first(call, i) && call->trail.steps[i].rule != by->rule) {
			textbuf_puts(t, "\n");
			put_rule(t, &rule_info[call->trail.steps[i].rule],
			    prison_of(t, w, &call->trail.steps[i]));
		}
	textbuf_puts(t, "\n");
	put_rule(t, &rule_info[by->rule], prison_of(t, w, by));
}

/* The call that explains the outcome: the one that failed, or the one with the deciding check. */
static const struct call *
explaining_call(const struct outcome *out, const struct step *by)
{
	for (size_t i = 0; out->call == NULL && by != NULL && i < out->ncalls; i++) {
		const struct call *c = out->calls[i].call;

		if (by >= c->trail.steps && by < c->trail.steps + c->trail.count)
			return (c);
	}
	return (out->call);
}

/* What would have come out without the rule that permitted it. */
static void
put_otherwise(struct textbuf *t, struct world *w, struct scenario *sc, const struct outcome *out,
    const struct step *by)
{
	const struct change without = { CHANGE_WITHOUT,
		arena_printf(t->arena, ":without %s", rule_info[by->rule].name) };
	const struct step *instead = NULL;
	struct trial trial;
	struct outcome other;

	if (trial_begin(&trial, w, sc, out) &&
	    trial_run(&trial, &without, 1, &other) == TRIAL_FAILS) {
		outcome_rule(&other, &instead);
		if (other.error != 0 && instead != NULL)
			textbuf_printf(t, "\nWithout that rule: %s because %s\n",
			    errno_name(other.error), rule_text(&trial.world, t->arena, instead));
	}
	trial_end(&trial);
}

const char *
explain_step(struct world *w, struct scenario *sc, const struct outcome *out)
{
	struct textbuf t = { .arena = &sc->arena };
	const struct step *by = NULL;
	struct remedy remedy;

	put_step(&t, sc, out);
	if (out->step->kind == STEP_SIMULATION) {
		textbuf_puts(&t, "is about the simulation; no rule decides it.\n");
		return (textbuf_text(&t));
	}
	outcome_rule(out, &by);
	put_outcome(&t, w, out, by);
	const struct call *call = explaining_call(out, by);

	if (call != NULL)
		put_checks(&t, w, call);
	if (call != NULL && by != NULL)
		put_rules(&t, w, call, by);
	if (outcome_hindered(out)) {
		remedy_search(w, sc, out, &remedy);
		put_remedy(&t, sc, out, &remedy);
		remedy_opens(&t, w, sc, out, &remedy);
	} else if (by != NULL && rule_info[by->rule].effect == PERMITS) {
		put_otherwise(&t, w, sc, out, by);
	}
	return (textbuf_text(&t));
}

const char *
explain_call(const struct world *w, struct arena *a, struct logged entry)
{
	struct textbuf t = { .arena = a };
	const struct step *by = NULL;

	textbuf_printf(&t, "%s\n", world_print(w, a, entry));
	call_rule(entry.call, &by);
	put_checks(&t, w, entry.call);
	if (by != NULL)
		put_rules(&t, w, entry.call, by);
	return (textbuf_text(&t));
}
