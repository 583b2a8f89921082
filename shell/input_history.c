/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The history of lines, kept across runs below $XDG_STATE_HOME.  A line is appended when it is
 * typed, and the file is made shorter by putting a shorter one in its place, so that neither a
 * crash nor a second shell damages it.  Where it may not be written there is none, and nothing is
 * said about it.
 */
#include <errno.h>
#include <fcntl.h>
#include <readline/history.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "input.h"

#define HISTORY_LINES 1000

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
input_history_begin(void)
{
	struct arena a = { 0 };
	const char *file = history_file(&a);

	using_history();
	if (file != NULL)
		read_history(file);
	arena_free(&a);
}

void
input_history_add(const char *line)
{
	struct arena a = { 0 };
	const char *file = history_file(&a);

	add_history(line);
	int fd = file == NULL ? -1 : open(file, O_WRONLY | O_CREAT | O_APPEND, 0600);

	if (fd >= 0) {
		/* In one piece, so that two shells do not mix their lines. */
		char *text = arena_printf(&a, "%s\n", line);
		ssize_t written = write(fd, text, strlen(text));

		(void)written;
		close(fd);
	}
	arena_free(&a);
}

/* Puts a file with the last lines in the place of one that has grown long. */
static void
shorten(struct arena *a, const char *file)
{
	char *beside = arena_printf(a, "%s.XXXXXX", file);
	int fd = mkstemp(beside);

	if (fd < 0)
		return;
	close(fd);
	clear_history();
	read_history(file);
	stifle_history(HISTORY_LINES);
	if (write_history(beside) != 0 || rename(beside, file) != 0)
		unlink(beside);
}

void
input_history_end(void)
{
	struct arena a = { 0 };
	const char *file = history_file(&a);

	if (file != NULL && history_length > 2 * HISTORY_LINES)
		shorten(&a, file);
	clear_history();
	arena_free(&a);
}
