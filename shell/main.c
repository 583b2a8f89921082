/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * jailsim: one program, a subcommand a file.  Without a subcommand it is the shell.  Exits 0 when
 * all went well, 1 when an expectation failed, 2 on bad usage or input.
 */
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "command.h"
#include "nearest.h"
#include "run.h"
#include "scenario.h"

#ifndef JAILSIM_VERSION
#define JAILSIM_VERSION "0.1"
#endif

/* The subcommands, in the order of the help. */
static const struct command_entry *const commands[] = { &command_shell, &command_view, &command_run,
	&command_explain, &command_list, &command_matrix, &command_demo, NULL };

static void
print_usage(FILE *out)
{
	fputs("usage: jailsim [COMMAND [options] ...]\n\n"
	      "A simulator of FreeBSD jails: type calls, see what is refused and why.\n\n",
	    out);
	for (const struct command_entry *const *c = commands; *c != NULL; c++)
		fprintf(out, "  %-10s %s\n", (*c)->name, (*c)->summary);
	fputs("  --version  Print the version, and what is modelled\n", out);
	fputs("\nWithout a command: shell.  jailsim COMMAND --help says more.\n"
	      "Exit status: 0 success, 1 an expectation failed, 2 bad usage or input.\n",
	    out);
}

static void
print_version(FILE *out)
{
	fprintf(out, "jailsim %s, scenario format %d, FreeBSD 15.0\n", JAILSIM_VERSION,
	    SCENARIO_FORMAT);
}

static const struct command_entry *
find_command(const char *name)
{
	for (const struct command_entry *const *c = commands; *c != NULL; c++)
		if (strcmp((*c)->name, name) == 0)
			return (*c);
	return (NULL);
}

/* sim/run.c reads its own command line. */
const struct command_entry command_run = {
	.name = "run",
	.arguments = "PATH...",
	.summary = "Run scenarios as tests",
	.main = run_main,
};

static int
unknown_command(const char *name)
{
	struct arena arena = { 0 };
	struct nearest n;

	nearest_begin(&n, name);
	for (const struct command_entry *const *c = commands; *c != NULL; c++)
		nearest_offer(&n, (*c)->name);
	fprintf(stderr, "jailsim: there is no command %s — %s\n", name,
	    nearest_mend(&n, &arena, "see jailsim --help"));
	arena_free(&arena);
	return (EXIT_USAGE);
}

int
main(int argc, char **argv)
{
	static struct command c;
	const struct command_entry *entry = &command_shell;
	int status;

	if (argc > 1 &&
	    (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
		strcmp(argv[1], "help") == 0)) {
		print_usage(stdout);
		return (command_finish(&(struct command) { .out = stdout }, EXIT_SUCCESS));
	}
	if (argc > 1 && strcmp(argv[1], "--version") == 0) {
		print_version(stdout);
		return (command_finish(&(struct command) { .out = stdout }, EXIT_SUCCESS));
	}
	if (argc > 1 && argv[1][0] != '-' && (entry = find_command(argv[1])) == NULL)
		return (unknown_command(argv[1]));
	if (entry->main != NULL)
		return (entry->main(argc - 1, argv + 1));
	if (entry == NULL) {
		print_usage(stderr);
		return (EXIT_USAGE);
	}
	int skip = argc > 1 && argv[1][0] != '-' ? 2 : argc > 0;

	if (!command_read(&c, entry, argc - skip, argv + skip, &status))
		return (status);
	return (command_finish(&c, entry->run(&c)));
}
