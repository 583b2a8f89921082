/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What sh(1) has built in and acts on the session's own process, and the
 * programs that make no call: true, false, echo.
 */
#include <stdlib.h>
#include <string.h>

#include "program.h"

int prog_cd(struct program *);
int prog_echo(struct program *);
int prog_exit(struct program *);
int prog_false(struct program *);
int prog_true(struct program *);
int prog_umask(struct program *);

int
prog_true(struct program *p)
{
	(void)p;
	return (0);
}

int
prog_false(struct program *p)
{
	(void)p;
	return (1);
}

int
prog_echo(struct program *p)
{
	bool newline = p->argc < 2 || strcmp(p->argv[1], "-n") != 0;

	for (int i = newline ? 1 : 2; i < p->argc; i++)
		program_print(p, "%s%s", p->argv[i], i + 1 < p->argc ? " " : "");
	if (newline)
		program_write(p, "\n", 1);
	return (0);
}

/* NOT MODELLED: HOME; cd without a word goes to the root directory. */
int
prog_cd(struct program *p)
{
	const char *dir = p->argc < 2 ? "/" : p->argv[1];
	const struct call *c = CALL(p, chdir, program_text(p, dir));

	return (c->error != 0 ? program_fail(p, c, dir) : 0);
}

int
prog_umask(struct program *p)
{
	char *end = NULL;

	if (p->argc < 2) {
		const struct call *c = CALL(p, umask, 0);

		if (c->error != 0)
			return (program_fail(p, c, NULL));
		program_print(p, "%04o\n", (unsigned)c->retval);
		CALL(p, umask, c->retval);
		return (0);
	}
	unsigned long mask = strtoul(p->argv[1], &end, 8);

	if (*end != '\0' || end == p->argv[1] || mask > 07777)
		return (program_usage(p));
	const struct call *c = CALL(p, umask, (int64_t)mask);

	return (c->error != 0 ? program_fail(p, c, NULL) : 0);
}

int
prog_exit(struct program *p)
{
	int status = p->argc < 2 ? 0 : atoi(p->argv[1]) & 0xff;
	const struct call *c = CALL(p, _exit, status);

	if (c->error != 0)
		return (program_fail(p, c, NULL));
	world_logout(p->world, p->session);
	return (0);
}
