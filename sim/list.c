/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What `jailsim list' can list: rules, calls, privileges, jail parameters, sysctls, programs.
 * Nothing is written twice: each list is an expansion of the .def file that the kernel model
 * itself is made from.  FreeBSD's counterparts are syscalls.master, priv.h and `sysctl -d'.
 */
#include "list.h"

#include <string.h>

#include "info.h"
#include "matrix.h"
#include "programs/program.h"

static const char **
add(struct list *l)
{
	struct list_row *row = arena_new(l->arena, struct list_row);

	*l->last = row;
	l->last = &row->next;
	for (unsigned i = 0; i < LIST_COLUMNS; i++)
		row->cells[i] = "";
	return (row->cells);
}

static void
put(struct list *l, unsigned count, const char *const *cells)
{
	memcpy(add(l), cells, count * sizeof(*cells));
}

#define PUT(l_, ...)                                                                               \
	put(l_, sizeof((const char *[]) { __VA_ARGS__ }) / sizeof(char *),                         \
	    (const char *[]) { __VA_ARGS__ })

/* --- Rules ---------------------------------------------------------------- */

static const char *
lever_name(struct list *l, const struct rule_info *rule)
{
	static const char *const names[] = { [LEVER_NONE] = "",
		[LEVER_PARAM] = "parameter",
		[LEVER_PARAM_OF] = "parameter of the privilege",
		[LEVER_SYSCTL] = "sysctl",
		[LEVER_ACTOR] = "actor",
		[LEVER_UID0] = "uid 0",
		[LEVER_MODE] = "mode" };

	if (rule->lever_name[0] == '\0')
		return (names[rule->lever]);
	return (arena_printf(l->arena, "%s %s", names[rule->lever], rule->lever_name));
}

static void
fill_rules(struct list *l)
{
	static const char *const effects[] = { [REFUSES] = "refuses",
		[LEAVES] = "leaves",
		[PERMITS] = "permits",
		[ALTERS] = "alters" };

	for (unsigned i = 0; i < RULES; i++) {
		const struct rule_info *rule = &rule_info[i];

		PUT(l, rule->name, effects[rule->effect],
		    rule->error == 0 ? "" : errno_name(rule->error), rule->reason, rule->function,
		    rule->manual, lever_name(l, rule), rule->since, rule->until, rule->spec);
	}
}

/* --- Calls ---------------------------------------------------------------- */

static const char *
usage(struct list *l, const struct syscall_info *call)
{
	const char *text = arena_printf(l->arena, "%s(", call->name);

	for (unsigned i = 0; i < call->nargs; i++)
		text = arena_printf(l->arena, "%s%s%s%s%s", text, i == 0 ? "" : ", ",
		    call->args[i].optional ? "[" : "", call->args[i].name,
		    call->args[i].optional ? "]" : "");
	return (arena_printf(l->arena, "%s)", text));
}

static const char *
result_fields(struct list *l, const struct syscall_info *call)
{
	const struct result_info *result = &result_info[call->result];
	const char *text = "";

	if (call->result == RESULT_none)
		return ("");
	for (unsigned i = 0; i < result->nfields; i++)
		text = arena_printf(
		    l->arena, "%s%s%s", text, i == 0 ? "" : " ", result->fields[i].name);
	return (text);
}

static void
fill_calls(struct list *l)
{
	for (unsigned i = 0; i < SYSCALLS; i++) {
		const struct syscall_info *call = &syscall_info[i];

		if (!call->simulation)
			PUT(l, call->name, usage(l, call), call->meaning, call->manual,
			    result_fields(l, call), arena_printf(l->arena, "%u", call->number),
			    call->since);
	}
}

/* --- Privileges ------------------------------------------------------------- */

static void
fill_privileges(struct list *l)
{
#define NUMBER(number_) arena_printf(l->arena, "%d", number_)
#define PRIV(number_, name_, group_, class_, allow_, lever_, meaning_, source_)                    \
	PUT(l, "PRIV_" #name_, NUMBER(number_), #group_, #class_, meaning_, lever_, source_);
#define PRIV_ALIAS(number_, name_, other_, example_)                                               \
	PUT(l, "PRIV_" #name_, NUMBER(number_), "alias", "as PRIV_" #other_, example_);
#define PRIV_REMOVED(number_, name_, text_) PUT(l, #name_, NUMBER(number_), "", "none", text_);
#include "priv.def"
#undef NUMBER
}

/* --- Jail parameters ---------------------------------------------------------- */

static void
fill_params(struct list *l)
{
#define JAIL_PARAM(ident_, name_, type_, origin_, change_, default_, meaning_)                     \
	PUT(l, name_, #type_, default_, meaning_, #origin_, #change_);
#define JAIL_ALLOW(ident_, name_, default_, subset_, meaning_)                                     \
	PUT(l, name_, "BOOL", strcmp(#default_, "DEFAULT_ON") == 0 ? "true" : "false", meaning_,   \
	    "KERNEL", "ANYTIME", "PR_ALLOW_" #ident_, #subset_);
#define JAIL_PSEUDO(ident_, name_, type_, default_, meaning_)                                      \
	PUT(l, name_, #type_, default_, meaning_, "jail(8)");
#include "jail_params.def"
}

static void
fill_sysctls(struct list *l)
{
#define SYSCTL(ident_, name_, type_, default_, flags_, meaning_)                                   \
	PUT(l, name_, #type_, default_, meaning_, #flags_);
#include "sysctls.def"
}

/* --- Programs ------------------------------------------------------------------- */

static void
fill_programs(struct list *l)
{
	for (size_t i = 0; i < program_count; i++)
		PUT(l, program_info[i].name, program_info[i].usage, program_info[i].meaning,
		    program_info[i].file == NULL ? "built into the shell" : program_info[i].file);
}

/* --- Actions -------------------------------------------------------------- */

static void
fill_actions(struct list *l)
{
	struct actions as;

	actions_begin(&as, NULL);
	for (unsigned i = 0; i < as.count; i++) {
		const struct action *a = &as.all[i];
		struct textbuf calls = { .arena = l->arena };

		for (unsigned step = 0; step < a->nsteps; step++)
			textbuf_printf(&calls, "%s%%%s %s", step == 0 ? "" : "; ",
			    given_name[a->steps[step].who], a->steps[step].words);
		PUT(l, arena_copy(l->arena, a->name, strlen(a->name)), category_name[a->category],
		    arena_copy(l->arena, a->meaning, strlen(a->meaning)),
		    arena_copy(l->arena, a->succeeds, strlen(a->succeeds)),
		    a->because == NULL ?
			"" :
			arena_printf(l->arena, "%s: %s", reach_name[a->verdict], a->because),
		    textbuf_text(&calls));
	}
	actions_end(&as);
}

const struct list_entry list_entries[] = {
	{ "rules", "Every reason for an outcome",
	    { { "rule", COLUMN_LEAD }, { "effect", COLUMN_LEAD }, { "errno", COLUMN_LEAD },
		{ "reason", COLUMN_PROSE }, { "function", COLUMN_EXTRA },
		{ "manual", COLUMN_EXTRA }, { "lever", COLUMN_EXTRA }, { "since", COLUMN_EXTRA },
		{ "until", COLUMN_EXTRA }, { "spec", COLUMN_EXTRA } },
	    fill_rules },
	{ "calls", "System calls",
	    { { "call", COLUMN_OTHER }, { "usage", COLUMN_LEAD }, { "meaning", COLUMN_PROSE },
		{ "manual", COLUMN_EXTRA }, { "result", COLUMN_EXTRA }, { "number", COLUMN_EXTRA },
		{ "since", COLUMN_EXTRA } },
	    fill_calls },
	{ "privileges", "Privileges, and what a jail does to them",
	    { { "privilege", COLUMN_LEAD }, { "number", COLUMN_LEAD }, { "group", COLUMN_LEAD },
		{ "in a jail", COLUMN_LEAD }, { "example", COLUMN_PROSE },
		{ "parameters", COLUMN_EXTRA }, { "source", COLUMN_EXTRA } },
	    fill_privileges },
	{ "params", "Parameters of a jail",
	    { { "parameter", COLUMN_LEAD }, { "type", COLUMN_LEAD }, { "default", COLUMN_LEAD },
		{ "meaning", COLUMN_PROSE }, { "origin", COLUMN_EXTRA }, { "change", COLUMN_EXTRA },
		{ "bit", COLUMN_EXTRA }, { "inherit", COLUMN_EXTRA } },
	    fill_params },
	{ "sysctls", "Kernel state variables",
	    { { "sysctl", COLUMN_LEAD }, { "type", COLUMN_LEAD }, { "default", COLUMN_LEAD },
		{ "meaning", COLUMN_PROSE }, { "writing", COLUMN_EXTRA } },
	    fill_sysctls },
	{ "programs", "Programs of a scenario",
	    { { "program", COLUMN_OTHER }, { "usage", COLUMN_LEAD }, { "meaning", COLUMN_PROSE },
		{ "file", COLUMN_EXTRA } },
	    fill_programs },
	{ "actions", "Actions of the matrix",
	    { { "action", COLUMN_LEAD }, { "category", COLUMN_LEAD }, { "meaning", COLUMN_PROSE },
		{ "success means", COLUMN_EXTRA }, { "decided", COLUMN_EXTRA },
		{ "calls", COLUMN_EXTRA } },
	    fill_actions },
};
const unsigned list_count = sizeof(list_entries) / sizeof(list_entries[0]);

const struct list_entry *
list_find(const char *name)
{
	for (unsigned i = 0; i < list_count; i++)
		if (strcmp(list_entries[i].name, name) == 0)
			return (&list_entries[i]);
	return (NULL);
}

bool
list_format_parse(const char *text, enum list_format *format)
{
	static const char *const names[] = {
		[LIST_TEXT] = "text", [LIST_TSV] = "tsv", [LIST_MD] = "md", [LIST_MDOC] = "mdoc"
	};

	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], text) == 0) {
			*format = (enum list_format)i;
			return (true);
		}
	return (false);
}

void
list_print(FILE *out, const struct list_entry *entry, enum list_format format)
{
	struct arena arena = { 0 };
	struct list l = { &arena, entry, NULL, NULL };

	l.last = &l.rows;
	entry->fill(&l);
	list_write(out, &l, format);
	arena_free(&arena);
}
