/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sh, what it has built in and acts on its own process, and the programs that make no call: true,
 * false, echo, printf.  FreeBSD's counterparts are bin/sh, usr.bin/true and their neighbours.
 * NOT MODELLED: sh's language beyond split.h; printf's widths and formats but %s, %d, %%.
 */
#include <stdlib.h>
#include <string.h>

#include "readfile.h"
#include "split.h"

int prog_cd(struct program *);
int prog_echo(struct program *);
int prog_exit(struct program *);
int prog_false(struct program *);
int prog_printf(struct program *);
int prog_sh(struct program *);
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

/* What a backslash and what follows stand for; answers how many bytes of the format they are. */
static size_t
print_escape(struct program *p, const char *at)
{
	static const char letters[] = "abfnrtv\\'\"", bytes[] = "\a\b\f\n\r\t\v\\'\"";
	const char *letter = at[1] == '\0' ? NULL : strchr(letters, at[1]);
	size_t digits = 0;
	unsigned octal = 0;

	if (letter != NULL) {
		program_write(p, &bytes[letter - letters], 1);
		return (2);
	}
	while (digits < 3 && at[1 + digits] >= '0' && at[1 + digits] <= '7')
		octal = octal * 8 + (unsigned)(at[1 + digits++] - '0');
	program_write(p, digits == 0 ? at : (const char[]) { (char)octal }, 1);
	return (1 + digits);
}

/* Prints the format once; *word is the next argument. */
static bool
print_format(struct program *p, const char *format, int *word)
{
	for (const char *at = format; *at != '\0';) {
		if (*at == '\\') {
			at += print_escape(p, at);
		} else if (*at != '%') {
			program_write(p, at++, 1);
		} else if (at[1] == '%') {
			program_write(p, "%", 1);
			at += 2;
		} else if (at[1] == 's' || at[1] == 'd') {
			const char *none = at[1] == 's' ? "" : "0";

			program_print(p, "%s", *word < p->argc ? p->argv[(*word)++] : none);
			at += 2;
		} else {
			program_complain(
			    p, "printf: jailsim knows %%s, %%d and %%%% only here: %s\n", at);
			return (false);
		}
	}
	return (true);
}

/* The format is used again while it takes arguments that are left. */
int
prog_printf(struct program *p)
{
	int word = 2, before;

	if (p->argc < 2) {
		program_complain(p, "usage: printf format [arguments ...]\n");
		return (1);
	}
	do {
		before = word;
		if (!print_format(p, p->argv[1], &word))
			return (1);
	} while (word < p->argc && word != before);
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

/* Runs the commands of a script one after the other; the last one's status. */
static int
run_script(struct program *p, const char *script)
{
	struct run r = { .arena = p->arena };
	enum split_result what;
	int status = 0;

	while ((what = split_command(p, &script, &r)) == SPLIT_COMMAND) {
		if (r.argc == 0)
			continue;
		if (strcmp(r.argv[0], "exit") == 0)
			return (r.argc < 2 ? status : atoi(r.argv[1]) & 0xff);
		status = program_spawn(p, &r);
	}
	return (what == SPLIT_WRONG ? 2 : status);
}

int
prog_sh(struct program *p)
{
	const char *const *words;
	const struct call *c;
	int count;

	if (p->argc < 2 || strcmp(p->argv[1], "-i") == 0)
		return (PROGRAM_STAYS); /* reads a terminal on which nobody types */
	if (p->argc > 2 && strcmp(p->argv[1], "-c") == 0) {
		if (strpbrk(p->argv[2], ";>\n") != NULL)
			return (run_script(p, p->argv[2]));
		if ((words = split_words(p, p->argv[2], &count)) == NULL)
			return (2);
		return (count == 0 ? 0 : program_exec(p, count, words));
	}
	const char *script = read_file(p, p->argv[1], &c);

	if (script == NULL) {
		program_fail(p, c, arena_printf(p->arena, "cannot open %s", p->argv[1]));
		return (2);
	}
	return (run_script(p, script));
}
