/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cp and mv.  FreeBSD's counterparts are bin/cp and bin/mv.
 * NOT MODELLED: cp -H, -L, -P, -l, -s, -x; mv of a directory to another file system.
 */
#include <string.h>

#include "filemode.h"
#include "option.h"
#include "readfile.h"
#include "sysproto.h"

int prog_cp(struct program *);
int prog_mv(struct program *);

/* The options of both. */
struct copying {
	bool recursive, keep, verbose; /* -R, -p, -v */
};

/* Where a file goes: into the directory `to', or to that name. */
static const char *
destination(struct program *p, const char *from, const char *to, bool into)
{
	const char *slash = strrchr(from, '/');

	if (!into)
		return (to);
	return (arena_printf(p->arena, "%s%s%s", to, to[strlen(to) - 1] == '/' ? "" : "/",
	    slash == NULL ? from : slash + 1));
}

static bool
is_directory(struct program *p, const char *path)
{
	const struct call *c = CALL(p, stat, program_text(p, path));

	return (c->error == 0 && c->result[0] == BSD_dir);
}

/* Writes the bytes to a new file. */
static int
write_file(struct program *p, const char *to, const struct textbuf *text, int64_t mode)
{
	const struct call *c = CALL(
	    p, open, program_text(p, to), BSD_O_WRONLY | BSD_O_CREAT | BSD_O_TRUNC, mode & 0777);

	if (c->error != 0)
		return (program_fail(p, c, to));
	int64_t fd = c->retval;

	if (text->len != 0)
		c = CALL(p, write, fd, value_intern(p->world->values, text->s, text->len));
	int status = c->error == 0 ? 0 : program_fail(p, c, to);

	CALL(p, close, fd);
	return (status);
}

/* Times, owner and mode as those of the original, as far as the caller may: cp -p. */
static void
keep_attributes(struct program *p, const char *to, const struct stat_result *st)
{
	int64_t path = program_text(p, to);
	bool owned = CALL(p, lchown, path, st->uid, st->gid)->error == 0;

	if (st->type != BSD_lnk)
		CALL(p, chmod, path, st->mode & (owned ? 07777 : 0777));
	set_file_times(p, to, st->atime, st->mtime);
}

static int
copy_contents(struct program *p, const char *from, const char *to, const struct stat_result *st)
{
	struct textbuf text = { .arena = p->arena };
	const struct call *c = CALL(p, open, program_text(p, from), BSD_O_RDONLY);

	if (c->error != 0)
		return (program_fail(p, c, from));
	int64_t fd = c->retval;
	bool whole = read_descriptor(p, fd, &text, &c);

	CALL(p, close, fd);
	return (whole ? write_file(p, to, &text, st->mode) : program_fail(p, c, from));
}

static int
copy_link(struct program *p, const char *from, const char *to)
{
	const struct call *c = CALL(p, readlink, program_text(p, from));

	if (c->error != 0)
		return (program_fail(p, c, from));
	int64_t text = c->result[0];

	CALL(p, unlink, program_text(p, to));
	c = CALL(p, symlink, text, program_text(p, to));
	return (c->error == 0 ? 0 : program_fail(p, c, to));
}

static int copy_any(
    struct program *, const struct copying *, const char *from, const char *to, bool named);

static int
copy_directory(struct program *p, const struct copying *how, const char *from, const char *to,
    const struct stat_result *st)
{
	const struct call *c;
	size_t count;
	int status = 0;
	const char *const *names = read_directory(p, from, &c, &count);

	if (names == NULL)
		return (program_fail(p, c, from));
	c = CALL(p, mkdir, program_text(p, to), (st->mode & 0777) | 0700);
	if (c->error != 0 && !(c->error == BSD_EEXIST && is_directory(p, to)))
		return (program_fail(p, c, to));
	for (size_t i = 0; i < count; i++)
		status |= copy_any(p, how, arena_printf(p->arena, "%s/%s", from, names[i]),
		    arena_printf(p->arena, "%s/%s", to, names[i]), false);
	return (status);
}

/* named: an operand, whose symbolic link is followed without -R. */
static int
copy_any(struct program *p, const struct copying *how, const char *from, const char *to, bool named)
{
	bool follow = named && !how->recursive;
	int64_t path = program_text(p, from);
	const struct call *c = follow ? CALL(p, stat, path) : CALL(p, lstat, path);
	struct stat_result st;
	int status;

	if (c->error != 0)
		return (program_fail(p, c, from));
	memcpy(&st, c->result, sizeof(st));
	if (st.type == BSD_dir && !how->recursive) {
		program_complain(p, "cp: %s is a directory (not copied).\n", from);
		return (1);
	}
	if (how->verbose)
		program_print(p, "%s -> %s\n", from, to);
	status = st.type == BSD_dir ? copy_directory(p, how, from, to, &st) :
	    st.type == BSD_lnk	    ? copy_link(p, from, to) :
				      copy_contents(p, from, to, &st);
	if (how->keep && status == 0)
		keep_attributes(p, to, &st);
	return (status);
}

static int
move_file(struct program *p, const struct copying *how, const char *from, const char *to)
{
	const struct call *c = CALL(p, rename, program_text(p, from), program_text(p, to));

	if (c->error == 0) {
		if (how->verbose)
			program_print(p, "%s -> %s\n", from, to);
		return (0);
	}
	if (c->error != BSD_EXDEV)
		return (program_fail(p, c, arena_printf(p->arena, "rename %s to %s", from, to)));
	const struct copying whole = { .keep = true, .verbose = how->verbose };
	int status = copy_any(p, &whole, from, to, false);

	if (status != 0)
		return (status);
	c = CALL(p, unlink, program_text(p, from));
	return (c->error == 0 ? 0 : program_fail(p, c, from));
}

static int
copy_operand(struct program *p, const struct copying *how, const char *from, const char *to)
{
	return (copy_any(p, how, from, to, true));
}

/* Both have the same words: options, one or more sources, a destination. */
static int
each_file(struct program *p, const char *letters,
    int (*act)(struct program *, const struct copying *, const char *from, const char *to))
{
	struct options o = OPTIONS_BEGIN;
	struct copying how = { .recursive = false };
	int letter, status = 0;

	while ((letter = program_option(p, &o, letters)) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		how.recursive |= letter == 'R' || letter == 'r' || letter == 'a';
		how.keep |= letter == 'p' || letter == 'a';
		how.verbose |= letter == 'v';
	}
	if (p->argc - o.next < 2)
		return (program_usage(p));
	const char *to = p->argv[p->argc - 1];
	bool into = is_directory(p, to);

	if (!into && p->argc - o.next > 2) {
		program_complain(p, "%s: %s is not a directory\n", p->argv[0], to);
		return (1);
	}
	for (int i = o.next; i < p->argc - 1; i++)
		status |= act(p, &how, p->argv[i], destination(p, p->argv[i], to, into));
	return (status);
}

int
prog_cp(struct program *p)
{
	return (each_file(p, "afnpRrv", copy_operand));
}

int
prog_mv(struct program *p)
{
	return (each_file(p, "fnv", move_file));
}
