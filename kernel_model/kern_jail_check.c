/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parameters of jail_set(2) tested one by one before any jail is looked for: steps 9 to 17 of
 * the order in which it fails (J5 of the specification).  FreeBSD's counterpart is the first
 * third of kern_jail_set() in sys/kern/kern_jail.c.
 */
#include <string.h>

#include "constants.h"
#include "jail_param.h"
#include "vnode.h"

/* Steps 9 to 12: numbers and flags. */

static int
check_integer(
    struct thread *td, const struct jail_request *jr, enum jail_param param, int32_t *value)
{
	const struct element *e = &jr->jr_element[param];

	*value = 0;
	if (!jail_given(jr, param))
		return (0);
	bool fits =
	    e->kind == LITERAL_INTEGER && e->integer >= INT32_MIN && e->integer <= INT32_MAX;

	*value = (int32_t)e->integer;
	return (
	    must_refuse(td, JAIL_SET_TYPE, !fits, NULL, about_value(jail_param_name(td, param))));
}

static int
check_integers(struct thread *td, struct jail_request *jr)
{
	int error;

	if ((error = check_integer(td, jr, JP_jid, &jr->jr_jid)) != 0 ||
	    (error = check_integer(td, jr, JP_securelevel, &jr->jr_securelevel)) != 0 ||
	    (error = check_integer(td, jr, JP_children_max, &jr->jr_childmax)) != 0 ||
	    (error = check_integer(td, jr, JP_enforce_statfs, &jr->jr_statfs)) != 0)
		return (error);
	if (jail_given(jr, JP_enforce_statfs) &&
	    (error = refuses(td, JAIL_SET_STATFS_RANGE, jr->jr_statfs < 0 || jr->jr_statfs > 2,
		 NULL, about_number(jr->jr_statfs))) != 0)
		return (error);
	return (check_integer(td, jr, JP_devfs_ruleset, &jr->jr_ruleset));
}

static void
set_flag(struct jail_request *jr, enum jail_param param, uint32_t flag)
{
	if (!jail_given(jr, param))
		return;
	jr->jr_flags_given |= flag;
	if (jail_param_true(&jr->jr_element[param]) != ((jr->jr_no >> param & 1) != 0))
		jr->jr_flags |= flag;
}

/* JAIL_SYS_*, or -1. */
static int
jailsys_value(const struct jail_request *jr, enum jail_param param)
{
	static const char *const words[] = { "disable", "new", "inherit" };
	const struct element *e = &jr->jr_element[param];

	if (e->kind == LITERAL_WORD)
		return ((jr->jr_no >> param & 1) != 0 ? JAIL_SYS_DISABLE : JAIL_SYS_NEW);
	for (int i = 0; i < 3; i++)
		if (e->kind == LITERAL_INTEGER ? e->integer == i : strcmp(e->bytes, words[i]) == 0)
			return (i);
	return (-1);
}

static int
check_jailsys(struct thread *td, struct jail_request *jr)
{
	static const struct {
		enum jail_param param;
		uint32_t flag;
		bool can_disable;
	} rows[] = {
		{ JP_host, PR_HOST, false },
		{ JP_vnet, PR_VNET, false },
		{ JP_ip4, PR_IP4_USER, true },
		{ JP_ip6, PR_IP6_USER, true },
	};
	int error;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!jail_given(jr, rows[i].param))
			continue;
		int jsys = jailsys_value(jr, rows[i].param);
		bool bad = jsys < 0 || (jsys == JAIL_SYS_DISABLE && !rows[i].can_disable);

		if ((error = must_refuse(td, JAIL_SET_JAILSYS, bad, NULL,
			 about_value(jail_param_name(td, rows[i].param)))) != 0)
			return (error);
		jr->jr_flags_given |= rows[i].flag;
		jr->jr_flags |= jsys == JAIL_SYS_INHERIT ? 0 : rows[i].flag;
	}
	return (0);
}

/* What a call that may update cannot have: EINVAL. */
static int
check_fixed(struct thread *td, const struct jail_request *jr, int flags, enum jail_param param)
{
	if (!jail_given(jr, param))
		return (0);
	return (refuses(td, JAIL_SET_FIXED, (flags & JAIL_UPDATE) != 0, NULL,
	    about_value(jail_param_name(td, param))));
}

static int
check_flags(struct thread *td, struct jail_request *jr, int flags)
{
	int error;

	jr->jr_flags = jr->jr_flags_given = 0;
	set_flag(jr, JP_persist, PR_PERSIST);
	set_flag(jr, JP_ip4_saddrsel, PR_IP4_SADDR);
	set_flag(jr, JP_ip6_saddrsel, PR_IP6_SADDR);
	if ((error = check_jailsys(td, jr)) != 0)
		return (error);
	bool only_create = (flags & (JAIL_CREATE | JAIL_UPDATE | JAIL_ATTACH)) == JAIL_CREATE;

	if ((error = refuses(td, JAIL_SET_PERSIST, only_create && (jr->jr_flags & PR_PERSIST) == 0,
		 NULL, about_nothing())) != 0 ||
	    (error = check_fixed(td, jr, flags, JP_vnet)) != 0 ||
	    (error = check_fixed(td, jr, flags, JP_ip4)) != 0)
		return (error);
	return (check_fixed(td, jr, flags, JP_ip6));
}

/* Steps 13 to 17: strings, addresses, path. */

static int
check_string(struct thread *td, const struct jail_request *jr, enum jail_param param, size_t room)
{
	const struct element *e = &jr->jr_element[param];
	struct object what = about_value(jail_param_name(td, param));
	int error;

	if (!jail_given(jr, param))
		return (0);
	if ((error = must_refuse(td, JAIL_SET_STRING, e->kind != LITERAL_STRING, NULL, what)) != 0)
		return (error);
	return (must_refuse(td, JAIL_SET_STRING_LONG, e->length >= room, NULL, what));
}

/* host.hostid has 32 bits here. */
static int
check_hostid(struct thread *td, struct jail_request *jr)
{
	const struct element *e = &jr->jr_element[JP_host_hostid];

	jr->jr_hostid = 0;
	if (!jail_given(jr, JP_host_hostid))
		return (0);
	jr->jr_hostid = (uint32_t)e->integer;
	return (must_refuse(td, JAIL_SET_TYPE, e->kind != LITERAL_INTEGER, NULL,
	    about_value(jail_param_name(td, JP_host_hostid))));
}

static int
check_names(struct thread *td, struct jail_request *jr)
{
	int error;

	if ((error = check_string(td, jr, JP_name, MAXHOSTNAMELEN)) != 0 ||
	    (error = check_string(td, jr, JP_host_hostname, MAXHOSTNAMELEN)) != 0 ||
	    (error = check_string(td, jr, JP_host_domainname, MAXHOSTNAMELEN)) != 0 ||
	    (error = check_string(td, jr, JP_host_hostuuid, HOSTUUIDLEN)) != 0 ||
	    (error = check_hostid(td, jr)) != 0)
		return (error);
	jr->jr_name = jail_given(jr, JP_name) ? jr->jr_element[JP_name].bytes : NULL;
	if (jail_given(jr, JP_host_hostname) || jail_given(jr, JP_host_domainname) ||
	    jail_given(jr, JP_host_hostuuid) || jail_given(jr, JP_host_hostid)) {
		jr->jr_flags |= PR_HOST;
		jr->jr_flags_given |= PR_HOST;
	}
	return (0);
}

static int
check_list(struct thread *td, struct jail_request *jr, enum jail_param param, uint32_t flag,
    value_ix *packed)
{
	*packed = VALUE_EMPTY;
	if (!jail_given(jr, param))
		return (0);
	jr->jr_flags |= flag;
	jr->jr_flags_given |= flag;
	return (prison_ip_read(td, param, &jr->jr_element[param], packed));
}

static int
check_addresses(struct thread *td, struct jail_request *jr)
{
	int error;

	if ((error = check_list(td, jr, JP_ip4_addr, PR_IP4_USER, &jr->jr_ip4)) != 0 ||
	    (error = check_list(td, jr, JP_ip6_addr, PR_IP6_USER, &jr->jr_ip6)) != 0 ||
	    (jr->jr_flags_given & PR_VNET) == 0)
		return (error);
	bool both = (jr->jr_flags_given & (PR_IP4_USER | PR_IP6_USER)) != 0;

	return (refuses(td, JAIL_SET_VNET_ADDR, both, NULL, about_nothing()));
}

static int
check_release(struct thread *td, struct jail_request *jr, int flags)
{
	int error;

	if ((error = check_fixed(td, jr, flags, JP_osrelease)) != 0 ||
	    (error = check_string(td, jr, JP_osrelease, OSRELEASELEN)) != 0 ||
	    (error = check_integer(td, jr, JP_osreldate, &jr->jr_osreldate)) != 0 ||
	    (error = check_fixed(td, jr, flags, JP_osreldate)) != 0 ||
	    !jail_given(jr, JP_osreldate))
		return (error);
	return (refuses(td, JAIL_SET_OSRELDATE, jr->jr_osreldate == 0, NULL, about_nothing()));
}

static int
check_path(struct thread *td, struct jail_request *jr, int flags)
{
	struct values *vs = td->td_kernel->k_values;
	const struct element *e = &jr->jr_element[JP_path];
	int error;

	jr->jr_root = NULL;
	jr->jr_path = value_string(vs, "/");
	if (!jail_given(jr, JP_path))
		return (0);
	if ((error = check_fixed(td, jr, flags, JP_path)) != 0 ||
	    (error = check_string(td, jr, JP_path, SIZE_MAX)) != 0)
		return (error);
	struct nameidata nd =
	    NDINIT(LOOKUP, FOLLOW, AT_FDCWD, value_intern(vs, e->bytes, e->length));

	if ((error = namei(td, &nd)) != 0 ||
	    (error = must_refuse(td, JAIL_SET_PATH_NOTDIR, nd.ni_vp->v_type != VDIR, NULL,
		 about_vnode(td->td_kernel, nd.ni_vp))) != 0)
		return (error);
	jr->jr_root = nd.ni_vp;
	jr->jr_path = vn_fullpath_global(td, nd.ni_vp);
	return (0);
}

int
jail_param_check(struct thread *td, struct jail_request *jr, int flags)
{
	int error;

	if ((error = check_integers(td, jr)) != 0 || (error = check_flags(td, jr, flags)) != 0 ||
	    (error = check_names(td, jr)) != 0 || (error = check_addresses(td, jr)) != 0 ||
	    (error = check_release(td, jr, flags)) != 0)
		return (error);
	return (check_path(td, jr, flags));
}

/* Step 25: the System V facilities, by name or all at once by allow.sysvipc. */
int
jail_param_check_sysv(struct thread *td, struct jail_request *jr, const struct prison *parent)
{
	static const enum jail_param params[] = { JP_sysvmsg, JP_sysvsem, JP_sysvshm };
	int error;

	jr->jr_sysv = jr->jr_sysv_given = 0;
	for (uint32_t i = 0; i < SYSV_FACILITIES; i++) {
		struct object what = about_value(jail_param_name(td, params[i]));
		bool all = (jr->jr_allow & PR_ALLOW_SYSVIPC) != 0;
		int jsys = all ? JAIL_SYS_INHERIT : JAIL_SYS_DISABLE;

		if (jail_given(jr, params[i]))
			jsys = jailsys_value(jr, params[i]);
		else if ((jr->jr_allow_given & PR_ALLOW_SYSVIPC) == 0)
			continue;
		bool lacking =
		    jsys != JAIL_SYS_DISABLE && prison_sysv(parent, i) == JAIL_SYS_DISABLE;

		if ((error = must_refuse(td, JAIL_SET_JAILSYS, jsys < 0, NULL, what)) != 0 ||
		    (error = refuses(td, JAIL_SET_SYSV, lacking, parent, what)) != 0)
			return (error);
		jr->jr_sysv |= (uint32_t)jsys << (2 * i);
		jr->jr_sysv_given |= UINT32_C(3) << (2 * i);
	}
	return (0);
}
