/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reboot, halt and uname: the machine as a whole.  FreeBSD's counterparts are sbin/reboot and
 * usr.bin/uname.
 * NOT MODELLED: ending in good order; the call is made at once, as with -q.
 */
#include <string.h>

#include "option.h"

int prog_halt(struct program *);
int prog_reboot(struct program *);
int prog_uname(struct program *);

static int
end(struct program *p, int64_t how)
{
	struct options o = OPTIONS_BEGIN;
	int letter;

	while ((letter = program_option(p, &o, "dflnpqr")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		how |= letter == 'n' ? BSD_RB_NOSYNC :
		    letter == 'd'    ? BSD_RB_DUMP :
		    letter == 'p'    ? BSD_RB_POWEROFF :
				       0;
	}
	if (o.next != p->argc)
		return (program_usage(p));
	const struct call *c = CALL(p, reboot, how);

	return (c->error == 0 ? 0 : program_fail(p, c, NULL));
}

int
prog_reboot(struct program *p)
{
	return (end(p, BSD_RB_AUTOBOOT));
}

int
prog_halt(struct program *p)
{
	return (end(p, BSD_RB_HALT));
}

/* The letters of what is wanted, in the order in which it is printed. */
int
prog_uname(struct program *p)
{
	static const struct {
		char letter;
		const char *node, *text; /* where it is; NULL: the text */
	} parts[] = { { 's', "kern.ostype", NULL }, { 'n', "kern.hostname", NULL },
		{ 'r', "kern.osrelease", NULL }, { 'v', "kern.version", NULL },
		{ 'm', NULL, "amd64" }, { 'p', NULL, "amd64" }, { 'i', NULL, "GENERIC" },
		{ 'K', "kern.osreldate", NULL }, { 'U', "kern.osreldate", NULL } };
	struct options o = OPTIONS_BEGIN;
	char wanted[16] = "";
	const char *between = "";
	int letter;

	while ((letter = program_option(p, &o, "aiKmnprsUv")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		const char *more = letter == 'a' ? "snrvm" : (const char[]) { (char)letter, '\0' };

		if (strlen(wanted) + strlen(more) < sizeof(wanted))
			strcat(wanted, more);
	}
	if (o.next != p->argc)
		return (program_usage(p));
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		const char *text = parts[i].text;

		if (strchr(*wanted == '\0' ? "s" : wanted, parts[i].letter) == NULL)
			continue;
		if (text == NULL)
			text = program_string(
			    p, CALL(p, sysctlbyname, program_text(p, parts[i].node))->result[0]);
		program_print(p, "%s%s", between, text);
		between = " ";
	}
	program_print(p, "\n");
	return (0);
}
