/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Candidates out of the tables, each with what its row says.
 */
#include <string.h>

#include "completer.h"
#include "programs/program.h"
#include "simulation.h"
#include "sysctl_node.h"

/* Rows of jail_params.def that can be given. */
struct param {
	const char *name, *type, *value, *meaning;
	bool given; /* can be given to a jail */
};

static const struct param params[] = {
#define JAIL_PARAM(ident_, name_, type_, origin_, change_, default_, meaning_)                     \
	{ name_, #type_, default_, meaning_,                                                       \
		sizeof(#origin_) == sizeof("KERNEL") && sizeof(#change_) != sizeof("NEVER") },
#define JAIL_ALLOW(ident_, name_, default_, subset_, meaning_)                                     \
	{ name_, "BOOL", sizeof(#default_) == sizeof("DEFAULT_ON") ? "true" : "false", meaning_,   \
		true },
#include "jail_params.def"
};
#define PARAMS (sizeof(params) / sizeof(params[0]))

static const char *const filesystems[] = {
#define FILESYSTEM(ident_, name_, allow_, rule_, mount_) name_,
#include "filesystems.def"
};

void
complete_calls(struct completer *cm, const char *end)
{
	for (unsigned i = 0; i < SYSCALLS; i++)
		if (!syscall_info[i].simulation)
			complete_offer(cm,
			    *end == '(' ? arena_printf(cm->arena, "%s(", syscall_info[i].name) :
					  syscall_info[i].name,
			    *end == '(' ? "" : end, syscall_info[i].meaning);
}

void
complete_programs(struct completer *cm, const char *end)
{
	for (size_t i = 0; i < program_count; i++)
		complete_offer(cm, program_info[i].name, end, program_info[i].meaning);
}

void
complete_commands(struct completer *cm)
{
	complete_programs(cm, " ");
	complete_offer(cm, "man", " ", "the manual page of whatever has a name");
	complete_calls(cm, "(");
}

void
complete_words(struct completer *cm)
{
	for (size_t i = 0; i < simulation_count; i++)
		complete_offer(cm, arena_printf(cm->arena, ":%s", simulation_info[i].name),
		    simulation_info[i].most == 0 ? "" : " ", simulation_info[i].meaning);
}

/* A constant's number as the manual writes it. */
static const char *
constant_help(struct completer *cm, const struct constant_group *g, const struct constant_info *c)
{
	bool octal = strcmp(c->group, "fmode") == 0;

	if (octal)
		return (arena_printf(cm->arena, "0%llo", (unsigned long long)c->value));
	if (!g->bits)
		return (arena_printf(cm->arena, "%lld", (long long)c->value));
	return (arena_printf(cm->arena, "0x%llx", (unsigned long long)c->value));
}

void
complete_constants(struct completer *cm, const char *group)
{
	struct constant_group g = lexicon_group(group);

	for (unsigned i = 0; i < g.count; i++)
		complete_offer(cm, constant_info[g.first + i].name, "",
		    constant_help(cm, &g, &constant_info[g.first + i]));
}

/* For kill(1): -TERM. */
void
complete_signals(struct completer *cm)
{
	struct constant_group g = lexicon_group("signum");

	for (unsigned i = 0; i < g.count; i++) {
		const struct constant_info *c = &constant_info[g.first + i];

		if (strncmp(c->name, "SIG", 3) == 0)
			complete_offer(cm, arena_printf(cm->arena, "-%s", c->name + 3), " ",
			    arena_printf(cm->arena, "signal %lld", (long long)c->value));
	}
}

void
complete_errnos(struct completer *cm, const char *end)
{
	for (size_t i = 0; i < errno_count; i++)
		complete_offer(cm, errno_info[i].name, end, errno_info[i].text);
}

void
complete_rules(struct completer *cm, const char *end)
{
	for (unsigned i = 0; i < RULES; i++)
		complete_offer(cm, rule_info[i].name, end, rule_info[i].reason);
}

/* "allow.mount" as "allow.nomount". */
static const char *
no_form(struct completer *cm, const char *name)
{
	const char *dot = strrchr(name, '.');
	size_t head = dot == NULL ? 0 : (size_t)(dot - name) + 1;

	return (arena_printf(cm->arena, "%.*sno%s", (int)head, name, name + head));
}

static const char *
param_help(struct completer *cm, const struct param *p)
{
	return (
	    arena_printf(cm->arena, "[%s] %s", *p->value == '\0' ? "none" : p->value, p->meaning));
}

/* A parameter that is yes or no stands alone; the others take a value. */
static void
offer_param(struct completer *cm, const struct param *p, const char *end)
{
	bool alone = strcmp(p->type, "BOOL") == 0;
	const char *text =
	    alone || *end == '\0' ? p->name : arena_printf(cm->arena, "%s=", p->name);

	if (complete_wants(cm, text))
		complete_offer(cm, text, alone ? (*end == ' ' ? " " : "") : "", param_help(cm, p));
	if (!alone || cm->length == 0)
		return;
	text = no_form(cm, p->name);
	/* The "no" forms come when one is being typed. */
	const char *dot = strrchr(text, '.');
	size_t head = dot == NULL ? 0 : (size_t)(dot - text) + 1;

	if (cm->length >= head + 2 && complete_wants(cm, text))
		complete_offer(cm, text, *end == ' ' ? " " : "", param_help(cm, p));
}

void
complete_params(struct completer *cm, const char *end)
{
	for (size_t i = 0; i < PARAMS; i++)
		if (params[i].given && strchr(params[i].name, '*') == NULL)
			offer_param(cm, &params[i], end);
	if (*end == ' ')
		complete_offer(
		    cm, "command=", "", "command to run inside, with all words behind it");
}

static const struct param *
find_param(const char *name, size_t length)
{
	for (size_t i = 0; i < PARAMS; i++)
		if (strlen(params[i].name) == length && memcmp(params[i].name, name, length) == 0)
			return (&params[i]);
	return (NULL);
}

bool
complete_param_value(struct completer *cm, const char *name, size_t length)
{
	const struct param *p = find_param(name, length);

	if (p == NULL)
		return (true);
	complete_about(
	    cm, "%s: %s; default %s", p->name, p->meaning, *p->value == '\0' ? "none" : p->value);
	if (strcmp(p->name, "path") == 0)
		return (false);
	if (strcmp(p->name, "name") == 0)
		complete_jails(cm, false);
	else if (strcmp(p->name, "jid") == 0)
		complete_jails(cm, true);
	else if (strcmp(p->type, "JAILSYS") == 0) {
		complete_offer(cm, "disable", " ", "not there at all");
		complete_offer(cm, "inherit", " ", "the parent's");
		complete_offer(cm, "new", " ", "its own");
	} else if (strcmp(p->type, "BOOL") == 0) {
		complete_offer(cm, "true", " ", "yes");
		complete_offer(cm, "false", " ", "no");
	}
	return (true);
}

void
complete_sysctls(struct completer *cm, const char *end)
{
	for (size_t i = 0; i < SYSCTL_NODES; i++)
		if (complete_wants(cm, sysctl_info[i].name))
			complete_offer(cm, sysctl_info[i].name, end,
			    arena_printf(cm->arena, "[%s] %s", sysctl_info[i].value,
				sysctl_info[i].meaning));
}

void
complete_filesystems(struct completer *cm, const char *end)
{
	for (size_t i = 0; i < sizeof(filesystems) / sizeof(filesystems[0]); i++)
		complete_offer(cm, filesystems[i], end, "a file system type");
}

/* The releases that some rule names: "13.5-p10 14.3-p9". */
void
complete_releases(struct completer *cm)
{
	complete_offer(cm, "15.0", "", "the default: 15.0 with all its patches");
	complete_offer(cm, "15.0-p0", "", "as it was released");
	for (unsigned i = 0; i < RULES; i++)
		for (const char *s = rule_info[i].since; *s != '\0'; s += strspn(s, " ")) {
			size_t length = strcspn(s, " ");
			const char *text = arena_copy(cm->arena, s, length);

			s += length;
			if (cm->out->count < CANDIDATES_MAX)
				complete_offer(cm, text, "",
				    arena_printf(cm->arena, "it brought %s", rule_info[i].name));
		}
}
