/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sessions and jails for suites about who may do what to whom.
 *
 *	ck_assert_int_eq(ASK(alice, kill, bob, SIGTERM), EPERM);
 */
#ifndef TESTS_SESSIONS_H
#define TESTS_SESSIONS_H

#include "kernel_calls.h"

/* The kernel that they live in. */
extern struct kernel_calls world;
void sessions_begin(void);
void sessions_end(void);

/* Makes a call and answers its errno; the second answers the number of one that must succeed. */
#define ASK(pid_, name_, ...) ask(pid_, SYS_##name_, (int64_t[CALL_ARGS]) { __VA_ARGS__ })
#define GET(pid_, name_, ...) get(pid_, SYS_##name_, (int64_t[CALL_ARGS]) { __VA_ARGS__ })
int ask(uint32_t pid, enum sysno, const int64_t words[CALL_ARGS]);
int64_t get(uint32_t pid, enum sysno, const int64_t words[CALL_ARGS]);

/* A list of numbers. */
int64_t list_of(unsigned count, const int64_t *);

/* A session's pid.  The second form: real, effective and saved user, has it changed identity? */
uint32_t login(int64_t jid, int64_t uid);
uint32_t login_as(int64_t jid, const int64_t uids[3], bool sugid);
/* A jail made by `creator' with "/" as its root and one more parameter or NULL; its jid. */
int64_t jail(uint32_t creator, const char *name, const char *param, int64_t children);

#endif
