/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A table's rows and fields, told as a student would say it.  Links between rows, counts and what
 * follows from something else that is told are left out; what else changed is told by the
 * meaning of its field.
 */
#include "difference.h"

#include <string.h>
#include <time.h>

#include "difference_tell.h"
#include "release.h"
#include "sysctl_node.h"

void
say(struct telling *d, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	textbuf_vprintf(d->text, format, ap);
	va_end(ap);
	textbuf_put(d->text, "\n", 1);
	d->lines++;
}

const char *
tell_value(const struct telling *d, value_ix v)
{
	return (value_text(d->after->k_values, v));
}

/* A field's content by its kind. */
static const char *
content(const struct telling *d, const struct field *f, uint64_t word)
{
	size_t length;
	const char *bytes;

	switch ((enum field_kind)f->kind) {
	case FIELD_OCTAL:
		return (arena_printf(d->arena, "%04llo", (unsigned long long)word));
	case FIELD_BITS:
		return (arena_printf(d->arena, "0x%llx", (unsigned long long)word));
	case FIELD_VALUE:
		bytes = value_bytes(d->after->k_values, (value_ix)word, &length);
		return (text_quote(d->arena, bytes, length));
	default:
		return (arena_printf(d->arena, "%lld",
		    f->size == sizeof(uint32_t) ? (long long)(int32_t)word : (long long)word));
	}
}

static bool
is_plain(const struct field *f)
{
	return (f->kind == FIELD_NUMBER || f->kind == FIELD_OCTAL || f->kind == FIELD_BITS ||
	    f->kind == FIELD_VALUE);
}

/* "SUBJECT: MEANING a -> b". */
void
say_field(
    struct telling *d, const char *subject, const struct field *f, uint64_t before, uint64_t after)
{
	if (is_plain(f))
		say(d, "%s: %.*s %s -> %s", subject, (int)strcspn(f->meaning, ":;,("), f->meaning,
		    content(d, f, before), content(d, f, after));
}

bool
is_field(const struct field *f, const char *name)
{
	return (strcmp(f->name, name) == 0);
}

/* --- What is single --------------------------------------------------------------------- */

static const char *
clock_text(const struct telling *d, uint64_t seconds)
{
	time_t when = (time_t)seconds;
	char text[32];
	struct tm tm;

	if (gmtime_r(&when, &tm) == NULL ||
	    strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &tm) == 0)
		return ("?");
	return (arena_copy(d->arena, text, strlen(text)));
}

static const char *
release_text(const struct telling *d, uint64_t release)
{
	unsigned major = (unsigned)RELEASE_MAJOR(release), minor = (unsigned)RELEASE_MINOR(release);
	unsigned patch = (unsigned)RELEASE_PATCH(release);

	if (patch == RELEASE_PATCHED)
		return (arena_printf(d->arena, "%u.%u", major, minor));
	return (arena_printf(d->arena, "%u.%u-p%u", major, minor, patch));
}

static void
system_field(struct telling *d, const struct field *f, unsigned e, uint64_t before, uint64_t after)
{
	(void)e;
	if (is_field(f, "sy_clock"))
		say(d, "the clock: %s -> %s", clock_text(d, before), clock_text(d, after));
	else if (is_field(f, "sy_halted"))
		say(d, "the host was halted or rebooted");
	else if (is_field(f, "sy_kenv"))
		say(d, "the kernel environment changed");
}

static void
ruling_field(struct telling *d, const struct field *f, unsigned e, uint64_t before, uint64_t after)
{
	if (is_field(f, "ru_release"))
		say(d, "the release modelled: %s -> %s", release_text(d, before),
		    release_text(d, after));
	for (unsigned bit = 0; is_field(f, "ru_without") && bit < 32; bit++)
		if (((before ^ after) >> bit & 1) != 0)
			say(d, "rule %s was switched %s", rule_info[e * 32 + bit].name,
			    (after >> bit & 1) != 0 ? "off" : "on again");
}

static void
sysctl_field(struct telling *d, const struct field *f, unsigned e, uint64_t before, uint64_t after)
{
	(void)f;
	if (e < SYSCTL_NODES)
		say(d, "sysctl %s: %d -> %d", sysctl_info[e].name, (int)(int32_t)before,
		    (int)(int32_t)after);
}

/* --- The tables --------------------------------------------------------------------------------
 */

static const struct teller {
	row_teller *row, *same;
	field_teller *field;
} tellers[TABLES] = {
	[TABLE_system] = { .field = system_field },
	[TABLE_ruling] = { .field = ruling_field },
	[TABLE_sysctl] = { .field = sysctl_field },
	[TABLE_prison] = { .row = tell_prison, .same = tell_prison_changes },
	[TABLE_proc] = { .row = tell_proc, .field = tell_proc_field },
	[TABLE_fdblock] = { .row = tell_fdblock, .field = tell_fdblock_field },
	[TABLE_file] = { .field = tell_file_field },
	[TABLE_mount] = { .row = tell_mount, .field = tell_mount_field },
	[TABLE_vnode] = { .field = tell_vnode_field },
	[TABLE_dirent] = { .row = tell_dirent, .field = tell_dirent_field },
	[TABLE_block] = { .row = tell_block, .field = tell_block_field },
	[TABLE_socket] = { .row = tell_socket, .field = tell_socket_field },
	[TABLE_kld] = { .row = tell_kld },
	[TABLE_ipcobj] = { .row = tell_ipcobj,
	    .same = tell_ipcobj_changes,
	    .field = tell_ipcobj_field },
	[TABLE_shmmap] = { .row = tell_shmmap },
	[TABLE_shmname] = { .row = tell_shmname },
	[TABLE_pipe] = { .field = tell_pipe_field },
	[TABLE_mbuf] = { .row = tell_mbuf },
	[TABLE_msg] = { .row = tell_msg },
	[TABLE_ifnet] = { .row = tell_ifnet, .field = tell_ifnet_field },
	[TABLE_ifaddr] = { .row = tell_ifaddr },
	[TABLE_extattr] = { .row = tell_extattr, .same = tell_extattr },
};

/* Rows without a key are the same thing as long as they are there; vnodes have a generation. */
static bool
is_same(const struct telling *d, const char *was, const char *is)
{
	if (d->table == TABLE_vnode)
		return (same_vnode(d, d->ix));
	if (d->table == TABLE_dirent &&
	    ((const struct dirent *)(const void *)was)->de_vp !=
		((const struct dirent *)(const void *)is)->de_vp)
		return (false);
	return (memcmp(was, is, table_key[d->table] * sizeof(uint32_t)) == 0);
}

/* The first time that a row is told about. */
static void
look_at_row(struct telling *d, enum table t, uint32_t ix)
{
	const struct teller *teller = &tellers[t];
	bool was_live = row_live(d->before, t, ix), is_live = row_live(d->after, t, ix);
	const char *was = d->before->k_rows[t].base + (size_t)ix * table_size[t];
	const char *is = d->after->k_rows[t].base + (size_t)ix * table_size[t];

	d->table = t;
	d->ix = ix;
	d->told = true;
	bool same = d->same = was_live && is_live && is_same(d, was, is);

	if (same && teller->same != NULL)
		teller->same(d, was, is); /* which may find that it is not */
	if (same || teller->row == NULL)
		return;
	if (was_live)
		teller->row(d, was, NULL);
	if (is_live)
		teller->row(d, NULL, is);
}

static void
visit(void *arg, enum table t, uint32_t ix, const struct field *f, unsigned element,
    uint64_t before, uint64_t after)
{
	struct telling *d = arg;

	if (!d->told || d->table != t || d->ix != ix)
		look_at_row(d, t, ix);
	if (d->same && tellers[t].field != NULL)
		tellers[t].field(d, f, element, before, after);
}

unsigned
difference_put(struct textbuf *text, const struct kernel *before, const struct kernel *after)
{
	struct telling d = { .text = text, .arena = text->arena, .before = before, .after = after };

	state_diff(before, after, visit, &d);
	tell_processes(&d);
	return (d.lines);
}
