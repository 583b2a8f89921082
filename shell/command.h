/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Subcommands of jailsim.  Each is a const entry beside its function: name, options and help are
 * one list, from which the command line is read and --help is printed.
 */
#ifndef SHELL_COMMAND_H
#define SHELL_COMMAND_H

#include <stdbool.h>
#include <stdio.h>

#define EXIT_FAILED 1 /* an expectation failed */
#define EXIT_USAGE  2 /* bad usage or input */

struct command_option {
	const char *name;  /* "format" for --format; NULL ends the list */
	char letter;	   /* 'o' for -o; 0: none */
	const char *value; /* what follows it: "FILE"; NULL: nothing */
	const char *help;  /* one phrase */
};

struct command;

struct command_entry {
	const char *name;		      /* of the subcommand */
	const char *arguments;		      /* what follows the options: "PATH..." */
	const char *summary;		      /* one phrase */
	const struct command_option *options; /* or NULL */
	const char *notes;		      /* the rest of --help; or NULL */
	int (*run)(struct command *);	    /* the exit status; NULL: main reads its own options */
	int (*main)(int argc, char **argv); /* argv[0] is the name */
};

#define COMMAND_GIVEN 64 /* options on one command line at most */

/* A command line that was read. */
struct command {
	const struct command_entry *entry;
	FILE *out;   /* standard output, or the file of -o */
	bool colour; /* may `out' be coloured? */
	int argc;    /* what is no option */
	char **argv;
	unsigned ngiven;
	struct {
		const struct command_option *option;
		const char *value; /* "" when it takes none */
	} given[COMMAND_GIVEN];
};

/* Reads what follows the name: true when the command is to run, else *status is how to exit. */
bool command_read(
    struct command *, const struct command_entry *, int argc, char **argv, int *status);

/* The last value given for an option, or NULL. */
const char *command_value(const struct command *, const char *option);

/* Says on standard error what is wrong with the command line, and answers EXIT_USAGE. */
int command_wrong(const struct command *, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Closes the output; a write that failed is told, but for a closed pipe.  The exit status. */
int command_finish(struct command *, int status);

extern const struct command_entry command_demo;
extern const struct command_entry command_explain;
extern const struct command_entry command_list;
extern const struct command_entry command_matrix;
extern const struct command_entry command_run;
extern const struct command_entry command_shell;
extern const struct command_entry command_view;

#endif
