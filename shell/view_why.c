/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pane of explanations: of the step, call, cell or prison that was selected last, or what the
 * line typed last had to say.
 */
#include <string.h>

#include "explain.h"
#include "object.h"
#include "view_pane.h"

#define EXPLAIN_WIDTH 80 /* for which explanations are broken into lines */

void
why_forget(struct view *v)
{
	arena_clear(&v->why_arena);
	v->why_text = NULL;
	v->why_width = 0;
}

void
why_set(struct view *v, enum why why)
{
	v->why = why;
	v->scroll[PANE_WHY].top = 0;
	why_forget(v);
}

/* --- Its texts --------------------------------------------------------------------- */

static const char *
start_text(struct view *v)
{
	struct arena *a = &v->why_arena;
	const struct scenario *sc = &v->shell.script;
	const char *next = view_next_words(v, a);
	struct textbuf t = { .arena = a };

	if (v->trouble != NULL)
		textbuf_printf(&t,
		    "There is a mistake in the scenario; the steps above it can be used.\n%s\n",
		    v->trouble);
	if (v->path == NULL)
		textbuf_puts(&t,
		    "The stock world, whose jails these steps have started.  Type : and a step, as "
		    "root@www # ls /\n");
	else if (sc->title != NULL)
		textbuf_printf(&t, "%s\n", sc->title);
	if (next != NULL)
		textbuf_printf(&t, " \nSpace does the first step:\n  %s\n", next);
	textbuf_puts(&t,
	    " \nIn the matrix: A reached the host or a neighbour, C only what is the prison's "
	    "own, B was blocked, - cannot be tried, * changed by the last step.\n");
	return (textbuf_text(&t));
}

static const char *
guess_text(struct view *v)
{
	const char *next = view_next_words(v, &v->why_arena);

	return (arena_printf(&v->why_arena,
	    "What will happen?\n  %s\n \n  1  it succeeds\n  2  it is refused\n  Enter  just show it\n",
	    next == NULL ? "" : next));
}

/* The cells in sight that the last step changed. */
static void
put_changes(struct view *v, struct textbuf *t)
{
	const struct cells *c = &v->cells;
	size_t before = t->len;

	for (int column = c->first; column < c->first + c->count; column++)
		for (int i = 0; i < (int)c->now.actions.count; i++) {
			if (!cells_changed(v, i, column))
				continue;
			textbuf_printf(t, "%s  %c to %c  %s: %s\n",
			    t->len == before ? "The last step changed in the matrix:\n" : "",
			    reach_letter[cells_former(v, i, column)->reach],
			    reach_letter[cells_at(v, i, column)->reach],
			    jid_name(v, &v->why_arena, c->jids[column]),
			    c->now.actions.all[i].meaning);
		}
	if (t->len > before)
		textbuf_puts(t, " \n");
}

static const char *
parameter_text(struct view *v)
{
	struct textbuf t = { .arena = &v->why_arena };

	put_changes(v, &t);
	textbuf_puts(&t, choice_text(v, &v->why_arena));
	return (textbuf_text(&t));
}

/* The world is to be the one right after the step. */
static const char *
step_text(struct view *v, size_t step)
{
	struct world *w = v->shell.world;
	size_t now = w->step;
	struct textbuf text = { .arena = &v->why_arena };
	struct typed t;

	if (v->prediction.said != NULL && step == now)
		textbuf_printf(&text, "%s\n\n", v->prediction.said);
	struct spot here = view_look_at(v, step);

	shell_recall(&v->shell, step, &t);
	if (view_done(v, step)->unexpected) {
		struct verdict verdict;

		step_judge(w, &t.sc, &t.outcome, &verdict);
		textbuf_printf(&text, "The scenario expects %s, but got %s.\n%s \n",
		    verdict.expected, verdict.got,
		    verdict.difference == NULL ? "" : verdict.difference);
	}
	textbuf_puts(&text, explain_step(w, &t.sc, &t.outcome));
	if (t.outcome.output.len > 0)
		textbuf_printf(&text, "\nIt printed:\n%s", textbuf_text(&t.outcome.output));
	typed_free(&t);
	view_look_back(v, here);
	if (step == now) {
		textbuf_puts(&text, " \n");
		put_changes(v, &text);
	}
	return (textbuf_text(&text));
}

static const char *
call_text(struct view *v, const struct log_row *row)
{
	const struct world *w = v->shell.world;
	struct arena *a = &v->why_arena;

	return (explain_call(w, a, world_logged(w, a, (size_t)row->call)));
}

static const char *
cell_text_of(struct view *v)
{
	int action = matrix_action(v), column = cells_column(v, v->jid);
	struct textbuf t = { .arena = &v->why_arena };

	if (action < 0)
		return ("");
	cells_want(v, column, 1);
	matrix_explain(&v->cells.now, v->shell.world, (unsigned)action,
	    (unsigned)(column - v->cells.first), v->user, &t);
	return (textbuf_text(&t));
}

static const char *
make_text(struct view *v)
{
	const struct log_row *row = log_row(v);

	switch (v->why) {
	case WHY_START:
		return (start_text(v));
	case WHY_GUESS:
		return (guess_text(v));
	case WHY_STEP:
		return (row == NULL ? start_text(v) : step_text(v, row->step));
	case WHY_CALL:
		return (row == NULL ? "" : call_text(v, row));
	case WHY_CELL:
		return (cell_text_of(v));
	case WHY_PRISON:
		return (tree_text(v, &v->why_arena));
	case WHY_CHOICE:
		return (parameter_text(v));
	case WHY_OUTPUT:
		return (v->output == NULL || *v->output == '\0' ? "Done; it says nothing.\n" :
								  v->output);
	}
	return ("");
}

const char *
why_text(struct view *v)
{
	if (v->why_text == NULL)
		v->why_text = make_text(v);
	return (v->why_text);
}

/* --- The pane ---------------------------------------------------------------------- */

/*
 * Takes away the breaks that were made for 80 columns, so that a narrow pane breaks each line once:
 * a line was broken where the first word of the next one had no room.  A prompt begins a line.
 */
static const char *
unbroken(struct arena *a, const char *text)
{
	char *out = arena_copy(a, text, strlen(text));

	for (char *line = out, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		const char *next = end + 1;
		size_t indent = strspn(line, " "), word = strcspn(next + indent, " \n");

		if (strspn(next, " ") != indent || word == 0 || end == line ||
		    memchr(next, '@', indent + word) != NULL ||
		    (size_t)(end - line) + 1 + word <= EXPLAIN_WIDTH ||
		    (size_t)(end - line) > EXPLAIN_WIDTH)
			continue;
		memmove(end + 1, next + indent, strlen(next + indent) + 1);
		*end = ' ';
		end = line - 1;
	}
	return (out);
}

static int
why_count(struct view *v, int width)
{
	if (v->why_text == NULL || v->why_width != width) {
		const char *text = why_text(v);

		if (width < EXPLAIN_WIDTH && v->why != WHY_OUTPUT)
			text = unbroken(&v->why_arena, text);
		text_wrap(&v->why_arena, &v->why_lines, text, width);
		v->why_width = width;
	}
	return (v->why_lines.count);
}

static const char *
why_title(struct view *v, struct arena *a)
{
	const struct log_row *row = log_row(v);

	switch (v->why) {
	case WHY_START:
		return ("");
	case WHY_GUESS:
		return ("a question");
	case WHY_STEP:
	case WHY_CALL:
		return (row == NULL ? "" :
				      arena_printf(a, "step %zu%s", row->step,
					  v->why == WHY_CALL ? ", a call" : ""));
	case WHY_CELL:
		return ("the selected cell");
	case WHY_PRISON:
		return ("who is selected");
	case WHY_CHOICE:
		return ("the parameter");
	case WHY_OUTPUT:
		return ("what there was to say");
	}
	return ("");
}

/* Lines that say how it came out stand out. */
static enum role
line_role(const char *line)
{
	static const struct {
		const char *begins;
		enum role role;
	} roles[] = { { "The scenario expects", ROLE_ERROR }, { "was refused", ROLE_REFUSED },
		{ "was not run", ROLE_REFUSED }, { "succeeded", ROLE_STRONG },
		{ "  refuses", ROLE_REFUSED }, { "       no", ROLE_DIM } };

	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		if (strncmp(line, roles[i].begins, strlen(roles[i].begins)) == 0)
			return (roles[i].role);
	return (ROLE_PLAIN);
}

static void
why_draw(struct view *v, struct pen *p, int line)
{
	if (line < v->why_lines.count)
		pen_text(p, line_role(v->why_lines.text[line]), v->why_lines.text[line]);
}

const struct pane_ops why_ops = {
	.name = "Why",
	.title = why_title,
	.count = why_count,
	.draw = why_draw,
};
