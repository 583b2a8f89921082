/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * df, for users whose blocks are of 1 KB.  FreeBSD's counterpart is bin/df.
 * NOT MODELLED: df -a, -b, -c, -g, -H, -l, -m, -n, -P, -,.
 */
#include <string.h>

#include "humanize.h"
#include "literal.h"
#include "option.h"
#include "sysproto.h"

int prog_df(struct program *);

#define MIN_WIDTH_HUMAN 7 /* of "   Size" */

struct df {
	bool human, inodes, types;
	const char *type; /* of -t; NULL: any */
};

struct file_system {
	const char *from, *on, *type;
	int64_t bsize, blocks, bfree, bavail, files, ffree;
	const char *total, *used, *avail, *iused, *ifree; /* as they are shown */
};

static void
make_texts(struct program *p, const struct df *d, struct file_system *fs)
{
	int64_t used = fs->blocks - fs->bfree;
	const int64_t bytes[] = { fs->blocks * fs->bsize, used * fs->bsize,
		fs->bavail * fs->bsize };
	const char **texts[] = { &fs->total, &fs->used, &fs->avail };

	for (size_t i = 0; i < 3; i++)
		*texts[i] = d->human ? humanize_number(p, bytes[i], false) :
				       arena_printf(p->arena, "%lld", (long long)bytes[i] / 1024);
	fs->iused = arena_printf(p->arena, "%lld", (long long)(fs->files - fs->ffree));
	fs->ifree = arena_printf(p->arena, "%lld", (long long)fs->ffree);
}

/* The mounts that the caller may see, *count of them; NULL after complaining. */
static struct file_system *
mounted(struct program *p, size_t *count)
{
	const struct call *c = CALL0(p, getfsstat);
	struct element e;

	if (c->error != 0) {
		program_fail(p, c, "getmntinfo");
		return (NULL);
	}
	struct literal l = literal_read(p->world->values, (value_ix)c->result[0]);
	struct file_system *all = arena_zero(p->arena, (literal_count(l) + 1) * sizeof(*all));

	for (*count = 0; literal_next(&l, &e); ++*count) {
		struct literal r = literal_within(&e);

		all[*count] = (struct file_system) { literal_get_string(r, "from"),
			literal_get_string(r, "on"), literal_get_string(r, "type"),
			literal_get_number(r, "bsize"), literal_get_number(r, "blocks"),
			literal_get_number(r, "bfree"), literal_get_number(r, "bavail"),
			literal_get_number(r, "files"), literal_get_number(r, "ffree"), NULL, NULL,
			NULL, NULL, NULL };
	}
	return (all);
}

/* The file systems that hold the operands. */
static struct file_system *
holding(struct program *p, int first, size_t *count, int *status)
{
	struct file_system *all = arena_zero(p->arena, (size_t)(p->argc + 1) * sizeof(*all));

	*count = 0;
	for (int i = first; i < p->argc; i++) {
		const struct call *c = CALL(p, statfs, program_text(p, p->argv[i]));
		struct statfs_result st;

		if (c->error != 0) {
			*status = program_fail(p, c, p->argv[i]);
			continue;
		}
		memcpy(&st, c->result, sizeof(st));
		all[(*count)++] = (struct file_system) { program_string(p, st.from),
			program_string(p, st.on), program_string(p, st.type), st.bsize, st.blocks,
			st.bfree, st.bavail, st.files, st.ffree, NULL, NULL, NULL, NULL, NULL };
	}
	return (all);
}

struct widths {
	int from, type, total, used, avail, iused, ifree;
};

static void
widen(int *width, const char *text)
{
	if ((int)strlen(text) > *width)
		*width = (int)strlen(text);
}

static struct widths
measure(const struct df *d, const struct file_system *fs, size_t count)
{
	int least = d->human ? MIN_WIDTH_HUMAN : 0;
	struct widths w = { 10, 4, d->human ? least : 9, d->human ? least : 4, d->human ? least : 5,
		7, 5 };

	for (size_t i = 0; i < count; i++) {
		widen(&w.from, fs[i].from);
		widen(&w.type, fs[i].type);
		widen(&w.total, fs[i].total);
		widen(&w.used, fs[i].used);
		widen(&w.avail, fs[i].avail);
		widen(&w.iused, fs[i].iused);
		widen(&w.ifree, fs[i].ifree);
	}
	return (w);
}

static double
percent(int64_t used, int64_t of, double none)
{
	return (of == 0 ? none : (double)used / (double)of * 100.0);
}

static void
print_one(struct program *p, const struct df *d, const struct file_system *fs, struct widths w)
{
	int64_t used = fs->blocks - fs->bfree, iused = fs->files - fs->ffree;

	program_print(p, "%-*s", w.from, fs->from);
	if (d->types)
		program_print(p, "  %-*s", w.type, fs->type);
	program_print(p, " %*s %*s %*s %5.0f%%", w.total, fs->total, w.used, fs->used, w.avail,
	    fs->avail, percent(used, fs->bavail + used, 100.0));
	if (d->inodes)
		program_print(p, " %*s %*s %4.0f%% ", w.iused, fs->iused, w.ifree, fs->ifree,
		    percent(iused, fs->files, 100.0));
	else
		program_print(p, "  ");
	program_print(p, "  %s\n", fs->on);
}

static void
print_all(struct program *p, const struct df *d, struct file_system *fs, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (d->type == NULL || strcmp(d->type, fs[i].type) == 0) {
			fs[kept] = fs[i];
			make_texts(p, d, &fs[kept++]);
		}
	struct widths w = measure(d, fs, kept);

	if (kept == 0)
		return;
	program_print(p, "%-*s", w.from, "Filesystem");
	if (d->types)
		program_print(p, "  %-*s", w.type, "Type");
	program_print(p, " %*s %*s %*s Capacity", w.total, d->human ? "   Size" : "1K-blocks",
	    w.used, "Used", w.avail, "Avail");
	if (d->inodes)
		program_print(p, " %*s %*s %%iused", w.iused - 2, "iused", w.ifree, "ifree");
	program_print(p, "  Mounted on\n");
	for (size_t i = 0; i < kept; i++)
		print_one(p, d, &fs[i], w);
}

int
prog_df(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	struct df d = { .type = NULL };
	int letter, status = 0;
	size_t count;

	while ((letter = program_option(p, &o, "hikTt:")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		d.human |= letter == 'h';
		d.inodes |= letter == 'i';
		d.types |= letter == 'T';
		d.type = letter == 't' ? o.value : d.type;
	}
	struct file_system *fs =
	    o.next < p->argc ? holding(p, o.next, &count, &status) : mounted(p, &count);

	if (fs == NULL)
		return (1);
	print_all(p, &d, fs, count);
	return (status);
}
