/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Words about the shell itself: help out of the tables, and the way out.
 */
#include "explain.h"
#include "programs/program.h"
#include "shell_words.h"

static bool
help_about(struct shell *sh, struct arena *a, const char *name)
{
	const struct simulation_info *word = simulation_find(name + (*name == ':'));
	const struct program_info *program = program_find(name);
	int call = lexicon_find(sh->world->lexicon, NAME_CALL, name);
	int rule = lexicon_find(sh->world->lexicon, NAME_RULE, name);

	if (word != NULL)
		fprintf(sh->out, "%s\n    %s\n", word->usage, word->meaning);
	if (program != NULL)
		fprintf(sh->out, "%s\n    %s\n", program->usage, program->meaning);
	if (call >= 0)
		fprintf(sh->out, "%s\n    %s; %s\n", call_usage(a, (enum sysno)call),
		    syscall_info[call].meaning, syscall_info[call].manual);
	if (rule >= 0)
		fputs(explain_rule(a, (enum rule)rule), sh->out);
	return (word != NULL || program != NULL || call >= 0 || rule >= 0);
}

static void
help_all(struct shell *sh, struct arena *a)
{
	fputs("Type a step; it is made by whom the prompt names:\n"
	      "  kill(1, SIGTERM)            a system call; p = getpid() keeps its result\n"
	      "  ls -l /                     a program\n"
	      "  root@www # ls /             as somebody else from here on; or prompt only\n"
	      "  ... => EPERM                with what is expected\n"
	      "About the simulation:\n",
	    sh->out);
	for (size_t i = 0; i < simulation_count; i++)
		fprintf(
		    sh->out, "  %-27s %s\n", simulation_info[i].usage, simulation_info[i].meaning);
	const char *programs = "Programs:";

	for (size_t i = 0; i < program_count; i++)
		programs = arena_printf(a, "%s %s", programs, program_info[i].name);
	struct textbuf t = { .arena = a };

	explain_wrap(&t, programs, 0);
	fputs(textbuf_text(&t), sh->out);
	fputs(":help NAME tells about a call, a program, a rule or a word.\n", sh->out);
}

void
word_help(struct shell *sh, const struct word_line *line)
{
	const char *name = line->argv[0];

	if (name == NULL)
		help_all(sh, line->arena);
	else if (!help_about(sh, line->arena, name))
		fprintf(sh->out, "there is no %s: see jailsim list\n", name);
}

void
word_quit(struct shell *sh, const struct word_line *line)
{
	(void)line;
	sh->over = true;
}
