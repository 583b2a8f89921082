/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One program, `jailsim': its subcommands.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run.h"

/* A subcommand: argv[0] is its name; it answers the exit status. */
static const struct subcommand {
	const char *name;
	int (*main)(int argc, char **argv);
	const char *meaning;
} subcommands[] = {
	{ "run", run_main, "run scenarios as tests" },
};

static int
usage(FILE *out)
{
	fputs("usage: jailsim SUBCOMMAND ...\n", out);
	for (size_t i = 0; i < sizeof(subcommands) / sizeof(subcommands[0]); i++)
		fprintf(out, "  %-8s %s\n", subcommands[i].name, subcommands[i].meaning);
	return (out == stdout ? EXIT_SUCCESS : 2);
}

int
main(int argc, char **argv)
{
	if (argc < 2)
		return (usage(stderr));
	if (strcmp(argv[1], "--help") == 0)
		return (usage(stdout));
	for (size_t i = 0; i < sizeof(subcommands) / sizeof(subcommands[0]); i++)
		if (strcmp(subcommands[i].name, argv[1]) == 0)
			return (subcommands[i].main(argc - 1, argv + 1));
	fprintf(stderr, "jailsim: there is no subcommand %s \xe2\x80\x94 see jailsim --help\n",
	    argv[1]);
	return (2);
}
