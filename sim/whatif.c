/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading what is to be changed.  A parameter is one of jail(8), a sysctl is one of sysctl(8);
 * each change is a line that could be typed, so what is tried is what is told.
 */
#include "whatif.h"

#include <stdlib.h>
#include <string.h>

#include "jail.h"
#include "jail_param.h"
#include "nearest.h"
#include "object.h"
#include "sysctl_node.h"

static bool
wrong(struct whatif *wi, const char *what, const char *mend)
{
	wi->what = what;
	wi->mend = mend;
	return (false);
}

static bool
add(struct whatif *wi, enum change_kind kind, const char *line)
{
	if (wi->count == WHATIF_CHANGES)
		return (wrong(wi, "that is too much at once", "change less"));
	wi->changes[wi->count++] = (struct change) { kind, line };
	return (true);
}

static void
add_title(struct whatif *wi, const char *text)
{
	wi->title = wi->title == NULL ? text : arena_printf(wi->arena, "%s %s", wi->title, text);
}

/* --- Names --------------------------------------------------------------------- */

static bool
is_sysctl(const char *name)
{
	for (size_t i = 0; i < SYSCTL_NODES; i++)
		if (strcmp(sysctl_info[i].name, name) == 0)
			return (true);
	return (false);
}

/* "allow.mount", or "allow.nomount" and "nopersist" which say the contrary. */
static bool
is_param(struct arena *a, const char *name)
{
	const char *dot = strrchr(name, '.'), *last = dot == NULL ? name : dot + 1;

	if (jail_param_modelled(name))
		return (true);
	return (strncmp(last, "no", 2) == 0 &&
	    jail_param_modelled(arena_printf(a, "%.*s%s", (int)(last - name), name, last + 2)));
}

static bool
no_such_name(struct whatif *wi, const char *name)
{
	struct nearest n;

	nearest_begin(&n, name);
	nearest_offer(&n, "user");
	nearest_offer(&n, "without");
	nearest_offer(&n, "release");
	for (unsigned i = 0; i < PR_ALLOW_PLACES; i++)
		nearest_offer(&n, jail_allow_name[i]);
	for (unsigned i = 0; i < JAIL_PARAMS; i++)
		nearest_offer(&n, jail_param_info[i].name);
	for (size_t i = 0; i < SYSCTL_NODES; i++)
		nearest_offer(&n, sysctl_info[i].name);
	return (wrong(wi,
	    arena_printf(wi->arena, "%s is no jail parameter, no sysctl and no jail", name),
	    nearest_mend(&n, wi->arena, "see jailsim list params and jailsim list sysctls")));
}

/* --- Changes --------------------------------------------------------------------- */

/* user=alice, user=root@host */
static bool
read_user(struct whatif *wi, const char *user)
{
	const char *at = strchr(user, '@');
	size_t length = at == NULL ? strlen(user) : (size_t)(at - user);
	bool root = (length == 4 && strncmp(user, "root", 4) == 0) ||
	    (length == 1 && *user == '0') || strncmp(user, "0:", 2) == 0;
	const char *who = at == NULL ? arena_printf(wi->arena, "%s@%s", user, wi->place) : user;

	add_title(wi, arena_printf(wi->arena, "as %s", who));
	return (add(wi, CHANGE_ACTOR, arena_printf(wi->arena, "%s %c", who, root ? '#' : '$')));
}

static bool
read_sysctl(struct whatif *wi, const char *name, const char *value)
{
	const char *root = remedy_root(wi->world);

	if (value == NULL)
		return (wrong(wi, arena_printf(wi->arena, "%s has no value", name),
		    arena_printf(wi->arena, "write %s=VALUE", name)));
	add_title(wi, arena_printf(wi->arena, "%s=%s", name, value));
	if (wi->calls)
		return (add(wi, CHANGE_SYSCTL,
		    arena_printf(
			wi->arena, "%s # sysctlbyname(\"%s\", \"%s\")", root, name, value)));
	return (add(
	    wi, CHANGE_SYSCTL, arena_printf(wi->arena, "%s # sysctl %s=%s", root, name, value)));
}

static const char *
literal_value(struct arena *a, const char *value)
{
	char *end;

	strtol(value, &end, 10);
	if (*value != '\0' && *end == '\0')
		return (value);
	return (arena_printf(a, "\"%s\"", value));
}

/* All parameters in one call: some go only together. */
static bool
add_params(struct whatif *wi, unsigned count, const char *const *names, const char *const *values)
{
	const struct prison *pr = jail_named(wi->world->kernel, wi->jail);
	const char *line, *root = remedy_root(wi->world);

	if (count == 0)
		return (true);
	if (pr == NULL || pr->pr_id == 0)
		return (wrong(wi, "the host has no jail parameters",
		    "name a jail behind them: :whatif allow.mount=1 www"));
	line = wi->calls ?
	    arena_printf(wi->arena, "%s # jail_set({jid=%u", root, (unsigned)pr->pr_id) :
	    arena_printf(wi->arena, "%s # jail -m name=%s", root,
		value_text(wi->world->values, pr->pr_name));
	for (unsigned i = 0; i < count; i++) {
		const char *value = values[i];

		line = arena_printf(wi->arena, "%s%s%s%s%s", line, wi->calls ? ", " : " ", names[i],
		    value == NULL ? "" : "=",
		    value == NULL ? "" :
			wi->calls ? literal_value(wi->arena, value) :
				    value);
	}
	add_title(
	    wi, arena_printf(wi->arena, "in jail %s", value_text(wi->world->values, pr->pr_name)));
	return (add(wi, CHANGE_PARAM,
	    wi->calls ? arena_printf(wi->arena, "%s}, JAIL_UPDATE)", line) : line));
}

/* "without RULE" and "release R": how many words they are; 0: neither. */
static unsigned
read_simulation(struct whatif *wi, unsigned argc, const char *const *argv)
{
	if (strcmp(argv[0], "without") != 0 && strcmp(argv[0], "release") != 0)
		return (0);
	if (argc < 2) {
		wrong(wi, arena_printf(wi->arena, "%s what?", argv[0]),
		    "write :whatif without RULE, or :whatif release 9.0");
		return (1);
	}
	if (*argv[0] == 'w' && lexicon_find(wi->world->lexicon, NAME_RULE, argv[1]) < 0)
		wrong(wi, arena_printf(wi->arena, "there is no rule %s", argv[1]),
		    lexicon_mend(wi->world->lexicon, wi->arena, NAME_RULE, argv[1],
			"see jailsim list rules"));
	add_title(wi, arena_printf(wi->arena, "%s %s", argv[0], argv[1]));
	add(wi, CHANGE_WITHOUT, arena_printf(wi->arena, ":%s %s", argv[0], argv[1]));
	return (2);
}

bool
whatif_read(struct whatif *wi, unsigned argc, const char *const *argv)
{
	const char *names[WHATIF_CHANGES], *values[WHATIF_CHANGES];
	unsigned count = 0;

	for (unsigned i = 0, n; i < argc && wi->what == NULL; i += n) {
		const char *equals = strchr(argv[i], '=');
		const char *name = equals == NULL ?
		    argv[i] :
		    arena_copy(wi->arena, argv[i], (size_t)(equals - argv[i]));
		const char *value = equals == NULL ? NULL : equals + 1;

		if ((n = read_simulation(wi, argc - i, argv + i)) != 0)
			continue;
		n = 1;
		if (strcmp(name, "user") == 0 && value != NULL)
			read_user(wi, value);
		else if (is_sysctl(name))
			read_sysctl(wi, name, value);
		else if (is_param(wi->arena, name) && count < WHATIF_CHANGES) {
			add_title(wi, argv[i]);
			names[count] = name;
			values[count++] = value;
		} else if (value == NULL && i > 0 && jail_named(wi->world->kernel, name) != NULL)
			wi->jail = name;
		else
			no_such_name(wi, name);
	}
	return (wi->what == NULL && add_params(wi, count, names, values));
}

/* --- In a copy ------------------------------------------------------------------------ */

static bool
make(struct world *copy, const char *line)
{
	struct scenario sc;
	struct outcome out;
	bool good = scenario_parse(&sc, "whatif", line, strlen(line), SCENARIO_FILE) &&
	    sc.steps != NULL && step_run(copy, &sc, sc.steps, &out) && out.refused == NULL &&
	    out.error == 0 && out.status == 0;

	scenario_free(&sc);
	return (good);
}

bool
whatif_make(const struct whatif *wi, struct world *copy)
{
	for (unsigned i = 0; i < wi->count; i++)
		if (wi->changes[i].kind != CHANGE_ACTOR && !make(copy, wi->changes[i].line))
			return (false);
	return (true);
}
