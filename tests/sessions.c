/* SPDX-License-Identifier: BSD-2-Clause */
#include "sessions.h"

#include <check.h>

#include "lists.h"
#include "literal.h"

struct kernel_calls world;

void
sessions_begin(void)
{
	world = kernel_calls_begin();
}

void
sessions_end(void)
{
	const char *wrong = kernel_check(world.kernel);

	if (wrong == NULL)
		wrong = lists_check(world.kernel);
	ck_assert_msg(wrong == NULL, "%s", wrong);
	kernel_calls_end(&world);
}

int
ask(uint32_t pid, enum sysno number, const int64_t words[CALL_ARGS])
{
	world.pid = pid;
	return (kernel_calls_make(&world, number, words));
}

int64_t
get(uint32_t pid, enum sysno number, const int64_t words[CALL_ARGS])
{
	int error = ask(pid, number, words);

	ck_assert_msg(error == 0, "%s: %d", syscall_info[number].name, error);
	return (world.call.retval);
}

int64_t
list_of(unsigned count, const int64_t *words)
{
	value_begin(world.values);
	for (unsigned i = 0; i < count; i++)
		literal_integer(world.values, "", words[i]);
	return (value_end(world.values));
}

uint32_t
login_as(int64_t jid, const int64_t uids[3], bool sugid)
{
	const int64_t gids[] = { uids[0], uids[0], uids[0] };

	return ((uint32_t)GET(0, sim_login, jid, list_of(3, uids), list_of(3, gids), VALUE_EMPTY,
	    text(&world, "somebody"), sugid));
}

uint32_t
login(int64_t jid, int64_t uid)
{
	return (login_as(jid, (const int64_t[]) { uid, uid, uid }, false));
}

int64_t
jail(uint32_t creator, const char *name, const char *param, int64_t children)
{
	struct values *vs = world.values;

	value_begin(vs);
	literal_text(vs, "name", name);
	literal_text(vs, "path", "/");
	literal_word(vs, "persist");
	literal_integer(vs, "children.max", children);
	if (param != NULL)
		literal_word(vs, param);
	value_ix params = value_end(vs);

	return (GET(creator, jail_set, params, BSD_JAIL_CREATE));
}
