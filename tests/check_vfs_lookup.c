/* SPDX-License-Identifier: BSD-2-Clause */
/* Lookups and contents: what scenarios cannot see, on a kernel that has booted. */
#include <check.h>
#include <string.h>

#include "file.h"
#include "jail.h"
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

START_TEST(a_lookup_writes_nothing)
{
	made(&f, SYS_mkdir, text(&f, "/a"), 0755);
	made(&f, SYS_mkdir, text(&f, "/a/b"), 0755);
	size_t now = kernel_now(f.kernel);

	made(&f, SYS_stat, text(&f, "/a/b/../b/./"));
	refused(&f, NAMEI_NOENT, SYS_stat, text(&f, "/a/b/c"));
	refused(&f, NAMEI_NOENT, SYS_stat, text(&f, "/a/b/never-interned-before"));
	ck_assert_uint_eq(kernel_now(f.kernel), now);
}
END_TEST

START_TEST(limits_of_names_and_paths)
{
	char name[300], path[1100];

	memset(name, 'x', sizeof(name));
	memset(path, '/', sizeof(path));
	name[0] = '/';
	name[256] = '\0'; /* 255 letters */
	made(&f, SYS_mkdir, text(&f, name), 0755);
	name[256] = 'x';
	name[257] = '\0';
	refused(&f, NAMEI_NAME_TOO_LONG, SYS_mkdir, text(&f, name), 0755);
	path[1023] = '\0';
	made(&f, SYS_stat, text(&f, path));
	path[1023] = '/';
	path[1024] = '\0';
	refused(&f, NAMEI_PATH_TOO_LONG, SYS_stat, text(&f, path));
}
END_TEST

START_TEST(thirty_two_links_and_no_more)
{
	char from[8] = "/l00", to[8] = "/l00";

	made(&f, SYS_mkdir, text(&f, "/l00"), 0755);
	for (int i = 1; i <= 33; i++) {
		memcpy(to, from, sizeof(to));
		from[2] = (char)('0' + i / 10);
		from[3] = (char)('0' + i % 10);
		made(&f, SYS_symlink, text(&f, to), text(&f, from));
	}
	made(&f, SYS_stat, text(&f, "/l32"));
	refused(&f, NAMEI_LINK_LOOP, SYS_stat, text(&f, "/l33"));
	made(&f, SYS_lstat, text(&f, "/l33"));
}
END_TEST

START_TEST(links_cannot_lengthen_a_path_beyond_its_limit)
{
	char target[1000];

	memset(target, '/', sizeof(target));
	memcpy(target + sizeof(target) - 2, ".", 2);
	made(&f, SYS_symlink, text(&f, target), text(&f, "/l"));
	made(&f, SYS_stat, text(&f, "/l/."));
	refused(&f, NAMEI_PATH_TOO_LONG, SYS_stat, text(&f, "/l/././././././././././././././."));
}
END_TEST

START_TEST(aliases_of_a_lookup_are_gone_after_it)
{
	made(&f, SYS_mkdir, text(&f, "/a"), 0755);
	made(&f, SYS_mkdir, text(&f, "/a/b"), 0755);
	made(&f, SYS_mkdir, text(&f, "/n"), 0755);
	made(&f, SYS_mount, text(&f, "nullfs"), text(&f, "/n"), 0, options(&f, "from", "/a"));
	uint64_t before = kernel_hash(f.kernel);

	made(&f, SYS_stat, text(&f, "/n/b"));
	refused(&f, NAMEI_NOENT, SYS_stat, text(&f, "/n/b/c"));
	ck_assert_uint_eq(kernel_hash(f.kernel), before);
	ck_assert_ptr_null(kernel_check(f.kernel));
	made(&f, SYS_chdir, text(&f, "/n/b"));
	ck_assert_uint_ne(kernel_hash(f.kernel), before);
	made(&f, SYS_chdir, text(&f, "/"));
	ck_assert_uint_eq(kernel_hash(f.kernel), before);
}
END_TEST

/* The path of the working directory, from the real root. */
static const char *
working_directory(char path[PATH_MAX])
{
	const struct kernel *k = f.kernel;
	const struct proc *p = proc_find(k, f.pid, 0);
	const struct vnode *vp = vnode_at(k, pwd_at(k, p->p_pwd)->pwd_cdir);
	size_t start = vn_fullpath(k, vp, NULL, path);

	return (start == 0 ? "none" : path + start);
}

START_TEST(a_path_leads_back_through_mounts_and_aliases)
{
	char path[PATH_MAX];

	ck_assert_str_eq(working_directory(path), "/");
	made(&f, SYS_mkdir, text(&f, "/a"), 0755);
	made(&f, SYS_mkdir, text(&f, "/a/b"), 0755);
	made(&f, SYS_mkdir, text(&f, "/n"), 0755);
	made(&f, SYS_mount, text(&f, "nullfs"), text(&f, "/n"), 0, options(&f, "from", "/a"));
	made(&f, SYS_chdir, text(&f, "/n/b"));
	ck_assert_str_eq(working_directory(path), "/n/b");
	made(&f, SYS_mount, text(&f, "tmpfs"), text(&f, "/n/b"), 0, 0);
	made(&f, SYS_mkdir, text(&f, "/n/b/t"), 0755);
	made(&f, SYS_chdir, text(&f, "/n/b/t"));
	ck_assert_str_eq(working_directory(path), "/n/b/t");
	made(&f, SYS_rmdir, text(&f, "/n/b/t"));
	ck_assert_str_eq(working_directory(path), "none");
	refused(&f, NAMEI_REMOVED, SYS_stat, text(&f, ".."));
	refused(&f, NAMEI_REMOVED, SYS_mkdir, text(&f, "x"), 0755);
	ck_assert_ptr_null(kernel_check(f.kernel));
}
END_TEST

/* Writes at an offset of a file that is opened and closed for it. */
static void
write_at(const char *path, int64_t offset, const char *bytes, size_t length)
{
	int64_t fd = made(&f, SYS_open, text(&f, path), BSD_O_RDWR | BSD_O_CREAT, 0644);

	made(&f, SYS_lseek, fd, offset, BSD_SEEK_SET);
	made(&f, SYS_write, fd, value_intern(f.values, bytes, length));
	made(&f, SYS_close, fd);
}

START_TEST(equal_contents_are_equal_rows)
{
	char page[5000] = { 0 };
	uint64_t hash[2];

	memcpy(page + 4094, "abcd", 4);
	for (int way = 0; way < 2; way++) {
		size_t start = kernel_now(f.kernel);

		if (way == 0)
			write_at("/f", 0, page, sizeof(page));
		else {
			write_at("/f", 4094, "abcd", 4);
			write_at("/f", 4999, "", 1);
		}
		hash[way] = kernel_hash(f.kernel);
		int64_t fd = made(&f, SYS_open, text(&f, "/f"), BSD_O_RDONLY, 0);

		made(&f, SYS_lseek, fd, 4093, BSD_SEEK_SET);
		made(&f, SYS_read, fd, 6);
		size_t length;
		const char *read = value_bytes(f.values, (value_ix)f.call.result[0], &length);

		ck_assert_uint_eq(length, 6);
		ck_assert_mem_eq(read, "\0abcd", 6);
		ck_assert_ptr_null(kernel_check(f.kernel));
		kernel_go(f.kernel, start);
	}
	ck_assert_uint_eq(hash[0], hash[1]);
}
END_TEST

START_TEST(a_file_removed_while_open_lives_until_it_is_closed)
{
	uint64_t before = kernel_hash(f.kernel);
	int64_t fd = made(&f, SYS_open, text(&f, "/f"), BSD_O_RDWR | BSD_O_CREAT, 0644);

	made(&f, SYS_write, fd, text(&f, "abc"));
	made(&f, SYS_unlink, text(&f, "/f"));
	made(&f, SYS_lseek, fd, 0, BSD_SEEK_SET);
	made(&f, SYS_read, fd, 10);
	ck_assert_str_eq(value_text(f.values, (value_ix)f.call.result[0]), "abc");
	ck_assert_uint_eq(f.kernel->k_rows[TABLE_block].count, 1);
	made(&f, SYS_close, fd);
	ck_assert_uint_eq(f.kernel->k_rows[TABLE_block].count, 0);
	ck_assert_ptr_null(kernel_check(f.kernel));
	kernel_go(f.kernel, 0);
	ck_assert_uint_eq(kernel_hash(f.kernel), before);
}
END_TEST

Suite *
vfs_lookup_suite(void)
{
	Suite *s = suite_create("vfs_lookup");
	TCase *t = tcase_create("vfs_lookup");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_lookup_writes_nothing);
	tcase_add_test(t, limits_of_names_and_paths);
	tcase_add_test(t, thirty_two_links_and_no_more);
	tcase_add_test(t, links_cannot_lengthen_a_path_beyond_its_limit);
	tcase_add_test(t, aliases_of_a_lookup_are_gone_after_it);
	tcase_add_test(t, a_path_leads_back_through_mounts_and_aliases);
	tcase_add_test(t, equal_contents_are_equal_rows);
	tcase_add_test(t, a_file_removed_while_open_lives_until_it_is_closed);
	suite_add_tcase(s, t);
	return (s);
}
