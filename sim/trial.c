/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Trials in a copy of the world.  Undoing one is going back in the copy's journal; a change is a
 * line of a scenario, read and run like any other.
 */
#include "trial.h"

#include <stdlib.h>
#include <string.h>

/* A line that was read; what comes of it names it, so it is kept until the end. */
struct trial_line {
	struct trial_line *next;
	struct scenario sc;
};

/* --- What came out ---------------------------------------------------------------------- */

/* Did this check alter the outcome, and could it go otherwise?  function NULL: of any. */
static bool
step_alters(const struct step *step, const char *function)
{
	const struct rule_info *rule = &rule_info[step->rule];

	return (step->held && rule->effect == ALTERS && rule->lever != LEVER_NONE &&
	    (function == NULL || strcmp(rule->function, function) == 0));
}

const struct step *
first_alteration(const struct outcome *out, const char *function)
{
	for (size_t i = 0; i < out->ncalls; i++) {
		const struct call *c = out->calls[i].call;

		if (out->step->kind == STEP_CALL && c != out->call)
			continue;
		for (uint32_t n = 0; n < c->trail.count; n++)
			if (step_alters(&c->trail.steps[n], function))
				return (&c->trail.steps[n]);
	}
	return (NULL);
}

bool
outcome_failed(const struct outcome *out)
{
	return (out->refused != NULL || out->error != 0 || out->status != 0);
}

static bool
as_asked(const struct trial *t, const struct outcome *out)
{
	if (outcome_failed(out))
		return (false);
	return (t->function == NULL || first_alteration(out, t->function) == NULL);
}

/* --- One trial -------------------------------------------------------------------- */

static void
go_to_start(struct trial *t)
{
	kernel_go(t->world.kernel, 0);
	t->world.present = t->start;
	t->world.step = t->world.steps = 0;
}

/* The step that a line says, or NULL. */
static const struct scenario_step *
read_line(struct trial *t, const char *text)
{
	struct trial_line *line = calloc(1, sizeof(*line));

	if (line == NULL)
		return (NULL);
	line->next = t->lines;
	t->lines = line;
	return (scenario_parse(&line->sc, "explain", text, strlen(text), SCENARIO_FILE) ?
		line->sc.steps :
		NULL);
}

/* Makes one change; how it came out is the caller's to judge. */
static bool
run_line(struct trial *t, const char *text, struct outcome *out)
{
	const struct scenario_step *step = read_line(t, text);

	return (step != NULL && step_run(&t->world, &t->lines->sc, step, out));
}

/* The step as somebody else's. */
static const struct scenario_step *
step_of(struct trial *t, const char *prompt)
{
	const struct scenario_step *other =
	    read_line(t, arena_printf(&t->sc->arena, "%s getpid()", prompt));
	struct scenario_step *step = arena_new(&t->sc->arena, struct scenario_step);

	if (other == NULL)
		return (NULL);
	*step = *t->step;
	step->prompt = other->prompt;
	return (step);
}

/* Makes the changes before the step, which may become somebody else's. */
static bool
make_changes(struct trial *t, const struct change *changes, unsigned count,
    const struct scenario_step **step, struct outcome *out)
{
	go_to_start(t);
	for (unsigned i = 0; i < count; i++) {
		if (changes[i].kind == CHANGE_ACTOR) {
			*step = step_of(t, changes[i].line);
			continue;
		}
		memset(out, 0, sizeof(*out));
		if (!run_line(t, changes[i].line, out) || outcome_failed(out))
			return (false);
	}
	return (true);
}

bool
trial_change(struct trial *t, const struct change *changes, unsigned count)
{
	const struct scenario_step *step = t->step;
	struct outcome out;

	return (make_changes(t, changes, count, &step, &out));
}

enum trial_result
trial_run(struct trial *t, const struct change *changes, unsigned count, struct outcome *out)
{
	const struct problems before = t->sc->problems;
	const struct scenario_step *step = t->step;

	if (!make_changes(t, changes, count, &step, out))
		return (TRIAL_CHANGE_REFUSED);
	memset(out, 0, sizeof(*out));
	bool ran = step != NULL && step_run(&t->world, t->sc, step, out);

	t->sc->problems = before;
	*t->sc->problems.last = NULL;
	return (!ran ? TRIAL_CHANGE_REFUSED : as_asked(t, out) ? TRIAL_WORKS : TRIAL_FAILS);
}

/* --- The copy ------------------------------------------------------------------------- */

bool
trial_begin(struct trial *t, struct world *w, struct scenario *sc, const struct outcome *out)
{
	const struct step *altered = outcome_failed(out) ? NULL : first_alteration(out, NULL);

	memset(t, 0, sizeof(*t));
	if (!world_back(w))
		return (false);
	bool copied = world_copy(&t->world, w);

	t->start = t->world.present;
	world_forward(w);
	t->sc = sc;
	t->step = out->step;
	t->function = altered == NULL ? NULL : rule_info[altered->rule].function;
	return (copied);
}

void
trial_end(struct trial *t)
{
	while (t->lines != NULL) {
		struct trial_line *line = t->lines;

		t->lines = line->next;
		scenario_free(&line->sc);
		free(line);
	}
	world_clear(&t->world);
}
