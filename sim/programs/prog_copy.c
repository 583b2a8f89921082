/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cp and mv.  FreeBSD's counterparts are bin/cp and bin/mv.
 * NOT MODELLED: cp -R, -p; mv of a directory to another file system.
 */
#include <string.h>

#include "option.h"
#include "readfile.h"
#include "sysproto.h"

int prog_cp(struct program *);
int prog_mv(struct program *);

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

static int
copy_file(struct program *p, const char *from, const char *to)
{
	struct textbuf text = { .arena = p->arena };
	const struct call *c = CALL(p, open, program_text(p, from), BSD_O_RDONLY);

	if (c->error != 0)
		return (program_fail(p, c, from));
	int64_t fd = c->retval;
	struct stat_result st;

	c = CALL(p, fstat, fd);
	memcpy(&st, c->result, sizeof(st));
	if (c->error == 0 && st.type == BSD_dir) {
		CALL(p, close, fd);
		program_complain(p, "cp: %s is a directory (not copied).\n", from);
		return (1);
	}
	bool whole = read_descriptor(p, fd, &text, &c);

	CALL(p, close, fd);
	return (whole ? write_file(p, to, &text, st.mode) : program_fail(p, c, from));
}

static int
move_file(struct program *p, const char *from, const char *to)
{
	const struct call *c = CALL(p, rename, program_text(p, from), program_text(p, to));

	if (c->error == 0)
		return (0);
	if (c->error != BSD_EXDEV)
		return (program_fail(p, c, arena_printf(p->arena, "rename %s to %s", from, to)));
	int status = copy_file(p, from, to);

	if (status != 0)
		return (status);
	c = CALL(p, unlink, program_text(p, from));
	return (c->error == 0 ? 0 : program_fail(p, c, from));
}

/* Both have the same words: options, one or more sources, a destination. */
static int
each_file(struct program *p, int (*act)(struct program *, const char *from, const char *to))
{
	struct options o = OPTIONS_BEGIN;
	int letter, status = 0;

	while ((letter = program_option(p, &o, "fnv")) != OPTION_END)
		if (letter == '?')
			return (program_usage(p));
	if (p->argc - o.next < 2)
		return (program_usage(p));
	const char *to = p->argv[p->argc - 1];
	bool into = is_directory(p, to);

	if (!into && p->argc - o.next > 2) {
		program_complain(p, "%s: %s is not a directory\n", p->argv[0], to);
		return (1);
	}
	for (int i = o.next; i < p->argc - 1; i++)
		status |= act(p, p->argv[i], destination(p, p->argv[i], to, into));
	return (status);
}

int
prog_cp(struct program *p)
{
	return (each_file(p, copy_file));
}

int
prog_mv(struct program *p)
{
	return (each_file(p, move_file));
}
