/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Command lines in one word, and scripts.  FreeBSD's counterpart is the parser of bin/sh.
 * NOT MODELLED: every operator but ";", ">" and ">>"; variables, patterns, compound commands.
 */
#include "split.h"

#include <string.h>

/* Copies one word without its quotes up to what ends it; NULL when something stands there that is
 * not modelled, *at at its place. */
static const char *
next_word(const char **at, char *out, const char *ends)
{
	const char *word = out, *s = *at;
	char quote = '\0';

	for (; *s != '\0' && (quote != '\0' || strchr(ends, *s) == NULL); s++) {
		if (*s == quote)
			quote = '\0';
		else if (quote == '\0' && (*s == '\'' || *s == '"'))
			quote = *s;
		else if (quote != '\'' && strchr("$`\\", *s) != NULL)
			break;
		else if (quote == '\0' && strchr("|&;<>()*?[]{}~#", *s) != NULL)
			break;
		else
			*out++ = *s;
	}
	*out = '\0';
	*at = s;
	return (quote == '\0' && (*s == '\0' || strchr(ends, *s) != NULL) ? word : NULL);
}

/* Says what is wrong at this place, or that a quote is not closed; answers NULL. */
static const char *
complain(struct program *p, const char *at)
{
	if (*at == '\0')
		program_complain(p, "%s: Syntax error: Unterminated quoted string\n", p->argv[0]);
	else
		program_complain(p, "%s: jailsim knows plain words only here: %.*s\n", p->argv[0],
		    (int)strcspn(at, "\n"), at);
	return (NULL);
}

static const char *
word_or_complaint(struct program *p, const char **at, const char *ends)
{
	const char *word = next_word(at, arena_zero(p->arena, strlen(*at) + 1), ends);

	return (word != NULL ? word : complain(p, *at));
}

const char *const *
split_words(struct program *p, const char *command, int *count)
{
	size_t most = strlen(command) / 2 + 2;
	const char **words = arena_zero(p->arena, most * sizeof(*words));

	for (*count = 0;; ++*count) {
		command += strspn(command, " \t");
		if (*command == '\0')
			return (words);
		words[*count] = word_or_complaint(p, &command, " \t");
		if (words[*count] == NULL)
			return (NULL);
	}
}

/* Where the next command begins: behind blanks, ends of lines and comments. */
static const char *
skip_to_command(const char *at)
{
	for (;;) {
		at += strspn(at, " \t\n;");
		if (*at != '#')
			return (at);
		at += strcspn(at, "\n");
	}
}

enum split_result
split_command(struct program *p, const char **script, struct run *r)
{
	const char *at = skip_to_command(*script);
	const char **words = arena_zero(p->arena, (strlen(at) / 2 + 2) * sizeof(*words));

	if (*at == '\0')
		return (SPLIT_END);
	r->argc = 0;
	r->argv = words;
	r->redirect = NULL;
	for (;; at += strspn(at, " \t")) {
		if (*at == '\0' || *at == '\n' || *at == ';')
			break;
		bool redirect = *at == '>';

		r->append = redirect ? at[1] == '>' : r->append;
		at += redirect ? 1 + r->append : 0;
		at += strspn(at, " \t");
		if (redirect && (*at == '\0' || strchr("\n;>", *at) != NULL)) {
			program_complain(p, "%s: Syntax error: newline unexpected\n", p->argv[0]);
			return (SPLIT_WRONG);
		}
		const char *word = word_or_complaint(p, &at, " \t\n;>");

		if (word == NULL)
			return (SPLIT_WRONG);
		if (redirect)
			r->redirect = word;
		else
			words[r->argc++] = word;
	}
	*script = at;
	return (SPLIT_COMMAND);
}
