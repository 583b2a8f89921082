/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * :until, :back until and :forward until: to the end of the next step, or of the one before, that
 * meets a condition.  Where nothing lies ahead the script goes on.
 */
#include <stdlib.h>
#include <string.h>

#include "condition.h"
#include "shell_words.h"

/* The first call of a step that meets it; SIZE_MAX: none does. */
static size_t
matching_call(const struct world *w, const struct condition *c, size_t step)
{
	size_t end = world_calls_before(w, step), found = SIZE_MAX;
	struct arena a = { 0 };

	for (size_t i = world_calls_before(w, step - 1); i < end && found == SIZE_MAX; i++)
		if (condition_met(c, w, world_logged(w, &a, i).call))
			found = i;
	arena_free(&a);
	return (found);
}

/* Does this step change what the condition is about?  One is at its end then. */
static bool
changes(struct world *w, const struct condition *c, size_t step)
{
	world_go(w, step - 1);
	uint64_t before = condition_state(c, w);

	world_go(w, step);
	return (condition_state(c, w) != before);
}

static bool
meets(struct world *w, const struct condition *c, size_t step)
{
	return (
	    condition_is_change(c) ? changes(w, c, step) : matching_call(w, c, step) != SIZE_MAX);
}

/* The next step in this direction that meets it; 0: none does. */
static size_t
find_step(struct shell *sh, const struct condition *c, bool back)
{
	struct world *w = sh->world;
	size_t from = w->step, to = w->steps;

	if (back)
		for (size_t n = from + (w->inside != 0); n-- > 1 && !shell_interrupted(sh);)
			if (meets(w, c, n))
				return (n);
	for (size_t n = from + 1; !back && n <= to && !shell_interrupted(sh); n++)
		if (meets(w, c, n))
			return (n);
	return (0);
}

/* Runs the script; the step that meets it, or 0 at its end. */
static size_t
run_script(struct shell *sh, const struct condition *c)
{
	while (sh->ahead != NULL && sh->answer == NULL && !shell_interrupted(sh)) {
		size_t before = sh->world->step;

		script_next(sh);
		for (size_t n = before + 1; n <= sh->world->step; n++)
			if (meets(sh->world, c, n))
				return (n);
		script_settle(sh);
		if (sh->world->step <= before)
			break;
	}
	return (0);
}

static void
show_call(const struct shell *sh, const struct condition *c, size_t step)
{
	struct arena a = { 0 };
	size_t row = condition_is_change(c) ? SIZE_MAX : matching_call(sh->world, c, step);

	if (row != SIZE_MAX)
		fprintf(sh->out, "  %s\n",
		    world_print(sh->world, &a, world_logged(sh->world, &a, row)));
	arena_free(&a);
}

void
shell_until(struct shell *sh, const struct word_line *line, unsigned at, bool back)
{
	struct world *w = sh->world;
	size_t step = w->step, inside = w->inside;
	struct condition c;

	if (!condition_read(&c, w, line->arena, line->argc - at, line->argv + at)) {
		word_wrong(sh, line, "%s \xe2\x80\x94 %s", c.what, c.mend);
		return;
	}
	size_t found = find_step(sh, &c, back);

	if (found != 0)
		world_go(w, found);
	else if (inside != 0)
		world_go_inside(w, step, inside);
	else
		world_go(w, step);
	if (found == 0 && !back && w->step == w->steps && w->inside == 0)
		found = run_script(sh, &c);
	if (found == 0 && back && inside == 0 && step != 0 && meets(w, &c, step))
		fprintf(sh->out, "step %zu itself does that, but none before it\n", step);
	else if (found == 0)
		fprintf(sh->out, "no step %s does that\n", back ? "before" : "ahead");
	else
		show_call(sh, &c, found);
	shell_show_place(sh);
}

/* ":until 12": the script up to its line 12. */
static void
until_line(struct shell *sh, const struct word_line *line)
{
	unsigned long number = strtoul(line->argv[0], NULL, 10);

	if (sh->script.steps == NULL) {
		word_wrong(sh, line,
		    "there is no scenario with a line %lu \xe2\x80\x94 :goto goes to a "
		    "step",
		    number);
		return;
	}
	while (sh->ahead != NULL && sh->ahead->line < number && sh->answer == NULL &&
	    !shell_interrupted(sh)) {
		const struct scenario_step *before = sh->ahead;

		script_next(sh);
		script_settle(sh);
		if (sh->ahead == before)
			return;
	}
}

void
word_until(struct shell *sh, const struct word_line *line)
{
	const char *word = line->argv[0];

	if (word == NULL)
		fputs("To the end of the next step in which a call answers so, or is made:\n"
		      "  :until EPERM            an errno\n"
		      "  :until WALL_PRISON      a rule that takes effect\n"
		      "  :until mount            a call or a program\n"
		      "or that changes something:\n"
		      "  :until pid 12           a process; or a variable: pid job\n"
		      "  :until /tmp/a           what is there: made, gone, written, its mode\n"
		      "  :until allow.mount      a parameter of any jail\n"
		      "  :until www allow.mount  of this one; jail www: any of its parameters\n"
		      "  :until 12               the script up to its line 12\n"
		      ":back until ... goes to the last one before.\n",
		    sh->out);
	else if (line->argc == 1 && word[strspn(word, "0123456789")] == '\0')
		until_line(sh, line);
	else
		shell_until(sh, line, 0, false);
}
