/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Opens a scenario for the view.  Mistakes in it do not keep it from being shown: the steps above
 * the first of them can be run.
 */
#include <string.h>

#include "simulation.h"
#include "view_pane.h"

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
add_trouble(struct view *v, const struct problems *ps)
{
	struct textbuf t = { .arena = &v->arena };

	textbuf_puts(&t, v->trouble == NULL ? "" : v->trouble);
	for (const struct problem *p = ps->first; p != NULL; p = p->next)
		textbuf_printf(&t, "%s\n", problem_format(&v->arena, p));
	v->trouble = textbuf_text(&t);
}

/* Reads again what stands above the first mistake. */
static bool
read_above(struct view *v, unsigned line)
{
	struct scenario *sc = &v->shell.script;
	const char *source = sc->source.s;
	size_t length = 0;

	for (unsigned n = 1; n < line && length < sc->source.len; length++)
		n += source[length] == '\n';
	const char *good = arena_copy(&v->arena, source == NULL ? "" : source, length);
	const char *file = arena_copy(&v->arena, sc->file, strlen(sc->file));

	scenario_free(sc);
	return (scenario_parse(sc, file, good, length, SCENARIO_FILE));
}

/* Takes the steps from a line on out of the script. */
static void
cut_steps(struct shell *sh, unsigned line)
{
	struct scenario_step **at = &sh->script.steps;

	while (*at != NULL && (*at)->line < line)
		at = &(*at)->next;
	*at = NULL;
	sh->ahead = sh->script.steps;
}

bool
view_load(struct view *v, const char *path)
{
	struct shell *sh = &v->shell;
	struct scenario *sc = &sh->script;
	bool good = path == NULL ? stage_read_jails(sc) : scenario_load(sc, path);

	while (!good) {
		unsigned line = first_line(&sc->problems);

		if (line == 0 || sc->source.len == 0) {
			problems_print(stderr, &sc->problems);
			return (false);
		}
		add_trouble(v, &sc->problems);
		good = read_above(v, line);
	}
	if (!shell_start(sh))
		return (false);
	if (!scenario_check(sc, &sh->stage.lexicon, sh->world->values)) {
		add_trouble(v, &sc->problems);
		cut_steps(sh, first_line(&sc->problems));
	}
	return (true);
}
