/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For a reader: a line a file, and for each step that failed what was expected
 * and what came, as compilers write it. Input that cannot be run is told on
 * standard error by whoever makes the report.
 */
#include "result.h"

static void
text_begin(struct report *r)
{
	(void)r;
}

static void
text_failure(struct report *r, const struct test_result *t)
{
	fprintf(r->out, "%s:%u:%u: %s\n    expected %s\n    got      %s\n", t->file, t->line,
	    t->column, t->step, t->expected, t->got);
	if (t->output != NULL)
		fputs(t->output, r->out);
	if (t->trail != NULL)
		fputs(t->trail, r->out);
}

static void
text_take(struct report *r, const struct test_result *t)
{
	switch (t->kind) {
	case TEST_FAILED:
		text_failure(r, t);
		break;
	case TEST_NOTE:
		fprintf(r->out, "%s\n", t->problem);
		break;
	case TEST_FILE_ENDS:
		fprintf(r->out, "%s %s: %u of %u steps%s%s\n",
		    r->file_failures == 0 ? "pass" : "FAIL", t->file,
		    r->file_tests - r->file_failures, r->file_tests, t->title == NULL ? "" : "  ",
		    t->title == NULL ? "" : t->title);
		break;
	default:
		break;
	}
}

static void
text_end(struct report *r)
{
	fprintf(r->out, "%u passed, %u failed\n", r->tests - r->failures, r->failures);
}

const struct report_ops report_text = { "text", text_begin, text_take, text_end };
