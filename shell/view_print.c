/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The view as flat text, one fact a line: what it is about, a colon, the fact.  For pipes, and for
 * who reads by ear.
 */
#include <string.h>

#include "jail.h"
#include "proc.h"
#include "release.h"
#include "view_pane.h"

/* Every line of a text behind "about: ". */
static void
print_lines(FILE *out, const char *about, const char *text)
{
	while (*text != '\0') {
		size_t length = strcspn(text, "\n"), blank = strspn(text, " ");

		if (length > blank)
			fprintf(out, "%s: %.*s\n", about, (int)(length - blank), text + blank);
		text += length + (text[length] == '\n');
	}
}

static void
print_steps(struct view *v, FILE *out)
{
	const struct world *w = v->shell.world;
	struct scenario *sc = &v->shell.script;

	fprintf(out, "step: %zu of %zu\n", w->step, view_steps(v));
	for (size_t n = 1; n <= w->step; n++) {
		const struct done *done = view_done(v, n);

		fprintf(out, "step %zu: %s%s: %s\n", n, done->result,
		    done->unexpected ? " (not as expected)" : "", done->words);
	}
	size_t n = w->steps;

	for (const struct scenario_step *s = v->shell.ahead; s != NULL; s = s->next)
		fprintf(out, "ahead %zu: %.*s\n", ++n,
		    (int)strcspn(sc->source.s + s->span.begin, "\n"), sc->source.s + s->span.begin);
}

static void
print_processes(struct view *v, FILE *out, const struct prison *pr, const char *name)
{
	const struct kernel *k = v->shell.world->kernel;

	for (const struct proc *p = proc_at(k, pr->pr_procs); p != NULL;
	     p = proc_at(k, p->p_prnext))
		fprintf(out, "process %u: %s, user id %u, in %s\n", (unsigned)p->p_pid,
		    value_text(v->shell.world->values, p->p_comm),
		    (unsigned)ucred_at(k, p->p_ucred)->cr_uid, name);
}

static void
print_prisons(struct view *v, FILE *out)
{
	const struct kernel *k = v->shell.world->kernel;
	struct arena a = { 0 };

	FOREACH_PRISON(k, prison0(k), pr)
	{
		const char *name = jid_name(v, &a, pr->pr_id);

		print_lines(
		    out, arena_printf(&a, "prison %s", name), prison_facts(v, &a, pr->pr_id));
		print_processes(v, out, pr, name);
		arena_clear(&a);
	}
	arena_free(&a);
}

static void
print_calls(struct view *v, FILE *out)
{
	const struct world *w = v->shell.world;
	struct arena a = { 0 };

	for (size_t i = 0; i < w->present.nlog; i++) {
		fprintf(out, "call %zu: %s\n", i + 1, world_print(w, &a, world_logged(w, &a, i)));
		arena_clear(&a);
	}
	arena_free(&a);
}

static void
print_column(struct view *v, FILE *out, int column)
{
	struct arena a = { 0 };
	const struct actions *actions = &v->cells.now.actions;

	for (v->user = 0; v->user < VIEW_USERS; v->user++)
		for (int i = 0; i < (int)actions->count; i++) {
			const struct cell *c = cells_at(v, i, column);
			const struct cell *former = cells_former(v, i, column);

			if (c == NULL)
				continue;
			fprintf(out, "cell %s %s %s: %s", jid_name(v, &a, v->cells.jids[column]),
			    v->cells.now.users[v->user].name, actions->all[i].name,
			    reach_name[c->reach]);
			if (c->reach != REACH_NONE)
				fprintf(out, ", %s", cell_text(&a, v->shell.world, c));
			if (former != NULL && former->reach != c->reach)
				fprintf(out, " (was %s)", reach_name[former->reach]);
			fputc('\n', out);
			arena_clear(&a);
		}
	v->user = 0;
	arena_free(&a);
}

void
view_print(struct view *v, FILE *out)
{
	struct arena a = { 0 };

	fprintf(out, "scenario: %s\n", v->path == NULL ? "none, the stock world" : v->path);
	if (v->shell.script.title != NULL)
		fprintf(out, "title: %s\n", v->shell.script.title);
	if (v->trouble != NULL)
		print_lines(out, "mistake", v->trouble);
	fprintf(out, "release: %s\n", release_words(v, &a));
	print_steps(v, out);
	print_prisons(v, out);
	print_calls(v, out);
	cells_want(v, 0, v->cells.ncolumns);
	for (unsigned i = 0; i < v->cells.now.actions.count; i++)
		fprintf(out, "action %s: %s, %s\n", v->cells.now.actions.all[i].name,
		    category_name[v->cells.now.actions.all[i].category],
		    v->cells.now.actions.all[i].meaning);
	for (int column = 0; column < v->cells.ncolumns; column++)
		print_column(v, out, column);
	print_lines(out, "why", why_text(v));
	arena_free(&a);
}
