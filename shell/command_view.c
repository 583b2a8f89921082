/* SPDX-License-Identifier: BSD-2-Clause */
/* `jailsim view', see view.h. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "screen.h"
#include "view.h"

#define SNAPSHOT_MOST 1000 /* cells across and down */

static bool
read_size(struct command *c, struct canvas *canvas)
{
	const char *text = command_value(c, "snapshot");
	int width, height, end = 0;

	if (sscanf(text, "%dx%d%n", &width, &height, &end) == 2 && text[end] == '\0' && width > 0 &&
	    height > 0 && width <= SNAPSHOT_MOST && height <= SNAPSHOT_MOST) {
		canvas_resize(canvas, width, height);
		return (true);
	}
	command_wrong(c, "%s is no size — write --snapshot 80x24", text);
	return (false);
}

/* Goes to the step asked for. */
static bool
go_to_step(struct command *c, struct view *v)
{
	const char *text = command_value(c, "step");
	char *end = NULL;

	if (text == NULL && command_value(c, "plain") == NULL)
		return (true);
	if (text == NULL)
		text = "end";
	if (strcmp(text, "end") == 0) {
		view_goto(v, view_steps(v));
		return (true);
	}
	unsigned long step = strtoul(text, &end, 10);

	if (*end == '\0' && *text >= '0' && *text <= '9' && step <= view_steps(v)) {
		view_goto(v, step);
		return (true);
	}
	if (*end == '\0' && *text >= '0' && *text <= '9')
		command_wrong(c,
		    "--step %s: there are %zu steps — write one of them, or --step end", text,
		    view_steps(v));
	else
		command_wrong(c, "%s is no step — write a number or --step end", text);
	return (false);
}

/* The screen as it is after some keys, as text. */
static int
snapshot(struct command *c, struct view *v)
{
	struct canvas canvas = { .ascii = command_value(c, "ascii") != NULL };
	const char *keys = command_value(c, "keys");
	int status = EXIT_USAGE;

	if (read_size(c, &canvas)) {
		view_draw(v, &canvas);
		if (keys != NULL && !keys_press(v, &canvas, keys)) {
			command_wrong(
			    c, "there is no such key in %s — see jailsim view --help", keys);
		} else {
			view_draw(v, &canvas);
			canvas_print(&canvas, c->out);
			status = EXIT_SUCCESS;
		}
	}
	canvas_free(&canvas);
	return (status);
}

static int
show(struct command *c, struct view *v)
{
	if (!go_to_step(c, v))
		return (EXIT_USAGE);
	if (command_value(c, "snapshot") != NULL)
		return (snapshot(c, v));
	if (command_value(c, "plain") == NULL)
		return (screen_run(v, command_value(c, "ascii") != NULL));
	view_print(v, c->out);
	return (v->trouble == NULL ? EXIT_SUCCESS : EXIT_USAGE);
}

static int
run_view(struct command *c)
{
	static struct view v;

	if (c->argc > 1)
		return (command_wrong(c, "name one scenario at most"));
	if (command_value(c, "plain") == NULL && command_value(c, "snapshot") == NULL &&
	    (isatty(STDIN_FILENO) != 1 || isatty(STDOUT_FILENO) != 1))
		return (command_wrong(c, "there is no terminal — see jailsim view --plain"));
	int status = view_open(&v, c->argc == 1 ? c->argv[0] : NULL) ? show(c, &v) : EXIT_USAGE;

	view_close(&v);
	return (status);
}

static const struct command_option view_options[] = {
	{ "plain", 0, NULL, "print all there is as flat text, one fact a line" },
	{ "snapshot", 0, "WxH", "print a screen of this size" },
	{ "step", 0, "N", "begin after step N, or after the last: end" },
	{ "keys", 0, "KEYS", "press keys before --snapshot, as jj<enter>/raw<enter>" },
	{ "ascii", 0, NULL, "draw with ASCII alone" },
	{ NULL, 0, NULL, NULL },
};

const struct command_entry command_view = {
	.name = "view",
	.arguments = "[SCENARIO]",
	.summary = "See the world change, full screen: what each prison blocks, and why",
	.options = view_options,
	.notes = "Panes show the prisons and their processes, the matrix of what each lets\n"
		 "through (A reached the host or a neighbour, C its own alone, B blocked), the\n"
		 "calls, and why the selected one came out so.  Space does the next step of\n"
		 "SCENARIO, p goes back, e changes a parameter of the selected jail, ? shows all\n"
		 "keys, q leaves.  Without a SCENARIO it is the stock world with its jails.\n"
		 "--plain tells what is after the last step, unless --step says another.  A key\n"
		 "without a character is <enter>, <tab>, <esc>, <up>, <pgdn>, <home> in --keys.\n",
	.run = run_view,
};
