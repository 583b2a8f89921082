/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * su: becomes a user and runs that user's shell.  FreeBSD's counterpart is usr.bin/su.
 * NOT MODELLED: passwords, so only root and the user's own self need none and all others are sent
 * away; login classes; environments.
 */
#include <string.h>

#include "account.h"
#include "option.h"

int prog_su(struct program *);

#define SHELL "/bin/sh"

/* What the words say. */
struct request {
	bool login;	  /* -l: as a login would */
	bool own_shell;	  /* -m: the caller's shell, not the user's */
	const char *user; /* whom */
	int next;	  /* the first word for the shell */
};

static bool
read_request(struct program *p, struct request *r)
{
	struct options o = OPTIONS_BEGIN;
	int letter;

	*r = (struct request) { .user = "root" };
	while ((letter = program_option(p, &o, "flmsc:")) != OPTION_END) {
		if (letter == '?')
			return (false);
		r->login |= letter == 'l';
		r->own_shell |= letter == 'm';
	}
	r->next = o.next;
	if (r->next < p->argc && strcmp(p->argv[r->next], "-") == 0) {
		r->login = true;
		r->next++;
	}
	if (r->next < p->argc)
		r->user = p->argv[r->next++];
	return (true);
}

/* May the caller do it without a password? */
static bool
authentic(struct program *p, const struct account *account)
{
	int64_t uid = CALL0(p, getuid)->retval;

	return (uid == 0 || uid == (int64_t)account->uid);
}

/* The shell with the words that are left for it. */
static int
run_shell(struct program *p, const struct request *r, const char *shell)
{
	const char **argv = arena_zero(p->arena, (size_t)(p->argc - r->next + 2) * sizeof(*argv));
	int argc = 0;

	argv[argc++] = r->own_shell || *shell == '\0' ? SHELL : shell;
	for (int i = r->next; i < p->argc; i++)
		argv[argc++] = p->argv[i];
	return (program_exec(p, argc, argv));
}

int
prog_su(struct program *p)
{
	struct request r;
	struct account account;
	const struct call *c;

	if (!read_request(p, &r))
		return (program_usage(p));
	if (CALL0(p, geteuid)->retval != 0) {
		program_complain(p, "su: not running setuid\n");
		return (1);
	}
	if (!account_by_name(p, r.user, &account)) {
		program_complain(p, "su: unknown login: %s\n", r.user);
		return (1);
	}
	if (!authentic(p, &account)) {
		program_complain(p, "su: Sorry\n");
		return (1);
	}
	if ((c = become(p, &account, r.login)) != NULL)
		return (program_fail(p, c, "setusercontext"));
	if (r.login && (c = CALL(p, chdir, program_text(p, account.home)))->error != 0) {
		program_complain(p, "su: no directory\n");
		p->failed = c;
		return (1);
	}
	return (run_shell(p, &r, account.shell));
}
