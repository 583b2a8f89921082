/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text that is attached to jails, as key=value lines: meta, which a jail does not see itself, and
 * env, which it may read.  A call sets the whole of it or single keys, after all else is set.
 * FreeBSD's counterpart is sys/kern/kern_jailmeta.c (15.0).
 *
 * NOT MODELLED: characters that security.jail.meta_allowedchars would forbid.
 */
#include <string.h>

#include "jail_param.h"
#include "sysctl_node.h"

struct family {
	enum jail_param whole; /* JP_meta */
	const char *prefix;    /* "meta." */
};

static const struct family families[] = { { JP_meta, "meta." }, { JP_env, "env." } };

/* The length of a line, with its newline. */
static size_t
line_length(const char *at)
{
	const char *end = strchr(at, '\n');

	return (end == NULL ? strlen(at) : (size_t)(end - at) + 1);
}

/* Does the line begin with `key='? */
static bool
line_has_key(const char *at, const char *key)
{
	size_t length = strlen(key);

	return (strncmp(at, key, length) == 0 && at[length] == '=');
}

/* The text with this key's line in front; `value' NULL: without it. */
static value_ix
replace_key(struct values *vs, value_ix text, const char *key, const char *value)
{
	value_begin(vs);
	if (value != NULL) {
		value_append(vs, key, strlen(key));
		value_append(vs, "=", 1);
		value_append(vs, value, strlen(value));
		value_append(vs, "\n", 1);
	}
	for (const char *at = value_text(vs, text); *at != '\0'; at += line_length(at))
		if (!line_has_key(at, key))
			value_append(vs, at, line_length(at));
	return (value_end(vs));
}

/* Sets, empties or deletes every key that the call names. */
static int
set_keys(struct thread *td, const struct jail_request *jr, const char *prefix, value_ix *text)
{
	struct values *vs = td->td_kernel->k_values;
	struct literal l = literal_read(vs, jr->jr_params);
	size_t length = strlen(prefix);
	struct element e;

	while (literal_next(&l, &e)) {
		if (strncmp(e.name, prefix, length) != 0)
			continue;
		const char *key = e.name + length;
		bool bad = *key == '\0' || (e.kind != LITERAL_STRING && e.kind != LITERAL_WORD);
		int error = must_refuse(
		    td, JAIL_SET_META_KEY, bad, NULL, about_value(value_string(vs, e.name)));

		if (error != 0)
			return (error);
		*text = replace_key(vs, *text, key, e.kind == LITERAL_STRING ? e.bytes : NULL);
	}
	return (0);
}

static int
set_family(struct thread *td, const struct jail_request *jr, const struct prison *pr,
    const struct family *f, bool created)
{
	struct values *vs = td->td_kernel->k_values;
	const struct element *e = &jr->jr_element[f->whole];
	enum jail_param key = f->whole == JP_meta ? JP_meta_key : JP_env_key;
	struct object what = about_value(jail_param_name(td, f->whole));
	int32_t most = sysctl_value(td->td_kernel, SYSCTL_security_jail_meta_maxbufsize);
	value_ix text = f->whole == JP_meta ? pr->pr_meta : pr->pr_env;
	int error;

	if (!jail_given(jr, f->whole) && !jail_given(jr, key))
		return (0);
	if (!created)
		leaves(td);
	if (jail_given(jr, f->whole)) {
		if ((error = must_refuse(
			 td, JAIL_SET_META_TYPE, e->kind != LITERAL_STRING, NULL, what)) != 0)
			return (error);
		text = value_intern(vs, e->bytes, e->length);
	}
	if ((error = set_keys(td, jr, f->prefix, &text)) != 0 ||
	    (error = refuses(
		 td, JAIL_SET_META_LONG, (int64_t)value_length(vs, text) >= most, NULL, what)) != 0)
		return (error);
	if (f->whole == JP_meta)
		prison_change(td, pr)->pr_meta = text;
	else
		prison_change(td, pr)->pr_env = text;
	return (0);
}

int
jailmeta_set(
    struct thread *td, const struct jail_request *jr, const struct prison *pr, bool created)
{
	int error = 0;

	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]) && error == 0; i++)
		error = set_family(td, jr, pr, &families[i], created);
	return (error);
}

/* The value of a key, empty when it has none. */
static void
put_key(struct values *vs, const char *name, const char *text, const char *key)
{
	for (const char *at = text; *at != '\0'; at += line_length(at))
		if (line_has_key(at, key)) {
			const char *value = at + strlen(key) + 1;

			literal_string(vs, name, value, strcspn(value, "\n"));
			return;
		}
	literal_text(vs, name, "");
}

void
jailmeta_literal(struct values *vs, const struct jail_request *jr, const struct prison *pr)
{
	struct literal l = literal_read(vs, jr->jr_params);
	struct element e;

	while (literal_next(&l, &e))
		for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
			size_t length = strlen(families[i].prefix);
			value_ix text = families[i].whole == JP_meta ? pr->pr_meta : pr->pr_env;

			if (strncmp(e.name, families[i].prefix, length) == 0)
				put_key(vs, e.name, value_text(vs, text), e.name + length);
		}
}
