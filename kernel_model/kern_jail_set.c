/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * jail_set(2): finds the jail that is meant or makes a new one.  Every refusal comes in the order
 * of FreeBSD's kern_jail_set(), sys/kern/kern_jail.c (J5 of the specification).
 *
 * NOT MODELLED: jail descriptors; the jail id that a refused creation uses up; an own jail that
 * is dying (its processes are gone before they could ask); before 15.0, JAIL_DYING that revives a
 * jail; what a network stack of one's own contains.
 */
#include <string.h>

#include "constants.h"
#include "jail_param.h"
#include "sysproto.h"
#include "vnode.h"

#define JAIL_SET_MASK (JAIL_CREATE | JAIL_UPDATE | JAIL_ATTACH | JAIL_DYING | JAIL_DESC)

/* What a jail is given only when its parent holds it. */
#define SUBSET 1
#define FREE   0
#define JAIL_ALLOW(ident_, name_, default_, child_, meaning_)                                      \
	| (uint64_t)(child_) << PR_ALLOW_PLACE_##ident_
static const uint64_t subset_allow = 0
#include "jail_params.def"
    ;

/* What jail_get(2) only tells is unknown here. */
static void
note_readonly(struct thread *td, struct jail_request *jr)
{
	for (uint32_t i = 0; i < JAIL_PARAMS && jr->jr_unknown == VALUE_NONE; i++)
		if (jail_param_info[i].readonly && jail_given(jr, (enum jail_param)i))
			jr->jr_unknown = jail_param_name(td, (enum jail_param)i);
}

/* Steps 1 to 8. */
static int
check_call(struct thread *td, struct jail_request *jr, value_ix params, int flags)
{
	const struct prison *mypr = cred_prison(td->td_kernel, td->td_ucred);
	bool cannot = (flags & JAIL_CREATE) != 0 && mypr->pr_childmax == 0;
	bool operation = (flags & (JAIL_CREATE | JAIL_UPDATE)) != 0;
	bool by_desc = (flags & JAIL_USE_DESC) != 0;
	int error;

	if ((error = jail_param_check_vector(td, params)) != 0 ||
	    (error = refuses(td, JAIL_SET_NO_CHILDREN, cannot, mypr, about_nothing())) != 0 ||
	    (error = refuses(td, JAIL_SET_FLAGS, (flags & ~JAIL_SET_MASK) != 0, NULL,
		 about_number(flags))) != 0 ||
	    (error = jail_param_read(td, params, jr)) != 0 ||
	    (error = refuses(td, JAIL_SET_NO_OPERATION, !operation, NULL, about_nothing())) != 0 ||
	    (error = jail_param_check_desc(td, jr, flags)) != 0 ||
	    (!by_desc && (error = priv_check(td, PRIV_JAIL_SET)) != 0))
		return (error);
	if (!by_desc && (flags & JAIL_ATTACH) != 0 &&
	    (error = priv_check(td, PRIV_JAIL_ATTACH)) != 0)
		return (error);
	note_readonly(td, jr);
	return (jail_param_check_modelled(td, jr, flags));
}

/* J29. */
static int
check_changeable(struct thread *td, const struct jail_request *jr, const struct prison *pr)
{
	const uint32_t lists = PR_IP4_USER | PR_IP6_USER;
	bool vnet = (pr->pr_flags & PR_VNET) != 0;
	bool inherits = (jr->jr_flags & ~pr->pr_flags & lists) != 0;

	if ((jr->jr_flags_given & lists) == 0)
		return (0);
	int error = refuses(td, JAIL_SET_VNET_ADDR, vnet, pr, about_prison(pr));

	if (error != 0 || vnet)
		return (error);
	return (refuses(td, JAIL_SET_ADDR_INHERITED, inherits, pr, about_prison(pr)));
}

/* Limits of the parent: steps 22 to 26. */

/* A number that the parent bounds, when it is given. */
static int
check_bound(struct thread *td, const struct jail_request *jr, enum jail_param param, enum rule rule,
    bool beyond, const struct prison *parent)
{
	int64_t number = jail_given(jr, param) ? jr->jr_element[param].integer : 0;

	return (
	    jail_given(jr, param) ? refuses(td, rule, beyond, parent, about_number(number)) : 0);
}

static int
check_ruleset(struct thread *td, struct jail_request *jr, const struct prison *parent)
{
	const int32_t own = (int32_t)parent->pr_devfs_rsnum, ruleset = jr->jr_ruleset;
	struct object what = about_number(ruleset);
	bool range = ruleset < 0 || ruleset > UINT16_MAX;
	int error;

	if (!jail_given(jr, JP_devfs_ruleset))
		return (0);
	if ((error = must_refuse(td, JAIL_SET_RULESET_RANGE, range, NULL, what)) != 0 ||
	    !jailed(td->td_ucred))
		return (error);
	if ((error = refuses(
		 td, JAIL_SET_RULESET_JAILED, ruleset != 0 && ruleset != own, parent, what)) != 0)
		return (error);
	if (ruleset == 0 || ruleset == own)
		jr->jr_ruleset = own;
	return (0);
}

static int
check_limits(struct thread *td, struct jail_request *jr, const struct prison *parent)
{
	int error;

	if ((error = check_bound(td, jr, JP_securelevel, JAIL_SET_SECURELEVEL,
		 jr->jr_securelevel < parent->pr_securelevel, parent)) != 0 ||
	    (error = check_bound(td, jr, JP_children_max, JAIL_SET_CHILDREN_MAX,
		 jr->jr_childmax >= (int32_t)parent->pr_childmax, parent)) != 0 ||
	    (error = check_bound(td, jr, JP_enforce_statfs, JAIL_SET_ENFORCE_STATFS,
		 jr->jr_statfs < (int32_t)parent->pr_enforce_statfs, parent)) != 0)
		return (error);
	return (check_ruleset(td, jr, parent));
}

static int
check_name(struct thread *td, const struct jail_search *s, const struct prison *pr)
{
	const struct kernel *k = td->td_kernel;
	const char *name = s->js_component;

	if (name == NULL || *name == '\0')
		return (0);
	struct object what = about_value(value_string(k->k_values, name));
	int64_t number = jail_name_number(name);
	bool canonical = *name >= '1' && *name <= '9' && number == pr->pr_id;
	int error = refuses(td, JAIL_SET_NAME_NUMERIC, number != -1 && !canonical, pr, what);

	if (error != 0)
		return (error);
	return (must_refuse(td, JAIL_SET_NAME_LONG,
	    !prison_name_fits(k, s->js_parent, s->js_found, name), s->js_parent, what));
}

/* The first of these permissions, by name. */
static struct object
about_allow(struct thread *td, uint64_t allow)
{
	uint32_t place = 0;

	while (place < PR_ALLOW_PLACES - 1 && (allow >> place & 1) == 0)
		place++;
	return (about_value(value_string(td->td_kernel->k_values, jail_allow_name[place])));
}

static int
check_allow(struct thread *td, const struct jail_request *jr, const struct prison *parent)
{
	uint64_t lacking = jr->jr_allow & ~parent->pr_allow & subset_allow;

	if (jr->jr_allow == 0)
		return (0);
	return (refuses(td, JAIL_SET_ALLOW, lacking != 0, parent,
	    about_allow(td, lacking != 0 ? lacking : jr->jr_allow)));
}

static int
check_unknown(struct thread *td, const struct jail_request *jr)
{
	if (jr->jr_unknown == VALUE_NONE)
		return (jail_param_check_release(td, jr));
	return (refuses(td, JAIL_SET_UNKNOWN, true, NULL, about_value(jr->jr_unknown)));
}

static int
check_parent(struct thread *td, struct jail_request *jr, const struct jail_search *s,
    const struct prison *pr)
{
	int error;

	if ((error = check_limits(td, jr, s->js_parent)) != 0 ||
	    (error = prison_ip_check(td, s->js_parent, pr, JP_ip4_addr, jr->jr_ip4)) != 0 ||
	    (error = prison_ip_check(td, s->js_parent, pr, JP_ip6_addr, jr->jr_ip6)) != 0 ||
	    (error = check_name(td, s, pr)) != 0 ||
	    (error = check_allow(td, jr, s->js_parent)) != 0 ||
	    (error = jail_param_check_sysv(td, jr, s->js_parent)) != 0)
		return (error);
	return (check_unknown(td, jr));
}

/* Setting. */

static int
attach(struct thread *td, const struct prison *pr, bool created)
{
	if (!created)
		leaves(td);
	int error = do_jail_attach(td, pr);

	if (created || error == 0 || error == ROOM)
		return (error);
	return (refuses(td, JAIL_SET_ATTACH_FAILED, true, pr, about_prison(pr)));
}

/* A prison becomes visible with its name. */
static int
prison_bear(struct thread *td, const struct jail_search *s, const struct prison *cpr)
{
	struct prison *pr = prison_change(td, cpr);
	char digits[12], *at = digits + sizeof(digits);
	const char *component = s->js_component;

	if (component == NULL || *component == '\0') {
		*--at = '\0';
		for (uint32_t jid = pr->pr_id; jid != 0; jid /= 10)
			*--at = (char)('0' + jid % 10);
		component = at;
	}
	pr->pr_name = prison_full_name(td, s->js_parent, component);
	pr->pr_state = PRISON_STATE_ALIVE;
	return (prison_name_enter(td, pr));
}

static void
set_persist(struct thread *td, const struct prison *cpr)
{
	struct prison *pr = prison_change(td, cpr);

	if ((pr->pr_flags & PR_PERSIST) == 0)
		pr->pr_uref++;
	pr->pr_flags |= PR_PERSIST;
}

void
prison_clear_persist(struct thread *td, const struct prison *cpr)
{
	struct prison *pr = prison_change(td, cpr);

	if ((pr->pr_flags & PR_PERSIST) == 0)
		return;
	pr->pr_flags &= ~PR_PERSIST;
	pr->pr_uref--;
	prison_deref(td, prison_ix_of(td->td_kernel, pr));
}

static int
set_prison(struct thread *td, const struct jail_request *jr, const struct jail_search *s,
    const struct prison *pr, int flags)
{
	bool created = s->js_found == NULL;
	int error;

	if ((error = prison_apply(td, jr, pr, created)) != 0 ||
	    (created && (error = prison_bear(td, s, pr)) != 0))
		return (error);
	if ((jr->jr_flags & PR_PERSIST) != 0)
		set_persist(td, pr);
	if ((error = jailmeta_set(td, jr, pr, created)) != 0)
		return (error);
	if ((flags & JAIL_ATTACH) != 0 && (error = attach(td, pr, created)) != 0)
		return (error);
	if ((jr->jr_flags_given & ~jr->jr_flags & PR_PERSIST) != 0)
		prison_clear_persist(td, pr);
	return (0);
}

int
sys_jail_set(struct thread *td, const struct jail_set_args *uap, struct jail_result *r)
{
	struct jail_request jr;
	struct jail_search s;
	const struct prison *pr = NULL;
	int error;

	if ((error = check_call(td, &jr, uap->params, uap->flags)) != 0 ||
	    (error = jail_param_check(td, &jr, uap->flags)) != 0 ||
	    (error = jail_find(td, &jr, uap->flags, &s)) != 0)
		return (error);
	if (s.js_found == NULL)
		error = prison_create(td, &jr, s.js_parent, &pr);
	else {
		pr = s.js_found;
		error = check_changeable(td, &jr, pr);
	}
	if (error != 0 || (error = check_parent(td, &jr, &s, pr)) != 0)
		return (error);
	r->jid = td->td_call->retval = pr->pr_id;
	if ((error = set_prison(td, &jr, &s, pr, uap->flags)) != 0)
		return (error);
	return (jail_param_new_desc(td, pr, uap->flags, &r->desc));
}
