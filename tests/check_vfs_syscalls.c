/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls on files: a random walk that must stay sound and lead back, and listings. */
#include <check.h>
#include <string.h>

#include "kernel_calls.h"
#include "literal.h"
#include "state.h"
#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

#define WALK	    20000
#define CHECK_EVERY 97
#define PROCS	    4

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
pick(uint64_t *seed, uint32_t below)
{
	*seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return ((uint32_t)(*seed >> 33) % below);
}

static int64_t
pick_path(uint64_t *seed)
{
	static const char *const paths[] = { "/a", "/b", "/a/a", "/a/b", "/b/a", "/b/b", "/f", "/g",
		"/a/f", "/a/g", "/b/f", "/n/f", "/n/g", "/t/f", "/t/g", "f", "g", "/n/a", "/n/b/a",
		"/t/a", "/t/b", "a", "b", ".", "..", "../a", "../../f", "/", "a/../b", "/n/../b",
		"b/" };

	return (text(&f, paths[pick(seed, sizeof(paths) / sizeof(paths[0]))]));
}

/* Words of a call that is likely to find something. */
static void
pick_words(uint64_t *seed, enum sysno number, int64_t words[CALL_ARGS])
{
	static const int32_t oflags[] = { BSD_O_RDONLY, BSD_O_RDWR | BSD_O_CREAT,
		BSD_O_WRONLY | BSD_O_CREAT | BSD_O_TRUNC, BSD_O_RDONLY | BSD_O_DIRECTORY,
		BSD_O_WRONLY | BSD_O_APPEND, BSD_O_RDONLY | BSD_O_RESOLVE_BENEATH };
	static const int32_t chflags[] = { 0, 0, 0, 0, 0, 0, 0, BSD_UF_IMMUTABLE, BSD_UF_APPEND,
		BSD_UF_NOUNLINK };
	static const int32_t atflags[] = { 0, BSD_AT_REMOVEDIR, BSD_AT_RESOLVE_BENEATH };
	const struct syscall_info *info = &syscall_info[number];

	memset(words, 0, CALL_ARGS * sizeof(*words));
	for (uint32_t i = 0; i < info->nargs; i++)
		switch ((enum argtype)info->args[i].type) {
		case ARG_path:
		case ARG_text:
			words[i] = pick_path(seed);
			break;
		case ARG_buffer:
			words[i] = text(&f, pick(seed, 2) ? "some bytes" : "");
			break;
		case ARG_oflags:
			words[i] = oflags[pick(seed, 6)];
			break;
		case ARG_chflags:
			words[i] = chflags[pick(seed, 10)];
			break;
		case ARG_fmode:
			words[i] = pick(seed, 3) ? 0755 : 01777;
			break;
		case ARG_fcntlcmd:
			words[i] = pick(seed, 5);
			break;
		case ARG_atflags:
			words[i] = atflags[pick(seed, 3)];
			break;
		case ARG_dirfd:
			words[i] = pick(seed, 2) ? BSD_AT_FDCWD : (int64_t)pick(seed, 12);
			break;
		default:
			words[i] = pick(seed, 12);
			break;
		}
}

/* One call by one of the processes, whose number the walk keeps small. */
static int
step(uint64_t *seed)
{
	static const uint16_t calls[] = { SYS_mkdir, SYS_mkdir, SYS_rmdir, SYS_open, SYS_open,
		SYS_openat, SYS_close, SYS_unlink, SYS_unlinkat, SYS_link, SYS_symlink,
		SYS_readlink, SYS_rename, SYS_rename, SYS_rename, SYS_mkfifo, SYS_chmod, SYS_chown,
		SYS_chflags, SYS_write, SYS_read, SYS_lseek, SYS_dup, SYS_dup2, SYS_fcntl, SYS_stat,
		SYS_fstat, SYS_access, SYS_chdir, SYS_fchdir, SYS___getcwd, SYS_getdirentries,
		SYS_umask };
	int64_t words[CALL_ARGS] = { 0 };
	uint32_t what = pick(seed, 200);
	enum sysno number = (enum sysno)calls[pick(seed, sizeof(calls) / sizeof(calls[0]))];

	f.pid = 1 + pick(seed, PROCS);
	if (what == 0) {
		words[0] = text(&f, "nullfs");
		words[1] = text(&f, "/n");
		words[3] = options(&f, "from", "/a");
		return (kernel_calls_make(&f, SYS_mount, words));
	}
	if (what == 1) {
		words[0] = text(&f, "tmpfs");
		words[1] = text(&f, pick(seed, 2) ? "/t" : "/a");
		return (kernel_calls_make(&f, SYS_mount, words));
	}
	if (what < 8) {
		words[0] = text(&f, (const char *const[]) { "/n", "/t", "/a" }[pick(seed, 3)]);
		words[1] = pick(seed, 2) ? BSD_MNT_FORCE : 0;
		return (kernel_calls_make(&f, SYS_unmount, words));
	}
	pick_words(seed, number, words);
	return (kernel_calls_make(&f, number, words));
}

START_TEST(a_random_walk_stays_sound_and_leads_back)
{
	uint64_t seed = (uint64_t)_i + 1, boot, end;

	for (uint32_t i = 1; i < PROCS; i++)
		made(&f, SYS_fork, 0);
	made(&f, SYS_mkdir, text(&f, "/n"), 0755);
	made(&f, SYS_mkdir, text(&f, "/t"), 0755);
	/* The walkers write where nobody reads, and none of them shall die of it. */
	made(&f, SYS_sim_without, text(&f, "WRITE_SIGPIPE"));
	boot = kernel_hash(f.kernel);
	size_t start = kernel_now(f.kernel);

	for (uint32_t i = 0; i < WALK; i++) {
		uint64_t before = kernel_hash(f.kernel);
		int error = step(&seed);

		ck_assert_int_ge(error, 0);
		if (error != 0 && error != BSD_EPIPE) /* SIGPIPE ends the writer */
			ck_assert_msg(kernel_hash(f.kernel) == before, "step %u", i);
		if (i % CHECK_EVERY == 0)
			ck_assert_msg(kernel_check(f.kernel) == NULL, "step %u: %s", i,
			    kernel_check(f.kernel));
	}
	end = kernel_hash(f.kernel);
	size_t position = kernel_now(f.kernel);

	kernel_go(f.kernel, start);
	ck_assert(kernel_hash(f.kernel) == boot);
	ck_assert_ptr_null(kernel_check(f.kernel));
	kernel_go(f.kernel, position);
	ck_assert(kernel_hash(f.kernel) == end);
}
END_TEST

/* The names that getdirentries() gave, joined by blanks. */
static const char *
listed(char names[200])
{
	struct literal list = literal_read(f.values, (value_ix)f.call.result[0]);
	struct element entry, name;

	for (names[0] = '\0'; literal_next(&list, &entry);) {
		ck_assert(literal_find(literal_within(&entry), "name", &name));
		strcat(strcat(names, name.bytes), " ");
	}
	return (names);
}

START_TEST(a_listing_is_sorted_and_given_once)
{
	char names[200];

	made(&f, SYS_mkdir, text(&f, "/d"), 0755);
	int64_t fd = made(&f, SYS_open, text(&f, "/d"), BSD_O_RDONLY);

	made(&f, SYS_getdirentries, fd);
	ck_assert_str_eq(listed(names), ". .. ");
	made(&f, SYS_getdirentries, fd);
	ck_assert_str_eq(listed(names), "");
	for (const char *at = "kxazqbmcyd"; *at != '\0'; at++)
		made(&f, SYS_mkdir, text(&f, (const char[]) { '/', 'd', '/', *at, '\0' }), 0755);
	made(&f, SYS_mkdir, text(&f, "/d/-"), 0755);
	made(&f, SYS_lseek, fd, 0, BSD_SEEK_SET);
	made(&f, SYS_getdirentries, fd);
	ck_assert_str_eq(listed(names), "- . .. a b c d k m q x y z ");
}
END_TEST

/* Each request for memory that a listing makes is refused once. */
START_TEST(a_listing_survives_want_of_memory)
{
	int64_t fd = made(&f, SYS_open, text(&f, "/"), BSD_O_RDONLY);
	uint64_t before = kernel_hash(f.kernel);

	for (uint64_t n = 1; n < 6; n++) {
		f.allocator->fail_at = f.allocator->requests + n;
		int error =
		    kernel_calls_make(&f, SYS_getdirentries, (const int64_t[CALL_ARGS]) { fd });

		f.allocator->fail_at = 0;
		ck_assert(error == 0 || error == BSD_ENOMEM);
		if (error != 0)
			ck_assert(kernel_hash(f.kernel) == before);
		made(&f, SYS_lseek, fd, 0, BSD_SEEK_SET);
	}
}
END_TEST

Suite *
vfs_syscalls_suite(void)
{
	Suite *suite = suite_create("vfs_syscalls");
	TCase *tc = tcase_create("files");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, a_random_walk_stays_sound_and_leads_back, 0, 3);
	tcase_add_test(tc, a_listing_is_sorted_and_given_once);
	tcase_add_test(tc, a_listing_survives_want_of_memory);
	suite_add_tcase(suite, tc);
	return (suite);
}
