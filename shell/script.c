/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where in the script one is follows from how many steps are done: going back in time goes back
 * in the script, and what was tried beside it is no part of it.
 */
#include "script.h"

#include <stdlib.h>
#include <string.h>

#include "shell.h"
#include "simulation.h"

struct old_script {
	struct old_script *next;
	struct scenario sc; /* whoever still points into it may */
};

/* --- Loading ------------------------------------------------------------------------ */

/* Line of the first problem; 0: there is none, or it is about the file as a whole. */
static unsigned
first_line(const struct problems *ps)
{
	unsigned line = 0;

	for (const struct problem *p = ps->first; p != NULL; p = p->next)
		if (line == 0 || p->line < line)
			line = p->line;
	return (line);
}

static void
tell(struct textbuf *trouble, const struct problems *ps)
{
	for (const struct problem *p = ps->first; p != NULL; p = p->next)
		textbuf_printf(trouble, "%s\n", problem_format(trouble->arena, p));
}

/* Reads again what stands above the first mistake. */
static bool
read_above(struct shell *sh, unsigned line)
{
	struct scenario *sc = &sh->script;
	const char *source = sc->source.s;
	size_t length = 0;

	for (unsigned n = 1; n < line && length < sc->source.len; length++)
		n += source[length] == '\n';
	const char *good = arena_copy(&sh->arena, source == NULL ? "" : source, length);
	const char *file = arena_copy(&sh->arena, sc->file, strlen(sc->file));

	sh->way.cut = true;
	scenario_free(sc);
	return (scenario_parse(sc, file, good, length, SCENARIO_FILE));
}

bool
script_load(struct shell *sh, const char *path, struct textbuf *trouble)
{
	struct scenario *sc = &sh->script;
	bool good = scenario_load(sc, path);

	while (!good) {
		unsigned line = first_line(&sc->problems);

		tell(trouble, &sc->problems);
		if (line == 0 || sc->source.len == 0)
			return (false);
		good = read_above(sh, line);
	}
	return (true);
}

void
script_check(struct shell *sh, struct textbuf *trouble)
{
	struct scenario *sc = &sh->script;

	if (scenario_check(sc, &sh->stage.lexicon, sh->world->values))
		return;
	unsigned line = first_line(&sc->problems);
	struct scenario_step **at = &sc->steps;

	tell(trouble, &sc->problems);
	while (*at != NULL && (*at)->line < line)
		at = &(*at)->next;
	*at = NULL;
	sh->way.cut = true;
	sh->ahead = sc->steps;
}

void
script_free(struct shell *sh)
{
	while (sh->way.old != NULL) {
		struct old_script *old = sh->way.old;

		sh->way.old = old->next;
		scenario_free(&old->sc);
		free(old);
	}
	free(sh->way.ends);
	scenario_free(&sh->script);
}

/* --- Where one is --------------------------------------------------------------------- */

static const struct scenario_step *
step_number(const struct shell *sh, size_t n)
{
	const struct scenario_step *s = sh->script.steps;

	while (s != NULL && n-- > 0)
		s = s->next;
	return (s);
}

/* How many of the script's steps are done where one is. */
static size_t
position(const struct shell *sh)
{
	const struct script_way *way = &sh->way;
	size_t n = 0;

	while (n < way->count && way->ends[n] <= sh->world->step)
		n++;
	return (n);
}

size_t
script_left(const struct shell *sh)
{
	size_t n = position(sh);

	return (n == 0 ? 0 : sh->way.ends[n - 1]);
}

static size_t
ahead_number(const struct shell *sh)
{
	size_t n = 0;

	for (const struct scenario_step *s = sh->script.steps; s != NULL && s != sh->ahead;
	     s = s->next)
		n++;
	return (n);
}

/* The step numbered so has run. */
static void
note(struct shell *sh, size_t n)
{
	struct script_way *way = &sh->way;

	if (n >= way->room) {
		way->room = 2 * n + 64;
		way->ends = realloc(way->ends, way->room * sizeof(*way->ends));
		if (way->ends == NULL)
			world_out_of_memory();
	}
	/* Steps that were passed over by whoever set sh->ahead end here, too. */
	for (size_t i = way->count < n ? way->count : n; i <= n; i++)
		way->ends[i] = sh->world->step;
	way->count = n + 1;
}

void
script_leave(struct shell *sh)
{
	struct script_way *way = &sh->way;

	while (way->count > 0 && way->ends[way->count - 1] >= sh->world->step)
		way->count--;
}

void
script_settle(struct shell *sh)
{
	struct script_way *way = &sh->way;

	if (sh->script.steps == NULL)
		return;
	if (way->waits && sh->answer == NULL) {
		way->waits = false;
		if (sh->world->step == sh->world->steps)
			note(sh, ahead_number(sh));
	}
	sh->ahead = step_number(sh, position(sh));
}

const struct scenario_step *
script_last(const struct shell *sh)
{
	size_t n = position(sh);

	if (n == 0 || sh->way.ends[n - 1] != sh->world->step)
		return (NULL);
	return (step_number(sh, n - 1));
}

bool
script_reload(struct shell *sh)
{
	struct old_script *old = calloc(1, sizeof(*old));
	size_t n = ahead_number(sh);

	if (old == NULL)
		world_out_of_memory();
	*old = (struct old_script) { sh->way.old, sh->script };
	sh->way.old = old;
	bool good = scenario_load(&sh->script, old->sc.file);

	sh->ahead = step_number(sh, n);
	return (good);
}

/* --- Its next step ----------------------------------------------------------------------- */

/* The comment right above a step; its lines, or "". */
static struct text
comment_above(const struct shell *sh, const struct scenario_step *step)
{
	const char *source = sh->script.source.s, *end = source + step->span.begin, *at = end;

	while (at > source) {
		const char *line = at - 1;

		while (line > source && line[-1] != '\n')
			line--;
		if (*line != '#' || strncmp(line, "# SPDX", 6) == 0 ||
		    strncmp(line, "# see:", 6) == 0)
			break;
		at = line;
	}
	return ((struct text) { at, (size_t)(end - at) });
}

/* Has this very step been undone, and lies right ahead? */
static bool
lies_ahead(const struct shell *sh, size_t n)
{
	return (n < sh->way.count && sh->world->inside == 0 &&
	    sh->way.ends[n] == sh->world->step + 1 && sh->world->steps > sh->world->step);
}

void
script_say_step(const struct shell *sh, const struct scenario_step *step, bool expected)
{
	const char *source = sh->script.source.s, *slash = strrchr(sh->script.file, '/');
	const struct expectation *x = step->expectation;
	uint32_t words = x == NULL ? step->span.end : x->span.begin;

	while (words > step->span.begin && strchr(" \t", source[words - 1]) != NULL)
		words--;
	fprintf(sh->out, "%s:%u: %.*s", slash == NULL ? sh->script.file : slash + 1, step->line,
	    (int)(words - step->span.begin), source + step->span.begin);
	if (expected && x != NULL)
		fprintf(
		    sh->out, " %.*s", (int)(x->span.end - x->span.begin), source + x->span.begin);
	fputc('\n', sh->out);
	if (expected && step->has_output)
		fwrite(source + step->output_span.begin, 1,
		    step->output_span.end - step->output_span.begin, sh->out);
}

static void
run_ahead(struct shell *sh, const struct scenario_step *step)
{
	uint32_t end = step->has_output ? step->output_span.end : step->span.end;
	char *text = arena_copy(
	    &sh->script.arena, sh->script.source.s + step->span.begin, end - step->span.begin);
	size_t n = ahead_number(sh);

	script_say_step(sh, step, true);
	if (lies_ahead(sh, n)) {
		world_forward(sh->world);
		shell_show_step(sh, sh->world->step);
	} else {
		shell_step(sh, text);
		sh->way.waits = sh->answer != NULL;
		if (!sh->way.waits)
			note(sh, n);
	}
}

void
shell_script_step(struct shell *sh)
{
	const struct scenario_step *step = sh->ahead;

	if (step == NULL)
		return;
	run_ahead(sh, step);
	if (sh->way.waits)
		return;
	sh->ahead = step->next;
	place_settle(sh);
	if (sh->ahead == NULL)
		fputs("That was its last step.\n", sh->out);
}

/* --- :next and Enter ----------------------------------------------------------------------- */

void
script_next(struct shell *sh)
{
	const struct scenario_step *step = sh->ahead;

	if (step == NULL) {
		fputs(sh->script.steps == NULL ?
			"There is no script \xe2\x80\x94 jailsim shell FILE opens one\n" :
			"The script is at its end.\n",
		    sh->out);
		return;
	}
	struct text comment = comment_above(sh, step);

	fwrite(comment.s, 1, comment.len, sh->out);
	if (sh->way.predict && step->kind != STEP_SIMULATION)
		script_predict(sh, step);
	else
		shell_script_step(sh);
}

void
script_enter(struct shell *sh)
{
	if (sh->ahead != NULL && sh->world->step > script_left(sh) && sh->way.count != 0)
		fprintf(sh->out,
		    "You left the script before line %u: :resume goes back there, :next goes on "
		    "from here.\n",
		    sh->ahead->line);
	else if (sh->script.steps != NULL)
		script_next(sh);
}
