/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The prompt as a place: who acts, where, and how one got there.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "actor.h"
#include "shell.h"
#include "shell_words.h"

/* What a line begins with that does not say who acts: the sign is that of now. */
static void
set_prefix(struct shell *sh)
{
	struct arena a = { 0 };
	struct actor now = actor_look(sh->world, &a, actor_find(sh->world, sh->place->who));

	snprintf(sh->prompt, sizeof(sh->prompt), "%s %c", sh->place->who,
	    now.alive ? now.sign : sh->place->sign);
	arena_free(&a);
}

static void
set_place(struct shell *sh, const struct place *outer, const char *who, char sign, bool shell)
{
	struct place *p = arena_new(&sh->arena, struct place);

	*p = (struct place) { outer, arena_copy(&sh->arena, who, strlen(who)), sign, shell };
	sh->place = p;
	set_prefix(sh);
}

void
place_go(struct shell *sh, const char *who, char sign)
{
	for (const struct place *p = sh->place; p != NULL; p = p->outer)
		if (strcmp(p->who, who) == 0) {
			sh->place = p;
			set_prefix(sh);
			return;
		}
	if (strlen(who) + 3 > sizeof(sh->prompt))
		fprintf(sh->out, "this name is too long to act under: write it before each line\n");
	else
		set_place(sh, sh->place, who, sign, false);
}

void
place_enter(struct shell *sh, const char *who)
{
	set_place(sh, sh->place, who, '#', true);
}

/* Has this session logged out? */
static bool
has_logged_out(const struct shell *sh, const char *who)
{
	const struct login *l = sh->world->present.logins;

	while (l != NULL && strcmp(l->name, who) != 0)
		l = l->next;
	return (l != NULL && l->pid == 0);
}

/* Has its process ended?  That of who never logged in has not. */
static bool
has_ended(const struct shell *sh, const struct place *p)
{
	struct arena a = { 0 };
	uint32_t pid = actor_find(sh->world, p->who);
	bool alive = actor_look(sh->world, &a, pid).alive;

	arena_free(&a);
	if (p->shell)
		return (!alive);
	return (pid != 0 ? !alive : has_logged_out(sh, p->who));
}

/* A shell that ended is waited for by the one that ran it, as a step like any other. */
static void
come_back(struct shell *sh)
{
	const struct place *left = sh->place;

	sh->place = left->outer;
	set_prefix(sh);
	if (!left->shell || actor_find(sh->world, left->who) == 0)
		return;
	char *line = arena_printf(&sh->arena, "wait4(%s, WNOHANG)", left->who + 1);

	fprintf(sh->out, "%s %s\n", sh->prompt, line);
	shell_step(sh, line);
}

/* The place in which one was last when so many steps were done. */
static const struct place *
place_at(const struct shell *sh, size_t step)
{
	size_t i = sh->nplaces;

	while (i > 0 && sh->places[i - 1].step > step)
		i--;
	return (i == 0 ? NULL : sh->places[i - 1].place);
}

static void
note_place(struct shell *sh)
{
	size_t step = sh->world->step;

	if (place_at(sh, step) == sh->place)
		return;
	while (sh->nplaces > 0 && sh->places[sh->nplaces - 1].step > step)
		sh->nplaces--;
	if (sh->nplaces == sh->places_room) {
		sh->places_room = 2 * sh->places_room + 16;
		sh->places = realloc(sh->places, sh->places_room * sizeof(*sh->places));
		if (sh->places == NULL)
			world_out_of_memory();
	}
	sh->places[sh->nplaces++] = (struct place_change) { step, sh->place };
}

void
place_begin(struct shell *sh)
{
	set_place(sh, NULL, "root@host", '#', false);
	note_place(sh);
}

/* Whoever types exit where nothing is left to come back to may want to leave. */
static void
tell_logged_out(struct shell *sh)
{
	bool out = sh->place->outer == NULL && has_logged_out(sh, sh->place->who);

	if (out && !sh->logged_out && sh->terminal)
		fprintf(sh->out, "%s has logged out, and logs in anew when it acts; :quit leaves\n",
		    sh->place->who);
	sh->logged_out = out;
}

void
place_settle(struct shell *sh)
{
	bool inside = sh->world->inside != 0;
	const struct place *then = place_at(sh, sh->world->step + (inside ? 1 : 0));

	if (then != NULL && (inside || sh->place_step != sh->world->step))
		sh->place = then;
	/* Where steps lie ahead, coming back is one of them. */
	while (sh->place->outer != NULL && sh->world->step == sh->world->steps &&
	    has_ended(sh, sh->place))
		come_back(sh);
	if (!inside)
		note_place(sh);
	sh->place_step = inside ? SIZE_MAX : sh->world->step;
	set_prefix(sh);
	tell_logged_out(sh);
}

/* --- :as --------------------------------------------------------------------------- */

/* The sign that a prompt needs when it logs in. */
static char
sign_of(const struct prompt *p)
{
	bool root =
	    p->cred != NULL ? p->cred->euid == 0 : p->user != NULL && strcmp(p->user, "root") == 0;

	return (root || p->kind == PROMPT_PROC ? '#' : '$');
}

void
word_as(struct shell *sh, const struct word_line *line)
{
	size_t length = strlen(line->rest);
	struct scenario sc;

	while (length > 0 && strchr(" \t", line->rest[length - 1]) != NULL)
		length--;
	const char *who = arena_copy(line->arena, line->rest, length), *at = strchr(who, '@');

	if (*who != '%' && (at == NULL || at == who || at[1] == '\0')) {
		word_wrong(sh, line, "%s names nobody \xe2\x80\x94 %s", who, line->info->usage);
		return;
	}
	const char *text = arena_printf(line->arena, "%s # getpid()", who);

	if (scenario_parse(&sc, sh->file, text, strlen(text), SCENARIO_FILE) && sc.steps != NULL &&
	    sc.steps->prompt != NULL)
		place_go(sh, who, sign_of(sc.steps->prompt));
	else
		shell_problems(sh, &sc);
	scenario_free(&sc);
}

/* --- The prompt ------------------------------------------------------------------- */

/* "/usr/local/share" in about `room' columns: its last names behind "...". */
static const char *
shorten(struct arena *a, const char *path, size_t room)
{
	size_t length = strlen(path);
	const char *tail = strrchr(path, '/');

	if (length <= room || tail == NULL || tail == path)
		return (path);
	for (const char *s = path; s < tail; s++)
		if (*s == '/' && strlen(s) + 3 <= room)
			return (arena_printf(a, "...%s", s));
	return (arena_printf(a, "...%s", tail));
}

/* "(alice@www, chroot)": what it has become since it was called so; "" when nothing. */
static const char *
become(struct arena *a, const char *who, const struct actor *now)
{
	const char *name = arena_printf(a, "%s@%s", now->user, now->jail);
	size_t length = strcspn(who, "/");
	bool same = strlen(name) == length && strncmp(name, who, length) == 0;
	const char *parts[] = { same ? NULL : name, now->chrooted ? "chroot" : NULL,
		now->outside ? "outside" : NULL };
	const char *text = "";

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (parts[i] != NULL)
			text =
			    arena_printf(a, "%s%s%s", text, *text == '\0' ? "(" : ", ", parts[i]);
	return (*text == '\0' ? "" : arena_printf(a, "%s)", text));
}

/* Who, and in parentheses what has become of it. */
static const char *
who_text(const struct shell *sh, struct arena *a, const struct actor *now)
{
	const char *who = sh->place->who;
	bool numbers = *who >= '0' && *who <= '9';

	if (!now->alive)
		return (now->pid == 0 ? who : arena_printf(a, "%s(ended)", who));
	if (*who == '%')
		who = arena_printf(a, "%s@%s", now->user, now->jail);
	else if (numbers || *who == '{')
		return (who);
	return (arena_printf(a, "%s%s", who, become(a, who, now)));
}

const char *
shell_prompt(const struct shell *sh, struct arena *a, unsigned columns)
{
	if (sh->answer != NULL)
		return (sh->question);
	struct actor now = actor_look(sh->world, a, actor_find(sh->world, sh->place->who));
	const char *who = who_text(sh, a, &now);
	size_t used = strlen(who) + 4, half = columns / 2;
	const char *dir = now.alive ? now.directory : "/";

	return (arena_printf(a, "%s:%s %c ", who, shorten(a, dir, half > used ? half - used : 0),
	    now.alive ? now.sign : sh->place->sign));
}
