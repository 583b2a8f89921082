/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * :save: the steps as a scenario, which `jailsim run' passes.  It is written beside its place and
 * then renamed, so that whatever happens there is the old file or the new one.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shell_words.h"

/* The line, with what came out in the place of what was expected and did not. */
static void
save_line(FILE *file, const struct typed *t)
{
	const struct scenario_step *step = t->outcome.step;
	uint32_t end = step->span.end;

	if (t->expected != NULL && step->expectation != NULL)
		end = step->expectation->span.begin;
	while (end > step->span.begin && strchr(" \t", t->text[end - 1]) != NULL)
		end--;
	/* What cannot be run in a file either is told, not lost. */
	for (uint32_t i = step->span.begin; i < end; i++) {
		if (t->outcome.refused != NULL && (i == step->span.begin || t->text[i - 1] == '\n'))
			fputs("# ", file);
		fputc(t->text[i], file);
	}
	if (t->expected != NULL)
		fprintf(file, " => %s", t->expected);
	fputc('\n', file);
}

static void
save_step(FILE *file, struct typed *t)
{
	struct text output = outcome_output(&t->sc.arena, &t->outcome);

	save_line(file, t);
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
save_steps(const struct shell *sh, FILE *file)
{
	fputs("# A session of the shell.\n", file);
	for (size_t n = 1; n <= sh->world->step; n++) {
		struct typed t;

		shell_recall(sh, n, &t);
		save_step(file, &t);
		typed_free(&t);
	}
}

/* A new file beside `name', readable by whom a new file is; NULL: errno says why. */
static FILE *
open_beside(char *beside)
{
	int fd = mkstemp(beside);
	mode_t mask = umask(0);

	umask(mask);
	if (fd < 0)
		return (NULL);
	fchmod(fd, 0666 & ~mask);
	return (fdopen(fd, "w"));
}

static void
save(struct shell *sh, const char *name)
{
	struct arena a = { 0 };
	char *beside = arena_printf(&a, "%s.XXXXXX", name);
	FILE *file = open_beside(beside);
	bool good = file != NULL;
	long size = 0;

	if (good) {
		save_steps(sh, file);
		size = ftell(file);
		good = ferror(file) == 0;
		good = fclose(file) == 0 && good && rename(beside, name) == 0;
	}
	if (good) {
		fprintf(sh->out, "saved %zu step%s: jailsim run %s\n", sh->world->step,
		    sh->world->step == 1 ? "" : "s", name);
		if (size > SCENARIO_FILE_MAX)
			fputs("It is larger than 16 MiB, which is the most that jailsim reads: "
			      "save less at a time.\n",
			    sh->out);
	} else {
		fprintf(sh->out, ":save: %s: %s \xe2\x80\x94 name another file\n", name,
		    strerror(errno));
		sh->status = 2;
		if (file != NULL)
			unlink(beside);
	}
	arena_free(&a);
}

static void
may_overwrite(struct shell *sh, const char *answer)
{
	if (*answer == 'y' || *answer == 'Y')
		save(sh, sh->saving);
	else
		fputs("nothing was saved\n", sh->out);
}

void
word_save(struct shell *sh, const struct word_line *line)
{
	bool force = strcmp(line->argv[0], "-f") == 0;
	const char *name = line->argv[force ? 1 : 0];
	struct stat st;

	if (name == NULL || (!force && line->argc > 1)) {
		word_wrong(sh, line, "%s \xe2\x80\x94 %s",
		    name == NULL ? "the file is missing" : "there is a word too many",
		    line->info->usage);
		return;
	}
	if (force || stat(name, &st) != 0) {
		save(sh, name);
		return;
	}
	if (!sh->terminal) {
		word_wrong(sh, line, "%s is there already \xe2\x80\x94 :save -f %s writes over it",
		    name, name);
		return;
	}
	sh->saving = arena_copy(&sh->arena, name, strlen(name));
	shell_ask(sh, arena_printf(line->arena, "%s is there already. Overwrite it [y/n]? ", name),
	    may_overwrite);
}
