/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * posixshmcontrol: makes, lists, prints, sizes and removes POSIX shared memory.  FreeBSD's
 * counterpart is usr.bin/posixshmcontrol.
 *
 * NOT MODELLED: stat, ls -h and -j, large pages.
 */
#include <stdlib.h>
#include <string.h>

#include "account.h"
#include "info.h"
#include "literal.h"
#include "option.h"

int prog_posixshmcontrol(struct program *);

/* Opens a name; NULL after complaining as "posixshmcontrol: WHAT NAME: ...". */
static const struct call *
open_name(struct program *p, const char *what, const char *path, int flags, int64_t mode)
{
	const struct call *c = CALL(p, shm_open, program_text(p, path), flags, mode);

	if (c->error == 0)
		return (c);
	(void)program_fail(p, c, arena_printf(p->arena, "%s %s", what, path));
	return (NULL);
}

static int
create_one(struct program *p, const char *path, int64_t mode)
{
	const struct call *c = open_name(p, "create", path, BSD_O_RDWR | BSD_O_CREAT, mode);

	if (c == NULL)
		return (1);
	CALL(p, close, c->retval);
	return (0);
}

static int
remove_one(struct program *p, const char *path, int64_t unused)
{
	const struct call *c = CALL(p, shm_unlink, program_text(p, path));

	(void)unused;
	if (c->error == 0)
		return (0);
	return (program_fail(p, c, arena_printf(p->arena, "unlink of %s failed", path)));
}

static int
dump_one(struct program *p, const char *path, int64_t unused)
{
	const struct call *c = open_name(p, "open", path, BSD_O_RDONLY, 0);

	(void)unused;
	if (c == NULL)
		return (1);
	int64_t fd = c->retval;

	while ((c = CALL(p, read, fd, 4096))->error == 0 && c->retval > 0) {
		size_t length;
		const char *bytes = value_bytes(p->world->values, (value_ix)c->result[0], &length);

		program_write(p, bytes, length);
	}
	return (c->error == 0 ? 0 : program_fail(p, c, path));
}

static int
truncate_one(struct program *p, const char *path, int64_t size)
{
	const struct call *c = open_name(p, "open", path, BSD_O_RDWR, 0);

	if (c == NULL)
		return (1);
	c = CALL(p, ftruncate, c->retval, size);
	if (c->error == 0)
		return (0);
	return (program_fail(p, c, arena_printf(p->arena, "truncate %s", path)));
}

/* A name of the list. */
struct listed {
	const char *path;
	int64_t mode, size;
};

static int
by_path(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;

	return (strcmp(x->path, y->path));
}

static const char *
mode_letters(struct program *p, int64_t mode)
{
	char text[] = "rwxrwxrwx";

	for (int bit = 0; bit < 9; bit++)
		if ((mode >> (8 - bit) & 1) == 0)
			text[bit] = '-';
	return (arena_printf(p->arena, "%s", text));
}

/* One line; whoever may not read it does not see it. */
static int
list_one(struct program *p, const struct listed *l, bool names)
{
	const struct call *c = CALL(p, shm_open, program_text(p, l->path), BSD_O_RDONLY, 0);

	if (c->error == BSD_EACCES)
		return (0);
	if (c->error != 0)
		return (program_fail(p, c, arena_printf(p->arena, "open %s", l->path)));
	int64_t fd = c->retval;

	c = CALL(p, fstat, fd);
	CALL(p, close, fd);
	if (c->error != 0)
		return (program_fail(p, c, arena_printf(p->arena, "stat %s", l->path)));
	uint32_t uid = (uint32_t)c->result[2], gid = (uint32_t)c->result[3];

	program_print(p, "%s\t", mode_letters(p, l->mode));
	if (names)
		program_print(p, "%s\t%s\t", user_name(p, uid), group_name(p, gid));
	else
		program_print(p, "%u\t%u\t", (unsigned)uid, (unsigned)gid);
	program_print(p, "%lld\t%s\n", (long long)l->size, l->path);
	return (0);
}

static int
list_all(struct program *p, bool names)
{
	const struct call *c = CALL(p, sysctlbyname, program_text(p, "kern.ipc.posix_shm_list"));
	struct element e, field;
	size_t count = 0;
	int status = 0;

	if (c->error != 0)
		return (program_fail(p, c, "reading kern.ipc.posix_shm_list"));
	struct literal l = literal_read(p->world->values, (value_ix)c->result[0]);
	struct listed *all = arena_zero(p->arena, (literal_count(l) + 1) * sizeof(*all));

	for (; literal_next(&l, &e); count++) {
		struct literal r = literal_within(&e);

		all[count].path = literal_find(r, "path", &field) ? field.bytes : "";
		all[count].mode = literal_find(r, "mode", &field) ? field.integer : 0;
		all[count].size = literal_find(r, "size", &field) ? field.integer : 0;
	}
	qsort(all, count, sizeof(*all), by_path);
	program_print(p, "MODE    \tOWNER\tGROUP\tSIZE\tPATH\n");
	for (size_t i = 0; i < count; i++)
		status |= list_one(p, &all[i], names);
	return (status);
}

static int
usage(struct program *p)
{
	(void)program_usage(p);
	return (2);
}

/* What is done to each name, with the number that an option gives. */
static const struct {
	const char *name;
	int (*act)(struct program *, const char *path, int64_t number);
	const char *letters;
	int base;
	int64_t usual;
} acts[] = {
	{ "create", create_one, "m:", 8, 0600 },
	{ "rm", remove_one, "", 10, 0 },
	{ "dump", dump_one, "", 10, 0 },
	{ "truncate", truncate_one, "s:", 10, 0 },
};

int
prog_posixshmcontrol(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	const char *word = p->argc > 1 ? p->argv[1] : "";
	bool list = strcmp(word, "ls") == 0 || strcmp(word, "list") == 0;
	size_t i = 0;
	int letter, status = 0;

	while (!list && i < sizeof(acts) / sizeof(acts[0]) && strcmp(acts[i].name, word) != 0)
		i++;
	if (i == sizeof(acts) / sizeof(acts[0]))
		return (usage(p));
	int64_t value = acts[i].usual;
	bool names = true;

	o.next = 2;
	while ((letter = program_option(p, &o, list ? "n" : acts[i].letters)) != OPTION_END) {
		if (letter == '?' ||
		    (letter != 'n' && !program_number(o.value, acts[i].base, &value)))
			return (usage(p));
		names = names && letter != 'n';
	}
	if (list)
		return (o.next == p->argc ? list_all(p, names) : usage(p));
	if (o.next == p->argc)
		return (usage(p));
	for (; o.next < p->argc; o.next++)
		status |= acts[i].act(p, p->argv[o.next], value);
	return (status);
}
