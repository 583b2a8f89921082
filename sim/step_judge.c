/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Judging a step: only what the expectation states is compared.
 */
#include <stdlib.h>
#include <string.h>

#include "object.h"
#include "step_run.h"

/* A step and what judges it. */
struct judge {
	const struct world *world;
	struct scenario *sc;
	const struct outcome *out;
	struct arena *arena;
};

static bool
succeeded(const struct outcome *out)
{
	return (out->refused == NULL && out->error == 0 && out->status == 0);
}

/* Does printed text equal this, its last newline aside? */
static bool
same_output(const struct outcome *out, const struct text *text)
{
	size_t len = out->output.len;

	if (len > 0 && out->output.s[len - 1] == '\n' &&
	    !(text->len > 0 && text->s[text->len - 1] == '\n'))
		len--;
	return (len == text->len && memcmp(textbuf_text(&out->output), text->s, len) == 0);
}

static bool
same_value(const struct values *vs, value_ix v, const char *s, size_t len)
{
	size_t vlen;
	const char *bytes = value_bytes(vs, v, &vlen);

	return (vlen == len && memcmp(bytes, s, len) == 0);
}

/* The text that a call answered, or VALUE_NONE. */
static value_ix
call_text(const struct call *c)
{
	uint8_t result = syscall_info[c->number].result;

	return (
	    result == RESULT_text || result == RESULT_list ? (value_ix)c->result[0] : VALUE_NONE);
}

static bool
number_matches(const struct judge *j, int64_t number)
{
	const struct outcome *out = j->out;

	if (out->refused != NULL)
		return (false);
	if (out->step->kind == STEP_PROGRAM)
		return (out->status == number);
	return (out->call->retval == number);
}

static bool
variable_matches(const struct judge *j, const struct expr *e)
{
	const struct binding *b = binding_find(j->world->present.variables, e->name);
	int64_t word;
	bool is_text = false;

	if (b == NULL)
		return (false);
	word = b->number;
	if (e->field != NULL && !binding_field(b, j->world->values, e->field, &word, &is_text))
		return (false);
	if (e->field == NULL && b->text != VALUE_NONE && j->out->step->kind == STEP_CALL &&
	    call_text(j->out->call) != VALUE_NONE) {
		word = b->text;
		is_text = true;
	}
	if (is_text)
		return (j->out->error == 0 && j->out->step->kind == STEP_CALL &&
		    call_text(j->out->call) == (value_ix)word);
	return (number_matches(j, e->negated ? -word : word));
}

static bool
value_matches(const struct judge *j, const struct expr *e)
{
	const struct lexicon *lex = j->world->lexicon;
	const struct outcome *out = j->out;

	switch (e->kind) {
	case EXPR_OK:
		return (succeeded(out));
	case EXPR_INTEGER:
		return (number_matches(j, (int64_t)(e->negated ? 0 - e->integer : e->integer)));
	case EXPR_STRING:
		if (!succeeded(out))
			return (false);
		if (out->step->kind == STEP_PROGRAM)
			return (same_output(out, &e->string));
		return (
		    same_value(j->world->values, call_text(out->call), e->string.s, e->string.len));
	case EXPR_NAME:
		break;
	default:
		return (false);
	}
	int error = errno_find(lex, e->name);

	if (error >= 0)
		return (out->refused == NULL && out->error == error);
	int row = lexicon_find(lex, NAME_CONSTANT, e->name);

	if (row >= 0 && binding_find(j->world->present.variables, e->name) == NULL)
		return (number_matches(j, constant_info[row].value));
	return (variable_matches(j, e));
}

/* Names of a group joined by "|", or "none"; false when one is in neither group. */
static bool
flags_number(const struct judge *j, const char *text, int64_t *number)
{
	char *names = arena_copy(j->arena, text, strlen(text));
	const struct constant_group *flags = &j->world->lexicon->flags;

	*number = 0;
	if (strcmp(text, "none") == 0)
		return (true);
	for (char *name = names, *next; name != NULL; name = next) {
		next = strchr(name, '|');
		if (next != NULL)
			*next++ = '\0';
		int row = lexicon_find(j->world->lexicon, NAME_CONSTANT, name);

		if (row < 0)
			return (false);
		if (strcmp(constant_info[row].group, flags->name) != 0 &&
		    strcmp(constant_info[row].group, "chflags") != 0 &&
		    strcmp(constant_info[row].group, "mntflags") != 0)
			return (false);
		*number |= constant_info[row].value;
	}
	return (true);
}

/* "VARIABLE.FIELD", a number. */
static bool
variable_field(const struct judge *j, const char *text, int64_t *number)
{
	const char *dot = strchr(text, '.');
	bool is_text = true;

	if (dot == NULL)
		return (false);
	char *name = arena_copy(j->arena, text, (size_t)(dot - text));
	const struct binding *b = binding_find(j->world->present.variables, name);

	return (
	    b != NULL && binding_field(b, j->world->values, dot + 1, number, &is_text) && !is_text);
}

/* The number that an expected value says: by its field's form, or a variable's. */
static bool
expected_number(const struct judge *j, const char *text, uint8_t form, int64_t *number)
{
	const struct binding *b = binding_find(j->world->present.variables, text);
	int row = lexicon_find(j->world->lexicon, NAME_CONSTANT, text);
	char *end;

	if ((form == FORM_FLAGS && flags_number(j, text, number)) ||
	    variable_field(j, text, number))
		return (true);
	if (row >= 0) {
		*number = constant_info[row].value;
		return (true);
	}
	if (b != NULL) {
		*number = b->number;
		return (true);
	}
	*number = strtoll(text, &end, form == FORM_OCTAL ? 8 : 0);
	return (end != text && *end == '\0');
}

static const struct field_info *
result_field(const struct call *c, const char *name)
{
	const struct result_info *info = &result_info[syscall_info[c->number].result];

	for (unsigned i = 0; i < info->nfields; i++)
		if (strcmp(info->fields[i].name, name) == 0)
			return (&info->fields[i]);
	return (NULL);
}

static bool
field_matches(const struct judge *j, const struct expected_field *f)
{
	const struct binding answer = binding_of_call(j->out->call);
	const struct field_info *field = result_field(j->out->call, f->name);
	int64_t word, number;
	bool is_text;

	if (!binding_field(&answer, j->world->values, f->name, &word, &is_text))
		return (false);
	if (is_text) {
		const struct binding *b =
		    f->quoted ? NULL : binding_find(j->world->present.variables, f->value.s);

		if (b != NULL && b->text != VALUE_NONE)
			return (b->text == (value_ix)word);
		return (same_value(j->world->values, (value_ix)word, f->value.s, f->value.len));
	}
	uint8_t form = field == NULL ? FORM_INTEGER : field->form;

	return (expected_number(j, f->value.s, form, &number) && number == word);
}

static bool
outcome_matches(const struct judge *j, const struct expectation *x)
{
	const struct outcome *out = j->out;

	if (x == NULL)
		return (succeeded(out));
	switch (x->kind) {
	case OUTCOME_OK:
		if (!succeeded(out))
			return (false);
		break;
	case OUTCOME_EXIT:
		return (out->refused == NULL && (uint32_t)out->status == x->status);
	case OUTCOME_SILENT:
		return (succeeded(out) && out->output.len == 0);
	case OUTCOME_FIELDS:
		if (!succeeded(out))
			return (false);
		break;
	case OUTCOME_VALUE: {
		const struct expr *e = x->values;

		while (e != NULL && !value_matches(j, e))
			e = e->next;
		if (e == NULL)
			return (false);
		break;
	}
	}
	for (const struct expected_field *f = x->fields; f != NULL; f = f->next)
		if (!succeeded(out) || !field_matches(j, f))
			return (false);
	return (true);
}

/* "(OBJECT)": its text, a privilege also without PRIV_. */
static bool
object_matches(const struct judge *j, const struct step *by, const char *object)
{
	const char *text = step_object(j->arena, j->world->kernel, by);
	const char *name = strrchr(text, ' ');

	return (strcmp(text, object) == 0 || (name != NULL && strcmp(name + 1, object) == 0) ||
	    (strncmp(text, "PRIV_", 5) == 0 && strcmp(text + 5, object) == 0) ||
	    (text[0] == '"' && strncmp(text + 1, object, strlen(object)) == 0 &&
		strcmp(text + 1 + strlen(object), "\"") == 0));
}

/* Did this rule take part in the call's outcome: refuse it, or alter or permit something? */
static bool
rule_took_part(const struct judge *j, const struct call *c, const struct rule_name *want)
{
	const struct step *by;
	const struct rule_info *decider = call_rule(c, &by);

	for (uint32_t i = 0; i < c->trail.count; i++) {
		const struct step *s = &c->trail.steps[i];
		const struct rule_info *rule = &rule_info[s->rule];

		if (!s->held || strcmp(rule->name, want->name) != 0)
			continue;
		if (rule->error != 0 && (c->error == 0 || rule != decider))
			continue;
		if (want->object == NULL || object_matches(j, s, want->object))
			return (true);
	}
	return (false);
}

static bool
because_matches(const struct judge *j, const struct rule_name *because)
{
	const struct outcome *out = j->out;

	if (because == NULL)
		return (true);
	if (out->refused != NULL)
		return (false);
	for (const struct rule_name *want = because; want != NULL; want = want->next) {
		if (out->call != NULL) {
			if (rule_took_part(j, out->call, want))
				return (true);
			continue;
		}
		for (size_t i = 0; i < out->ncalls; i++)
			if (rule_took_part(j, out->calls[i].call, want))
				return (true);
	}
	return (false);
}

/* The lines of a and b that differ, with - and +: their common beginning and end left out. */
static const char *
difference(struct arena *a, struct text want, struct text got)
{
	struct textbuf t = { .arena = a };
	const char *s[2] = { want.s, got.s };
	const char *end[2] = { want.s + want.len, got.s + got.len };

	for (;;) {
		const char *line = memchr(s[0], '\n', (size_t)(end[0] - s[0]));
		size_t len = line == NULL ? 0 : (size_t)(line - s[0] + 1);

		if (len == 0 || len > (size_t)(end[1] - s[1]) || memcmp(s[0], s[1], len) != 0)
			break;
		s[0] += len;
		s[1] += len;
	}
	for (int side = 0; side < 2; side++)
		while (s[side] < end[side]) {
			const char *line = memchr(s[side], '\n', (size_t)(end[side] - s[side]));
			size_t len = (size_t)((line == NULL ? end[side] : line) - s[side]);

			textbuf_puts(&t, side == 0 ? "- " : "+ ");
			textbuf_put_clean(&t, s[side], len);
			textbuf_puts(&t, "\n");
			s[side] += len + 1;
		}
	return (textbuf_text(&t));
}

static const char *
expected_text(const struct judge *j)
{
	const struct expectation *x = j->out->step->expectation;

	if (x == NULL)
		return ("ok");
	const char *s = j->sc->source.s + x->outcome_span.begin;

	return (arena_copy(j->arena, s, x->span.end - x->outcome_span.begin));
}

void
step_judge(const struct world *w, struct scenario *sc, const struct outcome *out, struct verdict *v)
{
	struct judge j = { w, sc, out, &sc->arena };
	const struct scenario_step *step = out->step;
	const struct expectation *x = step->expectation;

	*v = (struct verdict) { .passed = true };
	if (step->kind == STEP_SIMULATION)
		return;
	bool expected =
	    outcome_matches(&j, x) && because_matches(&j, x == NULL ? NULL : x->because);

	v->passed = expected;
	if (step->has_output && out->refused == NULL) {
		struct text got = outcome_output(j.arena, out);

		if (got.len != step->output.len || memcmp(got.s, step->output.s, got.len) != 0) {
			v->difference = difference(j.arena, step->output, got);
			v->passed = false;
		}
	}
	if (v->passed)
		return;
	v->expected = expected_text(&j);
	v->got = out->refused != NULL ? out->refused : outcome_expectation(w, j.arena, out);
	if (expected)
		v->got = arena_printf(j.arena, "%s, but it prints something else", v->got);
}
