/* SPDX-License-Identifier: BSD-2-Clause */
/* The tree of prisons, numbers, references and addresses: what scenarios cannot see. */
#include <check.h>
#include <string.h>

#include "in_addr.h"
#include "jail.h"
#include "kernel_calls.h"
#include "literal.h"
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

/* {name=..., persist, children.max=...} */
static int64_t
params(const char *name, int64_t children)
{
	value_begin(f.values);
	literal_text(f.values, "name", name);
	literal_word(f.values, "persist");
	literal_integer(f.values, "children.max", children);
	return (value_end(f.values));
}

static const struct prison *
make(const char *name)
{
	int64_t depth = 1;

	for (const char *at = name; *at != '\0'; at++)
		depth += *at == '.';
	int64_t jid = made(&f, SYS_jail_set, params(name, 1000 - depth), BSD_JAIL_CREATE);

	return (prison_find(f.kernel, (uint32_t)jid, 0));
}

/* {jid=..., name=...} */
static int64_t
renaming(const struct prison *pr, const char *name)
{
	value_begin(f.values);
	literal_integer(f.values, "jid", pr->pr_id);
	literal_text(f.values, "name", name);
	return (value_end(f.values));
}

static const struct prison *
find(const char *name)
{
	return (prison_find_name(f.kernel, prison0(f.kernel), name));
}

START_TEST(a_prison_reaches_itself_and_what_is_below)
{
	make("a");
	make("a.b");
	make("a.b.c");
	make("d");
	static const char *const names[] = { "a", "a.b", "a.b.c", "d" };

	for (size_t i = 0; i < 4; i++)
		for (size_t j = 0; j < 4; j++) {
			size_t length = strlen(names[i]);
			bool below =
			    strncmp(names[j], names[i], length) == 0 && names[j][length] == '.';
			const struct prison *pr1 = find(names[i]), *pr2 = find(names[j]);

			ck_assert(prison_ischild(f.kernel, pr1, pr2) == below);
			ck_assert(prison_reaches(f.kernel, pr1, pr2) == (below || i == j));
			ck_assert(prison_reaches(f.kernel, prison0(f.kernel), pr2));
			ck_assert(!prison_reaches(f.kernel, pr1, prison0(f.kernel)));
		}
}
END_TEST

START_TEST(the_tree_is_walked_parents_first)
{
	static const char *const names[] = { "a", "a.b", "a.b.c", "a.b.d", "a.e", "f", "f.g" };
	uint32_t seen = 0, below = 0;

	for (size_t i = 0; i < 7; i++)
		make(names[i]);
	FOREACH_PRISON(f.kernel, prison0(f.kernel), pr)
	{
		const struct prison *parent = prison_at(f.kernel, pr->pr_parent);

		ck_assert(pr == prison0(f.kernel) || (seen >> parent->pr_id & 1) != 0);
		seen |= UINT32_C(1) << pr->pr_id;
	}
	ck_assert_uint_eq(seen, 0xff);
	FOREACH_PRISON(f.kernel, find("a.b"), pr)
	below |= UINT32_C(1) << pr->pr_id;
	ck_assert_uint_eq(below, 0x1c);
}
END_TEST

START_TEST(names_follow_a_renamed_parent)
{
	make("a");
	make("a.b");
	prison_ix c = prison_ix_of(f.kernel, make("a.b.c"));
	size_t before = kernel_now(f.kernel);
	uint64_t hash = kernel_hash(f.kernel);

	made(&f, SYS_jail_set, renaming(find("a"), "long"), BSD_JAIL_UPDATE);
	ck_assert_ptr_null(find("a"));
	ck_assert_ptr_eq(find("long.b.c"), prison_at(f.kernel, c));
	ck_assert_str_eq(value_text(f.values, prison_at(f.kernel, c)->pr_name), "long.b.c");
	ck_assert_ptr_null(kernel_check(f.kernel));
	kernel_go(f.kernel, before);
	ck_assert_ptr_eq(find("a.b.c"), prison_at(f.kernel, c));
	ck_assert(kernel_hash(f.kernel) == hash);
}
END_TEST

START_TEST(numbers_count_up_and_wrap)
{
	struct call scratch;
	struct thread td = {
		.td_kernel = f.kernel, .td_call = &scratch, .td_trail = &scratch.trail
	};

	ck_assert_uint_eq(make("a")->pr_id, 1);
	state_next_stamp(f.kernel);
	ck_assert(state_reserve(f.kernel));
	system_change(&td, system_of(f.kernel))->sy_lastjid = JAIL_MAX - 1;
	ck_assert_uint_eq(make("b")->pr_id, JAIL_MAX);
	ck_assert_uint_eq(make("c")->pr_id, 2);
	ck_assert_uint_eq(make("77")->pr_id, 77);
	ck_assert_uint_eq(make("d")->pr_id, 3);
}
END_TEST

START_TEST(a_dying_jail_gives_up_its_number_and_gets_it_back)
{
	struct call scratch = { 0 };
	struct thread td = {
		.td_kernel = f.kernel, .td_call = &scratch, .td_trail = &scratch.trail
	};
	prison_ix dying = prison_ix_of(f.kernel, make("5"));

	/* A reference from outside, as a mount's credential holds one. */
	state_next_stamp(f.kernel);
	ck_assert(state_reserve(f.kernel));
	prison_hold(&td, dying);
	made(&f, SYS_jail_remove, 5);
	ck_assert_uint_eq(prison_at(f.kernel, dying)->pr_state, PRISON_STATE_DYING);
	ck_assert_ptr_null(find("5"));
	size_t before = kernel_now(f.kernel);
	uint64_t hash = kernel_hash(f.kernel);
	prison_ix new = prison_ix_of(f.kernel, make("5"));

	ck_assert_uint_ne(new, dying);
	ck_assert_uint_eq(prison_at(f.kernel, dying)->pr_id, JAIL_MAX);
	ck_assert_ptr_eq(prison_find(f.kernel, 5, 0), prison_at(f.kernel, new));
	ck_assert_ptr_eq(prison_find(f.kernel, JAIL_MAX, 0), prison_at(f.kernel, dying));
	kernel_go(f.kernel, before);
	ck_assert_ptr_eq(prison_find(f.kernel, 5, 0), prison_at(f.kernel, dying));
	ck_assert_ptr_null(prison_find(f.kernel, JAIL_MAX, 0));
	ck_assert(kernel_hash(f.kernel) == hash);
	state_next_stamp(f.kernel);
	prison_free(&td, dying);
	ck_assert_ptr_null(prison_find(f.kernel, 5, 0));
	ck_assert_uint_eq(prison0(f.kernel)->pr_childcount, 0);
}
END_TEST

START_TEST(removing_a_tree_leaves_nothing)
{
	uint64_t hash = kernel_hash(f.kernel);
	char name[64] = "a";

	make(name);
	for (int depth = 0; depth < 20; depth++) {
		strcat(name, ".b");
		make(name);
	}
	for (int i = 0; i < 20; i++)
		make((char[]) { 'a', '.', (char)('c' + i), '\0' });
	ck_assert_uint_eq(prison0(f.kernel)->pr_childcount, 41);
	made(&f, SYS_jail_remove, find("a")->pr_id);
	ck_assert_uint_eq(prison0(f.kernel)->pr_childcount, 0);
	ck_assert_ptr_null(kernel_check(f.kernel));
	ck_assert_uint_eq(f.kernel->k_rows[TABLE_prison].count, 1);
	ck_assert_uint_eq(f.kernel->k_rows[TABLE_prname].count, 0);
	ck_assert(kernel_hash(f.kernel) != hash); /* the last number handed out */
}
END_TEST

static const struct {
	const char *text, *shown; /* shown: NULL when it is no address */
	size_t size;
} addresses[] = {
	{ "192.0.2.10", "192.0.2.10", IN_ADDR_SIZE },
	{ "0.0.0.0", "0.0.0.0", IN_ADDR_SIZE },
	{ "255.255.255.255", "255.255.255.255", IN_ADDR_SIZE },
	{ "256.0.0.1", NULL, IN_ADDR_SIZE },
	{ "01.2.3.4", NULL, IN_ADDR_SIZE },
	{ "1.2.3", NULL, IN_ADDR_SIZE },
	{ "1.2.3.4.5", NULL, IN_ADDR_SIZE },
	{ "1.2.3.", NULL, IN_ADDR_SIZE },
	{ "1..2.3", NULL, IN_ADDR_SIZE },
	{ " 1.2.3.4", NULL, IN_ADDR_SIZE },
	{ "", NULL, IN_ADDR_SIZE },
	{ "::", "::", IN6_ADDR_SIZE },
	{ "::1", "::1", IN6_ADDR_SIZE },
	{ "1::", "1::", IN6_ADDR_SIZE },
	{ "2001:DB8:0:0:0:0:0:1", "2001:db8::1", IN6_ADDR_SIZE },
	{ "2001:db8:0:1:0:0:0:1", "2001:db8:0:1::1", IN6_ADDR_SIZE },
	{ "1:0:0:2:3:0:0:4", "1::2:3:0:0:4", IN6_ADDR_SIZE },
	{ "1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7", IN6_ADDR_SIZE },
	{ "::ffff:192.0.2.1", "::ffff:c000:201", IN6_ADDR_SIZE },
	{ "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8", IN6_ADDR_SIZE },
	{ "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0", IN6_ADDR_SIZE },
	{ "1:2:3:4:5:6:7", NULL, IN6_ADDR_SIZE },
	{ "1:2:3:4:5:6:7:8:9", NULL, IN6_ADDR_SIZE },
	{ "1::2::3", NULL, IN6_ADDR_SIZE },
	{ ":1::", NULL, IN6_ADDR_SIZE },
	{ "1:::2", NULL, IN6_ADDR_SIZE },
	{ "12345::", NULL, IN6_ADDR_SIZE },
	{ "1:2:3:4:5:6:7:1.2.3.4", NULL, IN6_ADDR_SIZE },
	{ "fe80::1%em0", NULL, IN6_ADDR_SIZE },
	{ "192.0.2.1", NULL, IN6_ADDR_SIZE },
};

START_TEST(addresses_as_text_and_back)
{
	char bytes[IN6_ADDR_SIZE], shown[IN_ADDR_TEXT] = "";
	const char *text = addresses[_i].text;
	bool good = in_addr_read(text, strlen(text), addresses[_i].size, bytes);

	ck_assert_msg(good == (addresses[_i].shown != NULL), "%s", text);
	if (good) {
		shown[in_addr_write(bytes, addresses[_i].size, shown)] = '\0';
		ck_assert_str_eq(shown, addresses[_i].shown);
	}
}
END_TEST

Suite *
kern_jail_suite(void)
{
	Suite *suite = suite_create("kern_jail");
	TCase *tcase = tcase_create("jails");
	const int rows = sizeof(addresses) / sizeof(addresses[0]);

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, a_prison_reaches_itself_and_what_is_below);
	tcase_add_test(tcase, the_tree_is_walked_parents_first);
	tcase_add_test(tcase, names_follow_a_renamed_parent);
	tcase_add_test(tcase, numbers_count_up_and_wrap);
	tcase_add_test(tcase, a_dying_jail_gives_up_its_number_and_gets_it_back);
	tcase_add_test(tcase, removing_a_tree_leaves_nothing);
	tcase_add_loop_test(tcase, addresses_as_text_and_back, 0, rows);
	suite_add_tcase(suite, tcase);
	return (suite);
}
