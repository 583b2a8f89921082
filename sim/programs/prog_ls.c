/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ls.  FreeBSD's counterpart is bin/ls; a terminal has 80 columns, and blanks stand for its tabs.
 * NOT MODELLED: colours, block sizes (a file takes whole blocks of 4096 bytes), most options.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "account.h"
#include "filemode.h"
#include "humanize.h"
#include "option.h"
#include "readfile.h"
#include "sysproto.h"

int prog_ls(struct program *);

#define TERMINAL_WIDTH 80
#define SIX_MONTHS     (365 / 2 * 86400)
#define BLOCKS_OF(b_)  (((b_) + 4095) / 4096 * 8)

struct ls {
	bool all, almost_all, long_form, directory, one_column, inode, type, recursive, numeric;
	bool reverse, by_time, by_size, flags, human, slash, seconds;
	int64_t now;
	bool printed; /* something was printed before */
	struct known_name *users, *groups;
};

struct file_entry {
	const char *name; /* as it is shown */
	const char *path;
	struct stat_result st;
	const char *user, *group, *size, *flags, *inode;
};

static const char *
time_text(struct program *p, const struct ls *ls, int64_t seconds)
{
	time_t when = (time_t)seconds;
	struct tm tm;
	char *text = arena_zero(p->arena, 32);
	bool near = seconds + SIX_MONTHS > ls->now && seconds < ls->now + SIX_MONTHS;

	gmtime_r(&when, &tm);
	strftime(text, 32,
	    ls->seconds ? "%b %e %H:%M:%S %Y" :
		near	? "%b %e %H:%M" :
			  "%b %e  %Y",
	    &tm);
	return (text);
}

static const char *
type_sign(const struct ls *ls, const struct stat_result *st)
{
	static const char *const signs[8] = {
		[BSD_dir] = "/", [BSD_lnk] = "@", [BSD_sock] = "=", [BSD_fifo] = "|"
	};

	if (!ls->type)
		return (ls->slash && st->type == BSD_dir ? "/" : "");
	if (st->type >= 0 && st->type < 8 && signs[st->type] != NULL)
		return (signs[st->type]);
	return ((st->mode & 0111) != 0 ? "*" : "");
}

/* Looks at a file; false after complaining. */
static bool
look(struct program *p, struct ls *ls, struct file_entry *e, bool follow, int *status)
{
	const struct call *c = follow && !ls->long_form ? CALL(p, stat, program_text(p, e->path)) :
							  CALL(p, lstat, program_text(p, e->path));

	if (c->error == BSD_ENOENT && follow && !ls->long_form)
		c = CALL(p, lstat, program_text(p, e->path));
	if (c->error != 0) {
		*status = program_fail(p, c, e->path);
		return (false);
	}
	memcpy(&e->st, c->result, sizeof(e->st));
	if (!ls->long_form)
		return (true);
	bool device = e->st.type == BSD_chr || e->st.type == BSD_blk;

	e->user = ls->numeric ? arena_printf(p->arena, "%u", (unsigned)e->st.uid) :
				remembered_name(p, &ls->users, user_name, (uint32_t)e->st.uid);
	e->group = ls->numeric ? arena_printf(p->arena, "%u", (unsigned)e->st.gid) :
				 remembered_name(p, &ls->groups, group_name, (uint32_t)e->st.gid);
	e->size = ls->human && !device ? humanize_number(p, e->st.size, false) :
					 arena_printf(p->arena, device ? "%#llx" : "%lld",
					     (long long)(device ? e->st.rdev : e->st.size));
	e->flags = ls->flags ? fflagstostr(p, e->st.flags) : "";
	return (true);
}

static unsigned
widest(const struct file_entry *e, size_t count, size_t field)
{
	size_t width = 0;

	for (size_t i = 0; i < count; i++) {
		const char *text =
		    *(const char *const *)(const void *)((const char *)&e[i] + field);

		if (strlen(text) > width)
			width = strlen(text);
	}
	return ((unsigned)width);
}

#define WIDEST(e_, count_, field_) (int)widest(e_, count_, offsetof(struct file_entry, field_))

static void
print_long(struct program *p, const struct ls *ls, const struct file_entry *e, size_t count)
{
	int user = WIDEST(e, count, user), group = WIDEST(e, count, group);
	int size = WIDEST(e, count, size), flags = WIDEST(e, count, flags);
	int inode = WIDEST(e, count, inode), links = 1;

	for (size_t i = 0; i < count; i++)
		for (int64_t n = e[i].st.nlink, width = 1; n > 9 || width > links; n /= 10)
			if (++width > links)
				links = (int)width;
	for (size_t i = 0; i < count; i++) {
		char mode[11];

		mode_text(e[i].st.type, e[i].st.mode, mode);
		if (ls->inode)
			program_print(p, "%*s ", inode, e[i].inode);
		program_print(p, "%s  %*lld %-*s %-*s ", mode, links, (long long)e[i].st.nlink,
		    user, e[i].user, group, e[i].group);
		if (ls->flags)
			program_print(p, "%-*s ", flags, e[i].flags);
		program_print(p, "%*s %s %s%s", size, e[i].size, time_text(p, ls, e[i].st.mtime),
		    e[i].name, type_sign(ls, &e[i].st));
		if (e[i].st.type == BSD_lnk) {
			const struct call *c = CALL(p, readlink, program_text(p, e[i].path));

			if (c->error == 0)
				program_print(p, " -> %s", program_string(p, c->result[0]));
		}
		program_print(p, "\n");
	}
}

static const char *
short_text(struct program *p, const struct ls *ls, const struct file_entry *e, int inode)
{
	const char *sign = type_sign(ls, &e->st);

	if (ls->inode)
		return (arena_printf(p->arena, "%*s %s%s", inode, e->inode, e->name, sign));
	return (arena_printf(p->arena, "%s%s", e->name, sign));
}

static void
print_short(struct program *p, const struct ls *ls, const struct file_entry *e, size_t count)
{
	const char **text = arena_zero(p->arena, (count + 1) * sizeof(*text));
	int inode = WIDEST(e, count, inode);
	size_t width = 0;

	for (size_t i = 0; i < count; i++) {
		text[i] = short_text(p, ls, &e[i], inode);
		width = strlen(text[i]) > width ? strlen(text[i]) : width;
	}
	width = (width + 8) & ~(size_t)7;
	size_t columns = ls->one_column || p->redirected || TERMINAL_WIDTH < 2 * width ?
	    1 :
	    TERMINAL_WIDTH / width;
	size_t rows = (count + columns - 1) / columns;

	for (size_t row = 0; row < rows; row++)
		for (size_t i = row; i < count; i += rows)
			program_print(p, "%-*s%s", i + rows < count ? (int)width : 0, text[i],
			    i + rows < count ? "" : "\n");
}

static void
print_entries(struct program *p, const struct ls *ls, struct file_entry *e, size_t count)
{
	for (size_t i = 0; i < count; i++)
		e[i].inode = arena_printf(p->arena, "%lld", (long long)e[i].st.ino);
	if (ls->long_form)
		print_long(p, ls, e, count);
	else
		print_short(p, ls, e, count);
}

/* Newest or largest first; of equal ones, by name.  The entries come sorted by name. */
static void
sort_by(struct file_entry *e, size_t count, bool size)
{
	for (size_t i = 1; i < count; i++) {
		struct file_entry moved = e[i];
		size_t at = i;

		for (; at > 0 &&
		     (size ? e[at - 1].st.size < moved.st.size :
			     e[at - 1].st.mtime < moved.st.mtime);
		     at--)
			e[at] = e[at - 1];
		e[at] = moved;
	}
}

static void
put_in_order(const struct ls *ls, struct file_entry *e, size_t count)
{
	if (ls->by_time || ls->by_size)
		sort_by(e, count, ls->by_size);
	for (size_t i = 0; ls->reverse && i < count / 2; i++) {
		struct file_entry other = e[i];

		e[i] = e[count - 1 - i];
		e[count - 1 - i] = other;
	}
}

/* Does a listing need more than names? */
static bool
needs_attributes(const struct ls *ls)
{
	return (ls->long_form || ls->inode || ls->type || ls->slash || ls->recursive ||
	    ls->by_time || ls->by_size);
}

static size_t
look_at_names(struct program *p, struct ls *ls, const char *path, const char *const *names,
    size_t count, struct file_entry *e, int *status)
{
	static const char *const dots[] = { ".", ".." };
	size_t found = 0, first = ls->all ? 2 : 0;

	for (size_t i = 0; i < count + first; i++) {
		const char *name = i < first ? dots[i] : names[i - first];

		if (*name == '.' && !ls->all && !ls->almost_all)
			continue;
		e[found] = (struct file_entry) { .name = name,
			.path = arena_printf(p->arena, "%s%s%s", path,
			    path[strlen(path) - 1] == '/' ? "" : "/", name) };
		found += !needs_attributes(ls) || look(p, ls, &e[found], false, status);
	}
	return (found);
}

static int
list_directory(struct program *p, struct ls *ls, const char *path, bool label)
{
	const struct call *c;
	size_t count;
	int status = 0;
	const char *const *names = read_directory(p, path, &c, &count);

	if (label)
		program_print(p, "%s%s:\n", ls->printed ? "\n" : "", path);
	ls->printed = true;
	if (names == NULL)
		return (program_fail(p, c, path));
	struct file_entry *e = arena_zero(p->arena, (count + 2) * sizeof(*e));
	int64_t total = 0;

	count = look_at_names(p, ls, path, names, count, e, &status);
	put_in_order(ls, e, count);
	for (size_t i = 0; i < count; i++)
		total += BLOCKS_OF(e[i].st.size);
	if (ls->long_form && count != 0)
		program_print(p, "total %s\n",
		    ls->human ? humanize_number(p, total * 512, true) :
				arena_printf(p->arena, "%lld", (long long)total));
	print_entries(p, ls, e, count);
	for (size_t i = 0; ls->recursive && i < count; i++)
		if (e[i].st.type == BSD_dir && strcmp(e[i].name, ".") != 0 &&
		    strcmp(e[i].name, "..") != 0)
			status |= list_directory(p, ls, e[i].path, true);
	return (status);
}

static bool
read_options(struct program *p, struct options *o, struct ls *ls)
{
	int letter;

	while ((letter = program_option(p, o, "1AaCdFhilnopRrSTt")) != OPTION_END) {
		ls->all |= letter == 'a';
		ls->almost_all |= letter == 'A';
		ls->long_form |= letter == 'l' || letter == 'n' || letter == 'o';
		ls->numeric |= letter == 'n';
		ls->flags |= letter == 'o';
		ls->directory |= letter == 'd';
		ls->one_column |= letter == '1';
		ls->inode |= letter == 'i';
		ls->type |= letter == 'F';
		ls->recursive |= letter == 'R';
		ls->reverse |= letter == 'r';
		ls->by_time |= letter == 't';
		ls->by_size |= letter == 'S';
		ls->human |= letter == 'h';
		ls->slash |= letter == 'p';
		ls->seconds |= letter == 'T';
		if (letter == '?')
			return (false);
	}
	return (true);
}

static int
by_path(const void *a, const void *b)
{
	const struct file_entry *x = a, *y = b;

	return (strcmp(x->path, y->path));
}

int
prog_ls(struct program *p)
{
	static const char *const here[] = { "." };
	struct options o = OPTIONS_BEGIN;
	struct ls ls = { .now = 0 };
	int status = 0;

	if (!read_options(p, &o, &ls))
		return (program_usage(p));
	const char *const *paths = o.next < p->argc ? p->argv + o.next : here;
	size_t count = o.next < p->argc ? (size_t)(p->argc - o.next) : 1, files = 0, dirs = 0;
	struct file_entry *e = arena_zero(p->arena, 2 * count * sizeof(*e)), *dir = e + count;

	ls.almost_all |= CALL0(p, geteuid)->result[0] == 0; /* as root sees more */
	ls.now = CALL0(p, gettimeofday)->result[0];
	for (size_t i = 0; i < count; i++) {
		struct file_entry look_at = { .name = paths[i], .path = paths[i] };

		if (!look(p, &ls, &look_at, true, &status))
			continue;
		if (look_at.st.type == BSD_dir && !ls.directory)
			dir[dirs++] = look_at;
		else
			e[files++] = look_at;
	}
	qsort(e, files, sizeof(*e), by_path);
	qsort(dir, dirs, sizeof(*dir), by_path);
	put_in_order(&ls, e, files);
	print_entries(p, &ls, e, files);
	ls.printed = files != 0;
	for (size_t i = 0; i < dirs; i++)
		status |= list_directory(p, &ls, dir[i].path, count > 1 || ls.recursive);
	return (status);
}
