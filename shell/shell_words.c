/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds the word of a line, takes its arguments apart and hands them to its function.
 */
#include "shell_words.h"

#include <stdlib.h>
#include <string.h>

#include "utf8.h"

static const struct {
	const char *name;
	void (*run)(struct shell *, const struct word_line *);
} words[] = {
#define FILEWORD(name_, fewest_, most_, usage_, meaning_)
#define SHELLWORD(name_, fewest_, most_, usage_, meaning_) { #name_, word_##name_ },
#include "simulation.def"
};

void
word_wrong(struct shell *sh, const struct word_line *line, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	const char *text = arena_vprintf(line->arena, format, ap);

	va_end(ap);
	fflush(sh->out);
	if (!sh->terminal)
		fprintf(sh->err, "%s:%u:1: ", sh->file, sh->line);
	fprintf(sh->err, ":%s: %s\n", line->info->name, text);
	sh->status = 2;
}

bool
word_count(
    struct shell *sh, const struct word_line *line, unsigned at, size_t otherwise, size_t *count)
{
	const char *text = at < line->argc ? line->argv[at] : NULL;
	char *end = NULL;

	*count = otherwise;
	if (text == NULL)
		return (true);
	*count = strtoul(text, &end, 10);
	if (*end == '\0' && *text >= '0' && *text <= '9')
		return (true);
	word_wrong(sh, line, "%s is no number \xe2\x80\x94 %s", text, line->info->usage);
	return (false);
}

bool
word_on_off(struct shell *sh, const struct word_line *line, bool now, bool *on)
{
	const char *text = line->argc == 0 ? now ? "off" : "on" : line->argv[0];

	*on = strcmp(text, "on") == 0;
	if (*on || strcmp(text, "off") == 0)
		return (true);
	word_wrong(sh, line, "%s is neither on nor off \xe2\x80\x94 %s", text, line->info->usage);
	return (false);
}

/* The next word, its quotes taken off, and what is behind it; NULL at the end. */
static const char *
next_word(struct arena *a, const char **rest)
{
	const char *s = *rest + strspn(*rest, " \t");

	if (*s == '\0')
		return (NULL);
	char quote = *s == '"' || *s == '\'' ? *s++ : '\0';
	const char *end = s;

	while (*end != '\0' && (quote != '\0' ? *end != quote : *end != ' ' && *end != '\t'))
		end++;
	*rest = *end == quote && quote != '\0' ? end + 1 : end;
	return (arena_copy(a, s, (size_t)(end - s)));
}

/* Takes the arguments apart; false after saying that there are too few or too many. */
static bool
read_arguments(struct shell *sh, struct word_line *line)
{
	const char *rest = line->rest, *word;
	unsigned most = line->info->most < WORD_ARGS ? line->info->most : WORD_ARGS;

	while (line->argc < most && (word = next_word(line->arena, &rest)) != NULL)
		line->argv[line->argc++] = word;
	if (line->argc < line->info->fewest)
		word_wrong(sh, line, "something is missing \xe2\x80\x94 %s", line->info->usage);
	else if (line->info->most < WORD_ARGS && next_word(line->arena, &rest) != NULL)
		word_wrong(sh, line, "there is a word too many \xe2\x80\x94 %s", line->info->usage);
	else
		return (true);
	return (false);
}

bool
shell_word(struct shell *sh, const char *text)
{
	struct arena a = { 0 };
	size_t length = strcspn(text, " \t\n");

	if (*text != ':' || !utf8_is_text(text, strlen(text)))
		return (false);
	struct word_line line = {
		.info = simulation_find(arena_copy(&a, text + 1, length - 1)),
		.arena = &a,
		.rest = text + length + strspn(text + length, " \t"),
	};
	bool found = line.info != NULL && line.info->main == NULL;

	if (found && read_arguments(sh, &line))
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (strcmp(words[i].name, line.info->name) == 0)
				words[i].run(sh, &line);
	arena_free(&a);
	return (found);
}
