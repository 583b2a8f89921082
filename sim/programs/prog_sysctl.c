/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sysctl.  FreeBSD's counterpart is sbin/sysctl.
 * NOT MODELLED: sysctl -B, -b, -f, -h, -l, -o, -T, -x; security.jail.param.
 */
#include <string.h>

#include "option.h"

int prog_sysctl(struct program *);

enum node_type { INT, ULONG, STRING, OPAQUE };
enum { RD = 0, RW = 1, PRISON = 2, ANYBODY = 4, SECURE = 8, VIRTUAL = 16 };

/* What sysctl(3) tells of the nodes besides their values. */
static const struct node {
	const char *name, *meaning;
	uint8_t type;  /* enum node_type */
	uint8_t flags; /* RW ... */
} nodes[] = {
#define SYSCTL(ident_, name_, type_, default_, flags_, meaning_) { name_, meaning_, type_, flags_ },
#include "sysctls.def"
};

#define NODES (sizeof(nodes) / sizeof(nodes[0]))

/* Read at boot only. */
static const char *const tunables[] = { "kern.maxproc", "kern.ngroups", "kern.racct.enable" };

struct show {
	bool all;	  /* -a */
	bool description; /* -d */
	bool equals;	  /* -e: name=value */
	bool ignore;	  /* -i: say nothing of names that are unknown */
	bool name_only;	  /* -N */
	bool value_only;  /* -n */
	bool quiet;	  /* -q */
	bool type;	  /* -t */
	bool writable;	  /* -W */
};

static const struct node *
find_node(const char *name)
{
	for (size_t i = 0; i < NODES; i++)
		if (strcmp(nodes[i].name, name) == 0)
			return (&nodes[i]);
	return (NULL);
}

/* Is the node below the name: "kern" or "kern."? */
static bool
is_below(const struct node *n, const char *name)
{
	size_t length = strlen(name);

	while (length > 0 && name[length - 1] == '.')
		length--;
	return (strncmp(n->name, name, length) == 0 && (length == 0 || n->name[length] == '.'));
}

/* "name: ", as far as it is wanted. */
static void
print_name(struct program *p, const struct show *s, const char *name)
{
	if (!s->value_only)
		program_print(p, "%s%s", name, s->equals ? "=" : ": ");
}

/* Prints a node without a newline; the refused call, or NULL. */
static const struct call *
show_node(struct program *p, const struct show *s, const char *name)
{
	static const char *const types[] = { [INT] = "integer",
		[ULONG] = "unsigned long",
		[STRING] = "string",
		[OPAQUE] = "opaque" };
	const struct node *n = find_node(name);

	if (n != NULL && s->name_only) {
		program_print(p, "%s", name);
		return (NULL);
	}
	if (n != NULL && (s->description || s->type)) {
		print_name(p, s, name);
		program_print(p, "%s", s->description ? n->meaning : types[n->type]);
		return (NULL);
	}
	const struct call *c = CALL(p, sysctlbyname, program_text(p, name));

	if (c->error != 0)
		return (c);
	print_name(p, s, name);
	program_print(p, "%s", program_string(p, c->result[0]));
	return (NULL);
}

/* All nodes below a name; how many there are.  What may not be read is left out. */
static unsigned
show_below(struct program *p, const struct show *s, const char *name)
{
	unsigned shown = 0;

	for (size_t i = 0; i < NODES; i++) {
		if (!is_below(&nodes[i], name) || (s->writable && (nodes[i].flags & RW) == 0))
			continue;
		shown++;
		if (nodes[i].type != OPAQUE && show_node(p, s, nodes[i].name) == NULL)
			program_print(p, "\n");
	}
	return (shown);
}

static int
unknown(struct program *p, const struct show *s, const struct call *c, const char *name)
{
	if (c->error != BSD_ENOENT)
		return (program_fail(p, c, name));
	if (s->ignore)
		return (0);
	p->failed = c;
	if (!s->quiet)
		program_complain(p, "sysctl: unknown oid '%s'\n", name);
	return (1);
}

static int
get(struct program *p, const struct show *s, const char *name)
{
	if (find_node(name) == NULL && show_below(p, s, name) != 0)
		return (0);
	const struct call *c = show_node(p, s, name);

	if (c != NULL)
		return (unknown(p, s, c, name));
	program_print(p, "\n");
	return (0);
}

/* Says why a value was not set. */
static int
refused(struct program *p, const struct call *c, const struct node *n, const char *text)
{
	bool tunable = false;

	p->failed = c;
	for (size_t i = 0; i < sizeof(tunables) / sizeof(tunables[0]); i++)
		tunable |= n != NULL && strcmp(tunables[i], n->name) == 0;
	if (tunable) {
		program_complain(p,
		    "sysctl: oid '%s' is a read only tunable\n"
		    "sysctl: Tunable values are set in /boot/loader.conf\n",
		    n->name);
	} else if (n != NULL && (n->flags & RW) == 0) {
		program_complain(p, "sysctl: oid '%s' is read only\n", n->name);
	} else {
		program_print(p, "\n");
		return (program_fail(p, c, text));
	}
	return (1);
}

static int
set(struct program *p, const struct show *s, const char *text, const char *name, const char *value)
{
	const struct node *n = find_node(name);
	bool number = n != NULL && (n->type == INT || n->type == ULONG);
	int64_t ignored;

	if (number && !program_number(value, 10, &ignored)) {
		program_complain(p, "sysctl: invalid %s '%s'\n",
		    n->type == INT ? "integer" : "unsigned long", value);
		return (1);
	}
	const struct call *c = CALL(p, sysctlbyname, program_text(p, name));

	if (c->error != 0)
		return (unknown(p, s, c, name));
	const char *before = program_string(p, c->result[0]);

	c = CALL(p, sysctlbyname, program_text(p, name), program_text(p, value));
	if (c->error != 0 && (n == NULL || (n->flags & RW) == 0))
		return (refused(p, c, n, text));
	print_name(p, s, name);
	program_print(p, "%s", before);
	if (c->error != 0)
		return (refused(p, c, n, text));
	c = CALL(p, sysctlbyname, program_text(p, name));
	program_print(p, " -> %s\n", program_string(p, c->result[0]));
	return (0);
}

static bool
read_options(struct program *p, struct options *o, struct show *s)
{
	int letter;

	while ((letter = program_option(p, o, "adehiNnqtW")) != OPTION_END) {
		if (letter == '?')
			return (false);
		s->all |= letter == 'a';
		s->description |= letter == 'd';
		s->equals |= letter == 'e';
		s->ignore |= letter == 'i';
		s->name_only |= letter == 'N';
		s->value_only |= letter == 'n';
		s->quiet |= letter == 'q';
		s->type |= letter == 't';
		s->writable |= letter == 'W';
	}
	return (s->all == (o->next == p->argc));
}

int
prog_sysctl(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	struct show s = { .all = false };
	int status = 0;

	if (!read_options(p, &o, &s))
		return (program_usage(p));
	if (s.all)
		show_below(p, &s, "");
	for (int i = o.next; i < p->argc; i++) {
		size_t length = strcspn(p->argv[i], "=");
		const char *name = arena_copy(p->arena, p->argv[i], length);

		status |= p->argv[i][length] == '=' ?
		    set(p, &s, p->argv[i], name, p->argv[i] + length + 1) :
		    get(p, &s, name);
	}
	return (status);
}
