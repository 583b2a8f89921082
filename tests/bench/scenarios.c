/* SPDX-License-Identifier: BSD-2-Clause */
#include "scenarios.h"

#include "scenario_run.h"

void
boot_stock(void *arg)
{
	struct bench_stage *b = arg;

	stage_init(&b->stage);
	b->other = stage_world(&b->stage, false) == NULL;
	stage_free(&b->stage);
}

static void
take(void *arg, const struct test_result *t)
{
	struct bench_stage *b = arg;

	b->passed += t->kind == TEST_PASSED;
	b->other += t->kind == TEST_FAILED || t->kind == TEST_BROKEN;
}

void
run_scenario(void *arg)
{
	static const struct run_options options;
	struct bench_stage *b = arg;

	b->passed = b->other = 0;
	scenario_run(&b->stage, BENCH_SCENARIO, &options, take, b);
}
