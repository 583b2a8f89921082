/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads a subcommand's options and prints its help, both from the table in its entry.  Long and
 * short options, values behind a blank or "=", "--" ends them; -o and --help are everybody's.
 */
#include "command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nearest.h"

static const struct command_option everybodys[] = {
	{ "output", 'o', "FILE", "write there, not to standard output" },
	{ "help", 'h', NULL, "print this" },
	{ NULL, 0, NULL, NULL },
};

static const struct command_option none[] = { { NULL, 0, NULL, NULL } };

static const struct command_option *
options_of(const struct command_entry *entry)
{
	return (entry->options == NULL ? none : entry->options);
}

static void
print_option(FILE *out, const struct command_option *o)
{
	char text[64];
	int n = o->letter == 0 ? snprintf(text, sizeof(text), "    --%s", o->name) :
				 snprintf(text, sizeof(text), "-%c, --%s", o->letter, o->name);

	if (o->value != NULL)
		snprintf(text + n, sizeof(text) - (size_t)n, " %s", o->value);
	fprintf(out, "  %-24s%s%s\n", text,
	    strlen(text) > 24 ? "\n                           " : " ", o->help);
}

static void
command_help(FILE *out, const struct command_entry *entry)
{
	fprintf(out, "usage: jailsim %s [options]%s%s\n\n%s.\n\n", entry->name,
	    *entry->arguments == '\0' ? "" : " ", entry->arguments, entry->summary);
	for (const struct command_option *o = options_of(entry); o->name != NULL; o++)
		print_option(out, o);
	for (const struct command_option *o = everybodys; o->name != NULL; o++)
		print_option(out, o);
	if (entry->notes != NULL)
		fprintf(out, "\n%s", entry->notes);
}

int
command_wrong(const struct command *c, const char *format, ...)
{
	va_list ap;

	fflush(c->out);
	fprintf(stderr, "jailsim %s: ", c->entry->name);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	return (EXIT_USAGE);
}

static bool
is_named(const struct command_option *o, const char *name, size_t length, bool is_long)
{
	if (is_long)
		return (strlen(o->name) == length && strncmp(o->name, name, length) == 0);
	return (o->letter != 0 && o->letter == *name);
}

static const struct command_option *
find_option(const struct command *c, const char *name, size_t length, bool is_long)
{
	const struct command_option *lists[] = { options_of(c->entry), everybodys };

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (const struct command_option *o = lists[i]; o->name != NULL; o++)
			if (is_named(o, name, length, is_long))
				return (o);
	return (NULL);
}

static int
unknown_option(const struct command *c, const char *text)
{
	struct arena arena = { 0 };
	struct nearest n;

	nearest_begin(&n, text + strspn(text, "-"));
	for (const struct command_option *o = options_of(c->entry); o->name != NULL; o++)
		nearest_offer(&n, o->name);
	for (const struct command_option *o = everybodys; o->name != NULL; o++)
		nearest_offer(&n, o->name);
	command_wrong(c, "there is no option %s — %s%s%s", text,
	    n.best == NULL ? "see jailsim " : "did you mean --",
	    n.best == NULL ? c->entry->name : n.best, n.best == NULL ? " --help" : "?");
	arena_free(&arena);
	return (EXIT_USAGE);
}

/* One option; *next is the word behind it, which it may take. */
static int
take_option(struct command *c, const char *text, char ***next)
{
	bool is_long = text[1] == '-';
	const char *name = text + (is_long ? 2 : 1);
	size_t length = is_long ? strcspn(name, "=") : 1;
	const struct command_option *o = find_option(c, name, length, is_long);
	const char *value = name + length;

	if (o == NULL || (o->value == NULL && *value != '\0'))
		return (unknown_option(c, text));
	if (c->ngiven == COMMAND_GIVEN)
		return (command_wrong(c, "too many options — leave out what is twice"));
	if (o->value != NULL && *value == '\0') {
		if (**next == NULL)
			return (command_wrong(
			    c, "%s lacks its value — write %s %s", text, text, o->value));
		value = *(*next)++;
	} else if (is_long && *value == '=') {
		value++;
	}
	c->given[c->ngiven].option = o;
	c->given[c->ngiven++].value = value;
	return (0);
}

static bool
may_colour(FILE *out)
{
	const char *no_colour = getenv("NO_COLOR"), *term = getenv("TERM");

	return (isatty(fileno(out)) == 1 && (no_colour == NULL || *no_colour == '\0') &&
	    (term == NULL || strcmp(term, "dumb") != 0));
}

bool
command_read(
    struct command *c, const struct command_entry *entry, int argc, char **argv, int *status)
{
	char **next = argv;
	bool ended = false;

	*c = (struct command) { .entry = entry, .out = stdout, .argv = argv };
	*status = 0;
	(void)argc;
	while (*next != NULL && *status == 0) {
		const char *text = *next++;

		if (ended || text[0] != '-' || text[1] == '\0')
			c->argv[c->argc++] = (char *)(uintptr_t)text;
		else if (strcmp(text, "--") == 0)
			ended = true;
		else
			*status = take_option(c, text, &next);
	}
	if (*status != 0)
		return (false);
	if (command_value(c, "help") != NULL) {
		command_help(stdout, entry);
		*status = command_finish(c, 0);
		return (false);
	}
	const char *file = command_value(c, "output");

	if (file != NULL && (c->out = fopen(file, "w")) == NULL) {
		c->out = stdout;
		*status = command_wrong(
		    c, "%s: %s — name a file that can be written", file, strerror(errno));
		return (false);
	}
	c->colour = may_colour(c->out);
	return (true);
}

const char *
command_value(const struct command *c, const char *option)
{
	for (unsigned i = c->ngiven; i > 0; i--)
		if (strcmp(c->given[i - 1].option->name, option) == 0)
			return (c->given[i - 1].value);
	return (NULL);
}

int
command_finish(struct command *c, int status)
{
	bool failed = fflush(c->out) != 0 || ferror(c->out);

	if (c->out != stdout && fclose(c->out) != 0)
		failed = true;
	if (!failed || errno == EPIPE)
		return (status);
	fprintf(stderr, "jailsim: cannot write: %s — make room, or name another file\n",
	    strerror(errno));
	return (EXIT_USAGE);
}
