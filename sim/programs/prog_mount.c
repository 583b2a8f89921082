/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mount and umount.  FreeBSD's counterparts are sbin/mount, mount_nullfs and sbin/umount.
 * NOT MODELLED: fstab(5), -a, -u, types but tmpfs, nullfs, devfs.
 */
#include <string.h>

#include "literal.h"
#include "option.h"

int prog_mount(struct program *);
int prog_umount(struct program *);

/* What a flag is called with -o and in the list of mounts; NULL: not there. */
static const struct {
	int64_t flag;
	const char *option, *shown;
} mount_flags[] = {
	{ BSD_MNT_LOCAL, NULL, "local" },
	{ BSD_MNT_NOATIME, "noatime", "noatime" },
	{ BSD_MNT_NOEXEC, "noexec", "noexec" },
	{ BSD_MNT_NOSUID, "nosuid", "nosuid" },
	{ BSD_MNT_NOSYMFOLLOW, "nosymfollow", "nosymfollow" },
	{ BSD_MNT_RDONLY, "ro", "read-only" },
	{ BSD_MNT_RDONLY, "rdonly", NULL },
	{ BSD_MNT_SYNCHRONOUS, "sync", "synchronous" },
	{ BSD_MNT_UNION, "union", "union" },
};

#define FLAGS (sizeof(mount_flags) / sizeof(mount_flags[0]))

static const char *
text_of(struct literal record, const char *name)
{
	struct element e;

	return (literal_find(record, name, &e) ? e.bytes : "");
}

/* The mounts that the caller may see. */
static int
list_mounts(struct program *p)
{
	const struct call *c = CALL0(p, getfsstat);
	struct element e, flags;

	if (c->error != 0)
		return (program_fail(p, c, "getmntinfo"));
	struct literal l = literal_read(p->world->values, (value_ix)c->result[0]);

	while (literal_next(&l, &e)) {
		struct literal record = literal_within(&e);

		program_print(p, "%s on %s (%s", text_of(record, "from"), text_of(record, "on"),
		    text_of(record, "type"));
		for (size_t i = 0; i < FLAGS && literal_find(record, "flags", &flags); i++)
			if (mount_flags[i].shown != NULL &&
			    (flags.integer & mount_flags[i].flag) != 0)
				program_print(p, ", %s", mount_flags[i].shown);
		program_print(p, ")\n");
	}
	return (0);
}

struct mounting {
	const char *type;
	int64_t flags;
	int64_t ruleset; /* of devfs; -1: none given */
};

/* One word of -o; false after complaining. */
static bool
read_option(struct program *p, const char *option, struct mounting *m)
{
	for (size_t i = 0; i < FLAGS; i++)
		if (mount_flags[i].option != NULL && strcmp(mount_flags[i].option, option) == 0) {
			m->flags |= mount_flags[i].flag;
			return (true);
		}
	if (strncmp(option, "ruleset=", 8) == 0 && program_number(option + 8, 10, &m->ruleset))
		return (true);
	if (strcmp(option, "rw") == 0 || *option == '\0') {
		m->flags &= ~(int64_t)BSD_MNT_RDONLY;
		return (true);
	}
	program_complain(p, "mount: option <%s> not supported\n", option);
	return (false);
}

static bool
read_options(struct program *p, const char *list, struct mounting *m)
{
	while (*list != '\0') {
		size_t length = strcspn(list, ",");

		if (!read_option(p, arena_copy(p->arena, list, length), m))
			return (false);
		list += length + (list[length] != '\0');
	}
	return (true);
}

static int
mount_one(struct program *p, const struct mounting *m, const char *special, const char *node)
{
	static const char *const nullfs_argv[] = { "mount_nullfs", NULL };
	struct values *vs = p->world->values;
	bool nullfs = strcmp(m->type, "nullfs") == 0;
	int64_t options = 0;

	value_begin(vs);
	if (nullfs)
		literal_text(vs, "from", special);
	if (m->ruleset >= 0)
		literal_integer(vs, "ruleset", m->ruleset);
	if (value_built(vs) != 0)
		options = value_end(vs);
	else
		value_end(vs);
	const struct call *c =
	    CALL(p, mount, program_text(p, m->type), program_text(p, node), m->flags, options);

	if (c->error == 0)
		return (0);
	if (!nullfs)
		return (program_fail(p, c, special));
	/* mount(8) leaves nullfs to a program of its own. */
	p->argv = nullfs_argv;
	return (program_fail(p, c, node));
}

int
prog_mount(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	struct mounting m = { "ufs", 0, -1 };
	int letter;

	while ((letter = program_option(p, &o, "o:prt:vw")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		if (letter == 't')
			m.type = o.value;
		if (letter == 'r')
			m.flags |= BSD_MNT_RDONLY;
		if (letter == 'o' && !read_options(p, o.value, &m))
			return (1);
	}
	if (o.next == p->argc)
		return (list_mounts(p));
	if (p->argc - o.next != 2)
		return (program_usage(p));
	return (mount_one(p, &m, p->argv[o.next], p->argv[o.next + 1]));
}

int
prog_umount(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	int letter, status = 0;
	int64_t flags = 0;

	while ((letter = program_option(p, &o, "fv")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		flags |= letter == 'f' ? BSD_MNT_FORCE : 0;
	}
	if (o.next == p->argc)
		return (program_usage(p));
	for (int i = o.next; i < p->argc; i++) {
		const char *node = p->argv[i];
		const struct call *c = CALL(p, unmount, program_text(p, node), flags);

		if (c->error == BSD_EINVAL) {
			program_complain(p, "umount: %s: not a file system root directory\n", node);
			p->failed = c;
			status = 1;
		} else if (c->error != 0) {
			status = program_fail(
			    p, c, arena_printf(p->arena, "unmount of %s failed", node));
		}
	}
	return (status);
}
