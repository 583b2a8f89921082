/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What running scenarios gives: results in order, one a step, that any report
 * can be made of; also as bytes in a pipe, for those run by another process.
 */
#ifndef SIM_RESULT_H
#define SIM_RESULT_H

#include <stdbool.h>
#include <stdio.h>

#include "textbuf.h"

enum test_kind {
	TEST_FILE_BEGINS, /* file and title are set */
	TEST_PASSED,	  /* a step came out as expected */
	TEST_FAILED,	  /* it did not */
	TEST_BROKEN,	  /* input that cannot be run: problem is set */
	TEST_NOTE,	  /* something to tell: problem is set */
	TEST_FILE_ENDS,
};

/* Texts are NULL where there is nothing to say. */
struct test_result {
	enum test_kind kind;   /* which of these */
	unsigned line, column; /* of the step, from 1 */
	const char *file;      /* as named by the caller */
	const char *title;     /* of the scenario */
	const char *step;      /* the step's text, on one line */
	const char *expected;  /* what it should have been */
	const char *got;       /* what it was */
	const char *output;    /* lines of output that differ, with - and + */
	const char *trail;     /* the calls and checks made, a line each */
	const char *problem;   /* "file:line:column: what - how to mend it" */
};

/* Takes the results one by one. */
typedef void result_taker(void *arg, const struct test_result *);

/* As bytes; false: the pipe is closed. */
bool result_write(FILE *, const struct test_result *);

/* Reads what result_write() wrote; false at its end. */
bool result_read(FILE *, struct arena *, struct test_result *);

/* A report: a result_taker for each format, and its beginning and end. */
struct report {
	FILE *out;			    /* where it goes */
	struct arena arena;		    /* for a file's results, where they are kept */
	unsigned tests;			    /* steps so far */
	unsigned failures;		    /* of them, failed or broken */
	unsigned files;			    /* files so far */
	const char *file, *title;	    /* of the file being told */
	struct textbuf pending;		    /* JUnit: the cases of this file */
	unsigned file_tests, file_failures; /* counts of this file */
};

struct report_ops {
	const char *name; /* tap, text, json, junit */
	void (*begin)(struct report *);
	void (*take)(struct report *, const struct test_result *);
	void (*end)(struct report *);
};

extern const struct report_ops report_tap, report_text, report_json, report_junit;

#endif
