/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the lines come from: readline on a terminal, with a history that outlives the session
 * when it may be written; plain lines from a pipe, with nothing printed but what comes out.
 */
#include "input.h"

#include <errno.h>
#include <readline/history.h>
#include <readline/readline.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HISTORY_LINES 1000

static volatile sig_atomic_t interrupted;

static void
on_interrupt(int signal)
{
	(void)signal;
	interrupted = 1;
}

/* Ctrl-C drops the line. */
static int
drop_line(void)
{
	if (interrupted == 0)
		return (0);
	interrupted = 0;
	rl_replace_line("", 0);
	rl_crlf();
	rl_on_new_line();
	rl_redisplay();
	return (0);
}

/* "DIR/jailsim/history", its directories made; NULL: there is no place for it. */
static const char *
history_file(struct arena *a)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");

	if (state == NULL || *state != '/') {
		if (home == NULL || *home != '/')
			return (NULL);
		mkdir(arena_printf(a, "%s/.local", home), 0700);
		state = arena_printf(a, "%s/.local/state", home);
	}
	mkdir(state, 0700);
	const char *dir = arena_printf(a, "%s/jailsim", state);

	if (mkdir(dir, 0700) != 0 && errno != EEXIST)
		return (NULL);
	return (arena_printf(a, "%s/history", dir));
}

void
input_begin(struct input *in, struct shell *sh)
{
	struct sigaction action = { .sa_handler = on_interrupt };
	struct arena a = { 0 };

	*in = (struct input) { .terminal = sh->terminal };
	if (!sh->terminal)
		return;
	rl_readline_name = "jailsim";
	input_complete_begin(sh);
	rl_signal_event_hook = drop_line;
	sigaction(SIGINT, &action, NULL);
	using_history();
	const char *file = history_file(&a);

	if (file != NULL)
		read_history(file);
	arena_free(&a);
}

void
input_end(struct input *in)
{
	struct arena a = { 0 };

	free(in->pushed);
	if (!in->terminal)
		return;
	const char *file = history_file(&a);

	stifle_history(HISTORY_LINES);
	if (file != NULL)
		write_history(file);
	arena_free(&a);
	clear_history();
	input_complete_end();
}

static char *
read_plain(struct input *in)
{
	char *line = NULL;
	size_t room = 0;

	if (in->pushed != NULL) {
		line = in->pushed;
		in->pushed = NULL;
		return (line);
	}
	ssize_t length = getline(&line, &room, stdin);

	if (length < 0) {
		free(line);
		return (NULL);
	}
	while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
		line[--length] = '\0';
	/* A NUL would hide the rest: what follows it must be seen to be refused. */
	if (strlen(line) != (size_t)length)
		memset(line + strlen(line), 1, (size_t)length - strlen(line));
	return (line);
}

static char *
read_terminal(const struct shell *sh, const char *prompt)
{
	char *line = readline(prompt);

	if (line == NULL)
		fputc('\n', sh->out);
	else if (*line != '\0')
		add_history(line);
	return (line);
}

static char *
join(char *a, const char *between, char *b)
{
	size_t la = strlen(a), lb = strlen(between), lc = b == NULL ? 0 : strlen(b);
	char *text = realloc(a, la + lb + lc + 1);

	if (text == NULL)
		abort();
	memcpy(text + la, between, lb);
	memcpy(text + la + lb, b == NULL ? "" : b, lc + 1);
	free(b);
	return (text);
}

/* Lines of output stand below the step that they belong to. */
static char *
with_output(struct input *in, char *text)
{
	char *next;

	while ((next = read_plain(in)) != NULL && next[0] == '|')
		text = join(text, "\n", next);
	in->pushed = next;
	return (text);
}

char *
input_read(struct input *in, struct shell *sh)
{
	struct arena a = { 0 };
	int rows, columns = 80;

	if (in->terminal)
		rl_get_screen_size(&rows, &columns);
	const char *prompt = shell_prompt(sh, &a, (unsigned)columns);

	fflush(sh->out);
	char *text = in->terminal ? read_terminal(sh, prompt) : read_plain(in);

	sh->line++;
	while (text != NULL && *text != '\0' && text[strlen(text) - 1] == '\\')
		text = join(text, "\n", in->terminal ? read_terminal(sh, "> ") : read_plain(in));
	if (text != NULL && !in->terminal && *text != '\0' && *text != '#')
		text = with_output(in, text);
	arena_free(&a);
	return (text);
}
