/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Edits of a scenario's text, made where the parts of its steps stand.
 */
#include "accept.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "utf8.h"

struct edit {
	struct edit *next; /* the next in the file */
	struct span span;  /* what is replaced */
	struct text text;  /* by what */
};

void
accept_begin(struct accept *ac)
{
	*ac = (struct accept) { .last = &ac->first };
}

static void
add_edit(struct accept *ac, struct scenario *sc, struct span span, const char *text, size_t len)
{
	struct edit *e = arena_new(&sc->arena, struct edit);

	e->span = span;
	e->text = (struct text) { text, len };
	*ac->last = e;
	ac->last = &e->next;
	ac->count++;
}

/* Does the line at this place end as DOS ends lines? */
static const char *
line_end(const struct scenario *sc, uint32_t at)
{
	const char *s = memchr(sc->source.s + at, '\n', sc->source.len - at);

	return (s != NULL && s > sc->source.s && s[-1] == '\r' ? "\r\n" : "\n");
}

/* The output as lines that begin with "| ". */
static void
accept_output(struct accept *ac, struct scenario *sc, const struct outcome *out)
{
	const struct scenario_step *step = out->step;
	struct text got = outcome_output(&sc->arena, out);
	struct textbuf lines = { .arena = &sc->arena };
	const char *end = line_end(sc, step->span.end);

	/* What is no text cannot stand in a scenario. */
	if (!utf8_is_text(got.s, got.len) ||
	    (got.len == step->output.len && memcmp(got.s, step->output.s, got.len) == 0))
		return;
	for (const char *s = got.s; s < got.s + got.len;) {
		size_t len = (size_t)((const char *)memchr(s, '\n', got.len) - s);

		textbuf_puts(&lines, len == 0 ? "|" : "| ");
		textbuf_put(&lines, s, len);
		textbuf_puts(&lines, end);
		s += len + 1;
	}
	add_edit(ac, sc, step->output_span, textbuf_text(&lines), lines.len);
}

void
accept_step(
    struct accept *ac, const struct world *w, struct scenario *sc, const struct outcome *out)
{
	const struct scenario_step *step = out->step;
	const char *text = outcome_expectation(w, &sc->arena, out);
	struct verdict v;

	if (out->refused != NULL)
		return;
	/* Judged without its output: is the expectation itself wrong? */
	struct scenario_step alone = *step;
	struct outcome expectation = *out;

	alone.has_output = false;
	expectation.step = &alone;
	step_judge(w, sc, &expectation, &v);
	if (!v.passed) {
		struct span at = { step->span.end, step->span.end };
		const char *arrow = " => ";

		if (step->expectation != NULL) {
			at = step->expectation->span;
			at.begin = step->expectation->outcome_span.begin;
			arrow = "";
		}
		text = arena_printf(&sc->arena, "%s%s", arrow, text);
		add_edit(ac, sc, at, text, strlen(text));
	}
	if (step->has_output)
		accept_output(ac, sc, out);
}

static bool
write_edited(FILE *f, const struct accept *ac, const struct scenario *sc)
{
	const char *s = sc->source.s;
	uint32_t at = 0;

	for (const struct edit *e = ac->first; e != NULL; e = e->next) {
		fwrite(s + at, 1, e->span.begin - at, f);
		fwrite(e->text.s, 1, e->text.len, f);
		at = e->span.end;
	}
	fwrite(s + at, 1, sc->source.len - at, f);
	return (fflush(f) == 0);
}

bool
accept_write(const struct accept *ac, struct scenario *sc)
{
	FILE *f = fopen(sc->file, "wb");
	bool good = f != NULL && write_edited(f, ac, sc);
	int error = errno;

	if (f != NULL && fclose(f) != 0 && good) {
		error = errno;
		good = false;
	}
	if (!good)
		problem_add(&sc->problems, sc->file, 1, 1,
		    arena_printf(&sc->arena, "cannot be written: %s", strerror(error)),
		    "check that the file may be written");
	return (good);
}
