/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel with its history. Sessions and variables are lists that only grow
 * at their head, so going back is remembering an older head.
 */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "object.h"
#include "state.h"

_Noreturn void
world_out_of_memory(void)
{
	fputs("jailsim: out of memory\n", stderr);
	abort();
}

struct world *
world_create(const struct lexicon *lexicon)
{
	struct world *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return (NULL);
	w->lexicon = lexicon;
	w->history.stretch = HISTORY_STRETCH;
	w->values = values_create(&w->allocator);
	if (w->values != NULL)
		w->kernel = kernel_create(w->values, &w->allocator, 0);
	if (w->kernel != NULL)
		return (w);
	values_destroy(w->values);
	free(w);
	return (NULL);
}

void
world_destroy(struct world *w)
{
	if (w == NULL)
		return;
	history_clear(&w->history);
	kernel_destroy(w->kernel);
	values_destroy(w->values);
	arena_free(&w->arena);
	log_free(&w->log);
	free(w->moments);
	free(w);
}

bool
world_copy(struct world *copy, const struct world *w)
{
	*copy = (struct world) { .lexicon = w->lexicon, .values = w->values };
	copy->kernel = kernel_copy(w->kernel);
	copy->present = w->present;
	copy->present.kernel = copy->present.nlog = 0;
	return (copy->kernel != NULL);
}

void
world_clear(struct world *copy)
{
	history_clear(&copy->history);
	kernel_destroy(copy->kernel);
	arena_free(&copy->arena);
	log_free(&copy->log);
	free(copy->moments);
}

static void
forget(struct world *w)
{
	arena_clear(&w->arena);
	log_begin(&w->log, 0);
	w->present = (struct moment) { 0 };
	w->step = w->steps = w->inside = 0;
}

void
world_settle(struct world *w)
{
	history_clear(&w->history);
	kernel_forget(w->kernel);
	forget(w);
}

void
world_restart(struct world *w)
{
	history_go(&w->history, w->kernel, 0);
	history_clear(&w->history);
	kernel_cut(w->kernel);
	forget(w);
}

const struct call *
world_call(struct world *w, const char *who, uint32_t pid, struct call *c)
{
	size_t before = kernel_now(w->kernel);

	c->pid = pid;
	memset(c->result, 0, sizeof(c->result));
	kernel_call(w->kernel, c);
	w->present.nlog++;
	return (log_add(&w->log, who, c, kernel_now(w->kernel) - before));
}

const struct call *
world_simulate(struct world *w, enum sysno number, const int64_t *words, unsigned n)
{
	struct call c;

	c.number = (uint16_t)number;
	c.nargs = (uint16_t)n;
	c.badaddr = 0;
	memset(c.words, 0, sizeof(c.words));
	memcpy(c.words, words, n * sizeof(*words));
	return (world_call(w, "the simulation", 0, &c));
}

void
world_bind(struct world *w, const char *name, struct binding value)
{
	/* No field beyond those of its result is read. */
	size_t size = offsetof(struct binding, fields) +
	    result_info[value.result].nfields * sizeof(value.fields[0]);
	struct binding *b = arena_zero(&w->arena, size);

	memcpy(b, &value, size);
	b->name = value_text(w->values, value_string(w->values, name));
	b->next = w->present.variables;
	w->present.variables = b;
}

struct logged
world_logged(const struct world *w, struct arena *a, size_t row)
{
	return (log_at(&w->log, a, row));
}

char *
world_print(const struct world *w, struct arena *a, struct logged entry)
{
	const struct call *c = entry.call;
	const char *text = call_print(a, w->lexicon, w->values, c);
	const char *answer = call_print_answer(a, w->lexicon, w->values, c);

	if (syscall_info[c->number].simulation)
		return (arena_printf(a, "%s: %s = %s", entry.who, text, answer));
	return (arena_printf(a, "%u %s: %s = %s", (unsigned)c->pid, entry.who, text, answer));
}

/* What state and history take; the texts come to about as much again. */
static uint64_t
state_bytes(const struct world *w)
{
	const struct kernel *k = w->kernel;
	uint64_t bytes = k->k_journal.room + w->history.bytes + records_memory(&w->log.packed);

	for (unsigned table = 0; table < TABLES; table++)
		bytes += (uint64_t)k->k_rows[table].capacity * table_size[table];
	return (bytes);
}

const char *
world_over_limit(const struct world *w, const struct limits *l)
{
	if (l->processes != 0 && system_of(w->kernel)->sy_nprocs > l->processes)
		return ("processes");
	if (l->bytes != 0 && state_bytes(w) > l->bytes)
		return ("bytes");
	return (NULL);
}
