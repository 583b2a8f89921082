/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Completion for readline: what sim/complete.h finds, with a line of help each when it is listed.
 */
#include <readline/readline.h>
#include <stdlib.h>
#include <string.h>

#include "complete.h"
#include "input.h"
#include "list.h"
#include "textbuf.h"
#include "utf8.h"

#define HELP_COLUMNS 30 /* of help that are worth showing on the same line */

/* readline's hooks take no argument of ours: what they need while a line is read. */
static struct {
	struct shell *shell;
	struct arena arena; /* of what was completed last */
	struct completion found;
	const char *typed; /* what the candidates replace */
	size_t next;	   /* the candidate that readline asks for next */
} now;

/* The whole line up to the cursor is one word to readline, so a candidate is all of it, too. */
static char *
whole_line(const char *text, const struct candidate *c)
{
	size_t begin = now.found.begin, length = strlen(c->text), end = strlen(c->end);
	bool only = now.found.count == 1;
	char *line = malloc(begin + length + end + 1);

	if (line == NULL)
		world_out_of_memory();
	memcpy(line, text, begin);
	memcpy(line + begin, c->text, length + 1);
	if (only)
		memcpy(line + begin + length, c->end, end + 1);
	return (line);
}

static char *
next_candidate(const char *text, int state)
{
	if (state == 0)
		now.next = 0;
	if (now.next == now.found.count)
		return (NULL);
	return (whole_line(text, &now.found.candidates[now.next++]));
}

/* Nothing fits: what is asked for here is said at once. */
static void
say_about(void)
{
	if (*now.found.about == '\0')
		return;
	int rows, columns;

	rl_get_screen_size(&rows, &columns);
	rl_crlf();
	list_wrap(rl_outstream, now.found.about, 0, (unsigned)columns);
	rl_on_new_line();
}

/* :save names a file of this computer, behind the rest of the line. */
static char *
next_file(const char *text, int state)
{
	const char *blank = strrchr(text, ' ');
	size_t head = (size_t)(blank - text) + 1;
	char *name = rl_filename_completion_function(blank + 1, state);

	if (name == NULL)
		return (NULL);
	char *line = malloc(head + strlen(name) + 1);

	if (line == NULL)
		world_out_of_memory();
	memcpy(line, text, head);
	memcpy(line + head, name, strlen(name) + 1);
	free(name);
	return (line);
}

static char **
complete_files(const char *text)
{
	char **matches = rl_completion_matches(text, next_file);
	struct completion *found = &now.found;

	*found = (struct completion) { .begin = strlen(text), .about = "" };
	if (matches == NULL)
		return (NULL);
	found->candidates = arena_zero(&now.arena, CANDIDATES_MAX * sizeof(struct candidate));
	for (unsigned i = matches[1] == NULL ? 0 : 1; matches[i] != NULL; i++) {
		const char *name = strrchr(matches[i], ' ') + 1;

		if (found->count == CANDIDATES_MAX)
			found->more++;
		else
			found->candidates[found->count++] =
			    (struct candidate) { arena_copy(&now.arena, name, strlen(name)), "",
				    "" };
	}
	now.typed = strrchr(arena_copy(&now.arena, text, strlen(text)), ' ') + 1;
	return (matches);
}

static char **
complete_line(const char *text, int start, int end)
{
	struct shell *sh = now.shell;

	(void)start;
	(void)end;
	arena_clear(&now.arena);
	rl_attempted_completion_over = 1;
	rl_completion_append_character = '\0';
	rl_completion_suppress_append = 1;
	rl_sort_completion_matches = 0;
	rl_ignore_completion_duplicates = 0;
	rl_filename_completion_desired = 0;
	if (strncmp(text, ":save ", 6) == 0)
		return (complete_files(text));
	now.found = complete(sh->world, &now.arena, sh->place->who, text, strlen(text));
	now.typed = arena_copy(&now.arena, text + now.found.begin, strlen(text) - now.found.begin);
	if (now.found.count == 0) {
		say_about();
		return (NULL);
	}
	return (rl_completion_matches(text, next_candidate));
}

/* Text without control characters, of at most `room' columns; "..." stands for what is cut off. */
static const char *
cut_text(const char *text, int room)
{
	struct textbuf t = { .arena = &now.arena };

	textbuf_put_clean(&t, text, strlen(text));
	text = textbuf_text(&t);
	if (room < 4 || text[utf8_prefix(text, (size_t)room)] == '\0')
		return (text);
	return (
	    arena_printf(&now.arena, "%.*s...", (int)utf8_prefix(text, (size_t)room - 3), text));
}

/* What all candidates share of a path says nothing new. */
static size_t
shared_directory(void)
{
	const char *first = now.found.candidates[0].text;
	size_t length = 0;

	for (size_t i = 0; first[i] != '\0' && first[i] == now.typed[i]; i++)
		if (first[i] == '/')
			length = i + 1;
	return (length);
}

static int
widest(size_t skip)
{
	size_t width = 0;

	for (unsigned i = 0; i < now.found.count; i++) {
		size_t length = strlen(now.found.candidates[i].text + skip);

		width = length > width ? length : width;
	}
	return ((int)width);
}

/* Is the screen too narrow for names and help side by side? */
static bool
is_narrow(int room)
{
	for (unsigned i = 0; i < now.found.count && room < HELP_COLUMNS; i++)
		if ((int)strlen(now.found.candidates[i].help) > room)
			return (true);
	return (false);
}

/* Its help stands behind it or, on a narrow screen, below it. */
static void
print_candidate(const struct candidate *c, size_t skip, int width, int columns)
{
	const char *text = cut_text(c->text + skip, columns - 1);
	bool below = is_narrow(columns - width - 3);

	if (*c->help == '\0')
		fprintf(rl_outstream, "%s\n", text);
	else if (below || (int)strlen(text) > width)
		fprintf(rl_outstream, "%s\n    %s\n", text, cut_text(c->help, columns - 5));
	else
		fprintf(rl_outstream, "%-*s  %s\n", width, text,
		    cut_text(c->help, columns - width - 3));
}

static void
list_candidates(char **matches, int count, int longest)
{
	size_t skip = shared_directory();
	int rows, columns, width = widest(skip);

	(void)matches;
	(void)count;
	(void)longest;
	rl_get_screen_size(&rows, &columns);
	if (width > columns / 2)
		width = columns / 2;
	rl_crlf();
	if (*now.found.about != '\0')
		list_wrap(rl_outstream, now.found.about, 0, (unsigned)columns);
	for (unsigned i = 0; i < now.found.count; i++)
		print_candidate(&now.found.candidates[i], skip, width, columns);
	if (now.found.more != 0 || now.found.at_least)
		fprintf(rl_outstream, "and %s%u more\n", now.found.at_least ? "at least " : "",
		    now.found.more);
	rl_on_new_line();
}

void
input_complete_begin(struct shell *sh)
{
	now.shell = sh;
	rl_attempted_completion_function = complete_line;
	rl_completion_display_matches_hook = list_candidates;
	rl_completer_word_break_characters = "";
	rl_basic_word_break_characters = "";
	rl_completer_quote_characters = NULL;
	rl_inhibit_completion = 0;
}

void
input_complete_end(void)
{
	arena_free(&now.arena);
}
