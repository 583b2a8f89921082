/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A call from a step: which one, and are its arguments as many as it takes.
 */
#include <string.h>

#include "call.h"

static bool
wrong(const struct call_reader *r, struct span at, const char *text, const char *mend)
{
	scenario_problem(r->sc, at, text, mend);
	return (false);
}

static bool
wrong_count(const struct call_reader *r, const struct scenario_step *step, enum sysno number,
    struct span at)
{
	const struct syscall_info *info = &syscall_info[number];
	struct arena *a = &r->sc->arena;
	unsigned given = 0;

	for (const struct expr *e = step->args; e != NULL; e = e->next)
		given++;
	return (wrong(r, at,
	    info->required == info->nargs ?
		arena_printf(a, "%s takes %u argument%s, not %u", info->name, info->nargs,
		    info->nargs == 1 ? "" : "s", given) :
		arena_printf(a, "%s takes %u to %u arguments, not %u", info->name, info->required,
		    info->nargs, given),
	    arena_printf(a, "write %s", call_usage(a, number))));
}

/*
 * NULL or BADADDR where the call has no argument: the pointer to what it
 * returns, which is left out else. NULL will do for what nobody must take.
 */
static bool
is_result_pointer(const struct expr *e, const struct syscall_info *info, unsigned n, bool *bad)
{
	if (!expr_is(e, "NULL") && !expr_is(e, "BADADDR"))
		return (false);
	if (n < info->nargs &&
	    (argtype_info[info->args[n].type].form == FORM_STRING ||
		argtype_info[info->args[n].type].form == FORM_LIST))
		return (false);
	/* The program's name that execve answers is the simulation's own affair. */
	bool returns = info->result != RESULT_none && info->result != RESULT_num &&
	    info != &syscall_info[SYS_execve];

	if (*e->name == 'B' && !returns)
		return (false);
	*bad |= *e->name == 'B' || (returns && info->result != RESULT_wait);
	return (true);
}

static bool
read_arguments(const struct call_reader *r, const struct scenario_step *step, struct call *c)
{
	const struct syscall_info *info = &syscall_info[c->number];
	unsigned n = 0;
	bool bad = false;

	for (const struct expr *e = step->args; e != NULL; e = e->next) {
		if (is_result_pointer(e, info, n, &bad))
			continue;
		if (n == info->nargs)
			return (wrong_count(r, step, c->number, e->span));
		if (!call_read_word(r, e, info->args[n].type, info->args[n].name, &c->words[n]))
			return (false);
		n++;
	}
	c->nargs = (uint16_t)n;
	c->badaddr = bad;
	if (n >= info->required)
		return (true);
	struct span end = { step->args_span.end, step->args_span.end + 1 };

	return (wrong_count(r, step, c->number, end));
}

bool
call_read(const struct call_reader *r, const struct scenario_step *step, struct call *c)
{
	int row = lexicon_find(r->lexicon, NAME_CALL, step->name);

	if (row < 0 || syscall_info[row].simulation)
		return (wrong(r, step->name_span,
		    arena_printf(&r->sc->arena, "%s is no system call known here", step->name),
		    lexicon_mend(r->lexicon, &r->sc->arena, NAME_CALL, step->name,
			"see jailsim list calls")));
	memset(c->words, 0, sizeof(c->words));
	c->number = (uint16_t)row;
	return (read_arguments(r, step, c));
}
