/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parameters by name, their values as text and back.  FreeBSD's counterpart is lib/libjail, which
 * asks the kernel for types by sysctl; here jail_params.def is at hand.
 */
#include "jailparam.h"

#include <string.h>
#include <strings.h>

#include "option.h"

#define KERNEL	    false
#define READONLY    true
#define CREATE_ONLY true
#define ANYTIME	    false
#define NEVER	    true
#define DEFAULT_ON  "true"
#define DEFAULT_OFF "false"

const struct jailparam jailparams[] = {
#define JAIL_PARAM(ident_, name_, type_, origin_, change_, default_, meaning_)                     \
	{ name_, default_, PARAM_##type_, origin_, change_ },
#define JAIL_ALLOW(ident_, name_, default_, subset_, meaning_)                                     \
	{ name_, default_, PARAM_BOOL, false, false },
#include "jail_params.def"
};
const size_t jailparam_count = sizeof(jailparams) / sizeof(jailparams[0]);

/* "meta.*" stands for any key of meta. */
static bool
names(const char *pattern, const char *name)
{
	size_t length = strlen(pattern) - 1;

	return (strcmp(pattern, name) == 0 ||
	    (pattern[length] == '*' && strncmp(pattern, name, length) == 0));
}

static const struct jailparam *
find_exactly(const char *name)
{
	for (size_t i = 0; i < jailparam_count; i++)
		if (names(jailparams[i].name, name))
			return (&jailparams[i]);
	return (NULL);
}

const struct jailparam *
jailparam_find(const char *name)
{
	const struct jailparam *param = find_exactly(name);
	const char *dot = strrchr(name, '.'), *last = dot == NULL ? name : dot + 1;
	char positive[128];

	if (param != NULL || strncmp(last, "no", 2) != 0 || strlen(name) >= sizeof(positive))
		return (param);
	memcpy(positive, name, (size_t)(last - name));
	strcpy(positive + (last - name), last + 2);
	param = find_exactly(positive);
	return (param != NULL && (param->type == PARAM_BOOL || param->type == PARAM_JAILSYS) ?
		param :
		NULL);
}

/* Addresses without interface and mask: "em0|192.0.2.10/24" is 192.0.2.10. */
static void
put_addresses(struct values *vs, const char *name, const char *value)
{
	char text[1024];
	size_t length = 0;

	while (*value != '\0') {
		size_t end = strcspn(value, ","), bar = strcspn(value, "|");

		if (bar < end) {
			value += bar + 1;
			end -= bar + 1;
		}
		size_t address = strcspn(value, ",/ ");

		if (length + address + 2 > sizeof(text))
			break;
		if (length != 0)
			text[length++] = ',';
		memcpy(text + length, value, address);
		length += address;
		value += end + (value[end] != '\0');
	}
	literal_string(vs, name, text, length);
}

/* One of these words in any case, or a number. */
static bool
is_word_or_number(const char *value, const char *const words[])
{
	int64_t number;

	for (; *words != NULL; words++)
		if (strcasecmp(value, *words) == 0)
			return (true);
	return (program_number(value, 10, &number));
}

const char *
jailparam_wrong(const struct jailparam *param, const char *value)
{
	static const char *const booleans[] = { "false", "true", NULL };
	static const char *const jailsys[] = { "disable", "new", "inherit", NULL };

	if (*value == '\0')
		return (NULL);
	if (param->type == PARAM_BOOL && !is_word_or_number(value, booleans))
		return ("boolean");
	if (param->type == PARAM_JAILSYS && !is_word_or_number(value, jailsys))
		return ("jailsys");
	return (NULL);
}

void
jailparam_put(struct values *vs, const struct jailparam *param, const char *name, const char *value)
{
	int64_t number;

	if (*value == '\0' && (param->type == PARAM_BOOL || param->type == PARAM_JAILSYS))
		literal_word(vs, name);
	else if ((param->type == PARAM_INT || param->type == PARAM_ULONG) &&
	    program_number(value, 10, &number))
		literal_integer(vs, name, number);
	else if (param->type == PARAM_BOOL)
		literal_integer(
		    vs, name, strcasecmp(value, "false") != 0 && strcmp(value, "0") != 0);
	else if (param->type == PARAM_ADDRS)
		put_addresses(vs, name, value);
	else
		literal_text(vs, name, value);
}

/* A list of addresses, a comma between. */
static const char *
list_text(struct program *p, const struct element *list)
{
	const char *text = "";
	struct element e;

	for (struct literal l = literal_within(list); literal_next(&l, &e);)
		text = arena_printf(p->arena, "%s%s%s", text, *text == '\0' ? "" : ",", e.bytes);
	return (text);
}

const char *
jailparam_text(
    struct program *p, const struct jailparam *param, struct literal record, const char *name)
{
	static const char *const jailsys[] = { "disable", "new", "inherit" };
	struct element e;

	if (!literal_find(record, name, &e))
		return (param->type == PARAM_BOOL ? "false" : "");
	if (e.kind == LITERAL_WORD)
		return ("true");
	if (e.kind == LITERAL_LIST)
		return (list_text(p, &e));
	if (e.kind == LITERAL_STRING)
		return (e.bytes);
	if (param->type == PARAM_BOOL)
		return (e.integer != 0 ? "true" : "false");
	if (param->type == PARAM_JAILSYS && e.integer >= 0 && e.integer < 3)
		return (jailsys[e.integer]);
	return (arena_printf(p->arena, "%lld", (long long)e.integer));
}

int64_t
jail_getid(struct program *p, const char *name)
{
	struct values *vs = p->world->values;
	int64_t jid;

	if (program_number(name, 10, &jid) && jid >= 0)
		return (jid);
	value_begin(vs);
	literal_text(vs, "name", name);
	const struct call *c = CALL(p, jail_get, value_end(vs));
	struct element e;

	if (c->error == 0)
		return (literal_find(literal_read(vs, (value_ix)c->result[0]), "jid", &e) ?
			e.integer :
			c->retval);
	p->failed = c;
	if (c->error == BSD_ENOENT)
		program_complain(p, "%s: jail \"%s\" not found\n", p->argv[0], name);
	else
		program_fail(p, c, "jail_get");
	return (-1);
}

int
jail_refused(struct program *p, const struct call *c, const char *jail)
{
	int64_t jid;
	const char *what = c->error == BSD_EEXIST ? "already exists" : "not found";

	if (jail == NULL ||
	    (c->error != BSD_EEXIST &&
		(c->error != BSD_ENOENT || (c->words[1] & BSD_JAIL_CREATE) != 0)))
		return (program_fail(p, c, "jail_set"));
	p->failed = c;
	if (program_number(jail, 10, &jid))
		program_complain(p, "%s: jail %s %s\n", p->argv[0], jail, what);
	else
		program_complain(p, "%s: jail \"%s\" %s\n", p->argv[0], jail, what);
	return (1);
}
