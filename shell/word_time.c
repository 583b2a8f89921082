/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Words about time: back and forward over the steps or their calls, to a place with a number or a
 * name.
 */
#include <stdlib.h>
#include <string.h>

#include "branch.h"
#include "nearest.h"
#include "shell_words.h"

static size_t
calls_of(const struct world *w, size_t step)
{
	return (world_calls_before(w, step) - world_calls_before(w, step - 1));
}

/* "in step 4, after call 2 of 9: 12 root@host: fork() = 13" */
static void
show_inside(const struct shell *sh, struct arena *a)
{
	const struct world *w = sh->world;
	struct logged last = world_logged(w, a, w->present.nlog - 1);

	fprintf(sh->out, "in step %zu, after call %zu of %zu: %s\n", w->step + 1, w->inside,
	    calls_of(w, w->step + 1), world_print(w, a, last));
}

void
shell_show_place(struct shell *sh)
{
	struct arena a = { 0 };
	const struct world *w = sh->world;
	const char *mark = branch_mark_at(sh, w->step);

	if (w->inside != 0) {
		show_inside(sh, &a);
		arena_free(&a);
		return;
	}
	if (w->step == 0)
		fprintf(sh->out, "at the beginning");
	else
		fprintf(sh->out, "after step %zu: %s", w->step, shell_step_text(sh, &a, w->step));
	if (mark != NULL)
		fprintf(sh->out, " [%s]", mark);
	if (w->steps > w->step)
		fprintf(sh->out, " (%zu ahead)", w->steps - w->step);
	fputc('\n', sh->out);
	arena_free(&a);
}

/* --- Calls ---------------------------------------------------------------------------- */

static bool
call_back(struct world *w)
{
	if (w->inside > 1) {
		world_go_inside(w, w->step, w->inside - 1);
		return (true);
	}
	if (w->inside == 1 || w->step == 0 || calls_of(w, w->step) < 2)
		return (world_back(w));
	world_go_inside(w, w->step - 1, calls_of(w, w->step) - 1);
	return (true);
}

static bool
call_forward(struct world *w)
{
	if (w->step == w->steps || w->inside + 1 >= calls_of(w, w->step + 1))
		return (world_forward(w));
	world_go_inside(w, w->step, w->inside + 1);
	return (true);
}

/* --- :back and :forward ----------------------------------------------------------------- */

/* Many steps at once. */
static void
go_steps(struct world *w, bool forward, size_t count)
{
	size_t room = forward ? w->steps - w->step : w->step + (w->inside != 0);

	if (count > room)
		count = room;
	if (count != 0)
		world_go(w, forward ? w->step + count : w->step + (w->inside != 0) - count);
}

/* "[-c] [N]" */
static void
go(struct shell *sh, const struct word_line *line, bool forward)
{
	bool calls = line->argc > 0 && strcmp(line->argv[0], "-c") == 0;
	size_t count;

	if (!word_count(sh, line, calls ? 1 : 0, 1, &count))
		return;
	if (line->argc > (calls ? 2u : 1u)) {
		word_wrong(sh, line, "there is a word too many \xe2\x80\x94 %s", line->info->usage);
		return;
	}
	if (!calls)
		go_steps(sh->world, forward, count);
	while (calls && count > 0 && (forward ? call_forward(sh->world) : call_back(sh->world)))
		count--;
	shell_show_place(sh);
}

void
word_back(struct shell *sh, const struct word_line *line)
{
	const struct world *w = sh->world;

	if (line->argc > 0 && strcmp(line->argv[0], "until") == 0)
		shell_until(sh, line, 1, true);
	else if (w->step == 0 && w->inside == 0)
		fputs("there is nothing to go back over\n", sh->out);
	else
		go(sh, line, false);
}

void
word_forward(struct shell *sh, const struct word_line *line)
{
	if (line->argc > 0 && strcmp(line->argv[0], "until") == 0)
		shell_until(sh, line, 1, false);
	else if (sh->world->step == sh->world->steps)
		fputs("there is nothing ahead\n", sh->out);
	else
		go(sh, line, true);
}

/* --- :goto and :mark ---------------------------------------------------------------------- */

static void
no_such_place(struct shell *sh, const struct word_line *line, const char *name)
{
	struct nearest n;

	nearest_begin(&n, name);
	nearest_offer(&n, "start");
	nearest_offer(&n, "end");
	for (const struct time_mark *m = sh->branches.marks; m != NULL; m = m->next)
		nearest_offer(&n, m->name);
	word_wrong(sh, line, "there is no place %s \xe2\x80\x94 %s", name,
	    nearest_mend(&n, line->arena, ":mark lists the names, :log the steps"));
}

bool
shell_find_step(struct shell *sh, const struct word_line *line, const char *name, size_t *step)
{
	const struct time_mark *m = branch_mark_find(sh, name);
	char *end;
	unsigned long n = strtoul(name, &end, 10);

	if (*name >= '0' && *name <= '9' && *end == '\0') {
		*step = (size_t)n;
		if (n <= sh->world->steps)
			return (true);
		word_wrong(sh, line, "there is no step %s \xe2\x80\x94 the last one is %zu", name,
		    sh->world->steps);
		return (false);
	}
	if (strcmp(name, "start") == 0)
		*step = 0;
	else if (strcmp(name, "end") == 0)
		*step = sh->world->steps;
	else if (m != NULL && branch_of_mark(sh, m) == branch_here(sh))
		*step = m->step;
	else if (m != NULL)
		word_wrong(sh, line, "%s is on another branch \xe2\x80\x94 :goto %s goes there",
		    name, name);
	else
		no_such_place(sh, line, name);
	return (strcmp(name, "start") == 0 || strcmp(name, "end") == 0 ||
	    (m != NULL && branch_of_mark(sh, m) == branch_here(sh)));
}

void
word_goto(struct shell *sh, const struct word_line *line)
{
	const char *name = line->argv[0];
	const struct time_mark *m = branch_mark_find(sh, name);
	struct stretch *branch = m == NULL ? NULL : branch_of_mark(sh, m);
	size_t step;

	if (branch != NULL && branch != branch_here(sh)) {
		branch_go(sh, branch);
		fprintf(sh->out, "on branch %u now\n", branch->number);
	}
	if (!shell_find_step(sh, line, name, &step))
		return;
	world_go(sh->world, step);
	shell_show_place(sh);
}

static void
list_marks(struct shell *sh)
{
	if (sh->branches.marks == NULL)
		fputs("no place has a name yet: :mark NAME gives this one\n", sh->out);
	for (const struct time_mark *m = sh->branches.marks; m != NULL; m = m->next)
		fprintf(sh->out, "%-16s step %zu, branch %u\n", m->name, m->step,
		    branch_of_mark(sh, m)->number);
}

void
word_mark(struct shell *sh, const struct word_line *line)
{
	const char *name = line->argv[0];

	if (name == NULL) {
		list_marks(sh);
		return;
	}
	if ((*name >= '0' && *name <= '9') || strcmp(name, "start") == 0 ||
	    strcmp(name, "end") == 0) {
		word_wrong(sh, line,
		    "%s is a place already \xe2\x80\x94 begin a name with a letter", name);
		return;
	}
	if (sh->world->inside != 0)
		world_forward(sh->world);
	branch_mark(sh, name);
	shell_show_place(sh);
}
