/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * jail_get(2): finds a jail by number, by name or as the next of an enumeration, and tells what
 * is asked for; all of it when nothing is.  Everybody may ask about the jails below the own one.
 * FreeBSD's counterpart is kern_jail_get() of sys/kern/kern_jail.c.
 *
 * Booleans are 0 and 1, jailsys values and addresses are text that jail_set(2) takes back.
 * NOT MODELLED: JAIL_AT_DESC; buffers of a wrong size.
 */
#include <string.h>

#include "constants.h"
#include "jail_param.h"
#include "sysproto.h"

#define JAIL_GET_MASK (JAIL_DYING | JAIL_DESC)

/* Jails that are asked for one by one mostly have numbers close to each other. */
#define NEAR 16

/* Finding. */

static bool
shown(const struct kernel *k, const struct prison *mypr, const struct prison *pr, int flags)
{
	return (prison_ischild(k, mypr, pr) &&
	    (pr->pr_state == PRISON_STATE_ALIVE || (flags & JAIL_DYING) != 0));
}

/* The visible jail with the next larger number, or NULL. */
static const struct prison *
next_jail(const struct kernel *k, const struct prison *mypr, int32_t lastjid, int flags)
{
	const struct prison *next = NULL;
	uint32_t last = lastjid < 0 ? 0 : (uint32_t)lastjid;

	for (uint32_t jid = last + 1; jid <= last + NEAR; jid++) {
		const struct prison *pr = prison_find(k, jid, 0);

		if (pr != NULL && shown(k, mypr, pr, flags))
			return (pr);
	}
	FOREACH_PRISON(k, mypr, pr)
	if (pr->pr_id > last && (next == NULL || pr->pr_id < next->pr_id) &&
	    shown(k, mypr, pr, flags))
		next = pr;
	return (next);
}

/* The live jail of this name, else a dying one, else NULL: J18. */
static const struct prison *
find_any_name(const struct kernel *k, const struct prison *mypr, const char *name)
{
	const struct prison *live = prison_find_name(k, mypr, name);
	size_t prefix = mypr == prison0(k) ? 0 : value_length(k->k_values, mypr->pr_name) + 1;

	if (live != NULL)
		return (live);
	FOREACH_PRISON(k, mypr, pr)
	if (pr != mypr && strcmp(value_text(k->k_values, pr->pr_name) + prefix, name) == 0)
		return (pr);
	return (NULL);
}

static int
find_by_key(
    struct thread *td, const struct jail_request *jr, int flags, const struct prison **found)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *mypr = cred_prison(k, td->td_ucred);
	const struct element *jid = &jr->jr_element[JP_jid], *name = &jr->jr_element[JP_name];
	bool by_jid = jail_given(jr, JP_jid) && jid->kind == LITERAL_INTEGER && jid->integer != 0;
	bool by_name = jail_given(jr, JP_name) && name->kind == LITERAL_STRING;
	struct object what = about_nothing();
	const struct prison *pr = NULL;
	int error;

	if ((error = must_refuse(td, JAIL_GET_UNNAMED, !by_jid && !by_name, NULL, what)) != 0)
		return (error);
	if (by_jid) {
		pr = prison_find(k, (uint32_t)jid->integer, 0);
		what = about_jid((int32_t)jid->integer);
	} else if (by_name) {
		pr = find_any_name(k, mypr, name->bytes);
		what = about_value(value_string(k->k_values, name->bytes));
	}
	bool visible = pr != NULL && prison_ischild(k, mypr, pr);
	bool dead = visible && pr->pr_state != PRISON_STATE_ALIVE && (flags & JAIL_DYING) == 0;

	*found = pr;
	error = pr == NULL ? must_refuse(td, JAIL_GET_NOT_FOUND, true, mypr, what) :
			     refuses(td, JAIL_GET_NOT_FOUND, !visible, mypr, what);
	if (error != 0)
		return (error);
	return (refuses(td, JAIL_GET_DYING, dead, mypr, what));
}

static int
find(struct thread *td, const struct jail_request *jr, int flags, const struct prison **found)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *mypr = cred_prison(k, td->td_ucred);
	const struct element *last = &jr->jr_element[JP_lastjid];
	const struct ucred *opener;

	if ((flags & JAIL_USE_DESC) != 0)
		return (jail_param_desc(td, jr, found, &opener));
	if (!jail_given(jr, JP_lastjid))
		return (find_by_key(td, jr, flags, found));
	int error = must_refuse(td, JAIL_GET_TYPE, last->kind != LITERAL_INTEGER, NULL,
	    about_value(jail_param_name(td, JP_lastjid)));

	if (error != 0)
		return (error);
	*found = next_jail(k, mypr, (int32_t)last->integer, flags);
	return (must_refuse(
	    td, JAIL_GET_LAST, *found == NULL, mypr, about_jid((int32_t)last->integer)));
}

/* Telling. */

struct answer {
	struct values *vs;
	const struct prison *pr;
	const struct prison *host; /* whose host information it shows */
	uint32_t parent;	   /* jid, as the caller sees it */
	uint32_t cpuset;	   /* number of its root set */
	value_ix name, path;	   /* likewise */
};

static void
put_text(struct answer *a, const char *name, value_ix text)
{
	literal_string(a->vs, name, value_text(a->vs, text), value_length(a->vs, text));
}

/* The parameter's name, or its "no" form, with a boolean. */
static void
put_bool(struct answer *a, const char *name, bool value, bool no)
{
	const char *dot = strrchr(name, '.'), *last = dot == NULL ? name : dot + 1;
	size_t head = (size_t)(last - name);
	char negative[64];

	if (!no) {
		literal_integer(a->vs, name, value);
		return;
	}
	memcpy(negative, name, head);
	memcpy(negative + head, "no", 2);
	memcpy(negative + head + 2, last, strlen(last) + 1);
	literal_integer(a->vs, negative, !value);
}

static void
put_jailsys(struct answer *a, const char *name, uint32_t jsys)
{
	static const char *const words[] = { "disable", "new", "inherit" };

	literal_text(a->vs, name, words[jsys]);
}

static bool
put_identity(struct answer *a, enum jail_param param, const char *name)
{
	switch ((int)param) {
	case JP_jid:
		literal_integer(a->vs, name, a->pr->pr_id);
		return (true);
	case JP_parent:
		literal_integer(a->vs, name, a->parent);
		return (true);
	case JP_name:
		put_text(a, name, a->name);
		return (true);
	case JP_path:
		put_text(a, name, a->path);
		return (true);
	case JP_host_hostname:
		put_text(a, name, a->host->pr_hostname);
		return (true);
	case JP_host_domainname:
		put_text(a, name, a->host->pr_domainname);
		return (true);
	case JP_host_hostuuid:
		put_text(a, name, a->host->pr_hostuuid);
		return (true);
	case JP_host_hostid:
		literal_integer(a->vs, name, a->host->pr_hostid);
		return (true);
	default:
		return (false);
	}
}

static bool
put_number(struct answer *a, enum jail_param param, const char *name)
{
	const struct prison *pr = a->pr;
	const struct {
		enum jail_param param;
		int64_t value;
	} rows[] = {
		{ JP_securelevel, pr->pr_securelevel },
		{ JP_osreldate, pr->pr_osreldate },
		{ JP_enforce_statfs, pr->pr_enforce_statfs },
		{ JP_devfs_ruleset, pr->pr_devfs_rsnum },
		{ JP_children_cur, pr->pr_childcount },
		{ JP_children_max, pr->pr_childmax },
		{ JP_cpuset_id, a->cpuset },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].param == param) {
			literal_integer(a->vs, name, rows[i].value);
			return (true);
		}
	return (false);
}

/* A jail with a list of its own reads as ip4=disable, whatever is in the list: J40. */
static bool
put_jailsys_param(struct answer *a, enum jail_param param, const char *name)
{
	const struct prison *pr = a->pr;
	const struct {
		enum jail_param param;
		uint32_t value;
	} rows[] = {
		{ JP_vnet, pr->pr_flags & PR_VNET ? JAIL_SYS_NEW : JAIL_SYS_INHERIT },
		{ JP_host, pr->pr_flags & PR_HOST ? JAIL_SYS_NEW : JAIL_SYS_INHERIT },
		{ JP_ip4, pr->pr_flags & PR_IP4_USER ? JAIL_SYS_DISABLE : JAIL_SYS_INHERIT },
		{ JP_ip6, pr->pr_flags & PR_IP6_USER ? JAIL_SYS_DISABLE : JAIL_SYS_INHERIT },
		{ JP_sysvmsg, prison_sysv(pr, SYSV_MSG) },
		{ JP_sysvsem, prison_sysv(pr, SYSV_SEM) },
		{ JP_sysvshm, prison_sysv(pr, SYSV_SHM) },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].param == param) {
			put_jailsys(a, name, rows[i].value);
			return (true);
		}
	return (false);
}

static void
put_rest(struct answer *a, enum jail_param param, const char *name, bool no)
{
	const struct prison *pr = a->pr;

	switch ((int)param) {
	case JP_persist:
		put_bool(a, name, (pr->pr_flags & PR_PERSIST) != 0, no);
		break;
	case JP_dying:
		put_bool(a, name, pr->pr_state != PRISON_STATE_ALIVE, no);
		break;
	case JP_ip4_saddrsel:
		put_bool(a, name, (pr->pr_flags & PR_IP4_SADDR) != 0, no);
		break;
	case JP_ip6_saddrsel:
		put_bool(a, name, (pr->pr_flags & PR_IP6_SADDR) != 0, no);
		break;
	case JP_ip4_addr:
		prison_ip_literal(a->vs, param, name, pr->pr_ip4);
		break;
	case JP_ip6_addr:
		prison_ip_literal(a->vs, param, name, pr->pr_ip6);
		break;
	case JP_osrelease:
		put_text(a, name, pr->pr_osrelease);
		break;
	case JP_meta:
		put_text(a, name, pr->pr_meta);
		break;
	case JP_env:
		put_text(a, name, pr->pr_env);
		break;
	default:
		break;
	}
}

static void
put_asked(struct answer *a, const struct jail_request *jr, bool all)
{
	for (uint32_t i = 0; i < JAIL_PARAMS; i++) {
		enum jail_param param = (enum jail_param)i;
		const char *name = jail_param_info[i].name;
		bool no = !all && (jr->jr_no >> i & 1) != 0;

		if (!(all || jail_given(jr, param)) || jail_param_info[i].unmodelled)
			continue;
		if (!put_identity(a, param, name) && !put_number(a, param, name) &&
		    !put_jailsys_param(a, param, name))
			put_rest(a, param, name, no);
	}
	for (uint32_t i = 0; i < PR_ALLOW_PLACES; i++)
		if (all || (jr->jr_allow_given >> i & 1) != 0)
			put_bool(a, jail_allow_name[i], (a->pr->pr_allow >> i & 1) != 0,
			    !all && (jr->jr_allow >> i & 1) == 0);
}

/* Is nothing asked for beside the key? */
static bool
asks_for_all(const struct jail_request *jr)
{
	uint64_t keys = UINT64_C(1) << JP_lastjid | UINT64_C(1) << JP_desc;

	if (jail_given(jr, JP_jid) && jr->jr_element[JP_jid].kind != LITERAL_WORD)
		keys |= UINT64_C(1) << JP_jid;
	if (jail_given(jr, JP_name) && jr->jr_element[JP_name].kind != LITERAL_WORD)
		keys |= UINT64_C(1) << JP_name;
	return ((jr->jr_given & ~keys) == 0 && jr->jr_allow_given == 0);
}

static value_ix
tell(struct thread *td, const struct jail_request *jr, const struct prison *pr, int64_t desc)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *mypr = cred_prison(k, td->td_ucred);
	const struct prison *parent = prison_at(k, pr->pr_parent);
	struct answer a = {
		.vs = k->k_values,
		.pr = pr,
		.host = prison_host(k, pr),
		.parent = parent == mypr ? 0 : parent->pr_id,
		.cpuset = cpuset_at(k, pr->pr_cpuset)->cs_id,
		.name = prison_name(td, mypr, pr),
		.path = prison_path(td, mypr, pr),
	};

	value_begin(k->k_values);
	put_asked(&a, jr, asks_for_all(jr));
	jailmeta_literal(k->k_values, jr, pr);
	if (desc >= 0)
		literal_integer(k->k_values, "desc", desc);
	return (value_end(k->k_values));
}

int
sys_jail_get(struct thread *td, const struct jail_get_args *uap, struct list_result *r)
{
	struct jail_request jr;
	const struct prison *pr = NULL;
	int64_t desc;
	int error;

	if ((error = jail_param_check_vector(td, uap->params)) != 0 ||
	    (error = refuses(td, JAIL_GET_FLAGS, (uap->flags & ~JAIL_GET_MASK) != 0, NULL,
		 about_number(uap->flags))) != 0 ||
	    (error = jail_param_read(td, uap->params, &jr)) != 0 ||
	    (error = jail_param_check_desc(td, &jr, uap->flags)) != 0 ||
	    (error = jail_param_check_modelled(td, &jr, uap->flags)) != 0 ||
	    (error = find(td, &jr, uap->flags, &pr)) != 0 ||
	    (error = jail_param_check_release(td, &jr)) != 0 ||
	    (error = refuses(td, JAIL_GET_UNKNOWN, jr.jr_unknown != VALUE_NONE, NULL,
		 about_value(jr.jr_unknown))) != 0 ||
	    (error = jail_param_new_desc(td, pr, uap->flags, &desc)) != 0)
		return (error);
	r->list = tell(td, &jr, pr, desc);
	td->td_call->retval = pr->pr_id;
	return (0);
}
