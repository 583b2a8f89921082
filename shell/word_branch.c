/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Going on from the middle of time: what lies ahead is kept as a branch, or dropped when whoever
 * types says so; and the words about branches.
 */
#include <stdlib.h>
#include <string.h>

#include "branch.h"
#include "shell_words.h"

static const char *
plural(size_t n)
{
	return (n == 1 ? "" : "s");
}

/* --- Going on --------------------------------------------------------------------- */

/* The line that waits for an answer. */
static void
answered(struct shell *sh, const char *line)
{
	struct branches *b = &sh->branches;
	const char *text = b->waiting;
	char c = *line;

	if (c != '\0' && strchr("kdcnyq", c) == NULL) {
		shell_ask(sh, "k, d or c: [k]eep, [d]rop, [c]ancel? ", answered);
		return;
	}
	if (c == 'c' || c == 'n' || c == 'q') {
		fputs("nothing was run\n", sh->out);
		return;
	}
	b->choice = c == 'd' ? 'd' : 'k';
	shell_step(sh, text);
	b->choice = '\0';
	shell_tour_done(sh, text);
}

static void
ask(struct shell *sh, const char *text)
{
	struct world *w = sh->world;
	struct arena a = { 0 };
	size_t ahead = w->steps - w->step;
	const char *inside = w->inside == 0 ?
	    "" :
	    arena_printf(&a, "Step %zu stands in its middle and is finished first. ", w->step + 1);
	bool any = ahead > (w->inside != 0 ? 1u : 0u);
	const char *keep = !any ?
	    "Go on ([k]), or [c]ancel? " :
	    arena_printf(&a, "%zu step%s ahead: [k]eep as a branch, [d]rop, or [c]ancel? ", ahead,
		ahead == 1 ? " lies" : "s lie");

	sh->branches.waiting = arena_copy(&sh->arena, text, strlen(text));
	shell_ask(sh, arena_printf(&a, "%s%s", inside, keep), answered);
	arena_free(&a);
}

bool
shell_go_on(struct shell *sh, const char *text)
{
	struct world *w = sh->world;
	struct branches *b = &sh->branches;

	if (w->inside == 0 && w->step == w->steps)
		return (true);
	if (sh->terminal && b->choice == '\0') {
		ask(sh, text);
		return (false);
	}
	if (w->inside != 0) {
		fprintf(
		    sh->out, "(step %zu stood in its middle: it is finished first)\n", w->step + 1);
		world_forward(w);
	}
	if (w->step == w->steps)
		return (true);
	branch_leave(sh);
	return (true);
}

void
shell_gone_on(struct shell *sh)
{
	const struct branches *b = &sh->branches;

	if (b->left != NULL && b->choice != 'd') {
		size_t ahead = b->left->end - b->left_at;

		fprintf(sh->out, "(%zu step%s ahead kept as branch %u: :branch %u goes there)\n",
		    ahead, plural(ahead), b->left->number, b->left->number);
	}
	branch_settle(sh);
}

/* --- The words ------------------------------------------------------------------------ */

/* "+ 4 steps from step 3: root@host # mkdir /tmp/a" */
static void
show_branch(struct shell *sh, struct stretch *s)
{
	struct arena a = { 0 };
	bool here = s == branch_here(sh);
	size_t length = branch_length(sh, s), fork = branch_fork(sh, s);
	const char *text = branch_text(sh, &a, s);

	fprintf(sh->out, "%c %2u  %zu step%s", here ? '*' : ' ', s->number, length, plural(length));
	if (here)
		fprintf(sh->out, "; you are here, after step %zu", sh->world->step);
	else
		fprintf(sh->out, ", %zu in common", fork);
	if (text != NULL)
		fprintf(sh->out, ", then %.*s", (int)strcspn(text, "\n"), text);
	fputc('\n', sh->out);
	arena_free(&a);
}

void
word_branches(struct shell *sh, const struct word_line *line)
{
	(void)line;
	branch_here(sh);
	for (unsigned n = 1; n <= sh->branches.last; n++) {
		struct stretch *s = branch_find(sh, n);

		if (s != NULL)
			show_branch(sh, s);
	}
}

void
word_branch(struct shell *sh, const struct word_line *line)
{
	const char *name = line->argv[0];
	const struct time_mark *m = branch_mark_find(sh, name);
	struct stretch *s =
	    m != NULL ? branch_of_mark(sh, m) : branch_find(sh, (unsigned)strtoul(name, NULL, 10));

	if (s == NULL) {
		word_wrong(
		    sh, line, "there is no branch %s \xe2\x80\x94 :branches lists them", name);
		return;
	}
	branch_go(sh, s);
	shell_show_place(sh);
}

static void
begin_anew(struct shell *sh)
{
	size_t ahead;

	world_go(sh->world, 0);
	ahead = sh->world->steps;
	if (ahead == 0) {
		fputs("this is the beginning\n", sh->out);
		return;
	}
	branch_leave(sh);
	unsigned kept = sh->branches.left->number;

	if (sh->branches.choice == 'd')
		fputs("at the beginning; all steps are dropped\n", sh->out);
	else
		fprintf(sh->out,
		    "at the beginning; %zu step%s kept as branch %u: :branch %u goes there\n",
		    ahead, ahead == 1 ? " is" : "s are", kept, kept);
	branch_settle(sh);
	sh->ahead = sh->script.steps;
}

static void
reset_answered(struct shell *sh, const char *line)
{
	if (*line == 'c' || *line == 'n') {
		fputs("everything stays\n", sh->out);
		return;
	}
	sh->branches.choice = *line == 'd' ? 'd' : 'k';
	begin_anew(sh);
}

void
word_reset(struct shell *sh, const struct word_line *line)
{
	size_t steps = sh->world->steps;

	if (sh->terminal && steps != 0)
		shell_ask(sh,
		    arena_printf(line->arena,
			"Back to the beginning: [k]eep the %zu step%s as a branch, [d]rop, "
			"or [c]ancel? ",
			steps, plural(steps)),
		    reset_answered);
	else
		begin_anew(sh);
}
