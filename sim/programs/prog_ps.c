/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ps.  FreeBSD's counterpart is bin/ps.
 * NOT MODELLED: terminals, so that -x is implied; ps -C, -D, -d, -f, -G, -H, -h, -L, -l, -M, -m,
 * -N, -R, -r, -S, -T, -t, -v, -X, -Z.
 */
#include <stdlib.h>
#include <string.h>

#include "account.h"
#include "literal.h"
#include "option.h"
#include "ps.h"

int prog_ps(struct program *);

#define COLUMNS_MAX 32

struct ps {
	const struct ps_column *shown[COLUMNS_MAX];
	const char *header[COLUMNS_MAX];
	unsigned nshown;
	const char *format;		  /* keywords of the columns behind those of -o and -O */
	bool everybody;			  /* -a, -A */
	bool names;			  /* -c: names instead of arguments */
	const char *jails, *pids, *users; /* lists of -J, -p, -U; NULL: any */
};

static bool
show(struct program *p, struct ps *ps, const char *keywords)
{
	while (*keywords != '\0') {
		size_t length = strcspn(keywords, ", =");
		const struct ps_column *column = ps_column(keywords, length);

		if (column == NULL || ps->nshown == COLUMNS_MAX) {
			program_complain(p, "ps: %.*s: keyword not found\n", (int)length, keywords);
			return (false);
		}
		ps->header[ps->nshown] =
		    keywords[length] == '=' ? keywords + length + 1 : column->header;
		ps->shown[ps->nshown++] = column;
		if (keywords[length] == '=')
			break;
		keywords += length + (keywords[length] != '\0');
	}
	return (true);
}

static const char *
number_text(struct program *p, int64_t value)
{
	return (arena_printf(p->arena, "%lld", (long long)value));
}

static bool
in_list(const char *list, const char *a, const char *b)
{
	while (*list != '\0') {
		size_t length = strcspn(list, ", ");

		if ((strlen(a) == length && strncmp(list, a, length) == 0) ||
		    (strlen(b) == length && strncmp(list, b, length) == 0))
			return (true);
		list += length + (list[length] != '\0');
	}
	return (false);
}

/* Whoever one of the lists names; without lists, one's own or everybody's. */
static bool
selected(struct program *p, const struct ps *ps, const struct kinfo_proc *ki, int64_t uid)
{
	if (ps->jails != NULL && in_list(ps->jails, number_text(p, ki->jid), ps_jail_name(p, ki)))
		return (true);
	if (ps->pids != NULL && in_list(ps->pids, number_text(p, ki->pid), ""))
		return (true);
	if (ps->users != NULL && in_list(ps->users, number_text(p, ki->uid), ps_user_name(p, ki)))
		return (true);
	return (ps->jails == NULL && ps->pids == NULL && ps->users == NULL &&
	    (ps->everybody || ki->uid == uid));
}

static bool
is_pid(struct program *p, const char *word)
{
	int64_t pid;

	(void)p;
	return (program_number(word, 10, &pid) && pid >= 0);
}

static bool
is_user(struct program *p, const char *word)
{
	struct account account;

	return (account_find(p, word, &account) || is_pid(p, word));
}

static bool
is_jail(struct program *p, const char *word)
{
	struct values *vs = p->world->values;

	if (strcmp(word, "0") == 0)
		return (true);
	value_begin(vs);
	if (is_pid(p, word))
		literal_integer(vs, "jid", strtoll(word, NULL, 10));
	else
		literal_text(vs, "name", word);
	return (CALL(p, jail_get, value_end(vs))->error == 0);
}

/* Is each word of a list what it shall be?  False after complaining: "Invalid jail id: x". */
static bool
check_list(struct program *p, const char *list, bool is(struct program *, const char *),
    const char *wrong, const char *after)
{
	while (list != NULL && *list != '\0') {
		size_t length = strcspn(list, ", ");
		const char *word = arena_copy(p->arena, list, length);

		if (!is(p, word)) {
			program_complain(p, "ps: %s%s%s\n", wrong, word, after);
			return (false);
		}
		list += length + (list[length] != '\0');
	}
	return (true);
}

static void
print_line(struct program *p, const struct ps *ps, const char *const *cells, const int *widths)
{
	for (unsigned i = 0; i < ps->nshown; i++) {
		bool last = i + 1 == ps->nshown;

		program_print(p, "%s%*s", i == 0 ? "" : " ",
		    ps->shown[i]->left ? (last ? 0 : -widths[i]) : widths[i], cells[i]);
	}
	program_print(p, "\n");
}

static int
print_processes(struct program *p, const struct ps *ps)
{
	size_t count, rows = 0;
	struct kinfo_proc *all = kinfo_getallproc(p, &count);
	int64_t uid = CALL0(p, geteuid)->result[0];

	if (all == NULL)
		return (1);
	const char *const **cells = arena_zero(p->arena, (count + 1) * sizeof(*cells));
	int widths[COLUMNS_MAX];

	bool headed = false;

	for (unsigned i = 0; i < ps->nshown; i++) {
		widths[i] = (int)strlen(ps->header[i]);
		headed |= widths[i] != 0;
	}
	for (size_t n = 0; n < count; n++) {
		if (!selected(p, ps, &all[n], uid))
			continue;
		const char **row = arena_zero(p->arena, COLUMNS_MAX * sizeof(*row));

		for (unsigned i = 0; i < ps->nshown; i++) {
			row[i] = ps->shown[i]->text(p, &all[n]);
			if ((int)strlen(row[i]) > widths[i])
				widths[i] = (int)strlen(row[i]);
		}
		cells[rows++] = row;
	}
	if (headed)
		print_line(p, ps, ps->header, widths);
	for (size_t n = 0; n < rows; n++)
		print_line(p, ps, cells[n], widths);
	return (rows == 0);
}

/* "ps aux" is "ps -aux". */
static void
old_style(struct program *p)
{
	if (p->argc < 2 || p->argv[1][0] == '-' || p->argv[1][0] == '\0')
		return;
	const char **argv = arena_zero(p->arena, ((size_t)p->argc + 1) * sizeof(*argv));

	memcpy(argv, p->argv, (size_t)p->argc * sizeof(*argv));
	argv[1] = arena_printf(p->arena, "-%s", p->argv[1]);
	p->argv = argv;
}

/* One option; false after complaining. */
static bool
take_option(struct program *p, struct ps *ps, int letter, const char *value)
{
	ps->everybody |= letter == 'a' || letter == 'A';
	ps->names |= letter == 'c';
	switch (letter) {
	case 'J':
		ps->jails = value;
		break;
	case 'p':
		ps->pids = value;
		break;
	case 'U':
		ps->users = value;
		break;
	case 'u':
		ps->format = "user,pid,%cpu,%mem,vsz,rss,tt,stat,start,time,command";
		break;
	case 'j':
		ps->format = "user,pid,ppid,pgid,sid,jobc,stat,tt,time,command";
		break;
	case 'O':
		ps->format = "tt,stat,time,command";
		return (show(p, ps, "pid") && show(p, ps, value));
	case 'o':
		ps->format = "";
		return (show(p, ps, value));
	default:
		break;
	}
	return (letter != '?');
}

int
prog_ps(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	struct ps ps = { .format = "pid,tt,stat,time,command" };
	int letter;

	old_style(p);
	while ((letter = program_option(p, &o, "AacJ:jO:o:p:U:uwx")) != OPTION_END)
		if (!take_option(p, &ps, letter, o.value))
			return (letter == '?' ? program_usage(p) : 1);
	if (o.next < p->argc && ps.pids == NULL)
		ps.pids = p->argv[o.next];
	if (!check_list(p, ps.jails, is_jail, "Invalid jail id: ", "") ||
	    !check_list(p, ps.pids, is_pid, "Invalid process id: ", "") ||
	    !check_list(p, ps.users, is_user, "No user named '", "'") || !show(p, &ps, ps.format))
		return (1);
	for (unsigned i = 0; ps.names && i < ps.nshown; i++)
		if (strcmp(ps.shown[i]->keyword, "command") == 0)
			ps.shown[i] = ps_column("comm", 4);
	return (print_processes(p, &ps));
}
