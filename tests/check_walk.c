/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Random walks: many calls by several users in nested jails.  Whatever is called, the log
 * replays to the same states, every step goes back and forward, a refused call changes nothing,
 * nothing changes outside the journal, and neither the size of the tables nor a request for
 * memory that fails makes a difference.  `make walk CALLS=1000000' goes on as long as that, in
 * walks of LONG_CALLS each; of these `make check' does the first.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "call.h"
#include "kernel.h"
#include "lists.h"
#include "random_call.h"
#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

#define CALLS	     2500 /* of a walk; there are WALKS */
#define WALKS	     48
#define MEMORY_CALLS 1500 /* of the walk in which every request for memory fails once */
#define RULE_CALLS   400  /* of the walk without a certain rule */
#define CHECK_EVERY  64
#define MANY_ROWS    4096
#define LONG_CALLS   20000

/* A call as it was asked. */
struct asked {
	uint32_t pid;
	uint16_t number, nargs;
	uint32_t badaddr;
	int64_t words[CALL_ARGS];
};

/* A walk: its calls, the hash after each, and what it made. */
struct walk {
	struct allocator allocator;
	struct values *values;
	struct kernel *kernel;
	struct random random;
	struct asked *log;
	uint64_t *hashes;
	unsigned count;
};

static struct walk walk;
static struct lexicon lexicon;
static struct arena arena;

/* What the long walks came to: how often each call was made and succeeded, each rule held. */
static struct {
	unsigned made[SYSCALLS], succeeded[SYSCALLS];
	unsigned held[RULES];
} tally;

static void
setup(void)
{
	walk = (struct walk) { .log = malloc(LONG_CALLS * sizeof(*walk.log)),
		.hashes = malloc(LONG_CALLS * sizeof(*walk.hashes)) };
	lexicon_init(&lexicon);
	walk.values = values_create(&walk.allocator);
	ck_assert(walk.log != NULL && walk.hashes != NULL && walk.values != NULL);
}

static void
begin(uint64_t seed, uint32_t rows)
{
	walk.kernel = kernel_create(walk.values, &walk.allocator, rows);
	walk.random = (struct random) { .state = seed };
	ck_assert_ptr_nonnull(walk.kernel);
	(void)kernel_hash(walk.kernel);
}

static void
teardown(void)
{
	kernel_destroy(walk.kernel);
	values_destroy(walk.values);
	free(walk.log);
	free(walk.hashes);
	arena_free(&arena);
}

/* "call 7 by pid 12: kill(4, SIGTERM) = -1 ESRCH" */
static const char *
text_of(const struct call *c)
{
	const char *text = call_print(&arena, &lexicon, walk.values, c);

	return (arena_printf(&arena, "call %u by pid %u: %s = %s", walk.count, c->pid, text,
	    call_print_answer(&arena, &lexicon, walk.values, c)));
}

/* The next call of the walk; is it one that makes the world? */
static bool
next(struct call *c)
{
	bool first = first_call(walk.kernel, walk.count, c);

	if (!first)
		random_call(&walk.random, walk.kernel, c);
	struct asked *asked = &walk.log[walk.count];

	*asked = (struct asked) { c->pid, c->number, c->nargs, c->badaddr, { 0 } };
	memcpy(asked->words, c->words, sizeof(asked->words));
	return (first);
}

static struct call
call_of(const struct asked *asked)
{
	struct call c = { .pid = asked->pid,
		.number = asked->number,
		.nargs = asked->nargs,
		.badaddr = asked->badaddr };

	memcpy(c.words, asked->words, sizeof(c.words));
	return (c);
}

/* Does a rule of the trail that held leave something behind? */
static bool
leaves_something(const struct call *c)
{
	for (uint32_t i = 0; i < c->trail.count; i++)
		if (c->trail.steps[i].held && rule_info[c->trail.steps[i].rule].effect == LEAVES)
			return (true);
	return (false);
}

/* An errno has a rule that gives it, and a refused call changes nothing but what it says. */
static void
check_answer(const struct call *c, uint64_t before)
{
	bool explained = c->error == 0;

	for (uint32_t i = 0; i < c->trail.count; i++) {
		const struct step *step = &c->trail.steps[i];

		ck_assert_msg(step->rule < RULES, "%s: no rule", text_of(c));
		tally.held[step->rule] += step->held;
		explained |= step->held && rule_info[step->rule].error == c->error;
	}
	tally.made[c->number]++;
	tally.succeeded[c->number] += c->error == 0;
	ck_assert_msg(explained, "%s: no rule says so", text_of(c));
	ck_assert_msg(c->error == 0 || c->retval == -1, "%s: not -1", text_of(c));
	ck_assert_msg(c->error == 0 || kernel_hash(walk.kernel) == before || leaves_something(c),
	    "%s: refused, and changed something", text_of(c));
}

/* The state before the call, kept as a copy, is what undoing the call gives; then forward again. */
static void
check_undo(const struct kernel *before, size_t position, const struct call *c)
{
	size_t now = kernel_now(walk.kernel);
	uint64_t hash = kernel_hash(walk.kernel);

	kernel_go(walk.kernel, position);
	ck_assert_msg(
	    kernel_equal(walk.kernel, before), "%s: changed rows outside the journal", text_of(c));
	kernel_go(walk.kernel, now);
	ck_assert_msg(
	    kernel_hash(walk.kernel) == hash, "%s: does not come forward again", text_of(c));
}

static void
check_sound(const struct kernel *k, const struct call *c)
{
	const char *wrong = kernel_check(k);

	if (wrong == NULL)
		wrong = lists_check(k);
	ck_assert_msg(wrong == NULL, "after %s: %s", text_of(c), wrong);
}

static void
step(void)
{
	bool thorough = walk.count % CHECK_EVERY == 0;
	struct kernel *copy = thorough ? kernel_copy(walk.kernel) : NULL;
	uint64_t before = kernel_hash(walk.kernel);
	size_t position = kernel_now(walk.kernel);
	struct call c;

	bool first = next(&c);

	(void)kernel_call(walk.kernel, &c);
	ck_assert_msg(!first || c.error == 0, "%s: a world to walk in", text_of(&c));
	check_answer(&c, before);
	if (thorough) {
		check_undo(copy, position, &c);
		kernel_destroy(copy);
		check_sound(walk.kernel, &c);
		(void)text_of(&c);
		arena_clear(&arena);
	}
	walk.hashes[walk.count++] = kernel_hash(walk.kernel);
}

/* The same calls in a kernel with other tables come to the same states. */
static void
check_replay(uint32_t rows)
{
	struct kernel *k = kernel_create(walk.values, &walk.allocator, rows);

	ck_assert_ptr_nonnull(k);
	for (unsigned i = 0; i < walk.count; i++) {
		struct call c = call_of(&walk.log[i]);

		(void)kernel_call(k, &c);
		ck_assert_msg(kernel_hash(k) == walk.hashes[i],
		    "%u, %s: another state with room for %u rows", i, text_of(&c), rows);
	}
	ck_assert(kernel_equal(k, walk.kernel));
	ck_assert_ptr_null(kernel_check(k));
	kernel_destroy(k);
}

START_TEST(walks_replay_and_go_back)
{
	struct kernel *boot;

	begin(0x9e3779b97f4a7c15 + (uint64_t)_i, 0);
	boot = kernel_copy(walk.kernel);
	while (walk.count < CALLS)
		step();
	uint64_t last = kernel_hash(walk.kernel);
	size_t end = kernel_now(walk.kernel);

	kernel_go(walk.kernel, 0);
	ck_assert(kernel_equal(walk.kernel, boot) && kernel_hash(walk.kernel) == kernel_hash(boot));
	ck_assert_ptr_null(kernel_check(walk.kernel));
	kernel_go(walk.kernel, end);
	ck_assert(kernel_hash(walk.kernel) == last);
	kernel_destroy(boot);
	check_replay(2);
	check_replay(MANY_ROWS);
}
END_TEST

/* As long as one likes: only the walk itself. */
START_TEST(a_long_walk)
{
	begin(0x2545f4914f6cdd1d + (uint64_t)_i, 0);
	while (walk.count < LONG_CALLS)
		step();
	uint64_t last = kernel_hash(walk.kernel);

	kernel_go(walk.kernel, 0);
	kernel_go(walk.kernel, kernel_reach(walk.kernel));
	ck_assert(kernel_hash(walk.kernel) == last);
	ck_assert_ptr_null(kernel_check(walk.kernel));
}
END_TEST

/* Says what the long walks came to, when somebody asked for them. */
static void
tell(void)
{
	unsigned made = 0, succeeded = 0, rules = 0, lone = 0;

	if (getenv("WALK_CALLS") == NULL)
		return;
	for (unsigned i = 0; i < SYSCALLS; i++) {
		made += tally.made[i];
		succeeded += tally.succeeded[i];
		lone += tally.succeeded[i] != 0;
	}
	for (unsigned i = 0; i < RULES; i++)
		rules += tally.held[i] != 0;
	printf("%u calls, %u succeeded; %u of %u kinds did; %u of %u rules held\n", made, succeeded,
	    lone, (unsigned)SYSCALLS, rules, (unsigned)RULES);
	printf("never succeeded:");
	for (unsigned i = 0; i < SYSCALLS; i++)
		if (tally.succeeded[i] == 0)
			printf(" %s", syscall_info[i].name);
	printf("\n");
}

static int
number_from_environment(const char *name, int otherwise)
{
	const char *text = getenv(name);

	return (text == NULL ? otherwise : (int)strtol(text, NULL, 10));
}

static TCase *
long_walks(void)
{
	int calls = number_from_environment("WALK_CALLS", LONG_CALLS);
	int first = number_from_environment("WALK_FIRST", 0);
	TCase *tcase = tcase_create("long");

	tcase_set_timeout(tcase, 0);
	tcase_add_unchecked_fixture(tcase, NULL, tell);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, a_long_walk, first, first + (calls - 1) / LONG_CALLS + 1);
	return (tcase);
}

/* Makes the call with each of its requests for memory failing in turn, until none does or the
 * call found another way. */
static void
fail_each_request(const struct call *asked)
{
	uint64_t before = kernel_hash(walk.kernel);

	for (uint64_t nth = 1;; nth++) {
		struct call c = *asked;
		uint64_t failing = walk.allocator.requests + nth;

		walk.allocator.fail_at = failing;
		(void)kernel_call(walk.kernel, &c);
		walk.allocator.fail_at = 0;
		/* Shared memory may be too little, too, with none refused here. */
		if (c.error != BSD_ENOMEM || walk.allocator.requests < failing)
			return;
		ck_assert_msg(
		    kernel_hash(walk.kernel) == before, "%s: changed without memory", text_of(&c));
		check_sound(walk.kernel, &c);
	}
}

START_TEST(every_request_for_memory_may_fail)
{
	begin(77, 2);
	for (; walk.count < MEMORY_CALLS; walk.count++) {
		struct call c;

		next(&c);
		fail_each_request(&c);
		walk.hashes[walk.count] = kernel_hash(walk.kernel);
	}
	check_replay(0);
}
END_TEST

/* A rule switched off gives another outcome, never an unsound state. */
START_TEST(every_rule_may_be_off)
{
	for (int rule = 0; rule < RULES; rule++) {
		struct call c = { .number = SYS_sim_without, .nargs = 1 };

		begin(1 + (uint64_t)rule, 0);
		c.words[0] = value_string(walk.values, rule_info[rule].name);
		ck_assert_int_eq(kernel_call(walk.kernel, &c), 0);
		for (walk.count = 0; walk.count < RULE_CALLS; walk.count++) {
			next(&c);
			if (c.number != SYS_sim_with)
				(void)kernel_call(walk.kernel, &c);
			if (walk.count % CHECK_EVERY == 0)
				check_sound(walk.kernel, &c);
		}
		if (rule + 1 < RULES)
			kernel_destroy(walk.kernel);
	}
}
END_TEST

Suite *
walk_suite(void)
{
	Suite *suite = suite_create("walk");
	TCase *tcase = tcase_create("walk");

	tcase_set_timeout(tcase, 120);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, walks_replay_and_go_back, 0, WALKS);
	tcase_add_test(tcase, every_request_for_memory_may_fail);
	tcase_add_test(tcase, every_rule_may_be_off);
	suite_add_tcase(suite, tcase);
	suite_add_tcase(suite, long_walks());
	return (suite);
}
