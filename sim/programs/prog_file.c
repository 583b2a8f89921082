/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cat, touch, rm, mkdir, mkfifo, pwd, ln: one call a file.  FreeBSD's counterparts are the files of
 * the same names in bin/ and usr.bin/.
 * NOT MODELLED: options that ask back (rm -i), times other than now (touch -d).
 */
#include <string.h>

#include "option.h"
#include "readfile.h"
#include "sysproto.h"

int prog_cat(struct program *);
int prog_ln(struct program *);
int prog_mkdir(struct program *);
int prog_mkfifo(struct program *);
int prog_pwd(struct program *);
int prog_rm(struct program *);
int prog_touch(struct program *);

int
prog_cat(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	int status = 0;

	if (program_option(p, &o, "") != OPTION_END)
		return (program_usage(p));
	for (int i = o.next; i < p->argc; i++) {
		struct textbuf text = { .arena = p->arena };
		const struct call *c = CALL(p, open, program_text(p, p->argv[i]), BSD_O_RDONLY);

		if (c->error != 0) {
			status = program_fail(p, c, p->argv[i]);
			continue;
		}
		int64_t fd = c->retval;

		if (!read_descriptor(p, fd, &text, &c))
			status = program_fail(p, c, p->argv[i]);
		program_write(p, textbuf_text(&text), text.len);
		CALL(p, close, fd);
	}
	return (status);
}

int
prog_touch(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	int letter, status = 0;
	bool create = true;

	while ((letter = program_option(p, &o, "c")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		create = false;
	}
	if (o.next == p->argc)
		return (program_usage(p));
	for (int i = o.next; i < p->argc; i++) {
		const struct call *c = CALL(p, stat, program_text(p, p->argv[i]));

		if (c->error == BSD_ENOENT && !create)
			continue;
		if (c->error == BSD_ENOENT)
			c = CALL(
			    p, open, program_text(p, p->argv[i]), BSD_O_WRONLY | BSD_O_CREAT, 0666);
		else if (c->error == 0)
			c = CALL(
			    p, utimensat, BSD_AT_FDCWD, program_text(p, p->argv[i]), VALUE_NONE, 0);
		if (c->error != 0)
			status = program_fail(p, c, p->argv[i]);
		else if (c->number == SYS_open)
			CALL(p, close, c->retval);
	}
	return (status);
}

static int remove_file(struct program *, const char *path, bool recursive, bool force);

/* Empties a directory and removes it. */
static int
remove_directory(struct program *p, const char *path, bool force)
{
	const struct call *c;
	size_t count;
	int status = 0;
	const char *const *names = read_directory(p, path, &c, &count);

	if (names == NULL)
		return (program_fail(p, c, path));
	for (size_t i = 0; i < count; i++)
		status |=
		    remove_file(p, arena_printf(p->arena, "%s/%s", path, names[i]), true, force);
	c = CALL(p, rmdir, program_text(p, path));
	return (c->error == 0 ? status : program_fail(p, c, path));
}

static int
remove_file(struct program *p, const char *path, bool recursive, bool force)
{
	const struct call *c = CALL(p, lstat, program_text(p, path));
	struct stat_result st;

	if (c->error == BSD_ENOENT && force)
		return (0);
	if (c->error != 0)
		return (program_fail(p, c, path));
	memcpy(&st, c->result, sizeof(st));
	if (st.type == BSD_dir && recursive)
		return (remove_directory(p, path, force));
	c = CALL(p, unlink, program_text(p, path));
	if (c->error != 0 && st.type == BSD_dir) {
		p->failed = c;
		program_complain(p, "rm: %s: is a directory\n", path);
		return (1);
	}
	return (c->error == 0 ? 0 : program_fail(p, c, path));
}

/* What rm never removes: the root directory, "." and ".."; true after saying so. */
static bool
may_not_remove(struct program *p, const char *path)
{
	const char *slash = strrchr(path, '/'), *last = slash == NULL ? path : slash + 1;

	if (strcmp(path, "/") == 0)
		program_complain(p, "rm: \"/\" may not be removed\n");
	else if (strcmp(last, ".") == 0 || strcmp(last, "..") == 0)
		program_complain(p, "rm: \".\" and \"..\" may not be removed\n");
	else
		return (false);
	return (true);
}

int
prog_rm(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	int letter, status = 0;
	bool recursive = false, force = false;

	while ((letter = program_option(p, &o, "fRrv")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		recursive |= letter == 'r' || letter == 'R';
		force |= letter == 'f';
	}
	if (o.next == p->argc)
		return (force ? 0 : program_usage(p));
	for (int i = o.next; i < p->argc; i++)
		status |= may_not_remove(p, p->argv[i]) ||
		    remove_file(p, p->argv[i], recursive, force) != 0;
	return (status);
}

/* mkdir -p: makes what is missing above. */
static const struct call *
make_above(struct program *p, const char *path)
{
	const struct call *c = NULL;

	for (const char *at = strchr(path + 1, '/'); at != NULL; at = strchr(at + 1, '/')) {
		const char *above = arena_copy(p->arena, path, (size_t)(at - path));

		c = CALL(p, mkdir, program_text(p, above), 0777);
		if (c->error != 0 && c->error != BSD_EEXIST && c->error != BSD_EISDIR)
			return (c);
	}
	return (NULL);
}

static int
make_directory(struct program *p, const char *path, int64_t mode, bool parents)
{
	const struct call *c = parents ? make_above(p, path) : NULL;

	if (c == NULL)
		c = CALL(p, mkdir, program_text(p, path), mode < 0 ? 0777 : mode);
	if (c->error != 0 && !(parents && c->error == BSD_EEXIST))
		return (program_fail(p, c, path));
	if (mode >= 0 && c->error == 0) /* whatever the umask says */
		c = CALL(p, chmod, program_text(p, path), mode);
	return (mode >= 0 && c->error != 0 ? program_fail(p, c, path) : 0);
}

int
prog_mkdir(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	int letter, status = 0;
	int64_t mode = -1;
	bool parents = false;

	while ((letter = program_option(p, &o, "m:pv")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		parents |= letter == 'p';
		if (letter == 'm' && !program_number(o.value, 8, &mode)) {
			program_complain(p, "mkdir: invalid file mode: %s\n", o.value);
			return (1);
		}
	}
	if (o.next == p->argc)
		return (program_usage(p));
	for (int i = o.next; i < p->argc; i++)
		status |= make_directory(p, p->argv[i], mode, parents);
	return (status);
}

int
prog_mkfifo(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	int letter, status = 0;
	int64_t mode = 0666;

	while ((letter = program_option(p, &o, "m:")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		if (!program_number(o.value, 8, &mode)) {
			program_complain(p, "mkfifo: invalid file mode: %s\n", o.value);
			return (1);
		}
		CALL(p, umask, 0);
	}
	if (o.next == p->argc)
		return (program_usage(p));
	for (int i = o.next; i < p->argc; i++) {
		const struct call *c = CALL(p, mkfifo, program_text(p, p->argv[i]), mode);

		if (c->error != 0)
			status = program_fail(p, c, p->argv[i]);
	}
	return (status);
}

int
prog_pwd(struct program *p)
{
	const struct call *c = CALL0(p, __getcwd);

	if (c->error != 0)
		return (program_fail(p, c, "."));
	program_print(p, "%s\n", program_string(p, c->result[0]));
	return (0);
}

/* The name for a link in a directory, or the path itself. */
static const char *
link_path(struct program *p, const char *source, const char *target)
{
	const struct call *c = CALL(p, stat, program_text(p, target));
	const char *slash = strrchr(source, '/');

	if (c->error != 0 || c->result[0] != BSD_dir)
		return (target);
	return (arena_printf(p->arena, "%s/%s", target, slash == NULL ? source : slash + 1));
}

int
prog_ln(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	int letter;
	bool symbolic = false, force = false;

	while ((letter = program_option(p, &o, "fhns")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		symbolic |= letter == 's';
		force |= letter == 'f';
	}
	if (p->argc - o.next < 1 || p->argc - o.next > 2)
		return (program_usage(p));
	const char *source = p->argv[o.next];
	const char *target = link_path(p, source, o.next + 1 < p->argc ? p->argv[o.next + 1] : ".");

	if (force)
		CALL(p, unlink, program_text(p, target));
	const struct call *c = symbolic ?
	    CALL(p, symlink, program_text(p, source), program_text(p, target)) :
	    CALL(p, link, program_text(p, source), program_text(p, target));

	return (c->error == 0 ? 0 : program_fail(p, c, target));
}
