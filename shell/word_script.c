/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Words about the script: one step, many, back to it, and what is expected in it.
 */
#include <stdlib.h>
#include <string.h>

#include "accept.h"
#include "script.h"
#include "shell_words.h"

#define SLOWEST 0.01 /* steps a second */
#define FASTEST 1000.0

void
word_next(struct shell *sh, const struct word_line *line)
{
	(void)line;
	script_next(sh);
}

/* --- :play -------------------------------------------------------------------- */

/* Goes on to the end, until a question waits or somebody stops it. */
static void
play(struct shell *sh, unsigned milliseconds)
{
	while (sh->ahead != NULL) {
		const struct scenario_step *step = sh->ahead;

		script_next(sh);
		place_settle(sh);
		script_settle(sh);
		if (sh->answer != NULL || sh->ahead == step || sh->ahead == NULL)
			return;
		if (shell_interrupted(sh) ||
		    (sh->front.pause != NULL && !sh->front.pause(sh->front.self, milliseconds))) {
			fprintf(sh->out, "Stopped before line %u.\n", sh->ahead->line);
			return;
		}
	}
}

void
word_play(struct shell *sh, const struct word_line *line)
{
	char *end;
	double speed = line->argc == 0 ? 1 : strtod(line->argv[0], &end);

	if (line->argc != 0 && (*end != '\0' || !(speed >= SLOWEST && speed <= FASTEST))) {
		word_wrong(sh, line,
		    "%s is no speed \xe2\x80\x94 steps a second, from 0.01 to 1000: :play 2",
		    line->argv[0]);
		return;
	}
	if (sh->ahead == NULL)
		script_next(sh);
	else
		play(sh, (unsigned)(1000 / speed));
}

/* --- :resume and :predict ------------------------------------------------------------------- */

void
word_resume(struct shell *sh, const struct word_line *line)
{
	size_t left = script_left(sh);

	if (sh->script.steps == NULL || sh->world->step == left) {
		word_wrong(sh, line, "%s",
		    sh->script.steps == NULL ?
			"there is no script \xe2\x80\x94 jailsim shell FILE opens one" :
			"you are in the script \xe2\x80\x94 Enter does its next step");
		return;
	}
	size_t tried = sh->world->step - left;

	world_go(sh->world, left);
	/* Whoever goes on from here keeps what was tried. */
	sh->branches.choice = 'k';
	fprintf(sh->out,
	    "Back in the script; what you tried (%zu step%s) lies ahead, and becomes a branch when "
	    "the script goes on.\n",
	    tried, tried == 1 ? "" : "s");
}

void
word_predict(struct shell *sh, const struct word_line *line)
{
	bool on;

	if (!word_on_off(sh, line, sh->way.predict, &on))
		return;
	if (sh->way.predict && !on && sh->way.asked != 0)
		fprintf(sh->out, "%u of %u were right.\n", sh->way.right, sh->way.asked);
	if (!sh->way.predict && on)
		sh->way.asked = sh->way.right = 0;
	sh->way.predict = on;
	fprintf(sh->out,
	    on ? "Before each step of the script you are asked how it will come out.\n" :
		 "You are not asked any more.\n");
}

/* --- :accept ---------------------------------------------------------------------------------- */

/* The script's own file, changed in what this step expects. */
static void
accept_in_script(struct shell *sh, const struct word_line *line, const struct scenario_step *step)
{
	struct typed t;
	struct accept accept;

	if (sh->way.cut) {
		word_wrong(
		    sh, line, "%s has mistakes \xe2\x80\x94 mend them first", sh->script.file);
		return;
	}
	shell_recall(sh, sh->world->step, &t);
	struct outcome out = t.outcome;

	out.step = step;
	accept_begin(&accept);
	accept_step(&accept, sh->world, &sh->script, &out);
	if (accept.count == 0)
		fprintf(sh->out, "%s:%u says so already\n", sh->script.file, step->line);
	else if (accept_write(&accept, &sh->script) && script_reload(sh))
		fprintf(sh->out, "%s:%u now expects %s\n", sh->script.file, step->line,
		    outcome_expectation(sh->world, line->arena, &t.outcome));
	else
		shell_problems(sh, &sh->script);
	typed_free(&t);
	sh->status = 0;
}

void
word_accept(struct shell *sh, const struct word_line *line)
{
	const struct scenario_step *step = script_last(sh);
	struct typed t;

	if (sh->world->step == 0) {
		word_wrong(sh, line, "nothing has been done yet \xe2\x80\x94 run a step first");
		return;
	}
	if (step != NULL) {
		accept_in_script(sh, line, step);
		return;
	}
	shell_recall(sh, sh->world->step, &t);
	fprintf(sh->out, ":save writes => %s\n",
	    outcome_expectation(sh->world, line->arena, &t.outcome));
	typed_free(&t);
	sh->status = 0;
}

/* --- :trace ------------------------------------------------------------------------------------
 */

void
word_trace(struct shell *sh, const struct word_line *line)
{
	bool on;

	if (!word_on_off(sh, line, sh->trace, &on))
		return;
	sh->trace = on;
	fprintf(sh->out, on ? "Every call is shown.\n" : "Calls are not shown any more.\n");
}
