/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A scenario's run: read it, check it, take a world, run and judge step by
 * step within the limits.
 */
#include "scenario_run.h"

#include <string.h>
#include <time.h>

#include "accept.h"
#include "simulation.h"
#include "step_run.h"

#define STEP_TEXT_MAX 120 /* bytes of a step that a result shows */

/* One run. */
struct scenario_runner {
	struct scenario *sc;
	struct world *world;
	const struct run_options *options;
	result_taker *take;
	void *arg;
	struct accept accept;
	time_t deadline; /* when the seconds are over; 0: never */
};

/* The step on one line, cut when it is long. */
static const char *
step_text(struct scenario *sc, const struct scenario_step *step)
{
	const char *s = sc->source.s + step->span.begin;
	size_t len = step->span.end - step->span.begin, n = 0;
	char *text = arena_zero(&sc->arena, len + 4);
	bool cut = false;

	for (size_t i = 0; i < len; i++) {
		if (n >= STEP_TEXT_MAX && (s[i] & 0xc0) != 0x80) {
			cut = true;
			break;
		}
		if (s[i] == '\\' && i + 1 < len && (s[i + 1] == '\n' || s[i + 1] == '\r'))
			continue;
		bool blank = strchr(" \t\r\n", s[i]) != NULL;

		if (!blank || (n > 0 && text[n - 1] != ' '))
			text[n++] = blank ? ' ' : s[i];
	}
	if (cut)
		memcpy(text + n, "...", 3);
	struct textbuf clean = { .arena = &sc->arena };

	textbuf_put_clean(&clean, text, strlen(text));
	return (textbuf_text(&clean));
}

/* Tells the problems found since `from'. */
static void
tell_problems(struct scenario_runner *r, const struct problem *from, const char *step)
{
	for (const struct problem *p = from; p != NULL; p = p->next) {
		const struct test_result result = { .kind = TEST_BROKEN,
			.file = r->sc->file,
			.line = p->line,
			.column = p->column,
			.step = step,
			.problem = problem_format(&r->sc->arena, p) };

		r->take(r->arg, &result);
	}
}

static void
tell_step(struct scenario_runner *r, const struct outcome *out, const struct verdict *v)
{
	struct test_result result = { .kind = v->passed ? TEST_PASSED : TEST_FAILED,
		.file = r->sc->file,
		.line = out->step->line,
		.column = 1,
		.step = step_text(r->sc, out->step) };

	if (!v->passed) {
		uint32_t at = out->step->expectation == NULL ?
		    out->step->name_span.begin :
		    out->step->expectation->outcome_span.begin;

		scenario_place(r->sc, at, &result.line, &result.column);
		result.expected = v->expected;
		result.got = v->got;
		result.output = v->difference;
		result.trail = trail_text(r->world, &r->sc->arena, out);
	}
	r->take(r->arg, &result);
}

static void
tell_over_limit(struct scenario_runner *r, const struct scenario_step *step, const char *what)
{
	struct problem *p = problem_add(&r->sc->problems, r->sc->file, step->line, 1,
	    arena_printf(&r->sc->arena, "the scenario uses more %s than --limit allows", what),
	    "allow more, or make it smaller");

	tell_problems(r, p, step_text(r->sc, step));
}

/* May another step be run? */
static bool
has_steps_left(struct scenario_runner *r, const struct scenario_step *step)
{
	uint64_t most = r->options->limits.steps;

	if (most == 0 || r->world->steps < most)
		return (true);
	tell_over_limit(r, step, "steps");
	return (false);
}

/* What a step takes is known only when it has run. */
static bool
within_limits(struct scenario_runner *r, const struct scenario_step *step)
{
	const char *over = world_over_limit(r->world, &r->options->limits);

	if (over == NULL && r->deadline != 0 && time(NULL) > r->deadline)
		over = "seconds";
	if (over != NULL)
		tell_over_limit(r, step, over);
	return (over == NULL);
}

static void
run_steps(struct scenario_runner *r)
{
	struct outcome out;
	struct verdict v;

	for (const struct scenario_step *s = r->sc->steps; s != NULL; s = s->next) {
		struct problem **last = r->sc->problems.last;

		if (!has_steps_left(r, s))
			return;
		if (!step_run(r->world, r->sc, s, &out)) {
			tell_problems(r, *last, step_text(r->sc, s));
			return;
		}
		step_judge(r->world, r->sc, &out, &v);
		if (!v.passed && r->options->accept) {
			accept_step(&r->accept, r->world, r->sc, &out);
			v.passed = out.refused == NULL;
		}
		tell_step(r, &out, &v);
		if (!within_limits(r, s))
			return;
	}
}

static void
switch_off(struct scenario_runner *r)
{
	for (unsigned i = 0; i < r->options->nwithout; i++) {
		const int64_t rule = value_string(r->world->values, r->options->without[i]);

		world_simulate(r->world, SYS_sim_without, &rule, 1);
	}
}

static void
write_accepted(struct scenario_runner *r)
{
	struct problem **last = r->sc->problems.last;

	if (r->accept.count == 0)
		return;
	if (!accept_write(&r->accept, r->sc)) {
		tell_problems(r, *last, NULL);
		return;
	}
	const struct test_result note = { .kind = TEST_NOTE,
		.file = r->sc->file,
		.problem = arena_printf(&r->sc->arena, "%s: accepted %u change%s", r->sc->file,
		    r->accept.count, r->accept.count == 1 ? "" : "s") };

	r->take(r->arg, &note);
}

static void
run_file(struct scenario_runner *r, struct stage *st, bool readable)
{
	r->world = readable ? stage_world(st, scenario_wants_empty(r->sc)) : NULL;
	if (readable && r->world == NULL) {
		struct problem *why = st->opening.problems.first;

		problem_add(&r->sc->problems, r->sc->file, 1, 1,
		    why == NULL ? "no memory for its world" :
				  arena_printf(&r->sc->arena, "the stock world fails: %s",
				      problem_format(&r->sc->arena, why)),
		    NULL);
	} else if (readable && scenario_check(r->sc, &st->lexicon, r->world->values)) {
		if (r->options->limits.seconds != 0)
			r->deadline = time(NULL) + (time_t)r->options->limits.seconds;
		accept_begin(&r->accept);
		switch_off(r);
		run_steps(r);
		write_accepted(r);
		return;
	}
	tell_problems(r, r->sc->problems.first, NULL);
}

void
scenario_run(struct stage *st, const char *path, const struct run_options *options,
    result_taker *take, void *arg)
{
	struct scenario sc;
	struct scenario_runner r = { .sc = &sc, .options = options, .take = take, .arg = arg };
	bool readable = scenario_load(&sc, path);
	struct test_result result = {
		.kind = TEST_FILE_BEGINS, .file = sc.file, .title = sc.title
	};

	take(arg, &result);
	run_file(&r, st, readable);
	result.kind = TEST_FILE_ENDS;
	take(arg, &result);
	scenario_free(&sc);
}
