/* SPDX-License-Identifier: BSD-2-Clause */
#include "matrices.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "step_run.h"

static const char *const users[] = { "root", "1001:1001" };

static void
run_all(struct world *w, struct scenario *sc)
{
	struct outcome out;

	for (const struct scenario_step *s = sc->steps; s != NULL; s = s->next)
		if (!step_run(w, sc, s, &out) || out.error != 0 || out.status != 0) {
			fprintf(stderr, "bench: line %u is refused\n", s->line);
			exit(2);
		}
}

/* As many jails as are missing, in the trees that there are. */
static void
add_jails(struct bench_matrix *b)
{
	struct textbuf t = { .arena = &b->arena };
	struct scenario sc;

	for (unsigned i = 5; i < MATRIX_PRISONS; i++)
		textbuf_printf(&t,
		    "root@host/more # jail -c name=more%u path=/jails/%s ip4.addr=192.0.2.%u "
		    "persist\n",
		    i, i % 2 == 0 ? "www" : "db", 10 + i % 3);
	scenario_parse(&sc, "more", textbuf_text(&t), t.len, SCENARIO_FILE);
	run_all(b->world, &sc);
	scenario_free(&sc);
}

void
bench_matrix_begin(struct bench_matrix *b, unsigned nusers)
{
	memset(b, 0, sizeof(*b));
	stage_init(&b->stage);
	b->world = stage_open_jails(&b->stage, &b->opening);
	if (b->world == NULL)
		exit(2);
	run_all(b->world, &b->opening);
	add_jails(b);
	b->prisons = matrix_prisons(&b->arena, b->world, &b->jids);
	if (!matrix_begin(&b->matrix, b->world, users, nusers))
		exit(2);
}

void
compute_matrix(void *arg)
{
	struct bench_matrix *b = arg;

	matrix_compute(&b->matrix, b->world, b->jids, b->prisons);
}

void
bench_matrix_end(struct bench_matrix *b)
{
	matrix_end(&b->matrix);
	arena_free(&b->arena);
	scenario_free(&b->opening);
	stage_free(&b->stage);
}
