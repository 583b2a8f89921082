/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who may see, signal and debug whom: the matrix of actors and targets, and the pairs of
 * FreeBSD's tools/regression/security/proc_to_proc.
 */
#include <check.h>

#include "sessions.h"
#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

#define ALICE	     1001
#define BOB	     1002
#define COUNT(rows_) ((int)(sizeof(rows_) / sizeof((rows_)[0])))
#define YES	     0
#define PERM	     BSD_EPERM
#define SRCH	     BSD_ESRCH

/* Everybody of the matrix. */
enum who {
	HOST_ROOT,
	HOST_ALICE,
	HOST_ALICE2,
	HOST_BOB,
	JAIL_ROOT,
	JAIL_ALICE,
	JAIL_ALICE2,
	JAIL_BOB,
	JAIL_NOTRACE,
	KID_ALICE,
	KID_ROOT,
	SIBLING_ALICE,
	TAMPER_ALICE,
	NOSUSER_ROOT,
	NOSUSER_ALICE,
	EVERYBODY
};
static uint32_t pid_of[EVERYBODY];

static void
setup(void)
{
	sessions_begin();
	uint32_t root = pid_of[HOST_ROOT] = login(0, 0);
	int64_t j1 = jail(root, "j1", NULL, 5);
	int64_t sibling = jail(root, "j2", NULL, 0);
	int64_t tamper = jail(root, "open", "allow.unprivileged_parent_tampering", 0);
	int64_t nosuser = jail(root, "nosuser", "allow.nosuser", 0);

	pid_of[JAIL_ROOT] = login(j1, 0);
	int64_t kid = jail(pid_of[JAIL_ROOT], "kid", NULL, 0);
	const struct {
		enum who who;
		int64_t jid, uid;
	} sessions[] = {
		{ HOST_ALICE, 0, ALICE },
		{ HOST_ALICE2, 0, ALICE },
		{ HOST_BOB, 0, BOB },
		{ JAIL_ALICE, j1, ALICE },
		{ JAIL_ALICE2, j1, ALICE },
		{ JAIL_BOB, j1, BOB },
		{ JAIL_NOTRACE, j1, 0 },
		{ KID_ALICE, kid, ALICE },
		{ KID_ROOT, kid, 0 },
		{ SIBLING_ALICE, sibling, ALICE },
		{ TAMPER_ALICE, tamper, ALICE },
		{ NOSUSER_ROOT, nosuser, 0 },
		{ NOSUSER_ALICE, nosuser, ALICE },
	};
	for (int i = 0; i < COUNT(sessions); i++)
		pid_of[sessions[i].who] = login(sessions[i].jid, sessions[i].uid);
	ck_assert_int_eq(ASK(pid_of[JAIL_NOTRACE], procctl, BSD_P_PID, 0, BSD_PROC_TRACE_CTL,
			     BSD_PROC_TRACE_CTL_DISABLE),
	    0);
}

/* A call by one about the other, taken back. */
static int
try(enum sysno number, enum who actor, const int64_t *words)
{
	size_t now = kernel_now(world.kernel);
	int error = ask(pid_of[actor], number, words);

	kernel_go(world.kernel, now);
	return (error);
}

static int
try_see(enum who actor, enum who target)
{
	return (try(SYS_getpgid, actor, (int64_t[CALL_ARGS]) { pid_of[target] }));
}

static int
try_kill(enum who actor, enum who target, int64_t signum)
{
	return (try(SYS_kill, actor, (int64_t[CALL_ARGS]) { pid_of[target], signum }));
}

static int
try_ptrace(enum who actor, enum who target)
{
	return (try(SYS_ptrace, actor, (int64_t[CALL_ARGS]) { BSD_PT_ATTACH, pid_of[target] }));
}

static const struct {
	enum who actor, target;
	int see, kill, ptrace;
	int kill14, ptrace14; /* before 15.0 */
} matrix[] = {
	{ HOST_ROOT, HOST_BOB, YES, YES, YES, YES, YES },
	{ HOST_ROOT, JAIL_ROOT, YES, YES, YES, YES, YES },
	{ HOST_ROOT, JAIL_NOTRACE, YES, YES, YES, YES, YES },
	{ HOST_ROOT, KID_ALICE, YES, YES, YES, YES, YES },
	{ HOST_ALICE, HOST_ALICE2, YES, YES, YES, YES, YES },
	{ HOST_ALICE, HOST_BOB, YES, PERM, PERM, PERM, PERM },
	{ HOST_ALICE, HOST_ROOT, YES, PERM, PERM, PERM, PERM },
	{ HOST_ALICE, JAIL_ALICE, YES, PERM, PERM, YES, YES },
	{ HOST_ALICE, JAIL_BOB, YES, PERM, PERM, PERM, PERM },
	{ HOST_ALICE, KID_ALICE, YES, PERM, PERM, YES, YES },
	{ HOST_ALICE, TAMPER_ALICE, YES, YES, YES, YES, YES },
	{ JAIL_ROOT, HOST_ROOT, SRCH, SRCH, SRCH, SRCH, SRCH },
	{ JAIL_ROOT, HOST_ALICE, SRCH, SRCH, SRCH, SRCH, SRCH },
	{ JAIL_ROOT, SIBLING_ALICE, SRCH, SRCH, SRCH, SRCH, SRCH },
	{ JAIL_ROOT, JAIL_BOB, YES, YES, YES, YES, YES },
	{ JAIL_ROOT, KID_ALICE, YES, YES, YES, YES, YES },
	{ JAIL_ROOT, KID_ROOT, YES, YES, YES, YES, YES },
	{ JAIL_ROOT, JAIL_NOTRACE, YES, YES, PERM, YES, PERM },
	{ JAIL_ALICE, JAIL_ALICE2, YES, YES, YES, YES, YES },
	{ JAIL_ALICE, JAIL_BOB, YES, PERM, PERM, PERM, PERM },
	{ JAIL_ALICE, KID_ALICE, YES, PERM, PERM, YES, YES },
	{ JAIL_ALICE, HOST_ALICE, SRCH, SRCH, SRCH, SRCH, SRCH },
	{ JAIL_ALICE, SIBLING_ALICE, SRCH, SRCH, SRCH, SRCH, SRCH },
	{ KID_ROOT, JAIL_ALICE, SRCH, SRCH, SRCH, SRCH, SRCH },
	{ NOSUSER_ROOT, NOSUSER_ALICE, YES, PERM, PERM, PERM, PERM },
};

START_TEST(the_matrix)
{
	enum who actor = matrix[_i].actor, target = matrix[_i].target;

	ck_assert_int_eq(try_see(actor, target), matrix[_i].see);
	ck_assert_int_eq(try_kill(actor, target, BSD_SIGTERM), matrix[_i].kill);
	ck_assert_int_eq(try_kill(actor, target, 0), matrix[_i].kill);
	ck_assert_int_eq(try_ptrace(actor, target), matrix[_i].ptrace);
	ck_assert_int_eq(ASK(0, sim_release, text(&world, "14.3")), 0);
	ck_assert_int_eq(try_see(actor, target), matrix[_i].see);
	ck_assert_int_eq(try_kill(actor, target, BSD_SIGTERM), matrix[_i].kill14);
	ck_assert_int_eq(try_ptrace(actor, target), matrix[_i].ptrace14);
}
END_TEST

static const struct {
	const char *name;
	int64_t actor, target[3]; /* the target: real, effective, saved user */
	bool sugid;
	int ptrace, hup, segv, see;
} pairs[] = {
	{ "root and root", 0, { 0, 0, 0 }, false, YES, YES, YES, YES },
	{ "root and a user", 0, { BOB, BOB, BOB }, false, YES, YES, YES, YES },
	{ "root and a changed user", 0, { BOB, BOB, BOB }, true, YES, YES, YES, YES },
	{ "a user and root", ALICE, { 0, 0, 0 }, false, PERM, PERM, PERM, YES },
	{ "a user and another", ALICE, { BOB, BOB, BOB }, false, PERM, PERM, PERM, YES },
	{ "a user and itself", ALICE, { ALICE, ALICE, ALICE }, false, YES, YES, YES, YES },
	{ "the same, changed", ALICE, { ALICE, ALICE, ALICE }, true, PERM, YES, PERM, YES },
	{ "a set-uid program", ALICE, { ALICE, 0, 0 }, true, PERM, YES, PERM, YES },
	{ "the same, not changed", ALICE, { ALICE, 0, 0 }, false, PERM, YES, YES, YES },
	{ "the saved user counts", ALICE, { BOB, 0, ALICE }, false, PERM, YES, YES, YES },
	{ "the effective one does not", ALICE, { BOB, ALICE, BOB }, false, PERM, PERM, PERM, YES },
};

START_TEST(proc_to_proc)
{
	pid_of[HOST_ALICE] = login(0, pairs[_i].actor);
	pid_of[HOST_BOB] = login_as(0, pairs[_i].target, pairs[_i].sugid);
	ck_assert_msg(try_ptrace(HOST_ALICE, HOST_BOB) == pairs[_i].ptrace &&
		try_kill(HOST_ALICE, HOST_BOB, BSD_SIGHUP) == pairs[_i].hup &&
		try_kill(HOST_ALICE, HOST_BOB, BSD_SIGSEGV) == pairs[_i].segv &&
		try_see(HOST_ALICE, HOST_BOB) == pairs[_i].see,
	    "%s", pairs[_i].name);
}
END_TEST

/* A switch of the host hides from users, never from root of the host or of the jail. */
static const struct {
	const char *sysctl;
	enum who actor, target;
	enum rule rule;
	int see;
} hidden[] = {
	{ "security.bsd.see_other_uids", HOST_ALICE, HOST_BOB, SEEOTHERUIDS_OTHER, SRCH },
	{ "security.bsd.see_other_uids", HOST_ALICE, JAIL_ALICE, RULES, YES },
	{ "security.bsd.see_other_uids", JAIL_ROOT, JAIL_BOB, RULES, YES },
	{ "security.bsd.see_other_gids", JAIL_ALICE, JAIL_BOB, SEEOTHERGIDS_NONE_COMMON, SRCH },
	{ "security.bsd.see_other_gids", JAIL_ALICE, JAIL_ALICE2, RULES, YES },
	{ "security.bsd.see_other_gids", HOST_ROOT, JAIL_BOB, RULES, YES },
	{ "security.bsd.see_jail_proc", HOST_ALICE, JAIL_ALICE, SEEJAILPROC_OTHER, SRCH },
	{ "security.bsd.see_jail_proc", HOST_ALICE, HOST_BOB, RULES, YES },
	{ "security.bsd.see_jail_proc", JAIL_ROOT, KID_ALICE, RULES, YES },
};

START_TEST(what_is_hidden)
{
	enum who actor = hidden[_i].actor, target = hidden[_i].target;

	ck_assert_int_eq(ASK(pid_of[HOST_ROOT], sysctlbyname, text(&world, hidden[_i].sysctl),
			     text(&world, "0")),
	    0);
	ck_assert_int_eq(try_see(actor, target), hidden[_i].see);
	if (hidden[_i].rule != RULES)
		ck_assert_int_eq(kernel_calls_rule(&world), hidden[_i].rule);
	if (hidden[_i].see != 0)
		ck_assert_int_eq(try_kill(actor, target, 0), SRCH);
}
END_TEST

/* Before 14.0 the jails below were hidden from viewing only. */
START_TEST(hidden_jails_and_signals)
{
	ck_assert_int_eq(ASK(pid_of[HOST_ROOT], sysctlbyname,
			     text(&world, "security.bsd.see_jail_proc"), text(&world, "0")),
	    0);
	ck_assert_int_eq(try_kill(HOST_ALICE, JAIL_ALICE, 0), SRCH);
	ck_assert_int_eq(kernel_calls_rule(&world), SEEJAILPROC_ACTING);
	ck_assert_int_eq(ASK(0, sim_release, text(&world, "13.5")), 0);
	ck_assert_int_eq(try_see(HOST_ALICE, JAIL_ALICE), SRCH);
	ck_assert_int_eq(try_kill(HOST_ALICE, JAIL_ALICE, 0), YES);
}
END_TEST

/* Ids that a call takes from { real, effective, saved } without privilege. */
static const struct {
	enum sysno number;
	int64_t words[3];
	int error;
	int64_t after[3];
} sets[] = {
	{ SYS_setuid, { ALICE }, 0, { ALICE, ALICE, 30 } },
	{ SYS_setuid, { BOB }, 0, { BOB, BOB, BOB } },
	{ SYS_setuid, { 30 }, PERM, { ALICE, BOB, 30 } },
	{ SYS_seteuid, { ALICE }, 0, { ALICE, ALICE, 30 } },
	{ SYS_seteuid, { 30 }, 0, { ALICE, 30, 30 } },
	{ SYS_seteuid, { BOB }, PERM, { ALICE, BOB, 30 } },
	{ SYS_setreuid, { 30, -1 }, 0, { 30, BOB, BOB } },
	{ SYS_setreuid, { -1, ALICE }, 0, { ALICE, ALICE, 30 } },
	{ SYS_setreuid, { BOB, -1 }, PERM, { ALICE, BOB, 30 } },
	{ SYS_setresuid, { BOB, 30, ALICE }, 0, { BOB, 30, ALICE } },
	{ SYS_setresuid, { -1, -1, 0 }, PERM, { ALICE, BOB, 30 } },
};

START_TEST(set_ids)
{
	uint32_t pid = login_as(0, (const int64_t[]) { ALICE, BOB, 30 }, false);
	int64_t words[CALL_ARGS] = { sets[_i].words[0], sets[_i].words[1], sets[_i].words[2] };

	ck_assert_int_eq(ask(pid, sets[_i].number, words), sets[_i].error);
	ck_assert_int_eq(ASK(pid, getresuid, 0), 0);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(world.call.result[i], sets[_i].after[i]);
	ck_assert_int_eq(GET(pid, issetugid, 0), sets[_i].error == 0);
}
END_TEST

Suite *
kern_prot_suite(void)
{
	Suite *suite = suite_create("kern_prot");
	TCase *tcase = tcase_create("kern_prot");

	tcase_add_checked_fixture(tcase, setup, sessions_end);
	tcase_add_loop_test(tcase, the_matrix, 0, COUNT(matrix));
	tcase_add_loop_test(tcase, proc_to_proc, 0, COUNT(pairs));
	tcase_add_loop_test(tcase, what_is_hidden, 0, COUNT(hidden));
	tcase_add_test(tcase, hidden_jails_and_signals);
	tcase_add_loop_test(tcase, set_ids, 0, COUNT(sets));
	suite_add_tcase(suite, tcase);
	return (suite);
}
