/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hostname, kldload, date, dmesg: what asks and changes the host.  FreeBSD's counterparts are the
 * directories of the same names in bin/ and sbin/.
 * NOT MODELLED: hostname -d, date -f, -I, -n, -R, -v, -z.
 */
#include <string.h>
#include <time.h>

#include "literal.h"
#include "option.h"

int prog_date(struct program *);
int prog_dmesg(struct program *);
int prog_hostname(struct program *);
int prog_kldload(struct program *);

int
prog_hostname(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	int letter;
	bool shorter = false;

	while ((letter = program_option(p, &o, "fs")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		shorter |= letter == 's';
	}
	if (p->argc - o.next > 1)
		return (program_usage(p));
	int64_t name = program_text(p, "kern.hostname");

	if (o.next < p->argc) {
		const struct call *c =
		    CALL(p, sysctlbyname, name, program_text(p, p->argv[o.next]));

		return (c->error == 0 ? 0 : program_fail(p, c, "sethostname"));
	}
	const struct call *c = CALL(p, sysctlbyname, name);

	if (c->error != 0)
		return (program_fail(p, c, "gethostname"));
	const char *text = program_string(p, c->result[0]);

	program_print(p, "%.*s\n", (int)(shorter ? strcspn(text, ".") : strlen(text)), text);
	return (0);
}

int
prog_kldload(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	int letter, status = 0;
	bool once = false, verbose = false;

	while ((letter = program_option(p, &o, "nqv")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		once |= letter == 'n';
		verbose |= letter == 'v';
	}
	if (o.next == p->argc)
		return (program_usage(p));
	for (int i = o.next; i < p->argc; i++) {
		const char *file = p->argv[i];
		const struct call *c = CALL(p, kldload, program_text(p, file));

		if (c->error == 0 && verbose)
			program_print(p, "Loaded %s, id=%lld\n", file, (long long)c->retval);
		if (c->error == 0 || (c->error == BSD_EEXIST && once))
			continue;
		if (c->error == BSD_EEXIST) {
			program_complain(p,
			    "kldload: can't load %s: module already loaded or in kernel\n", file);
			p->failed = c;
			status = 1;
			continue;
		}
		if (c->error == BSD_ENOEXEC) {
			program_complain(p,
			    "kldload: an error occurred while loading module %s. Please check "
			    "dmesg(8) for more details.\n",
			    file);
			p->failed = c;
			status = 1;
			continue;
		}
		status = program_fail(p, c, arena_printf(p->arena, "can't load %s", file));
	}
	return (status);
}

/* The kernel's message buffer; -c empties it, too. */
int
prog_dmesg(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	int letter;
	bool clear = false;

	while ((letter = program_option(p, &o, "ac")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		clear |= letter == 'c';
	}
	if (o.next != p->argc)
		return (program_usage(p));
	const struct call *c = CALL(p, sysctlbyname, program_text(p, "kern.msgbuf"));

	if (c->error != 0)
		return (program_fail(p, c, "sysctl kern.msgbuf"));
	program_print(p, "%s", program_string(p, c->result[0]));
	if (clear)
		c = CALL(
		    p, sysctlbyname, program_text(p, "kern.msgbuf_clear"), program_text(p, "1"));
	return (c->error == 0 ? 0 : program_fail(p, c, "sysctl kern.msgbuf_clear"));
}

/* Days from 1970 to a date of the Gregorian calendar. */
static int64_t
days_to(int64_t year, int64_t month, int64_t day)
{
	year -= month <= 2;
	int64_t era = year / 400, of_era = year % 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return (era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468);
}

/* Seconds of [[[[[cc]yy]mm]dd]HH]MM[.SS], what is left out as now; false when it is none. */
static bool
parse_date(struct program *p, const char *text, int64_t now, int64_t *seconds)
{
	time_t when = (time_t)now;
	struct tm tm;
	size_t length = strcspn(text, ".");
	const char *digits = arena_copy(p->arena, text, length);
	int64_t n, second = 0;

	gmtime_r(&when, &tm);
	/* minute, hour, day, month, year */
	int64_t part[5] = { 0, tm.tm_hour, tm.tm_mday, tm.tm_mon + 1, tm.tm_year + 1900 };

	if (text[length] == '.' &&
	    (strlen(text + length) != 3 || !program_number(text + length + 1, 10, &second)))
		return (false);
	if (length < 2 || length > 12 || length % 2 != 0 || !program_number(digits, 10, &n) ||
	    n < 0)
		return (false);
	for (size_t i = 0; i < length / 2 && i < 4; i++, n /= 100)
		part[i] = n % 100;
	if (length > 8)
		part[4] = length == 12 ? n : n + (n < 69 ? 2000 : 1900);
	if (part[3] < 1 || part[3] > 12 || part[2] < 1 || part[2] > 31 || part[1] > 23 ||
	    part[0] > 59 || second < 0 || second > 61)
		return (false);
	*seconds =
	    days_to(part[4], part[3], part[2]) * 86400 + part[1] * 3600 + part[0] * 60 + second;
	return (true);
}

static int
set_clock(struct program *p, int64_t seconds)
{
	struct values *vs = p->world->values;

	value_begin(vs);
	literal_integer(vs, "sec", seconds);
	literal_integer(vs, "usec", 0);
	const struct call *c = CALL(p, settimeofday, value_end(vs));

	return (c->error == 0 ? 0 : program_fail(p, c, "settimeofday (timeval)"));
}

int
prog_date(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	const char *format = "%a %b %e %H:%M:%S UTC %Y";
	bool look_only = false;
	int64_t now = CALL0(p, gettimeofday)->result[0];
	int letter, status;
	char text[256];
	struct tm tm;

	while ((letter = program_option(p, &o, "jr:u")) != OPTION_END) {
		if (letter == '?' || (letter == 'r' && !program_number(o.value, 10, &now)))
			return (program_usage(p));
		look_only |= letter == 'j';
	}
	if (o.next < p->argc && p->argv[o.next][0] != '+') {
		if (!parse_date(p, p->argv[o.next++], now, &now)) {
			program_complain(p, "date: illegal time format\n");
			return (program_usage(p));
		}
		if (!look_only && (status = set_clock(p, now)) != 0)
			return (status);
	}
	if (o.next < p->argc && p->argv[o.next][0] == '+')
		format = p->argv[o.next] + 1;
	time_t when = (time_t)now;

	gmtime_r(&when, &tm);
	text[strftime(text, sizeof(text), format, &tm)] = '\0';
	program_print(p, "%s\n", text);
	return (0);
}
