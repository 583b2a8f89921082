/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What could be changed so that a rule does not hold: from the lever of its row, the prison that
 * decided and the object.  Each change is a line to be typed, so that what is tried is what is
 * told.
 */
#include <stdio.h>
#include <string.h>

#include "in_addr.h"
#include "jail.h"
#include "object.h"
#include "proc.h"
#include "remedy.h"
#include "sysctl_node.h"
#include "vnode.h"

static void
add(struct candidates *c, enum change_kind kind, const char *line)
{
	if (c->count < sizeof(c->changes) / sizeof(c->changes[0]))
		c->changes[c->count++] = (struct change) { kind, line };
}

/* --- Parameters ------------------------------------------------------------- */

static void
add_param(struct candidates *c, const struct prison *pr, const char *name, const char *value)
{
	const char *jail = value_text(c->world->values, pr->pr_name);

	if (c->calls)
		add(c, CHANGE_PARAM,
		    arena_printf(c->arena, "%s # jail_set({jid=%u, %s%s%s}, JAIL_UPDATE)", c->root,
			(unsigned)pr->pr_id, name, *value == '\0' ? "" : "=", value));
	else
		add(c, CHANGE_PARAM,
		    arena_printf(c->arena, "%s # jail -m name=%s %s%s%s", c->root, jail, name,
			*value == '\0' ? "" : "=", value));
}

/* The address that the check was about, else the host's first for jails of that family. */
static const char *
wanted_address(const struct candidates *c, const struct step *step)
{
	const char *text = step->kind == ABOUT_VALUE ? value_text(c->world->values, step->id) : "";
	char address[IN6_ADDR_SIZE];
	size_t length = strlen(text);

	if (in_addr_read(text, length, IN_ADDR_SIZE, address) ||
	    in_addr_read(text, length, IN6_ADDR_SIZE, address))
		return (text);
	return (
	    step->kind == ABOUT_NUMBER && step->id == BSD_AF_INET6 ? "2001:db8::10" : "192.0.2.10");
}

/* The jail's addresses and the one that was wanted, in the list of its family. */
static void
add_address(struct candidates *c, const struct prison *pr, const struct step *step)
{
	const char *address = wanted_address(c, step);
	bool six = strchr(address, ':') != NULL;
	const char *now = address_text(c->arena, c->world->values, six ? pr->pr_ip6 : pr->pr_ip4,
	    six ? IN6_ADDR_SIZE : IN_ADDR_SIZE);
	const char *list = arena_printf(c->arena, "%s%s%s", now, *now == '\0' ? "" : ",", address);

	const char *whole = arena_printf(c->arena, ",%s,", now);

	if (strstr(whole, arena_printf(c->arena, ",%s,", address)) == NULL)
		add_param(c, pr, six ? "ip6.addr" : "ip4.addr",
		    c->calls ? arena_printf(c->arena, "\"%s\"", list) : list);
}

/* One parameter, with the values that may help; the number that was asked for may be one. */
static void
add_named_param(
    struct candidates *c, const struct prison *pr, const char *name, const struct step *step)
{
	if (strcmp(name, "ip4.addr") == 0) {
		add_address(c, pr, step);
		return;
	}
	if (step->kind == ABOUT_NUMBER && strncmp(name, "allow.", 6) != 0)
		add_param(c, pr, name, arena_printf(c->arena, "%d", (int)step->id));
	if (strncmp(name, "allow.", 6) == 0) {
		add_param(c, pr, name, "");
	} else if (strcmp(name, "enforce_statfs") == 0) {
		add_param(c, pr, name, pr->pr_enforce_statfs > 1 ? "1" : "0");
	} else if (strcmp(name, "securelevel") == 0) {
		add_param(c, pr, name, "-1");
	} else if (strcmp(name, "devfs_ruleset") == 0) {
		add_param(c, pr, name, "0");
	} else if (strcmp(name, "children.max") == 0) {
		uint32_t most =
		    pr->pr_childmax > pr->pr_childcount ? pr->pr_childmax : pr->pr_childcount;

		add_param(c, pr, name, arena_printf(c->arena, "%u", (unsigned)most + 1));
	} else if (strncmp(name, "sysv", 4) == 0) {
		add_param(c, pr, name, c->calls ? "\"new\"" : "new");
		add_param(c, pr, name, c->calls ? "\"inherit\"" : "inherit");
	}
}

/* The parameters of a list such as "allow.adjtime|allow.settime". */
static void
add_params(struct candidates *c, const struct step *step, const char *names)
{
	const struct prison *pr = prison_find(c->world->kernel, step->jid, 0);

	if (step->jid == NO_JID || step->jid == 0 || pr == NULL)
		return;
	while (*names != '\0') {
		size_t length = strcspn(names, "|");

		add_named_param(c, pr, arena_copy(c->arena, names, length), step);
		names += length + (names[length] != '\0');
	}
}

/* The parameter that the object stands for: a privilege's, or by name. */
static void
add_params_of(struct candidates *c, const struct step *step)
{
	const struct priv_info *priv = NULL;

	if (step->kind == ABOUT_PRIV && (priv = priv_at((enum priv)step->id)) != NULL)
		add_params(c, step, priv->lever);
	else if (step->kind == ABOUT_VALUE)
		add_params(c, step, value_text(c->world->values, step->id));
}

/* --- Sysctls ------------------------------------------------------------------ */

static void
add_sysctl_value(struct candidates *c, const char *name, long value)
{
	if (c->calls)
		add(c, CHANGE_SYSCTL,
		    arena_printf(
			c->arena, "%s # sysctlbyname(\"%s\", \"%ld\")", c->root, name, value));
	else
		add(c, CHANGE_SYSCTL,
		    arena_printf(c->arena, "%s # sysctl %s=%ld", c->root, name, value));
}

static void
add_sysctl(struct candidates *c, const char *name)
{
	for (enum sysctl_node i = 0; i < SYSCTL_NODES; i++) {
		if (strcmp(sysctl_info[i].name, name) != 0)
			continue;
		int32_t now = sysctl_value(c->world->kernel, i);

		if (now > 2)
			add_sysctl_value(c, name, 2 * (long)now);
		for (int32_t value = 0; now <= 2 && value <= 2; value++)
			if (value != now)
				add_sysctl_value(c, name, value);
	}
}

/* --- Actors --------------------------------------------------------------------- */

static const struct ucred *
caller(const struct candidates *c)
{
	const struct proc *p = pfind_any(c->world->kernel, (int32_t)c->pid);

	return (p == NULL ? NULL : ucred_at(c->world->kernel, p->p_ucred));
}

/* As root of a jail, if that is somebody else. */
static void
add_root_of(struct candidates *c, uint32_t jid)
{
	const struct ucred *cr = caller(c);
	const struct prison *own = cr == NULL ? NULL : cred_prison(c->world->kernel, cr);

	if (own != NULL && own->pr_id == jid && cr->cr_uid == 0)
		return;
	if (jid == 0)
		add(c, CHANGE_ACTOR, arena_printf(c->arena, "%s #", c->root));
	else if (prison_find(c->world->kernel, jid, 0) != NULL)
		add(c, CHANGE_ACTOR,
		    arena_printf(
			c->arena, "root@%s #", jail_text(c->arena, c->world->kernel, jid)));
}

static void
add_actors(struct candidates *c, const struct step *step)
{
	if (step->jid != NO_JID && step->jid != 0)
		add_root_of(c, step->jid);
	add_root_of(c, 0);
}

static void
add_root_here(struct candidates *c)
{
	const struct ucred *cr = caller(c);

	if (cr != NULL)
		add_root_of(c, cred_prison(c->world->kernel, cr)->pr_id);
}

/* --- Modes ------------------------------------------------------------------------- */

static void
add_mode(struct candidates *c, const char *path, uint32_t mode)
{
	if (c->calls)
		add(c, CHANGE_MODE,
		    arena_printf(
			c->arena, "%s # chmod(\"%s\", %04o)", c->root, path, (unsigned)mode));
	else
		add(c, CHANGE_MODE,
		    arena_printf(c->arena, "%s # chmod %04o %s", c->root, (unsigned)mode, path));
}

static void
add_owner(struct candidates *c, const char *path, uint32_t uid)
{
	if (c->calls)
		add(c, CHANGE_OWNER,
		    arena_printf(
			c->arena, "%s # chown(\"%s\", %u, -1)", c->root, path, (unsigned)uid));
	else
		add(c, CHANGE_OWNER,
		    arena_printf(c->arena, "%s # chown %u %s", c->root, (unsigned)uid, path));
}

/* The bits of the class in which the caller is, one by one; then ownership. */
static void
add_modes(struct candidates *c, const struct step *step)
{
	const struct kernel *k = c->world->kernel;
	const struct ucred *cr = caller(c);
	const struct vnode *vp = step->kind == ABOUT_VNODE && row_live(k, TABLE_vnode, step->id) ?
	    vnode_at(k, step->id) :
	    NULL;

	if (cr == NULL || vp == NULL)
		return;
	while (vp->v_lower != 0)
		vp = vnode_at(k, vp->v_lower);
	const char *path = vnode_path(c->arena, k, step->id);
	uint32_t shift = vp->v_uid == cr->cr_uid ? 6 : vp->v_gid == cr->cr_gid ? 3 : 0;

	if (strpbrk(path, "?\"' ") != NULL)
		return;
	for (uint32_t bit = 4; bit != 0; bit >>= 1)
		if ((vp->v_mode & bit << shift) == 0)
			add_mode(c, path, (vp->v_mode & 07777) | bit << shift);
	if (vp->v_uid != cr->cr_uid)
		add_owner(c, path, cr->cr_uid);
}

void
candidates_of(struct candidates *c, const struct step *step)
{
	const struct rule_info *rule = &rule_info[step->rule];

	switch ((enum lever)rule->lever) {
	case LEVER_NONE:
		break;
	case LEVER_PARAM:
		add_params(c, step, rule->lever_name);
		break;
	case LEVER_PARAM_OF:
		add_params_of(c, step);
		break;
	case LEVER_SYSCTL:
		add_sysctl(c, rule->lever_name);
		break;
	case LEVER_ACTOR:
		add_actors(c, step);
		break;
	case LEVER_UID0:
		add_root_here(c);
		break;
	case LEVER_MODE:
		add_modes(c, step);
		break;
	}
}

void
candidates_without(struct candidates *c, const struct step *step)
{
	add(c, CHANGE_WITHOUT, arena_printf(c->arena, ":without %s", rule_info[step->rule].name));
}
