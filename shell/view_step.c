/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The view's way over the steps: the script's next one, back, forward, to any.  Where the script
 * was is kept beside each step, so that after going back and doing something else it goes on from
 * there.
 */
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "view_pane.h"

/* --- What was done ----------------------------------------------------------------- */

const struct done *
view_done(const struct view *v, size_t n)
{
	const struct done *done = v->done.base;

	return (n < (size_t)v->done.count ? &done[n] : NULL);
}

static const char *
words_of(struct arena *a, const struct typed *t)
{
	const struct scenario_step *s = t->outcome.step;
	uint32_t end = s->expectation == NULL ? s->span.end : s->expectation->span.begin;
	char *text = arena_copy(a, t->sc.source.s + s->span.begin, end - s->span.begin);

	for (char *c = text; *c != '\0'; c++)
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	for (size_t length = strlen(text); length > 0 && text[length - 1] == ' ';)
		text[--length] = '\0';
	return (text);
}

static const char *
result_of(const struct outcome *out)
{
	if (out->refused != NULL)
		return ("not run");
	if (out->error != 0)
		return (errno_name(out->error));
	return (out->status != 0 ? "failed" : "ok");
}

/* Takes down a step that was run. */
static void
note(struct view *v, size_t n)
{
	struct done *done = vector_add(&v->done, sizeof(*done));
	struct typed t;

	shell_recall(&v->shell, n, &t);
	const struct outcome *out = &t.outcome;
	bool failed = out->refused != NULL || out->error != 0 || out->status != 0;

	done->line = shell_step_text(&v->shell, &v->arena, n);
	done->words = words_of(&v->arena, &t);
	done->result = result_of(out);
	done->role = failed		       ? ROLE_REFUSED :
	    out->step->kind == STEP_SIMULATION ? ROLE_DIM :
						 ROLE_PLAIN;
	done->ncalls = out->ncalls;
	done->first_call = world_calls_before(v->shell.world, n) - out->ncalls;
	done->program = out->step->kind == STEP_PROGRAM;
	if (out->step->expectation != NULL || out->step->has_output) {
		struct verdict verdict;

		step_judge(v->shell.world, &t.sc, out, &verdict);
		done->unexpected = !verdict.passed;
	}
	typed_free(&t);
}

/* Is step n another one than what was taken down? */
static bool
is_other(const struct view *v, size_t n)
{
	const struct done *done = view_done(v, n);
	struct arena a = { 0 };
	bool other = done == NULL || strcmp(done->line, shell_step_text(&v->shell, &a, n)) != 0;

	arena_free(&a);
	return (other);
}

/*
 * After something was run: steps that are other ones than what was taken down are taken down.
 * What stood before step `from' is known to be the same.
 */
static void
settle(struct view *v, size_t from)
{
	size_t steps = v->shell.world->steps, n = from == 0 ? 1 : from;

	while (n <= steps && !is_other(v, n))
		n++;
	if (n > steps)
		return;
	v->done.count = (int)n;
	log_drop(v, n - 1);
	for (; n <= steps; n++)
		note(v, n);
}

struct spot
view_look_at(struct view *v, size_t step)
{
	struct world *w = v->shell.world;
	struct spot here = { w->step, w->inside };

	world_go(w, step);
	return (here);
}

void
view_look_back(struct view *v, struct spot here)
{
	struct world *w = v->shell.world;

	world_go(w, here.step);
	if (here.inside != 0)
		world_go_inside(w, here.step, here.inside);
}

void
view_begin(struct view *v)
{
	struct done *done = vector_add(&v->done, sizeof(*done));

	done->line = done->words = done->result = "";
}

size_t
view_steps(const struct view *v)
{
	const struct shell *sh = &v->shell;
	size_t steps = sh->world->steps, ran = 0;

	while (ran < sh->way.count && sh->way.ends[ran] <= steps)
		ran++;
	for (const struct scenario_step *s = sh->script.steps; s != NULL; s = s->next)
		if (ran > 0)
			ran--;
		else
			steps++;
	return (steps);
}

const char *
view_next_words(struct view *v, struct arena *a)
{
	const struct world *w = v->shell.world;
	struct scenario *sc = &v->shell.script;
	const struct scenario_step *s = v->shell.ahead;

	if (w->step < w->steps)
		return (view_done(v, w->step + 1)->words);
	if (s == NULL)
		return (NULL);
	if (s->prompt == NULL)
		return (step_words(sc, s));
	return (arena_printf(a, "%s %c %s", s->prompt->text, s->prompt->sign, step_words(sc, s)));
}

/* --- Going ------------------------------------------------------------------------- */

/* What is said is told in the pane of explanations. */
static unsigned
said_width(const struct view *v)
{
	int width = v->place[PANE_WHY].width;

	if (width == 0)
		width = v->screen_width;
	return (width < VIEW_WIDTH ? VIEW_WIDTH : width > 80 ? 80 : (unsigned)width);
}

/* What there is to say goes to a text. */
static void
begin_output(struct view *v, char **text, size_t *length)
{
	v->shell.out = open_memstream(text, length);
	if (v->shell.out == NULL)
		world_out_of_memory();
	v->shell.err = v->shell.out;
	v->shell.line = 1;
	v->shell.columns = said_width(v);
	v->shell.status = 0;
}

/* It is v->output from here on. */
static void
end_output(struct view *v, char **text)
{
	fclose(v->shell.out);
	arena_clear(&v->output_arena);
	v->output = arena_copy(&v->output_arena, *text, strlen(*text));
	free(*text);
	v->shell.out = v->shell.err = stderr;
}

void
view_run_line(struct view *v, const char *line, bool show)
{
	struct shell *sh = &v->shell;
	size_t step = sh->world->step;
	char *text;
	size_t length;

	log_drop(v, step);
	begin_output(v, &text, &length);
	if (show && sh->answer == NULL)
		fprintf(sh->out, "%s %s\n", sh->prompt, line);
	sh->branches.choice = 'k'; /* what lies ahead is kept, unasked */
	if (line == NULL)
		shell_script_step(sh);
	else
		shell_line(sh, line);
	end_output(v, &text);
	script_settle(sh);
	settle(v, line == NULL ? step : 1);
	view_changed(v);
	if (sh->answer != NULL)
		line_open(v, LINE_WORDS);
	if (show || (sh->status == 2 && sh->world->step == step))
		why_set(v, WHY_OUTPUT);
	v->over = v->over || sh->over;
}

/* One step on or back over what was done. */
static void
move(struct view *v, bool (*go)(struct world *))
{
	struct shell *sh = &v->shell;
	size_t steps = sh->world->steps;
	char *text;
	size_t length;

	begin_output(v, &text, &length);
	go(sh->world);
	place_settle(sh);
	end_output(v, &text);
	script_settle(sh);
	settle(v, steps);
	view_changed(v);
}

bool
view_forward(struct view *v)
{
	struct world *w = v->shell.world;

	v->prediction.asked = false;
	v->prediction.said = NULL;
	if (w->step < w->steps)
		move(v, world_forward);
	else if (v->shell.ahead != NULL)
		view_run_line(v, NULL, false);
	else
		return (false);
	if (v->why != WHY_OUTPUT || v->shell.status != 2)
		why_set(v, WHY_STEP);
	return (true);
}

bool
view_back(struct view *v)
{
	v->prediction.asked = false;
	if (v->shell.world->step == 0)
		return (false);
	move(v, world_back);
	if (v->choice == CHOICE_NONE)
		why_set(v, v->shell.world->step == 0 ? WHY_START : WHY_STEP);
	return (true);
}

void
view_goto(struct view *v, size_t step)
{
	while (v->shell.world->step > step && view_back(v))
		;
	while (v->shell.world->step < step && view_forward(v))
		;
}
