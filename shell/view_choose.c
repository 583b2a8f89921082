/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lists to choose from, in the place of the prisons: the parameters of the selected jail, releases
 * of FreeBSD, categories of actions.  What changes the world does so by a step like any other,
 * which can be undone.
 */
#include <stdlib.h>
#include <string.h>

#include "jail.h"
#include "jail_param.h"
#include "release.h"
#include "view_pane.h"

/* --- Parameters -------------------------------------------------------------------- */

enum { NO_PLACE = -1 };

struct parameter {
	const char *name, *meaning;
	int place; /* in pr_allow; or NO_PLACE */
};

static const struct parameter parameters[] = {
#define JAIL_PARAM(ident_, name_, type_, origin_, change_, default_, meaning_)                     \
	{ name_, meaning_, NO_PLACE },
#define JAIL_ALLOW(ident_, name_, default_, child_, meaning_)                                      \
	{ name_, meaning_, PR_ALLOW_PLACE_##ident_ },
#define JAIL_PSEUDO(ident_, name_, type_, default_, meaning_)
#include "jail_params.def"
};

/* Those that are no permission: their values in turn. */
static const struct cycle {
	const char *name;
	const char *values[6];
} cycles[] = {
	{ "enforce_statfs", { "2", "1", "0" } },
	{ "devfs_ruleset", { "0", "4", "5" } },
	{ "securelevel", { "-1", "0", "1", "2", "3" } },
	{ "children.max", { "0", "5" } },
	{ "sysvmsg", { "disable", "new", "inherit" } },
	{ "sysvsem", { "disable", "new", "inherit" } },
	{ "sysvshm", { "disable", "new", "inherit" } },
};

#define CYCLES (int)(sizeof(cycles) / sizeof(cycles[0]))

static const struct parameter *
parameter_at(int line)
{
	const char *name = line < CYCLES ? cycles[line].name : jail_allow_name[line - CYCLES];

	for (size_t i = 0; i < sizeof(parameters) / sizeof(parameters[0]); i++)
		if (strcmp(parameters[i].name, name) == 0)
			return (&parameters[i]);
	return (NULL);
}

static const char *
present_value(struct arena *a, const struct prison *pr, int line)
{
	static const char *const sysv[] = { "disable", "new", "inherit", "" };

	if (line >= CYCLES)
		return (pr->pr_allow >> (line - CYCLES) & 1 ? "x" : " ");
	switch (line) {
	case 0:
		return (arena_printf(a, "%u", (unsigned)pr->pr_enforce_statfs));
	case 1:
		return (arena_printf(a, "%u", (unsigned)pr->pr_devfs_rsnum));
	case 2:
		return (arena_printf(a, "%d", pr->pr_securelevel));
	case 3:
		return (arena_printf(a, "%u", (unsigned)pr->pr_childmax));
	default:
		return (sysv[prison_sysv(pr, (uint32_t)(line - 4))]);
	}
}

/* The value after the present one. */
static const char *
next_value(struct arena *a, const struct prison *pr, int line)
{
	const char *now = present_value(a, pr, line);
	const char *const *values = cycles[line].values;

	for (int i = 0; i < 5 && values[i] != NULL && values[i + 1] != NULL; i++)
		if (strcmp(values[i], now) == 0)
			return (values[i + 1]);
	return (values[0]);
}

/* "allow.mount.nodevfs" */
static const char *
no_form(struct arena *a, const char *name)
{
	const char *dot = strrchr(name, '.');

	return (arena_printf(a, "%.*sno%s", (int)(dot + 1 - name), name, dot + 1));
}

/* The step that changes a parameter. */
static const char *
parameter_step(const struct view *v, struct arena *a, int line)
{
	const struct prison *pr = prison_find(v->shell.world->kernel, v->jid, 0);
	const struct parameter *p = parameter_at(line);
	const char *words;

	if (pr == NULL || p == NULL)
		return (NULL);
	if (line < CYCLES) {
		const char *value = next_value(a, pr, line);
		const char *quote = line >= 4 ? "\"" : "";

		words = arena_printf(a, "%s=%s%s%s", p->name, quote, value, quote);
	} else {
		words = *present_value(a, pr, line) == 'x' ? no_form(a, p->name) : p->name;
	}
	return (arena_printf(
	    a, "root@host # jail_set({jid=%u, %s}, JAIL_UPDATE)", (unsigned)v->jid, words));
}

static void
draw_parameter(struct view *v, struct pen *p, int line)
{
	const struct prison *pr = prison_find(v->shell.world->kernel, v->jid, 0);
	struct arena a = { 0 };

	if (pr == NULL)
		return;
	const char *value = present_value(&a, pr, line);

	if (line >= CYCLES)
		pen_printf(p, *value == 'x' ? ROLE_STRONG : ROLE_DIM, "[%s] ", value);
	pen_text(p, ROLE_PLAIN, parameter_at(line)->name);
	if (line < CYCLES)
		pen_printf(p, ROLE_STRONG, " = %s", value);
	arena_free(&a);
}

/* --- Releases --------------------------------------------------------------------- */

#define RELEASES_MOST 128

static int
compare_releases(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x < y ? 1 : x > y ? -1 : 0);
}

static int
add_release(uint32_t *list, int count, uint32_t release)
{
	for (int i = 0; i < count; i++)
		if (list[i] == release)
			return (count);
	if (release == 0 || count == RELEASES_MOST)
		return (count);
	list[count] = release;
	return (count + 1);
}

static int
add_releases(uint32_t *list, int count, const char *text)
{
	while (*text != '\0') {
		char word[32];
		size_t length = strcspn(text, " ");

		snprintf(word, sizeof(word), "%.*s", (int)length, text);
		count = add_release(list, count, release_parse(word));
		text += length + strspn(text + length, " ");
	}
	return (count);
}

/* Every release at which some rule began or ended, and the present one; the newest first. */
static int
releases(uint32_t list[RELEASES_MOST])
{
	int count = add_release(list, 0, RELEASE_DEFAULT);

	for (int i = 0; i < RULES; i++) {
		count = add_releases(list, count, rule_info[i].since);
		count = add_releases(list, count, rule_info[i].until);
	}
	qsort(list, (size_t)count, sizeof(*list), compare_releases);
	return (count);
}

static const char *
release_name(struct arena *a, uint32_t release)
{
	const char *name = arena_printf(
	    a, "%u.%u", (unsigned)RELEASE_MAJOR(release), (unsigned)RELEASE_MINOR(release));

	if (RELEASE_PATCH(release) == RELEASE_PATCHED)
		return (name);
	return (arena_printf(a, "%s-p%u", name, (unsigned)RELEASE_PATCH(release)));
}

/* --- The pane --------------------------------------------------------------------- */

static int
choice_count(struct view *v, int width)
{
	uint32_t list[RELEASES_MOST];

	(void)width;
	if (v->choice == CHOICE_PARAMETER)
		return (v->jid == 0 ? 0 : CYCLES + PR_ALLOW_PLACES);
	return (v->choice == CHOICE_RELEASE ? releases(list) : CATEGORIES + 1);
}

static const char *
choice_title(struct view *v, struct arena *a)
{
	if (v->choice == CHOICE_PARAMETER)
		return (arena_printf(a, "of %s", jid_name(v, a, v->jid)));
	return (v->choice == CHOICE_RELEASE ? "of FreeBSD" : "of actions");
}

static void
choice_draw(struct view *v, struct pen *p, int line)
{
	uint32_t list[RELEASES_MOST];
	struct arena a = { 0 };

	if (v->choice == CHOICE_PARAMETER)
		draw_parameter(v, p, line);
	else if (v->choice == CHOICE_CATEGORY)
		pen_text(p, ROLE_PLAIN, line == 0 ? "all" : category_name[line - 1]);
	else if (line < releases(list))
		pen_text(p,
		    list[line] == ruling_of(v->shell.world->kernel)->ru_release ? ROLE_STRONG :
										  ROLE_PLAIN,
		    release_name(&a, list[line]));
	arena_free(&a);
}

static void
choice_select(struct view *v, int line)
{
	(void)line;
	if (v->choice == CHOICE_PARAMETER)
		why_set(v, WHY_CHOICE);
}

const char *
choice_text(struct view *v, struct arena *a)
{
	int line = v->scroll[PANE_TREE].at;
	const struct parameter *p = parameter_at(line);
	const char *step = parameter_step(v, a, line);

	if (p == NULL || step == NULL)
		return ("");
	return (arena_printf(
	    a, "%s\n  %s\nEnter changes it, p undoes that:\n  %s\n", p->name, p->meaning, step));
}

static void
change_parameter(struct view *v, int line)
{
	struct arena a = { 0 };
	const char *step = parameter_step(v, &a, line);

	if (step != NULL) {
		view_run_line(v, step, false);
		cells_want(v, cells_column(v, v->jid), 1);
		matrix_show_change(v);
		why_set(v,
		    view_done(v, v->shell.world->step)->role == ROLE_REFUSED ? WHY_STEP :
									       WHY_CHOICE);
	}
	arena_free(&a);
}

static void
choice_enter(struct view *v, int line)
{
	uint32_t list[RELEASES_MOST];
	struct arena a = { 0 };

	if (v->choice == CHOICE_PARAMETER) {
		change_parameter(v, line);
	} else if (v->choice == CHOICE_RELEASE && line < releases(list)) {
		view_run_line(
		    v, arena_printf(&a, ":release %s", release_name(&a, list[line])), false);
		choice_close(v);
	} else if (v->choice == CHOICE_CATEGORY) {
		v->category = line - 1;
		choice_close(v);
		matrix_fill(v);
	}
	arena_free(&a);
}

void
choice_open(struct view *v, enum choice choice)
{
	v->choice = choice;
	v->focus = PANE_TREE;
	v->scroll[PANE_TREE] = (struct scroll) { 0 };
	if (choice == CHOICE_PARAMETER)
		why_set(v, WHY_CHOICE);
}

void
choice_close(struct view *v)
{
	v->choice = CHOICE_NONE;
	v->focus = PANE_MATRIX;
	v->scroll[PANE_TREE] = (struct scroll) { 0 };
	tree_follow(v);
	if (v->why == WHY_CHOICE)
		why_set(v, WHY_CELL);
}

#define CHOICE_PANE(name_)                                                                         \
	{                                                                                          \
		.name = name_, .title = choice_title, .count = choice_count, .draw = choice_draw,  \
		.select = choice_select, .enter = choice_enter,                                    \
	}

const struct pane_ops choice_ops[] = { [CHOICE_PARAMETER] = CHOICE_PANE("Parameters"),
	[CHOICE_RELEASE] = CHOICE_PANE("Releases"),
	[CHOICE_CATEGORY] = CHOICE_PANE("Categories") };
