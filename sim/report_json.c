/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One JSON object: {"format": 1, "results": [a step each], "passed", "failed"}.
 */
#include "result.h"

static void
put_json(FILE *out, const char *s)
{
	putc('"', out);
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			fprintf(out, "\\%c", *s);
		else if ((unsigned char)*s < ' ')
			fprintf(out, "\\u%04x", (unsigned)(unsigned char)*s);
		else
			putc(*s, out);
	}
	putc('"', out);
}

static void
put_member(FILE *out, const char *name, const char *value)
{
	if (value == NULL)
		return;
	fprintf(out, ", \"%s\": ", name);
	put_json(out, value);
}

static void
json_begin(struct report *r)
{
	fputs("{\"format\": 1, \"results\": [", r->out);
}

static void
json_take(struct report *r, const struct test_result *t)
{
	if (t->kind != TEST_PASSED && t->kind != TEST_FAILED && t->kind != TEST_BROKEN)
		return;
	fprintf(r->out, "%s\n{\"outcome\": \"%s\", \"line\": %u, \"column\": %u",
	    r->tests == 1 ? "" : ",",
	    t->kind == TEST_PASSED     ? "passed" :
		t->kind == TEST_FAILED ? "failed" :
					 "broken",
	    t->line, t->column);
	put_member(r->out, "file", t->file);
	put_member(r->out, "title", r->title);
	put_member(r->out, "step", t->step);
	put_member(r->out, "expected", t->expected);
	put_member(r->out, "got", t->got);
	put_member(r->out, "output", t->output);
	put_member(r->out, "trail", t->trail);
	put_member(r->out, "problem", t->problem);
	putc('}', r->out);
}

static void
json_end(struct report *r)
{
	fprintf(
	    r->out, "\n], \"passed\": %u, \"failed\": %u}\n", r->tests - r->failures, r->failures);
}

const struct report_ops report_json = { "json", json_begin, json_take, json_end };
