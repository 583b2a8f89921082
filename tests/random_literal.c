/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lists and structures at random.  A type that is not known here is made from the example in its
 * row of argtypes.def: {cur=10, max=20} gives structures with these names.
 */
#include "literal.h"

#include <ctype.h>
#include <string.h>

#include "jail.h"
#include "random_call.h"
#include "vnode.h"

/* A jail parameter's name and how it is given. */
static const struct parameter {
	const char *name, *type;
} parameters[] = {
#define JAIL_PARAM(ident_, name_, type_, origin_, change_, default_, meaning_) { name_, #type_ },
#define JAIL_ALLOW(ident_, name_, default_, subset_, meaning_)		       { name_, "BOOL" },
#define JAIL_PSEUDO(ident_, name_, type_, default_, meaning_)
#include "jail_params.def"
	{ "nonsense", "BOOL" }, { "allow.nomount", "BOOL" }, { "nopersist", "BOOL" },
	{ "allow.nosuser", "BOOL" }, { "allow.noset_hostname", "BOOL" }
};

value_ix
number_list(const struct kernel *k, const int64_t *numbers, size_t count)
{
	value_begin(k->k_values);
	for (size_t i = 0; i < count; i++)
		literal_integer(k->k_values, "", numbers[i]);
	return (value_end(k->k_values));
}

value_ix
random_ids(struct random *r, const struct kernel *k, size_t count)
{
	const int64_t ids[] = { random_id(r), random_id(r), random_id(r) };

	return (number_list(k, ids, count));
}

/* A string element; the text is interned before the literal begins, so it is one of few. */
static void
text_element(struct random *r, struct values *vs, const char *name)
{
	static const char *const some[] = { "", "x", "0", "-1", "192.0.2.10", "192.0.2.11", "::1",
		"www", "/", "\xff" };

	if (random_below(r, 2) != 0)
		literal_text(vs, name, random_path(r));
	else
		literal_text(vs, name, some[random_below(r, COUNT(some))]);
}

/* An element of any kind whatever its name wants. */
static void
odd_element(struct random *r, struct values *vs, const char *name)
{
	size_t opened;

	switch (random_below(r, 4)) {
	case 0:
		literal_word(vs, name);
		break;
	case 1:
		literal_integer(vs, name, random_number(r));
		break;
	case 2:
		text_element(r, vs, name);
		break;
	case 3:
		opened = literal_open(vs, name);
		for (uint32_t n = random_below(r, 3); n > 0; n--)
			literal_integer(vs, "", random_number(r));
		literal_close(vs, opened);
		break;
	}
}

static void
parameter_element(struct random *r, struct values *vs, const struct parameter *p)
{
	if (random_below(r, 24) == 0)
		odd_element(r, vs, p->name);
	else if (strcmp(p->type, "BOOL") == 0)
		literal_word(vs, p->name);
	else if (strcmp(p->type, "STRING") == 0 || strcmp(p->type, "ADDRS") == 0)
		text_element(r, vs, p->name);
	else
		literal_integer(vs, p->name, (int64_t)random_below(r, 6) - 1);
}

static value_ix
jail_params(struct random *r, const struct kernel *k)
{
	static const char *const names[] = { "www", "j1", "db", "build", "j1.kid", "www.x" };
	struct values *vs = k->k_values;

	value_begin(vs);
	if (random_below(r, 4) != 0)
		literal_text(vs, "name", names[random_below(r, COUNT(names))]);
	if (random_below(r, 2) != 0)
		literal_text(vs, "path", random_path(r));
	if (random_below(r, 4) != 0)
		literal_word(vs, "persist");
	if (random_below(r, 4) == 0)
		literal_integer(vs, "desc", random_below(r, 8));
	if (random_below(r, 2) != 0)
		literal_integer(vs, "children.max", (int64_t)random_below(r, 6) - 1);
	for (uint32_t n = random_below(r, 3); n > 0; n--)
		parameter_element(r, vs, &parameters[random_below(r, COUNT(parameters))]);
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
	literal_integer(vs, "family", random_below(r, 16) == 0 ? random_number(r) : family);
	if (family == BSD_AF_UNIX)
		literal_text(vs, "path", names[random_below(r, COUNT(names))]);
	else {
		size_t ip6 = family == BSD_AF_INET ? random_below(r, 6) : 6 + random_below(r, 3);

		literal_text(vs, "addr", addresses[ip6]);
		literal_integer(
		    vs, "port", random_below(r, 16) == 0 ? random_number(r) : random_below(r, 6));
	}
	if (random_below(r, 24) == 0)
		odd_element(r, vs, random_below(r, 2) != 0 ? "addr" : "path");
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
			literal_integer(vs, "", random_below(r, 8));
		if (random_below(r, 24) == 0)
			odd_element(r, vs, "");
		literal_close(vs, opened);
	}
	return (value_end(vs));
}

/* A handle of one of the first inodes of one of the first file systems, mostly. */
static value_ix
file_handle(struct random *r, const struct kernel *k)
{
	struct values *vs = k->k_values;
	uint32_t fs = 1 + random_below(r, 4), ino = 1 + random_below(r, 12);
	const struct vnode *vp = vnode_find(k, fs, ino);

	value_begin(vs);
	literal_integer(vs, "fsid", fs);
	literal_integer(vs, "ino", random_below(r, 16) == 0 ? random_number(r) : (int64_t)ino);
	literal_integer(vs, "gen", vp == NULL ? 1 : (int64_t)vp->v_gen);
	return (value_end(vs));
}

/* An operation or two on the first semaphores of a set. */
static value_ix
semaphore_operations(struct random *r, const struct kernel *k)
{
	struct values *vs = k->k_values;

	value_begin(vs);
	for (uint32_t n = random_below(r, 3); n > 0; n--) {
		size_t opened = literal_open(vs, "");

		literal_integer(vs, "num", random_below(r, 3));
		literal_integer(vs, "op", (int64_t)random_below(r, 6) - 2);
		if (random_below(r, 24) == 0)
			odd_element(r, vs, "op");
		literal_close(vs, opened);
	}
	return (value_end(vs));
}

/* A number for an element whose example is a constant: another of its group. */
static int64_t
like_constant(struct random *r, const char *name, size_t length)
{
	for (size_t i = 0; i < constant_count; i++)
		if (strlen(constant_info[i].name) == length &&
		    memcmp(constant_info[i].name, name, length) == 0)
			return (random_constants(r, constant_info[i].group));
	return (random_number(r));
}

/* An element like the one at `example', of which `name' has been read; answers where it ends. */
static const char *
like_element(struct random *r, struct values *vs, const char *name, const char *example)
{
	size_t length = strcspn(example, ",}");
	bool small = random_below(r, 2) != 0;

	if (random_below(r, 24) == 0)
		odd_element(r, vs, name);
	else if (*example == '"')
		text_element(r, vs, name);
	else if (isupper((unsigned char)*example))
		literal_integer(vs, name, like_constant(r, example, length));
	else if (*example == '{') {
		size_t opened = literal_open(vs, name);

		for (uint32_t n = random_below(r, 4); n > 0; n--)
			literal_integer(vs, "", small ? random_below(r, 8) : random_number(r));
		literal_close(vs, opened);
		length = strcspn(example, "}") + 1;
	} else
		literal_integer(vs, name, small ? random_below(r, 32) : random_number(r));
	return (example + length);
}

static value_ix
like_example(struct random *r, const struct kernel *k, enum argtype type)
{
	const char *at = strchr(argtype_info[type].meaning, '{');
	struct values *vs = k->k_values;
	char name[32];

	value_begin(vs);
	while (at != NULL && *++at != '\0' && *at != '}') {
		at += strspn(at, " ,");
		size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyz_");
		bool given = random_below(r, 8) != 0, word = length != 0 && at[length] != '=';

		if (length >= sizeof(name))
			break;
		memcpy(name, at, length);
		name[length] = '\0';
		at += length + (at[length] == '=');
		if (word && given)
			literal_word(vs, name);
		else if (!word && given)
			at = like_element(r, vs, name, at);
		else
			at += strcspn(at, *at == '{' ? "}" : ",}") + (*at == '{');
		if (*at == '}')
			break;
	}
	return (value_end(vs));
}

value_ix
random_literal(struct random *r, const struct kernel *k, enum argtype type)
{
	switch ((int)type) {
	case ARG_jailparams:
		return (jail_params(r, k));
	case ARG_sockaddr:
		return (socket_address(r, k));
	case ARG_message:
		return (message(r, k));
	case ARG_fhandle:
		return (file_handle(r, k));
	case ARG_sembufs:
		return (semaphore_operations(r, k));
	case ARG_groups:
		return (random_ids(r, k, random_below(r, 4)));
	default:
		return (like_example(r, k, type));
	}
}
