/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * :whatif, the last step or the rest of the script in a world that differs in just what the words
 * say, beside how it is.
 */
#include "whatif.h"

#include <string.h>

#include "actor.h"
#include "explain.h"
#include "shell_words.h"
#include "trial.h"

#define COLUMN	   38 /* wide; two of them and a bar fit 80 */
#define CELL_LINES 12 /* of output that a cell shows */

/* --- Two columns ------------------------------------------------------------------ */

/* The next line of a text in a column, from *s on: whole words where they fit. */
static size_t
take_line(const char *s)
{
	size_t length = strcspn(s, "\n");

	if (length <= COLUMN)
		return (length);
	for (size_t i = COLUMN; i > COLUMN / 2; i--)
		if (s[i] == ' ')
			return (i);
	return (COLUMN);
}

static const char *
skip_line(const char *s, size_t length)
{
	s += length;
	return (s + (*s == '\n' || *s == ' '));
}

static void
put_columns(FILE *out, const char *left, const char *right)
{
	while (*left != '\0' || *right != '\0') {
		size_t l = take_line(left), r = take_line(right);

		fprintf(out, "  %-*.*s |%s%.*s\n", COLUMN, (int)l, left, r == 0 ? "" : " ", (int)r,
		    right);
		left = skip_line(left, l);
		right = skip_line(right, r);
	}
}

/* Two cells below their headings or, where they do not fit side by side, one after the other. */
static void
put_cells(const struct shell *sh, const char *title, const char *is, const char *other)
{
	if (sh->columns < 2 * COLUMN) {
		fprintf(
		    sh->out, "AS IT IS\n%s%s\n%s", is, *title == '\0' ? "WHAT IF" : title, other);
		return;
	}
	if (*title != '\0')
		put_columns(sh->out, "AS IT IS\n", title);
	put_columns(sh->out, is, other);
}

/* --- An outcome in a cell ------------------------------------------------------------ */

static const char *
because(struct scenario *sc, const struct world *w, const struct outcome *out)
{
	const struct step *by = NULL;

	if (out->error == 0 || outcome_rule(out, &by) == NULL)
		return ("");
	return (arena_printf(&sc->arena, "\nbecause %s", rule_text(w, &sc->arena, by)));
}

static const char *
outcome_text(struct scenario *sc, const struct world *w, const struct outcome *out)
{
	if (out->refused != NULL)
		return (arena_printf(&sc->arena, "not run: %s", out->refused));
	if (out->error != 0)
		return (
		    arena_printf(&sc->arena, "%s%s", errno_name(out->error), because(sc, w, out)));
	if (out->status != 0)
		return (arena_printf(&sc->arena, "exit %d", out->status));
	if (out->step->kind == STEP_CALL && out->call != NULL)
		return (call_print_answer(&sc->arena, w->lexicon, w->values, out->call));
	return ("ok");
}

/* The outcome and the first lines of what was printed. */
static const char *
cell(struct scenario *sc, const struct world *w, const struct outcome *out)
{
	struct textbuf t = { .arena = &sc->arena };
	struct text printed = outcome_output(&sc->arena, out);
	size_t at = 0;

	textbuf_printf(&t, "%s\n", outcome_text(sc, w, out));
	for (int line = 0; line < CELL_LINES && at < printed.len; line++) {
		size_t length = strcspn(printed.s + at, "\n");

		textbuf_put_clean(&t, printed.s + at, length);
		textbuf_puts(&t, "\n");
		at += length + 1;
	}
	if (at < printed.len)
		textbuf_puts(&t, "...\n");
	return (textbuf_text(&t));
}

/* What still stands in the way. */
static void
show_still(struct shell *sh, struct scenario *sc, const struct world *w, const struct outcome *out)
{
	const struct step *by = NULL;
	struct textbuf t = { .arena = &sc->arena };

	if (out->error == 0 || outcome_rule(out, &by) == NULL)
		return;
	const struct rule_info *rule = &rule_info[by->rule];

	explain_wrap(&t,
	    arena_printf(&sc->arena, "Still refused by %s (%s, %s): %s.",
		rule_text(w, &sc->arena, by), rule->function, rule->manual, rule->reason),
	    2);
	fputs(textbuf_text(&t), sh->out);
}

/* --- The last step --------------------------------------------------------------------- */

/* A change itself was refused, or the step could not be run with it. */
static void
show_change_refused(struct shell *sh, struct scenario *sc, const struct world *w,
    const struct whatif *wi, const struct outcome *out)
{
	fputs("this cannot be changed so:\n", sh->out);
	for (unsigned i = 0; i < wi->count; i++)
		fprintf(sh->out, "  %s\n", wi->changes[i].line);
	if (out->step != NULL && outcome_failed(out))
		fprintf(sh->out, "  %s\n", outcome_text(sc, w, out));
	show_still(sh, sc, w, out);
}

static void
show_trial(struct shell *sh, struct typed *t, const struct whatif *wi, struct trial *trial,
    const struct outcome *then)
{
	struct scenario *sc = &t->sc;
	const char *is = cell(sc, sh->world, &t->outcome), *other = cell(sc, &trial->world, then);

	fprintf(sh->out, "%s %c %s\n", t->outcome.step->prompt->text, t->outcome.step->prompt->sign,
	    step_words(sc, t->outcome.step));
	put_cells(sh, arena_printf(&sc->arena, "WHAT IF %s", wi->title), is, other);
	if (strcmp(is, other) == 0)
		fputs("  It comes out the same.\n", sh->out);
	show_still(sh, sc, &trial->world, then);
}

static void
try_last(struct shell *sh, struct typed *t, const struct whatif *wi)
{
	struct trial trial;
	struct outcome then = { .step = NULL };

	if (!trial_begin(&trial, sh->world, &t->sc, &t->outcome))
		world_out_of_memory();
	if (trial_run(&trial, wi->changes, wi->count, &then) == TRIAL_CHANGE_REFUSED)
		show_change_refused(sh, &t->sc, &trial.world, wi, &then);
	else
		show_trial(sh, t, wi, &trial, &then);
	trial_end(&trial);
}

/* --- The rest of the script ---------------------------------------------------------------- */

/* Runs a step in a copy; what came out as text. */
static const char *
run_in(struct world *copy, struct scenario *sc, const struct scenario_step *step)
{
	const struct problems before = sc->problems;
	struct outcome out;
	const char *text;

	if (step_run(copy, sc, step, &out))
		text = cell(sc, copy, &out);
	else
		text = arena_printf(&sc->arena, "cannot be run: %s\n",
		    *before.last == NULL ? "?" : (*before.last)->text);
	sc->problems = before;
	*sc->problems.last = NULL;
	return (text);
}

static void
compare_rest(struct shell *sh, const struct whatif *wi, struct world *is, struct world *other)
{
	struct scenario *sc = &sh->script;
	unsigned count = 0, differ = 0;

	for (const struct scenario_step *s = sh->ahead; s != NULL && !shell_interrupted(sh);
	     s = s->next, count++) {
		const char *left = run_in(is, sc, s), *right = run_in(other, sc, s);

		if (strcmp(left, right) == 0)
			continue;
		fprintf(sh->out, "%s:%u: %s%s%s\n", sc->file, s->line,
		    s->prompt == NULL ? "" : s->prompt->text, s->prompt == NULL ? "" : " ",
		    step_words(sc, s));
		put_cells(sh,
		    differ++ == 0 ? arena_printf(&sc->arena, "WHAT IF %s", wi->title) : "", left,
		    right);
	}
	fprintf(sh->out, "%u of %u steps come%s out otherwise\n", differ, count,
	    differ == 1 ? "s" : "");
}

static void
try_rest(struct shell *sh, const struct whatif *wi)
{
	struct world is, other;

	if (!world_copy(&is, sh->world) || !world_copy(&other, sh->world))
		world_out_of_memory();
	if (!whatif_make(wi, &other)) {
		fputs("this cannot be changed so:\n", sh->out);
		for (unsigned i = 0; i < wi->count; i++)
			fprintf(sh->out, "  %s\n", wi->changes[i].line);
	} else
		compare_rest(sh, wi, &is, &other);
	world_clear(&is);
	world_clear(&other);
}

/* --- The word ------------------------------------------------------------------------------ */

/* The jail whose parameters are meant: that which decided, else the actor's. */
static void
set_jail(struct shell *sh, struct whatif *wi, const struct typed *t)
{
	struct actor actor = actor_look(sh->world, wi->arena, t->outcome.pid);
	const struct prompt *prompt = t->outcome.step->prompt;
	const struct step *by = NULL;

	wi->place = actor.alive ? actor.jail : prompt->jail == NULL ? "host" : prompt->jail;
	wi->jail = wi->place;
	if (outcome_rule(&t->outcome, &by) != NULL && by->jid != NO_JID && by->jid != 0)
		wi->jail = arena_printf(wi->arena, "%u", (unsigned)by->jid);
}

static bool
read_words(struct shell *sh, const struct word_line *line, struct whatif *wi, unsigned argc)
{
	if (whatif_read(wi, argc, line->argv))
		return (true);
	word_wrong(sh, line, "%s%s%s", wi->what, wi->mend == NULL ? "" : " \xe2\x80\x94 ",
	    wi->mend == NULL ? "" : wi->mend);
	return (false);
}

static void
whatif_last(struct shell *sh, const struct word_line *line, struct whatif *wi)
{
	struct typed t;
	size_t now = sh->world->step, inside = sh->world->inside;

	world_go(sh->world, now);
	shell_recall(sh, now, &t);
	if (t.outcome.step->kind == STEP_SIMULATION)
		fputs("the last step made no call to try otherwise\n", sh->out);
	else {
		set_jail(sh, wi, &t);
		if (read_words(sh, line, wi, line->argc))
			try_last(sh, &t, wi);
	}
	typed_free(&t);
	if (inside != 0)
		world_go_inside(sh->world, now, inside);
}

static void
show_forms(const struct shell *sh)
{
	fputs("The last step, tried in a world that differs in just this; nothing is done:\n"
	      "  :whatif allow.mount=1 enforce_statfs=1      parameters of the jail that decided\n"
	      "  :whatif allow.mount www                     of another one\n"
	      "  :whatif security.bsd.see_other_uids=0       a sysctl\n"
	      "  :whatif user=root                           another user; user=root@host\n"
	      "  :whatif without WALL_PRISON                 a rule switched off\n"
	      "  :whatif release 9.0                         another release\n"
	      "  :whatif allow.mount=1 www rest              the rest of the script\n",
	    sh->out);
}

void
word_whatif(struct shell *sh, const struct word_line *line)
{
	struct whatif wi = { .arena = line->arena,
		.world = sh->world,
		.calls = sh->world == sh->stage.empty,
		.jail = "host",
		.place = "host" };

	if (line->argc == 0) {
		show_forms(sh);
		return;
	}
	bool rest = strcmp(line->argv[line->argc - 1], "rest") == 0;

	if (rest && sh->ahead == NULL)
		word_wrong(sh, line,
		    "no step of a scenario is left \xe2\x80\x94 without `rest' the last "
		    "step is tried");
	else if (rest && line->argc > 1) {
		if (read_words(sh, line, &wi, line->argc - 1))
			try_rest(sh, &wi);
	} else if (rest)
		word_wrong(sh, line, "what is to be changed? \xe2\x80\x94 %s", line->info->usage);
	else if (sh->world->step == 0)
		fputs("nothing has been done yet\n", sh->out);
	else
		whatif_last(sh, line, &wi);
}
