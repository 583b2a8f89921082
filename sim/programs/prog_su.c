/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * su and nologin.  FreeBSD's counterparts are usr.bin/su with /etc/pam.d/su, and usr.sbin/nologin:
 * root needs no password, nobody needs one to become himself, and who is not in group wheel does
 * not become root.
 * NOT MODELLED: passwords (there is no terminal that asks for one), environments, login classes,
 * the process that waits for the shell to clean up.
 */
#include <string.h>

#include "account.h"
#include "literal.h"
#include "option.h"

int prog_nologin(struct program *);
int prog_su(struct program *);

#define WHEEL 0

int
prog_nologin(struct program *p)
{
	program_print(p, "This account is currently not available.\n");
	return (1);
}

static int
refuse(struct program *p, const char *why)
{
	program_complain(p, "su: %s\n", why);
	return (1);
}

static bool
in_wheel(struct program *p, const struct account *account)
{
	struct literal l =
	    literal_read(p->world->values, (value_ix)groups_of_user(p, account->name));
	struct element e;
	bool found = account->gid == WHEEL;

	while (literal_next(&l, &e))
		found |= e.integer == WHEEL;
	return (found);
}

/* What pam.d/su asks for; false after saying no. */
static bool
authenticate(struct program *p, const struct account *self, const char *login)
{
	const char *why = "jailsim has no terminal that asks for a password";

	if (self->uid == 0 || strcmp(self->name, login) == 0)
		return (true);
	if (strcmp(login, "root") == 0 && !in_wheel(p, self))
		why = arena_printf(p->arena, "%s is not in group wheel", self->name);
	refuse(p, "Sorry");
	program_complain(p, "(%s)\n", why);
	return (false);
}

/* The shell of the account with the words behind the login name. */
static int
run_shell(struct program *p, const struct account *account, int rest)
{
	const char **argv = arena_zero(p->arena, ((size_t)(p->argc - rest) + 2) * sizeof(*argv));
	int argc = 0;

	argv[argc++] = *account->shell == '\0' ? "/bin/sh" : account->shell;
	while (rest < p->argc)
		argv[argc++] = p->argv[rest++];
	return (program_exec(p, argc, argv));
}

int
prog_su(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	struct account self, account;
	bool as_login = false, own_shell = false;
	int letter;

	while ((letter = program_option(p, &o, "c:flms")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		as_login |= letter == 'l';
		own_shell |= letter == 'm';
	}
	if (o.next < p->argc && strcmp(p->argv[o.next], "-") == 0) {
		as_login = true;
		o.next++;
	}
	const char *login = o.next < p->argc ? p->argv[o.next++] : "root";

	if (CALL0(p, geteuid)->result[0] != 0)
		return (refuse(p, "not running setuid"));
	const char *uid = arena_printf(p->arena, "%lld", (long long)CALL0(p, getuid)->result[0]);

	if (!account_find(p, uid, &self))
		return (refuse(p, "who are you?"));
	if (!authenticate(p, &self, login))
		return (1);
	if (!account_by_name(p, login, &account))
		return (refuse(p, arena_printf(p->arena, "unknown login: %s", login)));
	const struct call *c = become(p, &account, false);

	if (c != NULL)
		return (program_fail(p, c, "setusercontext"));
	if (as_login && (c = CALL(p, chdir, program_text(p, account.home)))->error != 0) {
		p->failed = c;
		return (refuse(p, "no directory"));
	}
	return (run_shell(p, own_shell ? &self : &account, o.next));
}
