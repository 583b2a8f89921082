/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Computing the matrix: for each prison and user everybody logs in, once; then every action is
 * tried, looked at and undone.
 */
#include "matrix.h"

#include <stdlib.h>
#include <string.h>

#include "jail.h"
#include "matrix_try.h"
#include "object.h"

const char *const reach_name[REACHES] = {
	[REACH_NONE] = "not applicable",
	[REACH_ALLOWED] = "allowed",
	[REACH_CONTAINED] = "contained",
	[REACH_BLOCKED] = "blocked",
};
const char reach_letter[REACHES] = { '-', 'A', 'C', 'B' };

/* Reads the users as the prompts of a scenario; false when a prompt does not end where it should.
 */
static bool
read_prompts(struct scenario *sc, const char *const *users, unsigned nusers)
{
	struct arena arena = { 0 };
	struct textbuf text = { .arena = &arena };

	for (unsigned i = 0; i < nusers; i++)
		textbuf_printf(&text, "%s@host # getpid()\n", users[i]);
	bool good = scenario_parse(sc, "users", textbuf_text(&text), text.len, SCENARIO_FILE) &&
	    sc->nsteps == nusers;
	for (const struct scenario_step *s = sc->steps; good && s != NULL; s = s->next)
		good = s->prompt->kind != PROMPT_PROC && strcmp(s->name, "getpid") == 0;
	arena_free(&arena);
	return (good);
}

/* Says which of the users is none. */
static bool
bad_users(struct scenario *sc, const char *const *users, unsigned nusers)
{
	unsigned bad = 0;

	for (bool good = true; good && bad < nusers; bad += good) {
		scenario_free(sc);
		good = read_prompts(sc, &users[bad], 1);
	}
	problems_init(&sc->problems, &sc->arena);
	problem_add(&sc->problems, "users", 0, 0,
	    arena_printf(&sc->arena, "\"%s\" is no user", users[bad < nusers ? bad : 0]),
	    "write root, a login name, or UID:GID as 1001:1001");
	return (false);
}

static bool
read_users(struct matrix *m, const char *const *users, unsigned nusers)
{
	if (!read_prompts(&m->spoken, users, nusers))
		return (bad_users(&m->spoken, users, nusers));
	m->users = arena_zero(&m->spoken.arena, (nusers + 1) * sizeof(*m->users));
	for (const struct scenario_step *s = m->spoken.steps; s != NULL; s = s->next)
		m->users[m->nusers++] =
		    (struct matrix_user) { .name = arena_copy(&m->spoken.arena, s->prompt->text,
					       strcspn(s->prompt->text, "@")),
			    .prompt = s->prompt };
	return (true);
}

bool
matrix_begin(struct matrix *m, const struct world *w, const char *const *users, unsigned nusers)
{
	*m = (struct matrix) { .nusers = 0 };
	if (!actions_begin(&m->actions, w) || !read_users(m, users, nusers))
		return (false);
	m->telling = telling_create();
	if (m->telling == NULL)
		world_out_of_memory();
	return (true);
}

void
matrix_end(struct matrix *m)
{
	telling_destroy(m->telling);
	scenario_free(&m->spoken);
	actions_end(&m->actions);
	arena_free(&m->arena);
}

const struct problems *
matrix_problems(const struct matrix *m)
{
	return (
	    m->spoken.problems.count != 0 ? &m->spoken.problems : &m->actions.catalogue.problems);
}

static struct cell *
cell_at(const struct matrix *m, unsigned action, unsigned column, unsigned user)
{
	return (&m->cells[(column * m->nusers + user) * m->actions.count + action]);
}

const struct cell *
matrix_cell(const struct matrix *m, unsigned action, unsigned column, unsigned user)
{
	return (cell_at(m, action, column, user));
}

/* A column for a user; a prison that is gone has nobody to try anything. */
static void
compute_column(struct matrix *m, struct attempt *at, unsigned column, unsigned user)
{
	struct kernel *k = at->world.kernel;
	const struct prison *pr = prison_find(k, m->columns[column].jid, 0);

	attempt_seat(at, prison_ix_of(k, pr), &m->users[user]);
	size_t ready = kernel_now(k);

	for (unsigned action = 0; action < m->actions.count; action++) {
		*cell_at(m, action, column, user) = attempt_try(at, &m->actions.all[action]);
		kernel_go(k, ready);
	}
	kernel_go(k, 0);
}

void
matrix_compute(struct matrix *m, const struct world *w, const uint32_t *jids, unsigned count)
{
	struct attempt *at = calloc(1, sizeof(*at));

	if (at == NULL || !world_copy(&at->world, w))
		world_out_of_memory();
	arena_clear(&m->arena);
	at->m = m;
	m->columns = arena_zero(&m->arena, (count + 1) * sizeof(*m->columns));
	m->cells = arena_zero(
	    &m->arena, ((size_t)count * m->nusers * m->actions.count + 1) * sizeof(*m->cells));
	m->ncolumns = 0;
	for (unsigned i = 0; i < count; i++) {
		if (prison_find(w->kernel, jids[i], 0) == NULL)
			continue;
		m->columns[m->ncolumns++] =
		    (struct matrix_column) { jids[i], jail_text(&m->arena, w->kernel, jids[i]) };
	}
	for (unsigned column = 0; column < m->ncolumns; column++)
		for (unsigned user = 0; user < m->nusers; user++)
			compute_column(m, at, column, user);
	world_clear(&at->world);
	free(at);
}

/* A prison and all below it, the oldest of siblings first; the kernel has the newest first. */
static unsigned
list_prisons(const struct kernel *k, const struct prison *pr, uint32_t *jids)
{
	const struct prison *child = prison_at(k, pr->pr_children);
	unsigned count = 0;

	if (pr->pr_state != PRISON_STATE_ALIVE)
		return (0);
	jids[count++] = pr->pr_id;
	while (child != NULL && child->pr_next != 0)
		child = prison_at(k, child->pr_next);
	for (; child != NULL; child = prison_at(k, child->pr_prev))
		count += list_prisons(k, child, jids + count);
	return (count);
}

unsigned
matrix_prisons(struct arena *a, const struct world *w, uint32_t **jids)
{
	const struct kernel *k = w->kernel;

	*jids = arena_zero(a, k->k_rows[TABLE_prison].capacity * sizeof(**jids));
	return (list_prisons(k, prison0(k), *jids));
}
