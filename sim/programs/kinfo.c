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

static int64_t
number(struct literal record, const char *name)
{
	struct element e;

	return (literal_find(record, name, &e) ? e.integer : 0);
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
	    .pid = number(record, "pid"),
	    .ppid = number(record, "ppid"),
	    .pgid = number(record, "pgid"),
	    .sid = number(record, "sid"),
	    .uid = number(record, "uid"),
	    .ruid = number(record, "ruid"),
	    .gid = number(record, "gid"),
	    .jid = number(record, "jid"),
	    .start = number(record, "start"),
	    .jailed = number(record, "jailed") != 0,
	    .zombie = letter == 'Z',
	    .stopped = letter == 'T',
	    .traced = number(record, "traced") != 0,
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
