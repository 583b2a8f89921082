/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lines of a terminal, by readline, and of a pipe, with nothing printed but what comes out.  What
 * is pasted in several lines is done line by line, as if it were a file.
 */
#include "input.h"

#include <readline/readline.h>
#include <stdlib.h>
#include <string.h>

#include "actor.h"

/* Colours of the prompt, by who acts. */
#define HOST_ROOT "1;31"
#define JAIL_ROOT "1;33"
#define USER	  "1;32"
#define DIRECTORY "34"

/* readline's hook takes no argument. */
static struct {
	struct shell *sh;
	bool dropped; /* ^C came while a line was read */
} now;

/* --- The prompt ------------------------------------------------------------------------------ */

static const char *
colour_of_actor(const struct shell *sh, struct arena *a)
{
	struct actor actor = actor_look(sh->world, a, actor_find(sh->world, sh->place->who));
	char sign = actor.alive ? actor.sign : sh->place->sign;
	const char *at = strchr(sh->place->who, '@');
	bool host = actor.alive ? strcmp(actor.jail, "host") == 0 :
				  at != NULL && strncmp(at, "@host", 5) == 0;

	return (sign != '#' ? USER : host ? HOST_ROOT : JAIL_ROOT);
}

/* Colours in the marks that tell readline that they take no room. */
static const char *
coloured(const struct shell *sh, struct arena *a, const char *prompt)
{
	const char *at = strchr(prompt, '@');
	const char *colon = at == NULL ? NULL : strchr(at, ':');

	if (!sh->colour || sh->answer != NULL || colon == NULL)
		return (prompt);
	size_t directory = strlen(colon) > 3 ? strlen(colon) - 3 : 0;

	return (arena_printf(a,
	    "\001\033[%sm\002%.*s\001\033[0m\002\001\033[%sm\002%.*s\001\033[0m\002%s",
	    colour_of_actor(sh, a), (int)(colon - prompt), prompt, DIRECTORY, (int)directory, colon,
	    colon + directory));
}

static const char *
prompt_text(const struct shell *sh, struct arena *a)
{
	int rows, columns;

	rl_get_screen_size(&rows, &columns);
	return (coloured(sh, a, shell_prompt(sh, a, columns < 1 ? 1 : (unsigned)columns)));
}

/* Ctrl-C drops the line, those that it continues and the question that it answers. */
static int
drop_line(void)
{
	struct arena a = { 0 };

	if (!interrupt_seen())
		return (0);
	interrupt_forget();
	now.dropped = true;
	now.sh->answer = NULL;
	rl_crlf();
	rl_replace_line("", 0);
	rl_set_prompt(prompt_text(now.sh, &a));
	rl_on_new_line();
	rl_redisplay();
	arena_free(&a);
	return (0);
}

/* A key; what a Ctrl-C before it drops is dropped first, for the signal may come between reads. */
static int
read_key(FILE *stream)
{
	int key = rl_getc(stream);

	drop_line();
	return (key);
}

/* --- Beginning and end ----------------------------------------------------------------------- */

void
input_begin(struct input *in, struct shell *sh)
{
	*in = (struct input) { .sh = sh };
	if (!sh->terminal)
		return;
	now.sh = sh;
	rl_readline_name = "jailsim";
	rl_signal_event_hook = drop_line;
	rl_getc_function = read_key;
	rl_initialize();
	input_complete_begin(sh);
	input_history_begin();
	pager_begin(&in->pager, sh);
}

void
input_end(struct input *in)
{
	free(in->pushed);
	free(in->pasted);
	if (!in->sh->terminal)
		return;
	input_history_end();
	input_complete_end();
	pager_end(&in->pager);
}

void
input_show(struct input *in)
{
	if (in->sh->terminal)
		pager_show(&in->pager);
}

/* --- One line as it comes ----------------------------------------------------------------------
 */

static char *
read_pipe(void)
{
	char *line = NULL;
	size_t room = 0;
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

/* The next line of what was pasted. */
static char *
read_pasted(struct input *in)
{
	size_t length = strcspn(in->rest, "\n");
	char *line = strndup(in->rest, length);

	if (line == NULL)
		world_out_of_memory();
	in->rest =
	    in->rest[length] == '\0' || in->rest[length + 1] == '\0' ? NULL : in->rest + length + 1;
	return (line);
}

/* Asks for a line; of several that were pasted the first one. */
static char *
read_terminal(struct input *in, const char *prompt)
{
	char *line = readline(prompt);

	interrupt_forget();
	if (line == NULL) {
		fputc('\n', in->pager.screen);
		return (NULL);
	}
	if (*line != '\0')
		input_history_add(line);
	if (strchr(line, '\n') == NULL)
		return (line);
	free(in->pasted);
	in->pasted = in->rest = line;
	return (read_pasted(in));
}

/* The next line from wherever; prompt NULL: only what is there already. */
static char *
next_line(struct input *in, const char *prompt)
{
	char *line = in->pushed;

	in->pushed = NULL;
	if (line != NULL)
		return (line);
	if (in->rest != NULL)
		return (read_pasted(in));
	if (!in->sh->terminal)
		return (read_pipe());
	return (prompt == NULL ? NULL : read_terminal(in, prompt));
}

/* --- A line with what belongs to it -------------------------------------------------------------
 */

static char *
join(char *a, const char *between, char *b)
{
	size_t la = strlen(a), lb = strlen(between), lc = b == NULL ? 0 : strlen(b);
	char *text = realloc(a, la + lb + lc + 1);

	if (text == NULL)
		world_out_of_memory();
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

	while ((next = next_line(in, NULL)) != NULL && next[0] == '|')
		text = join(text, "\n", next);
	in->pushed = next;
	return (text);
}

static bool
continues(const char *text)
{
	return (text != NULL && *text != '\0' && text[strlen(text) - 1] == '\\');
}

/* What was pasted is shown again, each line above what comes of it. */
static void
echo(const struct input *in, const char *prompt, const char *text)
{
	if (in->sh->terminal && text != NULL)
		fprintf(in->sh->out, "%s%s\n", prompt, text);
}

char *
input_read(struct input *in)
{
	struct shell *sh = in->sh;
	struct arena a = { 0 };
	bool pasted = in->rest != NULL || in->pushed != NULL;
	const char *prompt =
	    sh->terminal && !pasted ? prompt_text(sh, &a) : shell_prompt(sh, &a, 80);

	now.dropped = false;
	char *text = next_line(in, prompt);

	sh->line++;
	while (continues(text)) {
		char *more = next_line(in, "> ");

		if (now.dropped) {
			free(text);
			text = more;
			now.dropped = false;
		} else {
			text = join(text, "\n", more);
		}
	}
	if (text != NULL && *text != '\0' && *text != '#')
		text = with_output(in, text);
	if (pasted || in->rest != NULL || in->pushed != NULL)
		echo(in, shell_prompt(sh, &a, 80), text);
	arena_free(&a);
	return (text);
}
