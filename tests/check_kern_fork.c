/* SPDX-License-Identifier: BSD-2-Clause */
/* Processes from fork to wait, their limits, groups and sessions, and set-id programs. */
#include <check.h>

#include "proc.h"
#include "sessions.h"
#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

#define ALICE	     1001
#define BOB	     1002
#define COUNT(rows_) ((int)(sizeof(rows_) / sizeof((rows_)[0])))

static uint32_t root, alice;

static void
setup(void)
{
	sessions_begin();
	root = login(0, 0);
	alice = login(0, ALICE);
}

static const struct proc *
find(uint32_t pid)
{
	return (pfind_any(world.kernel, (int32_t)pid));
}

static uint32_t
fork_of(uint32_t pid)
{
	return ((uint32_t)GET(pid, fork, 0));
}

START_TEST(a_child_is_collected)
{
	uint32_t child = fork_of(alice);

	ck_assert_int_eq(GET(child, getppid, 0), alice);
	ck_assert_int_eq(ASK(alice, wait4, -1, 0), BSD_EAGAIN);
	ck_assert_int_eq(GET(alice, wait4, -1, BSD_WNOHANG), 0);
	ck_assert_int_eq(ASK(child, _exit, 259), 0);
	ck_assert_int_eq(ASK(child, getpid, 0), BSD_ESRCH);
	ck_assert_int_eq(ASK(alice, kill, child, 0), 0);
	ck_assert_int_eq(ASK(alice, getpgid, child), BSD_ESRCH);
	ck_assert_int_eq(GET(alice, wait4, child, BSD_WNOWAIT), child);
	ck_assert_int_eq(world.call.result[1], 3 << 8);
	ck_assert_int_eq(GET(alice, wait4, 0, 0), child);
	ck_assert_int_eq(ASK(alice, wait4, -1, 0), BSD_ECHILD);
	ck_assert_int_eq(ASK(alice, wait4, -1, 1 << 20), BSD_EINVAL);
}
END_TEST

START_TEST(orphans_go_to_init)
{
	uint32_t child = fork_of(alice), ended = fork_of(alice), grandchild = fork_of(child);

	ck_assert_int_eq(ASK(ended, _exit, 0), 0);
	ck_assert_int_eq(ASK(alice, _exit, 0), 0);
	ck_assert(find(alice) == NULL && find(ended) == NULL);
	ck_assert_int_eq(GET(child, getppid, 0), INIT_PID);
	ck_assert_int_eq(GET(grandchild, getppid, 0), child);
	ck_assert_int_eq(ASK(child, _exit, 0), 0);
	ck_assert_int_eq(GET(grandchild, getppid, 0), INIT_PID);
}
END_TEST

/* A parent that attaches to a jail loses the children it left outside. */
START_TEST(no_waiting_out_of_a_jail)
{
	uint32_t child = fork_of(root), inside;
	int64_t j = jail(root, "j", NULL, 0);

	ck_assert_int_eq(ASK(child, _exit, 0), 0);
	ck_assert_int_eq(ASK(root, jail_attach, j), 0);
	ck_assert_int_eq(ASK(root, wait4, child, 0), BSD_ECHILD);
	ck_assert_int_eq(kernel_calls_rule(&world), WAIT_NO_CHILD);
	inside = fork_of(root);
	ck_assert_int_eq(ASK(inside, _exit, 0), 0);
	ck_assert_int_eq(GET(root, wait4, -1, 0), inside);
}
END_TEST

/* A real user is limited over all jails together; root is not. */
START_TEST(a_user_has_so_many_processes)
{
	int64_t j = jail(root, "j", NULL, 0);

	ck_assert_int_eq(
	    ASK(root, sysctlbyname, text(&world, "kern.maxprocperuid"), text(&world, "5")), 0);
	uint32_t jailed = login(j, ALICE), other = login(0, BOB);

	for (int i = 0; i < 3; i++)
		fork_of(jailed);
	ck_assert_int_eq(ASK(jailed, fork, 0), BSD_EAGAIN);
	ck_assert_int_eq(kernel_calls_rule(&world), FORK_UID_LIMIT);
	fork_of(other);
	fork_of(alice);
	ck_assert_int_eq(ASK(jailed, fork, 0), BSD_EAGAIN);
	uint32_t jailed_root = login(j, 0);

	for (int i = 0; i < 6; i++)
		fork_of(jailed_root);
}
END_TEST

/* Ids are not used again before all have been. */
START_TEST(ids_wrap_around)
{
	uint32_t last = 0, pid;

	for (int i = 0; i < PID_MAX + 10; i++) {
		pid = fork_of(alice);
		ck_assert(pid > last || (last == PID_MAX - 1 && pid == 100));
		ck_assert_int_eq(ASK(pid, _exit, 0), 0);
		ck_assert_int_eq(GET(alice, wait4, pid, 0), pid);
		last = pid;
		if (kernel_now(world.kernel) > 1 << 20)
			kernel_forget(world.kernel);
	}
}
END_TEST

START_TEST(groups_and_sessions)
{
	uint32_t child = fork_of(alice), other = login(0, ALICE), second = fork_of(alice);

	ck_assert_int_eq(GET(alice, getpgid, child), alice);
	ck_assert_int_eq(GET(other, getsid, child), alice);
	ck_assert_int_eq(ASK(alice, setpgid, 0, 0), BSD_EPERM);
	ck_assert_int_eq(ASK(alice, setpgid, child, -1), BSD_EINVAL);
	ck_assert_int_eq(ASK(alice, setpgid, child, 4242), BSD_EPERM);
	ck_assert_int_eq(ASK(alice, setpgid, child, other), BSD_EPERM);
	ck_assert_int_eq(ASK(alice, setpgid, other, other), BSD_ESRCH);
	ck_assert_int_eq(ASK(alice, setpgid, child, 0), 0);
	ck_assert_int_eq(ASK(alice, setpgid, second, child), 0);
	ck_assert_int_eq(GET(second, getpgid, 0), child);
	ck_assert_int_eq(ASK(child, setsid, 0), BSD_EPERM);
	ck_assert_int_eq(GET(second, setsid, 0), second);
	ck_assert_int_eq(ASK(alice, setpgid, second, child), BSD_EPERM);
	ck_assert_int_eq(kernel_calls_rule(&world), SETPGID_OTHER_SESSION);
}
END_TEST

/* What an image that belongs to root and is set-uid makes of alice. */
static const struct {
	const char *contents;
	int64_t mode;
	int error;
	int64_t uid, sugid;
	enum rule rule; /* RULES: whatever */
} images[] = {
	{ "\177ELFid\n", 0755, 0, ALICE, 0, RULES },
	{ "\177ELFid\n", 04755, 0, 0, 1, EXEC_SET_ID },
	{ "#! /program -x\n", 04755, 0, ALICE, 0, EXEC_SCRIPT_SET_ID },
	{ "#!/nowhere\n", 0755, BSD_ENOENT, ALICE, 0, RULES },
	{ "#!\n", 0755, BSD_ENOEXEC, ALICE, 0, EXEC_FORMAT },
	{ "#!/image\n", 0755, BSD_ELOOP, ALICE, 0, EXEC_INTERPRETER_SCRIPT },
	{ "text\n", 0755, BSD_ENOEXEC, ALICE, 0, EXEC_FORMAT },
	{ "", 0755, BSD_ENOEXEC, ALICE, 0, EXEC_EMPTY },
	{ "\177ELFid\n", 0644, BSD_EACCES, ALICE, 0, EXEC_NO_BIT },
	{ "\177ELFid\n", 0700, BSD_EACCES, ALICE, 0, RULES },
};

static void
write_image(const char *path, const char *contents, int64_t mode)
{
	int64_t fd = GET(root, open, text(&world, path), BSD_O_CREAT | BSD_O_WRONLY, 0600);

	ck_assert_int_eq(ASK(root, write, fd, text(&world, contents)), 0);
	ck_assert_int_eq(ASK(root, close, fd), 0);
	ck_assert_int_eq(ASK(root, chmod, text(&world, path), mode), 0);
}

START_TEST(what_runs_and_as_whom)
{
	write_image("/program", "\177ELFprogram\n", 0755);
	write_image("/image", images[_i].contents, images[_i].mode);
	ck_assert_int_eq(ASK(alice, execve, text(&world, "/image")), images[_i].error);
	if (images[_i].rule != RULES)
		ck_assert_int_eq(kernel_calls_rule(&world), images[_i].rule);
	ck_assert_int_eq(GET(alice, geteuid, 0), images[_i].uid);
	ck_assert_int_eq(GET(alice, getuid, 0), ALICE);
	ck_assert_int_eq(GET(alice, issetugid, 0), images[_i].sugid);
}
END_TEST

/* A plain program forgets that the process changed identity; one with other ids does not. */
START_TEST(exec_and_changed_identity)
{
	uint32_t changed = login_as(0, (const int64_t[]) { ALICE, ALICE, BOB }, true);
	uint32_t differs = login_as(0, (const int64_t[]) { ALICE, BOB, BOB }, true);

	write_image("/program", "\177ELFprogram\n", 0755);
	ck_assert_int_eq(ASK(changed, execve, text(&world, "/program")), 0);
	ck_assert_int_eq(GET(changed, issetugid, 0), 0);
	ck_assert_int_eq(ASK(changed, seteuid, BOB), BSD_EPERM);
	ck_assert_int_eq(ASK(differs, execve, text(&world, "/program")), 0);
	ck_assert_int_eq(GET(differs, issetugid, 0), 1);
}
END_TEST

Suite *
kern_fork_suite(void)
{
	Suite *suite = suite_create("kern_fork");
	TCase *tcase = tcase_create("kern_fork");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, setup, sessions_end);
	tcase_add_test(tcase, a_child_is_collected);
	tcase_add_test(tcase, orphans_go_to_init);
	tcase_add_test(tcase, no_waiting_out_of_a_jail);
	tcase_add_test(tcase, a_user_has_so_many_processes);
	tcase_add_test(tcase, ids_wrap_around);
	tcase_add_test(tcase, groups_and_sessions);
	tcase_add_loop_test(tcase, what_runs_and_as_whom, 0, COUNT(images));
	tcase_add_test(tcase, exec_and_changed_identity);
	suite_add_tcase(suite, tcase);
	return (suite);
}
