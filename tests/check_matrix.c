/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The matrix: every cell comes out the same when it is tried by hand, a parameter
 * moves the cells that its privileges name and no others, and the world stays as it was.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "matrix_write.h"
#include "simulation.h"
#include "stage.h"
#include "state.h"
#include "step_run.h"

#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

static const char *const users[] = { "root", "1001:1001" };

static struct stage stage;
static struct scenario jails;
static struct world *world;
static struct matrix matrix;
static struct arena arena;

/* Runs steps as the runner does; each must come out as it says. */
static void
run_all(struct world *w, struct scenario *sc, const char *what)
{
	struct outcome out;
	struct verdict v;

	for (const struct scenario_step *s = sc->steps; s != NULL; s = s->next) {
		ck_assert_msg(step_run(w, sc, s, &out), "%s: line %u", what, s->line);
		step_judge(w, sc, &out, &v);
		ck_assert_msg(
		    v.passed, "%s: line %u: expected %s, got %s", what, s->line, v.expected, v.got);
	}
}

static void
compute(struct matrix *m, const struct world *w)
{
	uint32_t *jids;
	unsigned count = matrix_prisons(&arena, w, &jids);

	ck_assert(matrix_begin(m, w, users, 2));
	matrix_compute(m, w, jids, count);
}

static void
set_up(void)
{
	stage_init(&stage);
	world = stage_open_jails(&stage, &jails);
	ck_assert_ptr_nonnull(world);
	run_all(world, &jails, "jails.scn");
	compute(&matrix, world);
}

static void
tear_down(void)
{
	matrix_end(&matrix);
	arena_free(&arena);
	scenario_free(&jails);
	stage_free(&stage);
}

static const char *
cell_name(unsigned action, unsigned column, unsigned user)
{
	return (arena_printf(&arena, "%s by %s in %s", matrix.actions.all[action].name,
	    matrix.users[user].name, matrix.columns[column].name));
}

static bool
same_cell(const struct cell *a, const struct cell *b)
{
	return (a->reach == b->reach && a->error == b->error && a->reached == b->reached &&
	    a->decider == b->decider && (a->error == 0 || a->by.rule == b->by.rule));
}

/* --- The catalogue ------------------------------------------------------------------ */

START_TEST(catalogue)
{
	unsigned counts[CATEGORIES] = { 0 };

	ck_assert_uint_ge(matrix.actions.count, 80);
	for (unsigned i = 0; i < matrix.actions.count; i++) {
		const struct action *a = &matrix.actions.all[i];
		unsigned mine = 0;

		counts[a->category]++;
		ck_assert_int_eq(action_find(&matrix.actions, a->name), (int)i);
		for (unsigned s = 0; s < a->nsteps; s++)
			mine += a->steps[s].who == ACTOR_ME;
		ck_assert_msg(mine >= 1 && mine <= 4, "%s: %u calls", a->name, mine);
		ck_assert_msg((a->verdict != 0) == (a->because != NULL), "%s", a->name);
	}
	for (unsigned i = 0; i < CATEGORIES; i++)
		ck_assert_msg(counts[i] >= 5, "%s: %u", category_name[i], counts[i]);
}
END_TEST

/* A success in a jail shows in the rows, in the answer, or the catalogue says why it does not. */
START_TEST(evidence)
{
	for (unsigned action = 0; action < matrix.actions.count; action++)
		for (unsigned column = 1; column < matrix.ncolumns; column++)
			for (unsigned user = 0; user < 2; user++) {
				const struct cell *c = matrix_cell(&matrix, action, column, user);

				if (c->reach == REACH_BLOCKED || c->reach == REACH_NONE)
					continue;
				ck_assert_msg(c->touched || c->why != NULL ||
					matrix.actions.all[action].sees != NULL,
				    "%s", cell_name(action, column, user));
			}
}
END_TEST

/* On the host nothing is contained, and what is blocked there for root is no confinement. */
START_TEST(host_column)
{
	unsigned allowed = 0;

	for (unsigned action = 0; action < matrix.actions.count; action++) {
		ck_assert_int_ne(matrix_cell(&matrix, action, 0, 0)->reach, REACH_CONTAINED);
		ck_assert_int_ne(matrix_cell(&matrix, action, 0, 1)->reach, REACH_CONTAINED);
		allowed += matrix_cell(&matrix, action, 0, 0)->reach == REACH_ALLOWED;
	}
	ck_assert_uint_ge(allowed * 10, matrix.actions.count * 8);
}
END_TEST

/* --- By hand ------------------------------------------------------------------------ */

static void
try_by_hand(unsigned action, unsigned column, unsigned user)
{
	struct textbuf text = { .arena = &arena };
	struct scenario sc, before;
	struct world *w = stage_open_jails(&stage, &before);

	run_all(w, &before, "jails.scn");
	matrix_attempt(&matrix, w, action, column, user, &text);
	if (matrix_cell(&matrix, action, column, user)->reach == REACH_NONE)
		ck_assert_ptr_nonnull(strstr(textbuf_text(&text), "# Not applicable: "));
	else {
		ck_assert_msg(
		    scenario_parse(&sc, "attempt", textbuf_text(&text), text.len, SCENARIO_FILE) &&
			scenario_check(&sc, &stage.lexicon, w->values),
		    "%s", textbuf_text(&text));
		run_all(w, &sc, textbuf_text(&text));
		scenario_free(&sc);
	}
	scenario_free(&before);
}

START_TEST(by_hand)
{
	for (unsigned action = 0; action < matrix.actions.count; action++)
		for (unsigned column = 0; column < matrix.ncolumns; column++)
			for (unsigned user = 0; user < 2; user++)
				try_by_hand(action, column, user);
}
END_TEST

/* What is explained of a cell says its rule. */
START_TEST(explained)
{
	struct textbuf t = { .arena = &arena };

	matrix_explain(
	    &matrix, world, (unsigned)action_find(&matrix.actions, "kill-host"), 4, 0, &t);
	ck_assert_ptr_nonnull(strstr(textbuf_text(&t), "kill-host: blocked."));
	ck_assert_ptr_nonnull(strstr(textbuf_text(&t), "refuses  PRISON_CHECK_OTHER"));
	ck_assert_ptr_nonnull(strstr(textbuf_text(&t), "The smallest change"));
	t.len = 0;
	matrix_explain(
	    &matrix, world, (unsigned)action_find(&matrix.actions, "write-shared"), 1, 0, &t);
	ck_assert_ptr_nonnull(strstr(textbuf_text(&t), "It reaches the host: /matrix.shared"));
}
END_TEST

/* --- Parameters --------------------------------------------------------------------- */

/* Does the parameter stand in the way of the cell, by the rule's row or the privilege's? */
static bool
turns_on(const struct cell *c, const char *param)
{
	const struct rule_info *rule = &rule_info[c->by.rule];
	const struct priv_info *priv =
	    c->by.kind == ABOUT_PRIV ? priv_at((enum priv)c->by.id) : NULL;

	if (c->reach != REACH_BLOCKED || !c->decided)
		return (false);
	if (rule->lever == LEVER_PARAM_OF)
		return (priv != NULL && strstr(priv->lever, param) != NULL);
	return (rule->lever == LEVER_PARAM && strcmp(rule->lever_name, param) == 0);
}

static const struct {
	const char *jail, *param, *setting;
	const char *others; /* actions that turn on it without a refusal */
} toggles[] = {
	{ "www", "allow.raw_sockets", "allow.raw_sockets=1", "" },
	{ "build", "allow.raw_sockets", "allow.raw_sockets=0", "" },
	{ "www", "allow.settime", "allow.settime=1", "" },
	{ "www", "allow.chflags", "allow.chflags=1", "" },
	{ "db", "allow.mlock", "allow.mlock=0", "" },
	{ "build", "enforce_statfs", "enforce_statfs=2", "" },
	{ "www", "enforce_statfs", "enforce_statfs=0", " list-mounts " },
	{ "build", "devfs_ruleset", "devfs_ruleset=0", " mount-devfs-memory " },
	{ "www", "devfs_ruleset", "devfs_ruleset=0", "" },
	{ "www", "children.max", "children.max=2", "" },
};

static unsigned
column_of(const char *jail)
{
	unsigned column = 0;

	while (strcmp(matrix.columns[column].name, jail) != 0)
		column++;
	return (column);
}

/* A change in www moves cells of www only, and those that turn on the parameter. */
static unsigned
compare_toggle(const struct matrix *after, int toggle)
{
	unsigned changed = 0;

	for (unsigned action = 0; action < matrix.actions.count; action++)
		for (unsigned i = 0; i < matrix.ncolumns * 2; i++) {
			const struct cell *was = matrix_cell(&matrix, action, i / 2, i % 2);
			const struct cell *is = matrix_cell(after, action, i / 2, i % 2);
			const char *name =
			    arena_printf(&arena, " %s ", matrix.actions.all[action].name);
			bool wanted = i / 2 == column_of(toggles[toggle].jail) &&
			    (turns_on(was, toggles[toggle].param) ||
				turns_on(is, toggles[toggle].param) ||
				strstr(toggles[toggle].others, name) != NULL);

			if (!same_cell(was, is))
				ck_assert_msg(wanted, "%s %s changes %s", toggles[toggle].jail,
				    toggles[toggle].setting, cell_name(action, i / 2, i % 2));
			changed += !same_cell(was, is);
		}
	return (changed);
}

START_TEST(toggled)
{
	const char *line =
	    arena_printf(&arena, "root@host # jail_set({name=\"%s\", %s}, JAIL_UPDATE)\n",
		toggles[_i].jail, toggles[_i].setting);
	struct matrix after;
	struct scenario sc;
	struct world copy;

	ck_assert(world_copy(&copy, world));
	ck_assert(scenario_parse(&sc, "toggle", line, strlen(line), SCENARIO_FILE));
	run_all(&copy, &sc, line);
	compute(&after, &copy);
	unsigned changed = compare_toggle(&after, _i);

	/* www mounts no devfs itself, so that the ruleset forced on such mounts moves nothing. */
	if (strcmp(toggles[_i].jail, "www") == 0 && strcmp(toggles[_i].param, "devfs_ruleset") == 0)
		ck_assert_uint_eq(changed, 0);
	else
		ck_assert_uint_ge(changed, 1);
	matrix_end(&after);
	scenario_free(&sc);
	world_clear(&copy);
}
END_TEST

#define JAIL_ALLOW(ident_, name_, default_, subset_, meaning_) name_,
static const char *const permissions[] = {
#include "jail_params.def"
};

/* Those that work through other parameters, or whose refusal the call answers otherwise. */
static bool
is_indirect(const char *permission)
{
	static const char *const names[] = { "allow.suser", "allow.sysvipc", "allow.reserved_ports",
		"allow.unprivileged_proc_debug" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(permission, names[i]) == 0)
			return (true);
	return (false);
}

/* A permission given to www, or taken, moves no cell that does not turn on it. */
START_TEST(every_permission)
{
	const char *name = permissions[_i / 2];
	const char *line = arena_printf(
	    &arena, "root@host # jail_set({name=\"www\", %s=%d}, JAIL_UPDATE)\n", name, _i % 2);
	struct matrix after;
	struct scenario sc;

	ck_assert(scenario_parse(&sc, "permission", line, strlen(line), SCENARIO_FILE));
	run_all(world, &sc, line);
	compute(&after, world);
	for (unsigned action = 0; action < matrix.actions.count; action++)
		for (unsigned i = 0; i < matrix.ncolumns * 2; i++) {
			const struct cell *was = matrix_cell(&matrix, action, i / 2, i % 2);
			const struct cell *is = matrix_cell(&after, action, i / 2, i % 2);

			ck_assert_msg(same_cell(was, is) ||
				(i / 2 == column_of("www") &&
				    (is_indirect(name) || turns_on(was, name) ||
					turns_on(is, name))),
			    "%s changes %s", line, cell_name(action, i / 2, i % 2));
		}
	matrix_end(&after);
	scenario_free(&sc);
}
END_TEST

/* --- What is shared ----------------------------------------------------------------- */

static const struct {
	const char *params, *action;
	enum reach reach;
} shared[] = {
	{ "path=/", "read-secret", REACH_ALLOWED },
	{ "path=/", "make-file", REACH_ALLOWED },
	{ "path=/", "forge-handle", REACH_BLOCKED },
	{ "path=/jails/build", "make-file", REACH_ALLOWED },
	{ "path=/jails", "read-root-directory", REACH_CONTAINED },
	{ "path=/tmp host=inherit", "set-hostname", REACH_ALLOWED },
	{ "path=/tmp sysvshm=inherit", "attach-segment", REACH_ALLOWED },
	{ "path=/tmp sysvshm=new", "attach-segment", REACH_BLOCKED },
	{ "path=/tmp sysvmsg=inherit", "make-queue", REACH_CONTAINED },
	{ "path=/tmp ip4=inherit", "serve-host-address", REACH_ALLOWED },
	{ "path=/tmp ip4=inherit", "reach-loopback-service", REACH_ALLOWED },
	{ "path=/tmp vnet", "reach-host-service", REACH_BLOCKED },
	{ "path=/tmp vnet", "raw-socket", REACH_CONTAINED },
};

/* A jail that shares something reaches outside with it, and only with it. */
START_TEST(sharing)
{
	const char *line =
	    arena_printf(&arena, "root@host # jail -c name=new %s persist\n", shared[_i].params);
	struct scenario sc;
	struct matrix m;

	ck_assert(scenario_parse(&sc, "shared", line, strlen(line), SCENARIO_FILE));
	run_all(world, &sc, line);
	compute(&m, world);
	unsigned action = (unsigned)action_find(&m.actions, shared[_i].action);

	ck_assert_str_eq(m.columns[m.ncolumns - 1].name, "new");
	const struct cell *c = matrix_cell(&m, action, m.ncolumns - 1, 0);

	ck_assert_msg(c->reach == shared[_i].reach, "%s %s: %s", shared[_i].params,
	    shared[_i].action, reach_name[c->reach]);
	matrix_end(&m);
	scenario_free(&sc);
}
END_TEST

/* --- The world ---------------------------------------------------------------------- */

START_TEST(untouched)
{
	uint64_t hash = kernel_hash(world->kernel);
	size_t now = kernel_now(world->kernel), reach = kernel_reach(world->kernel);
	size_t step = world->step, steps = world->steps;
	const struct moment present = world->present;
	struct matrix m;

	compute(&m, world);
	ck_assert(hash == kernel_hash(world->kernel));
	ck_assert_uint_eq(now, kernel_now(world->kernel));
	ck_assert_uint_eq(reach, kernel_reach(world->kernel));
	ck_assert_uint_eq(step, world->step);
	ck_assert_uint_eq(steps, world->steps);
	ck_assert_mem_eq(&present, &world->present, sizeof(present));
	ck_assert_pstr_eq(kernel_check(world->kernel), NULL);
	matrix_end(&m);
}
END_TEST

/* What :back undid can still be done again after a look at the matrix. */
START_TEST(forward_after)
{
	uint64_t hash = kernel_hash(world->kernel);
	struct matrix m;

	ck_assert(world_back(world) && world_back(world));
	compute(&m, world);
	ck_assert(world_forward(world) && world_forward(world));
	ck_assert(hash == kernel_hash(world->kernel));
	matrix_end(&m);
}
END_TEST

/* A cell does not depend on which columns were asked for, or in which order. */
START_TEST(columns_alone)
{
	struct matrix m;

	ck_assert(matrix_begin(&m, world, users, 2));
	for (unsigned column = matrix.ncolumns; column-- > 0;) {
		matrix_compute(&m, world, &matrix.columns[column].jid, 1);
		ck_assert_uint_eq(m.ncolumns, 1);
		for (unsigned i = 0; i < matrix.actions.count * 2; i++)
			ck_assert_msg(same_cell(matrix_cell(&m, i / 2, 0, i % 2),
					  matrix_cell(&matrix, i / 2, column, i % 2)),
			    "%s", cell_name(i / 2, column, i % 2));
	}
	matrix_end(&m);
}
END_TEST

/* The same bytes each time, whatever was computed before. */
START_TEST(same_bytes)
{
	const struct matrix_choice choice = {
		.format = (enum matrix_format)_i, .category = -1, .reasons = true
	};
	struct textbuf a = { .arena = &arena }, b = { .arena = &arena };
	struct matrix m;

	matrix_write(&a, &matrix, world, &choice);
	compute(&m, world);
	matrix_write(&b, &m, world, &choice);
	ck_assert_uint_gt(a.len, 1000);
	ck_assert_str_eq(textbuf_text(&a), textbuf_text(&b));
	for (const char *at = textbuf_text(&a); _i == MATRIX_TEXT && *at != '\0';
	     at += strcspn(at, "\n") + 1)
		ck_assert_msg(strcspn(at, "\n") <= 80, "%.*s", (int)strcspn(at, "\n"), at);
	matrix_end(&m);
}
END_TEST

/* The word of the shell: prisons, a category, a cell, or what is wrong. */
static const struct {
	const char *words[3];
	bool good;
	const char *says;
} words[] = {
	{ { NULL }, true, "build.test" },
	{ { "www", "host" }, true, "www  host" },
	{ { "time", "www" }, true, "  set-clock                BB" },
	{ { "kill-host@www" }, true, "refuses  PRISON_CHECK_OTHER" },
	{ { "www", "wwww" }, false, "no jail wwww runs here \xe2\x80\x94 did you mean www?" },
	{ { "kil-host@www" }, false,
	    "there is no action kil-host \xe2\x80\x94 did you mean kill-host?" },
	{ { "kill-host@wwww" }, false, "did you mean www?" },
};

START_TEST(shell_word)
{
	struct textbuf t = { .arena = &arena };
	unsigned count = 0;

	while (words[_i].words[count] != NULL)
		count++;
	ck_assert(matrix_text(&t, world, count, words[_i].words) == words[_i].good);
	ck_assert_msg(strstr(textbuf_text(&t), words[_i].says) != NULL, "%s", textbuf_text(&t));
}
END_TEST

Suite *
matrix_suite(void)
{
	Suite *suite = suite_create("matrix");
	TCase *tcase = tcase_create("matrix");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, catalogue);
	tcase_add_test(tcase, evidence);
	tcase_add_test(tcase, host_column);
	tcase_add_test(tcase, by_hand);
	tcase_add_test(tcase, explained);
	tcase_add_loop_test(tcase, toggled, 0, (int)(sizeof(toggles) / sizeof(toggles[0])));
	tcase_add_loop_test(
	    tcase, every_permission, 0, 2 * (int)(sizeof(permissions) / sizeof(permissions[0])));
	tcase_add_loop_test(tcase, sharing, 0, (int)(sizeof(shared) / sizeof(shared[0])));
	tcase_add_test(tcase, untouched);
	tcase_add_test(tcase, forward_after);
	tcase_add_test(tcase, columns_alone);
	tcase_add_loop_test(tcase, same_bytes, 0, MATRIX_MD + 1);
	tcase_add_loop_test(tcase, shell_word, 0, (int)(sizeof(words) / sizeof(words[0])));
	suite_add_tcase(suite, tcase);
	return (suite);
}
