/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tree of stretches.  A fork splits one in two; going to another branch puts away what is on
 * the present way alone and takes out what is on the other's.
 */
#include "branch.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "shell.h"

static struct stretch *
new_stretch(struct shell *sh, struct stretch *parent, size_t begin)
{
	struct stretch *s = calloc(1, sizeof(*s));

	if (s == NULL)
		world_out_of_memory();
	s->parent = parent;
	s->begin = s->end = begin;
	s->next = sh->branches.all;
	sh->branches.all = s;
	return (s);
}

static void
free_stretch(struct shell *sh, struct stretch *s)
{
	struct stretch **link = &sh->branches.all;

	while (*link != s)
		link = &(*link)->next;
	*link = s->next;
	future_free(&s->future);
	records_free(&s->steps);
	free(s->places);
	free(s->ends);
	free(s);
}

struct stretch *
branch_here(struct shell *sh)
{
	struct branches *b = &sh->branches;

	if (b->leaf == NULL) {
		b->leaf = new_stretch(sh, NULL, 0);
		b->leaf->number = b->last = 1;
	}
	b->leaf->end = sh->world->steps;
	return (b->leaf);
}

struct stretch *
branch_find(struct shell *sh, unsigned number)
{
	struct stretch *s = (branch_here(sh), sh->branches.all);

	while (s != NULL && (s->number != number || number == 0))
		s = s->next;
	return (s);
}

/* The stretch of a way in which the end of a step is. */
static struct stretch *
stretch_of(struct stretch *leaf, size_t step)
{
	while (leaf->parent != NULL && step <= leaf->begin)
		leaf = leaf->parent;
	return (leaf);
}

static bool
is_on_way(const struct stretch *leaf, const struct stretch *s)
{
	while (leaf != NULL && leaf != s)
		leaf = leaf->parent;
	return (leaf != NULL);
}

/* The last stretch that a branch's way has in common with the present one. */
static struct stretch *
common(const struct shell *sh, const struct stretch *branch)
{
	while (!is_on_way(sh->branches.leaf, branch))
		branch = branch->parent;
	return ((struct stretch *)(uintptr_t)branch);
}

/* --- Putting away and taking out ------------------------------------------------------ */

static void
put_away_places(struct shell *sh, struct stretch *s)
{
	size_t first = sh->nplaces;

	while (first > 0 && sh->places[first - 1].step > s->begin)
		first--;
	s->nplaces = sh->nplaces - first;
	sh->nplaces = first;
	s->places = malloc((s->nplaces + 1) * sizeof(*s->places));
	if (s->places == NULL)
		world_out_of_memory();
	if (s->nplaces != 0)
		memcpy(s->places, sh->places + first, s->nplaces * sizeof(*s->places));
}

static void
take_out_places(struct shell *sh, struct stretch *s)
{
	size_t n = sh->nplaces + s->nplaces;

	if (n > sh->places_room) {
		sh->places_room = n + n / 2;
		sh->places = realloc(sh->places, sh->places_room * sizeof(*sh->places));
		if (sh->places == NULL)
			world_out_of_memory();
	}
	if (s->nplaces != 0)
		memcpy(sh->places + sh->nplaces, s->places, s->nplaces * sizeof(*s->places));
	sh->nplaces = n;
	free(s->places);
	s->places = NULL;
	s->nplaces = 0;
}

static void
put_away_script(struct shell *sh, struct stretch *s)
{
	struct script_way *way = &sh->way;
	size_t first = way->count;

	while (first > 0 && way->ends[first - 1] > s->begin)
		first--;
	s->nends = way->count - first;
	way->count = first;
	s->ends = malloc((s->nends + 1) * sizeof(*s->ends));
	if (s->ends == NULL)
		world_out_of_memory();
	if (s->nends != 0)
		memcpy(s->ends, way->ends + first, s->nends * sizeof(*s->ends));
}

static void
take_out_script(struct shell *sh, struct stretch *s)
{
	struct script_way *way = &sh->way;
	size_t n = way->count + s->nends;

	if (n > way->room) {
		way->room = n + n / 2;
		way->ends = realloc(way->ends, way->room * sizeof(*way->ends));
		if (way->ends == NULL)
			world_out_of_memory();
	}
	if (s->nends != 0)
		memcpy(way->ends + way->count, s->ends, s->nends * sizeof(*s->ends));
	way->count = n;
	free(s->ends);
	s->ends = NULL;
	s->nends = 0;
}

/* The stretches of the present way behind `until'; one is at its end then. */
static void
put_away(struct shell *sh, struct stretch *until)
{
	for (struct stretch *s = sh->branches.leaf; s != until; s = s->parent) {
		world_go(sh->world, s->begin);
		world_cut(sh->world, &s->future);
		records_move(&s->steps, &sh->steps, s->begin);
		put_away_places(sh, s);
		put_away_script(sh, s);
	}
}

/* The stretches of a branch's way behind `from', at whose end one is. */
static void
take_out(struct shell *sh, struct stretch *branch, struct stretch *from)
{
	branch->after = NULL;
	for (struct stretch *s = branch; s != from; s = s->parent)
		s->parent->after = s;
	for (struct stretch *s = from->after; s != NULL && from != branch; s = s->after) {
		world_append(sh->world, &s->future);
		records_move(&sh->steps, &s->steps, 0);
		take_out_places(sh, s);
		take_out_script(sh, s);
	}
}

void
branch_go(struct shell *sh, struct stretch *to)
{
	struct stretch *from = branch_here(sh), *fork = common(sh, to);

	if (to != from) {
		put_away(sh, fork);
		take_out(sh, to, fork);
		sh->branches.leaf = to;
		if (from->begin == from->end && from->parent != NULL)
			free_stretch(sh, from);
	}
	world_go(sh->world, sh->world->steps);
	sh->place_step = SIZE_MAX; /* another one acts, perhaps, behind the same number of steps */
}

/* --- Forks --------------------------------------------------------------------------- */

/* What is behind a step becomes a stretch of its own. */
static void
split(struct shell *sh, struct stretch *s, size_t step)
{
	struct branches *b = &sh->branches;
	struct stretch *rest = new_stretch(sh, s, step);

	rest->end = s->end;
	rest->number = s->number;
	s->number = 0;
	s->end = step;
	for (struct stretch *child = b->all; child != NULL; child = child->next)
		if (child->parent == s && child != rest)
			child->parent = rest;
	for (struct time_mark *m = b->marks; m != NULL; m = m->next)
		if (m->in == s && m->step > step)
			m->in = rest;
	if (b->leaf == s)
		b->leaf = rest;
}

void
branch_leave(struct shell *sh)
{
	struct branches *b = &sh->branches;
	size_t step = sh->world->step;
	struct stretch *fork = stretch_of(branch_here(sh), step);

	if (fork->end != step)
		split(sh, fork, step);
	put_away(sh, fork);
	b->left = b->leaf;
	b->left_at = step;
	b->leaf = new_stretch(sh, fork, step);
	b->leaf->number = ++b->last;
}

void
branch_return(struct shell *sh)
{
	struct branches *b = &sh->branches;

	b->choice = '\0';
	if (b->left == NULL)
		return;
	b->last--;
	branch_go(sh, b->left);
	world_go(sh->world, b->left_at);
	b->left = NULL;
}

static bool
has_children(const struct shell *sh, const struct stretch *s)
{
	const struct stretch *child = sh->branches.all;

	while (child != NULL && child->parent != s)
		child = child->next;
	return (child != NULL);
}

static void
forget_marks(struct shell *sh, const struct stretch *s)
{
	struct time_mark **link = &sh->branches.marks;

	while (*link != NULL)
		if ((*link)->in == s)
			*link = (*link)->next;
		else
			link = &(*link)->next;
}

void
branch_settle(struct shell *sh)
{
	struct stretch *s = sh->branches.left;
	bool drop = sh->branches.choice == 'd';

	sh->branches.left = NULL;
	sh->branches.choice = '\0';
	while (drop && s != NULL && !has_children(sh, s) && !is_on_way(sh->branches.leaf, s)) {
		struct stretch *parent = s->parent;

		forget_marks(sh, s);
		free_stretch(sh, s);
		s = parent;
	}
}

/* --- What there is to tell ------------------------------------------------------------ */

size_t
branch_length(struct shell *sh, const struct stretch *s)
{
	return (s == branch_here(sh) ? sh->world->steps : s->end);
}

size_t
branch_fork(const struct shell *sh, const struct stretch *s)
{
	return (s == sh->branches.leaf ? sh->world->steps : common(sh, s)->end);
}

const char *
branch_text(struct shell *sh, struct arena *a, const struct stretch *s)
{
	const struct stretch *fork = common(sh, s);

	while (s != fork && s->parent != fork)
		s = s->parent;
	return (s == fork || s->steps.count == 0 ? NULL : step_text_of(&s->steps, a, 0));
}

/* --- Marks ------------------------------------------------------------------------------- */

void
branch_mark(struct shell *sh, const char *name)
{
	struct time_mark *m = arena_new(&sh->arena, struct time_mark);

	m->name = arena_copy(&sh->arena, name, strlen(name));
	m->step = sh->world->step;
	m->in = stretch_of(branch_here(sh), m->step);
	m->next = sh->branches.marks;
	sh->branches.marks = m;
}

const struct time_mark *
branch_mark_find(const struct shell *sh, const char *name)
{
	const struct time_mark *m = sh->branches.marks;

	while (m != NULL && strcmp(m->name, name) != 0)
		m = m->next;
	return (m);
}

const char *
branch_mark_at(struct shell *sh, size_t step)
{
	const struct stretch *in = stretch_of(branch_here(sh), step);

	for (const struct time_mark *m = sh->branches.marks; m != NULL; m = m->next)
		if (m->step == step && m->in == in)
			return (m->name);
	return (NULL);
}

struct stretch *
branch_of_mark(struct shell *sh, const struct time_mark *m)
{
	struct stretch *s = branch_here(sh);

	if (is_on_way(s, m->in))
		return (s);
	for (s = sh->branches.all; s != NULL; s = s->next)
		if (s->number != 0 && is_on_way(s, m->in))
			return (s);
	return (NULL);
}

void
branch_free(struct shell *sh)
{
	while (sh->branches.all != NULL)
		free_stretch(sh, sh->branches.all);
	sh->branches = (struct branches) { .all = NULL };
}
