/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kenv(2): the variables that the loader left to the kernel.  Everybody reads them, in jails too.
 * FreeBSD's counterpart is the file of the same name.
 *
 * NOT MODELLED: what the kernel does with a variable; the static environments.
 */
#include <string.h>

#include "constants.h"
#include "literal.h"
#include "proc.h"
#include "sysproto.h"
#include "ucred.h"

#define KENV_MNAMELEN 128

value_ix
kenv_boot(struct values *vs)
{
	value_begin(vs);
	literal_text(vs, "kernelname", "/boot/kernel/kernel");
	literal_text(vs, "vfs.root.mountfrom", "ufs:/dev/ada0");
	return (value_end(vs));
}

/* The environment without a variable, and with its new value unless that is NULL. */
static value_ix
replace(struct values *vs, value_ix kenv, const char *name, const char *value)
{
	struct literal l = literal_read(vs, kenv);
	struct element e;

	value_begin(vs);
	while (literal_next(&l, &e))
		if (strcmp(e.name, name) != 0)
			literal_text(vs, e.name, e.bytes);
	if (value != NULL)
		literal_text(vs, name, value);
	return (value_end(vs));
}

static int
kenv_set(struct thread *td, const struct kenv_args *uap)
{
	struct kernel *k = td->td_kernel;
	bool bad = uap->value == VALUE_NONE || uap->value == VALUE_BADADDR;
	const char *value = value_text(k->k_values, uap->value);
	struct object what = about_value(uap->name);
	int error = refuses(td, COPYIN_BADADDR, bad, NULL, about_nothing());

	if (error != 0 ||
	    (error = must_refuse(td, KENV_NAME_LONG, strlen(value) > KENV_MNAMELEN, NULL, what)) !=
		0)
		return (error);
	struct system *sy = system_change(td, system_of(k));

	sy->sy_kenv = replace(k->k_values, sy->sy_kenv, value_text(k->k_values, uap->name), value);
	return (0);
}

/* KENV_GET and KENV_UNSET: of a variable that must be there. */
static int
kenv_existing(struct thread *td, const struct kenv_args *uap, struct kenv_result *r)
{
	struct kernel *k = td->td_kernel;
	value_ix kenv = system_of(k)->sy_kenv;
	const char *name = value_text(k->k_values, uap->name);
	struct element e = { .bytes = "" };
	bool none = !literal_find(literal_read(k->k_values, kenv), name, &e);
	int error = must_refuse(td, KENV_NONE, none, NULL, about_value(uap->name));

	if (error != 0)
		return (error);
	if (uap->action == KENV_GET)
		r->text = value_string(k->k_values, e.bytes);
	else
		system_change(td, system_of(k))->sy_kenv = replace(k->k_values, kenv, name, NULL);
	return (0);
}

/* P88. */
int
sys_kenv(struct thread *td, const struct kenv_args *uap, struct kenv_result *r)
{
	const struct kernel *k = td->td_kernel;
	bool bad = uap->name == VALUE_NONE || uap->name == VALUE_BADADDR;
	bool none = uap->action < KENV_GET || uap->action > KENV_DUMP;
	size_t length = strlen(value_text(k->k_values, uap->name));
	int error = 0;

	r->text = VALUE_EMPTY;
	r->list = system_of(k)->sy_kenv;
	if (uap->action == KENV_DUMP)
		return (0);
	if (uap->action == KENV_SET)
		error = priv_check(td, PRIV_KENV_SET);
	else if (uap->action == KENV_UNSET)
		error = priv_check(td, PRIV_KENV_UNSET);
	if (error != 0 || (error = refuses(td, COPYIN_BADADDR, bad, NULL, about_nothing())) != 0 ||
	    (error = must_refuse(
		 td, KENV_NAME_LONG, length > KENV_MNAMELEN, NULL, about_value(uap->name))) != 0 ||
	    (error = must_refuse(td, KENV_ACTION, none, NULL, about_number(uap->action))) != 0)
		return (error);
	return (uap->action == KENV_SET ? kenv_set(td, uap) : kenv_existing(td, uap, r));
}
