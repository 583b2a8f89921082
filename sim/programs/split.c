/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Command lines in one word.  FreeBSD's counterpart is the parser of bin/sh.
 * NOT MODELLED: every operator, variables and patterns.
 */
#include "split.h"

#include <string.h>

/* Copies one word without its quotes; NULL when something stands there that is not modelled. */
static const char *
next_word(const char **at, char *out)
{
	const char *word = out, *s = *at;
	char quote = '\0';

	for (; *s != '\0' && (quote != '\0' || strchr(" \t", *s) == NULL); s++) {
		if (*s == quote)
			quote = '\0';
		else if (quote == '\0' && (*s == '\'' || *s == '"'))
			quote = *s;
		else if (quote != '\'' && strchr("$`\\", *s) != NULL)
			return (NULL);
		else if (quote == '\0' && strchr("|&;<>()*?[]{}~#", *s) != NULL)
			return (NULL);
		else
			*out++ = *s;
	}
	*out = '\0';
	*at = s;
	return (quote == '\0' ? word : NULL);
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
		words[*count] = next_word(&command, arena_zero(p->arena, strlen(command) + 1));
		if (words[*count] == NULL) {
			program_complain(p, "%s: jailsim knows plain words only here: %s\n",
			    p->argv[0], command);
			return (NULL);
		}
	}
}
