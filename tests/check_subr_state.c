/* SPDX-License-Identifier: BSD-2-Clause */
/* Rows, journal, growth and hash, on a kernel that has not booted. */
#include <check.h>
#include <string.h>

#include "decision.h"
#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

static struct allocator allocator;
static struct values *values;
static struct kernel *kernel;
static struct call call;
static struct thread thread;

static void
next_call(void)
{
	state_settle(kernel, thread.td_keep);
	state_next_stamp(kernel);
	ck_assert(state_reserve(kernel));
	thread.td_keep = kernel->k_journal.used;
}

static void
setup(void)
{
	allocator = (struct allocator) { 0 };
	values = values_create(&allocator);
	kernel = state_create(values, &allocator, 2);
	ck_assert_ptr_nonnull(kernel);
	thread = (struct thread) { .td_kernel = kernel, .td_call = &call, .td_trail = &call.trail };
	state_hash(kernel);
	next_call();
}

static void
teardown(void)
{
	state_destroy(kernel);
	values_destroy(values);
}

/* A new row of table pgrp with this id; grows the table when it must. */
static const struct pgrp *
make_pgrp(uint32_t id)
{
	struct pgrp *pg;

	while (pgrp_alloc(&thread, &pg) == ROOM)
		ck_assert(state_grow(kernel, kernel->k_full) && state_reserve(kernel));
	pg->pg_id = id;
	pgrp_enter(&thread, pg);
	return (pg);
}

START_TEST(a_new_row_is_the_lowest_free_and_zero)
{
	struct file *a, *b;

	ck_assert_int_eq(file_alloc(&thread, &a), 0);
	ck_assert_uint_eq(file_ix_of(kernel, a), 1);
	ck_assert_uint_eq(a->f_count, 0);
	ck_assert_int_eq(file_alloc(&thread, &b), ROOM);
	ck_assert_ptr_null(b);
	ck_assert_int_eq(kernel->k_full, TABLE_file);
	file_erase(&thread, a);
	ck_assert_int_eq(file_alloc(&thread, &b), 0);
	ck_assert_uint_eq(file_ix_of(kernel, b), 1);
}
END_TEST

START_TEST(growth_keeps_rows_and_index)
{
	for (uint32_t id = 100; id < 400; id++)
		make_pgrp(id);
	for (uint32_t id = 100; id < 400; id++)
		ck_assert_uint_eq(pgrp_find(kernel, id, 0)->pg_id, id);
	ck_assert_ptr_null(pgrp_find(kernel, 99, 0));
	ck_assert_ptr_null(state_check(kernel));
}
END_TEST

START_TEST(undo_and_redo_swap_contents_index_and_hash)
{
	uint64_t empty = state_hash(kernel);
	size_t start = kernel->k_journal.used;

	make_pgrp(7);
	next_call();
	uint64_t one = state_hash(kernel);
	size_t middle = kernel->k_journal.used;

	pgrp_change(&thread, pgrp_find(kernel, 7, 0))->pg_members = 0;
	pgrp_erase(&thread, pgrp_find(kernel, 7, 0));
	next_call();
	size_t end = kernel->k_journal.used;

	ck_assert(state_hash(kernel) == empty);
	state_undo(kernel, middle);
	ck_assert_ptr_nonnull(pgrp_find(kernel, 7, 0));
	ck_assert(state_hash(kernel) == one);
	state_undo(kernel, start);
	ck_assert_ptr_null(pgrp_find(kernel, 7, 0));
	ck_assert(state_hash(kernel) == empty);
	state_redo(kernel, end);
	ck_assert(state_hash(kernel) == empty);
	state_undo(kernel, middle);
	ck_assert_uint_eq(pgrp_find(kernel, 7, 0)->pg_id, 7);
	ck_assert_ptr_null(state_check(kernel));
}
END_TEST

START_TEST(the_hash_kept_is_the_hash_counted)
{
	for (uint32_t id = 1; id < 50; id++) {
		make_pgrp(id * 3);
		next_call();
		if (id % 4 == 0) {
			pgrp_erase(&thread, pgrp_find(kernel, id * 3 - 3, 0));
			next_call();
		}
	}
	uint64_t kept = state_hash(kernel);

	kernel->k_hashing = false;
	ck_assert(state_hash(kernel) == kept);
}
END_TEST

START_TEST(a_row_is_saved_once_a_call)
{
	const struct pgrp *pg = make_pgrp(5);

	next_call();
	size_t before = kernel->k_journal.used;

	pgrp_change(&thread, pg)->pg_count = 1;
	size_t once = kernel->k_journal.used;

	pgrp_change(&thread, pg)->pg_count = 2;
	ck_assert_uint_gt(once, before);
	ck_assert_uint_eq(kernel->k_journal.used, once);
	state_undo(kernel, before);
	ck_assert_uint_eq(pg->pg_count, 0);
}
END_TEST

START_TEST(check_finds_a_wrong_count_and_a_dirty_free_row)
{
	const struct pgrp *pg = make_pgrp(5);

	ck_assert_ptr_null(state_check(kernel));
	pgrp_change(&thread, pg)->pg_count = 3;
	ck_assert_str_eq(state_check(kernel), "pg_count");
	pgrp_change(&thread, pg)->pg_count = 0;
	memset(kernel->k_rows[TABLE_file].base + table_size[TABLE_file], 1, 4);
	ck_assert_str_eq(state_check(kernel), "a free row is not zero");
	memset(kernel->k_rows[TABLE_file].base + table_size[TABLE_file], 0, 4);
}
END_TEST

struct told {
	unsigned count;
	const char *name; /* of the last field told */
	uint64_t before, after;
};

static void
tell(void *arg, enum table t, uint32_t ix, const struct field *f, unsigned element, uint64_t before,
    uint64_t after)
{
	struct told *told = arg;

	ck_assert_int_eq(t, TABLE_pgrp);
	ck_assert_uint_eq(ix, 1);
	ck_assert_uint_eq(element, 0);
	*told = (struct told) { told->count + 1, f->name, before, after };
}

START_TEST(diff_tells_what_was_and_what_is)
{
	const struct pgrp *pg = make_pgrp(5);
	struct told told = { 0 };

	next_call();
	struct kernel *former = state_copy(kernel);

	for (uint32_t count = 7; count < 10; count++) {
		pgrp_change(&thread, pg)->pg_count = count;
		next_call();
	}
	state_diff(former, kernel, tell, &told);
	ck_assert_uint_eq(told.count, 1);
	ck_assert_str_eq(told.name, "pg_count");
	ck_assert_uint_eq(told.before, 0);
	ck_assert_uint_eq(told.after, 9);
	pgrp_change(&thread, pg)->pg_count = 0;
	told.count = 0;
	state_diff(former, kernel, tell, &told);
	ck_assert_uint_eq(told.count, 0);
	state_destroy(former);
}
END_TEST

START_TEST(a_copy_is_equal_until_one_changes)
{
	make_pgrp(5);
	next_call();
	struct kernel *copy = state_copy(kernel);

	ck_assert(state_equal(kernel, copy));
	ck_assert(state_hash(copy) == state_hash(kernel));
	make_pgrp(6);
	ck_assert(!state_equal(kernel, copy));
	state_destroy(copy);
}
END_TEST

START_TEST(a_failed_growth_loses_nothing)
{
	make_pgrp(5);
	for (uint64_t n = 1; n <= 4; n++) {
		allocator.fail_at = allocator.requests + n;
		(void)state_grow(kernel, TABLE_pgrp);
		allocator.fail_at = 0;
		ck_assert_uint_eq(pgrp_find(kernel, 5, 0)->pg_id, 5);
		ck_assert_ptr_null(state_check(kernel));
	}
}
END_TEST

Suite *
subr_state_suite(void)
{
	Suite *s = suite_create("subr_state");
	TCase *tc = tcase_create("rows");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_new_row_is_the_lowest_free_and_zero);
	tcase_add_test(tc, growth_keeps_rows_and_index);
	tcase_add_test(tc, undo_and_redo_swap_contents_index_and_hash);
	tcase_add_test(tc, the_hash_kept_is_the_hash_counted);
	tcase_add_test(tc, a_row_is_saved_once_a_call);
	tcase_add_test(tc, check_finds_a_wrong_count_and_a_dirty_free_row);
	tcase_add_test(tc, diff_tells_what_was_and_what_is);
	tcase_add_test(tc, a_copy_is_equal_until_one_changes);
	tcase_add_test(tc, a_failed_growth_loses_nothing);
	suite_add_tcase(s, tc);
	return (s);
}
