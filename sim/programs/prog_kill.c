/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kill and sleep.  FreeBSD's counterparts are bin/kill and bin/sleep.
 * NOT MODELLED: kill -l of a status, job numbers, sleep of parts of a second.
 */
#include <stdlib.h>
#include <string.h>

#include "literal.h"
#include "option.h"

#define NSIG 32

int prog_kill(struct program *);
int prog_sleep(struct program *);

/* A signal by name, with or without SIG, or number; -1: none. */
static int64_t
signal_of(struct program *p, const char *text)
{
	struct constant_group group = p->world->lexicon->groups[ARG_signum];
	int64_t number;

	if (program_number(text, 10, &number))
		return (number);
	for (unsigned i = 0; i < group.count; i++) {
		const struct constant_info *signal = &constant_info[group.first + i];

		if (strcmp(signal->name, text) == 0 || strcmp(signal->name + 3, text) == 0)
			return (signal->value);
	}
	return (strcmp(text, "0") == 0 ? 0 : -1);
}

/* The first name of each number: others are second names. */
static int
list_signals(struct program *p)
{
	struct constant_group group = p->world->lexicon->groups[ARG_signum];
	const char *between = "";

	for (int64_t number = 1; number <= BSD_SIGUSR2; number++)
		for (unsigned i = 0; i < group.count; i++)
			if (constant_info[group.first + i].value == number) {
				program_print(
				    p, "%s%s", between, constant_info[group.first + i].name + 3);
				between = number == NSIG / 2 ? "\n" : " ";
				break;
			}
	program_print(p, "\n");
	return (0);
}

static int
signal_all(struct program *p, int at, int64_t signal)
{
	int status = 0;

	for (; at < p->argc; at++) {
		int64_t pid;

		if (!program_number(p->argv[at], 10, &pid)) {
			program_complain(p, "kill: illegal process id: %s\n", p->argv[at]);
			return (2);
		}
		const struct call *c = CALL(p, kill, pid, signal);

		if (c->error != 0)
			status = program_fail(p, c, p->argv[at]);
	}
	return (status);
}

int
prog_kill(struct program *p)
{
	const char *name = NULL;
	int at = 1;

	if (p->argc > 1 && p->argv[1][0] == '-' && p->argv[1][1] != '\0') {
		name = p->argv[at++] + 1;
		if (strcmp(name, "l") == 0)
			return (list_signals(p));
		if (strcmp(name, "s") == 0 && at < p->argc)
			name = p->argv[at++];
	}
	int64_t signal = name == NULL || strcmp(name, "-") == 0 ? BSD_SIGTERM : signal_of(p, name);

	if (at < p->argc && strcmp(p->argv[at], "--") == 0)
		at++;
	if (signal < 0) {
		program_complain(p, "kill: unknown signal %s; valid signals:\n", name);
		list_signals(p);
		return (2);
	}
	if (at < p->argc)
		return (signal_all(p, at, signal));
	program_usage(p);
	return (2);
}

/* In the background it sleeps for ever: time goes on by :clock and by sleeps in the foreground. */
int
prog_sleep(struct program *p)
{
	struct values *vs = p->world->values;
	int64_t seconds;

	if (p->argc != 2 || !program_number(p->argv[1], 10, &seconds) || seconds < 0)
		return (program_usage(p));
	if (p->background)
		return (PROGRAM_STAYS);
	value_begin(vs);
	literal_integer(vs, "sec", seconds);
	literal_integer(vs, "usec", 0);
	const struct call *c = CALL(p, nanosleep, value_end(vs));

	return (c->error == 0 ? 0 : program_fail(p, c, NULL));
}
