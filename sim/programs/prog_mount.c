/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mount and umount.  FreeBSD's counterparts are sbin/mount, mount_nullfs and sbin/umount.
 * NOT MODELLED: mount -a, -d, -l, -v; of fstab(5) nothing but which node a name stands for.
 */
#include <string.h>

#include "account.h"
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

static void
print_mount(struct program *p, struct literal record)
{
	int64_t flags = literal_get_number(record, "flags"),
		owner = literal_get_number(record, "owner");

	program_print(p, "%s on %s (%s", literal_get_string(record, "from"),
	    literal_get_string(record, "on"), literal_get_string(record, "type"));
	for (size_t i = 0; i < FLAGS; i++)
		if (mount_flags[i].shown != NULL && (flags & mount_flags[i].flag) != 0)
			program_print(p, ", %s", mount_flags[i].shown);
	if (owner != 0)
		program_print(p, ", mounted by %s", user_name(p, (uint32_t)owner));
	program_print(p, ")\n");
}

/* A line of fstab(5). */
static void
print_fstab(struct program *p, struct literal record)
{
	int64_t flags = literal_get_number(record, "flags");
	const char *from = literal_get_string(record, "from"),
		   *on = literal_get_string(record, "on");
	const char *type = literal_get_string(record, "type");
	int pass = strcmp(type, "ufs") != 0 ? 0 : strcmp(on, "/") == 0 ? 1 : 2;

	program_print(
	    p, "%-15s %-15s %-7s %s", from, on, type, (flags & BSD_MNT_RDONLY) != 0 ? "ro" : "rw");
	for (size_t i = 0; i < FLAGS; i++)
		if (mount_flags[i].option != NULL && mount_flags[i].flag != BSD_MNT_RDONLY &&
		    (flags & mount_flags[i].flag) != 0)
			program_print(p, ",%s", mount_flags[i].option);
	program_print(p, "  %d %d\n", pass != 0, pass);
}

/* The mounts that the caller may see, of one type or all. */
static int
list_mounts(struct program *p, const char *type, void print(struct program *, struct literal))
{
	const struct call *c = CALL0(p, getfsstat);
	struct element e;

	if (c->error != 0)
		return (program_fail(p, c, "getmntinfo"));
	struct literal l = literal_read(p->world->values, (value_ix)c->result[0]);

	while (literal_next(&l, &e))
		if (type == NULL ||
		    strcmp(literal_get_string(literal_within(&e), "type"), type) == 0)
			print(p, literal_within(&e));
	return (0);
}

/* The mount that a device or node names alone; false: there is none. */
static bool
find_mount(struct program *p, const char *name, struct literal *record)
{
	const struct call *c = CALL0(p, getfsstat);
	struct element e;
	bool found = false;

	if (c->error != 0)
		return (false);
	for (struct literal l = literal_read(p->world->values, (value_ix)c->result[0]);
	     literal_next(&l, &e);) {
		struct literal r = literal_within(&e);

		if (strcmp(literal_get_string(r, "from"), name) == 0 ||
		    strcmp(literal_get_string(r, "on"), name) == 0) {
			*record = r;
			found = true;
		}
	}
	return (found);
}

struct mounting {
	const char *type;
	int64_t flags;
	bool writable;	 /* rw was asked for */
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
	if (strcmp(option, "update") == 0) {
		m->flags |= BSD_MNT_UPDATE;
		return (true);
	}
	if (strcmp(option, "rw") == 0 || *option == '\0') {
		m->flags &= ~(int64_t)BSD_MNT_RDONLY;
		m->writable = true;
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

/* mount -u: more options for what is mounted. */
static int
update(struct program *p, struct mounting *m, const char *name)
{
	struct literal record;

	if (!find_mount(p, name, &record)) {
		program_complain(p, "mount: %s: unknown special file or file system\n", name);
		return (1);
	}
	for (size_t i = 0; i < FLAGS; i++)
		if (mount_flags[i].option != NULL)
			m->flags |= literal_get_number(record, "flags") & mount_flags[i].flag;
	m->flags &= m->writable ? ~(int64_t)BSD_MNT_RDONLY : -1;
	m->type = literal_get_string(record, "type");
	return (
	    mount_one(p, m, literal_get_string(record, "from"), literal_get_string(record, "on")));
}

int
prog_mount(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	struct mounting m = { .ruleset = -1 };
	bool fstab = false;
	int letter;

	while ((letter = program_option(p, &o, "fo:prt:uvw")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		if (letter == 't')
			m.type = o.value;
		fstab |= letter == 'p';
		m.writable |= letter == 'w';
		m.flags |= letter == 'r' ? BSD_MNT_RDONLY :
		    letter == 'u'	 ? BSD_MNT_UPDATE :
		    letter == 'f'	 ? BSD_MNT_FORCE :
					   0;
		if (letter == 'o' && !read_options(p, o.value, &m))
			return (1);
	}
	if (o.next == p->argc)
		return (list_mounts(p, m.type, fstab ? print_fstab : print_mount));
	if (p->argc - o.next == 1)
		return (update(p, &m, p->argv[o.next]));
	if (p->argc - o.next != 2)
		return (program_usage(p));
	m.type = m.type == NULL ? "ufs" : m.type;
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

		struct literal record;

		if (c->error == BSD_EINVAL && !find_mount(p, node, &record)) {
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
