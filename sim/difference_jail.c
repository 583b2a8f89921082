/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What changed of jails.  The parameters of a prison as they stand in its row, to compare two of
 * them.  What jail_get(2) answers to somebody is jailparam.h's business.
 */
#include <string.h>

#include "difference_tell.h"
#include "in_addr.h"
#include "jail_param.h"
#include "object.h"

enum property_form { NUMBER, SIGNED, TEXT, ADDRESSES4, ADDRESSES6, FLAG, JAILSYS, SYSV };

static const struct property {
	const char *name;
	enum property_form form;
	size_t offset;	/* of its field, where the form has one */
	uint32_t which; /* of a FLAG or JAILSYS: its bit; of SYSV: the facility */
} properties[] = {
	{ "name", TEXT, offsetof(struct prison, pr_name), 0 },
	{ "securelevel", SIGNED, offsetof(struct prison, pr_securelevel), 0 },
	{ "enforce_statfs", NUMBER, offsetof(struct prison, pr_enforce_statfs), 0 },
	{ "devfs_ruleset", NUMBER, offsetof(struct prison, pr_devfs_rsnum), 0 },
	{ "children.max", NUMBER, offsetof(struct prison, pr_childmax), 0 },
	{ "host.hostname", TEXT, offsetof(struct prison, pr_hostname), 0 },
	{ "host.domainname", TEXT, offsetof(struct prison, pr_domainname), 0 },
	{ "host.hostuuid", TEXT, offsetof(struct prison, pr_hostuuid), 0 },
	{ "host.hostid", NUMBER, offsetof(struct prison, pr_hostid), 0 },
	{ "osrelease", TEXT, offsetof(struct prison, pr_osrelease), 0 },
	{ "osreldate", NUMBER, offsetof(struct prison, pr_osreldate), 0 },
	{ "ip4.addr", ADDRESSES4, offsetof(struct prison, pr_ip4), 0 },
	{ "ip6.addr", ADDRESSES6, offsetof(struct prison, pr_ip6), 0 },
	{ "meta", TEXT, offsetof(struct prison, pr_meta), 0 },
	{ "env", TEXT, offsetof(struct prison, pr_env), 0 },
	{ "persist", FLAG, 0, PR_PERSIST },
	{ "vnet", JAILSYS, 0, PR_VNET },
	{ "host", JAILSYS, 0, PR_HOST },
	{ "ip4", JAILSYS, 0, PR_IP4 },
	{ "ip6", JAILSYS, 0, PR_IP6 },
	{ "ip4.saddrsel", FLAG, 0, PR_IP4_SADDR },
	{ "ip6.saddrsel", FLAG, 0, PR_IP6_SADDR },
	{ "sysvmsg", SYSV, 0, SYSV_MSG },
	{ "sysvsem", SYSV, 0, SYSV_SEM },
	{ "sysvshm", SYSV, 0, SYSV_SHM },
};

static const char *
text_of(struct arena *a, const struct values *vs, const struct prison *pr, const struct property *p)
{
	static const char *const sysv[] = { "disable", "new", "inherit", "?" };
	uint32_t word;

	memcpy(&word, (const char *)pr + p->offset, sizeof(word));
	switch (p->form) {
	case NUMBER:
		return (arena_printf(a, "%u", (unsigned)word));
	case SIGNED:
		return (arena_printf(a, "%d", (int)(int32_t)word));
	case TEXT:
		return (arena_printf(a, "\"%s\"", value_text(vs, word)));
	case ADDRESSES4:
	case ADDRESSES6:
		return (value_length(vs, word) == 0 ?
			"none" :
			address_text(
			    a, vs, word, p->form == ADDRESSES4 ? IN_ADDR_SIZE : IN6_ADDR_SIZE));
	case FLAG:
		return ((pr->pr_flags & p->which) != 0 ? "1" : "0");
	case JAILSYS:
		return ((pr->pr_flags & p->which) != 0 ? "new" : "inherit");
	case SYSV:
		return (sysv[prison_sysv(pr, p->which)]);
	}
	return ("");
}

const char *
jail_property(struct arena *a, const struct kernel *k, const struct prison *pr, unsigned place,
    const char **name)
{
	if (place < PR_ALLOW_PLACES) {
		*name = jail_allow_name[place];
		return ((pr->pr_allow >> place & 1) != 0 ? "1" : "0");
	}
	place -= PR_ALLOW_PLACES;
	if (place >= sizeof(properties) / sizeof(properties[0]))
		return (NULL);
	*name = properties[place].name;
	return (text_of(a, k->k_values, pr, &properties[place]));
}

void
tell_prison(struct telling *d, const void *before, const void *after)
{
	const struct prison *was = before, *is = after;

	if (is == NULL)
		say(d, "jail %s (jid %u) is gone", tell_value(d, was->pr_name),
		    (unsigned)was->pr_id);
	else
		say(d, "jail %s (jid %u) was made: path=%s", tell_value(d, is->pr_name),
		    (unsigned)is->pr_id, tell_value(d, is->pr_path));
}

void
tell_prison_changes(struct telling *d, const void *before, const void *after)
{
	const struct prison *was = before, *is = after;
	const char *jail = is->pr_id == 0 ? "host" : tell_value(d, is->pr_name), *name, *text;

	if (was->pr_state != is->pr_state && is->pr_state == PRISON_STATE_DYING)
		say(d, "jail %s is dying", jail);
	for (unsigned i = 0; (text = jail_property(d->arena, d->after, is, i, &name)) != NULL;
	     i++) {
		const char *former = jail_property(d->arena, d->before, was, i, &name);

		if (strcmp(former, text) != 0)
			say(d, "jail %s: %s %s -> %s", jail, name, former, text);
	}
}
