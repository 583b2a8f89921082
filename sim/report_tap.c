/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TAP version 14: a test a step, diagnostics as YAML behind those that failed.
 */
#include <stdlib.h>
#include <string.h>

#include "result.h"

/* prove(1) of many systems refuses a version above 13; what is written here is right in both. */
static void
tap_begin(struct report *r)
{
	fputs(getenv("HARNESS_ACTIVE") == NULL ? "TAP version 14\n" : "TAP version 13\n", r->out);
}

/* "#" begins a directive and "\" escapes it in a test's description. */
static void
put_description(FILE *out, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '#' || *s == '\\')
			putc('\\', out);
		putc(*s, out);
	}
}

/* A YAML string in double quotes. */
static void
put_yaml(FILE *out, const char *s)
{
	putc('"', out);
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			fprintf(out, "\\%c", *s);
		else if (*s == '\n')
			fputs("\\n", out);
		else if ((unsigned char)*s < ' ')
			fprintf(out, "\\x%02x", (unsigned)(unsigned char)*s);
		else
			putc(*s, out);
	}
	putc('"', out);
}

static void
put_pair(FILE *out, const char *key, const char *value)
{
	if (value == NULL)
		return;
	fprintf(out, "  %s: ", key);
	put_yaml(out, value);
	putc('\n', out);
}

/* Lines as a block, so that they read as they are. */
static void
put_block(FILE *out, const char *key, const char *lines)
{
	if (lines == NULL || *lines == '\0')
		return;
	/* The number is needed only when a blank comes first, and prove(1) does not know it. */
	fprintf(out, "  %s: |%s\n", key, *lines == ' ' ? "2" : "");
	while (*lines != '\0') {
		size_t len = strcspn(lines, "\n");

		fprintf(out, "    %.*s\n", (int)len, lines);
		lines += len + (lines[len] == '\n');
	}
}

static void
tap_failure(struct report *r, const struct test_result *t)
{
	fputs("  ---\n", r->out);
	if (t->line != 0)
		fprintf(r->out, "  at: \"%s:%u:%u\"\n", t->file, t->line, t->column);
	put_pair(r->out, "problem", t->problem);
	put_pair(r->out, "expected", t->expected);
	put_pair(r->out, "got", t->got);
	put_block(r->out, "output", t->output);
	put_block(r->out, "trail", t->trail);
	fputs("  ...\n", r->out);
}

static void
tap_take(struct report *r, const struct test_result *t)
{
	switch (t->kind) {
	case TEST_FILE_BEGINS:
		fprintf(r->out, "# %s", t->file);
		if (t->title != NULL)
			fprintf(r->out, ": %s", t->title);
		putc('\n', r->out);
		return;
	case TEST_NOTE:
		fprintf(r->out, "# %s\n", t->problem);
		return;
	case TEST_FILE_ENDS:
		return;
	default:
		break;
	}
	fprintf(r->out, "%sok %u - %s:%u ", t->kind == TEST_PASSED ? "" : "not ", r->tests, t->file,
	    t->line);
	put_description(r->out, t->step == NULL ? "cannot be run" : t->step);
	putc('\n', r->out);
	if (t->kind != TEST_PASSED)
		tap_failure(r, t);
}

static void
tap_end(struct report *r)
{
	fprintf(r->out, "1..%u\n", r->tests);
}

const struct report_ops report_tap = { "tap", tap_begin, tap_take, tap_end };
