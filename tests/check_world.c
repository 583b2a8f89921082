/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every scenario as a property test: the state is sound after each, back over
 * all its steps is the beginning, forward again is the end, and the calls of
 * its log, made again, answer the same and lead to the same state.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "paths.h"
#include "simulation.h"
#include "stage.h"
#include "step_run.h"

#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

#define STEPS_MAX 4096

static struct stage stage;
static struct paths paths;

static void
setup(void)
{
	stage_init(&stage);
	ck_assert(paths_add(&paths, "scenarios"));
	ck_assert_uint_gt(paths.count, 0);
}

static void
teardown(void)
{
	paths_free(&paths);
	stage_free(&stage);
}

/* Runs the steps; answers how many, with the hash before each and after the last. */
static unsigned
run_steps(struct world *w, struct scenario *sc, uint64_t *hashes)
{
	struct outcome out;
	unsigned n = 0;

	for (const struct scenario_step *s = sc->steps; s != NULL && n + 1 < STEPS_MAX;
	     s = s->next) {
		hashes[n++] = kernel_hash(w->kernel);
		ck_assert_msg(step_run(w, sc, s, &out), "%s:%u", sc->file, s->line);
	}
	hashes[n] = kernel_hash(w->kernel);
	return (n);
}

static void
go_back_and_forward(struct world *w, const char *file, const uint64_t *hashes, unsigned n)
{
	for (unsigned i = n; i-- > 0;) {
		ck_assert(world_back(w));
		ck_assert_msg(kernel_hash(w->kernel) == hashes[i], "%s: back to step %u", file, i);
	}
	for (unsigned i = 1; i <= n; i++) {
		ck_assert(world_forward(w));
		ck_assert_msg(
		    kernel_hash(w->kernel) == hashes[i], "%s: forward to step %u", file, i);
	}
}

/* The log outlives the world's return to its beginning: it is copied. */
static void
replay(struct world *w, const char *file, uint64_t end)
{
	size_t n = w->present.nlog;
	struct call *calls = calloc(n + 1, sizeof(*calls));
	struct arena a = { 0 };

	ck_assert_ptr_nonnull(calls);
	for (size_t i = 0; i < n; i++)
		memcpy(&calls[i], world_logged(w, &a, i).call, offsetof(struct call, trail));
	arena_free(&a);
	world_restart(w);
	for (size_t i = 0; i < n; i++) {
		struct call c = calls[i];

		kernel_call(w->kernel, &c);
		ck_assert_msg(c.error == calls[i].error && c.retval == calls[i].retval,
		    "%s: call %zu answers otherwise", file, i);
		ck_assert_mem_eq(c.result, calls[i].result, sizeof(c.result));
	}
	ck_assert_msg(kernel_hash(w->kernel) == end, "%s: replayed", file);
	free(calls);
}

/* The same with a history in many short stretches. */
static void
run_in_stretches(struct world *w, struct scenario *sc, const char *file, const uint64_t *hashes)
{
	static uint64_t again[STEPS_MAX];
	size_t usual = w->history.stretch;

	w->history.stretch = 500;
	unsigned n = run_steps(w, sc, again);

	ck_assert_msg(again[n] == hashes[n], "%s: in stretches", file);
	ck_assert(n < 20 || w->history.levels[0].count > 1);
	go_back_and_forward(w, file, again, n);
	for (unsigned i = n; i > n / 2; i--)
		ck_assert(world_back(w));
	ck_assert_msg(kernel_hash(w->kernel) == hashes[n / 2], "%s: half way back", file);
	world_restart(w);
	ck_assert_uint_eq(w->history.levels[0].count, 0);
	w->history.stretch = usual;
}

START_TEST(test_scenarios)
{
	static uint64_t hashes[STEPS_MAX];

	for (unsigned i = 0; i < paths.count; i++) {
		const char *file = paths.names[i];
		struct scenario sc;

		ck_assert_msg(scenario_load(&sc, file), "%s", file);
		struct world *w = stage_world(&stage, scenario_wants_empty(&sc));

		ck_assert_ptr_nonnull(w);
		ck_assert_msg(scenario_check(&sc, &stage.lexicon, w->values), "%s", file);
		unsigned n = run_steps(w, &sc, hashes);
		const char *unsound = kernel_check(w->kernel);

		ck_assert_msg(unsound == NULL, "%s: %s", file, unsound);
		go_back_and_forward(w, file, hashes, n);
		replay(w, file, hashes[n]);
		world_restart(w);
		run_in_stretches(w, &sc, file, hashes);
		world_restart(w);
		ck_assert_msg(kernel_hash(w->kernel) == hashes[0], "%s: the beginning", file);
		scenario_free(&sc);
	}
}
END_TEST

Suite *
world_suite(void)
{
	Suite *s = suite_create("world");
	TCase *scenarios = tcase_create("scenarios");

	tcase_add_checked_fixture(scenarios, setup, teardown);
	tcase_add_test(scenarios, test_scenarios);
	suite_add_tcase(s, scenarios);
	return (s);
}
