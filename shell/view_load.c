/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Opens a scenario for the view.  Mistakes in it do not keep it from being shown: the steps above
 * the first of them can be run.
 */
#include "view_pane.h"

bool
view_load(struct view *v, const char *path)
{
	struct shell *sh = &v->shell;
	struct textbuf trouble = { .arena = &v->arena };
	bool good = path == NULL ? stage_read_jails(&sh->script) : script_load(sh, path, &trouble);

	if (!good) {
		fputs(textbuf_text(&trouble), stderr);
		return (false);
	}
	if (!shell_start(sh))
		return (false);
	script_check(sh, &trouble);
	v->trouble = trouble.len == 0 ? NULL : textbuf_text(&trouble);
	return (true);
}
