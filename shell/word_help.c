/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Words about the shell itself: help out of the tables, and the way out.
 */
#include <string.h>

#include "explain.h"
#include "manual.h"
#include "programs/program.h"
#include "shell_words.h"

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
	fputs(":help NAME tells about a call, program, word, rule, parameter, errno, constant.\n",
	    sh->out);
}

static void
help_about(struct shell *sh, const struct word_line *line, const char *name)
{
	struct textbuf t = { .arena = line->arena };

	if (manual_page(&t, sh->world->lexicon, name))
		fputs(textbuf_text(&t), sh->out);
	else
		word_wrong(sh, line, "nothing is called %s \xe2\x80\x94 %s", name,
		    manual_mend(line->arena, name, "jailsim list shows what there is"));
}

void
word_help(struct shell *sh, const struct word_line *line)
{
	if (line->argc == 0)
		help_all(sh, line->arena);
	else
		help_about(sh, line, line->argv[0]);
}

void
word_man(struct shell *sh, const struct word_line *line)
{
	help_about(sh, line, line->argv[line->argc - 1]);
}

void
word_quit(struct shell *sh, const struct word_line *line)
{
	(void)line;
	sh->over = true;
}
