/* SPDX-License-Identifier: BSD-2-Clause */
/* The shell of shell.h: its beginning, its lines, its end. */
#include "shell.h"

#include <stdlib.h>
#include <string.h>

#include "shell_words.h"

#define PAGE_WIDTH 80

void
shell_begin(struct shell *sh, FILE *out, FILE *err)
{
	*sh = (struct shell) { .out = out, .err = err, .file = "-", .columns = PAGE_WIDTH };
	stage_init(&sh->stage);
}

bool
shell_start(struct shell *sh)
{
	sh->ahead = sh->script.steps;
	sh->world = stage_world(&sh->stage, sh->ahead != NULL && scenario_wants_empty(&sh->script));
	if (sh->world == NULL) {
		problems_print(sh->err, &sh->stage.opening.problems);
		return (false);
	}
	place_begin(sh);
	return (true);
}

bool
shell_open(struct shell *sh, FILE *out, FILE *err, const char *path)
{
	struct arena a = { 0 };
	struct textbuf trouble = { .arena = &a };

	shell_begin(sh, out, err);
	bool good = path == NULL || script_load(sh, path, &trouble);

	good = good && shell_start(sh);
	if (good && path != NULL)
		script_check(sh, &trouble);
	fputs(textbuf_text(&trouble), err);
	if (sh->way.cut)
		sh->status = 2;
	arena_free(&a);
	return (good);
}

void
shell_close(struct shell *sh)
{
	branch_free(sh);
	records_free(&sh->steps);
	script_free(sh);
	stage_free(&sh->stage);
	free(sh->places);
	arena_free(&sh->arena);
}

void
shell_ask(struct shell *sh, const char *question, void (*answer)(struct shell *, const char *line))
{
	sh->question = arena_copy(&sh->arena, question, strlen(question));
	sh->answer = answer;
}

bool
shell_interrupted(const struct shell *sh)
{
	return (sh->front.interrupted != NULL && sh->front.interrupted(sh->front.self));
}

void
shell_enter(struct shell *sh)
{
	if (sh->tour != 0)
		shell_tour_go_on(sh);
	else
		script_enter(sh);
	script_settle(sh);
}

/* man(1) is no program of the simulated host: the pages are :man's. */
static bool
is_man(const char *text)
{
	return (strncmp(text, "man ", 4) == 0);
}

void
shell_line(struct shell *sh, const char *line)
{
	const char *text = line + strspn(line, " \t");
	void (*answer)(struct shell *, const char *) = sh->answer;

	sh->answer = NULL;
	if (answer != NULL) {
		answer(sh, text);
	} else if (is_man(text)) {
		struct arena a = { 0 };

		shell_word(sh, arena_printf(&a, ":%s", text));
		arena_free(&a);
	} else if (*text != '\0' && *text != '#' && !shell_word(sh, text))
		shell_step(sh, text);
	place_settle(sh);
	script_settle(sh);
}
