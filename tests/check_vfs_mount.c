/* SPDX-License-Identifier: BSD-2-Clause */
/* Mounts and devfs rulesets: what scenarios cannot see, on a kernel that has booted. */
#include <check.h>
#include <string.h>

#include "devfs.h"
#include "kernel_calls.h"
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

/* F60: which of the rulesets 0 to 5 show a device. */
static const struct {
	const char *path;
	const char *shown; /* a digit for each ruleset that shows it */
} rulesets[] = {
	{ "null", "02345" },
	{ "urandom", "02345" },
	{ "crypto", "02345" },
	{ "mem", "023" },
	{ "ada0p2", "023" },
	{ "bpf", "023" },
	{ "console", "023" },
	{ "tty", "023" },
	{ "ttyv0", "023" },
	{ "ttyp0", "02345" },
	{ "ptyS1", "02345" },
	{ "ptmx", "02345" },
	{ "pts", "02345" },
	{ "pts/0", "02345" },
	{ "fd/2", "02345" },
	{ "stdin", "02345" },
	{ "fuse", "02345" },
	{ "zfs", "02345" },
	{ "pf", "0235" },
	{ "nullx", "023" },
};

START_TEST(rulesets_hide_what_they_say)
{
	for (uint32_t ruleset = 0; ruleset <= 5; ruleset++)
		ck_assert_msg(devfs_rule_hides(ruleset, rulesets[_i].path) ==
			(strchr(rulesets[_i].shown, (int)('0' + ruleset)) == NULL),
		    "%s in ruleset %u", rulesets[_i].path, ruleset);
	ck_assert(!devfs_rule_hides(99, rulesets[_i].path)); /* nobody defined it */
}
END_TEST

START_TEST(unmount_frees_the_whole_tree)
{
	made(&f, SYS_mkdir, text(&f, "/t"), 0755);
	uint32_t vnodes = f.kernel->k_rows[TABLE_vnode].count;
	uint32_t entries = f.kernel->k_rows[TABLE_dirent].count;

	made(&f, SYS_mount, text(&f, "tmpfs"), text(&f, "/t"), 0, 0);
	made(&f, SYS_mkdir, text(&f, "/t/a"), 0755);
	made(&f, SYS_mkdir, text(&f, "/t/a/b"), 0755);
	made(&f, SYS_close,
	    made(&f, SYS_open, text(&f, "/t/a/b/f"), BSD_O_RDWR | BSD_O_CREAT, 0644));
	made(&f, SYS_link, text(&f, "/t/a/b/f"), text(&f, "/t/g"));
	ck_assert_ptr_null(kernel_check(f.kernel));
	made(&f, SYS_unmount, text(&f, "/t"), 0);
	ck_assert_uint_eq(f.kernel->k_rows[TABLE_vnode].count, vnodes);
	ck_assert_uint_eq(f.kernel->k_rows[TABLE_dirent].count, entries);
	ck_assert_uint_eq(f.kernel->k_rows[TABLE_mount].count, 1);
}
END_TEST

START_TEST(a_forced_unmount_dooms_what_is_held)
{
	made(&f, SYS_mkdir, text(&f, "/t"), 0755);
	made(&f, SYS_mount, text(&f, "tmpfs"), text(&f, "/t"), 0, 0);
	made(&f, SYS_mkdir, text(&f, "/t/a"), 0755);
	made(&f, SYS_chdir, text(&f, "/t/a"));
	refused(&f, UNMOUNT_BUSY, SYS_unmount, text(&f, "/t"), 0);
	made(&f, SYS_unmount, text(&f, "/t"), BSD_MNT_FORCE);
	ck_assert_ptr_null(kernel_check(f.kernel));
	refused(&f, NAMEI_DOOMED, SYS_stat, text(&f, "."));
	refused(&f, NAMEI_DOOMED, SYS_stat, text(&f, ".."));
	ck_assert_uint_eq(f.kernel->k_rows[TABLE_mount].count, 2);
	made(&f, SYS_chdir, text(&f, "/"));
	ck_assert_uint_eq(f.kernel->k_rows[TABLE_mount].count, 1);
}
END_TEST

START_TEST(a_forced_unmount_moves_who_stands_on_the_root)
{
	made(&f, SYS_mkdir, text(&f, "/t"), 0755);
	made(&f, SYS_mount, text(&f, "tmpfs"), text(&f, "/t"), 0, 0);
	made(&f, SYS_chdir, text(&f, "/t"));
	made(&f, SYS_unmount, text(&f, "/t"), BSD_MNT_FORCE);
	made(&f, SYS_mkdir, text(&f, "x"), 0755);
	made(&f, SYS_stat, text(&f, "/t/x"));
}
END_TEST

START_TEST(mounts_stack_and_come_off_in_turn)
{
	made(&f, SYS_mkdir, text(&f, "/t"), 0755);
	for (int i = 0; i < 5; i++)
		made(&f, SYS_mount, text(&f, "tmpfs"), text(&f, "/t"), 0, 0);
	made(&f, SYS_chdir, text(&f, "/t"));
	made(&f, SYS_chdir, text(&f, "..")); /* through all of them */
	made(&f, SYS_stat, text(&f, "t"));
	for (int i = 0; i < 5; i++)
		made(&f, SYS_unmount, text(&f, "/t"), 0);
	refused(&f, UNMOUNT_NOT_MOUNTED, SYS_unmount, text(&f, "/t"), 0);
}
END_TEST

START_TEST(a_mount_holds_what_it_covers_and_shows)
{
	made(&f, SYS_mkdir, text(&f, "/t"), 0755);
	made(&f, SYS_mkdir, text(&f, "/n"), 0755);
	made(&f, SYS_mount, text(&f, "tmpfs"), text(&f, "/t"), 0, 0);
	made(&f, SYS_mount, text(&f, "nullfs"), text(&f, "/n"), 0, options(&f, "from", "/t"));
	refused(&f, UNMOUNT_BUSY, SYS_unmount, text(&f, "/t"), 0);
	made(&f, SYS_mount, text(&f, "devfs"), text(&f, "/n"), 0, 0);
	refused(&f, UNMOUNT_ROOTFS, SYS_unmount, text(&f, "/"), 0);
	made(&f, SYS_stat, text(&f, "/n/pts/0"));
	made(&f, SYS_unmount, text(&f, "/n"), 0);
	made(&f, SYS_unmount, text(&f, "/n"), 0);
	made(&f, SYS_unmount, text(&f, "/t"), 0);
}
END_TEST

START_TEST(undo_takes_mounts_back)
{
	uint64_t boot = kernel_hash(f.kernel);

	made(&f, SYS_mkdir, text(&f, "/t"), 0755);
	made(&f, SYS_mount, text(&f, "devfs"), text(&f, "/t"), 0, 0);
	made(&f, SYS_mount, text(&f, "nullfs"), text(&f, "/t"), 0, options(&f, "from", "/"));
	made(&f, SYS_chdir, text(&f, "/t/t"));
	made(&f, SYS_unmount, text(&f, "/t"), BSD_MNT_FORCE);
	uint64_t last = kernel_hash(f.kernel);
	size_t end = kernel_now(f.kernel);

	kernel_go(f.kernel, 0);
	ck_assert_uint_eq(kernel_hash(f.kernel), boot);
	ck_assert_ptr_null(kernel_check(f.kernel));
	kernel_go(f.kernel, end);
	ck_assert_uint_eq(kernel_hash(f.kernel), last);
}
END_TEST

Suite *
vfs_mount_suite(void)
{
	Suite *s = suite_create("vfs_mount");
	TCase *t = tcase_create("vfs_mount");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(
	    t, rulesets_hide_what_they_say, 0, sizeof(rulesets) / sizeof(rulesets[0]));
	tcase_add_test(t, unmount_frees_the_whole_tree);
	tcase_add_test(t, a_forced_unmount_dooms_what_is_held);
	tcase_add_test(t, a_forced_unmount_moves_who_stands_on_the_root);
	tcase_add_test(t, mounts_stack_and_come_off_in_turn);
	tcase_add_test(t, a_mount_holds_what_it_covers_and_shows);
	tcase_add_test(t, undo_takes_mounts_back);
	suite_add_tcase(s, t);
	return (s);
}
