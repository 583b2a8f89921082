/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pages in the order of mdoc(7)'s sections.  A kind of name is a row of kinds[]: how its page is
 * written, and what its names are.
 */
#include "manual.h"

#include <string.h>

#include "call.h"
#include "explain.h"
#include "nearest.h"
#include "programs/program.h"
#include "simulation.h"

#define INDENT 5

/* A page on its way. */
struct page {
	struct textbuf *t;
	const struct lexicon *lexicon;
	const char *name;    /* as asked for, without "(2)" */
	const char *section; /* "2", or "" for any */
	bool any;	     /* something was written */
};

static void
put_section(struct page *p, const char *title)
{
	textbuf_printf(p->t, "%s%s\n", p->any ? "\n" : "", title);
	p->any = true;
}

static void
put_text(struct page *p, const char *text)
{
	explain_wrap(p->t, text, INDENT);
}

static void
put_name(struct page *p, const char *name, const char *meaning)
{
	put_section(p, "NAME");
	put_text(p, arena_printf(p->t->arena, "%s \xe2\x80\x94 %s", name, meaning));
}

static void
put_fact(struct page *p, const char *what, const char *value)
{
	if (*value != '\0')
		textbuf_printf(p->t, "%*s%-14s %s\n", INDENT, "", what, value);
}

/* --- Calls ------------------------------------------------------------------------- */

/* The constants that an argument takes, by name. */
static const char *
constants_text(struct page *p, enum argtype type)
{
	const struct constant_group *group = &p->lexicon->groups[type];
	const char *text = "";

	for (unsigned i = 0; i < group->count; i++)
		text =
		    arena_printf(p->t->arena, "%s %s", text, constant_info[group->first + i].name);
	return (*text == '\0' ?
		"" :
		arena_printf(p->t->arena, "; %s:%s", group->bits ? "joined by |" : "one of", text));
}

static void
put_arguments(struct page *p, const struct syscall_info *call)
{
	if (call->nargs != 0)
		put_section(p, "ARGUMENTS");
	for (unsigned i = 0; i < call->nargs; i++)
		put_text(p,
		    arena_printf(p->t->arena, "%s: %s%s%s.", call->args[i].name,
			argtype_info[call->args[i].type].meaning,
			constants_text(p, (enum argtype)call->args[i].type),
			call->args[i].optional ? "; may be left out" : ""));
}

static void
put_result(struct page *p, const struct syscall_info *call)
{
	const struct result_info *result = &result_info[call->result];
	const char *text = "";

	if (call->result == RESULT_none)
		return;
	for (unsigned i = 0; i < result->nfields; i++)
		text = arena_printf(p->t->arena, "%s %s", text, result->fields[i].name);
	if (*text == '\0')
		return;
	put_section(p, "WHAT IT ANSWERS");
	put_text(p,
	    arena_printf(
		p->t->arena, "The fields%s, as in => %s=...", text, result->fields[0].name));
}

/* The rules that this manual page tells of. */
static void
put_rules_of(struct page *p, const char *manual)
{
	bool first = true;

	for (unsigned i = 0; i < RULES; i++) {
		const struct rule_info *rule = &rule_info[i];
		const char *error = rule->error == 0 ? "" : errno_name(rule->error);

		if (strcmp(rule->manual, manual) != 0)
			continue;
		if (first)
			put_section(p, "RULES");
		first = false;
		textbuf_printf(p->t, "%*s%-12s %s\n", INDENT, "",
		    rule->effect == PERMITS    ? "permits" :
			rule->effect == ALTERS ? "alters" :
						 error,
		    rule->name);
		explain_wrap(p->t, rule->reason, INDENT + 13);
	}
}

static bool
put_call(struct page *p)
{
	int row = lexicon_find(p->lexicon, NAME_CALL, p->name);

	if (row < 0 || (*p->section != '\0' && *p->section != '2'))
		return (false);
	const struct syscall_info *call = &syscall_info[row];

	put_name(p, call->name, call->meaning);
	put_section(p, "SYNOPSIS");
	put_text(p, call_usage(p->t->arena, (enum sysno)row));
	put_arguments(p, call);
	put_result(p, call);
	put_rules_of(p, call->manual);
	put_section(p, "SEE ALSO");
	put_text(p, arena_printf(p->t->arena, "%s of FreeBSD.", call->manual));
	return (true);
}

/* --- Programs and words --------------------------------------------------------------- */

static bool
put_program(struct page *p)
{
	const struct program_info *program = program_find(p->name);

	if (program == NULL || *p->section == '2')
		return (false);
	put_name(p, program->name, program->meaning);
	put_section(p, "SYNOPSIS");
	put_text(p, program->usage);
	put_section(p, "FILES");
	put_text(p, program->file == NULL ? "It is built into the shell." : program->file);
	put_rules_of(p, arena_printf(p->t->arena, "%s(8)", program->name));
	return (true);
}

static bool
put_word(struct page *p)
{
	const struct simulation_info *word = simulation_find(p->name + (*p->name == ':'));

	if (word == NULL)
		return (false);
	put_name(p, arena_printf(p->t->arena, ":%s", word->name), word->meaning);
	put_section(p, "SYNOPSIS");
	put_text(p, word->usage);
	put_text(p,
	    word->main == NULL ? "A word of the shell; files have it not." :
				 "In the shell and in files.");
	return (true);
}

/* --- Rules and what they turn on ---------------------------------------------------------- */

static bool
put_rule(struct page *p)
{
	int row = lexicon_find(p->lexicon, NAME_RULE, p->name);

	if (row < 0)
		return (false);
	put_section(p, "RULE");
	textbuf_puts(p->t, explain_rule(p->t->arena, (enum rule)row));
	return (true);
}

/* Is it among the names of a list "a|b"? */
static bool
lists(const char *names, const char *name)
{
	size_t length = strlen(name);

	for (const char *at = strstr(names, name); at != NULL; at = strstr(at + 1, name))
		if ((at == names || at[-1] == '|') && (at[length] == '\0' || at[length] == '|'))
			return (true);
	return (false);
}

/* The rules and privileges that turn on a parameter or sysctl. */
static void
put_levers(struct page *p)
{
	bool first = true;

	for (unsigned i = 0; i < RULES; i++)
		if (strcmp(rule_info[i].lever_name, p->name) == 0) {
			if (first)
				put_section(p, "RULES THAT TURN ON IT");
			first = false;
			put_text(p,
			    arena_printf(
				p->t->arena, "%s: %s.", rule_info[i].name, rule_info[i].reason));
		}
	first = true;
	for (size_t i = 0; i < priv_count; i++)
		if (lists(priv_info[i].lever, p->name)) {
			if (first)
				put_section(p, "PRIVILEGES THAT TURN ON IT");
			first = false;
			put_text(p,
			    arena_printf(p->t->arena, "PRIV_%s: %s.", priv_info[i].name,
				priv_info[i].meaning));
		}
}

struct described {
	const char *name, *type, *standard, *flags, *meaning;
};

#define DEFAULT_ON  "true"
#define DEFAULT_OFF "false"

static const struct described params[] = {
#define JAIL_PARAM(ident_, name_, type_, origin_, change_, default_, meaning_)                     \
	{ name_, #type_, default_, #change_, meaning_ },
#define JAIL_ALLOW(ident_, name_, default_, subset_, meaning_)                                     \
	{ name_, "BOOL", default_, #subset_, meaning_ },
#define JAIL_PSEUDO(ident_, name_, type_, default_, meaning_)                                      \
	{ name_, #type_, default_, "jail(8)", meaning_ },
#include "jail_params.def"
};

static const struct described sysctls[] = {
#define SYSCTL(ident_, name_, type_, default_, flags_, meaning_)                                   \
	{ name_, #type_, default_, #flags_, meaning_ },
#include "sysctls.def"
};

#define COUNT(array_) (sizeof(array_) / sizeof((array_)[0]))

static bool
put_described(struct page *p, const struct described *rows, size_t count, const char *flags)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].name, p->name) != 0)
			continue;
		put_name(p, rows[i].name, rows[i].meaning);
		put_fact(p, "type", rows[i].type);
		put_fact(p, "default", rows[i].standard);
		put_fact(p, flags, rows[i].flags);
		put_levers(p);
		return (true);
	}
	return (false);
}

static bool
put_param(struct page *p)
{
	return (put_described(p, params, COUNT(params), "change"));
}

static bool
put_sysctl(struct page *p)
{
	return (put_described(p, sysctls, COUNT(sysctls), "writing"));
}

/* --- Privileges, errnos, constants ------------------------------------------------------------ */

static const char *
class_text(const struct priv_info *priv)
{
	static const char *const texts[] = { [PRIV_CLASS_NONE] = "no such privilege",
		[ALWAYS] = "a jailed superuser has it",
		[ALLOW] = "needs a permission of the jail",
		[MOUNT] = "needs allow.mount and enforce_statfs below 2",
		[VNET] = "needs a network stack of the jail's own",
		[VNET_OR_ALLOW] = "needs a network stack of its own or a permission",
		[NFSD] = "needs allow.nfsd and a network stack of its own",
		[NEVER] = "no jail has it" };

	return (texts[priv->class]);
}

static bool
put_privilege(struct page *p)
{
	const char *name = strncmp(p->name, "PRIV_", 5) == 0 ? p->name + 5 : p->name;

	for (size_t i = 0; i < priv_count; i++) {
		const struct priv_info *priv = &priv_info[i];

		if (strcmp(priv->name, name) != 0)
			continue;
		put_name(p, arena_printf(p->t->arena, "PRIV_%s", name), priv->meaning);
		put_fact(p, "in a jail", class_text(priv));
		put_fact(p, "parameters", priv->lever);
		put_fact(p, "asked for by", priv->source);
		return (true);
	}
	return (false);
}

static bool
put_errno(struct page *p)
{
	int number = errno_find(p->lexicon, p->name);
	const char *names = "";

	if (number < 0)
		return (false);
	for (size_t i = 0; i < errno_count; i++)
		if (errno_info[i].number == number)
			put_name(p,
			    arena_printf(p->t->arena, "%s (%d)", errno_info[i].name, number),
			    errno_info[i].text);
	for (unsigned i = 0; i < RULES; i++)
		if (rule_info[i].error == number)
			names = arena_printf(p->t->arena, "%s %s", names, rule_info[i].name);
	put_section(p, "RULES THAT REFUSE WITH IT");
	put_text(p, *names == '\0' ? "none" : names + 1);
	return (true);
}

static bool
put_constant(struct page *p)
{
	int row = lexicon_find(p->lexicon, NAME_CONSTANT, p->name);

	if (row < 0)
		return (false);
	put_section(p, "CONSTANT");
	put_fact(p, constant_info[row].name,
	    arena_printf(p->t->arena, "%lld, 0x%llx", (long long)constant_info[row].value,
		(unsigned long long)constant_info[row].value));
	for (unsigned i = 0; i < ARGTYPES; i++)
		if (strcmp(argtype_info[i].group, constant_info[row].group) == 0)
			put_fact(p, "taken for", argtype_info[i].meaning);
	return (true);
}

/* --- All kinds -------------------------------------------------------------------------------- */

bool
manual_page(struct textbuf *t, const struct lexicon *lexicon, const char *name)
{
	static bool (*const kinds[])(struct page *) = { put_call, put_program, put_word, put_rule,
		put_param, put_sysctl, put_privilege, put_errno, put_constant };
	size_t length = strcspn(name, "(");
	struct page p = { .t = t,
		.lexicon = lexicon,
		.name = arena_copy(t->arena, name, length),
		.section = name[length] == '(' ? name + length + 1 : "" };

	for (size_t i = 0; i < COUNT(kinds); i++)
		kinds[i](&p);
	return (p.any);
}

const char *
manual_mend(struct arena *a, const char *name, const char *otherwise)
{
	struct nearest n;

	nearest_begin(&n, name);
	for (unsigned kind = 0; kind < NAME_KINDS; kind++)
		for (unsigned row = 0; row < lexicon_count((enum name_kind)kind); row++)
			nearest_offer(&n, lexicon_name((enum name_kind)kind, row));
	for (size_t i = 0; i < program_count; i++)
		nearest_offer(&n, program_info[i].name);
	for (size_t i = 0; i < simulation_count; i++)
		nearest_offer(&n, simulation_info[i].name);
	for (size_t i = 0; i < COUNT(params); i++)
		nearest_offer(&n, params[i].name);
	for (size_t i = 0; i < COUNT(sysctls); i++)
		nearest_offer(&n, sysctls[i].name);
	for (size_t i = 0; i < priv_count; i++)
		nearest_offer(&n, arena_printf(a, "PRIV_%s", priv_info[i].name));
	return (nearest_mend(&n, a, otherwise));
}
