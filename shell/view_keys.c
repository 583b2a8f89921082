/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keys as text: for the footer and the help, and for tests, which drive the view by a line like
 * "jj<enter>:jls<enter><click 3,4><size 40x12>".
 */
#include <stdlib.h>
#include <string.h>

#include "view_pane.h"

static const struct {
	int key;
	const char *name; /* as shown; in lower case as typed between < and > */
} names[] = {
	{ ' ', "Space" },
	{ '\n', "Enter" },
	{ '\t', "Tab" },
	{ KEY_OF_ESCAPE, "Esc" },
	{ KEY_OF_BACKSPACE, "Backspace" },
	{ KEY_OF_UP, "Up" },
	{ KEY_OF_DOWN, "Down" },
	{ KEY_OF_LEFT, "Left" },
	{ KEY_OF_RIGHT, "Right" },
	{ KEY_OF_PAGE_UP, "PgUp" },
	{ KEY_OF_PAGE_DOWN, "PgDn" },
	{ KEY_OF_HOME, "Home" },
	{ KEY_OF_END, "End" },
	{ KEY_OF_BACKTAB, "S-Tab" },
	{ KEY_OF_DELETE, "Del" },
	{ KEY_OF_TICK, "Tick" },
	{ '<', "Lt" },
};

const char *
name_of_key(struct arena *a, int key)
{
	char bytes[5] = { 0 };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) - 1; i++)
		if (names[i].key == key)
			return (names[i].name);
	if (key > 0 && key < ' ')
		return (arena_printf(a, "^%c", key + 'A' - 1));
	return (arena_copy(a, bytes, utf8_encode((uint32_t)key, bytes)));
}

/* "enter", "click 3,4", "wheel 3,4,-1", "size 40x12" */
static bool
press_named(struct view *v, struct canvas *c, const char *name)
{
	int x, y, lines;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *n = names[i].name;
		size_t at = 0;

		while (n[at] != '\0' && (n[at] | 0x20) == (name[at] | 0x20))
			at++;
		if (n[at] == '\0' && name[at] == '\0') {
			view_key(v, names[i].key);
			return (true);
		}
	}
	if (sscanf(name, "click %d,%d", &x, &y) == 2)
		view_click(v, x, y);
	else if (sscanf(name, "wheel %d,%d,%d", &x, &y, &lines) == 3)
		view_wheel(v, x, y, lines);
	else if (sscanf(name, "size %dx%d", &x, &y) == 2 && x > 0 && y > 0 && x <= 1000 &&
	    y <= 1000)
		canvas_resize(c, x, y);
	else
		return (false);
	return (true);
}

bool
keys_press(struct view *v, struct canvas *c, const char *keys)
{
	struct arena a = { 0 };
	bool good = true;

	for (size_t left = strlen(keys); left > 0 && good && !v->over; left = strlen(keys)) {
		const char *end = *keys == '<' ? strchr(keys, '>') : NULL;
		uint32_t code;

		if (*keys == '<' && end == NULL) {
			good = false;
		} else if (end != NULL) {
			good =
			    press_named(v, c, arena_copy(&a, keys + 1, (size_t)(end - keys - 1)));
			keys = end + 1;
		} else {
			keys += utf8_decode(keys, left, &code);
			view_key(v, (int)code);
		}
		view_draw(v, c);
	}
	arena_free(&a);
	return (good);
}
