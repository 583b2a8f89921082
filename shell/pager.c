/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pager is $PAGER, or less; none when it is empty or the terminal is dumb.  Whether it is
 * missing, left early or killed, the shell goes on.
 */
#include "pager.h"

#include <langinfo.h>
#include <readline/readline.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "utf8.h"

#define PAGER	      "less"
#define PAGER_OPTIONS "FRX" /* leave at once when it fits, keep colours and what was shown */
#define PAGE_WIDTH    80    /* what is said fits into it */
#define NARROWEST     20    /* narrower than that words do not fit either */
#define NOT_FOUND     127   /* sh(1) says so */
#define SLICE_MS      20    /* a pause looks for ^C so often */
#define MS_A_SECOND   1000u
#define NS_A_MS	      1000000L

static volatile sig_atomic_t interrupted;

static void
on_interrupt(int signal)
{
	(void)signal;
	interrupted = 1;
}

static void
interrupt_catch(void)
{
	struct sigaction action = { .sa_handler = on_interrupt };

	sigaction(SIGINT, &action, NULL);
}

bool
interrupt_seen(void)
{
	return (interrupted != 0);
}

void
interrupt_forget(void)
{
	interrupted = 0;
}

/* --- The front of the shell ------------------------------------------------------------ */

/* Text for a terminal that knows ASCII alone: a dash for a dash, "?" for the rest. */
static void
put_ascii(FILE *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length;) {
		size_t bytes = utf8_len(text + i, length - i);

		if (bytes <= 1)
			fputc(text[i], out);
		else
			fputs(bytes == 3 && memcmp(text + i, "\xe2\x80\x94", 3) == 0 ? "--" : "?",
			    out);
		i += bytes == 0 ? 1 : bytes;
	}
}

static void
put_bytes(const struct pager *p, FILE *out, const char *text, size_t length)
{
	if (p->utf8)
		fwrite(text, 1, length, out);
	else
		put_ascii(out, text, length);
}

/* How many bytes of a line fit into so many columns, cut at a blank; all when they fit. */
static size_t
bytes_that_fit(const char *line, size_t length, size_t columns)
{
	size_t blank = 0, column = 0;
	bool escape = false;

	for (size_t at = 0; at < length; at++) {
		if (line[at] == ' ' && column != 0 && line[at - 1] != ' ')
			blank = at;
		escape = escape || line[at] == '\033';
		column += !escape && ((unsigned char)line[at] & 0xc0) != 0x80;
		escape = escape && line[at] != 'm';
		if (column > columns && blank != 0)
			return (blank);
	}
	return (length);
}

/* A line is folded at its blanks; what is folded stands below where the line begins. */
static void
put_line(const struct pager *p, FILE *out, const char *line, size_t length, size_t columns)
{
	size_t indent = 0, room = columns;

	while (indent < length && indent < columns / 2 && line[indent] == ' ')
		indent++;
	while (length > 0) {
		size_t fit = bytes_that_fit(line, length, room);

		put_bytes(p, out, line, fit);
		while (fit < length && line[fit] == ' ')
			fit++;
		line += fit;
		length -= fit;
		if (length > 0)
			fprintf(out, "\n%*s", (int)indent, "");
		room = columns - indent;
	}
}

/* Lines that the screen is too narrow for are folded where words end. */
static void
put(const struct pager *p, FILE *out, const char *text, size_t length)
{
	int rows, columns;

	rl_reset_screen_size();
	rl_get_screen_size(&rows, &columns);
	if (columns < NARROWEST) {
		put_bytes(p, out, text, length);
		return;
	}
	for (size_t at = 0; at < length;) {
		const char *end = memchr(text + at, '\n', length - at);
		size_t line = end == NULL ? length - at : (size_t)(end - (text + at));

		put_line(p, out, text + at, line, (size_t)columns);
		if (end != NULL)
			fputc('\n', out);
		at += line + (end != NULL);
	}
}

/* Shows all that is there without a pager. */
static void
show_plain(struct pager *p)
{
	fflush(p->memory);
	put(p, p->screen, p->text + p->shown, p->length - p->shown);
	fflush(p->screen);
	p->shown = p->length;
}

static bool
pause_shell(void *self, unsigned milliseconds)
{
	show_plain(self);
	for (unsigned left = milliseconds; left > 0 && interrupted == 0;) {
		unsigned slice = left < SLICE_MS ? left : SLICE_MS;
		struct timespec time = { .tv_sec = 0, .tv_nsec = (long)slice * NS_A_MS };

		nanosleep(&time, NULL);
		left -= slice;
	}
	return (interrupted == 0);
}

static bool
was_interrupted(void *self)
{
	(void)self;
	return (interrupted != 0);
}

/* --- The pager ----------------------------------------------------------------------------- */

/* Lines that the text takes on a screen of so many columns; escape sequences take none. */
static size_t
screen_lines(const char *text, size_t length, size_t columns)
{
	size_t lines = 0, column = 0;

	for (size_t i = 0; i < length; i++) {
		if (text[i] == '\033') {
			while (i + 1 < length && text[i] != 'm')
				i++;
		} else if (text[i] == '\n') {
			lines++;
			column = 0;
		} else if (((unsigned char)text[i] & 0xc0) != 0x80 && column++ == columns) {
			lines++;
			column = 1;
		}
	}
	return (lines);
}

static bool
is_long(const struct pager *p)
{
	int rows, columns;

	rl_reset_screen_size();
	rl_get_screen_size(&rows, &columns);
	return (rows > 1 && columns > 0 &&
	    screen_lines(p->text, p->length, (size_t)columns) >= (size_t)rows);
}

/* Gives it to the pager; false when that could not be run. */
static bool
show_paged(struct pager *p)
{
	const char *command = getenv("PAGER");
	struct sigaction ignore = { .sa_handler = SIG_IGN }, former;

	struct termios before;
	bool has_termios = tcgetattr(STDOUT_FILENO, &before) == 0;

	setenv("LESS", PAGER_OPTIONS, 0);
	fflush(p->screen);
	FILE *pager = popen(command == NULL ? PAGER : command, "w");

	if (pager == NULL)
		return (false);
	sigaction(SIGPIPE, &ignore, &former);
	put(p, pager, p->text, p->length);
	int status = pclose(pager);

	sigaction(SIGPIPE, &former, NULL);
	/* One that was killed leaves the terminal as it liked it. */
	if (has_termios)
		tcsetattr(STDOUT_FILENO, TCSADRAIN, &before);
	interrupt_forget();
	return (status < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != NOT_FOUND);
}

/* A line begins: ^C of before does not count. */
static void
line_begins(struct pager *p)
{
	interrupt_forget();
	if (p->memory != NULL)
		return;
	p->shown = 0;
	p->memory = open_memstream(&p->text, &p->length);
	if (p->memory == NULL)
		world_out_of_memory();
	p->sh->out = p->sh->err = p->memory;
	int rows, columns;

	rl_get_screen_size(&rows, &columns);
	p->sh->columns =
	    columns < NARROWEST || columns > PAGE_WIDTH ? PAGE_WIDTH : (unsigned)columns;
}

void
pager_show(struct pager *p)
{
	fflush(p->memory);
	if (p->shown != 0 || !p->paging || !is_long(p) || !show_paged(p))
		show_plain(p);
	fclose(p->memory);
	free(p->text);
	p->memory = NULL;
	line_begins(p);
}

void
pager_begin(struct pager *p, struct shell *sh)
{
	const char *term = getenv("TERM"), *pager = getenv("PAGER");

	*p = (struct pager) { .sh = sh,
		.screen = sh->out,
		.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0,
		.paging = term != NULL && strcmp(term, "dumb") != 0 &&
		    (pager == NULL || *pager != '\0') };
	sh->front = (struct front) { p, pause_shell, was_interrupted };
	interrupt_catch();
	line_begins(p);
}

void
pager_end(struct pager *p)
{
	show_plain(p);
	fclose(p->memory);
	free(p->text);
	p->sh->out = p->screen;
	p->sh->err = stderr;
	p->sh->front = (struct front) { .self = NULL };
}
