/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * jail: makes, changes and removes jails by parameters on the command line (J54-J69).  FreeBSD's
 * counterpart is usr.sbin/jail.
 * NOT MODELLED: jail.conf(5), several jails at once, interfaces and addresses of the host,
 * exec.clean and other users, exec.timeout, mounts other than mount.devfs.
 */
#include <string.h>

#include "jailparam.h"
#include "kinfo.h"
#include "option.h"
#include "split.h"

int prog_jail(struct program *);

/* What only jail(8) knows. */
enum pseudo {
	EXEC_PREPARE,
	EXEC_PRESTART,
	EXEC_CREATED,
	EXEC_START,
	COMMAND,
	EXEC_POSTSTART,
	MOUNT_DEVFS,
	PSEUDOS
};

static const char *const pseudo_name[PSEUDOS] = { "exec.prepare", "exec.prestart", "exec.created",
	"exec.start", "command", "exec.poststart", "mount.devfs" };

struct jail {
	bool create, modify, remove, bare_remove, quiet, print_jid;
	const char *name; /* name or jid, for messages; NULL: neither is given */
	const char *path, *ruleset;
	bool persist;		     /* is asked for */
	bool forced;		     /* persist is set for the time of its commands only */
	const char *pseudo[PSEUDOS]; /* values; NULL: not given */
	int64_t params;		     /* for jail_set(2) */
	int64_t jid;
};

/* --- The command line ------------------------------------------------------- */

/* Is it a parameter that only jail(8) knows?  Then it is kept; those not modelled are passed. */
static bool
take_pseudo(struct jail *j, const char *name, const char *value)
{
#define JAIL_PSEUDO(ident_, name_, type_, default_, meaning_) name_,
	static const char *const names[] = {
#include "jail_params.def"
	};

	for (int i = 0; i < PSEUDOS; i++)
		if (strcmp(pseudo_name[i], name) == 0) {
			j->pseudo[i] = value;
			return (true);
		}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0)
			return (true);
	return (false);
}

static void
note(struct jail *j, const char *name, const char *value)
{
	if (strcmp(name, "name") == 0 || (strcmp(name, "jid") == 0 && j->name == NULL))
		j->name = value;
	else if (strcmp(name, "path") == 0)
		j->path = value;
	else if (strcmp(name, "devfs_ruleset") == 0)
		j->ruleset = value;
	else if (strcmp(name, "persist") == 0)
		j->persist = strcmp(value, "false") != 0 && strcmp(value, "0") != 0;
}

/* "name=value" or "name"; false after complaining. */
static bool
take_param(struct program *p, struct jail *j, const char *word)
{
	size_t length = strcspn(word, "=");
	const char *name = arena_copy(p->arena, word, length);
	const char *value = word[length] == '=' ? word + length + 1 : "";

	if (take_pseudo(j, name, value))
		return (true);
	const struct jailparam *param = jailparam_find(name);

	if (param == NULL) {
		program_complain(p, "jail: unknown parameter: %s\n", name);
		return (false);
	}
	const char *kind = jailparam_wrong(param, value);

	if (kind != NULL) {
		program_complain(p, "jail: %s: unknown %s value \"%s\"\n", name, kind, value);
		return (false);
	}
	note(j, name, value);
	jailparam_put(p->world->values, param, name, value);
	return (true);
}

/* The words behind the options become j->params; "command=" takes the rest. */
static bool
take_params(struct program *p, struct jail *j, int at)
{
	struct values *vs = p->world->values;
	bool right = true;

	value_begin(vs);
	for (; at < p->argc && right; at++) {
		if (strncmp(p->argv[at], "command=", 8) != 0) {
			right = take_param(p, j, p->argv[at]);
			continue;
		}
		const char *command = p->argv[at] + 8;

		while (++at < p->argc)
			command = arena_printf(p->arena, "%s %s", command, p->argv[at]);
		j->pseudo[COMMAND] = command;
	}
	j->forced = !j->persist && j->create &&
	    (j->pseudo[COMMAND] != NULL || j->pseudo[EXEC_START] != NULL ||
		j->pseudo[EXEC_POSTSTART] != NULL);
	if (j->forced)
		literal_word(vs, "persist");
	j->params = value_end(vs);
	return (right);
}

/* --- Commands ------------------------------------------------------------------ */

/* Runs a command as a child, in the jail or on this side; its status. */
static int
run_command(struct program *p, const char *command, const struct jail *inside)
{
	struct program self = *p;
	int count, status = 1;
	const char *const *words = split_words(p, command, &count);

	if (words == NULL || count == 0)
		return (words == NULL ? 1 : 0);
	const struct call *c = CALL0(p, fork);

	if (c->error != 0)
		return (program_fail(p, c, "fork"));
	int64_t child = c->retval;

	p->pid = (uint32_t)child;
	if (inside != NULL && (c = CALL(p, jail_attach, inside->jid))->error != 0)
		program_fail(p, c, "jail_attach");
	else
		status = program_exec(p, count, words);
	if (status == PROGRAM_STAYS && !p->background)
		status = 0;
	if (status != PROGRAM_STAYS)
		CALL(p, _exit, status & 0xff);
	p->pid = self.pid;
	p->argc = self.argc;
	p->argv = self.argv;
	if (status != PROGRAM_STAYS)
		CALL(p, wait4, child, 0);
	return (status);
}

/* Runs the commands of one hook, if there is any. */
static int
run_hook(struct program *p, const struct jail *j, enum pseudo hook)
{
	bool inside = hook == EXEC_START || hook == COMMAND;
	int status =
	    j->pseudo[hook] == NULL ? 0 : run_command(p, j->pseudo[hook], inside ? j : NULL);

	if (status > 0)
		program_complain(p, "jail: %s: failed\n", j->pseudo[hook]);
	return (status);
}

static int
run_hooks(struct program *p, const struct jail *j, enum pseudo first, enum pseudo last)
{
	int status = 0;

	for (enum pseudo hook = first; hook <= last && status == 0; hook++)
		status = run_hook(p, j, hook);
	return (status);
}

/* --- Operations ---------------------------------------------------------------- */

static const char *
dev_below(struct program *p, const struct jail *j)
{
	return (arena_printf(p->arena, "%s/dev", j->path == NULL ? "" : j->path));
}

static int
mount_devfs(struct program *p, const struct jail *j)
{
	struct values *vs = p->world->values;
	const char *dir = dev_below(p, j);
	int64_t ruleset = 4;

	if (j->pseudo[MOUNT_DEVFS] == NULL || strcmp(j->pseudo[MOUNT_DEVFS], "false") == 0)
		return (0);
	if (j->ruleset != NULL && program_number(j->ruleset, 10, &ruleset) && ruleset == 0)
		ruleset = 4;
	value_begin(vs);
	literal_integer(vs, "ruleset", ruleset);
	int64_t options = value_end(vs);
	const struct call *c =
	    CALL(p, mount, program_text(p, "devfs"), program_text(p, dir), 0, options);

	return (c->error == 0 ? 0 : program_fail(p, c, dir));
}

/* Takes back a start that failed: J61. */
static void
take_back(struct program *p, const struct jail *j, bool created)
{
	const struct call *failed = p->failed;

	if (created)
		CALL(p, jail_remove, j->jid);
	if (j->pseudo[MOUNT_DEVFS] != NULL)
		CALL(p, unmount, program_text(p, dev_below(p, j)), 0);
	p->failed = failed;
}

/* Ends the time in which persist was forced. */
static void
end_forced(struct program *p, const struct jail *j)
{
	struct values *vs = p->world->values;

	if (!j->forced)
		return;
	value_begin(vs);
	literal_integer(vs, "jid", j->jid);
	literal_word(vs, "nopersist");
	int64_t params = value_end(vs);

	CALL(p, jail_set, params, BSD_JAIL_UPDATE);
}

static int
create_refused(struct program *p, const struct jail *j, const struct call *c)
{
	if (c->error != BSD_EINVAL || j->persist || j->forced)
		return (jail_refused(p, c, j->name));
	p->failed = c;
	program_complain(p, "jail: new jail must persist or attach\n");
	return (1);
}

/* J57. */
static int
start(struct program *p, struct jail *j)
{
	int status = run_hooks(p, j, EXEC_PREPARE, EXEC_PREPARE);

	if (status == 0)
		status = mount_devfs(p, j);
	if (status == 0)
		status = run_hooks(p, j, EXEC_PRESTART, EXEC_PRESTART);
	if (status != 0)
		return (status);
	const struct call *c =
	    CALL(p, jail_set, j->params, BSD_JAIL_CREATE | (j->modify ? BSD_JAIL_UPDATE : 0));

	if (c->error != 0) {
		status = create_refused(p, j, c);
		take_back(p, j, false);
		return (status);
	}
	j->jid = c->retval;
	if (j->print_jid)
		program_print(p, "%lld\n", (long long)j->jid);
	if ((status = run_hooks(p, j, EXEC_CREATED, EXEC_POSTSTART)) > 0)
		take_back(p, j, true);
	else
		end_forced(p, j);
	return (status);
}

static int
modify(struct program *p, const struct jail *j)
{
	const struct call *c = CALL(p, jail_set, j->params, BSD_JAIL_UPDATE);

	return (c->error == 0 ? 0 : jail_refused(p, c, j->name));
}

/* SIGTERM to whoever is exactly in this jail. */
static void
terminate(struct program *p, int64_t jid)
{
	size_t count;
	const struct kinfo_proc *all = kinfo_getallproc(p, &count);

	for (size_t i = 0; all != NULL && i < count; i++)
		if (all[i].jid == jid)
			CALL(p, kill, all[i].pid, BSD_SIGTERM);
}

/* J59. */
static int
stop(struct program *p, const struct jail *j, const char *name)
{
	struct values *vs = p->world->values;
	const struct jailparam *by =
	    jailparam_find(name[strspn(name, "0123456789")] == '\0' ? "jid" : "name");
	struct element e;

	value_begin(vs);
	jailparam_put(vs, by, by->name, name);
	int64_t params = value_end(vs);
	const struct call *c = CALL(p, jail_get, params);

	if (c->error == BSD_ENOENT || c->error == BSD_EINVAL) {
		p->failed = c;
		program_complain(p, "jail: \"%s\" not found\n", name);
		return (1);
	}
	if (c->error != 0)
		return (program_fail(p, c, "jail_get"));
	int64_t jid = literal_find(literal_read(vs, (value_ix)c->result[0]), "jid", &e) ?
	    e.integer :
	    c->retval;

	if (!j->bare_remove)
		terminate(p, jid);
	c = CALL(p, jail_remove, jid);
	return (c->error == 0 ? 0 : program_fail(p, c, "jail_remove"));
}

static bool
read_options(struct program *p, struct options *o, struct jail *j)
{
	int letter;

	while ((letter = program_option(p, o, "cdf:hilmn:p:qRrs:u:U:vJ:")) != OPTION_END) {
		j->create |= letter == 'c';
		j->modify |= letter == 'm';
		j->remove |= letter == 'r' || letter == 'R';
		j->bare_remove |= letter == 'R';
		j->quiet |= letter == 'q';
		j->print_jid |= letter == 'i';
		if (letter == '?')
			return (false);
	}
	return (true);
}

/* One word without "=" names a jail of jail.conf. */
static int
ask_configuration(struct program *p)
{
	const struct call *c = CALL(p, open, program_text(p, "/etc/jail.conf"), BSD_O_RDONLY);

	if (c->error != 0)
		return (program_fail(p, c, "/etc/jail.conf"));
	CALL(p, close, c->retval);
	program_complain(p, "jail: jailsim does not read jail.conf: give parameters here\n");
	return (1);
}

int
prog_jail(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	struct jail j = { .jid = -1 };
	int status = 0;

	if (!read_options(p, &o, &j) || o.next == p->argc || !(j.create || j.modify || j.remove))
		return (program_usage(p));
	if (j.remove && !j.create && !j.modify) {
		for (int i = o.next; i < p->argc; i++)
			status |= stop(p, &j, p->argv[i]);
		return (status);
	}
	if (p->argc - o.next == 1 && strchr(p->argv[o.next], '=') == NULL)
		return (ask_configuration(p));
	if (!take_params(p, &j, o.next))
		return (1);
	return (j.create ? start(p, &j) : modify(p, &j));
}
