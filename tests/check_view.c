/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The full-screen view, driven as text: it draws at any size, goes over the steps and back, and a
 * parameter changed in it changes just the cells that the rules say.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view.h"
#include "view_pane.h"

#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

#define ACT3   "scenarios/attacks/xkcd-1200/act3.scn"
#define RESIZE 1000 /* of the storm */

static struct view view;
static struct canvas canvas;
static struct arena arena;

static void
open_view(const char *path, int width, int height)
{
	ck_assert(view_open(&view, path));
	canvas = (struct canvas) { .width = 0 };
	canvas_resize(&canvas, width, height);
	view_draw(&view, &canvas);
}

static void
close_view(void)
{
	view_close(&view);
	canvas_free(&canvas);
	arena_free(&arena);
}

static void
press(const char *keys)
{
	ck_assert_msg(keys_press(&view, &canvas, keys), "no such key: %s", keys);
	view_draw(&view, &canvas);
}

static const char *
screen(void)
{
	struct textbuf t = { .arena = &arena };

	for (int y = 0; y < canvas.height; y++)
		textbuf_printf(&t, "%s\n", canvas_line(&canvas, &arena, y));
	return (textbuf_text(&t));
}

static void
sees(const char *text)
{
	ck_assert_msg(strstr(screen(), text) != NULL, "'%s' is not on\n%s", text, screen());
}

static void
lacks(const char *text)
{
	ck_assert_msg(strstr(screen(), text) == NULL, "'%s' is on\n%s", text, screen());
}

/* --- Drawing ----------------------------------------------------------------------- */

START_TEST(text_fits_its_cells)
{
	struct canvas c = { .width = 0 };
	struct lines lines;

	canvas_resize(&c, 8, 1);
	struct pen p = pen_at(&c, (struct area) { 1, 0, 5, 1 });

	pen_text(&p, ROLE_PLAIN, "a\xe6\xbc\xa2\xe5\xad\x97xyz"); /* two wide characters */
	ck_assert_str_eq(canvas_line(&c, &arena, 0), " a\xe6\xbc\xa2\xe5\xad\x97");
	p = pen_at(&c, (struct area) { 0, 0, 8, 1 });
	pen_field(&p, ROLE_PLAIN, 6, "longer than that");
	ck_assert_str_eq(canvas_line(&c, &arena, 0), "longe\xe2\x80\xa6");
	ck_assert_int_eq(text_width("\xe6\xbc\xa2\x01"
				    "e\xcc\x81"),
	    3);
	text_wrap(&arena, &lines, "one two three\n  indented words here\na\tb", 10);
	ck_assert_int_eq(lines.count, 6);
	ck_assert_str_eq(lines.text[5], "a       b");
	ck_assert_str_eq(lines.text[0], "one two");
	ck_assert_str_eq(lines.text[1], "  three");
	ck_assert_str_eq(lines.text[2], "  indented");
	ck_assert_str_eq(lines.text[3], "    words");
	text_wrap(&arena, &lines, "a       b  c", 8);
	ck_assert_str_eq(lines.text[0], "a  b  c");
	canvas_free(&c);
	arena_free(&arena);
}
END_TEST

/* Keys that do all there is, and none that leaves. */
static const char *const storm_keys[] = { " ", "p", "<down>", "<up>", "l", "h", "<tab>", "z", "e",
	"<enter>", "f", "b", "u", "t", "?", "<esc>", "<pgdn>", "<home>", ":jls<enter>",
	"/host<enter>", "N", "g9<enter>", "r", "<end>", "<click 3,7>", "<wheel 40,8,3>", ".<tick>",
	":\xc3\xa4<left><backspace><right>", "<esc>", "1", "2", "3", "4", "<" };

START_TEST(storm_of_sizes)
{
	unsigned number = 1;

	open_view(ACT3, 80, 24);
	canvas.ascii = _i == 1;
	for (int i = 0; i < RESIZE; i++) {
		number = number * 1103515245u + 12345u;
		int width = (int)(number >> 16) % (i % 3 == 0 ? 12 : 210) + 1;

		number = number * 1103515245u + 12345u;
		canvas_resize(&canvas, width, (int)(number >> 16) % (i % 5 == 0 ? 6 : 62) + 1);
		number = number * 1103515245u + 12345u;
		const char *keys =
		    storm_keys[(number >> 16) % (sizeof(storm_keys) / sizeof(storm_keys[0]))];

		view_draw(&view, &canvas);
		if (strcmp(keys, "<") == 0)
			view_key(&view, '<');
		else
			press(keys);
		for (const char *s = screen(); canvas.ascii && *s != '\0'; s++)
			ck_assert_msg((unsigned char)*s < 0x80, "no ASCII in\n%s", screen());
		arena_clear(&arena);
		ck_assert(!view.over);
	}
	close_view();
}
END_TEST

START_TEST(says_what_is_too_small)
{
	open_view(ACT3, VIEW_WIDTH - 1, VIEW_HEIGHT);
	sees("39x12 is too small: the view needs");
	press("<size 40x12>");
	lacks("too small");
	sees("[Matrix]");
	press("<tab><tab><tab>");
	sees("[Prisons]");
	press("<size 1x1>q");
	ck_assert(view.over);
	close_view();
}
END_TEST

START_TEST(help_knows_every_key)
{
	open_view(NULL, 80, 200);
	press("?");
	sees("undo a step");
	sees("PgDn");
	sees("before each step, guess how it comes out");
	press("q");
	lacks("undo a step");
	ck_assert(!view.over);
	close_view();
}
END_TEST

/* --- Time --------------------------------------------------------------------------- */

START_TEST(script_goes_back_too)
{
	open_view(ACT3, 80, 24);
	size_t steps = view_steps(&view);

	press("g12<enter>");
	sees("step 12 of");
	const char *next = view_next_words(&view, &arena);

	press("pppp");
	sees("step 8 of");
	press(":mkdir(\"/tmp/aside\", 0755)<enter>");
	ck_assert_uint_eq(view_steps(&view), steps + 1);
	press("    "); /* what was undone is done again, after what was typed */
	ck_assert_uint_eq(view.shell.world->step, 13);
	ck_assert_str_eq(view_next_words(&view, &arena), next);
	press(":branches<enter>");
	sees("8 in common");
	press("<end>");
	ck_assert_uint_eq(view.shell.world->step, steps + 1);
	press("<home>");
	ck_assert_uint_eq(view.shell.world->step, 0);
	sees("at the beginning");
	close_view();
}
END_TEST

START_TEST(play_stops_at_the_end)
{
	open_view(ACT3, 80, 24);
	size_t steps = view_steps(&view);

	press(".");
	sees("playing");
	for (size_t i = 0; i <= steps; i++)
		press("<tick>");
	lacks("playing");
	ck_assert_uint_eq(view.shell.world->step, steps);
	close_view();
}
END_TEST

/* Nothing is shown of a step before the guess: it has not run. */
START_TEST(predict)
{
	open_view(ACT3, 120, 40);
	while (view_done(&view, view.shell.world->step)->role != ROLE_REFUSED)
		press(" ");
	size_t step = view.shell.world->step;

	press("pt ");
	ck_assert_uint_eq(view.shell.world->step, step - 1);
	sees("What will happen?");
	press("2");
	ck_assert_uint_eq(view.shell.world->step, step);
	sees("Right: it is refused. (1 of 1 guessed)");
	press("p 1");
	sees("No: it is refused. (1 of 2 guessed)");
	press("p <enter>");
	sees("was refused");
	lacks("guessed)");
	press("p  ");
	ck_assert_uint_eq(view.shell.world->step, step);
	press(".<tick><tick>");
	sees("What will happen?");
	ck_assert_uint_eq(view.shell.world->step, step);
	press("t.<tick>");
	ck_assert_uint_eq(view.shell.world->step, step);
	close_view();
}
END_TEST

/* --- What the matrix answers ---------------------------------------------------------- */

/* Does a rule that decided turn on this jail parameter? */
static bool
turns_on(const struct cell *c, const char *parameter)
{
	if (!c->decided)
		return (false);
	const struct rule_info *rule = &rule_info[c->by.rule];

	if (rule->lever == LEVER_PARAM)
		return (strcmp(rule->lever_name, parameter) == 0);
	const struct priv_info *priv = rule->lever == LEVER_PARAM_OF && c->by.kind == ABOUT_PRIV ?
	    priv_at((enum priv)c->by.id) :
	    NULL;

	return (priv != NULL && priv->lever != NULL && strstr(priv->lever, parameter) != NULL);
}

static const struct {
	const char *parameter, *step;
} toggles[] = {
	{ "allow.raw_sockets",
	    "root@host # jail_set({name=\"www\", allow.raw_sockets}, JAIL_UPDATE)" },
	{ "enforce_statfs", "root@host # jail_set({name=\"www\", enforce_statfs=1}, JAIL_UPDATE)" },
	{ "devfs_ruleset", "root@host # jail_set({name=\"www\", devfs_ruleset=4}, JAIL_UPDATE)" },
};

/* Exactly the cells of www that the parameter decides are others, and no other prison's are. */
START_TEST(toggle_changes_what_rules_say)
{
	unsigned www = 0, changes = 0;

	open_view(ACT3, 200, 60);
	press("gg<esc>");
	view_goto(&view, 12);
	press(arena_printf(&arena, ":%s<enter>", toggles[_i].step));
	sees("ok");
	const struct cells *c = &view.cells;

	ck_assert_int_eq(c->count, 3);
	for (int column = 0; column < c->count; column++)
		for (int i = 0; i < (int)c->now.actions.count; i++)
			for (view.user = 0; view.user < VIEW_USERS; view.user++) {
				if (!cells_changed(&view, i, column))
					continue;
				const struct cell *now = cells_at(&view, i, column);
				const struct cell *former = cells_former(&view, i, column);

				changes++;
				www += strcmp(jid_name(&view, &arena, c->jids[column]), "www") == 0;
				ck_assert_msg(turns_on(now, toggles[_i].parameter) ||
					turns_on(former, toggles[_i].parameter),
				    "%s changed %s", toggles[_i].parameter,
				    c->now.actions.all[i].name);
			}
	view.user = 0;
	ck_assert_uint_eq(www, changes);
	if (_i == 0)
		ck_assert_uint_gt(changes, 0);
	close_view();
}
END_TEST

/* A click takes the cell under it, on the bar the step; the wheel scrolls. */
START_TEST(mouse)
{
	open_view(ACT3, 80, 24);
	press("g20<enter>");
	press("<size 80x24><click 70,9>");
	ck_assert_int_eq(view.focus, PANE_MATRIX);
	sees("[B]");
	int at = view.scroll[PANE_MATRIX].at;

	press("<wheel 70,9,3>");
	ck_assert_int_eq(view.scroll[PANE_MATRIX].at, at + 3);
	press("<click 3,20>");
	ck_assert_int_eq(view.focus, PANE_LOG);
	press("<click 40,1>");
	ck_assert_uint_gt(view.shell.world->step, 20);
	press("?<wheel 1,1,2><click 1,1>");
	sees("undo a step");
	close_view();
}
END_TEST

/* A key that does nothing says why. */
START_TEST(idle_key)
{
	open_view(ACT3, 80, 24);
	press("e");
	sees("the host is no jail — l selects the next prison");
	press("p");
	sees("this is the beginning — Space does the next step");
	view_goto(&view, view_steps(&view));
	press("n");
	sees("no step is ahead — p goes back, : types a step");
	close_view();
}
END_TEST

/* e, a parameter, Enter: the cell answers; p: as before. */
START_TEST(parameter_is_a_step)
{
	open_view(ACT3, 200, 60);
	view_goto(&view, 12);
	press("l/raw<enter>");
	int action = matrix_action(&view), column = cells_column(&view, view.jid);
	const struct cell *cell = cells_at(&view, action, column);

	ck_assert_int_eq(cell->reach, REACH_BLOCKED);
	press("e/raw_sockets<enter><enter>");
	sees("[x] allow.raw_sockets");
	sees("jail_set({jid=1, allow.raw_sockets}, JAIL_UPDATE)");
	sees("The last step changed in the matrix");
	ck_assert_int_ne(cells_at(&view, action, column)->reach, REACH_BLOCKED);
	ck_assert(cells_changed(&view, action, column));
	press("p");
	sees("[ ] allow.raw_sockets");
	ck_assert_int_eq(cells_at(&view, action, column)->reach, REACH_BLOCKED);
	press("q");
	sees("Prisons");
	close_view();
}
END_TEST

START_TEST(filters)
{
	open_view(ACT3, 100, 40);
	view_goto(&view, 12);
	press("l");
	int all = view.actions.count;

	press("b");
	ck_assert_int_lt(view.actions.count, all);
	sees("blocked in www");
	for (int i = 0; i < view.actions.count; i++) {
		int line = ((const int *)view.actions.base)[i];
		const struct cell *c =
		    line < 0 ? NULL : cells_at(&view, line, cells_column(&view, view.jid));

		ck_assert(c == NULL || c->reach == REACH_BLOCKED);
	}
	press("qf<down><down><enter>");
	sees("devices");
	press("r<down><down><enter>");
	sees("FreeBSD 15.0-p");
	press("q");
	ck_assert_int_eq(view.actions.count, all);
	close_view();
}
END_TEST

START_TEST(only_columns_in_sight_are_tried)
{
	open_view(NULL, 80, 24);
	for (int i = 0; i < 40; i++)
		view_run_line(&view,
		    arena_printf(&arena,
			"root@host # jail_set({name=\"j%d\", path=\"/jails/www\", persist}, JAIL_CREATE)",
			i),
		    false);
	view_draw(&view, &canvas);
	ck_assert_int_eq(view.cells.ncolumns, 45); /* with the host and four of the stock world */
	ck_assert_int_lt(view.cells.count, 10);
	for (int i = 0; i < 40; i++)
		press("l");
	sees("j39");
	lacks(" j1 ");
	ck_assert_int_lt(view.cells.count, 10);
	close_view();
}
END_TEST

/* --- Bad input ---------------------------------------------------------------------------- */

static const struct {
	const char *text, *says;
	unsigned good; /* steps above the mistake */
} mistakes[] = {
	{ "# t\nroot@host # getpid()\nroot@host # kil(1, 0)\nroot@host # getpid()\n",
	    "did you mean kill?", 1 },
	{ "# t\nroot@host # getpid()\nroot@host # getpid()\nroot@host # kill (1, 0)\n", ":4:", 2 },
	{ "# t\nroot@host getpid()\n", ":2:", 0 },
};

START_TEST(mistake_leaves_the_good_part)
{
	char path[] = "/tmp/check_view.XXXXXX";
	int fd = mkstemp(path);
	FILE *file = fdopen(fd, "w");

	ck_assert_ptr_nonnull(file);
	fputs(mistakes[_i].text, file);
	fclose(file);
	open_view(path, 200, 60);
	press("4z"); /* room for a long line */
	sees("with a mistake");
	sees(mistakes[_i].says);
	ck_assert_uint_eq(view_steps(&view), mistakes[_i].good);
	press("<end>");
	ck_assert_uint_eq(view.shell.world->step, mistakes[_i].good);
	close_view();
	remove(path);
}
END_TEST

START_TEST(typed_words)
{
	open_view(NULL, 100, 40);
	press(":kill(1, 0) => EPERM<enter>3");
	sees("ok     !");
	press("j");
	sees("The scenario expects EPERM, but got");
	press(":kil(1, 0)<enter>");
	sees("did you mean kill?");
	press(":help kill<enter>");
	sees("kill(pid, sig)");
	press(":root@host # kill(99999, 0)<enter>");
	sees("ESRCH");
	press("/postgres<enter>");
	press("1/postgres<enter>");
	ck_assert_int_ne(view.scroll[PANE_TREE].at, 0);
	press("/nobody has this<enter>");
	sees("is nowhere in Prisons");
	press("4:wh<tab>");
	sees(":why");
	press("<esc>:kill(<tab>");
	sees("init of host");
	press("<esc>:<up><up>");
	sees(":help kill");
	press("<backspace><left>x<esc>");
	press(":quit<enter>");
	ck_assert(view.over);
	close_view();
}
END_TEST

Suite *
view_suite(void)
{
	Suite *s = suite_create("view");
	TCase *t = tcase_create("view");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, text_fits_its_cells);
	tcase_add_loop_test(t, storm_of_sizes, 0, 2);
	tcase_add_test(t, says_what_is_too_small);
	tcase_add_test(t, help_knows_every_key);
	tcase_add_test(t, script_goes_back_too);
	tcase_add_test(t, play_stops_at_the_end);
	tcase_add_test(t, predict);
	tcase_add_loop_test(
	    t, toggle_changes_what_rules_say, 0, sizeof(toggles) / sizeof(toggles[0]));
	tcase_add_test(t, mouse);
	tcase_add_test(t, idle_key);
	tcase_add_test(t, parameter_is_a_step);
	tcase_add_test(t, filters);
	tcase_add_test(t, only_columns_in_sight_are_tried);
	tcase_add_loop_test(
	    t, mistake_leaves_the_good_part, 0, sizeof(mistakes) / sizeof(mistakes[0]));
	tcase_add_test(t, typed_words);
	suite_add_tcase(s, t);
	return (s);
}
