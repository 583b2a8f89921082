/* SPDX-License-Identifier: BSD-2-Clause */
/* `jailsim shell' and `jailsim' alone, see shell.h. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "shell.h"
#include "simulation.h"

/* The next step of the scenario, as its file says it. */
static void
step_ahead(struct shell *sh)
{
	const struct scenario_step *step = sh->ahead;
	uint32_t end = step->has_output ? step->output_span.end : step->span.end;
	char *text = arena_copy(
	    &sh->script.arena, sh->script.source.s + step->span.begin, end - step->span.begin);

	sh->ahead = step->next;
	fprintf(sh->out, "%s:%u: %s\n", sh->script.file, step->line, text);
	shell_step(sh, text);
	if (sh->ahead == NULL)
		fputs("That was its last step.\n", sh->out);
}

static void
greet(const struct shell *sh)
{
	if (!sh->terminal)
		return;
	fputs("jailsim: FreeBSD 15.0, simulated.  :help tells what can be typed, :quit leaves.\n",
	    sh->out);
	if (sh->ahead != NULL)
		fprintf(sh->out, "Enter does the next step of %s.\n", sh->script.file);
}

static void
read_lines(struct shell *sh)
{
	shell_input_begin(sh);
	greet(sh);
	while (!sh->over) {
		char *line = shell_read(sh);

		if (line == NULL)
			break;
		const char *text = line + strspn(line, " \t");

		if (*text != '\0' && *text != '#')
			shell_step(sh, text);
		else if (*text == '\0' && sh->terminal && sh->ahead != NULL)
			step_ahead(sh);
		for (const char *c = line; *c != '\0'; c++)
			sh->line += *c == '\n';
		free(line);
	}
	shell_input_end(sh);
}

/* The scenario to step through; false after saying what is wrong with it. */
static bool
load_script(struct shell *sh, const char *path)
{
	if (!scenario_load(&sh->script, path)) {
		problems_print(stderr, &sh->script.problems);
		return (false);
	}
	sh->ahead = sh->script.steps;
	return (true);
}

static int
run_shell(struct command *c)
{
	struct shell sh = { .out = c->out,
		.colour = c->colour,
		.terminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1,
		.file = "-",
		.prompt = "root@host #" };
	bool good = true;

	if (c->argc > 1)
		return (command_wrong(c, "name one scenario at most"));
	setlocale(LC_CTYPE, "");
	stage_init(&sh.stage);
	if (c->argc == 1)
		good = load_script(&sh, c->argv[0]);
	if (good)
		sh.world = stage_world(&sh.stage, c->argc == 1 && scenario_wants_empty(&sh.script));
	if (good && sh.world != NULL)
		read_lines(&sh);
	else if (good)
		problems_print(stderr, &sh.stage.opening.problems);
	int status = !good || sh.world == NULL ? EXIT_USAGE : sh.terminal ? 0 : sh.status;

	shell_truncate(&sh, 0);
	free(sh.steps);
	if (c->argc == 1)
		scenario_free(&sh.script);
	stage_free(&sh.stage);
	return (status);
}

const struct command_entry command_shell = {
	.name = "shell",
	.arguments = "[SCENARIO]",
	.summary = "Type steps and see what comes out (also without a command)",
	.notes =
	    "On a terminal with a prompt and a history; from a pipe plain lines, and the exit\n"
	    "status is that of the last expectation: 0 as expected, 1 not, 2 bad input.  With a\n"
	    "SCENARIO, Enter does its next step.\n",
	.run = run_shell,
};
