/* SPDX-License-Identifier: BSD-2-Clause */
/* `jailsim list': the tables, see list.h. */
#include <string.h>

#include "command.h"
#include "list.h"
#include "nearest.h"

static int
unknown_list(struct command *c, const char *name)
{
	struct arena arena = { 0 };
	struct nearest n;

	nearest_begin(&n, name);
	for (unsigned i = 0; i < list_count; i++)
		nearest_offer(&n, list_entries[i].name);
	command_wrong(c, "there is no list %s — %s", name,
	    nearest_mend(&n, &arena, "see jailsim list --help"));
	arena_free(&arena);
	return (EXIT_USAGE);
}

static int
run_list(struct command *c)
{
	const char *text = command_value(c, "format");
	enum list_format format = LIST_TEXT;

	if (c->argc != 1)
		return (command_wrong(c, "name one list — see jailsim list --help"));
	if (text != NULL && !list_format_parse(text, &format))
		return (
		    command_wrong(c, "there is no format %s — use text, tsv, md or mdoc", text));
	const struct list_entry *entry = list_find(c->argv[0]);

	if (entry == NULL)
		return (unknown_list(c, c->argv[0]));
	list_print(c->out, entry, format);
	return (0);
}

const struct command_entry command_list = {
	.name = "list",
	.arguments = "LIST",
	.summary = "Print a table of what is modelled",
	.options =
	    (const struct command_option[]) {
		{ "format", 0, "text|tsv|md|mdoc", "how to write it" }, { NULL, 0, NULL, NULL } },
	.notes = "rules       every reason for an outcome: errno, kernel function, manual page\n"
		 "calls       the system calls\n"
		 "privileges  every privilege of priv(9), and what a jail does to it\n"
		 "params      the parameters of a jail\n"
		 "sysctls     the kernel state variables\n"
		 "programs    the programs\n"
		 "actions     what jailsim matrix tries\n",
	.run = run_list,
};
