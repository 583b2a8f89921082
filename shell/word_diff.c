/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * :diff, what changed between two points of time, in words.
 */
#include "difference.h"
#include "shell_words.h"

/* "between step 2 and step 5", "in step 3: root@host # mkdir /tmp/a" */
static void
put_heading(const struct shell *sh, struct textbuf *t, size_t from, size_t to)
{
	if (from + 1 == to)
		textbuf_printf(
		    t, "what step %zu changed: %s\n", to, shell_step_text(sh, t->arena, to));
	else if (from == 0)
		textbuf_printf(t, "what changed from the beginning to step %zu:\n", to);
	else
		textbuf_printf(t, "what changed from step %zu to step %zu:\n", from, to);
}

static void
diff(struct shell *sh, const struct word_line *line, size_t from, size_t to)
{
	struct world *w = sh->world;
	struct textbuf t = { .arena = line->arena };
	size_t step = w->step, inside = w->inside;

	world_go(w, from);
	struct kernel *before = kernel_copy(w->kernel);

	if (before == NULL)
		world_out_of_memory();
	world_go(w, to);
	put_heading(sh, &t, from, to);
	if (difference_put(&t, before, w->kernel) == 0)
		textbuf_puts(&t, "nothing\n");
	kernel_destroy(before);
	if (inside != 0)
		world_go_inside(w, step, inside);
	else
		world_go(w, step);
	fputs(textbuf_text(&t), sh->out);
}

/* None: the last step.  One: from there to here. */
void
word_diff(struct shell *sh, const struct word_line *line)
{
	size_t here = sh->world->step, from = here == 0 ? 0 : here - 1, to = here;

	if (here == 0 && line->argc < 2 && sh->world->steps == 0) {
		fputs("nothing has been done yet\n", sh->out);
		return;
	}
	if (line->argc > 0 && !shell_find_step(sh, line, line->argv[0], &from))
		return;
	if (line->argc > 1 && !shell_find_step(sh, line, line->argv[1], &to))
		return;
	diff(sh, line, from, to);
}
