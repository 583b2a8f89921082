/* SPDX-License-Identifier: BSD-2-Clause */
#include "random_call.h"

#include <string.h>

#include "decision.h"
#include "jail.h"
#include "literal.h"
#include "proc.h"

#define COUNT(array_) ((unsigned)(sizeof(array_) / sizeof((array_)[0])))

/* Sessions that log in when there are fewer processes than this, and none above that. */
#define FEW  10
#define MANY 60

uint32_t
random_below(struct random *r, uint32_t bound)
{
	r->state ^= r->state << 13;
	r->state ^= r->state >> 7;
	r->state ^= r->state << 17;
	return ((uint32_t)(r->state >> 32) % bound);
}

/* The pid of a process, zombies included. */
static uint32_t
any_pid(struct random *r, const struct kernel *k)
{
	for (;;) {
		uint32_t ix = 1 + random_below(r, k->k_rows[TABLE_proc].capacity - 1);

		if (row_live(k, TABLE_proc, ix))
			return (proc_at(k, ix)->p_pid);
	}
}

/* Somebody who can make a call, root more often than not, and often who made the last one. */
static uint32_t
any_caller(struct random *r, const struct kernel *k)
{
	if (pfind(k, (int32_t)r->caller) != NULL && random_below(r, 8) != 0)
		return (r->caller);
	for (unsigned tries = 1 + random_below(r, 6);; tries--) {
		uint32_t pid = any_pid(r, k);
		const struct proc *p = proc_find(k, pid, 0);

		if (tries == 0 || (!is_zombie(p) && ucred_at(k, p->p_ucred)->cr_uid == 0))
			return (r->caller = pid);
	}
}

static int64_t
any_jid(struct random *r, const struct kernel *k)
{
	while (random_below(r, 16) != 0) {
		uint32_t ix = 1 + random_below(r, k->k_rows[TABLE_prison].capacity - 1);

		if (row_live(k, TABLE_prison, ix))
			return (prison_at(k, ix)->pr_id);
	}
	return (random_below(r, 8));
}

static value_ix
text(const struct kernel *k, const char *string)
{
	return (value_string(k->k_values, string));
}

static value_ix
list(const struct kernel *k, const char *name, const int64_t *words, size_t count)
{
	value_begin(k->k_values);
	for (size_t i = 0; i < count; i++)
		literal_integer(k->k_values, name, words[i]);
	return (value_end(k->k_values));
}

static const char *const paths[] = { "/", ".", "..", "../..", "/a", "/a/b", "/a/b/c", "b", "f",
	"/f", "/a/f", "/a/l", "/l", "/j1", "/j1/a", "/j1/a/f", "/j1/j2", "/j1/dev/null", "/dev",
	"/dev/null", "/dev/zero", "../../a", "a/../..", "/bin/sh", "/bin/su", "/script", "//a/",
	"/f/", "/a/..", "new", "/new", "/a/new", "/j1/new" };
static const char *const common[] = { "/a", "/j1", "/dev", "/j1/dev", "/f", "/new" };
static const char *const programs[] = { "/bin/sh", "/bin/su", "/script", "/f", "/a" };
static const char *const texts[] = { "www", "x", "kern.hostname", "..", "/a", "/module", "",
	"\001" };
static const char *const sysctls[] = { "kern.hostname", "kern.domainname", "kern.securelevel",
	"kern.hostuuid", "kern.hostid", "security.bsd.see_other_uids", "security.bsd.see_jail_proc",
	"security.bsd.see_other_gids", "security.bsd.unprivileged_proc_debug",
	"security.bsd.suser_enabled", "security.bsd.conservative_signals", "security.jail.jailed",
	"security.jail.list", "kern.proc.all", "vfs.usermount", "kern.nonsense",
	"kern.chroot_allow_open_directories" };
static const char *const sysctl_values[] = { "0", "1", "2", "-1", "name", "7" };
static const char *const releases[] = { "15.0", "15.0-p0", "14.3", "13.5", "12.0", "9.0", "4.0" };
static const char *const fstypes[] = { "tmpfs", "nullfs", "devfs", "ufs", "nonsense" };
#define ANY(r_, k_, array_) text(k_, (array_)[random_below(r_, COUNT(array_))])

static const char *const params[] = { "persist", "vnet", "allow.mount", "allow.nomount",
	"allow.chflags", "allow.raw_sockets", "allow.suser", "allow.nosuser", "allow.set_hostname",
	"allow.unprivileged_parent_tampering", "allow.nounprivileged_proc_debug",
	"allow.mount.tmpfs", "allow.mount.devfs", "allow.mount.nullfs", "nopersist", "nonsense" };
static const char *const numbers[] = { "jid", "securelevel", "enforce_statfs", "children.max",
	"children.max", "children.max", "devfs_ruleset" };

static value_ix
jail_params(struct random *r, const struct kernel *k)
{
	static const char *const names[] = { "www", "j1", "db", "j1.kid", "www.x" };
	struct values *vs = k->k_values;

	value_begin(vs);
	if (random_below(r, 4) != 0)
		literal_text(vs, "name", names[random_below(r, COUNT(names))]);
	if (random_below(r, 2) != 0)
		literal_text(vs, "path", paths[random_below(r, COUNT(paths))]);
	if (random_below(r, 4) != 0)
		literal_word(vs, "persist");
	for (uint32_t n = random_below(r, 3); n > 0; n--)
		literal_word(vs, params[random_below(r, COUNT(params))]);
	for (uint32_t n = random_below(r, 2); n > 0; n--) {
		const char *name = numbers[random_below(r, COUNT(numbers))];

		literal_integer(vs, name, (int64_t)random_below(r, 6) - 1);
	}
	if (random_below(r, 8) == 0)
		literal_text(vs, "host.hostname", "h");
	if (random_below(r, 8) == 0)
		literal_text(vs, "ip4.addr", "192.0.2.10");
	return (value_end(vs));
}

static value_ix
mount_options(struct random *r, const struct kernel *k)
{
	struct values *vs = k->k_values;

	value_begin(vs);
	if (random_below(r, 2) != 0)
		literal_text(vs, "from", paths[random_below(r, COUNT(paths))]);
	if (random_below(r, 3) == 0)
		literal_integer(vs, "ruleset", random_below(r, 6));
	return (value_end(vs));
}

/* Few addresses, ports and names, so that sockets meet. */
static value_ix
socket_address(struct random *r, const struct kernel *k)
{
	static const char *const addresses[] = { "0.0.0.0", "127.0.0.1", "192.0.2.10", "192.0.2.1",
		"192.0.2.1", "198.51.100.7", "::", "::1", "x" };
	static const char *const names[] = { "s", "/s", "/a/s", "/j1/s", "t" };
	static const int64_t families[] = { BSD_AF_INET, BSD_AF_INET, BSD_AF_UNIX, BSD_AF_UNIX,
		BSD_AF_INET6 };
	int64_t family = families[random_below(r, COUNT(families))];
	struct values *vs = k->k_values;

	value_begin(vs);
	literal_integer(vs, "family", random_below(r, 16) == 0 ? 99 : family);
	if (family == BSD_AF_UNIX)
		literal_text(vs, "path", names[random_below(r, COUNT(names))]);
	else {
		size_t ip6 = family == BSD_AF_INET ? random_below(r, 6) : 6 + random_below(r, 3);

		literal_text(vs, "addr", addresses[ip6]);
		literal_integer(
		    vs, "port", (int64_t)random_below(r, 6) - (random_below(r, 16) == 0));
	}
	return (value_end(vs));
}

static value_ix
message(struct random *r, const struct kernel *k)
{
	struct values *vs = k->k_values;

	value_begin(vs);
	if (random_below(r, 4) != 0)
		literal_text(vs, "data", "message");
	if (random_below(r, 2) != 0) {
		size_t opened = literal_open(vs, "rights");

		for (uint32_t n = random_below(r, 3); n > 0; n--)
			literal_integer(vs, "", random_below(r, 6));
		literal_close(vs, opened);
	}
	return (value_end(vs));
}

/* Some of the numbers of a group of constants. */
static int64_t
any_constants(struct random *r, const char *group)
{
	int64_t word = 0;
	uint32_t seen = 0;

	for (uint32_t n = random_below(r, 3); n > 0; n--) {
		int64_t chosen = 0;

		seen = 0;
		for (size_t i = 0; i < constant_count; i++)
			if (strcmp(constant_info[i].group, group) == 0 &&
			    random_below(r, ++seen) == 0)
				chosen = constant_info[i].value;
		word |= chosen;
	}
	return (word);
}

static int64_t
any_number(struct random *r)
{
	static const int64_t some[] = { -1, 0, 1, 2, 3, 5, 16, 100, 1001, 4096, 65536, INT32_MAX };

	return (some[random_below(r, COUNT(some))]);
}

static int64_t
any_id(struct random *r)
{
	static const int64_t some[] = { 0, 0, 0, 1001, 1001, 1002, 80, 65534, -1 };

	return (some[random_below(r, COUNT(some))]);
}

static int64_t
any_ids(struct random *r, const struct kernel *k, size_t count)
{
	const int64_t ids[] = { any_id(r), any_id(r), any_id(r) };

	return (list(k, "", ids, count));
}

/* A handle of one of the first inodes of one of the first file systems, mostly. */
static int64_t
file_handle(struct random *r, const struct kernel *k)
{
	struct values *vs = k->k_values;
	uint32_t fs = 1 + random_below(r, 4), ino = 1 + random_below(r, 12);
	const struct vnode *vp = vnode_find(k, fs, ino);

	value_begin(vs);
	literal_integer(vs, "fsid", fs);
	literal_integer(vs, "ino", random_below(r, 16) == 0 ? any_id(r) : (int64_t)ino);
	literal_integer(vs, "gen", vp == NULL ? 1 : (int64_t)vp->v_gen);
	return (value_end(vs));
}

/* A child of who calls, or nobody. */
static int64_t
own_child(struct random *r, const struct kernel *k)
{
	const struct proc *p = proc_find(k, r->caller, 0);
	const struct proc *child = p == NULL ? NULL : proc_at(k, p->p_children);

	return (child == NULL ? -1 : (int64_t)child->p_pid);
}

static int64_t
any_pid_word(struct random *r, const struct kernel *k)
{
	switch (random_below(r, 16)) {
	case 3:
	case 4:
	case 5:
	case 6:
		return (own_child(r, k));
	case 0:
		return (any_number(r));
	case 1:
		return (-(int64_t)any_pid(r, k));
	case 2:
		return (0);
	default:
		return (any_pid(r, k));
	}
}

static int64_t
any_string(struct random *r, const struct kernel *k, enum argtype type)
{
	switch ((int)type) {
	case ARG_path:
		return (random_below(r, 3) == 0 ? ANY(r, k, common) : ANY(r, k, paths));
	case ARG_program:
		return (ANY(r, k, programs));
	case ARG_sysctlname:
		return (ANY(r, k, sysctls));
	case ARG_fstype:
		return (ANY(r, k, fstypes));
	case ARG_release:
		return (ANY(r, k, releases));
	case ARG_rule:
		return (text(k, rule_info[random_below(r, RULES)].name));
	default:
		return (random_below(r, 2) != 0 ? ANY(r, k, texts) : ANY(r, k, sysctl_values));
	}
}

static int64_t
any_list(struct random *r, const struct kernel *k, enum argtype type)
{
	const int64_t seconds = random_below(r, 100);

	switch ((int)type) {
	case ARG_jailparams:
		return (jail_params(r, k));
	case ARG_mountopts:
		return (mount_options(r, k));
	case ARG_sockaddr:
		return (socket_address(r, k));
	case ARG_message:
		return (message(r, k));
	case ARG_fhandle:
		return (file_handle(r, k));
	case ARG_timeval:
		return (list(k, "sec", &seconds, 1));
	default:
		return (any_ids(r, k, random_below(r, 4)));
	}
}

static int64_t
any_word(struct random *r, const struct kernel *k, enum argtype type)
{
	const struct argtype_info *info = &argtype_info[type];

	if (info->form == FORM_STRING || info->form == FORM_LIST) {
		if (random_below(r, 200) == 0)
			return (random_below(r, 2) != 0 ? VALUE_NONE : VALUE_BADADDR);
		return (info->form == FORM_LIST ? any_list(r, k, type) : any_string(r, k, type));
	}
	if (type == ARG_pid)
		return (any_pid_word(r, k));
	if (type == ARG_jid)
		return (any_jid(r, k));
	if (type == ARG_sockdomain && random_below(r, 8) != 0)
		return (random_below(r, 2) != 0 ? BSD_AF_UNIX : BSD_AF_INET);
	if (type == ARG_socktype && random_below(r, 8) != 0)
		return (BSD_SOCK_STREAM + (random_below(r, 3) == 0));
	if (type == ARG_sockproto && random_below(r, 8) != 0)
		return (0);
	if (type == ARG_uid || type == ARG_gid)
		return (any_id(r));
	if (type == ARG_fd || type == ARG_dirfd)
		return (random_below(r, 8) == 0 ? -100 : (int64_t)random_below(r, 6));
	if (type == ARG_jailflags && random_below(r, 8) != 0)
		return (random_below(r, 4) != 0 ? BSD_JAIL_CREATE : random_below(r, 8));
	if ((type == ARG_idtype || type == ARG_mntflags) && random_below(r, 2) != 0)
		return (0);
	if (type == ARG_procctl && random_below(r, 2) != 0)
		return (random_below(r, 2) != 0 ? BSD_PROC_TRACE_CTL : BSD_PROC_NO_NEW_PRIVS_CTL);
	if (type == ARG_fmode)
		return ((int64_t)random_below(r, 3) << 12 | (int64_t)random_below(r, 4) << 9 |
		    (random_below(r, 4) == 0 ? random_below(r, 512) : 0755));
	if (strcmp(info->group, "NOGROUP") != 0 && random_below(r, 16) != 0)
		return (any_constants(r, info->group));
	return (any_number(r));
}

static void
log_in(struct random *r, const struct kernel *k, struct call *c)
{
	int64_t id = random_below(r, 2) != 0 ? 0 : any_id(r), three[] = { id, id, id };

	*c = (struct call) { .number = SYS_sim_login, .nargs = 6 };
	c->words[0] = random_below(r, 2) != 0 ? 0 : any_jid(r, k);
	c->words[1] = random_below(r, 8) == 0 ? any_ids(r, k, 3) : list(k, "", three, 3);
	c->words[2] = list(k, "", three, 3);
	c->words[3] = any_ids(r, k, random_below(r, 3));
	c->words[4] = text(k, "somebody");
	c->words[5] = random_below(r, 2);
}

/* Is the call one that this moment has too many of? */
static bool
is_unwanted(struct random *r, const struct kernel *k, const struct call *c)
{
	const struct proc *p = proc_find(k, c->pid, 0);
	const char *name = syscall_info[c->number].name;

	if (strncmp(name, "set", 3) == 0 && strstr(name, "id") != NULL && p != NULL &&
	    ucred_at(k, p->p_ucred)->cr_uid == 0)
		return (random_below(r, 8) != 0);
	switch (c->number) {
	case SYS_reboot:
	case SYS_sim_without:
	case SYS_sim_login:
		return (true);
	case SYS__exit:
		return (k->k_rows[TABLE_proc].count < MANY);
	case SYS_sim_release:
		return (random_below(r, 20) != 0);
	case SYS_kill:
		return (c->words[1] != 0 && random_below(r, c->words[0] > 0 ? 2 : 20) != 0);
	case SYS_fork:
		return (k->k_rows[TABLE_proc].count > MANY);
	default:
		return (false);
	}
}

void
random_call(struct random *r, const struct kernel *k, struct call *c)
{
	if (k->k_rows[TABLE_proc].count < FEW ||
	    (random_below(r, 16) == 0 && k->k_rows[TABLE_proc].count < MANY)) {
		log_in(r, k, c);
		return;
	}
	do {
		*c = (struct call) { .pid = any_caller(r, k),
			.number = (uint16_t)random_below(r, SYSCALLS) };
		const struct proc *p = proc_find(k, c->pid, 0);

		if (p->p_nfdblocks == 0 && random_below(r, 3) == 0)
			c->number = SYS_open;
		const struct syscall_info *info = &syscall_info[c->number];

		c->nargs =
		    (uint16_t)(info->nargs - random_below(r, info->nargs - info->required + 1u));
		for (unsigned i = 0; i < c->nargs; i++)
			c->words[i] = any_word(r, k, info->args[i].type);
	} while (is_unwanted(r, k, c));
}

static void
write_file(const struct kernel *k, unsigned step, const char *path, int64_t mode,
    const char *contents, struct call *c)
{
	static const uint16_t numbers_of[] = { SYS_open, SYS_write, SYS_close, SYS_chmod };

	c->number = numbers_of[step];
	c->nargs = syscall_info[c->number].nargs;
	if (step == 0) {
		c->words[0] = text(k, path);
		c->words[1] = BSD_O_RDWR | BSD_O_CREAT;
		c->words[2] = mode;
	} else if (step == 1)
		c->words[1] = text(k, contents);
	else if (step == 3) {
		c->words[0] = text(k, path);
		c->words[1] = mode;
	}
}

bool
first_call(const struct kernel *k, unsigned i, struct call *c)
{
	static const char *const directories[] = { "/a", "/a/b", "/bin", "/dev", "/j1", "/j1/a",
		"/j1/j2", "/j1/dev" };
	static const struct {
		const char *path, *contents;
		int64_t mode;
	} files[] = { { "/f", "text\n", 0644 }, { "/bin/sh", "\177ELFsh\n", 0755 },
		{ "/bin/su", "\177ELFsu\n", 04755 }, { "/script", "#! /bin/sh -e\n", 06755 },
		{ "/module", "kernel module x\n", 0644 } };
	const int64_t root[] = { 0, 0, 0 };

	*c = (struct call) { .pid = 2 };
	if (i == 0) {
		c->number = SYS_sim_login;
		c->words[1] = c->words[2] = list(k, "", root, 3);
		c->words[3] = VALUE_EMPTY;
		c->words[4] = text(k, "root");
		c->nargs = 5;
		return (true);
	}
	if (--i < COUNT(directories)) {
		c->number = SYS_mkdir;
		c->nargs = 2;
		c->words[0] = text(k, directories[i]);
		c->words[1] = 01777;
		return (true);
	}
	i -= COUNT(directories);
	if (i >= 4 * COUNT(files))
		return (false);
	write_file(k, i % 4, files[i / 4].path, files[i / 4].mode, files[i / 4].contents, c);
	return (true);
}
