/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * JUnit's XML as continuous integration reads it: a test suite a file. The
 * counts stand before the cases, so a file's cases are kept until it ends.
 */
#include "result.h"

static void
put_xml(struct textbuf *t, const char *s)
{
	for (; *s != '\0'; s++)
		switch (*s) {
		case '&':
			textbuf_puts(t, "&amp;");
			break;
		case '<':
			textbuf_puts(t, "&lt;");
			break;
		case '>':
			textbuf_puts(t, "&gt;");
			break;
		case '"':
			textbuf_puts(t, "&quot;");
			break;
		case '\n':
			textbuf_puts(t, "&#10;");
			break;
		default:
			/* XML 1.0 has no way to say the other control characters. */
			textbuf_put(t, (unsigned char)*s < ' ' && *s != '\t' ? "?" : s, 1);
			break;
		}
}

static void
junit_begin(struct report *r)
{
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n", r->out);
}

static void
junit_case(struct report *r, const struct test_result *t)
{
	struct textbuf *p = &r->pending;
	bool broken = t->kind == TEST_BROKEN;

	textbuf_printf(p, "    <testcase line=\"%u\" name=\"%u ", t->line, t->line);
	put_xml(p, t->step == NULL ? "cannot be run" : t->step);
	textbuf_puts(p, "\" classname=\"");
	put_xml(p, t->file);
	if (t->kind == TEST_PASSED) {
		textbuf_puts(p, "\"/>\n");
		return;
	}
	textbuf_puts(p, broken ? "\"><error message=\"" : "\"><failure message=\"");
	if (broken)
		put_xml(p, t->problem);
	else {
		put_xml(p, "expected ");
		put_xml(p, t->expected);
		put_xml(p, ", got ");
		put_xml(p, t->got);
	}
	textbuf_puts(p, "\">");
	put_xml(p, t->output == NULL ? "" : t->output);
	put_xml(p, t->trail == NULL ? "" : t->trail);
	textbuf_puts(p, broken ? "</error></testcase>\n" : "</failure></testcase>\n");
}

static void
junit_take(struct report *r, const struct test_result *t)
{
	struct textbuf name = { .arena = &r->arena };

	switch (t->kind) {
	case TEST_FILE_BEGINS:
		r->pending = (struct textbuf) { .arena = &r->arena };
		break;
	case TEST_FILE_ENDS:
		put_xml(&name, t->file);
		fprintf(r->out,
		    "  <testsuite name=\"%s\" tests=\"%u\" failures=\"%u\">\n%s"
		    "  </testsuite>\n",
		    textbuf_text(&name), r->file_tests, r->file_failures,
		    textbuf_text(&r->pending));
		arena_free(&r->arena);
		break;
	case TEST_NOTE:
		break;
	default:
		junit_case(r, t);
		break;
	}
}

static void
junit_end(struct report *r)
{
	fputs("</testsuites>\n", r->out);
}

const struct report_ops report_junit = { "junit", junit_begin, junit_take, junit_end };
