/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * jls: lists jails (J74-J77).  FreeBSD's counterpart is usr.sbin/jls.
 * NOT MODELLED: --libxo.
 */
#include <stdlib.h>
#include <string.h>

#include "jailparam.h"
#include "option.h"

int prog_jls(struct program *);

#define PARAMS_MAX 128

struct jls {
	bool names, verbose, dying, header, name_value, quote, settable;
	const char *jail; /* only this one; NULL: all */
	const char *names_shown[PARAMS_MAX];
	const struct jailparam *shown[PARAMS_MAX];
	unsigned nshown;
};

/* --- Reading --------------------------------------------------------------------- */

/* What the kernel calls a parameter that is shown: without "no", but with the key of meta or env.
 */
static const char *
kernel_name(const struct jls *jls, unsigned i)
{
	const char *name = jls->shown[i]->name;

	return (strchr(name, '*') != NULL ? jls->names_shown[i] : name);
}

/* The parameters of one jail, found by a key; false: there is none, *error says why. */
static bool
get_jail(struct program *p, const struct jls *jls, const char *key, const char *name,
    int64_t number, struct literal *record, const struct call **failed)
{
	static const char *const always[] = { "jid", "name", "path", "host.hostname", "ip4.addr",
		"ip6.addr", "dying", "cpuset.id" };
	struct values *vs = p->world->values;

	value_begin(vs);
	if (name != NULL)
		literal_text(vs, key, name);
	else
		literal_integer(vs, key, number);
	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		if (strcmp(always[i], key) != 0)
			literal_word(vs, always[i]);
	for (unsigned i = 0; i < jls->nshown; i++)
		if (strcmp(jls->shown[i]->name, key) != 0 && jls->shown[i]->name[0] != '\0')
			literal_word(vs, kernel_name(jls, i));
	int64_t params = value_end(vs);
	const struct call *c = CALL(p, jail_get, params, jls->dying ? BSD_JAIL_DYING : 0);

	*failed = c;
	if (c->error != 0)
		return (false);
	*record = literal_read(vs, (value_ix)c->result[0]);
	return (true);
}

static const char *
text_of(struct program *p, struct literal record, const char *name)
{
	return (jailparam_text(p, jailparam_find(name), record, name));
}

/* --- The usual lines ------------------------------------------------------------- */

static const char *
first_address(struct program *p, struct literal record)
{
	const char *list = text_of(p, record, "ip4.addr");

	return (arena_copy(p->arena, list, strcspn(list, ",")));
}

static void
print_default(struct program *p, const struct jls *jls, struct literal record)
{
	if (jls->names)
		program_print(p, " %-15s", text_of(p, record, "name"));
	else
		program_print(p, "%6s ", text_of(p, record, "jid"));
	program_print(p, " %-15.15s %-29.29s %.74s\n", first_address(p, record),
	    text_of(p, record, "host.hostname"), text_of(p, record, "path"));
}

static void
print_addresses(struct program *p, const char *list)
{
	while (*list != '\0') {
		size_t length = strcspn(list, ",");

		program_print(p, "        %.*s\n", (int)length, list);
		list += length + (list[length] != '\0');
	}
}

static void
print_verbose(struct program *p, struct literal record)
{
	bool dying = strcmp(text_of(p, record, "dying"), "true") == 0;

	program_print(p, "%6s  %-29.29s %.74s\n", text_of(p, record, "jid"),
	    text_of(p, record, "host.hostname"), text_of(p, record, "path"));
	program_print(
	    p, "        %-29.29s %s\n", text_of(p, record, "name"), dying ? "DYING" : "ACTIVE");
	program_print(p, "        %s\n", text_of(p, record, "cpuset.id"));
	print_addresses(p, text_of(p, record, "ip4.addr"));
	print_addresses(p, text_of(p, record, "ip6.addr"));
}

static void
print_header(struct program *p, const struct jls *jls)
{
	if (jls->verbose)
		program_print(p,
		    "   JID  Hostname                      Path\n"
		    "        Name                          State\n"
		    "        CPUSetID\n"
		    "        IP Address(es)\n");
	else if (jls->nshown == 0)
		program_print(p,
		    jls->names ?
			" JID             IP Address      Hostname                      Path\n" :
			"   JID  IP Address      Hostname                      Path\n");
	else if (jls->header)
		for (unsigned i = 0; i < jls->nshown; i++)
			program_print(
			    p, "%s%s", jls->names_shown[i], i + 1 < jls->nshown ? " " : "\n");
}

/* --- Listed parameters --------------------------------------------------------------- */

static const char *
quoted(struct program *p, const struct jls *jls, const char *text)
{
	if (!jls->quote || (*text != '\0' && strpbrk(text, " \t\n\"'") == NULL))
		return (text);
	char *out = arena_zero(p->arena, 2 * strlen(text) + 3), *at = out;

	for (*at++ = '"'; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			*at++ = '\\';
		*at++ = *text;
	}
	*at = '"';
	return (out);
}

/* "allow.mount" or "allow.nomount". */
static const char *
boolean_name(struct program *p, const char *name, bool value)
{
	const char *dot = strrchr(name, '.');
	int head = dot == NULL ? 0 : (int)(dot - name) + 1;

	return (value ? name : arena_printf(p->arena, "%.*sno%s", head, name, name + head));
}

/* Is x.y left out because its x is not "new"? */
static bool
left_out(struct program *p, const struct jls *jls, unsigned i, struct literal record)
{
	const char *dot = strchr(jls->names_shown[i], '.');

	if (!jls->settable)
		return (false);
	if (jls->shown[i]->readonly)
		return (true);
	if (dot == NULL)
		return (false);
	const char *head =
	    arena_copy(p->arena, jls->names_shown[i], (size_t)(dot - jls->names_shown[i]));
	const struct jailparam *of = jailparam_find(head);

	return (of != NULL && of->type == PARAM_JAILSYS &&
	    strcmp(jailparam_text(p, of, record, head), "new") != 0);
}

static void
print_params(struct program *p, const struct jls *jls, struct literal record)
{
	const char *between = "";

	for (unsigned i = 0; i < jls->nshown; i++) {
		const struct jailparam *param = jls->shown[i];
		const char *name = kernel_name(jls, i);
		const char *text = jailparam_text(p, param, record, name);
		bool value = strcmp(text, "true") == 0;

		if (left_out(p, jls, i, record))
			continue;
		if (jls->name_value && param->type == PARAM_BOOL)
			program_print(p, "%s%s", between, boolean_name(p, name, value));
		else if (jls->name_value)
			program_print(p, "%s%s=%s", between, name, quoted(p, jls, text));
		else if (param->type == PARAM_ADDRS && *text == '\0')
			program_print(p, "%s%s", between, jls->quote ? "\"\"" : "-");
		else
			program_print(p, "%s%s", between, quoted(p, jls, text));
		between = " ";
	}
	program_print(p, "\n");
}

/* --- The command ---------------------------------------------------------------------- */

static bool
show_param(struct program *p, struct jls *jls, const char *name)
{
	const struct jailparam *param = jailparam_find(name);

	if (param == NULL || strchr(name, '*') != NULL) {
		program_complain(p, "jls: unknown parameter: %s\n", name);
		return (false);
	}
	if (jls->nshown < PARAMS_MAX) {
		jls->names_shown[jls->nshown] = name;
		jls->shown[jls->nshown++] = param;
	}
	return (true);
}

/* Undotted names first, then dotted, each alphabetical. */
static int
by_name(const void *a, const void *b)
{
	const char *x = (*(const struct jailparam *const *)a)->name;
	const char *y = (*(const struct jailparam *const *)b)->name;
	bool dotted_x = strchr(x, '.') != NULL, dotted_y = strchr(y, '.') != NULL;

	return (dotted_x != dotted_y ? (dotted_x ? 1 : -1) : strcmp(x, y));
}

static void
show_all(struct jls *jls)
{
	/* Not there without MAC, Linux emulation and ZFS in the kernel, or no value at all. */
	static const char *const never[] = { "desc", "lastjid", "errmsg", "allow.sysvipc",
		"mac.label", "linux", "linux.osname", "linux.osrelease", "linux.oss_version",
		"zfs.mount_snapshot" };

	for (size_t i = 0; i < jailparam_count && jls->nshown < PARAMS_MAX; i++) {
		const struct jailparam *param = &jailparams[i];
		bool shown = strchr(param->name, '*') == NULL && jail_param_modelled(param->name);

		for (size_t n = 0; n < sizeof(never) / sizeof(never[0]); n++)
			shown &= strcmp(param->name, never[n]) != 0;
		if (shown)
			jls->shown[jls->nshown++] = param;
	}
	qsort(jls->shown, jls->nshown, sizeof(*jls->shown), by_name);
	for (unsigned i = 0; i < jls->nshown; i++)
		jls->names_shown[i] = jls->shown[i]->name;
}

static bool
read_options(struct program *p, struct options *o, struct jls *jls)
{
	int letter;

	while ((letter = program_option(p, o, "adhj:Nnqsv")) != OPTION_END) {
		jls->dying |= letter == 'a' || letter == 'd';
		jls->header |= letter == 'h';
		jls->names |= letter == 'N';
		jls->name_value |= letter == 'n' || letter == 's';
		jls->quote |= letter == 'q' || letter == 's';
		jls->settable |= letter == 's';
		jls->verbose |= letter == 'v';
		if (letter == 'j')
			jls->jail = o->value;
		if (letter == '?')
			return (false);
	}
	return (true);
}

static void
print_jail(struct program *p, const struct jls *jls, struct literal record)
{
	if (jls->verbose)
		print_verbose(p, record);
	else if (jls->nshown != 0)
		print_params(p, jls, record);
	else
		print_default(p, jls, record);
}

static int
list_jails(struct program *p, const struct jls *jls)
{
	const struct call *c;
	struct literal record;
	int64_t jid = 0;

	if (jls->jail != NULL) {
		if ((jid = jail_getid(p, jls->jail)) < 0)
			return (1);
		if (get_jail(p, jls, "jid", NULL, jid, &record, &c)) {
			print_header(p, jls);
			print_jail(p, jls, record);
			return (0);
		}
		p->failed = c;
		program_complain(p, "jls: jail %lld not found\n", (long long)jid);
		return (1);
	}
	print_header(p, jls);
	while (get_jail(p, jls, "lastjid", NULL, jid, &record, &c)) {
		struct element e;

		print_jail(p, jls, record);
		jid = literal_find(record, "jid", &e) ? e.integer : c->retval;
	}
	return (c->error == BSD_ENOENT ? 0 : program_fail(p, c, "jail_get"));
}

int
prog_jls(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	struct jls jls = { .nshown = 0 };

	if (!read_options(p, &o, &jls))
		return (program_usage(p));
	for (int i = o.next; i < p->argc; i++)
		if (strcmp(p->argv[i], "all") == 0)
			show_all(&jls);
		else if (!show_param(p, &jls, p->argv[i]))
			return (1);
	if (o.next == p->argc && (jls.header || jls.name_value || jls.quote))
		show_all(&jls);
	return (list_jails(p, &jls));
}
