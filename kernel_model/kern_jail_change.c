/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Values of jail_set(2) put into a prison, and what each of them means for the prisons below:
 * none of those may be less restricted than its parent.  FreeBSD's counterpart is the last third
 * of kern_jail_set() in sys/kern/kern_jail.c.
 */
#include <string.h>

#include "jail_param.h"
#include "vnode.h"

#define FOREACH_PRISON_BELOW(k_, top_, pr_)                                                        \
	for (const struct prison *pr_ = prison_next((k_), (top_), (top_)); pr_ != NULL;            \
	     pr_ = prison_next((k_), (top_), pr_))

static value_ix
text_of(struct thread *td, const struct jail_request *jr, enum jail_param param)
{
	const struct element *e = &jr->jr_element[param];

	return (value_intern(td->td_kernel->k_values, e->bytes, e->length));
}

/* How many generations `pr' is below `top'. */
static int32_t
depth_below(const struct kernel *k, const struct prison *top, const struct prison *pr)
{
	int32_t depth = 0;

	for (; pr != top; pr = prison_at(k, pr->pr_parent))
		depth++;
	return (depth);
}

static void
apply_limits(const struct jail_request *jr, struct prison *pr)
{
	if (jail_given(jr, JP_securelevel))
		pr->pr_securelevel = jr->jr_securelevel;
	if (jail_given(jr, JP_children_max))
		pr->pr_childmax = jr->jr_childmax < 0 ? 0 : (uint32_t)jr->jr_childmax;
	if (jail_given(jr, JP_enforce_statfs))
		pr->pr_enforce_statfs = (uint32_t)jr->jr_statfs;
	if (jail_given(jr, JP_devfs_ruleset))
		pr->pr_devfs_rsnum = (uint32_t)jr->jr_ruleset;
	pr->pr_allow = (pr->pr_allow & ~jr->jr_allow_given) | jr->jr_allow;
}

/* The System V facilities that the prison disables are disabled below, too. */
static uint32_t
sysv_disabled(const struct jail_request *jr)
{
	uint32_t disabled = 0;

	for (uint32_t i = 0; i < SYSV_FACILITIES; i++)
		if ((jr->jr_sysv_given >> (2 * i) & 3) != 0 && (jr->jr_sysv >> (2 * i) & 3) == 0)
			disabled |= UINT32_C(3) << (2 * i);
	return (disabled);
}

/* A space of its own that the prison loses goes with what was made in it. */
static void
sysv_set(struct thread *td, struct prison *pr, uint32_t sysv)
{
	for (uint32_t i = 0; i < SYSV_FACILITIES; i++)
		if (((sysv ^ pr->pr_sysv) >> (2 * i) & 3) != 0)
			ipc_prison_cleanup(td, pr, i);
	pr->pr_sysv = sysv;
}

static void
restrict_below(struct thread *td, const struct jail_request *jr, const struct prison *top,
    const struct prison *cpr)
{
	struct prison *pr = prison_change(td, cpr);

	if (jail_given(jr, JP_securelevel) && pr->pr_securelevel < jr->jr_securelevel)
		pr->pr_securelevel = jr->jr_securelevel;
	if (jail_given(jr, JP_enforce_statfs) && pr->pr_enforce_statfs < top->pr_enforce_statfs)
		pr->pr_enforce_statfs = top->pr_enforce_statfs;
	if (jail_given(jr, JP_devfs_ruleset))
		pr->pr_devfs_rsnum = top->pr_devfs_rsnum;
	if (jail_given(jr, JP_children_max)) {
		int32_t most = jr->jr_childmax - depth_below(td->td_kernel, top, cpr);

		if (most < 0)
			most = 0;
		if (pr->pr_childmax > (uint32_t)most)
			pr->pr_childmax = (uint32_t)most;
	}
	pr->pr_allow &= ~(jr->jr_allow_given & ~jr->jr_allow);
	sysv_set(td, pr, pr->pr_sysv & ~sysv_disabled(jr));
}

/*
 * A prison that inherits keeps no host information of its own: readers climb to the next that
 * has, so what FreeBSD copies down need not be copied.
 */
static void
apply_host(struct thread *td, const struct jail_request *jr, struct prison *pr)
{
	if ((jr->jr_flags_given & ~jr->jr_flags & PR_HOST) != 0) {
		pr->pr_hostname = pr->pr_domainname = pr->pr_hostuuid = VALUE_NONE;
		pr->pr_hostid = 0;
		return;
	}
	if ((jr->jr_flags & ~pr->pr_flags & PR_HOST) != 0) {
		const struct prison *from = prison_host(td->td_kernel, pr);

		pr->pr_hostname = from->pr_hostname;
		pr->pr_domainname = from->pr_domainname;
		pr->pr_hostuuid = from->pr_hostuuid;
		pr->pr_hostid = from->pr_hostid;
	}
	if (jail_given(jr, JP_host_hostname))
		pr->pr_hostname = text_of(td, jr, JP_host_hostname);
	if (jail_given(jr, JP_host_domainname))
		pr->pr_domainname = text_of(td, jr, JP_host_domainname);
	if (jail_given(jr, JP_host_hostuuid))
		pr->pr_hostuuid = text_of(td, jr, JP_host_hostuuid);
	if (jail_given(jr, JP_host_hostid))
		pr->pr_hostid = jr->jr_hostid;
}

static void
apply_addresses(struct thread *td, const struct jail_request *jr, struct prison *pr, bool created)
{
	if ((jr->jr_flags & PR_IP4_USER) != 0) {
		pr->pr_flags |= PR_IP4;
		pr->pr_ip4 = jr->jr_ip4;
	}
	if ((jr->jr_flags & PR_IP6_USER) != 0) {
		pr->pr_flags |= PR_IP6;
		pr->pr_ip6 = jr->jr_ip6;
	}
	if (!created && (jr->jr_flags & PR_IP4_USER) != 0)
		prison_ip_restrict(td, pr, JP_ip4_addr);
	if (!created && (jr->jr_flags & PR_IP6_USER) != 0)
		prison_ip_restrict(td, pr, JP_ip6_addr);
}

/* Names. */

bool
prison_name_fits(const struct kernel *k, const struct prison *parent, const struct prison *pr,
    const char *component)
{
	size_t prefix = parent == prison0(k) ? 0 : value_length(k->k_values, parent->pr_name) + 1;
	size_t length = prefix + strlen(component);

	if (length >= MAXHOSTNAMELEN)
		return (false);
	if (pr == NULL)
		return (true);
	size_t former = value_length(k->k_values, pr->pr_name);

	FOREACH_PRISON_BELOW(k, pr, tpr)
	if (value_length(k->k_values, tpr->pr_name) - former + length >= MAXHOSTNAMELEN)
		return (false);
	return (true);
}

value_ix
prison_full_name(struct thread *td, const struct prison *parent, const char *component)
{
	struct values *vs = td->td_kernel->k_values;
	char name[MAXHOSTNAMELEN];
	size_t length = 0, rest = strlen(component);

	if (parent != prison0(td->td_kernel)) {
		length = value_length(vs, parent->pr_name);
		memcpy(name, value_text(vs, parent->pr_name), length);
		name[length++] = '.';
	}
	memcpy(name + length, component, rest);
	return (value_intern(vs, name, length + rest));
}

int
prison_name_enter(struct thread *td, const struct prison *pr)
{
	const struct kernel *k = td->td_kernel;
	struct prname *pn;
	int error = prname_alloc(td, &pn);

	if (error != 0)
		return (error);
	pn->pn_parent = pr->pr_parent;
	pn->pn_name = value_string(k->k_values, prison_component(k, pr));
	pn->pn_prison = prison_ix_of(k, pr);
	prname_enter(td, pn);
	return (0);
}

/* Gives a live prison its last component's name, and all below it their new prefix: 0 or ROOM. */
static int
prison_rename(struct thread *td, const struct prison *pr, const char *component)
{
	const struct kernel *k = td->td_kernel;

	if (strcmp(prison_component(k, pr), component) == 0)
		return (0);
	prison_name_forget(td, pr);
	prison_change(td, pr)->pr_name =
	    prison_full_name(td, prison_at(k, pr->pr_parent), component);
	FOREACH_PRISON_BELOW(k, pr, tpr)
	prison_change(td, tpr)->pr_name =
	    prison_full_name(td, prison_at(k, tpr->pr_parent), prison_component(k, tpr));
	return (prison_name_enter(td, pr));
}

int
prison_apply(
    struct thread *td, const struct jail_request *jr, const struct prison *cpr, bool created)
{
	const struct kernel *k = td->td_kernel;
	struct prison *pr = prison_change(td, cpr);
	bool limits = jr->jr_allow_given != 0 || jr->jr_sysv_given != 0 ||
	    jail_given(jr, JP_securelevel) || jail_given(jr, JP_enforce_statfs) ||
	    jail_given(jr, JP_devfs_ruleset) || jail_given(jr, JP_children_max);

	apply_addresses(td, jr, pr, created);
	apply_limits(jr, pr);
	sysv_set(td, pr, (pr->pr_sysv & ~jr->jr_sysv_given) | jr->jr_sysv);
	apply_host(td, jr, pr);
	if (limits && !created)
		FOREACH_PRISON_BELOW(k, pr, tpr)
	restrict_below(td, jr, pr, tpr);
	const uint32_t now = jr->jr_flags_given & ~PR_PERSIST;

	pr->pr_flags = (pr->pr_flags & ~now) | (jr->jr_flags & now);
	if (created || jr->jr_name == NULL)
		return (0);
	const char *dot = strrchr(jr->jr_name, '.');

	return (prison_rename(td, pr, dot == NULL ? jr->jr_name : dot + 1));
}
