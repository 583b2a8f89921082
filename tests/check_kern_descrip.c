/* SPDX-License-Identifier: BSD-2-Clause */
/* Slots, open files and directories of processes: what scenarios cannot see. */
#include <check.h>
#include <string.h>

#include "file.h"
#include "kernel_calls.h"
#include "vnode.h"
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
open_root(void)
{
	return (made(&f, SYS_open, text(&f, "/"), BSD_O_RDONLY));
}

static uint32_t
slot_blocks(void)
{
	return (proc_find(f.kernel, f.pid, 0)->p_nfdblocks);
}

START_TEST(the_lowest_slot_is_taken)
{
	for (int64_t fd = 0; fd < 40; fd++)
		ck_assert_int_eq(open_root(), fd);
	made(&f, SYS_close, 17);
	made(&f, SYS_close, 5);
	ck_assert_int_eq(open_root(), 5);
	ck_assert_int_eq(made(&f, SYS_dup, 0), 17);
	ck_assert_int_eq(made(&f, SYS_fcntl, 0, BSD_F_DUPFD, 30), 40);
}
END_TEST

START_TEST(open_and_close_leave_no_trace)
{
	made(&f, SYS_close, open_root());
	uint64_t before = kernel_hash(f.kernel);

	made(&f, SYS_close, open_root());
	ck_assert_uint_eq(kernel_hash(f.kernel), before);
	ck_assert_uint_eq(rows(TABLE_file), 0);
}
END_TEST

START_TEST(blocks_without_files_are_freed)
{
	open_root();
	made(&f, SYS_dup2, 0, 5000);
	ck_assert_uint_eq(slot_blocks(), 5000 / FD_BLOCK + 1);
	made(&f, SYS_dup2, 0, 100);
	made(&f, SYS_close, 5000);
	ck_assert_uint_eq(slot_blocks(), 100 / FD_BLOCK + 1);
	made(&f, SYS_close, 100);
	ck_assert_uint_eq(slot_blocks(), 1);
	ck_assert_uint_eq(rows(TABLE_fdblock), 1);
	ck_assert_uint_eq(rows(TABLE_file), 1);
}
END_TEST

START_TEST(an_open_file_lives_until_its_last_slot)
{
	open_root();
	made(&f, SYS_dup2, 0, 9);
	uint32_t parent = f.pid, child = (uint32_t)made(&f, SYS_fork, 0);

	made(&f, SYS_close, 0);
	made(&f, SYS_close, 9);
	ck_assert_uint_eq(rows(TABLE_file), 1);
	f.pid = child;
	made(&f, SYS_close, 0);
	ck_assert_uint_eq(rows(TABLE_file), 1);
	made(&f, SYS__exit, 0);
	ck_assert_uint_eq(rows(TABLE_file), 0);
	f.pid = parent;
	ck_assert_uint_eq(rows(TABLE_fdblock), 1);
}
END_TEST

START_TEST(a_child_gets_no_slot_that_closes_on_fork)
{
	made(&f, SYS_open, text(&f, "/"), BSD_O_CLOFORK);
	made(&f, SYS_open, text(&f, "/"), BSD_O_CLOEXEC);
	f.pid = (uint32_t)made(&f, SYS_fork, 0);
	refused(&f, FGET_NOT_OPEN, SYS_fcntl, 0, BSD_F_GETFD);
	ck_assert_int_eq(made(&f, SYS_fcntl, 1, BSD_F_GETFD), BSD_FD_CLOEXEC);
}
END_TEST

START_TEST(writers_are_counted_until_they_close)
{
	int64_t fd = made(&f, SYS_open, text(&f, "/f"), BSD_O_WRONLY | BSD_O_CREAT, 0600);
	const struct kernel *k = f.kernel;
	vnode_ix ix = fd_peek(k, proc_find(k, f.pid, 0), (int)fd, NULL)->f_vnode;

	ck_assert_uint_eq(vnode_at(k, ix)->v_writecount, 1);
	made(&f, SYS_dup, fd);
	made(&f, SYS_open, text(&f, "/f"), BSD_O_RDWR);
	ck_assert_uint_eq(vnode_at(k, ix)->v_writecount, 2);
	made(&f, SYS_close, fd);
	ck_assert_uint_eq(vnode_at(k, ix)->v_writecount, 2);
	made(&f, SYS_close, fd + 1);
	made(&f, SYS_close, fd + 2);
	ck_assert_uint_eq(vnode_at(k, ix)->v_writecount, 0);
}
END_TEST

START_TEST(a_file_without_a_name_goes_with_its_last_slot)
{
	uint32_t before = rows(TABLE_vnode);
	int64_t fd = made(&f, SYS_open, text(&f, "/f"), BSD_O_RDWR | BSD_O_CREAT, 0600);

	made(&f, SYS_write, fd, text(&f, "contents"));
	made(&f, SYS_unlink, text(&f, "/f"));
	ck_assert_uint_eq(rows(TABLE_vnode), before + 1);
	ck_assert_uint_eq(rows(TABLE_block), 1);
	made(&f, SYS_close, fd);
	ck_assert_uint_eq(rows(TABLE_vnode), before);
	ck_assert_uint_eq(rows(TABLE_block), 0);
}
END_TEST

START_TEST(directories_are_shared_until_somebody_moves)
{
	made(&f, SYS_mkdir, text(&f, "/d"), 0755);
	uint32_t parent = f.pid, before = rows(TABLE_pwd);

	f.pid = (uint32_t)made(&f, SYS_fork, 0);
	ck_assert_uint_eq(rows(TABLE_pwd), before);
	made(&f, SYS_chdir, text(&f, "/"));
	ck_assert_uint_eq(rows(TABLE_pwd), before);
	made(&f, SYS_chdir, text(&f, "/d"));
	ck_assert_uint_eq(rows(TABLE_pwd), before + 1);
	made(&f, SYS_chroot, text(&f, "/d"));
	ck_assert_uint_eq(rows(TABLE_pwd), before + 1);
	made(&f, SYS__exit, 0);
	ck_assert_uint_eq(rows(TABLE_pwd), before);
	f.pid = parent;
	made(&f, SYS_rmdir, text(&f, "/d"));
}
END_TEST

/* F36: who stands on a directory is lifted onto what is mounted there, and set down again. */
START_TEST(a_mount_moves_those_who_stand_there)
{
	const struct kernel *k = f.kernel;

	made(&f, SYS_mkdir, text(&f, "/m"), 0755);
	made(&f, SYS_chdir, text(&f, "/m"));
	vnode_ix below = pwd_at(k, proc_find(k, f.pid, 0)->p_pwd)->pwd_cdir;

	made(&f, SYS_mount, text(&f, "tmpfs"), text(&f, "/m"));
	ck_assert_uint_ne(pwd_at(k, proc_find(k, f.pid, 0)->p_pwd)->pwd_cdir, below);
	made(&f, SYS_mkdir, text(&f, "in-tmpfs"), 0755);
	made(&f, SYS_rmdir, text(&f, "/m/in-tmpfs"));
	made(&f, SYS_unmount, text(&f, "/m"), BSD_MNT_FORCE);
	ck_assert_uint_eq(pwd_at(k, proc_find(k, f.pid, 0)->p_pwd)->pwd_cdir, below);
}
END_TEST

Suite *
kern_descrip_suite(void)
{
	Suite *suite = suite_create("kern_descrip");
	TCase *tc = tcase_create("slots");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, the_lowest_slot_is_taken);
	tcase_add_test(tc, open_and_close_leave_no_trace);
	tcase_add_test(tc, blocks_without_files_are_freed);
	tcase_add_test(tc, an_open_file_lives_until_its_last_slot);
	tcase_add_test(tc, a_child_gets_no_slot_that_closes_on_fork);
	tcase_add_test(tc, writers_are_counted_until_they_close);
	tcase_add_test(tc, a_file_without_a_name_goes_with_its_last_slot);
	suite_add_tcase(suite, tc);
	tc = tcase_create("directories of processes");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, directories_are_shared_until_somebody_moves);
	tcase_add_test(tc, a_mount_moves_those_who_stand_there);
	suite_add_tcase(suite, tc);
	return (suite);
}
