/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The stock world is a scenario that is part of the program, and is made as
 * any other: by running its steps.
 */
#include "stage.h"

#include <string.h>

#include "simulation.h"
#include "step_run.h"

extern const unsigned char stock_scn[];
extern const unsigned long stock_scn_len;
extern const unsigned char jails_scn[];
extern const unsigned long jails_scn_len;

void
stage_init(struct stage *st)
{
	memset(st, 0, sizeof(*st));
	lexicon_init(&st->lexicon);
}

void
stage_free(struct stage *st)
{
	world_destroy(st->empty);
	world_destroy(st->stock);
	scenario_free(&st->opening);
}

/* Ends the sessions that made the world, as leaving the console does. */
static void
log_out(struct world *w)
{
	for (const struct login *l = w->present.logins; l != NULL; l = l->next) {
		struct call c = { .number = SYS__exit, .nargs = 1 };

		if (l->pid != 0)
			world_call(w, l->name, l->pid, &c);
	}
}

static bool
run_opening(struct world *w, struct scenario *sc)
{
	struct outcome out;
	struct verdict v;

	for (const struct scenario_step *s = sc->steps; s != NULL; s = s->next) {
		if (!step_run(w, sc, s, &out))
			return (false);
		step_judge(w, sc, &out, &v);
		/* Nobody goes back before the opening: it leaves no history. */
		kernel_forget(w->kernel);
		w->present.nlog = 0;
		if (v.passed)
			continue;
		scenario_problem(sc, s->span, arena_printf(&sc->arena, "got %s", v.got),
		    arena_printf(&sc->arena, "expected %s", v.expected));
		return (false);
	}
	return (true);
}

static struct world *
make_stock(struct stage *st)
{
	struct scenario *sc = &st->opening;
	struct world *w = world_create(&st->lexicon);

	scenario_free(sc);
	if (!scenario_parse(
		sc, "stock.scn", (const char *)stock_scn, stock_scn_len, SCENARIO_FILE) ||
	    w == NULL || !scenario_check(sc, &st->lexicon, w->values) || !run_opening(w, sc)) {
		world_destroy(w);
		return (NULL);
	}
	log_out(w);
	world_settle(w);
	return (w);
}

struct world *
stage_world(struct stage *st, bool empty)
{
	struct world **w = empty ? &st->empty : &st->stock;

	if (*w != NULL)
		world_restart(*w);
	else if (empty)
		*w = world_create(&st->lexicon);
	else
		*w = make_stock(st);
	return (*w);
}

/* The world that a scenario begins with, which was readable or not; NULL after saying why. */
static struct world *
open_scenario(struct stage *st, struct scenario *sc, bool readable)
{
	struct world *w = readable ? stage_world(st, scenario_wants_empty(sc)) : NULL;

	if (readable && w == NULL)
		problems_print(stderr, &st->opening.problems);
	else if (!readable || !scenario_check(sc, &st->lexicon, w->values))
		problems_print(stderr, &sc->problems);
	else
		return (w);
	return (NULL);
}

struct world *
stage_open(struct stage *st, struct scenario *sc, const char *path)
{
	return (open_scenario(st, sc, scenario_load(sc, path)));
}

bool
stage_read_jails(struct scenario *sc)
{
	return (
	    scenario_parse(sc, "jails.scn", (const char *)jails_scn, jails_scn_len, SCENARIO_FILE));
}

struct world *
stage_open_jails(struct stage *st, struct scenario *sc)
{
	return (open_scenario(st, sc, stage_read_jails(sc)));
}
