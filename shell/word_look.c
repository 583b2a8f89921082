/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Words that look at the world from outside, see look.h.
 */
#include <stdlib.h>
#include <string.h>

#include "jail.h"
#include "look.h"
#include "matrix_write.h"
#include "nearest.h"
#include "object.h"
#include "proc.h"
#include "shell_words.h"

static void
put(struct shell *sh, const struct textbuf *t)
{
	fwrite(textbuf_text(t), 1, t->len, sh->out);
}

void
word_tree(struct shell *sh, const struct word_line *line)
{
	struct textbuf t = { .arena = line->arena };

	look_tree(&t, sh->world);
	put(sh, &t);
}

void
word_ps(struct shell *sh, const struct word_line *line)
{
	struct textbuf t = { .arena = line->arena };

	look_processes(&t, sh->world);
	put(sh, &t);
}

void
word_mounts(struct shell *sh, const struct word_line *line)
{
	struct textbuf t = { .arena = line->arena };

	look_mounts(&t, sh->world);
	put(sh, &t);
}

void
word_sockets(struct shell *sh, const struct word_line *line)
{
	struct textbuf t = { .arena = line->arena };

	look_sockets(&t, sh->world);
	put(sh, &t);
}

void
word_matrix(struct shell *sh, const struct word_line *line)
{
	struct textbuf t = { .arena = line->arena };

	if (matrix_text(&t, sh->world, line->argc, line->argv))
		put(sh, &t);
	else
		word_wrong(sh, line, "%s", textbuf_text(&t));
}

void
word_jail(struct shell *sh, const struct word_line *line)
{
	struct textbuf t = { .arena = line->arena };
	const struct kernel *k = sh->world->kernel;
	const struct prison *pr = jail_named(sh->world->kernel, line->argv[0]);
	struct nearest n;

	if (pr != NULL && look_jail(&t, sh->world, pr)) {
		put(sh, &t);
		return;
	}
	nearest_begin(&n, line->argv[0]);
	FOREACH_PRISON(k, prison0(k), other)
	nearest_offer(&n, other->pr_id == 0 ? "host" : value_text(k->k_values, other->pr_name));
	word_wrong(sh, line, "no jail %s runs here \xe2\x80\x94 %s", line->argv[0],
	    nearest_mend(&n, line->arena, ":tree shows those that do"));
}

/* --- Who acts ---------------------------------------------------------------------- */

/* The world with whoever the prompt names logged in, and his process; 0 after complaining. */
static uint32_t
seat_actor(struct shell *sh, const struct word_line *line, struct world *copy, struct scenario *sc)
{
	struct outcome out = { .step = NULL };
	const char *text = arena_printf(line->arena, "%s getpid()", sh->prompt);

	if (world_copy(copy, sh->world) &&
	    scenario_parse(sc, sh->file, text, strlen(text), SCENARIO_FILE) && sc->steps != NULL &&
	    step_run(copy, sc, sc->steps, &out) && out.refused == NULL && out.error == 0)
		return (out.pid);
	word_wrong(
	    sh, line, "%s cannot act now \xe2\x80\x94 type who shall: root@host #", sh->prompt);
	return (0);
}

void
word_path(struct shell *sh, const struct word_line *line)
{
	struct textbuf t = { .arena = line->arena };
	struct world copy;
	struct scenario sc = { 0 };
	uint32_t pid = seat_actor(sh, line, &copy, &sc);

	if (pid != 0) {
		look_path(&t, &copy, pid, line->argv[0]);
		put(sh, &t);
	}
	world_clear(&copy);
	scenario_free(&sc);
}

/* A process that is named by its id; 0 after complaining. */
static uint32_t
named_process(struct shell *sh, const struct word_line *line)
{
	size_t pid;

	if (!word_count(sh, line, 0, 0, &pid))
		return (0);
	if (pid <= PID_MAX && pfind_any(sh->world->kernel, (int32_t)pid) != NULL)
		return ((uint32_t)pid);
	word_wrong(sh, line, "there is no process %zu \xe2\x80\x94 :ps shows all", pid);
	return (0);
}

void
word_fd(struct shell *sh, const struct word_line *line)
{
	struct textbuf t = { .arena = line->arena };
	struct world copy = { 0 };
	struct scenario sc = { 0 };
	uint32_t pid = line->argc == 1 ? named_process(sh, line) : seat_actor(sh, line, &copy, &sc);

	if (pid != 0) {
		look_descriptors(&t, line->argc == 1 ? sh->world : &copy, pid);
		put(sh, &t);
	}
	world_clear(&copy);
	scenario_free(&sc);
}

void
word_can(struct shell *sh, const struct word_line *line)
{
	struct textbuf t = { .arena = line->arena };
	struct scenario sc = { 0 };

	if (look_can(&t, sh->world, &sc, line->rest))
		put(sh, &t);
	else
		shell_problems(sh, &sc);
	scenario_free(&sc);
}
