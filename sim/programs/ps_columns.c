/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The columns of ps.  FreeBSD's counterparts are bin/ps/keyword.c and print.c.
 * NOT MODELLED: terminals, times, sizes, priorities (shown as none or 0), many more keywords.
 */
#include <string.h>
#include <time.h>

#include "account.h"
#include "literal.h"
#include "ps.h"

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

/* "00:01:30", "2-00:00:00": since the start. */
static const char *
text_of_etime(struct program *p, const struct kinfo_proc *ki)
{
	long long past = CALL0(p, gettimeofday)->result[0] - ki->start;

	if (past >= 86400)
		return (arena_printf(p->arena, "%lld-%02lld:%02lld:%02lld", past / 86400,
		    past / 3600 % 24, past / 60 % 60, past % 60));
	if (past >= 3600)
		return (arena_printf(
		    p->arena, "%02lld:%02lld:%02lld", past / 3600, past / 60 % 60, past % 60));
	return (arena_printf(p->arena, "%02lld:%02lld", past / 60, past % 60));
}

static const char *
text_of_lstart(struct program *p, const struct kinfo_proc *ki)
{
	time_t when = (time_t)ki->start;
	char *text = arena_zero(p->arena, 32);
	struct tm tm;

	gmtime_r(&when, &tm);
	strftime(text, 32, "%a %b %e %H:%M:%S %Y", &tm);
	return (text);
}

static const char *
text_of_nice(struct program *p, const struct kinfo_proc *ki)
{
	const struct call *c = CALL(p, getpriority, BSD_PRIO_PROCESS, ki->pid);

	return (c->error == 0 ? decimal(p, c->retval) : "-");
}

static const char *
text_of_gid(struct program *p, const struct kinfo_proc *ki)
{
	return (decimal(p, ki->gid));
}

static const char *
text_of_group(struct program *p, const struct kinfo_proc *ki)
{
	return (group_name(p, (uint32_t)ki->gid));
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
	{ "gid", "GID", false, text_of_gid },
	{ "group", "GROUP", true, text_of_group },
	{ "nice", "NI", false, text_of_nice },
	{ "ni", "NI", false, text_of_nice },
	{ "etime", "ELAPSED", false, text_of_etime },
	{ "lstart", "STARTED", true, text_of_lstart },
	{ "pcpu", "%CPU", false, text_of_percent },
	{ "pmem", "%MEM", false, text_of_percent },
	{ "tty", "TTY", true, text_of_tt },
	{ "%cpu", "%CPU", false, text_of_percent },
	{ "%mem", "%MEM", false, text_of_percent },
	{ "vsz", "VSZ", false, text_of_nothing },
	{ "rss", "RSS", false, text_of_nothing },
	{ "start", "STARTED", true, text_of_start },
	{ "jobc", "JOBC", false, text_of_nothing },
};

const struct ps_column *
ps_column(const char *keyword, size_t length)
{
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		if (strlen(columns[i].keyword) == length &&
		    strncmp(columns[i].keyword, keyword, length) == 0)
			return (&columns[i]);
	return (NULL);
}

const char *
ps_jail_name(struct program *p, const struct kinfo_proc *ki)
{
	return (text_of_jail(p, ki));
}

const char *
ps_user_name(struct program *p, const struct kinfo_proc *ki)
{
	return (text_of_user(p, ki));
}
