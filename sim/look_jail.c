/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A jail's parameters, each beside its default.  They are asked for by jail_get(2) of the host's
 * init in a copy of the world, so that what is shown is what jls(8) would show.
 */
#include <string.h>

#include "jail.h"
#include "look.h"
#include "object.h"
#include "programs/jailparam.h"

/* Is it a property of a jail, and not the key or the buffer of a call? */
static bool
is_property(const struct jailparam *row)
{
	static const char *const others[] = { "desc", "lastjid", "errmsg", "meta.*", "env.*" };

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(row->name, others[i]) == 0)
			return (false);
	return (jail_param_modelled(row->name));
}

/* What jail_get(2) answers for a jail; false when it refuses. */
static bool
get_params(struct program *p, uint32_t jid, struct literal *record)
{
	struct values *vs = p->world->values;

	value_begin(vs);
	literal_integer(vs, "jid", jid);
	for (size_t i = 0; i < jailparam_count; i++)
		if (is_property(&jailparams[i]) && strcmp(jailparams[i].name, "jid") != 0)
			literal_word(vs, jailparams[i].name);
	const struct call *c = CALL(p, jail_get, value_end(vs), BSD_JAIL_DYING);

	if (c->error == 0)
		*record = literal_read(vs, (value_ix)c->result[0]);
	return (c->error == 0);
}

/* Is the default a value, or words about where it comes from? */
static bool
has_default(const struct jailparam *row)
{
	return (strchr(row->standard, ' ') == NULL);
}

static const char *
note_of(const struct jailparam *row, const char *value, const char *parents)
{
	if (row->readonly)
		return ("told only");
	if (row->type == PARAM_JAILSYS && strcmp(value, "inherit") == 0)
		return ("inherited");
	if (strcmp(row->standard, "parent's") == 0)
		return (strcmp(value, parents) == 0 ? "" : "differs");
	return (!has_default(row) || strcmp(value, row->standard) == 0 ? "" : "differs");
}

static void
put_param(
    struct textbuf *t, const char *name, const char *value, const char *standard, const char *note)
{
	textbuf_printf(t, "  %-35s %-16s %-15s %s", name, *value == '\0' ? "-" : value,
	    *standard == '\0' ? "-" : standard, note);
	textbuf_end_line(t);
}

static void
put_host(struct textbuf *t)
{
	textbuf_puts(t,
	    "The host is no jail: jail_get(2) does not tell about it.  It holds every\n"
	    "permission but allow.unprivileged_parent_tampering.\n");
}

bool
look_jail(struct textbuf *t, const struct world *w, const struct prison *pr)
{
	struct world copy;
	const struct prison *parent = prison_at(w->kernel, pr->pr_parent);
	struct literal record, parents = { NULL, NULL };

	if (parent == NULL) {
		put_host(t);
		return (true);
	}
	struct program p = { .world = &copy, .arena = t->arena, .who = "look", .pid = 1 };
	bool good = world_copy(&copy, w) && get_params(&p, pr->pr_id, &record);
	bool has_parent = good && parent->pr_id != 0 && get_params(&p, parent->pr_id, &parents);

	textbuf_printf(t, "jail %s of %s; \"differs\" is from the default or the parent\n",
	    jail_text(t->arena, w->kernel, pr->pr_id),
	    jail_text(t->arena, w->kernel, parent->pr_id));
	put_param(t, "PARAMETER", "VALUE", "DEFAULT", "NOTE");
	for (size_t i = 0; good && i < jailparam_count; i++) {
		const struct jailparam *row = &jailparams[i];

		if (!is_property(row))
			continue;
		const char *value = jailparam_text(&p, row, record, row->name);

		put_param(t, row->name, value, strlen(row->standard) > 15 ? "" : row->standard,
		    note_of(row, value,
			has_parent ? jailparam_text(&p, row, parents, row->name) : value));
	}
	world_clear(&copy);
	return (good);
}
