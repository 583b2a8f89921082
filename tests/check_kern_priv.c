/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every privilege of priv.def for whoever may ask: root of the host, of a jail with what a jail
 * has by default, of one with all that could help, of one with allow.nosuser; and a user.
 */
#include <check.h>

#include "jail.h"
#include "kernel_calls.h"
#include "literal.h"
#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

#define USER 1001

static struct kernel_calls f;
static struct call call;
static struct thread td;
static prison_ix jail;

static void
setup(void)
{
	f = kernel_calls_begin();
	value_begin(f.values);
	literal_text(f.values, "name", "a");
	literal_word(f.values, "persist");
	int64_t params = value_end(f.values);
	int64_t jid = made(&f, SYS_jail_set, params, BSD_JAIL_CREATE);

	jail = prison_ix_of(f.kernel, prison_find(f.kernel, (uint32_t)jid, 0));
	td = (struct thread) { .td_kernel = f.kernel, .td_call = &call, .td_trail = &call.trail };
	state_next_stamp(f.kernel);
	ck_assert(state_reserve(f.kernel));
}

static void
teardown(void)
{
	kernel_calls_end(&f);
}

/* Has somebody with these ids in this prison the privilege of this row? */
static bool
has(int row, uint32_t uid, uint32_t ruid, prison_ix prison)
{
	const struct ucred cr = { .cr_uid = uid, .cr_ruid = ruid, .cr_prison = prison };
	enum priv priv = (enum priv)priv_info[row].number;

	call.trail = (struct trail) { 0 };
	int error = priv_check_cred(&td, &cr, priv);

	ck_assert(error == 0 || error == BSD_EPERM);
	ck_assert_uint_gt(call.trail.count, 0);
	if (error != 0)
		ck_assert_int_eq(td.td_last, error);
	return (error == 0);
}

/* What users have too when the jail lets it pass, as sysctls and permissions stand at first. */
static bool
is_for_all(enum priv priv)
{
	return (priv == PRIV_VM_MLOCK || priv == PRIV_VM_MUNLOCK || priv == PRIV_MSGBUF ||
	    priv == PRIV_KMEM_READ || priv == PRIV_PROC_MEM_WRITE || priv == PRIV_DEBUG_UNPRIV);
}

static bool
asks_real_uid(enum priv priv)
{
	return (priv == PRIV_MAXFILES || priv == PRIV_MAXPROC || priv == PRIV_PROC_LIMIT);
}

/* Does the filter of a jail with these parameters let the privilege of this row pass? */
static bool
passes(int row, uint64_t allow, bool vnet, uint32_t statfs)
{
	const struct priv_info *pi = &priv_info[row];
	bool allowed = (allow & pi->allow) != 0;

	switch (pi->class) {
	case ALWAYS:
		return (true);
	case ALLOW:
		return (allowed);
	case MOUNT:
		return (allowed && statfs < 2);
	case VNET:
		return (vnet);
	case VNET_OR_ALLOW:
		return (vnet || allowed);
	case NFSD:
		return (vnet && allowed && statfs > 0); /* the root is a mount point here */
	default:
		return (false);
	}
}

START_TEST(root_of_the_host_has_all)
{
	ck_assert(has(_i, 0, 0, PRISON0));
}
END_TEST

START_TEST(a_user_has_what_everybody_has)
{
	enum priv priv = (enum priv)priv_info[_i].number;

	ck_assert(has(_i, USER, USER, PRISON0) == is_for_all(priv));
	ck_assert(has(_i, 0, USER, PRISON0) == (is_for_all(priv) || !asks_real_uid(priv)));
	ck_assert(has(_i, USER, 0, PRISON0) == (is_for_all(priv) || asks_real_uid(priv)));
}
END_TEST

START_TEST(a_jail_filters_by_class)
{
	enum priv priv = (enum priv)priv_info[_i].number;
	struct prison *pr = prison_change(&td, prison_at(f.kernel, jail));
	const uint64_t bits[] = { pr->pr_allow, priv_info[_i].allow | PR_ALLOW_SUSER,
		PR_ALLOW_ALL };

	for (size_t b = 0; b < sizeof(bits) / sizeof(bits[0]); b++)
		for (uint32_t n = 0; n < 6; n++) {
			bool vnet = n % 2 != 0;
			uint32_t statfs = n / 2;

			pr->pr_allow = bits[b];
			pr->pr_flags = vnet ? pr->pr_flags | PR_VNET : pr->pr_flags & ~PR_VNET;
			pr->pr_enforce_statfs = statfs;
			bool pass = passes(_i, bits[b], vnet, statfs);
			bool debug =
			    priv != PRIV_DEBUG_UNPRIV || (bits[b] & PR_ALLOW_UNPRIV_DEBUG) != 0;

			ck_assert(has(_i, 0, 0, jail) == (pass && priv != PRIV_VFS_READ_DIR));
			ck_assert(has(_i, USER, USER, jail) == (pass && is_for_all(priv) && debug));
		}
}
END_TEST

START_TEST(without_a_superuser_root_is_a_user)
{
	enum priv priv = (enum priv)priv_info[_i].number;
	struct prison *pr = prison_change(&td, prison_at(f.kernel, jail));

	pr->pr_allow = PR_ALLOW_ALL & ~(uint64_t)PR_ALLOW_SUSER;
	pr->pr_flags |= PR_VNET;
	pr->pr_enforce_statfs = 1;
	ck_assert(has(_i, 0, 0, jail) == (is_for_all(priv) && passes(_i, pr->pr_allow, true, 1)));
}
END_TEST

Suite *
kern_priv_suite(void)
{
	Suite *suite = suite_create("kern_priv");
	TCase *tcase = tcase_create("privileges");
	const int rows = (int)priv_count;

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, root_of_the_host_has_all, 0, rows);
	tcase_add_loop_test(tcase, a_user_has_what_everybody_has, 0, rows);
	tcase_add_loop_test(tcase, a_jail_filters_by_class, 0, rows);
	tcase_add_loop_test(tcase, without_a_superuser_root_is_a_user, 0, rows);
	suite_add_tcase(suite, tcase);
	return (suite);
}
