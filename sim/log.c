/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A call in few bytes: no argument that was left out, no field that is 0, five or six bytes a
 * check of the trail instead of twelve.
 */
#include "log.h"

#include <stdlib.h>
#include <string.h>

#include "info.h"
#include "world.h"

/* What of a call is seldom there. */
enum { PACK_BADADDR = 1, PACK_ERROR = 2, PACK_DROPPED = 4 };

/* The session's name, which the one before it often has too. */
static const char *
keep_name(struct log *l, const char *who)
{
	const char *last = l->nrecent == 0 ? NULL : l->recent[l->nrecent - 1].who;

	return (last != NULL && strcmp(last, who) == 0 ? last :
							 arena_copy(&l->arena, who, strlen(who)));
}

const struct call *
log_add(struct log *l, const char *who, const struct call *c, size_t journal)
{
	size_t size = offsetof(struct call, trail.steps) + c->trail.count * sizeof(struct step);

	if (l->nrecent == l->room) {
		l->room = l->room == 0 ? 64 : 2 * l->room;
		l->recent = realloc(l->recent, l->room * sizeof(*l->recent));
		if (l->recent == NULL)
			world_out_of_memory();
	}
	struct logged *entry = &l->recent[l->nrecent];

	entry->who = keep_name(l, who);
	l->nrecent++;
	entry->journal = journal;
	entry->call =
	    (const struct call *)(const void *)arena_copy(&l->arena, (const char *)c, size);
	return (entry->call);
}

/* --- Packing ----------------------------------------------------------------- */

static void
put_result(struct records *r, const struct call *c)
{
	unsigned n = RESULT_WORDS;

	while (n > 0 && c->result[n - 1] == 0)
		n--;
	records_put_number(r, n);
	for (unsigned i = 0; i < n; i++)
		records_put_signed(r, c->result[i]);
}

static void
put_trail(struct records *r, const struct trail *t)
{
	records_put_number(r, t->count);
	for (uint32_t i = 0; i < t->count; i++) {
		const struct step *s = &t->steps[i];

		records_put_number(r, (uint64_t)s->rule << 5 | (uint64_t)s->kind << 1 | s->held);
		records_put_number(r, s->id);
		records_put_number(r, (uint32_t)(s->jid + 1)); /* NO_JID is the largest */
	}
}

static void
pack(struct records *r, const struct logged *entry)
{
	const struct call *c = entry->call;
	unsigned flags = (c->badaddr != 0 ? PACK_BADADDR : 0) | (c->error != 0 ? PACK_ERROR : 0) |
	    (c->trail.dropped != 0 ? PACK_DROPPED : 0);

	records_begin(r);
	records_put_number(r, (uint64_t)c->number << 3 | flags);
	records_put_bytes(r, entry->who, strlen(entry->who));
	records_put_number(r, entry->journal);
	records_put_number(r, c->pid);
	records_put_number(r, c->nargs);
	for (unsigned i = 0; i < c->nargs && i < CALL_ARGS; i++)
		records_put_signed(r, c->words[i]);
	records_put_signed(r, c->retval);
	if (c->error != 0)
		records_put_signed(r, c->error);
	if (c->trail.dropped != 0)
		records_put_number(r, c->trail.dropped);
	put_result(r, c);
	put_trail(r, &c->trail);
	records_end(r);
}

void
log_pack(struct log *l)
{
	while (l->packed.count < l->first + l->nrecent)
		pack(&l->packed, &l->recent[l->packed.count - l->first]);
}

void
log_begin(struct log *l, size_t rows)
{
	if (rows > l->packed.count)
		log_pack(l);
	records_cut(&l->packed, rows);
	arena_clear(&l->arena);
	l->first = rows;
	l->nrecent = 0;
}

/* --- Unpacking ------------------------------------------------------------------ */

static void
get_trail(struct record *r, struct trail *t)
{
	for (uint32_t i = 0; i < t->count; i++) {
		uint64_t word = record_number(r);

		t->steps[i] = (struct step) { .rule = (uint16_t)(word >> 5),
			.kind = (uint8_t)(word >> 1 & 0xf),
			.held = (uint8_t)(word & 1) };
		t->steps[i].id = (uint32_t)record_number(r);
		t->steps[i].jid = (uint32_t)record_number(r) - 1;
	}
}

static struct logged
unpack(struct record r, struct arena *a)
{
	struct logged entry = { .call = NULL };
	struct call c = { .pid = 0 };
	uint64_t head = record_number(&r);
	size_t length;

	c.number = (uint16_t)(head >> 3);
	c.badaddr = (head & PACK_BADADDR) != 0;
	entry.who = record_bytes(&r, &length);
	entry.who = arena_copy(a, entry.who, length);
	entry.journal = (size_t)record_number(&r);
	c.pid = (uint32_t)record_number(&r);
	c.nargs = (uint16_t)record_number(&r);
	for (unsigned i = 0; i < c.nargs && i < CALL_ARGS; i++)
		c.words[i] = record_signed(&r);
	c.retval = record_signed(&r);
	c.error = (head & PACK_ERROR) != 0 ? (int32_t)record_signed(&r) : 0;
	c.trail.dropped = (head & PACK_DROPPED) != 0 ? (uint32_t)record_number(&r) : 0;
	unsigned n = (unsigned)record_number(&r);

	for (unsigned i = 0; i < n && i < RESULT_WORDS; i++)
		c.result[i] = record_signed(&r);
	c.trail.count = (uint32_t)record_number(&r);
	get_trail(&r, &c.trail);
	size_t size = offsetof(struct call, trail.steps) + c.trail.count * sizeof(struct step);

	entry.call = (const struct call *)(const void *)arena_copy(a, (const char *)&c, size);
	return (entry);
}

struct logged
log_at(const struct log *l, struct arena *a, size_t row)
{
	if (row >= l->first && row - l->first < l->nrecent)
		return (l->recent[row - l->first]);
	return (unpack(records_at(&l->packed, row), a));
}

void
log_free(struct log *l)
{
	records_free(&l->packed);
	arena_free(&l->arena);
	free(l->recent);
	*l = (struct log) { .first = 0 };
}
