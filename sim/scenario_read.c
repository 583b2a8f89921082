/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A scenario's text, from a file, standard input or memory: is it text at all,
 * and, if so, its steps.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario.tab.h"
#include "scenario_reader.h"
#include "utf8.h"

/* What flex makes of scenario.l. */
struct yy_buffer_state;
int scenario_yylex_init_extra(struct reader *, void **);
struct yy_buffer_state *scenario_yy_scan_buffer(char *, size_t, void *);
int scenario_yylex_destroy(void *);

void
scenario_place(const struct scenario *sc, uint32_t offset, unsigned *line, unsigned *column)
{
	const char *s = sc->source.s;

	*line = *column = 1;
	for (uint32_t i = 0; i < offset && i < sc->source.len; i++) {
		if (s[i] == '\n') {
			++*line;
			*column = 1;
		} else if (((unsigned char)s[i] & 0xc0) != 0x80)
			++*column;
	}
}

void
scenario_problem(struct scenario *sc, struct span at, const char *text, const char *mend)
{
	unsigned line, column;

	scenario_place(sc, at.begin, &line, &column);
	problem_add(&sc->problems, sc->file, line, column, text, mend);
}

/* Is it text: UTF-8 without NUL, its lines not too long? */
static bool
check_text(struct scenario *sc)
{
	const unsigned char *s = (const unsigned char *)sc->source.s;
	size_t len = sc->source.len, line = 0;

	for (size_t i = 0; i < len;) {
		const struct span at = { (uint32_t)i, (uint32_t)i + 1 };
		size_t step = 1;

		if (s[i] == '\n')
			line = i + 1;
		else if (s[i] == '\0') {
			scenario_problem(sc, at, "a NUL byte: this is no text",
			    "write \\0 in a string, or name a scenario file");
			return (false);
		} else if (s[i] >= 0x80 && (step = utf8_len(sc->source.s + i, len - i)) == 0) {
			scenario_problem(sc, at,
			    arena_printf(&sc->arena, "byte 0x%02x is no UTF-8", s[i]),
			    "save the file as UTF-8, or write \\xNN in a string");
			return (false);
		}
		i += step;
		if (i - line > SCENARIO_LINE_MAX) {
			scenario_problem(sc, at, "the line is longer than 65536 bytes",
			    "split it: a \\ at a line's end continues the step");
			return (false);
		}
	}
	return (true);
}

/* The text of the lines below a step, without "| " and trailing blanks. */
static void
take_output(struct scenario *sc, struct scenario_step *step)
{
	const char *s = sc->source.s + step->output_span.begin;
	const char *end = sc->source.s + step->output_span.end;
	char *to = arena_zero(&sc->arena, (size_t)(end - s) + 1);

	step->output.s = to;
	while (s < end) {
		const char *next = memchr(s, '\n', (size_t)(end - s));
		const char *last = next == NULL ? end : next;

		next = next == NULL ? end : next + 1;
		s++;
		if (s < last && (*s == ' ' || *s == '\t'))
			s++;
		while (last > s && strchr(" \t\r", last[-1]) != NULL)
			last--;
		memcpy(to, s, (size_t)(last - s));
		to += last - s;
		*to++ = '\n';
		s = next;
	}
	step->output.len = (size_t)(to - step->output.s);
}

static void
read_steps(struct scenario *sc, enum scenario_source source)
{
	struct reader r = {
		.sc = sc, .base = sc->source.s, .last = &sc->steps, .source = source, .line = 1
	};
	size_t bom = strncmp(sc->source.s, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	/* A line's end for the last line, one more after a last "\", and flex's two NULs. */
	char *text = arena_zero(&sc->arena, sc->source.len + 4);
	void *scanner;

	memcpy(text, sc->source.s, sc->source.len);
	memcpy(text + sc->source.len, "\n\n", 2);
	r.scanned = text;
	if (scenario_yylex_init_extra(&r, &scanner) != 0 ||
	    scenario_yy_scan_buffer(text + bom, sc->source.len + 4 - bom, scanner) == NULL) {
		fputs("jailsim: out of memory\n", stderr);
		abort();
	}
	scenario_yyparse(scanner, &r);
	scenario_yylex_destroy(scanner);
	for (struct scenario_step *step = sc->steps; step != NULL; step = step->next) {
		if (step->output_span.end > sc->source.len)
			step->output_span.end = (uint32_t)sc->source.len;
		if (step->has_output)
			take_output(sc, step);
	}
}

bool
scenario_parse(struct scenario *sc, const char *file, const char *bytes, size_t len,
    enum scenario_source source)
{
	*sc = (struct scenario) { 0 };
	problems_init(&sc->problems, &sc->arena);
	sc->file = arena_copy(&sc->arena, file, strlen(file));
	if (len > SCENARIO_FILE_MAX) {
		problem_add(
		    &sc->problems, sc->file, 1, 1, "the file is larger than 16 MiB", "split it");
		return (false);
	}
	sc->source.s = arena_copy(&sc->arena, bytes, len);
	sc->source.len = len;
	if (check_text(sc))
		read_steps(sc, source);
	return (sc->problems.count == 0);
}

/* Reads all of a stream, a byte more than allowed at most; NULL: see errno. */
static char *
read_all(FILE *f, size_t *len)
{
	size_t room = 16384;
	char *bytes = malloc(room);

	*len = 0;
	while (bytes != NULL) {
		*len += fread(bytes + *len, 1, room - *len, f);
		if (*len < room || room > SCENARIO_FILE_MAX)
			break;
		room *= 4;
		char *more = realloc(bytes, room);

		if (more == NULL)
			free(bytes);
		bytes = more;
	}
	if (bytes != NULL && ferror(f)) {
		free(bytes);
		bytes = NULL;
	}
	return (bytes);
}

bool
scenario_load(struct scenario *sc, const char *path)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	size_t len = 0;
	char *bytes = f == NULL ? NULL : read_all(f, &len);
	int error = errno;

	if (f != NULL && f != stdin)
		fclose(f);
	if (bytes == NULL) {
		const char *mend = error == EISDIR ? "name a scenario file" :
		    error == ENOENT		   ? "check the name" :
						     "check that the file may be read";

		scenario_parse(sc, path, "", 0, SCENARIO_FILE);
		problem_add(&sc->problems, sc->file, 1, 1,
		    arena_printf(&sc->arena, "cannot be read: %s", strerror(error)), mend);
		return (false);
	}
	bool good = scenario_parse(sc, path, bytes, len, SCENARIO_FILE);

	free(bytes);
	return (good);
}

void
scenario_free(struct scenario *sc)
{
	arena_free(&sc->arena);
}
