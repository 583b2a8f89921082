/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which jail a call of jail_set(2) means: by number, by name, none that exists yet; and the
 * making of a new one with what it has when nothing is asked for.  Steps 19 to 21 of the order in
 * which the call fails.  FreeBSD's counterpart is the middle of kern_jail_set() in
 * sys/kern/kern_jail.c.
 */
#include <string.h>

#include "constants.h"
#include "cpuset.h"
#include "in_pcb.h"
#include "jail_param.h"
#include "sysctl_node.h"
#include "vnode.h"

/* What a new jail may do when its parent may. */
#define DEFAULT_ON  1
#define DEFAULT_OFF 0
#define JAIL_ALLOW(ident_, name_, default_, child_, meaning_)                                      \
	| (uint64_t)(default_) << PR_ALLOW_PLACE_##ident_
static const uint64_t default_allow = 0
#include "jail_params.def"
    ;

/* The number that a name spells, or -1 when it spells none. */
int64_t
jail_name_number(const char *name)
{
	bool negative = *name == '-';
	const char *at = name + negative;
	int64_t number = 0;

	for (; *at >= '0' && *at <= '9'; at++)
		if (number <= INT32_MAX)
			number = number * 10 + (*at - '0');
	if (*at != '\0' || at == name + negative)
		return (-1);
	return (negative ? INT32_MIN : number);
}

static int
find_by_jid(struct thread *td, const struct jail_request *jr, int flags, struct jail_search *s)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *mypr = s->js_parent;
	struct object what = about_jid(jr->jr_jid);
	int error;

	if ((error = must_refuse(td, JAIL_SET_JID_NEGATIVE, jr->jr_jid < 0, NULL, what)) != 0)
		return (error);
	const struct prison *pr = prison_find(k, (uint32_t)jr->jr_jid, 0);
	bool alive = pr != NULL && pr->pr_state == PRISON_STATE_ALIVE;

	if ((flags & JAIL_UPDATE) == 0)
		return (must_refuse(td, JAIL_SET_JID_EXISTS, alive, mypr, what));
	bool visible = alive && prison_ischild(k, mypr, pr);
	bool missing = alive ? !visible : (flags & JAIL_CREATE) == 0;

	error = alive ? refuses(td, JAIL_SET_NOT_FOUND, missing, mypr, what) :
			must_refuse(td, JAIL_SET_NOT_FOUND, missing, mypr, what);
	if (error != 0)
		return (error);
	if (alive) {
		s->js_found = pr;
		s->js_parent = prison_at(k, pr->pr_parent);
	}
	return (0);
}

/* The part of the name before the last dot names the parent. */
static int
find_parent(struct thread *td, const struct jail_request *jr, const struct prison *mypr,
    struct jail_search *s)
{
	const struct kernel *k = td->td_kernel;
	const char *dot = strrchr(jr->jr_name, '.');
	char name[MAXHOSTNAMELEN];

	s->js_component = dot == NULL ? jr->jr_name : dot + 1;
	if (dot == NULL)
		return (0);
	size_t length = (size_t)(dot - jr->jr_name);

	memcpy(name, jr->jr_name, length);
	name[length] = '\0';
	const struct prison *parent = prison_find_name(k, mypr, name);
	struct object what = about_value(value_string(k->k_values, name));

	if (s->js_found != NULL)
		return (refuses(td, JAIL_SET_PARENT_CHANGE, parent != s->js_parent, mypr, what));
	int error = must_refuse(td, JAIL_SET_PARENT_NOT_FOUND, parent == NULL, mypr, what);

	if (parent != NULL)
		s->js_parent = parent;
	return (error);
}

static int
find_by_name(struct thread *td, int flags, const struct prison *mypr, struct jail_search *s)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr =
	    *s->js_component == '\0' ? NULL : prison_find_name(k, s->js_parent, s->js_component);
	struct object what = about_value(value_string(k->k_values, s->js_component));

	if (s->js_found != NULL || (flags & JAIL_UPDATE) == 0)
		return (must_refuse(
		    td, JAIL_SET_NAME_EXISTS, pr != NULL && pr != s->js_found, s->js_parent, what));
	s->js_found = pr;
	return (must_refuse(
	    td, JAIL_SET_NOT_FOUND, pr == NULL && (flags & JAIL_CREATE) == 0, mypr, what));
}

/* Step 19.  The privilege is that of who opened the descriptor: J19. */
static int
find_by_desc(struct thread *td, const struct jail_request *jr, int flags, struct jail_search *s)
{
	const struct prison *pr;
	const struct ucred *opener;
	int error;

	if ((error = jail_param_desc(td, jr, &pr, &opener)) != 0 ||
	    (error = priv_check_cred(td, opener, PRIV_JAIL_SET)) != 0 ||
	    ((flags & JAIL_ATTACH) != 0 &&
		(error = priv_check_cred(td, opener, PRIV_JAIL_ATTACH)) != 0) ||
	    (error = refuses(
		 td, JAIL_DESC_EXISTS, (flags & JAIL_CREATE) != 0, NULL, about_prison(pr))) != 0)
		return (error);
	bool other = jr->jr_jid != 0 && (uint32_t)jr->jr_jid != pr->pr_id;

	s->js_found = pr;
	s->js_parent = prison_at(td->td_kernel, pr->pr_parent);
	return (refuses(td, JAIL_DESC_JID, other, NULL, about_jid(jr->jr_jid)));
}

int
jail_find(struct thread *td, struct jail_request *jr, int flags, struct jail_search *s)
{
	const struct prison *mypr = cred_prison(td->td_kernel, td->td_ucred);
	int error;

	*s = (struct jail_search) { .js_parent = mypr };
	if ((flags & JAIL_UPDATE) == 0 && jr->jr_jid == 0 && jr->jr_name != NULL) {
		const char *dot = strrchr(jr->jr_name, '.');
		int64_t number = jail_name_number(dot == NULL ? jr->jr_name : dot + 1);

		jr->jr_jid = number == -1 || number > INT32_MAX ? 0 : (int32_t)number;
	}
	if ((flags & JAIL_USE_DESC) != 0)
		error = find_by_desc(td, jr, flags, s);
	else
		error = jr->jr_jid != 0 ? find_by_jid(td, jr, flags, s) : 0;
	if (error != 0)
		return (error);
	if (jr->jr_name != NULL) {
		if ((error = find_parent(td, jr, mypr, s)) != 0)
			return (error);
		return (find_by_name(td, flags, mypr, s));
	}
	bool unnamed = s->js_found == NULL && (flags & JAIL_CREATE) == 0;

	return (must_refuse(td, JAIL_SET_UNNAMED, unnamed, mypr, about_nothing()));
}

/* Making: step 21. */

/* The next free number after the last one; there are fewer jails than numbers. */
static uint32_t
next_jid(struct thread *td)
{
	const struct kernel *k = td->td_kernel;
	uint32_t jid = system_of(k)->sy_lastjid;

	do
		jid = jid >= JAIL_MAX ? 1 : jid + 1;
	while (prison_find(k, jid, 0) != NULL);
	system_change(td, system_of(k))->sy_lastjid = jid;
	return (jid);
}

/* A dying jail gives its number to a new one: J5. */
static void
renumber_dying(struct thread *td, uint32_t jid)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *dying = prison_find(k, jid, 0);
	uint32_t other = JAIL_MAX;

	if (dying == NULL)
		return;
	while (prison_find(k, other, 0) != NULL)
		other--;
	row_leave(td, TABLE_prison, prison_ix_of(k, dying));
	prison_change(td, dying)->pr_id = other;
	prison_enter(td, dying);
}

static void
link_child(struct thread *td, struct prison *pr, const struct prison *cparent)
{
	const struct kernel *k = td->td_kernel;
	struct prison *parent = prison_change(td, cparent);

	pr->pr_parent = prison_ix_of(k, parent);
	pr->pr_next = parent->pr_children;
	if (pr->pr_next != 0)
		prison_change(td, prison_at(k, pr->pr_next))->pr_prev = prison_ix_of(k, pr);
	parent->pr_children = prison_ix_of(k, pr);
	parent->pr_ref++;
	parent->pr_uref++;
	for (const struct prison *up = parent; up != NULL; up = prison_at(k, up->pr_parent))
		prison_change(td, up)->pr_childcount++;
}

/* Whether the addresses are the parent's: a list of its own stays empty until it is applied. */
static void
inherit_addresses(const struct jail_request *jr, struct prison *pr, const struct prison *parent)
{
	pr->pr_ip4 = pr->pr_ip6 = VALUE_EMPTY;
	if ((jr->jr_flags & PR_VNET) != 0)
		return;
	if ((jr->jr_flags_given & PR_IP4_USER) == 0)
		pr->pr_flags |= PR_IP4 | PR_IP4_USER;
	else if ((jr->jr_flags & PR_IP4_USER) == 0) {
		pr->pr_flags |= parent->pr_flags & PR_IP4;
		pr->pr_ip4 = parent->pr_ip4;
	}
	if ((jr->jr_flags_given & PR_IP6_USER) == 0)
		pr->pr_flags |= PR_IP6 | PR_IP6_USER;
	else if ((jr->jr_flags & PR_IP6_USER) == 0) {
		pr->pr_flags |= parent->pr_flags & PR_IP6;
		pr->pr_ip6 = parent->pr_ip6;
	}
}

/* J22. */
static void
set_defaults(struct thread *td, const struct jail_request *jr, struct prison *pr,
    const struct prison *parent)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *mypr = cred_prison(k, td->td_ucred);

	pr->pr_root = jr->jr_root == NULL ? mypr->pr_root : vnode_ix_of(k, jr->jr_root);
	vref(td, vnode_at(k, pr->pr_root));
	pr->pr_path = jr->jr_path;
	pr->pr_flags = PR_HOST | PR_IP4_SADDR | PR_IP6_SADDR;
	inherit_addresses(jr, pr, parent);
	pr->pr_hostname = pr->pr_domainname = VALUE_EMPTY;
	pr->pr_hostuuid = value_string(k->k_values, "00000000-0000-0000-0000-000000000000");
	pr->pr_meta = pr->pr_env = VALUE_EMPTY;
	pr->pr_securelevel = parent->pr_securelevel;
	pr->pr_devfs_rsnum = parent->pr_devfs_rsnum;
	pr->pr_enforce_statfs = (uint32_t)sysctl_value(k, SYSCTL_security_jail_enforce_statfs);
	pr->pr_allow = default_allow & parent->pr_allow;
	pr->pr_osrelease = parent->pr_osrelease;
	pr->pr_osreldate = parent->pr_osreldate;
	if (jail_given(jr, JP_osrelease))
		pr->pr_osrelease = value_intern(k->k_values, jr->jr_element[JP_osrelease].bytes,
		    jr->jr_element[JP_osrelease].length);
	if (jail_given(jr, JP_osreldate))
		pr->pr_osreldate = (uint32_t)jr->jr_osreldate;
}

int
prison_create(struct thread *td, const struct jail_request *jr, const struct prison *parent,
    const struct prison **created)
{
	const struct kernel *k = td->td_kernel;
	const struct cpuset *set;
	struct prison *pr;
	int error;

	for (const struct prison *up = cred_prison(k, td->td_ucred); up != NULL;
	     up = prison_at(k, up->pr_parent))
		if ((error = refuses(td, JAIL_SET_LIMIT, up->pr_childcount >= up->pr_childmax, up,
			 about_number(up->pr_childmax))) != 0)
			return (error);
	if ((error = prison_alloc(td, &pr)) != 0 ||
	    (error = cpuset_create_root(td, parent, &set)) != 0)
		return (error);
	pr->pr_cpuset = cpuset_ix_of(k, set);
	cpuset_ref(td, set);
	if (jr->jr_jid != 0)
		renumber_dying(td, (uint32_t)jr->jr_jid);
	pr->pr_id = jr->jr_jid != 0 ? (uint32_t)jr->jr_jid : next_jid(td);
	prison_enter(td, pr);
	link_child(td, pr, parent);
	set_defaults(td, jr, pr, parent);
	*created = pr;
	return ((jr->jr_flags & PR_VNET) != 0 ? if_new_vnet(td, pr) : 0);
}
