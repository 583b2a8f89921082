/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parameters of jails by name, and those of a call taken apart.  FreeBSD's counterpart is
 * vfs_buildopts() of sys/kern/vfs_mount.c, which kern_jail_set() uses.
 *
 * A literal is friendlier than FreeBSD's vector, as libjail is: addresses and jailsys values may
 * be text, a jailsys name alone means new.
 */
#include "jail_param.h"

#include <string.h>

#include "constants.h"
#include "jaildesc.h"

#define KERNEL	 false
#define READONLY true
#define LEFT_OUT(name_)                                                                            \
	(JP_##name_ == JP_errmsg || JP_##name_ == JP_mac_label || JP_##name_ == JP_linux_sys ||    \
	    JP_##name_ == JP_linux_osname || JP_##name_ == JP_linux_osrelease ||                   \
	    JP_##name_ == JP_linux_oss_version || JP_##name_ == JP_zfs_mount_snapshot)

/* NOT MODELLED: JAIL_AT_DESC, errmsg, and the parameters of MAC,
 * Linux emulation and ZFS. */
#define JAIL_PARAM(ident_, name_, type_, origin_, change_, default_, meaning_)                     \
	[JP_##ident_] = { name_, JP_##type_, origin_, LEFT_OUT(ident_) },
const struct jail_param_info jail_param_info[JAIL_PARAMS] = {
#include "jail_params.def"
};

#define JAIL_ALLOW(ident_, name_, default_, child_, meaning_) [PR_ALLOW_PLACE_##ident_] = name_,
const char *const jail_allow_name[PR_ALLOW_PLACES] = {
#include "jail_params.def"
};

value_ix
jail_param_name(struct thread *td, enum jail_param param)
{
	return (value_string(td->td_kernel->k_values, jail_param_info[param].name));
}

/* Names. */

static bool
find_exactly(const char *name, enum jail_param *param, uint64_t *allow)
{
	*allow = 0;
	for (uint32_t i = 0; i < JAIL_PARAMS; i++)
		if (strcmp(jail_param_info[i].name, name) == 0) {
			*param = (enum jail_param)i;
			return (true);
		}
	for (uint32_t i = 0; i < PR_ALLOW_PLACES; i++)
		if (strcmp(jail_allow_name[i], name) == 0) {
			*allow = UINT64_C(1) << i;
			return (true);
		}
	*param = strncmp(name, "meta.", 5) == 0 ? JP_meta_key : JP_env_key;
	return (*param == JP_meta_key || strncmp(name, "env.", 4) == 0);
}

/* Is it a parameter's name, or the "no" form of one that has it?  A permission has its bit in
 * *allow, every other parameter its number in *param and *allow 0. */
static bool
jail_param_find(const char *name, enum jail_param *param, uint64_t *allow, bool *no)
{
	const char *dot = strrchr(name, '.'), *last = dot == NULL ? name : dot + 1;
	char positive[64];
	size_t head = (size_t)(last - name);

	*no = false;
	if (find_exactly(name, param, allow))
		return (true);
	if (strncmp(last, "no", 2) != 0 || strlen(name) >= sizeof(positive))
		return (false);
	*no = true;
	memcpy(positive, name, head);
	memcpy(positive + head, last + 2, strlen(last + 2) + 1);
	if (!find_exactly(positive, param, allow))
		return (false);
	return (*allow != 0 || jail_param_info[*param].type == JP_BOOL ||
	    jail_param_info[*param].type == JP_JAILSYS);
}

bool
jail_param_modelled(const char *name)
{
	enum jail_param param;
	uint64_t allow;

	return (find_exactly(name, &param, &allow) &&
	    (allow != 0 || !jail_param_info[param].unmodelled));
}

/* Taking the list apart. */

bool
jail_param_true(const struct element *e)
{
	if (e->kind == LITERAL_INTEGER)
		return (e->integer != 0);
	return (e->kind != LITERAL_STRING || strcmp(e->bytes, "false") != 0);
}

static void
note(struct thread *td, struct jail_request *jr, const char *name, const struct element *e)
{
	enum jail_param param;
	uint64_t allow;
	bool no;

	if (!jail_param_find(name, &param, &allow, &no)) {
		if (jr->jr_unknown == VALUE_NONE)
			jr->jr_unknown = value_string(td->td_kernel->k_values, name);
	} else if (allow != 0) {
		jr->jr_allow_given |= allow;
		jr->jr_allow =
		    jail_param_true(e) != no ? jr->jr_allow | allow : jr->jr_allow & ~allow;
	} else if (param > JP_name || e->kind != LITERAL_WORD || !jail_given(jr, param)) {
		/* The key of jail_get() may be asked for, too: {name="www", name}. */
		uint64_t bit = UINT64_C(1) << param;

		jr->jr_given |= bit;
		jr->jr_no = no ? jr->jr_no | bit : jr->jr_no & ~bit;
		jr->jr_element[param] = *e;
		if (jail_param_info[param].unmodelled)
			jr->jr_unmodelled = value_string(td->td_kernel->k_values, name);
	}
}

int
jail_param_read(struct thread *td, value_ix params, struct jail_request *jr)
{
	struct literal l = literal_read(td->td_kernel->k_values, params);
	struct element e;
	int error;

	jr->jr_given = jr->jr_no = jr->jr_allow = jr->jr_allow_given = 0;
	jr->jr_unknown = jr->jr_unmodelled = VALUE_NONE;
	jr->jr_params = params;
	while (literal_next(&l, &e)) {
		const char *name = e.name;

		if (*name == '\0') {
			error = must_refuse(td, JAIL_SET_MALFORMED, e.kind != LITERAL_STRING, NULL,
			    about_nothing());
			name = e.bytes;
			if (error != 0 || !literal_next(&l, &e))
				return (error);
		}
		note(td, jr, name, &e);
	}
	return (0);
}

int
jail_param_check_vector(struct thread *td, value_ix params)
{
	struct literal l = literal_read(td->td_kernel->k_values, params);
	struct element e;
	size_t bare = 0;
	int error;

	if ((error = must_refuse(
		 td, COPYIN_BADADDR, params == VALUE_BADADDR, NULL, about_nothing())) != 0)
		return (error);
	while (literal_next(&l, &e))
		if (*e.name == '\0') {
			bare++;
			bare += literal_next(&l, &e);
		}
	return (refuses(td, JAIL_SET_ODD, bare % 2 != 0, NULL, about_nothing()));
}

int
jail_param_check_modelled(struct thread *td, const struct jail_request *jr, int flags)
{
	int error;

	if ((flags & JAIL_AT_DESC) != 0 &&
	    (error = refuses(td, NOT_MODELLED, true, NULL, about_number(flags))) != 0)
		return (error);
	return (jr->jr_unmodelled == VALUE_NONE ?
		0 :
		refuses(td, NOT_MODELLED, true, NULL, about_value(jr->jr_unmodelled)));
}

int
jail_param_check_release(struct thread *td, const struct jail_request *jr)
{
	static const enum jail_param later[] = { JP_meta, JP_meta_key, JP_env, JP_env_key };
	const uint64_t allow = PR_ALLOW_UNPRIV_PARENT_TAMPER | PR_ALLOW_VMM_PPT;
	struct values *vs = td->td_kernel->k_values;
	value_ix name = VALUE_NONE;

	for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++)
		if (jail_given(jr, later[i]))
			name = jail_param_name(td, later[i]);
	for (uint32_t i = 0; i < PR_ALLOW_PLACES; i++)
		if ((jr->jr_allow_given & allow) >> i & 1)
			name = value_string(vs, jail_allow_name[i]);
	return (
	    name == VALUE_NONE ? 0 : refuses(td, JAIL_PARAM_LATER, true, NULL, about_value(name)));
}

int
jail_param_check_desc(struct thread *td, const struct jail_request *jr, int flags)
{
	const int both = JAIL_USE_DESC | JAIL_AT_DESC;
	bool any = (flags & JAIL_DESC) != 0, given = jail_given(jr, JP_desc);
	int error;

	if ((error = refuses(td, JAIL_DESC_LATER, any, NULL, about_number(flags))) != 0 ||
	    (error = refuses(
		 td, JAIL_DESC_BOTH, (flags & both) == both, NULL, about_number(flags))) != 0 ||
	    (error = must_refuse(td, JAIL_DESC_MISSING, any && !given, NULL, about_nothing())) !=
		0 ||
	    (error = refuses(td, JAIL_SET_DESC_UNEXPECTED, given && !any, NULL, about_nothing())) !=
		0)
		return (error);
	return ((flags & JAIL_OWN_DESC) != 0 ? priv_check(td, PRIV_JAIL_REMOVE) : 0);
}

int
jail_param_desc(struct thread *td, const struct jail_request *jr, const struct prison **pr,
    const struct ucred **opener)
{
	const struct element *e = &jr->jr_element[JP_desc];
	bool number =
	    e->kind == LITERAL_INTEGER && e->integer >= INT32_MIN && e->integer <= INT32_MAX;

	return (jaildesc_find(td, number ? (int)e->integer : -1, pr, opener));
}

int
jail_param_new_desc(struct thread *td, const struct prison *pr, int flags, int64_t *fd)
{
	*fd = -1;
	if ((flags & (JAIL_GET_DESC | JAIL_OWN_DESC)) == 0)
		return (0);
	return (jaildesc_create(td, pr, (flags & JAIL_OWN_DESC) != 0, fd));
}
