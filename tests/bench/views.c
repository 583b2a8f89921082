/* SPDX-License-Identifier: BSD-2-Clause */
#include "views.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MIDDLE 40 /* a step of the scenario, with jails that run */

void
bench_view_begin(struct bench_view *b, const char *path, unsigned more)
{
	char line[128];

	memset(b, 0, sizeof(*b));
	if (!view_open(&b->view, path))
		exit(2);
	view_goto(&b->view, MIDDLE);
	for (unsigned i = 0; i < more; i++) {
		snprintf(line, sizeof(line),
		    ":root@host # jail_set({name=\"more%u\", path=\"/jails/www\", persist}, "
		    "JAIL_CREATE)<enter>",
		    i);
		keys_press(&b->view, &b->canvas, line);
	}
	canvas_resize(&b->canvas, 200, 60);
	redraw(b);
}

void
bench_view_end(struct bench_view *b)
{
	view_close(&b->view);
	canvas_free(&b->canvas);
}

void
redraw(void *arg)
{
	struct bench_view *b = arg;

	view_draw(&b->view, &b->canvas);
}

static void
press_either(struct bench_view *b, int key, int back)
{
	view_key(&b->view, b->there ? back : key);
	b->there = !b->there;
	redraw(b);
}

void
step_key(void *arg)
{
	press_either(arg, 'p', ' ');
}

void
column_key(void *arg)
{
	press_either(arg, 'l', 'h');
}
