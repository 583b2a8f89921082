/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipcs and ipcrm: the System V objects that the caller's jail shares, listed and removed.
 * FreeBSD's counterparts are usr.bin/ipcs and usr.bin/ipcrm.
 *
 * NOT MODELLED: limits (ipcs -M, -Q, -S, -T), core files, ipcrm -W and -v.
 */
#include <stdlib.h>
#include <string.h>

#include "account.h"
#include "info.h"
#include "literal.h"
#include "option.h"

int prog_ipcrm(struct program *);
int prog_ipcs(struct program *);

/* What is shown beside the usual columns. */
#define BIGGEST	    1u
#define CREATOR	    2u
#define OUTSTANDING 4u
#define PID	    8u
#define TIME	    16u

enum facility { QUEUES, MEMORY, SEMAPHORES, FACILITIES };

static const struct {
	const char *title, *sysctl;
	char letter; /* of the option and of the column T */
} facilities[FACILITIES] = {
	[QUEUES] = { "Message Queues", "kern.ipc.msqids", 'q' },
	[MEMORY] = { "Shared Memory", "kern.ipc.shmsegs", 'm' },
	[SEMAPHORES] = { "Semaphores", "kern.ipc.sema", 's' },
};

struct ipcs {
	struct program *p;
	unsigned columns; /* BIGGEST ... */
	const char *user; /* whose objects; NULL: everybody's */
	uint32_t uid;
	struct known_name *users, *groups;
};

static const char *
user_of(struct ipcs *s, struct literal record, const char *name)
{
	return (remembered_name(
	    s->p, &s->users, user_name, (uint32_t)literal_get_number(record, name)));
}

static const char *
group_of(struct ipcs *s, struct literal record, const char *name)
{
	return (remembered_name(
	    s->p, &s->groups, group_name, (uint32_t)literal_get_number(record, name)));
}

static void
print_header(const struct ipcs *s, enum facility f)
{
	struct program *p = s->p;
	bool queue = f == QUEUES, sem = f == SEMAPHORES;

	program_print(p, "%s:\nT %12s %12s %-11s %-8s %-8s", facilities[f].title, "ID", "KEY",
	    "MODE", "OWNER", "GROUP");
	if ((s->columns & CREATOR) != 0)
		program_print(p, " %-8s %-8s", "CREATOR", "CGROUP");
	if ((s->columns & OUTSTANDING) != 0 && queue)
		program_print(p, " %20s %20s", "CBYTES", "QNUM");
	if ((s->columns & OUTSTANDING) != 0 && f == MEMORY)
		program_print(p, " %12s", "NATTCH");
	if ((s->columns & BIGGEST) != 0)
		program_print(p, " %*s", queue ? 20 : 12,
		    queue   ? "QBYTES" :
			sem ? "NSEMS" :
			      "SEGSZ");
	if ((s->columns & PID) != 0 && !sem)
		program_print(p, " %12s %12s", queue ? "LSPID" : "CPID", queue ? "LRPID" : "LPID");
	if ((s->columns & TIME) != 0)
		program_print(p, " %-8s %-8s",
		    queue   ? "STIME" :
			sem ? "OTIME" :
			      "ATIME",
		    queue   ? "RTIME" :
			sem ? "CTIME" :
			      "DTIME");
	if ((s->columns & TIME) != 0 && !sem)
		program_print(p, " %-8s", "CTIME");
	program_print(p, "\n");
}

/* "--rw-r-----": the letters of read, alter and nothing. */
static const char *
mode_text(const struct ipcs *s, int64_t mode)
{
	char text[] = "--rwarwarwa";

	for (int bit = 0; bit < 9; bit++)
		if ((mode >> (8 - bit) & 1) == 0)
			text[2 + bit] = '-';
	return (arena_printf(s->p->arena, "%s", text));
}

static void
print_time(const struct ipcs *s, struct literal record, const char *name)
{
	long long seconds = literal_get_number(record, name) % 86400;

	if (literal_get_number(record, name) == 0)
		program_print(s->p, " no-entry");
	else
		program_print(
		    s->p, " %2lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

static void
print_object(struct ipcs *s, enum facility f, struct literal r)
{
	struct program *p = s->p;
	bool queue = f == QUEUES, sem = f == SEMAPHORES;

	program_print(p, "%c %12d %12d %s %-8s %-8s", facilities[f].letter,
	    (int)literal_get_number(r, "id"), (int)literal_get_number(r, "key"),
	    mode_text(s, literal_get_number(r, "mode")), user_of(s, r, "uid"),
	    group_of(s, r, "gid"));
	if ((s->columns & CREATOR) != 0)
		program_print(p, " %-8s %-8s", user_of(s, r, "cuid"), group_of(s, r, "cgid"));
	if ((s->columns & OUTSTANDING) != 0 && queue)
		program_print(p, " %12lld %12lld", (long long)literal_get_number(r, "used"),
		    (long long)literal_get_number(r, "number"));
	if ((s->columns & OUTSTANDING) != 0 && f == MEMORY)
		program_print(p, " %12lld", (long long)literal_get_number(r, "nattch"));
	if ((s->columns & BIGGEST) != 0)
		program_print(
		    p, " %*lld", queue ? 20 : 12, (long long)literal_get_number(r, "size"));
	if ((s->columns & PID) != 0 && !sem)
		program_print(p, " %12lld %12lld", (long long)literal_get_number(r, "cpid"),
		    (long long)literal_get_number(r, "lpid"));
	if ((s->columns & TIME) != 0) {
		print_time(s, r, "atime");
		if (!sem)
			print_time(s, r, "dtime");
		print_time(s, r, "ctime");
	}
	program_print(p, "\n");
}

static int
print_facility(struct ipcs *s, enum facility f)
{
	struct program *p = s->p;
	const struct call *c = CALL(p, sysctlbyname, program_text(p, facilities[f].sysctl));
	struct element e;

	if (c->error != 0)
		return (program_fail(p, c, facilities[f].sysctl));
	struct literal l = literal_read(p->world->values, (value_ix)c->result[0]);

	print_header(s, f);
	while (literal_next(&l, &e)) {
		struct literal record = literal_within(&e);

		if (s->user == NULL || (uint32_t)literal_get_number(record, "uid") == s->uid)
			print_object(s, f, record);
	}
	program_print(p, "\n");
	return (0);
}

/* The column that a letter asks for; 0: none. */
static unsigned
column_of(int letter)
{
	switch (letter) {
	case 'a':
		return (BIGGEST | CREATOR | OUTSTANDING | PID | TIME);
	case 'b':
		return (BIGGEST);
	case 'c':
		return (CREATOR);
	case 'o':
		return (OUTSTANDING);
	case 'p':
		return (PID);
	case 't':
		return (TIME);
	default:
		return (0);
	}
}

int
prog_ipcs(struct program *p)
{
	struct ipcs s = { .p = p };
	struct options o = OPTIONS_BEGIN;
	struct account account;
	int letter, wanted = 0, status = 0;

	while ((letter = program_option(p, &o, "abcmopqstu:")) != OPTION_END) {
		s.columns |= column_of(letter);
		if (letter == '?')
			return (program_usage(p));
		if (letter == 'u')
			s.user = o.value;
		if (letter == 'm' || letter == 'q' || letter == 's')
			wanted = letter;
	}
	if (o.next != p->argc)
		return (program_usage(p));
	if (s.user != NULL && !account_find(p, s.user, &account)) {
		program_complain(p, "ipcs: getpwnam failed: No such user\n");
		return (1);
	}
	s.uid = s.user == NULL ? 0 : account.uid;
	for (enum facility f = 0; f < FACILITIES && status == 0; f++)
		if (wanted == 0 || wanted == facilities[f].letter)
			status = print_facility(&s, f);
	return (status);
}

/* Removes an object by its id, or by its key when the letter is a capital one. */
static int
remove_object(struct program *p, int letter, int64_t what)
{
	const struct call *c = NULL;
	int64_t id = what;

	if (letter == 'M')
		c = CALL(p, shmget, what, 0, 0);
	else if (letter == 'Q')
		c = CALL(p, msgget, what, 0);
	else if (letter == 'S')
		c = CALL(p, semget, what, 0, 0);
	if (c != NULL && c->error == 0)
		id = c->retval;
	if (c == NULL || c->error == 0)
		c = letter == 'm' || letter == 'M' ? CALL(p, shmctl, id, BSD_IPC_RMID) :
		    letter == 'q' || letter == 'Q' ? CALL(p, msgctl, id, BSD_IPC_RMID) :
						     CALL(p, semctl, id, 0, BSD_IPC_RMID);
	if (c->error == 0)
		return (0);
	return (program_fail(p, c,
	    arena_printf(p->arena, "%s(%lld)",
		c->number == SYS_shmctl || c->number == SYS_shmget     ? "shmid" :
		    c->number == SYS_msgctl || c->number == SYS_msgget ? "msqid" :
									 "semid",
		(long long)what)));
}

int
prog_ipcrm(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	int letter, status = 0;
	int64_t what;

	while ((letter = program_option(p, &o, "m:q:s:M:Q:S:")) != OPTION_END) {
		if (letter == '?' || !program_number(o.value, 10, &what))
			return (program_usage(p));
		if (remove_object(p, letter, what) != 0)
			status = 1;
	}
	return (o.next == 1 || o.next != p->argc ? program_usage(p) : status);
}
