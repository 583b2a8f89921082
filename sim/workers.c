/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * File i is run by process i % jobs, which writes its results to a pipe of its
 * own; the parent reads the pipes in turn. A process that dies loses the file
 * it was at, and another one goes on with the rest.
 */
#include "workers.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What every process runs. */
struct work {
	char *const *files;
	unsigned nfiles, jobs;
	const struct run_options *options;
};

/* One process. */
struct worker {
	pid_t pid;     /* 0: none was made */
	FILE *results; /* the reading end of its pipe */
	unsigned next; /* the file that its next results are about */
};

static void
write_result(void *arg, const struct test_result *r)
{
	if (!result_write(arg, r))
		_exit(0);
}

static _Noreturn void
child(const struct work *work, unsigned first, int fd)
{
	FILE *out = fdopen(fd, "wb");
	struct stage st;

	stage_init(&st);
	for (unsigned i = first; out != NULL && i < work->nfiles; i += work->jobs)
		scenario_run(&st, work->files[i], work->options, write_result, out);
	if (out != NULL)
		fflush(out);
	_exit(0);
}

static bool
start(const struct work *work, struct worker *w, unsigned first)
{
	int fds[2];

	w->pid = 0;
	w->results = NULL;
	w->next = first;
	if (first >= work->nfiles || pipe(fds) != 0)
		return (false);
	w->pid = fork();
	if (w->pid == 0) {
		close(fds[0]);
		child(work, first, fds[1]);
	}
	close(fds[1]);
	if (w->pid > 0)
		w->results = fdopen(fds[0], "rb");
	else
		close(fds[0]);
	return (w->results != NULL);
}

static void
stop(struct worker *w)
{
	if (w->results != NULL)
		fclose(w->results);
	if (w->pid > 0)
		waitpid(w->pid, NULL, 0);
	w->results = NULL;
	w->pid = 0;
}

/* Passes on the results of one file; false: the process died over it. */
static bool
pass_on(struct worker *w, result_taker *take, void *arg, bool *began)
{
	struct arena a = { 0 };
	struct test_result r;
	bool ended = false;

	*began = false;
	while (!ended && w->results != NULL && result_read(w->results, &a, &r)) {
		*began |= r.kind == TEST_FILE_BEGINS;
		ended = r.kind == TEST_FILE_ENDS;
		take(arg, &r);
	}
	arena_free(&a);
	return (ended);
}

static void
tell_death(const char *file, bool began, result_taker *take, void *arg)
{
	struct arena a = { 0 };
	struct test_result r = { .kind = TEST_FILE_BEGINS, .file = file };

	if (!began)
		take(arg, &r);
	r.kind = TEST_BROKEN;
	r.line = r.column = 1;
	r.problem = arena_printf(&a, "%s:1:1: the process that ran it died", file);
	take(arg, &r);
	r.kind = TEST_FILE_ENDS;
	take(arg, &r);
	arena_free(&a);
}

static void
run_here(const struct work *work, result_taker *take, void *arg)
{
	struct stage st;

	stage_init(&st);
	for (unsigned i = 0; i < work->nfiles; i++)
		scenario_run(&st, work->files[i], work->options, take, arg);
	stage_free(&st);
}

void
workers_run(char *const *files, unsigned nfiles, unsigned jobs, const struct run_options *options,
    result_taker *take, void *arg)
{
	const struct work work = { files, nfiles, jobs < nfiles ? jobs : nfiles, options };
	struct worker *workers;
	bool began;

	if (work.jobs < 2 || (workers = calloc(work.jobs, sizeof(*workers))) == NULL) {
		run_here(&work, take, arg);
		return;
	}
	fflush(NULL);
	for (unsigned i = 0; i < work.jobs; i++)
		start(&work, &workers[i], i);
	for (unsigned i = 0; i < nfiles; i++) {
		struct worker *w = &workers[i % work.jobs];

		if (pass_on(w, take, arg, &began))
			continue;
		tell_death(files[i], began, take, arg);
		stop(w);
		fflush(NULL);
		start(&work, w, i + work.jobs);
	}
	for (unsigned i = 0; i < work.jobs; i++)
		stop(&workers[i]);
	free(workers);
}
