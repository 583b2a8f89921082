/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `jailsim run': options, reports, exit status.
 */
#include "run.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "nearest.h"
#include "paths.h"
#include "workers.h"

#define REPORTS	    3  /* the main one, --tap, --junit */
#define WITHOUT_MAX 64 /* rules switched off */
#define JOBS_MAX    256

/* One run of the command. */
struct command {
	struct arena arena;		       /* for messages */
	struct run_options options;	       /* how to run */
	const char *without[WITHOUT_MAX];      /* of options */
	const char *format;		       /* of the main report */
	const char *output, *tap, *junit;      /* files; NULL: none */
	unsigned jobs;			       /* processes */
	struct paths paths;		       /* scenarios */
	const struct report_ops *ops[REPORTS]; /* the reports that are made */
	struct report reports[REPORTS];	       /* they */
	unsigned nreports;		       /* how many */
	bool broken;			       /* some input could not be run */
	bool failed;			       /* some step failed */
};

static const struct report_ops *const formats[] = { &report_tap, &report_text, &report_json,
	&report_junit };

static const char usage_text[] =
    "usage: jailsim run [--format tap|text|json|junit] [--tap FILE] [--junit FILE]\n"
    "                   [-o FILE] [-j N] [--accept] [--without RULE]\n"
    "                   [--limit NAME=N,...] PATH...\n";

static const char help_text[] =
    "\n"
    "Runs scenarios as tests, one a step. A PATH is a file, a directory (all *.scn\n"
    "below it) or - for standard input.\n"
    "\n"
    "  --format F      tap (the default), text, json (also --json) or junit\n"
    "  --tap FILE      write TAP to FILE, too\n"
    "  --junit FILE    write JUnit's XML to FILE, too\n"
    "  -o, --output FILE\n"
    "                  write the report to FILE instead of standard output\n"
    "  -j N            run N scenarios at a time; the report is the same\n"
    "  --accept        write what came out into the files as what is expected\n"
    "  --without RULE  switch a rule off from the beginning; may be given again\n"
    "  --limit L       what a scenario may use: steps=N,processes=N,bytes=N,seconds=N\n"
    "                  (K, M and G may stand behind a number)\n"
    "  -h, --help      print this\n"
    "\n"
    "Exit status: 0 all as expected, 1 a step failed, 2 bad usage or input.\n";

enum option_name {
	OPTION_FORMAT = 256,
	OPTION_TAP,
	OPTION_JUNIT,
	OPTION_ACCEPT,
	OPTION_WITHOUT,
	OPTION_LIMIT,
	OPTION_JSON,
	OPTION_HELP,
	OPTION_OUTPUT,
};

static const struct option options[] = {
	{ "format", required_argument, NULL, OPTION_FORMAT },
	{ "tap", required_argument, NULL, OPTION_TAP },
	{ "junit", required_argument, NULL, OPTION_JUNIT },
	{ "accept", no_argument, NULL, OPTION_ACCEPT },
	{ "without", required_argument, NULL, OPTION_WITHOUT },
	{ "limit", required_argument, NULL, OPTION_LIMIT },
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "help", no_argument, NULL, OPTION_HELP },
	{ "output", required_argument, NULL, OPTION_OUTPUT },
	{ NULL, 0, NULL, 0 },
};

static bool
complain(const char *what, const char *mend)
{
	fprintf(stderr, "jailsim run: %s \xe2\x80\x94 %s\n", what, mend);
	return (false);
}

/* A count with K, M or G behind it. */
static bool
take_count(const char *s, uint64_t *count)
{
	static const char units[] = "KMG";
	char *end;

	errno = 0;
	*count = strtoull(s, &end, 10);
	if (end == s || *s == '-' || errno != 0)
		return (false);
	const char *unit = *end == '\0' ? NULL : strchr(units, *end);

	if (unit != NULL) {
		*count <<= 10 * (unit - units + 1);
		end++;
	}
	return (*end == '\0');
}

static bool
take_limits(struct command *c, char *list)
{
	const struct {
		const char *name;
		uint64_t *limit;
	} names[] = {
		{ "steps=", &c->options.limits.steps },
		{ "processes=", &c->options.limits.processes },
		{ "bytes=", &c->options.limits.bytes },
		{ "seconds=", &c->options.limits.seconds },
	};

	for (char *next; list != NULL; list = next) {
		bool known = false;

		next = strchr(list, ',');
		if (next != NULL)
			*next++ = '\0';
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
			size_t len = strlen(names[i].name);

			if (strncmp(list, names[i].name, len) == 0)
				known = take_count(list + len, names[i].limit);
		}
		if (!known)
			return (complain(arena_printf(&c->arena, "bad limit %s", list),
			    "write --limit steps=1000,processes=100,bytes=64M,seconds=10"));
	}
	return (true);
}

static bool
take_rule(struct command *c, const char *name)
{
	struct nearest n;

	nearest_begin(&n, name);
	for (unsigned i = 0; i < RULES; i++) {
		if (strcmp(rule_info[i].name, name) != 0) {
			nearest_offer(&n, rule_info[i].name);
			continue;
		}
		if (c->options.nwithout == WITHOUT_MAX)
			return (complain("too many --without", "switch off fewer rules"));
		c->without[c->options.nwithout++] = name;
		return (true);
	}
	return (complain(arena_printf(&c->arena, "there is no rule %s", name),
	    nearest_mend(&n, &c->arena, "see jailsim list rules")));
}

static bool
take_jobs(struct command *c, const char *s)
{
	uint64_t jobs;

	if (!take_count(s, &jobs) || jobs < 1 || jobs > JOBS_MAX)
		return (
		    complain(arena_printf(&c->arena, "bad number of jobs %s", s), "write -j 2"));
	c->jobs = (unsigned)jobs;
	return (true);
}

static bool
take_option(struct command *c, int option)
{
	switch (option) {
	case OPTION_FORMAT:
		c->format = optarg;
		return (true);
	case OPTION_JSON:
		c->format = "json";
		return (true);
	case OPTION_TAP:
		c->tap = optarg;
		return (true);
	case OPTION_JUNIT:
		c->junit = optarg;
		return (true);
	case 'o':
	case OPTION_OUTPUT:
		c->output = optarg;
		return (true);
	case 'j':
		return (take_jobs(c, optarg));
	case OPTION_ACCEPT:
		c->options.accept = true;
		return (true);
	case OPTION_WITHOUT:
		return (take_rule(c, optarg));
	case OPTION_LIMIT:
		return (take_limits(c, optarg));
	default:
		return (false);
	}
}

/* Says why getopt_long(3) did not take the word that it went over. */
static bool
bad_option(struct command *c, int option, const char *word)
{
	const char *name = word;

	if (optopt > 0 && optopt <= UCHAR_MAX)
		name = arena_printf(&c->arena, "-%c", optopt);
	return (complain(arena_printf(&c->arena,
			     option == ':'	    ? "%s needs a value behind it" :
				 optopt > UCHAR_MAX ? "%s takes no value" :
						      "there is no option %s",
			     name),
	    "see jailsim run --help"));
}

static int
help(void)
{
	printf("%s%s", usage_text, help_text);
	if (fflush(stdout) == 0 || errno == EPIPE)
		return (0);
	complain("the help cannot be written", strerror(errno));
	return (2);
}

static bool
add_report(struct command *c, const struct report_ops *ops, const char *file)
{
	struct report *r = &c->reports[c->nreports];

	*r = (struct report) { .out = file == NULL ? stdout : fopen(file, "w") };
	if (r->out == NULL)
		return (complain(arena_printf(&c->arena, "%s: %s", file, strerror(errno)),
		    "name a file that can be written"));
	c->ops[c->nreports++] = ops;
	return (true);
}

static bool
add_main_report(struct command *c)
{
	struct nearest n;

	nearest_begin(&n, c->format);
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (strcmp(formats[i]->name, c->format) == 0)
			return (add_report(c, formats[i], c->output));
		nearest_offer(&n, formats[i]->name);
	}
	return (complain(arena_printf(&c->arena, "there is no format %s", c->format),
	    nearest_mend(&n, &c->arena, "write tap, text, json or junit")));
}

static bool
add_path(struct command *c, const char *path)
{
	if (strcmp(path, "-") == 0 && c->options.accept)
		return (complain("--accept cannot rewrite standard input", "name a file"));
	if (!paths_add(&c->paths, path))
		return (complain(arena_printf(&c->arena, "%s: %s", path, strerror(errno)),
		    "name a directory that can be read"));
	return (true);
}

static bool
take_paths(struct command *c, int argc, char **argv)
{
	if (argc == 0)
		return (complain("no scenario named", "name a file or a directory"));
	for (int i = 0; i < argc; i++)
		if (!add_path(c, argv[i]))
			return (false);
	if (c->paths.count == 0)
		return (complain("no scenario there", "name a directory with *.scn files in it"));
	return (true);
}

/* Counts a result and gives it to every report. */
static void
take(void *arg, const struct test_result *t)
{
	struct command *c = arg;
	bool bad = t->kind == TEST_FAILED || t->kind == TEST_BROKEN;
	bool test = bad || t->kind == TEST_PASSED;

	c->failed |= bad;
	c->broken |= t->kind == TEST_BROKEN;
	for (unsigned i = 0; i < c->nreports; i++) {
		struct report *r = &c->reports[i];

		if (t->kind == TEST_FILE_BEGINS) {
			r->title = t->title;
			r->files++;
			r->file_tests = r->file_failures = 0;
		}
		r->tests += test;
		r->failures += bad;
		r->file_tests += test;
		r->file_failures += bad;
		c->ops[i]->take(r, t);
	}
	if (t->kind == TEST_BROKEN) {
		fflush(stdout);
		fprintf(stderr, "%s\n", t->problem);
	}
}

/* Ends the reports; false when one could not be written. */
static bool
end_reports(struct command *c)
{
	bool good = true;

	for (unsigned i = 0; i < c->nreports; i++) {
		FILE *out = c->reports[i].out;

		c->ops[i]->end(&c->reports[i]);
		arena_free(&c->reports[i].arena);
		bool written = fflush(out) == 0 && !ferror(out);

		/* Who closed the pipe has read enough. */
		if (!written && errno != EPIPE)
			good = complain(arena_printf(&c->arena, "the report cannot be written: %s",
					    strerror(errno)),
			    "name another file, or make room");
		if (out != stdout)
			fclose(out);
	}
	return (good);
}

static int
run(struct command *c)
{
	for (unsigned i = 0; i < c->nreports; i++)
		c->ops[i]->begin(&c->reports[i]);
	workers_run(c->paths.names, c->paths.count, c->jobs, &c->options, take, c);
	bool written = end_reports(c);

	return (c->broken || !written ? 2 : c->failed ? 1 : 0);
}

int
run_main(int argc, char **argv)
{
	struct command c = { .format = "tap", .jobs = 1 };
	int option, status = 2;
	bool good = true;

	c.options.without = c.without;
	optind = 1;
	while (good && (option = getopt_long(argc, argv, ":o:j:h", options, NULL)) != -1) {
		if (option == 'h' || option == OPTION_HELP)
			return (help());
		good = option == '?' || option == ':' ? bad_option(&c, option, argv[optind - 1]) :
							take_option(&c, option);
	}
	if (good && take_paths(&c, argc - optind, argv + optind) && add_main_report(&c) &&
	    (c.tap == NULL || add_report(&c, &report_tap, c.tap)) &&
	    (c.junit == NULL || add_report(&c, &report_junit, c.junit)))
		status = run(&c);
	paths_free(&c.paths);
	arena_free(&c.arena);
	return (status);
}
