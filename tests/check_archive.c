/* SPDX-License-Identifier: BSD-2-Clause */
/* The archives of tar: what is written is read again, and nothing that is read does harm. */
#include <check.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "info.h"
#include "programs/archive.h"
#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

static struct arena arena;

static void
setup(void)
{
	arena = (struct arena) { 0 };
}

static void
teardown(void)
{
	arena_free(&arena);
}

static bool
same(const char *a, const char *b)
{
	return (a == NULL || b == NULL ? a == b : strcmp(a, b) == 0);
}

static void
check_same(const struct archive_entry *a, const struct archive_entry *b)
{
	ck_assert_str_eq(a->path, b->path);
	ck_assert_int_eq(a->type, b->type);
	ck_assert_int_eq(a->mode, b->mode);
	ck_assert_int_eq(a->uid, b->uid);
	ck_assert_int_eq(a->gid, b->gid);
	ck_assert_int_eq(a->mtime, b->mtime);
	ck_assert(same(a->uname, b->uname) && same(a->gname, b->gname));
	ck_assert(same(a->link, b->link) && same(a->hardlink, b->hardlink));
	ck_assert_uint_eq(a->data.len, b->data.len);
	ck_assert(a->data.len == 0 || memcmp(a->data.s, b->data.s, a->data.len) == 0);
}

START_TEST(what_is_written_is_read)
{
	char all[256];
	struct archive_reader r;
	struct archive_entry e;
	struct textbuf out = { .arena = &arena };

	for (int i = 0; i < 256; i++)
		all[i] = (char)(255 - i);
	const struct archive_entry entries[] = {
		{ .path = "a b#\\c", .type = BSD_dir, .mode = 01777, .uname = "root" },
		{ .path = "/../x\n=y",
		    .type = BSD_reg,
		    .mode = 04755,
		    .uid = 1001,
		    .gid = 65534,
		    .mtime = 86400,
		    .gname = "www",
		    .data = { all, sizeof(all) } },
		{ .path = "\303\244", .type = BSD_lnk, .mode = 0755, .link = "/etc/my file" },
		{ .path = "f", .type = BSD_fifo, .mode = 0600 },
		{ .path = "second", .type = BSD_reg, .mode = 0644, .hardlink = "a b#\\c" },
	};
	size_t count = sizeof(entries) / sizeof(entries[0]);

	textbuf_puts(&out, ARCHIVE_MAGIC);
	for (size_t i = 0; i < count; i++)
		archive_put(&out, &entries[i]);
	ck_assert(archive_open(&r, &arena, out.s, out.len));
	for (size_t i = 0; i < count; i++) {
		ck_assert(archive_next(&r, &e));
		check_same(&e, &entries[i]);
	}
	ck_assert(!archive_next(&r, &e));
	ck_assert_ptr_null(r.wrong);
}
END_TEST

static const struct {
	const char *text;
	unsigned members;  /* read before its end or what is wrong */
	const char *wrong; /* the line; NULL: none */
} texts[] = {
	{ "", 0, NULL },
	{ "#mtree\n", 0, NULL },
	{ "#mtree\n# comment\n\na\nb type=dir", 2, NULL },
	{ "#mtree\n/set mode=0555 type=dir\na\n/set mode=0644\nb\n", 2, NULL },
	{ "#mtree\na data=\\1\\12\\400\\\n", 1, NULL },
	{ "#mtree\na\nb type=what\nc\n", 1, "b type=what" },
	{ "#mtree\na mode=888\n", 0, "a mode=888" },
	{ "#mtree\na uid=99999999999999999999\n", 0, "a uid=99999999999999999999" },
	{ "#mtree\na nonsense\n", 0, "a nonsense" },
	{ "#mtree\na =x\n", 0, "a =x" },
	{ "#mtree\n/set\n", 0, NULL },
};

START_TEST(what_is_read)
{
	struct archive_reader r;
	struct archive_entry e;
	unsigned members = 0;
	size_t length = strlen(texts[_i].text);

	/* Without a NUL behind, for the sanitizer. */
	char *bytes = memcpy(arena_zero(&arena, length + 1), texts[_i].text, length);

	ck_assert(archive_open(&r, &arena, bytes, length));
	while (archive_next(&r, &e))
		members++;
	ck_assert_uint_eq(members, texts[_i].members);
	ck_assert_msg(same(r.wrong, texts[_i].wrong), "%s", r.wrong == NULL ? "" : r.wrong);
}
END_TEST

START_TEST(what_is_no_archive)
{
	struct archive_reader r;

	ck_assert(!archive_open(&r, &arena, "x", 1));
	ck_assert(!archive_open(&r, &arena, "#mtree", 6));
	ck_assert(!archive_open(&r, &arena, "#mtre\n\n", 7));
}
END_TEST

Suite *
archive_suite(void)
{
	Suite *s = suite_create("archive");
	TCase *tc = tcase_create("archive");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, what_is_written_is_read);
	tcase_add_loop_test(tc, what_is_read, 0, (int)(sizeof(texts) / sizeof(texts[0])));
	tcase_add_test(tc, what_is_no_archive);
	suite_add_tcase(s, tc);
	return (s);
}
