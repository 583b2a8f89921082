/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Would a call be allowed?  It is made in a copy of the world and its answer told.
 */
#include <string.h>

#include "explain.h"
#include "lexicon.h"
#include "look.h"
#include "simulation.h"

/* The line with a prompt's sign: "root@www kill(1, 9)" is tried as root and, if wrong, as user. */
static const char *
with_sign(struct arena *a, const char *line, char sign)
{
	size_t who = strcspn(line, " \t");
	const char *rest = line + who + strspn(line + who, " \t");

	if ((*rest == '#' || *rest == '$') && rest[1] == ' ')
		rest += 2;
	return (arena_printf(a, "%.*s %c %s", (int)who, line, sign, rest));
}

static void
put_rule(struct textbuf *t, const struct rule_info *rule)
{
	if (rule != NULL)
		explain_wrap(t,
		    arena_printf(
			t->arena, "%s (%s, %s).", rule->reason, rule->function, rule->manual),
		    4);
}

static const char *
because(const struct world *w, struct scenario *sc, const struct step *by)
{
	return (by == NULL ? "" :
			     arena_printf(&sc->arena, " because %s", rule_text(w, &sc->arena, by)));
}

static void
put_answer(struct textbuf *t, const struct world *w, struct scenario *sc, const struct outcome *out)
{
	const struct step *by = NULL;
	const struct rule_info *rule = outcome_rule(out, &by);

	if (out->refused != NULL)
		textbuf_printf(t, "not run: %s\n", out->refused);
	else if (out->error != 0)
		textbuf_printf(t, "no: %s%s\n", errno_name(out->error), because(w, sc, by));
	else if (out->status != 0)
		textbuf_printf(t, "no: exit %d\n", out->status);
	else if (rule != NULL && rule->effect == ALTERS && out->step->kind == STEP_CALL)
		textbuf_printf(
		    t, "yes, but with another outcome than asked for%s\n", because(w, sc, by));
	else if (rule != NULL && out->step->kind == STEP_CALL)
		textbuf_printf(t, "yes%s\n", because(w, sc, by));
	else {
		textbuf_puts(t, "yes\n");
		return;
	}
	put_rule(t, rule);
}

/* Reads, checks and runs the line; false after a problem of sc. */
static bool
try_line(struct world *w, struct scenario *sc, const char *line, struct outcome *out)
{
	*out = (struct outcome) { .step = NULL };
	return (scenario_parse(sc, "-", line, strlen(line), SCENARIO_FILE) && sc->steps != NULL &&
	    step_check(sc, sc->steps, w->lexicon, w->values, w->present.variables) &&
	    step_run(w, sc, sc->steps, out));
}

bool
look_can(struct textbuf *t, const struct world *w, struct scenario *sc, const char *line)
{
	struct world copy;
	struct outcome out;
	bool good = world_copy(&copy, w) &&
	    try_line(&copy, sc, with_sign(t->arena, line, '#'), &out) && out.refused == NULL;

	if (!good) {
		struct scenario other = { 0 };

		world_clear(&copy);
		good = world_copy(&copy, w) &&
		    try_line(&copy, &other, with_sign(t->arena, line, '$'), &out);
		if (good) {
			scenario_free(sc);
			*sc = other;
		} else {
			scenario_free(&other);
		}
	}
	if (good)
		put_answer(t, &copy, sc, &out);
	world_clear(&copy);
	return (good);
}
