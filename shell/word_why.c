/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Words about what happened: every call, and why a step came out as it did.
 */
#include "explain.h"
#include "shell_words.h"

void
word_why(struct shell *sh, const struct word_line *line)
{
	size_t now = sh->world->step, inside = sh->world->inside, wanted;

	if (!word_count(sh, line, 0, now, &wanted))
		return;
	if (wanted == 0 || wanted > now) {
		fputs(
		    now == 0 ? "nothing has been done yet\n" : "there is no such step\n", sh->out);
		return;
	}
	struct typed t;

	world_go(sh->world, wanted);
	shell_recall(sh, wanted, &t);
	fputs(explain_step(sh->world, &t.sc, &t.outcome), sh->out);
	typed_free(&t);
	if (inside != 0)
		world_go_inside(sh->world, now, inside);
	else
		world_go(sh->world, now);
}
