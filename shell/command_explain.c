/* SPDX-License-Identifier: BSD-2-Clause */
/* `jailsim explain RULE | SCENARIO:LINE', see explain.h. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "explain.h"
#include "stage.h"

static int
explain_named_rule(struct command *c, const struct lexicon *lexicon, const char *name)
{
	struct arena arena = { 0 };
	int rule = lexicon_find(lexicon, NAME_RULE, name);
	int status = 0;

	if (rule >= 0)
		fputs(explain_rule(&arena, (enum rule)rule), c->out);
	else
		status = command_wrong(c, "%s is no rule — %s", name,
		    lexicon_mend(lexicon, &arena, NAME_RULE, name,
			"see jailsim list rules, or name a step: FILE:LINE"));
	arena_free(&arena);
	return (status);
}

/* The last line of a step. */
static unsigned
last_line(const struct scenario *sc, const struct scenario_step *step)
{
	unsigned line, column;

	scenario_place(sc, step->span.end, &line, &column);
	return (line);
}

static const struct scenario_step *
find_step(const struct scenario *sc, unsigned line)
{
	for (const struct scenario_step *step = sc->steps; step != NULL; step = step->next)
		if (step->line <= line && line <= last_line(sc, step))
			return (step);
	return (NULL);
}

static int
no_step(struct command *c, const struct scenario *sc, unsigned line)
{
	unsigned nearest = 0;

	for (const struct scenario_step *step = sc->steps; step != NULL; step = step->next)
		if (nearest == 0 || step->line <= line)
			nearest = step->line;
	if (nearest == 0)
		return (command_wrong(
		    c, "%s:%u: there is no step here — the file has none", sc->file, line));
	return (command_wrong(c, "%s:%u: there is no step here — the nearest is on line %u",
	    sc->file, line, nearest));
}

/* Runs the scenario as far as the step, and tells why it came out so. */
static int
explain_file_step(struct command *c, struct scenario *sc, struct world *w, unsigned line)
{
	const struct scenario_step *wanted = find_step(sc, line);
	struct outcome out;

	if (wanted == NULL)
		return (no_step(c, sc, line));
	for (const struct scenario_step *step = sc->steps;; step = step->next) {
		if (!step_run(w, sc, step, &out)) {
			problems_print(stderr, &sc->problems);
			return (EXIT_USAGE);
		}
		if (step == wanted)
			break;
	}
	fputs(explain_step(w, sc, &out), c->out);
	return (0);
}

static int
explain_line(struct command *c, struct stage *st, const char *path, unsigned line)
{
	struct scenario sc;
	struct world *w = stage_open(st, &sc, path);
	int status = w == NULL ? EXIT_USAGE : explain_file_step(c, &sc, w, line);

	scenario_free(&sc);
	return (status);
}

static int
run_explain(struct command *c)
{
	struct stage st;
	int status;

	if (c->argc != 1)
		return (command_wrong(c, "name a rule, or a step as FILE:LINE"));
	char *colon = strrchr(c->argv[0], ':');

	if (colon != NULL && strspn(colon + 1, "0123456789") != strlen(colon + 1))
		return (
		    command_wrong(c, "%s is no line — write FILE:LINE, as www.scn:5", colon + 1));
	if (colon != NULL && (colon == c->argv[0] || colon[1] == '\0'))
		return (command_wrong(c, "%s lacks the %s — write FILE:LINE, as www.scn:5",
		    c->argv[0], colon[1] == '\0' ? "line" : "file"));
	stage_init(&st);
	if (colon != NULL) {
		unsigned long line = strtoul(colon + 1, NULL, 10);

		*colon = '\0';
		status =
		    explain_line(c, &st, c->argv[0], line > UINT_MAX ? UINT_MAX : (unsigned)line);
	} else {
		status = explain_named_rule(c, &st.lexicon, c->argv[0]);
	}
	stage_free(&st);
	return (status);
}

const struct command_entry command_explain = {
	.name = "explain",
	.arguments = "RULE | SCENARIO:LINE",
	.summary = "Tell why a step came out as it did, or what a rule says",
	.notes = "Of a step: every check in its order, the rule that decided with its kernel\n"
		 "function and manual page, and the smallest change with which it comes out as\n"
		 "asked.  The change is searched by trying, so what is shown works.\n",
	.run = run_explain,
};
