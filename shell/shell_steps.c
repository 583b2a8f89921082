/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The steps that were run: of each its text and how it came out, packed.  What it was read into
 * and the calls that it made are made again from these and from the world's log.
 */
#include <string.h>

#include "shell.h"

/* What of a step is seldom there. */
enum { HAS_EXPECTED = 1, HAS_REFUSED = 2, HAS_PRINTED = 4, HAS_FAILED = 8 };

/* Which of the step's calls it is that `call' names, from 1; 0: none. */
static size_t
number_of_call(const struct outcome *out)
{
	for (size_t i = 0; i < out->ncalls; i++)
		if (out->calls[i].call == out->call)
			return (i + 1);
	return (0);
}

static void
put_text(struct records *r, const char *text)
{
	records_put_bytes(r, text, strlen(text));
}

static void
put_outcome(struct records *r, const struct outcome *out)
{
	records_put_number(r, out->pid);
	records_put_number(r, out->ncalls);
	records_put_number(r, number_of_call(out));
	if (out->error != 0 || out->status != 0) {
		records_put_signed(r, out->error);
		records_put_signed(r, out->status);
	}
	if (out->refused != NULL)
		put_text(r, out->refused);
	if (out->output.len != 0)
		records_put_bytes(r, out->output.s, out->output.len);
}

void
shell_keep(struct shell *sh, const struct typed *t)
{
	const struct outcome *out = &t->outcome;
	struct records *r = &sh->steps;

	records_cut(r, sh->world->step - 1);
	records_begin(r);
	records_put_number(r,
	    (t->expected != NULL ? HAS_EXPECTED : 0u) | (out->refused != NULL ? HAS_REFUSED : 0u) |
		(out->output.len != 0 ? HAS_PRINTED : 0u) |
		(out->error != 0 || out->status != 0 ? HAS_FAILED : 0u));
	put_text(r, t->text);
	if (t->expected != NULL)
		put_text(r, t->expected);
	put_outcome(r, out);
	records_end(r);
}

static const char *
get_text(struct record *r, struct arena *a)
{
	size_t length;
	const char *bytes = record_bytes(r, &length);

	return (arena_copy(a, bytes, length));
}

/* The last of the calls made before the step's end are its own; logging in comes before them. */
static void
get_calls(const struct shell *sh, struct arena *a, size_t n, size_t which, struct outcome *out)
{
	size_t end = world_calls_before(sh->world, n);
	struct logged *calls = arena_zero(a, (out->ncalls + 1) * sizeof(*calls));

	for (size_t i = 0; i < out->ncalls; i++)
		calls[i] = world_logged(sh->world, a, end - out->ncalls + i);
	out->calls = calls;
	out->call = which == 0 ? NULL : calls[which - 1].call;
}

static void
get_outcome(struct record *r, uint64_t has, struct arena *a, struct outcome *out)
{
	if ((has & HAS_FAILED) != 0) {
		out->error = (int)record_signed(r);
		out->status = (int)record_signed(r);
	}
	if ((has & HAS_REFUSED) != 0)
		out->refused = get_text(r, a);
	out->output.arena = a;
	if ((has & HAS_PRINTED) != 0) {
		size_t length;
		const char *printed = record_bytes(r, &length);

		textbuf_put(&out->output, printed, length);
	}
}

void
shell_recall(const struct shell *sh, size_t n, struct typed *t)
{
	struct record r = records_at(&sh->steps, n - 1);
	struct outcome *out = &t->outcome;
	uint64_t has = record_number(&r);
	size_t length;
	const char *text = record_bytes(&r, &length);

	*t = (struct typed) { .expected = NULL };
	scenario_parse(&t->sc, sh->file, text, length, SCENARIO_FILE);
	t->text = t->sc.source.s;
	if ((has & HAS_EXPECTED) != 0)
		t->expected = get_text(&r, &t->sc.arena);
	out->step = t->sc.steps;
	out->pid = (uint32_t)record_number(&r);
	out->ncalls = (size_t)record_number(&r);
	size_t which = (size_t)record_number(&r);

	get_outcome(&r, has, &t->sc.arena, out);
	get_calls(sh, &t->sc.arena, n, which, out);
}

const char *
step_text_of(const struct records *steps, struct arena *a, size_t record)
{
	struct record r = records_at(steps, record);

	record_number(&r);
	return (get_text(&r, a));
}

const char *
shell_step_text(const struct shell *sh, struct arena *a, size_t n)
{
	return (step_text_of(&sh->steps, a, n - 1));
}

void
typed_free(struct typed *t)
{
	scenario_free(&t->sc);
}
