/* SPDX-License-Identifier: BSD-2-Clause */
/* `jailsim matrix': what every action comes to in every prison, see matrix.h. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "matrix_write.h"
#include "nearest.h"
#include "programs/jailparam.h"
#include "simulation.h"
#include "stage.h"
#include "step_run.h"
#include "trial.h"

#define USERS_MAX 4

/* One world and its matrix. */
struct side {
	struct scenario sc;   /* what made the world */
	struct world world;   /* a copy of it */
	struct matrix matrix; /* of that */
};

/* What the command line asks for. */
struct wish {
	struct command *c;
	struct stage stage;
	struct matrix_choice choice;
	const char *users[USERS_MAX];
	unsigned nusers;
	struct arena arena;
};

/* --- The worlds --------------------------------------------------------------------- */

/* Runs all steps; those that come out otherwise than expected are told. */
static bool
run_steps(struct wish *wish, struct world *w, struct scenario *sc)
{
	struct outcome out;
	struct verdict v;

	for (const struct scenario_step *s = sc->steps; s != NULL; s = s->next) {
		if (!step_run(w, sc, s, &out)) {
			problems_print(stderr, &sc->problems);
			return (false);
		}
		step_judge(w, sc, &out, &v);
		if (!v.passed)
			command_wrong(wish->c,
			    "%s:%u: expected %s, got %s — the matrix is of what came of it",
			    sc->file, s->line, v.expected, v.got);
	}
	return (true);
}

static bool
open_side(struct wish *wish, struct side *side, const char *path)
{
	struct world *w = path == NULL ? stage_open_jails(&wish->stage, &side->sc) :
					 stage_open(&wish->stage, &side->sc, path);

	if (w == NULL || !run_steps(wish, w, &side->sc))
		return (false);
	if (!world_copy(&side->world, w))
		world_out_of_memory();
	return (true);
}

static bool
compute_side(struct wish *wish, struct side *side)
{
	uint32_t *jids;
	unsigned count = matrix_prisons(&wish->arena, &side->world, &jids);

	if (!matrix_begin(&side->matrix, &side->world, wish->users, wish->nusers)) {
		problems_print(stderr, matrix_problems(&side->matrix));
		return (false);
	}
	matrix_compute(&side->matrix, &side->world, jids, count);
	return (true);
}

/* Each user is somebody in some prison. */
static bool
users_are_known(struct wish *wish, const struct matrix *m)
{
	for (unsigned user = 0; user < m->nusers; user++) {
		bool known = false;

		for (unsigned action = 0; action < m->actions.count && !known; action++)
			for (unsigned column = 0; column < m->ncolumns && !known; column++)
				known = matrix_cell(m, action, column, user)->reach != REACH_NONE;
		if (!known) {
			command_wrong(wish->c,
			    "no prison has a user %s — name one of its /etc/passwd, as alice, "
			    "or write UID:GID",
			    wish->users[user]);
			return (false);
		}
	}
	return (true);
}

static void
close_side(struct side *side)
{
	matrix_end(&side->matrix);
	world_clear(&side->world);
	scenario_free(&side->sc);
}

/* --- --diff ------------------------------------------------------------------------- */

/* The step that makes a change: "release=9.0", "without=RULE", "www:enforce_statfs=1". */
static const char *
change_line(struct arena *a, const char *change)
{
	const char *colon = strchr(change, ':'), *equals = strchr(change, '=');
	const char *value = equals == NULL ? NULL : equals + 1;

	if (strncmp(change, "release=", 8) == 0 || strncmp(change, "without=", 8) == 0 ||
	    strncmp(change, "with=", 5) == 0)
		return (arena_printf(a, ":%.*s %s\n", (int)(equals - change), change, value));
	if (colon == NULL || colon == change || colon[1] == '\0' || colon[1] == '=')
		return (NULL);
	if (value == NULL)
		return (arena_printf(a, "root@host # jail_set({name=\"%.*s\", %s}, JAIL_UPDATE)\n",
		    (int)(colon - change), change, colon + 1));
	bool number = *value != '\0' &&
	    strspn(value + (*value == '-'), "0123456789") == strlen(value + (*value == '-')) &&
	    value[*value == '-'] != '\0';

	if (strcmp(value, "true") == 0 || strcmp(value, "false") == 0) {
		value = *value == 't' ? "1" : "0";
		number = true;
	}
	return (arena_printf(a, "root@host # jail_set({name=\"%.*s\", %.*s=%s%s%s}, JAIL_UPDATE)\n",
	    (int)(colon - change), change, (int)(equals - colon - 1), colon + 1, number ? "" : "\"",
	    value, number ? "" : "\""));
}

/* Makes a change in the copy of a world. */
/* The kind of value that the parameter of "www:enforce_statfs=x" takes and x is none of, or NULL.
 */
static const char *
wrong_value(struct arena *a, const char *change)
{
	const char *colon = strchr(change, ':'), *equals = strchr(change, '=');

	if (colon == NULL || equals == NULL || equals < colon)
		return (NULL);
	const struct jailparam *param =
	    jailparam_find(arena_copy(a, colon + 1, (size_t)(equals - colon - 1)));

	return (param == NULL ? NULL : jailparam_wrong(param, equals + 1));
}

static bool
make_change(struct wish *wish, struct side *side, const char *change)
{
	const char *line = change_line(&wish->arena, change);
	const char *kind = wrong_value(&wish->arena, change);
	struct outcome out;
	struct verdict v;

	if (line == NULL) {
		command_wrong(wish->c,
		    "--diff %s says no change — use release=9.0, www:allow.raw_sockets=1, "
		    "without=RULE or a SCENARIO",
		    change);
		return (false);
	}
	if (kind != NULL) {
		command_wrong(wish->c, "--diff %s: %s is no %s value — try %s", change,
		    strchr(change, '=') + 1, kind,
		    strcmp(kind, "boolean") == 0 ? "true or false" : "disable, new or inherit");
		return (false);
	}
	if (!scenario_parse(&side->sc, "--diff", line, strlen(line), SCENARIO_FILE) ||
	    !scenario_check(&side->sc, side->world.lexicon, side->world.values) ||
	    !step_run(&side->world, &side->sc, side->sc.steps, &out)) {
		problems_print(stderr, &side->sc.problems);
		return (false);
	}
	if (!outcome_failed(&out))
		return (true);
	step_judge(&side->world, &side->sc, &out, &v);
	command_wrong(wish->c, "--diff %s: the change is refused: %s — try it in the shell: %.*s",
	    change, v.got, (int)strcspn(line, "\n"), line);
	return (false);
}

static bool
is_scenario(const char *change)
{
	const char *dot = strrchr(change, '.');

	return (strcmp(change, "-") == 0 || (dot != NULL && strcmp(dot, ".scn") == 0));
}

static bool
open_other(struct wish *wish, struct side *other, const struct side *side, const char *change)
{
	if (is_scenario(change))
		return (open_side(wish, other, change));
	if (!world_copy(&other->world, &side->world))
		world_out_of_memory();
	return (make_change(wish, other, change));
}

static int
write_difference(struct wish *wish, struct side *side, const char *change)
{
	struct textbuf t = { .arena = &wish->arena };
	struct side *other = arena_new(&wish->arena, struct side);
	bool good = open_other(wish, other, side, change) && compute_side(wish, other);
	const struct matrix_side before = { is_scenario(change) ? side->sc.file : "as it is",
		&side->matrix, &side->world };
	const struct matrix_side after = { change, &other->matrix, &other->world };

	if (good) {
		matrix_write_difference(&t, &before, &after, &wish->choice);
		fwrite(textbuf_text(&t), 1, t.len, wish->c->out);
	}
	close_side(other);
	return (good ? EXIT_SUCCESS : EXIT_USAGE);
}

/* --- One cell ----------------------------------------------------------------------- */

static int
unknown_action(struct wish *wish, const struct matrix *m, const char *name)
{
	struct nearest n;

	nearest_begin(&n, name);
	for (unsigned i = 0; i < m->actions.count; i++)
		nearest_offer(&n, m->actions.all[i].name);
	return (command_wrong(wish->c, "there is no action %s — %s", name,
	    nearest_mend(&n, &wish->arena, "see jailsim list actions")));
}

/* ACTION@PRISON, for each user. */
static int
write_cell(struct wish *wish, const struct side *side, const char *cell, bool why)
{
	const struct matrix *m = &side->matrix;
	const char *at = strchr(cell, '@');
	struct textbuf t = { .arena = &wish->arena };
	unsigned column = 0;

	if (at == NULL)
		return (command_wrong(wish->c, "%s is no cell — write ACTION@PRISON", cell));
	int action = action_find(&m->actions, arena_copy(&wish->arena, cell, (size_t)(at - cell)));

	if (action < 0)
		return (
		    unknown_action(wish, m, arena_copy(&wish->arena, cell, (size_t)(at - cell))));
	while (column < m->ncolumns && strcmp(m->columns[column].name, at + 1) != 0)
		column++;
	if (column == m->ncolumns)
		return (command_wrong(wish->c,
		    "no prison %s is here — the table's columns are named host and after the jails",
		    at + 1));
	for (unsigned user = 0; user < m->nusers; user++) {
		textbuf_puts(&t, user == 0 ? "" : "\n");
		(why ? matrix_explain : matrix_attempt)(
		    m, &side->world, (unsigned)action, column, user, &t);
	}
	fwrite(textbuf_text(&t), 1, t.len, wish->c->out);
	return (EXIT_SUCCESS);
}

/* --- The command line --------------------------------------------------------------- */

static int
read_users(struct wish *wish)
{
	const struct command *c = wish->c;

	for (unsigned i = 0; i < c->ngiven; i++) {
		if (strcmp(c->given[i].option->name, "user") != 0)
			continue;
		if (wish->nusers == USERS_MAX)
			return (command_wrong(c, "too many users — %d at most", USERS_MAX));
		wish->users[wish->nusers++] = c->given[i].value;
	}
	if (wish->nusers == 0) {
		wish->users[wish->nusers++] = "root";
		wish->users[wish->nusers++] = "1001:1001";
	}
	return (0);
}

static int
unknown_category(struct wish *wish, const char *name)
{
	struct nearest n;

	nearest_begin(&n, name);
	for (unsigned i = 0; i < CATEGORIES; i++)
		nearest_offer(&n, category_name[i]);
	return (command_wrong(wish->c, "there is no category %s — %s", name,
	    nearest_mend(&n, &wish->arena, "see jailsim list actions")));
}

static int
read_wish(struct wish *wish)
{
	const struct command *c = wish->c;
	const char *category = command_value(c, "category");
	const char *format = command_value(c, "json") != NULL ? "json" : command_value(c, "format");

	wish->choice = (struct matrix_choice) { .category = -1,
		.blocked = command_value(c, "blocked") != NULL,
		.reasons = command_value(c, "reasons") != NULL };
	if (c->argc > 1)
		return (command_wrong(c, "name one scenario, or none for the stock world's jails"));
	if (format != NULL && !matrix_format_parse(format, &wish->choice.format))
		return (
		    command_wrong(c, "there is no format %s — use text, csv, json or md", format));
	if (category != NULL && (wish->choice.category = category_find(category)) < 0)
		return (unknown_category(wish, category));
	return (read_users(wish));
}

static int
write_wish(struct wish *wish, struct side *side)
{
	const struct command *c = wish->c;
	const char *why = command_value(c, "why"), *attempt = command_value(c, "attempt");
	const char *change = command_value(c, "diff");
	struct textbuf t = { .arena = &wish->arena };

	if (why != NULL || attempt != NULL)
		return (write_cell(wish, side, why != NULL ? why : attempt, why != NULL));
	if (change != NULL)
		return (write_difference(wish, side, change));
	matrix_write(&t, &side->matrix, &side->world, &wish->choice);
	fwrite(textbuf_text(&t), 1, t.len, c->out);
	return (EXIT_SUCCESS);
}

static int
run_matrix(struct command *c)
{
	struct wish *wish = calloc(1, sizeof(*wish));

	if (wish == NULL)
		world_out_of_memory();
	wish->c = c;
	stage_init(&wish->stage);
	struct side *side = arena_new(&wish->arena, struct side);
	int status = read_wish(wish);

	if (status == 0) {
		status = open_side(wish, side, c->argc == 0 ? NULL : c->argv[0]) &&
			compute_side(wish, side) && users_are_known(wish, &side->matrix) ?
		    write_wish(wish, side) :
		    EXIT_USAGE;
		close_side(side);
	}
	stage_free(&wish->stage);
	arena_free(&wish->arena);
	free(wish);
	return (status);
}

static const struct command_option options[] = {
	{ "format", 0, "text|csv|json|md", "how to write it" },
	{ "json", 0, NULL, "the same as --format json" },
	{ "user", 'u', "USER", "root, a login name or UID:GID; may be repeated" },
	{ "category", 0, "NAME", "only actions of this category" },
	{ "blocked", 0, NULL, "only actions that are blocked somewhere" },
	{ "reasons", 0, NULL, "text: each rule with what it blocked" },
	{ "diff", 0, "CHANGE", "only cells that differ after a change" },
	{ "why", 0, "ACTION@PRISON", "all about one cell" },
	{ "attempt", 0, "ACTION@PRISON", "one cell as steps to try by hand" },
	{ NULL, 0, NULL, NULL },
};

const struct command_entry command_matrix = {
	.name = "matrix",
	.arguments = "[SCENARIO]",
	.summary = "Show what every action comes to in every prison",
	.options = options,
	.notes = "The world is the one that SCENARIO leaves, or the stock world with the jails of\n"
		 "scenarios/jails.scn.  Each cell is tried there by the real calls, and undone.\n"
		 "\n"
		 "A allowed    it reaches the host or a neighbour\n"
		 "C contained  it succeeds on what is the prison's own: nothing else was changed\n"
		 "B blocked    a call is refused, by a rule\n"
		 "-            not applicable: nobody to try it, or nothing to try it on\n"
		 "\n"
		 "A CHANGE is release=9.0, without=RULE, www:allow.raw_sockets=1 or another\n"
		 "scenario, FILE.scn.  See also jailsim list actions.\n",
	.run = run_matrix,
};
