/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading a program's options.  FreeBSD's counterpart is getopt(3) of libc. */
#include "option.h"

#include <string.h>

static int
complain(struct program *p, const char *what, int letter)
{
	program_complain(p, "%s: %s -- %c\n", p->argv[0], what, letter);
	return ('?');
}

int
program_option(struct program *p, struct options *o, const char *letters)
{
	if (o->rest == NULL || *o->rest == '\0') {
		const char *word = o->next < p->argc ? p->argv[o->next] : "";

		if (word[0] != '-' || word[1] == '\0')
			return (OPTION_END);
		o->next++;
		if (strcmp(word, "--") == 0)
			return (OPTION_END);
		o->rest = word + 1;
	}
	int letter = *o->rest++;
	const char *known = letter == ':' ? NULL : strchr(letters, letter);

	if (known == NULL)
		return (complain(p, "illegal option", letter));
	if (known[1] != ':')
		return (letter);
	if (*o->rest != '\0')
		o->value = o->rest;
	else if (o->next < p->argc)
		o->value = p->argv[o->next++];
	else
		return (complain(p, "option requires an argument", letter));
	o->rest = NULL;
	return (letter);
}

bool
program_number(const char *text, int base, int64_t *number)
{
	bool negative = *text == '-';

	*number = 0;
	if (*(text += negative) == '\0')
		return (false);
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text >= '0' + base || *number > INT64_MAX / 16)
			return (false);
		*number = *number * base + (*text - '0');
	}
	if (negative)
		*number = -*number;
	return (true);
}
