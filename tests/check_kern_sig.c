/* SPDX-License-Identifier: BSD-2-Clause */
/* kill(2) at many at once, what signals do, and tracing. */
#include <check.h>

#include "proc.h"
#include "sessions.h"
#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

#define ALICE	     1001
#define BOB	     1002
#define COUNT(rows_) ((int)(sizeof(rows_) / sizeof((rows_)[0])))

static uint32_t root, alice, bob, jail_root, jail_alice, kid_alice;

static void
setup(void)
{
	sessions_begin();
	root = login(0, 0);
	alice = login(0, ALICE);
	bob = login(0, BOB);
	int64_t j1 = jail(root, "j1", NULL, 5);

	jail_root = login(j1, 0);
	jail_alice = login(j1, ALICE);
	kid_alice = login(jail(jail_root, "kid", NULL, 0), ALICE);
}

static const struct proc *
find(uint32_t pid)
{
	return (pfind_any(world.kernel, (int32_t)pid));
}

static bool
is_stopped(uint32_t pid)
{
	return ((find(pid)->p_flag & P_STOPPED) != 0);
}

START_TEST(kill_everybody_in_reach)
{
	ck_assert_int_eq(ASK(jail_root, kill, -1, BSD_SIGTERM), 0);
	ck_assert_ptr_null(find(jail_alice));
	ck_assert_ptr_null(find(kid_alice));
	ck_assert(find(jail_root) != NULL && find(alice) != NULL && find(root) != NULL);
	ck_assert_int_eq(ASK(jail_root, kill, -1, BSD_SIGTERM), BSD_ESRCH);
	ck_assert_int_eq(kernel_calls_rule(&world), KILL_NONE_SEEN);
	ck_assert_int_eq(ASK(alice, kill, -1, BSD_SIGTERM), BSD_EPERM);
	ck_assert_int_eq(kernel_calls_rule(&world), KILL_NONE_PERMITTED);
	ck_assert_int_eq(ASK(root, kill, -1, BSD_SIGKILL), 0);
	ck_assert(find(alice) == NULL && find(bob) == NULL && find(jail_root) == NULL);
	ck_assert(find(root) != NULL && find(INIT_PID) != NULL);
}
END_TEST

/* One of a group out of reach does not matter while another is reached. */
START_TEST(kill_a_group)
{
	uint32_t child = (uint32_t)GET(root, fork, 0);
	int64_t j1 = 1;

	ck_assert_int_eq(ASK(child, jail_attach, j1), 0);
	ck_assert_int_eq(ASK(jail_root, kill, -(int64_t)root, 0), 0);
	ck_assert_int_eq(ASK(jail_root, kill, -(int64_t)alice, 0), BSD_ESRCH);
	ck_assert_int_eq(ASK(jail_root, kill, -99, 0), BSD_ESRCH);
	ck_assert_int_eq(kernel_calls_rule(&world), KILL_NO_GROUP);
	ck_assert_int_eq(ASK(bob, kill, -(int64_t)alice, 0), BSD_EPERM);
	ck_assert_int_eq(ASK(jail_root, kill, -(int64_t)root, BSD_SIGKILL), 0);
	ck_assert(find(child)->p_state == PRS_ZOMBIE && find(root)->p_state == PRS_NORMAL);
	ck_assert_int_eq(ASK(root, kill, 0, BSD_SIGTERM), 0);
	ck_assert(find(root) == NULL && find(child) == NULL);
}
END_TEST

/* SIGCONT crosses jails within a session, and nothing else does. */
START_TEST(a_session_continues_across_jails)
{
	uint32_t child = (uint32_t)GET(root, fork, 0);

	ck_assert_int_eq(ASK(child, jail_attach, 1), 0);
	ck_assert_int_eq(ASK(child, kill, root, BSD_SIGTERM), BSD_ESRCH);
	ck_assert_int_eq(ASK(child, kill, root, BSD_SIGCONT), 0);
	ck_assert_int_eq(GET(child, setsid, 0), child);
	ck_assert_int_eq(ASK(child, kill, root, BSD_SIGCONT), BSD_ESRCH);
}
END_TEST

START_TEST(numbers_and_ids)
{
	ck_assert_int_eq(ASK(alice, kill, alice, 129), BSD_EINVAL);
	ck_assert_int_eq(ASK(alice, kill, 9999, -1), BSD_EINVAL);
	ck_assert_int_eq(ASK(alice, kill, 9999, 0), BSD_ESRCH);
	ck_assert_int_eq(ASK(alice, kill, INT32_MIN, 0), BSD_ESRCH);
	ck_assert_int_eq(ASK(root, kill, INIT_PID, BSD_SIGKILL), 0);
	ck_assert_int_eq(kernel_calls_rule(&world), PSIGNAL_INIT);
	ck_assert_ptr_nonnull(find(INIT_PID));
}
END_TEST

/* What each signal does to a process of a group that a parent could continue. */
static const struct {
	int64_t signum;
	enum { ENDS, STOPS, NOTHING } does;
} actions[] = { { BSD_SIGHUP, ENDS }, { BSD_SIGSEGV, ENDS }, { BSD_SIGKILL, ENDS },
	{ BSD_SIGUSR1, ENDS }, { BSD_SIGRTMIN, ENDS }, { 128, ENDS }, { 40, ENDS },
	{ BSD_SIGSTOP, STOPS }, { BSD_SIGTSTP, STOPS }, { BSD_SIGTTIN, STOPS },
	{ BSD_SIGURG, NOTHING }, { BSD_SIGCONT, NOTHING }, { BSD_SIGCHLD, NOTHING },
	{ BSD_SIGWINCH, NOTHING }, { BSD_SIGINFO, NOTHING }, { BSD_SIGTHR, NOTHING } };

START_TEST(default_actions)
{
	uint32_t child = (uint32_t)GET(alice, fork, 0);

	ck_assert_int_eq(ASK(alice, setpgid, child, child), 0);
	ck_assert_int_eq(ASK(alice, kill, child, actions[_i].signum), 0);
	ck_assert_int_eq(find(child)->p_state == PRS_ZOMBIE, actions[_i].does == ENDS);
	ck_assert_int_eq(is_stopped(child), actions[_i].does == STOPS);
	if (actions[_i].does == ENDS) {
		ck_assert_int_eq(GET(alice, wait4, child, 0), child);
		ck_assert_int_eq(world.call.result[1], actions[_i].signum);
		ck_assert_ptr_null(find(child));
	} else if (actions[_i].does == STOPS) {
		ck_assert_int_eq(GET(alice, wait4, -1, BSD_WUNTRACED), child);
		ck_assert_int_eq(world.call.result[1], actions[_i].signum << 8 | 0177);
		ck_assert_int_eq(ASK(alice, wait4, -1, BSD_WUNTRACED), BSD_EAGAIN);
		ck_assert_int_eq(ASK(alice, kill, child, BSD_SIGCONT), 0);
		ck_assert(!is_stopped(child));
		ck_assert_int_eq(GET(alice, wait4, -1, BSD_WCONTINUED), child);
	}
}
END_TEST

START_TEST(a_stopped_process_gets_its_signals_later)
{
	uint32_t child = (uint32_t)GET(alice, fork, 0);

	ck_assert_int_eq(ASK(alice, kill, child, BSD_SIGSTOP), 0);
	ck_assert_int_eq(ASK(alice, kill, child, BSD_SIGTERM), 0);
	ck_assert_int_eq(kernel_calls_rule(&world), PSIGNAL_STOPPED);
	ck_assert(is_stopped(child) && find(child)->p_state == PRS_NORMAL);
	ck_assert_int_eq(ASK(alice, kill, child, BSD_SIGCONT), 0);
	ck_assert_int_eq(find(child)->p_state, PRS_ZOMBIE);
	child = (uint32_t)GET(alice, fork, 0);
	ck_assert_int_eq(ASK(alice, kill, child, BSD_SIGSTOP), 0);
	ck_assert_int_eq(ASK(alice, kill, child, BSD_SIGKILL), 0);
	ck_assert_int_eq(find(child)->p_state, PRS_ZOMBIE);
}
END_TEST

/* The group of a session's first process is an orphan: nobody in the session could continue it. */
START_TEST(terminal_stops_spare_orphans)
{
	ck_assert_int_eq(ASK(alice, kill, alice, BSD_SIGTSTP), 0);
	ck_assert_int_eq(kernel_calls_rule(&world), PSIGNAL_ORPHANED);
	ck_assert(!is_stopped(alice));
	ck_assert_int_eq(ASK(root, kill, alice, BSD_SIGSTOP), 0);
	ck_assert(is_stopped(alice));
}
END_TEST

/* A tracer is the parent while it traces; what it traces ends with it. */
START_TEST(tracing)
{
	uint32_t child = (uint32_t)GET(alice, fork, 0), tracer = login(0, ALICE);

	ck_assert_int_eq(ASK(tracer, ptrace, BSD_PT_ATTACH, child), 0);
	ck_assert(is_stopped(child));
	ck_assert_int_eq(ASK(alice, wait4, -1, 0), BSD_EAGAIN);
	ck_assert_int_eq(GET(tracer, wait4, -1, 0), child);
	ck_assert_int_eq(ASK(alice, ptrace, BSD_PT_CONTINUE, child), BSD_EBUSY);
	ck_assert_int_eq(ASK(alice, kill, child, BSD_SIGTERM), 0);
	ck_assert_int_eq(ASK(tracer, ptrace, BSD_PT_CONTINUE, child, 1, 0), 0);
	ck_assert_int_eq(GET(tracer, wait4, child, 0), child);
	ck_assert_int_eq(world.call.result[1], BSD_SIGTERM << 8 | 0177);
	ck_assert_int_eq(ASK(tracer, ptrace, BSD_PT_CONTINUE, child, 1, 0), 0);
	ck_assert_int_eq(GET(child, getppid, 0), alice);
	ck_assert_int_eq(ASK(alice, kill, child, BSD_SIGTERM), 0);
	ck_assert(is_stopped(child));
	ck_assert_int_eq(ASK(tracer, ptrace, BSD_PT_CONTINUE, child, 1, BSD_SIGTERM), BSD_EBUSY);
	ck_assert_int_eq(kernel_calls_rule(&world), PTRACE_NOT_WAITED);
	ck_assert_int_eq(GET(tracer, wait4, child, 0), child);
	ck_assert_int_eq(ASK(tracer, ptrace, BSD_PT_CONTINUE, child, 1, BSD_SIGTERM), 0);
	ck_assert_int_eq(GET(tracer, wait4, -1, 0), child);
	ck_assert_int_eq(find(child)->p_state, PRS_ZOMBIE);
	ck_assert_int_eq(GET(alice, wait4, -1, 0), child);
	ck_assert_ptr_null(find(child));
	ck_assert_int_eq(ASK(tracer, ptrace, BSD_PT_ATTACH, alice), 0);
	ck_assert_int_eq(ASK(tracer, _exit, 0), 0);
	ck_assert_ptr_null(find(alice));
}
END_TEST

Suite *
kern_sig_suite(void)
{
	Suite *suite = suite_create("kern_sig");
	TCase *tcase = tcase_create("kern_sig");

	tcase_add_checked_fixture(tcase, setup, sessions_end);
	tcase_add_test(tcase, kill_everybody_in_reach);
	tcase_add_test(tcase, kill_a_group);
	tcase_add_test(tcase, a_session_continues_across_jails);
	tcase_add_test(tcase, numbers_and_ids);
	tcase_add_loop_test(tcase, default_actions, 0, COUNT(actions));
	tcase_add_test(tcase, a_stopped_process_gets_its_signals_later);
	tcase_add_test(tcase, terminal_stops_spare_orphans);
	tcase_add_test(tcase, tracing);
	suite_add_tcase(suite, tcase);
	return (suite);
}
