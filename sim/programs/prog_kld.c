/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kldstat and kldunload.  FreeBSD's counterparts are sbin/kldstat and sbin/kldunload.
 * NOT MODELLED: addresses and sizes (shown as 0), modules within a file (-m, -v), kldunload -n.
 */
#include "literal.h"
#include "option.h"

int prog_kldstat(struct program *);
int prog_kldunload(struct program *);

/* Prints a file's line; the refused call, or NULL. */
static const struct call *
print_file(struct program *p, int64_t id)
{
	const struct call *c = CALL(p, kldstat, id);
	struct element refs, name;

	if (c->error != 0)
		return (c);
	struct literal l = literal_read(p->world->values, (value_ix)c->result[0]);

	if (literal_find(l, "refs", &refs) && literal_find(l, "name", &name))
		program_print(p, "%2lld %4lld %18s %8x %s\n", (long long)id,
		    (long long)refs.integer, "0x0", 0, name.bytes);
	return (NULL);
}

/* The id of -i or of a file by name; -1 after complaining. */
static int64_t
file_id(struct program *p, const char *name)
{
	const struct call *c = CALL(p, kldfind, program_text(p, name));

	if (c->error == 0)
		return (c->retval);
	program_fail(p, c, arena_printf(p->arena, "can't find file %s", name));
	return (-1);
}

int
prog_kldstat(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	const struct call *c;
	const char *name = NULL;
	int64_t id = 0;
	int letter;

	while ((letter = program_option(p, &o, "i:n:")) != OPTION_END) {
		if (letter == '?' || (letter == 'i' && !program_number(o.value, 10, &id)))
			return (program_usage(p));
		name = letter == 'n' ? o.value : name;
	}
	if (o.next != p->argc)
		return (program_usage(p));
	if (name != NULL && (id = file_id(p, name)) < 0)
		return (1);
	program_print(p, "Id Refs Address                Size Name\n");
	if (id != 0) {
		if ((c = print_file(p, id)) == NULL)
			return (0);
		return (program_fail(
		    p, c, arena_printf(p->arena, "can't stat file id %lld", (long long)id)));
	}
	for (c = CALL(p, kldnext, 0); c->error == 0 && (id = c->retval) > 0;
	     c = CALL(p, kldnext, id))
		print_file(p, id);
	return (c->error == 0 ? 0 : program_fail(p, c, "kldnext"));
}

int
prog_kldunload(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	int letter, status = 0;
	int64_t id = 0;

	while ((letter = program_option(p, &o, "fi:v")) != OPTION_END)
		if (letter == '?' || (letter == 'i' && !program_number(o.value, 10, &id)))
			return (program_usage(p));
	if (o.next == p->argc && id == 0)
		return (program_usage(p));
	for (int i = o.next; i < p->argc || id != 0; i++, id = 0) {
		if (id == 0 && (id = file_id(p, p->argv[i])) < 0)
			return (1);
		const struct call *c = CALL(p, kldunload, id);

		if (c->error != 0)
			status = program_fail(p, c, "can't unload file");
	}
	return (status);
}
