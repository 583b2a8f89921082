/* SPDX-License-Identifier: BSD-2-Clause */
/* `jailsim demo SCENARIO': the same attempts in several places, side by side; see demo.h. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "demo.h"
#include "explain.h"
#include "stage.h"

#define WIDTH 80

/* What each result looks like, besides its words. */
static const char *const colour_of[] = {
	[DEMO_NOT_TRIED] = "\033[2m",
	[DEMO_WORKS] = "\033[31m",
	[DEMO_OWN] = "\033[33m",
	[DEMO_REFUSED] = "\033[32m",
};

/* What is left of a scenario for the end: "act 1   bare host 9, jail www 4 of 10 attempts work". */
static void
sum_up(struct textbuf *summary, const struct demo *d)
{
	const char *title = d->scenario->title == NULL ? d->scenario->file : d->scenario->title;

	textbuf_printf(summary, "  %.*s  ", (int)strcspn(title, ":"), title);
	for (unsigned i = 0; i < d->nplaces; i++)
		textbuf_printf(summary, "%s %s %u", i == 0 ? "" : ",", d->places[i].title,
		    d->places[i].count[DEMO_WORKS]);
	textbuf_printf(summary, " of %u attempts work\n", d->nattempts);
}

struct telling {
	struct command *command;
	const struct demo *demo;
	const char *introduction; /* below the title; NULL: none */
	struct arena arena;
	unsigned number; /* of the attempt */
};

static const char *
sgr(const struct telling *t, const char *code)
{
	return (t->command->colour ? code : "");
}

/* Two places leave room for the longest name of an errno. */
static int
column_width(const struct demo *d)
{
	return (d->nplaces > 2 ? 11 : 14);
}

static int
title_width(const struct demo *d)
{
	return (WIDTH - column_width(d) * (int)d->nplaces);
}

/* A line of the title, two columns less than `width' at most, lest it reads on into what came out;
 * answers what is left of it, *pad to the next column. */
static const char *
print_title(struct telling *t, const char *title, int width, int *pad)
{
	int length = (int)strlen(title), cut = length;

	if (length > width - 2)
		for (cut = width - 2; cut > 0 && title[cut] != ' ';)
			cut--;
	if (cut == 0)
		cut = width - 2;
	fprintf(t->command->out, "%s%.*s%s", sgr(t, "\033[1m"), cut, title, sgr(t, "\033[0m"));
	*pad = width - cut;
	return (title + cut + strspn(title + cut, " "));
}

static void
print_head(struct telling *t)
{
	const struct demo *d = t->demo;
	struct textbuf text = { .arena = &t->arena };

	if (d->scenario->title != NULL) {
		explain_wrap(&text, d->scenario->title, 0);
		fprintf(t->command->out, "%s%s%s\n", sgr(t, "\033[1m"), textbuf_text(&text),
		    sgr(t, "\033[0m"));
	}
	if (t->introduction != NULL) {
		struct textbuf lines = { .arena = &t->arena };

		explain_wrap(&lines, t->introduction, 0);
		fprintf(t->command->out, "%s\n", textbuf_text(&lines));
	}
	fprintf(t->command->out, "%*s", title_width(d), "");
	for (unsigned i = 0; i < d->nplaces; i++)
		fprintf(t->command->out, "%-*.*s", i + 1 == d->nplaces ? 0 : column_width(d),
		    column_width(d) - 1, d->places[i].title);
	putc('\n', t->command->out);
}

/* The reasons, each once with the places that it is for. */
static void
print_reasons(struct telling *t, const struct demo_attempt *a)
{
	const struct demo *d = t->demo;

	for (unsigned i = 0; i < d->nplaces; i++) {
		const char *why = a->tries[i].why;
		struct textbuf text = { .arena = &t->arena };
		bool told = why == NULL;

		for (unsigned j = 0; j < i && !told; j++)
			told = a->tries[j].why != NULL && strcmp(a->tries[j].why, why) == 0;
		if (told)
			continue;
		textbuf_puts(&text, d->places[i].title);
		for (unsigned j = i + 1; j < d->nplaces; j++)
			if (a->tries[j].why != NULL && strcmp(a->tries[j].why, why) == 0)
				textbuf_printf(&text, ", %s", d->places[j].title);
		struct textbuf line = { .arena = &t->arena };

		explain_wrap(
		    &line, arena_printf(&t->arena, "%s: %s.", textbuf_text(&text), why), 6);
		fprintf(t->command->out, "%s%s%s", sgr(t, "\033[2m"), textbuf_text(&line),
		    sgr(t, "\033[0m"));
	}
}

static bool
print_attempt(void *arg, const struct demo_attempt *a)
{
	struct telling *t = arg;
	FILE *out = t->command->out;
	int width = title_width(t->demo) - 5;

	fprintf(out, "\n%3u  ", ++t->number);
	int pad_title;
	const char *rest = print_title(t, a->title, width, &pad_title);

	fprintf(out, "%*s", pad_title, "");
	for (unsigned i = 0; i < t->demo->nplaces; i++) {
		const struct demo_try *try = &a->tries[i];
		const char *text = try->outcome == NULL ? "-" : try->outcome;
		int pad = column_width(t->demo) - (int)strlen(text);
		bool last = i + 1 == t->demo->nplaces;

		fprintf(out, "%s%s%s%*s", sgr(t, colour_of[try->result]), text, sgr(t, "\033[0m"),
		    last || pad < 0 ? 0 : pad, "");
	}
	putc('\n', out);
	while (*rest != '\0') {
		fputs("     ", out);
		rest = print_title(t, rest, width, &pad_title);
		putc('\n', out);
	}
	fprintf(out, "      %s%s%s\n", sgr(t, "\033[36m"), a->words, sgr(t, "\033[0m"));
	print_reasons(t, a);
	return (!ferror(out));
}

static void
print_sums(struct telling *t)
{
	FILE *out = t->command->out;

	fprintf(out, "\nOf %u attempts\n", t->demo->nattempts);
	for (unsigned i = 0; i < t->demo->nplaces; i++) {
		const struct demo_place *p = &t->demo->places[i];

		fprintf(out,
		    "  %-12s %s%2u work%s, %s%2u change only what is its own%s, %s%2u refused%s\n",
		    p->title, sgr(t, colour_of[DEMO_WORKS]), p->count[DEMO_WORKS],
		    sgr(t, "\033[0m"), sgr(t, colour_of[DEMO_OWN]), p->count[DEMO_OWN],
		    sgr(t, "\033[0m"), sgr(t, colour_of[DEMO_REFUSED]), p->count[DEMO_REFUSED],
		    sgr(t, "\033[0m"));
	}
}

static int
tell(struct command *c, struct world *w, struct scenario *sc, struct textbuf *summary)
{
	struct demo d;
	struct telling t = { .command = c, .demo = &d, .introduction = demo_introduction(sc) };

	if (!demo_prepare(&d, sc))
		return (command_wrong(c,
		    "%s: nothing in it is tried by several sessions — write the "
		    "same words at two prompts below one comment",
		    sc->file));
	print_head(&t);
	bool sound = demo_run(&d, w, sc, print_attempt, &t);

	if (sound) {
		print_sums(&t);
		sum_up(summary, &d);
	} else
		problems_print(stderr, &sc->problems);
	arena_free(&t.arena);
	return (sound ? EXIT_SUCCESS : EXIT_USAGE);
}

static int
tell_file(struct command *c, struct stage *st, const char *path, struct textbuf *summary)
{
	struct scenario sc;
	struct world *w = stage_open(st, &sc, path);
	int status = w == NULL ? EXIT_USAGE : tell(c, w, &sc, summary);

	scenario_free(&sc);
	return (status);
}

static int
run_demo(struct command *c)
{
	struct arena arena = { 0 };
	struct textbuf summary = { .arena = &arena };
	struct stage st;
	int status = EXIT_SUCCESS;

	if (c->argc == 0)
		return (
		    command_wrong(c, "name a scenario, as scenarios/attacks/xkcd-1200/act3.scn"));
	stage_init(&st);
	for (int i = 0; i < c->argc && status == EXIT_SUCCESS; i++) {
		if (i > 0)
			fputs("\n\n", c->out);
		status = tell_file(c, &st, c->argv[i], &summary);
	}
	stage_free(&st);
	if (status == EXIT_SUCCESS && c->argc > 1)
		fprintf(c->out, "\n\nIn short\n%s", textbuf_text(&summary));
	arena_free(&arena);
	if (status == EXIT_SUCCESS)
		fprintf(c->out, "\nTo see why in full: jailsim explain %s:LINE\n",
		    c->argv[c->argc - 1]);
	return (status);
}

const struct command_entry command_demo = {
	.name = "demo",
	.arguments = "SCENARIO...",
	.summary = "Show the same attempts in several places, side by side",
	.notes =
	    "An attempt is a comment and below it the same words at several prompts.  Every\n"
	    "outcome is what the kernel answers; \"its own\" means that nothing but the jail's\n"
	    "own properties changed.\n",
	.run = run_demo,
};
