/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Words about time: back and forward over the steps.
 */
#include "shell_words.h"

static void
show_place(const struct shell *sh)
{
	struct arena a = { 0 };
	size_t step = sh->world->step;

	if (step == 0)
		fprintf(sh->out, "at the beginning");
	else
		fprintf(sh->out, "after step %zu: %s", step, shell_step_text(sh, &a, step));
	if (sh->world->steps > step)
		fprintf(sh->out, " (%zu ahead)", sh->world->steps - step);
	fputc('\n', sh->out);
	arena_free(&a);
}

void
word_back(struct shell *sh, const struct word_line *line)
{
	size_t count;

	if (!word_count(sh, line, 0, 1, &count))
		return;
	if (sh->world->step == 0)
		fputs("there is nothing to go back over\n", sh->out);
	while (count > 0 && world_back(sh->world))
		count--;
	show_place(sh);
}

void
word_forward(struct shell *sh, const struct word_line *line)
{
	size_t count;

	if (!word_count(sh, line, 0, 1, &count))
		return;
	if (sh->world->step == sh->world->steps)
		fputs("there is nothing ahead\n", sh->out);
	while (count > 0 && world_forward(sh->world))
		count--;
	show_place(sh);
}
