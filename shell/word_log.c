/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * :log, what happened: every step with its number, the calls that it made below it, and where one
 * is.
 */
#include <string.h>

#include "branch.h"
#include "shell_words.h"

static void
show_here(const struct shell *sh, size_t step, size_t inside)
{
	const struct world *w = sh->world;

	if (w->step == step && w->inside == inside && (step != w->steps || inside != 0))
		fputs("   -> you are here; what follows lies ahead\n", sh->out);
}

static void
show_calls(const struct shell *sh, size_t step)
{
	const struct world *w = sh->world;
	size_t first = world_calls_before(w, step - 1), end = world_calls_before(w, step);

	for (size_t i = first; i < end; i++) {
		struct arena a = { 0 };

		fprintf(sh->out, "%4zu.%-3zu %s\n", step, i - first + 1,
		    world_print(w, &a, world_logged(w, &a, i)));
		arena_free(&a);
		if (i + 1 < end)
			show_here(sh, step - 1, i - first + 1);
	}
}

static void
show_step(struct shell *sh, size_t step)
{
	struct arena a = { 0 };
	const char *text = shell_step_text(sh, &a, step), *mark = branch_mark_at(sh, step);

	fprintf(sh->out, "%4zu %.*s%s%s%s\n", step, (int)strcspn(text, "\n"), text,
	    mark == NULL ? "" : " [", mark == NULL ? "" : mark, mark == NULL ? "" : "]");
	show_calls(sh, step);
	arena_free(&a);
}

/* ":log N": the last N steps up to where one is, and all that lies ahead. */
void
word_log(struct shell *sh, const struct word_line *line)
{
	const struct world *w = sh->world;
	size_t count;

	if (!word_count(sh, line, 0, w->step, &count))
		return;
	if (w->steps == 0)
		fputs("nothing has been done yet\n", sh->out);
	if (count >= w->step)
		show_here(sh, 0, 0);
	for (size_t n = count < w->step ? w->step - count : 0; n < w->steps; n++) {
		if (shell_interrupted(sh))
			return;
		show_step(sh, n + 1);
		show_here(sh, n + 1, 0);
	}
}
