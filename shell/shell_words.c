/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The words about the simulation that the shell alone has: back and forward, why, log, save,
 * help, quit.  Their names and usages are simulation.def's.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "programs/program.h"
#include "shell.h"
#include "simulation.h"

/* The n-th word behind the name, or NULL. */
static const char *
word_at(struct arena *a, const struct scenario_step *step, unsigned n)
{
	const struct word *word = step->words;

	for (; word != NULL && n > 0; n--)
		word = word->next;
	return (word == NULL ? NULL : word_literal(a, word));
}

/* A count behind the name: `otherwise' when there is none; false after complaining. */
static bool
count_at(struct shell *sh, struct arena *a, const struct scenario_step *step, size_t otherwise,
    size_t *count)
{
	const char *text = word_at(a, step, 0);
	char *end = NULL;

	*count = otherwise;
	if (text == NULL)
		return (true);
	*count = strtoul(text, &end, 10);
	if (*end == '\0' && *text >= '0' && *text <= '9')
		return (true);
	fprintf(sh->out, ":%s takes a number\n", step->name);
	return (false);
}

/* --- Going back and forward ------------------------------------------------------- */

static void
show_place(const struct shell *sh)
{
	size_t step = sh->world->step;

	if (step == 0)
		fprintf(sh->out, "at the beginning");
	else
		fprintf(sh->out, "after step %zu: %s", step, sh->steps[step - 1]->text);
	if (sh->world->steps > step)
		fprintf(sh->out, " (%zu ahead)", sh->world->steps - step);
	fputc('\n', sh->out);
}

static void
word_back(struct shell *sh, struct arena *a, const struct scenario_step *step)
{
	size_t count;

	if (!count_at(sh, a, step, 1, &count))
		return;
	if (sh->world->step == 0)
		fputs("there is nothing to go back over\n", sh->out);
	while (count > 0 && world_back(sh->world))
		count--;
	show_place(sh);
}

static void
word_forward(struct shell *sh, struct arena *a, const struct scenario_step *step)
{
	size_t count;

	if (!count_at(sh, a, step, 1, &count))
		return;
	if (sh->world->step == sh->world->steps)
		fputs("there is nothing ahead\n", sh->out);
	while (count > 0 && world_forward(sh->world))
		count--;
	show_place(sh);
}

/* --- What happened ------------------------------------------------------------------ */

static void
word_why(struct shell *sh, struct arena *a, const struct scenario_step *step)
{
	size_t now = sh->world->step, wanted;

	if (!count_at(sh, a, step, now, &wanted))
		return;
	if (wanted == 0 || wanted > now) {
		fputs(
		    now == 0 ? "nothing has been done yet\n" : "there is no such step\n", sh->out);
		return;
	}
	struct typed *t = sh->steps[wanted - 1];

	while (sh->world->step > wanted)
		world_back(sh->world);
	fputs(explain_step(sh->world, &t->sc, &t->outcome), sh->out);
	while (sh->world->step < now)
		world_forward(sh->world);
}

static void
word_log(struct shell *sh, struct arena *a, const struct scenario_step *step)
{
	(void)step;
	for (size_t i = 0; i < sh->world->present.nlog; i++)
		fprintf(sh->out, "%s\n", world_print(sh->world, a, &sh->world->log[i]));
}

/* --- Saving -------------------------------------------------------------------------- */

static void
save_step(FILE *file, const struct typed *t)
{
	struct arena *a = (struct arena *)(uintptr_t)&t->sc.arena;
	struct text output = outcome_output(a, &t->outcome);
	const char *text = t->text;

	/* What cannot be run in a file either is told, not lost. */
	fputs(t->outcome.refused != NULL ? "# " : "", file);
	fwrite(text, 1, strcspn(text, "\n"), file);
	if (t->expected != NULL)
		fprintf(file, " => %s", t->expected);
	fputc('\n', file);
	if (t->outcome.step->kind != STEP_PROGRAM || t->outcome.refused != NULL)
		return;
	for (size_t i = 0; i < output.len;) {
		const char *line = output.s + i;
		const char *end = memchr(line, '\n', output.len - i);
		size_t length = end == NULL ? output.len - i : (size_t)(end - line);

		fprintf(file, "|%s%.*s\n", length == 0 ? "" : " ", (int)length, line);
		i += length + 1;
	}
}

static void
word_save(struct shell *sh, struct arena *a, const struct scenario_step *step)
{
	const char *name = word_at(a, step, 0);

	if (name == NULL) {
		fputs("name a file: :save FILE\n", sh->out);
		return;
	}
	FILE *file = fopen(name, "w");

	if (file == NULL) {
		fprintf(sh->out, "%s: %s\n", name, strerror(errno));
		return;
	}
	fputs("# A session of the shell.\n", file);
	for (size_t i = 0; i < sh->world->step; i++)
		save_step(file, sh->steps[i]);
	bool failed = ferror(file) != 0;

	if (fclose(file) != 0 || failed)
		fprintf(sh->out, "%s: %s\n", name, strerror(errno));
	else
		fprintf(sh->out, "saved %zu step%s: jailsim run %s\n", sh->world->step,
		    sh->world->step == 1 ? "" : "s", name);
}

/* --- Help -------------------------------------------------------------------------------- */

static bool
help_about(struct shell *sh, struct arena *a, const char *name)
{
	const struct simulation_info *word = simulation_find(name + (*name == ':'));
	const struct program_info *program = program_find(name);
	int call = lexicon_find(sh->world->lexicon, NAME_CALL, name);
	int rule = lexicon_find(sh->world->lexicon, NAME_RULE, name);

	if (word != NULL)
		fprintf(sh->out, "%s\n    %s\n", word->usage, word->meaning);
	if (program != NULL)
		fprintf(sh->out, "%s\n    %s\n", program->usage, program->meaning);
	if (call >= 0)
		fprintf(sh->out, "%s\n    %s; %s\n", call_usage(a, (enum sysno)call),
		    syscall_info[call].meaning, syscall_info[call].manual);
	if (rule >= 0)
		fputs(explain_rule(a, (enum rule)rule), sh->out);
	return (word != NULL || program != NULL || call >= 0 || rule >= 0);
}

static void
help_all(struct shell *sh, struct arena *a)
{
	fputs("Type a step; it is made by whom the prompt names:\n"
	      "  kill(1, SIGTERM)            a system call; p = getpid() keeps its result\n"
	      "  ls -l /                     a program\n"
	      "  root@www # ls /             as somebody else from here on; or prompt only\n"
	      "  ... => EPERM                with what is expected\n"
	      "About the simulation:\n",
	    sh->out);
	for (size_t i = 0; i < simulation_count; i++)
		fprintf(
		    sh->out, "  %-27s %s\n", simulation_info[i].usage, simulation_info[i].meaning);
	const char *programs = "Programs:";

	for (size_t i = 0; i < program_count; i++)
		programs = arena_printf(a, "%s %s", programs, program_info[i].name);
	struct textbuf t = { .arena = a };

	explain_wrap(&t, programs, 0);
	fputs(textbuf_text(&t), sh->out);
	fputs(":help NAME tells about a call, a program, a rule or a word.\n", sh->out);
}

static void
word_help(struct shell *sh, struct arena *a, const struct scenario_step *step)
{
	const char *name = word_at(a, step, 0);

	if (name == NULL)
		help_all(sh, a);
	else if (!help_about(sh, a, name))
		fprintf(sh->out, "there is no %s: see jailsim list\n", name);
}

static void
word_quit(struct shell *sh, struct arena *a, const struct scenario_step *step)
{
	(void)a, (void)step;
	sh->over = true;
}

static const struct {
	const char *name;
	void (*run)(struct shell *, struct arena *, const struct scenario_step *);
} words[] = {
	{ "back", word_back },
	{ "forward", word_forward },
	{ "help", word_help },
	{ "log", word_log },
	{ "quit", word_quit },
	{ "save", word_save },
	{ "why", word_why },
};

void
shell_word(struct shell *sh, const struct scenario_step *step)
{
	struct arena a = { 0 };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].name, step->name) == 0)
			words[i].run(sh, &a, step);
	arena_free(&a);
}
