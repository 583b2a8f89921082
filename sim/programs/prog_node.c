/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mknod and readlink: what is neither file nor directory.  FreeBSD's counterparts are sbin/mknod
 * and usr.bin/stat.
 * NOT MODELLED: mknod's owner, readlink of several names.
 */
#include <string.h>

#include "option.h"

int prog_mknod(struct program *);
int prog_readlink(struct program *);

/* A device number as FreeBSD packs small ones. */
static int64_t
makedev(int64_t major, int64_t minor)
{
	return ((major & 0xff) << 8 | (minor & 0xffff00ff));
}

/* "c 0 72" or "b 0 72"; false after complaining. */
static bool
read_device(struct program *p, int64_t *type, int64_t *dev)
{
	const char *letter = p->argv[2];
	int64_t major, minor;

	*type = *letter == 'b' ? BSD_S_IFBLK : BSD_S_IFCHR;
	if ((*letter != 'b' && *letter != 'c') || letter[1] != '\0') {
		program_complain(p, "mknod: node must be type 'b' or 'c'.\n");
		return (false);
	}
	if (!program_number(p->argv[3], 10, &major) || major < 0) {
		program_complain(p, "mknod: %s: non-numeric major number.\n", p->argv[3]);
		return (false);
	}
	if (!program_number(p->argv[4], 10, &minor) || minor < 0) {
		program_complain(p, "mknod: %s: non-numeric minor number.\n", p->argv[4]);
		return (false);
	}
	*dev = makedev(major, minor);
	return (true);
}

int
prog_mknod(struct program *p)
{
	int64_t type, dev;

	if (p->argc != 5)
		return (program_usage(p));
	if (!read_device(p, &type, &dev))
		return (1);
	const struct call *c = CALL(p, mknod, program_text(p, p->argv[1]), type | 0666, dev);

	return (c->error == 0 ? 0 : program_fail(p, c, p->argv[1]));
}

/* Says nothing of what is no link, as stat(1) under this name. */
int
prog_readlink(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	int letter;
	bool newline = true;

	while ((letter = program_option(p, &o, "n")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		newline = false;
	}
	if (p->argc - o.next != 1)
		return (program_usage(p));
	const struct call *c = CALL(p, readlink, program_text(p, p->argv[o.next]));

	if (c->error != 0) {
		p->failed = c;
		return (1);
	}
	program_print(p, "%s%s", program_string(p, c->result[0]), newline ? "\n" : "");
	return (0);
}
