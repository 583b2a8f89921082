/* SPDX-License-Identifier: BSD-2-Clause */
/* The list of processes, read.  FreeBSD's counterpart is kinfo_getallproc(3) of libutil. */
#include "kinfo.h"

#include <stdlib.h>
#include <string.h>

#include "literal.h"

static int
by_pid(const void *a, const void *b)
{
	const struct kinfo_proc *x = a, *y = b;

	return (x->pid < y->pid ? -1 : x->pid > y->pid);
}

static const char *
words(struct program *p, struct literal record)
{
	struct element list, e;
	const char *text = "";

	if (!literal_find(record, "args", &list))
		return (text);
	for (struct literal l = literal_within(&list); literal_next(&l, &e);)
		text = arena_printf(p->arena, "%s%s%s", text, *text == '\0' ? "" : " ", e.bytes);
	return (text);
}

static struct kinfo_proc
read_record(struct program *p, struct literal record)
{
	struct element comm, state;
	char letter = literal_find(record, "state", &state) ? state.bytes[0] : '?';

	return ((struct kinfo_proc) {
	    .pid = literal_get_number(record, "pid"),
	    .ppid = literal_get_number(record, "ppid"),
	    .pgid = literal_get_number(record, "pgid"),
	    .sid = literal_get_number(record, "sid"),
	    .uid = literal_get_number(record, "uid"),
	    .ruid = literal_get_number(record, "ruid"),
	    .gid = literal_get_number(record, "gid"),
	    .jid = literal_get_number(record, "jid"),
	    .start = literal_get_number(record, "start"),
	    .jailed = literal_get_number(record, "jailed") != 0,
	    .zombie = letter == 'Z',
	    .stopped = letter == 'T',
	    .traced = literal_get_number(record, "traced") != 0,
	    .comm = literal_find(record, "comm", &comm) ? comm.bytes : "",
	    .args = words(p, record),
	});
}

struct kinfo_proc *
kinfo_getallproc(struct program *p, size_t *count)
{
	const struct call *c = CALL0(p, kinfo_getallproc);

	if (c->error != 0) {
		program_fail(p, c, "kinfo_getallproc");
		return (NULL);
	}
	struct literal l = literal_read(p->world->values, (value_ix)c->result[0]);
	struct kinfo_proc *all = arena_zero(p->arena, (literal_count(l) + 1) * sizeof(*all));
	struct element e;

	for (*count = 0; literal_next(&l, &e); ++*count)
		all[*count] = read_record(p, literal_within(&e));
	qsort(all, *count, sizeof(*all), by_pid);
	return (all);
}
