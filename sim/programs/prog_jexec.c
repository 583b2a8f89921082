/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * jexec and chroot: what goes somewhere or becomes somebody, and then runs another program in
 * its own place.  FreeBSD's counterparts are usr.sbin/jexec and usr.sbin/chroot.
 * NOT MODELLED: environments.
 */
#include <string.h>

#include "account.h"
#include "jailparam.h"
#include "option.h"

int prog_chroot(struct program *);
int prog_jexec(struct program *);

/* The words from `at' on, or a shell when there are none. */
static int
exec_rest(struct program *p, int at)
{
	static const char *const shell[] = { "/bin/sh", NULL };

	if (at < p->argc)
		return (program_exec(p, p->argc - at, p->argv + at));
	return (program_exec(p, 1, shell));
}

/* Looks up a user; false after complaining. */
static bool
look_up(struct program *p, const char *user, struct account *account)
{
	if (user == NULL || account_find(p, user, account))
		return (true);
	program_complain(p, "%s: %s: no such user\n", p->argv[0], user);
	return (false);
}

/* Becomes the user and, if asked, goes home; false after complaining. */
static bool
settle(struct program *p, const struct account *account, bool home)
{
	const struct call *c = become(p, account, true);

	if (c != NULL) {
		program_fail(p, c, c->number == SYS_setuid ? "setuid" : "setusercontext");
		return (false);
	}
	if (home && (c = CALL(p, chdir, program_text(p, account->home)))->error != 0) {
		program_fail(p, c, account->home);
		return (false);
	}
	return (true);
}

int
prog_jexec(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	const char *outside = NULL, *inside = NULL;
	struct account account = { .name = NULL };
	bool login = false;
	int letter;

	while ((letter = program_option(p, &o, "lnu:U:")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		login |= letter == 'l';
		outside = letter == 'u' ? o.value : outside;
		inside = letter == 'U' ? o.value : inside;
	}
	if (o.next == p->argc || (outside != NULL && inside != NULL))
		return (program_usage(p));
	if (login && inside == NULL && outside == NULL)
		outside = "root";
	if (!look_up(p, outside, &account))
		return (1);
	int64_t jid = jail_getid(p, p->argv[o.next]);

	if (jid < 0)
		return (1);
	const struct call *c = CALL(p, jail_attach, jid);

	if (c->error != 0)
		return (program_fail(
		    p, c, arena_printf(p->arena, "jail_attach(%lld)", (long long)jid)));
	if ((c = CALL(p, chdir, program_text(p, "/")))->error != 0)
		return (program_fail(p, c, "chdir(\"/\")"));
	if (!look_up(p, inside, &account) || (account.name != NULL && !settle(p, &account, login)))
		return (1);
	return (exec_rest(p, o.next + 1));
}

int
prog_chroot(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	const char *user = NULL;
	struct account account = { .name = NULL };
	int letter;

	while ((letter = program_option(p, &o, "g:G:nu:")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		user = letter == 'u' ? o.value : user;
	}
	if (o.next == p->argc)
		return (program_usage(p));
	if (!look_up(p, user, &account))
		return (1);
	const struct call *c = CALL(p, chdir, program_text(p, p->argv[o.next]));

	if (c->error == 0)
		c = CALL(p, chroot, program_text(p, "."));
	if (c->error != 0)
		return (program_fail(p, c, p->argv[o.next]));
	if (account.name != NULL && !settle(p, &account, false))
		return (1);
	return (exec_rest(p, o.next + 1));
}
