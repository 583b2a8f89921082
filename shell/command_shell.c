/* SPDX-License-Identifier: BSD-2-Clause */
/* `jailsim shell' and `jailsim' alone, see shell.h. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "input.h"

/* The words on one line: those that a newcomer wants first. */
static void
put_footer(const struct shell *sh)
{
	static const char *const first[] = { "tour", "help", "why", "whatif", "back", "forward",
		"tree", "path", "can", "matrix", "save", "quit" };

	for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++)
		fprintf(sh->out, "%s:%s", i == 0 ? "" : " ", first[i]);
	fputc('\n', sh->out);
}

static void
greet(const struct shell *sh)
{
	if (!sh->terminal)
		return;
	fputs("jailsim: a FreeBSD 15.0 host and its jails, simulated; nothing here can be hurt.\n"
	      "A first attack:  jail -c name=www path=/jails/www persist\n"
	      "                 root@www # kill(1, SIGKILL)      and ask :why\n",
	    sh->out);
	put_footer(sh);
	if (sh->ahead != NULL)
		fprintf(sh->out, "Enter does the next step of %s.\n", sh->script.file);
}

static void
read_lines(struct shell *sh)
{
	struct input in;

	input_begin(&in, sh);
	greet(sh);
	input_show(&in);
	while (!sh->over) {
		char *line = input_read(&in);

		/* ^D leaves the question, or ends the shell that is acting; the last is this. */
		if (line == NULL && sh->terminal && sh->answer != NULL) {
			sh->answer = NULL;
			continue;
		}
		if (line == NULL && sh->terminal && sh->place->shell)
			line = strdup("exit");
		if (line == NULL)
			break;
		if (line[strspn(line, " \t")] == '\0' && sh->terminal && sh->answer == NULL)
			shell_enter(sh);
		else
			shell_line(sh, line);
		input_show(&in);
		for (const char *c = line; *c != '\0'; c++)
			sh->line += *c == '\n';
		free(line);
	}
	input_end(&in);
}

static int
run_shell(struct command *c)
{
	struct shell sh;

	if (c->argc > 1)
		return (command_wrong(c, "name one scenario at most"));
	setlocale(LC_CTYPE, "");
	bool good = shell_open(&sh, c->out, stderr, c->argc == 1 ? c->argv[0] : NULL);

	sh.colour = c->colour;
	sh.terminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1;
	if (good)
		read_lines(&sh);
	int status = !good ? EXIT_USAGE : sh.terminal ? 0 : sh.status;

	shell_close(&sh);
	return (status);
}

const struct command_entry command_shell = {
	.name = "shell",
	.arguments = "[SCENARIO]",
	.summary = "Type steps and see what comes out (also without a command)",
	.notes =
	    "On a terminal with a prompt and a history; Tab completes, :help tells what\n"
	    "there is.  With a SCENARIO, Enter does its next step.  From a pipe plain lines,\n"
	    "and the exit status is that of the last expectation: 0 as expected, 1 not, 2 bad\n"
	    "input.  $PAGER (or less) shows what is longer than the screen; NO_COLOR turns\n"
	    "colours off.\n",
	.run = run_shell,
};
