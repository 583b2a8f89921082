/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tab in a line that is typed: what may stand at its cursor, as in the shell.  One candidate is
 * put there; of several what they have in common, and all are told in the pane of explanations.
 */
#include <string.h>

#include "complete.h"
#include "view_pane.h"

/* What every candidate begins with. */
static size_t
common(const struct completion *c)
{
	size_t length = strlen(c->candidates[0].text);

	for (unsigned i = 1; i < c->count; i++)
		for (size_t at = 0; at < length; at++)
			if (c->candidates[i].text[at] != c->candidates[0].text[at])
				length = at;
	return (length);
}

static void
tell(struct view *v, const struct completion *c)
{
	struct textbuf t = { .arena = &v->output_arena };

	arena_clear(&v->output_arena);
	if (*c->about != '\0')
		textbuf_printf(&t, "%s\n", c->about);
	for (unsigned i = 0; i < c->count; i++)
		textbuf_printf(&t, "  %-16s %s\n", c->candidates[i].text, c->candidates[i].help);
	if (c->more > 0)
		textbuf_printf(&t, "  and %u more\n", c->more);
	v->output = textbuf_text(&t);
	why_set(v, WHY_OUTPUT);
}

/* Takes what stands from `begin' to the cursor away and puts the text there. */
static void
put(struct view *v, size_t begin, const char *text, const char *end)
{
	struct arena a = { 0 };
	const char *line =
	    arena_printf(&a, "%.*s%s%s%s", (int)begin, v->line, text, end, v->line + v->line_at);

	line_set(v, line, begin + strlen(text) + strlen(end));
	arena_free(&a);
}

/* A word about the simulation is typed without its colon here, and is thought of first. */
void
line_complete(struct view *v)
{
	const struct shell *sh = &v->shell;
	struct arena a = { 0 };
	struct completion c = { .count = 0 };
	size_t colon = 1;

	if (strcspn(v->line, ":( @%=") >= v->line_at)
		c = complete(sh->world, &a, sh->place->who, arena_printf(&a, ":%s", v->line),
		    v->line_at + 1);
	if (c.count == 0) {
		colon = 0;
		c = complete(sh->world, &a, sh->place->who, v->line, v->line_at);
	}
	if (c.count == 0) {
		tell(v, &c);
		arena_free(&a);
		return;
	}
	size_t skip = colon > c.begin ? 1 : 0, begin = c.begin + skip - colon;
	size_t length = common(&c);
	const char *text = arena_copy(&a, c.candidates[0].text, length);

	if (length > skip && c.begin + length > v->line_at + colon)
		put(v, begin, text + skip, c.count == 1 ? c.candidates[0].end : "");
	else if (c.count == 1)
		put(v, begin, text + skip, c.candidates[0].end);
	if (c.count > 1)
		tell(v, &c);
	arena_free(&a);
}
