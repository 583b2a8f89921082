/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lines of a scenario that are no step (comments, output), the steps put
 * in their list, and what to say of a line that is none of these.
 */
#include <string.h>

#include "scenario_reader.h"

#define FORM_STEP "write root@host # ls /"

void
reader_error(struct reader *r, struct span at, const char *what, const char *mend)
{
	if (r->sc->problems.count < PROBLEMS_MAX)
		scenario_problem(r->sc, at, what, mend);
}

const char *
reader_quote(struct reader *r, struct span at)
{
	const char *s = r->base + at.begin;
	size_t len = at.end - at.begin;
	bool cut = len > 40;

	if (len == 0)
		return ("nothing");
	if (cut)
		len = 40;
	/* Whole characters only. */
	while ((s[len] & 0xc0) == 0x80)
		len++;
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '\t' || s[i] == '\r')
			return (s[i] == '\t' ? "a tabulator" : "a carriage return");
		if ((unsigned char)s[i] < ' ' || s[i] == 0x7f)
			return (arena_printf(&r->sc->arena, "control character 0x%02x", s[i]));
	}
	return (arena_printf(&r->sc->arena, "%.*s%s", (int)len, s, cut ? "..." : ""));
}

static const char *
skip_blanks(const char *s)
{
	return (s + strspn(s, " \t"));
}

void
reader_comment(struct reader *r, struct span at)
{
	const char *s = skip_blanks(r->base + at.begin + 1), *end = r->base + at.end;
	struct arena *a = &r->sc->arena;

	r->above = NULL;
	r->above_wrong = false;
	while (end > s && strchr(" \t\r\n", end[-1]) != NULL)
		end--;
	if (s >= end)
		return;
	if (strncmp(s, "see:", 4) == 0) {
		struct see *see = arena_new(a, struct see), **last = &r->sc->see;

		s = skip_blanks(s + 4);
		see->text = arena_copy(a, s, end > s ? (size_t)(end - s) : 0);
		see->line = r->line;
		while (*last != NULL)
			last = &(*last)->next;
		*last = see;
	} else if (r->sc->title == NULL && strncmp(s, "SPDX-", 5) != 0)
		r->sc->title = arena_copy(a, s, (size_t)(end - s));
}

void
reader_output(struct reader *r, struct span at)
{
	struct scenario_step *step = r->above;

	at.end--;
	if (step == NULL && r->above_wrong)
		return;
	if (step == NULL || step->kind != STEP_PROGRAM) {
		at.end = at.begin + 1;
		reader_error(r, at,
		    step == NULL ? "output with no program's step right above" :
				   "only a program's step has output",
		    "put the lines that begin with | right below the program that prints them");
		r->above_wrong = true;
		return;
	}
	at.end++;
	if (!step->has_output)
		step->output_span = at;
	step->has_output = true;
	step->output_span.end = at.end;
}

void
reader_step(struct reader *r, struct scenario_step *step)
{
	struct span name = step->name_span;

	if (step->kind == STEP_SIMULATION)
		step->name =
		    arena_copy(&r->sc->arena, r->base + name.begin + 1, name.end - name.begin - 1);
	step->line = r->step_line;
	*r->last = step;
	r->last = &step->next;
	r->above = step;
	r->above_wrong = false;
	r->sc->nsteps++;
}

/* A line that begins with none of what a line may begin with. */
void
reader_bad_line(struct reader *r, struct span at)
{
	const char *s = r->base + at.begin;
	size_t len = strcspn(s, "\n"), word = strcspn(s, " \t\r\n");

	if (*s == ' ' || *s == '\t')
		reader_error(r, at, "a line begins in its first column",
		    "remove the blanks, or end the line above with \\");
	else if (*s == '|')
		reader_error(r, at, "bad line of output", "write | and a blank before its text");
	else if (strncmp(s, "=>", 2) == 0)
		reader_error(r, at, "an expectation without its step",
		    "write it behind the step, or end the line above with \\");
	else if (*s == ':')
		reader_error(r, at, "a simulation word needs its name", "write :release 15.0");
	else if (*s == '%')
		reader_error(r, at, "% needs a variable or a pid", "write %child # getpid()");
	else if (*s == '{' && memchr(s, '}', len) == NULL)
		reader_error(r, at, "the credential literal is not closed",
		    "write {ruid=0 euid=100}@host $ ...");
	else if (memchr(s, '@', word) != NULL)
		reader_error(r, at, "bad prompt", "write USER@JAIL # or USER@JAIL/SESSION $");
	else
		reader_error(r, at, "a step begins with a prompt", FORM_STEP);
}

void
reader_bad_sign(struct reader *r, struct span at)
{
	if (r->base[at.begin] == '#' || r->base[at.begin] == '$')
		reader_error(
		    r, at, "a blank belongs on both sides of the prompt's sign", FORM_STEP);
	else
		reader_error(r, at, "the prompt has no sign",
		    "write # for effective user 0 and $ for every other, as in root@host # ls /");
}

static bool
ends_name(char c)
{
	return (strchr(" \t,=(\r\n", c) != NULL);
}

/* "fd=open(...)", "x=3" and their like. */
void
reader_bad_assignment(struct reader *r, struct span at)
{
	const char *s = r->base + at.begin;
	size_t name = 0;

	while (!ends_name(s[name]))
		name++;
	const char *value = s + strcspn(s, "=\n");

	if (*value != '=') {
		reader_error(r, at, "a variable takes what a call or a program answers",
		    "write x = getpid()");
		return;
	}
	value = skip_blanks(value + 1);
	at.end = at.begin + (uint32_t)name;
	if (strchr("0123456789\"'-{", *value) != NULL || *value == '\0' || strchr("\r\n", *value))
		reader_error(r, at, "a variable takes what a call or a program answers",
		    arena_printf(&r->sc->arena, "write %.*s = getpid()", (int)name, s));
	else
		reader_error(r, at, "an assignment has a blank on both sides of its =",
		    arena_printf(&r->sc->arena, "write %.*s = %.*s", (int)name, s,
			(int)strcspn(value, "\r\n"), value));
}

/* "mkdir ("/x")". */
void
reader_bad_call(struct reader *r, struct span at)
{
	const char *s = r->base + at.begin;
	size_t name = strcspn(s, " \t");
	const char *rest = strchr(s, '(');

	at.begin += (uint32_t)name;
	reader_error(r, at, "a call has no blank between its name and (",
	    arena_printf(
		&r->sc->arena, "write %.*s%.*s", (int)name, s, (int)strcspn(rest, "\r\n"), rest));
}

/* What a character means where none is taken as it is. */
static const char *
character_mend(const struct reader *r, char c)
{
	if (r->place == IN_WORDS) {
		if (c == '\'' || c == '"')
			return (arena_printf(&r->sc->arena, "close it with another %c", c));
		if (c == '$')
			return ("write $variable, or '$' for the sign itself");
		if (c == '\\')
			return ("write '\\', or end the line with it to continue the step");
		if (c >= '0' && c <= '9')
			return ("> takes no descriptor: it is for the standard output");
		return (
		    arena_printf(&r->sc->arena, "there is no shell here: quote it, as in '%c'", c));
	}
	if (c == '"')
		return ("close the string with another \"");
	if (c == '\'')
		return ("put strings in double quotes");
	if (c == '=' && r->place != IN_CALL)
		return ("a step has one =>; quote the one that is meant as text");
	if (r->place == IN_BECAUSE)
		return ("write because RULE or because RULE(OBJECT), in upper case");
	return ("remove it, or put it in double quotes");
}

void
reader_bad_character(struct reader *r, struct span at)
{
	char c = r->base[at.begin];
	const char *what = c >= '0' && c <= '9' ? "unexpected" : "unquoted";

	if (c == '"' || (c == '\'' && r->place == IN_WORDS)) {
		reader_error(r, at, "a quote is not closed in its line", character_mend(r, c));
		return;
	}
	if (r->place != IN_WORDS)
		what = "unexpected";
	reader_error(r, at, arena_printf(&r->sc->arena, "%s %s", what, reader_quote(r, at)),
	    character_mend(r, c));
}
