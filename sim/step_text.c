/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A step's outcome as text: the rule that decided, the trail, the expectation
 * that would say it.
 */
#include <string.h>

#include "object.h"
#include "step_run.h"

const struct rule_info *
call_rule(const struct call *c, const struct step **by)
{
	*by = NULL;
	for (uint32_t i = c->trail.count; i-- > 0;) {
		const struct step *s = &c->trail.steps[i];
		const struct rule_info *rule = &rule_info[s->rule];

		/* A refusal that was forgiven decides nothing. */
		if (!s->held || (rule->error != 0 && rule->error != c->error))
			continue;
		*by = s;
		if (c->error == 0 || rule->error == c->error)
			return (rule);
	}
	return (*by == NULL ? NULL : &rule_info[(*by)->rule]);
}

const struct rule_info *
outcome_rule(const struct outcome *out, const struct step **by)
{
	const struct rule_info *rule = NULL;

	*by = NULL;
	if (out->refused != NULL)
		return (NULL);
	if (out->call != NULL)
		return (call_rule(out->call, by));
	for (size_t i = out->ncalls; i-- > 0 && rule == NULL;)
		if (out->calls[i].call->error == 0)
			rule = call_rule(out->calls[i].call, by);
	return (rule);
}

const char *
rule_text(const struct world *w, struct arena *a, const struct step *by)
{
	const char *object = step_object(a, w->kernel, by);
	const char *name = rule_info[by->rule].name;

	if (by->kind != ABOUT_PRIV)
		return (name);
	return (arena_printf(
	    a, "%s(%s)", name, strncmp(object, "PRIV_", 5) == 0 ? object + 5 : object));
}

static void
trail_line(const struct world *w, struct textbuf *t, const struct step *s)
{
	const struct rule_info *rule = &rule_info[s->rule];
	const char *object = step_object(t->arena, w->kernel, s);

	/* Asked at every call: worth a line only when it decides. */
	if (s->rule == DOOR_NO_PROCESS && !s->held)
		return;
	textbuf_printf(t, "%s %s", s->held ? "  holds" : "     no", rule->name);
	if (s->jid != NO_JID)
		textbuf_printf(t, " of %s", jail_text(t->arena, w->kernel, s->jid));
	if (*object != '\0')
		textbuf_printf(t, " about %s", object);
	if (s->held)
		textbuf_printf(t, ": %s", rule->reason);
	textbuf_puts(t, "\n");
}

const char *
trail_text(const struct world *w, struct arena *a, const struct outcome *out)
{
	struct textbuf t = { .arena = a };

	for (size_t i = 0; i < out->ncalls; i++) {
		const struct call *c = out->calls[i].call;

		textbuf_printf(&t, "%s\n", world_print(w, a, out->calls[i]));
		/* Of a program's calls only the one that made it fail tells why. */
		if (out->call != NULL && out->call != c)
			continue;
		for (uint32_t s = 0; s < c->trail.count; s++)
			trail_line(w, &t, &c->trail.steps[s]);
	}
	return (textbuf_text(&t));
}

struct text
outcome_output(struct arena *a, const struct outcome *out)
{
	const char *s = textbuf_text(&out->output), *end = s + out->output.len;
	char *to = arena_zero(a, out->output.len + 2);
	struct text text = { to, 0 };

	while (s < end) {
		const char *line = memchr(s, '\n', (size_t)(end - s));
		const char *last = line == NULL ? end : line;
		const char *next = line == NULL ? end : line + 1;

		while (last > s && strchr(" \t\r", last[-1]) != NULL && last[-1] != '\0')
			last--;
		memcpy(to, s, (size_t)(last - s));
		to += last - s;
		*to++ = '\n';
		s = next;
	}
	text.len = (size_t)(to - text.s);
	return (text);
}

/* The fields that the expectation names, with what they are. */
static void
put_fields(const struct world *w, struct textbuf *t, const struct outcome *out)
{
	const struct expectation *x = out->step->expectation;
	const struct call *c = out->call;
	const struct binding answer = binding_of_call(c);
	enum result result = syscall_info[c->number].result;
	const struct result_info *info = &result_info[result];

	for (const struct expected_field *f = x->fields; f != NULL; f = f->next) {
		struct field_info any = { f->name, FORM_INTEGER };
		int64_t word;
		bool is_text;

		if (!binding_field(&answer, w->values, f->name, &word, &is_text))
			continue;
		if (is_text)
			any.form = FORM_STRING;
		for (unsigned i = 0; i < info->nfields; i++)
			if (strcmp(info->fields[i].name, f->name) == 0)
				any.form = info->fields[i].form;
		textbuf_printf(t, "%s%s=%s", t->len == 0 ? "" : " ", f->name,
		    call_print_field(t->arena, w->lexicon, w->values, &any, result, word));
	}
}

static void
put_call_outcome(const struct world *w, struct textbuf *t, const struct outcome *out)
{
	const struct expectation *x = out->step->expectation;
	const struct call *c = out->call;
	uint8_t result = syscall_info[c->number].result;

	if (c->error != 0) {
		const char *name = errno_name(c->error);

		textbuf_puts(t, name == NULL ? "-1" : name);
	} else if (x != NULL && x->kind == OUTCOME_FIELDS)
		put_fields(w, t, out);
	else {
		if (x == NULL || x->kind == OUTCOME_OK || result == RESULT_none)
			textbuf_puts(t, "ok");
		else if (result == RESULT_text)
			textbuf_puts(t,
			    text_quote(t->arena, value_text(w->values, (value_ix)c->result[0]),
				value_length(w->values, (value_ix)c->result[0])));
		else
			textbuf_printf(t, "%lld", (long long)c->retval);
		if (x != NULL)
			put_fields(w, t, out);
	}
}

static void
put_program_outcome(struct textbuf *t, const struct outcome *out)
{
	const struct expectation *x = out->step->expectation;

	if (out->error != 0 && errno_name(out->error) != NULL &&
	    (x == NULL || x->kind != OUTCOME_EXIT))
		textbuf_puts(t, errno_name(out->error));
	else if (out->status != 0 || (x != NULL && x->kind == OUTCOME_EXIT))
		textbuf_printf(t, "exit %d", out->status);
	else if (x != NULL && x->kind == OUTCOME_SILENT && out->output.len == 0)
		textbuf_puts(t, "silent");
	else if (x != NULL && x->kind == OUTCOME_VALUE && x->values->kind == EXPR_STRING) {
		size_t len = out->output.len;

		while (len > 0 && out->output.s[len - 1] == '\n')
			len--;
		textbuf_puts(t, text_quote(t->arena, textbuf_text(&out->output), len));
	} else
		textbuf_puts(t, "ok");
}

const char *
outcome_expectation(const struct world *w, struct arena *a, const struct outcome *out)
{
	const struct expectation *x = out->step->expectation;
	struct textbuf t = { .arena = a };
	const struct step *by;

	if (out->step->kind == STEP_PROGRAM)
		put_program_outcome(&t, out);
	else
		put_call_outcome(w, &t, out);
	outcome_rule(out, &by);
	bool asked = x != NULL && x->because != NULL;
	bool refused = out->error != 0 && (x == NULL || x->kind != OUTCOME_EXIT);

	if (by != NULL && (asked || refused))
		textbuf_printf(&t, " because %s", rule_text(w, a, by));
	return (textbuf_text(&t));
}
