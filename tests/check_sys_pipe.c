/* SPDX-License-Identifier: BSD-2-Clause */
/* Pipes and fifos: how much waits, what is split, what is left behind. */
#include <check.h>
#include <string.h>

#include "kernel_calls.h"
#include "pipe.h"
#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

static struct kernel_calls f;

static void
setup(void)
{
	f = kernel_calls_begin();
}

static void
teardown(void)
{
	kernel_calls_end(&f);
}

static uint32_t
rows(enum table t)
{
	return (f.kernel->k_rows[t].count);
}

static int64_t
bytes(size_t length)
{
	static char many[BIG_PIPE_SIZE + 1];

	memset(many, 'x', sizeof(many));
	return (value_intern(f.values, many, length));
}

START_TEST(a_small_write_is_not_split)
{
	made(&f, SYS_pipe2, BSD_O_NONBLOCK);
	ck_assert_int_eq(made(&f, SYS_write, 1, bytes(BIG_PIPE_SIZE - 100)), BIG_PIPE_SIZE - 100);
	refused(&f, PIPE_NONBLOCK, SYS_write, 1, bytes(PIPE_BUF));
	ck_assert_int_eq(made(&f, SYS_write, 1, bytes(PIPE_BUF + 1)), 100);
	refused(&f, PIPE_NONBLOCK, SYS_write, 1, bytes(1));
	ck_assert_int_eq(made(&f, SYS_write, 1, bytes(0)), 0);
	ck_assert_int_eq(made(&f, SYS_read, 0, BIG_PIPE_SIZE * 2), BIG_PIPE_SIZE);
}
END_TEST

START_TEST(a_large_write_waits_until_it_is_read)
{
	made(&f, SYS_pipe, 0);
	refused(&f, WOULD_BLOCK, SYS_write, 1, bytes(PIPE_MINDIRECT));
	for (int i = 0; i < 8; i++)
		made(&f, SYS_write, 1, bytes(PIPE_MINDIRECT - 1));
	made(&f, SYS_write, 1, bytes(8));
	refused(&f, WOULD_BLOCK, SYS_write, 1, bytes(1));
	made(&f, SYS_read, 0, 1);
	made(&f, SYS_write, 1, bytes(1));
}
END_TEST

START_TEST(a_pipe_goes_with_its_ends)
{
	made(&f, SYS_pipe, 0);
	made(&f, SYS_close, 0);
	ck_assert_uint_eq(rows(TABLE_pipe), 1);
	made(&f, SYS_close, 1);
	ck_assert_uint_eq(rows(TABLE_pipe), 0);
}
END_TEST

START_TEST(a_fifo_is_a_pipe_while_it_is_open)
{
	made(&f, SYS_mkfifo, text(&f, "/f"), 0600);
	int64_t fd = made(&f, SYS_open, text(&f, "/f"), BSD_O_RDWR);

	made(&f, SYS_write, fd, bytes(5));
	made(&f, SYS_dup, fd);
	made(&f, SYS_open, text(&f, "/f"), BSD_O_PATH);
	ck_assert_uint_eq(rows(TABLE_pipe), 1);
	made(&f, SYS_close, fd);
	ck_assert_int_eq(made(&f, SYS_read, fd + 1, 9), 5);
	made(&f, SYS_close, fd + 1);
	ck_assert_uint_eq(rows(TABLE_pipe), 0);
	made(&f, SYS_close, fd + 2);
}
END_TEST

Suite *
sys_pipe_suite(void)
{
	Suite *s = suite_create("sys_pipe");
	TCase *tc = tcase_create("sys_pipe");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_small_write_is_not_split);
	tcase_add_test(tc, a_large_write_waits_until_it_is_read);
	tcase_add_test(tc, a_pipe_goes_with_its_ends);
	tcase_add_test(tc, a_fifo_is_a_pipe_while_it_is_open);
	suite_add_tcase(s, tc);
	return (s);
}
