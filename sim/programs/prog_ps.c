/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ps.  FreeBSD's counterpart is bin/ps.
 * NOT MODELLED: terminals (every process is shown as if it had none, and -x is implied), times,
 * sizes, priorities, most keywords of -o.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "account.h"
#include "kinfo.h"
#include "literal.h"
#include "option.h"

int prog_ps(struct program *);

/* --- The columns ---------------------------------------------------------------- */

static const char *
decimal(struct program *p, int64_t value)
{
	return (arena_printf(p->arena, "%lld", (long long)value));
}

static const char *
text_of_pid(struct program *p, const struct kinfo_proc *ki)
{
	return (decimal(p, ki->pid));
}

static const char *
text_of_ppid(struct program *p, const struct kinfo_proc *ki)
{
	return (decimal(p, ki->ppid));
}

static const char *
text_of_pgid(struct program *p, const struct kinfo_proc *ki)
{
	return (decimal(p, ki->pgid));
}

static const char *
text_of_sid(struct program *p, const struct kinfo_proc *ki)
{
	return (decimal(p, ki->sid));
}

static const char *
text_of_uid(struct program *p, const struct kinfo_proc *ki)
{
	return (decimal(p, ki->uid));
}

static const char *
text_of_ruid(struct program *p, const struct kinfo_proc *ki)
{
	return (decimal(p, ki->ruid));
}

static const char *
text_of_user(struct program *p, const struct kinfo_proc *ki)
{
	return (user_name(p, (uint32_t)ki->uid));
}

static const char *
text_of_ruser(struct program *p, const struct kinfo_proc *ki)
{
	return (user_name(p, (uint32_t)ki->ruid));
}

static const char *
text_of_jid(struct program *p, const struct kinfo_proc *ki)
{
	return (decimal(p, ki->jid));
}

/* The jail's name; "-" for the reader's own. */
static const char *
text_of_jail(struct program *p, const struct kinfo_proc *ki)
{
	struct values *vs = p->world->values;
	struct element name;

	if (ki->jid == 0)
		return ("-");
	value_begin(vs);
	literal_integer(vs, "jid", ki->jid);
	literal_word(vs, "name");
	const struct call *c = CALL(p, jail_get, value_end(vs));

	if (c->error != 0 || !literal_find(literal_read(vs, (value_ix)c->result[0]), "name", &name))
		return ("-");
	return (name.bytes);
}

static const char *
text_of_stat(struct program *p, const struct kinfo_proc *ki)
{
	const char *state = ki->zombie ? "Z" :
	    ki->stopped		       ? "T" :
	    ki->pid == (int64_t)p->pid ? "R" :
					 "I";

	return (arena_printf(p->arena, "%s%s%s%s", state, ki->traced ? "X" : "",
	    ki->sid == ki->pid ? "s" : "", ki->jailed ? "J" : ""));
}

static const char *
text_of_tt(struct program *p, const struct kinfo_proc *ki)
{
	(void)p, (void)ki;
	return (" - ");
}

static const char *
text_of_time(struct program *p, const struct kinfo_proc *ki)
{
	(void)p, (void)ki;
	return ("0:00.00");
}

static const char *
text_of_nothing(struct program *p, const struct kinfo_proc *ki)
{
	(void)p, (void)ki;
	return ("0");
}

static const char *
text_of_percent(struct program *p, const struct kinfo_proc *ki)
{
	(void)p, (void)ki;
	return ("0.0");
}

static const char *
text_of_start(struct program *p, const struct kinfo_proc *ki)
{
	time_t when = (time_t)ki->start;
	char *text = arena_zero(p->arena, 16);
	int64_t now = CALL0(p, gettimeofday)->result[0];
	struct tm tm;

	gmtime_r(&when, &tm);
	strftime(text, 16,
	    now - ki->start < 24 * 3600	    ? "%H:%M" :
		now - ki->start < 7 * 86400 ? "%a%H" :
					      "%e%b%y",
	    &tm);
	return (text);
}

static const char *
text_of_comm(struct program *p, const struct kinfo_proc *ki)
{
	(void)p;
	return (ki->comm);
}

static const char *
text_of_command(struct program *p, const struct kinfo_proc *ki)
{
	if (ki->zombie)
		return ("<defunct>");
	return (*ki->args != '\0' ? ki->args : arena_printf(p->arena, "[%s]", ki->comm));
}

struct ps_column {
	const char *keyword, *header;
	bool left; /* aligned to the left */
	const char *(*text)(struct program *, const struct kinfo_proc *);
};

static const struct ps_column columns[] = {
	{ "pid", "PID", false, text_of_pid },
	{ "tt", "TT ", true, text_of_tt },
	{ "stat", "STAT", true, text_of_stat },
	{ "state", "STAT", true, text_of_stat },
	{ "time", "TIME", false, text_of_time },
	{ "command", "COMMAND", true, text_of_command },
	{ "args", "COMMAND", true, text_of_command },
	{ "user", "USER", true, text_of_user },
	{ "ruser", "RUSER", true, text_of_ruser },
	{ "uid", "UID", false, text_of_uid },
	{ "ruid", "RUID", false, text_of_ruid },
	{ "ppid", "PPID", false, text_of_ppid },
	{ "pgid", "PGID", false, text_of_pgid },
	{ "sid", "SID", false, text_of_sid },
	{ "jid", "JID", false, text_of_jid },
	{ "jail", "JAIL", true, text_of_jail },
	{ "comm", "COMMAND", true, text_of_comm },
	{ "ucomm", "UCOMM", true, text_of_comm },
	{ "%cpu", "%CPU", false, text_of_percent },
	{ "%mem", "%MEM", false, text_of_percent },
	{ "vsz", "VSZ", false, text_of_nothing },
	{ "rss", "RSS", false, text_of_nothing },
	{ "start", "STARTED", true, text_of_start },
	{ "jobc", "JOBC", false, text_of_nothing },
};

/* --- The listing ------------------------------------------------------------------ */

#define COLUMNS_MAX 32

struct ps {
	const struct ps_column *shown[COLUMNS_MAX];
	const char *header[COLUMNS_MAX];
	unsigned nshown;
	bool everybody;
	const char *jails, *pids, *users; /* lists of -J, -p, -U; NULL: any */
};

static bool
show(struct program *p, struct ps *ps, const char *keywords)
{
	while (*keywords != '\0') {
		size_t length = strcspn(keywords, ", =");
		bool found = false;

		for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
			if (strlen(columns[i].keyword) == length &&
			    strncmp(columns[i].keyword, keywords, length) == 0 &&
			    ps->nshown < COLUMNS_MAX) {
				ps->header[ps->nshown] = keywords[length] == '=' ?
				    keywords + length + 1 :
				    columns[i].header;
				ps->shown[ps->nshown++] = &columns[i];
				found = true;
			}
		if (!found) {
			program_complain(p, "ps: %.*s: keyword not found\n", (int)length, keywords);
			return (false);
		}
		if (keywords[length] == '=')
			break;
		keywords += length + (keywords[length] != '\0');
	}
	return (true);
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

static bool
selected(struct program *p, const struct ps *ps, const struct kinfo_proc *ki, int64_t uid)
{
	if (ps->jails != NULL && !in_list(ps->jails, decimal(p, ki->jid), text_of_jail(p, ki)))
		return (false);
	if (ps->pids != NULL && !in_list(ps->pids, decimal(p, ki->pid), ""))
		return (false);
	if (ps->users != NULL && !in_list(ps->users, decimal(p, ki->uid), text_of_user(p, ki)))
		return (false);
	return (ps->everybody || ps->jails != NULL || ps->pids != NULL || ps->users != NULL ||
	    ki->uid == uid);
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

	for (unsigned i = 0; i < ps->nshown; i++)
		widths[i] = (int)strlen(ps->header[i]);
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

int
prog_ps(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	struct ps ps = { .nshown = 0 };
	const char *format = "pid,tt,stat,time,command";
	int letter;

	old_style(p);
	while ((letter = program_option(p, &o, "AaceJ:HjlO:o:p:U:uwxd")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		ps.everybody |= letter == 'a' || letter == 'A';
		if (letter == 'J')
			ps.jails = o.value;
		else if (letter == 'p')
			ps.pids = o.value;
		else if (letter == 'U')
			ps.users = o.value;
		else if (letter == 'u')
			format = "user,pid,%cpu,%mem,vsz,rss,tt,stat,start,time,command";
		else if (letter == 'j')
			format = "user,pid,ppid,pgid,sid,jobc,stat,tt,time,command";
		else if (letter == 'O' && (!show(p, &ps, "pid") || !show(p, &ps, o.value)))
			return (1);
		else if (letter == 'O')
			format = "tt,stat,time,command";
		else if (letter == 'o' && !show(p, &ps, o.value))
			return (1);
		else if (letter == 'o')
			format = "";
	}
	return (show(p, &ps, format) ? print_processes(p, &ps) : 1);
}
