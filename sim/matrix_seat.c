/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who takes part in an attempt: the one who tries and the accomplices, each a process as a login
 * would make it, and what actions may take as given.
 */
#include <string.h>

#include "in_addr.h"
#include "jail.h"
#include "literal.h"
#include "matrix_try.h"
#include "object.h"

#define HOST_ADDRESS "192.0.2.1" /* of em0, see interfaces.def */

/* --- Who takes part ----------------------------------------------------------------- */

const struct prison *
attempt_neighbour(const struct kernel *k, const struct prison *own)
{
	FOREACH_PRISON(k, prison0(k), pr)
	{
		if (pr == prison0(k) || pr->pr_state != PRISON_STATE_ALIVE)
			continue;
		if (own == prison0(k) ||
		    (!prison_reaches(k, own, pr) && !prison_reaches(k, pr, own)))
			return (pr);
	}
	return (NULL);
}

static void
log_in(struct attempt *at, enum actor who, const int64_t words[CALL_ARGS], prison_ix where)
{
	const struct kernel *k = at->world.kernel;
	struct call *c = &at->call;

	if (where == 0) {
		at->missing[who] = "there is no jail beside this one";
		return;
	}
	c->number = SYS_sim_login;
	c->nargs = CALL_ARGS;
	c->badaddr = 0;
	memcpy(c->words, words, sizeof(c->words));
	c->words[0] = prison_at(k, where)->pr_id;
	if (kernel_call(at->world.kernel, c) == 0)
		at->pid[who] = (uint32_t)c->retval;
	else
		at->missing[who] = arena_printf(&at->m->arena, "nobody can log in to %s: %s",
		    jail_text(&at->m->arena, k, prison_at(k, where)->pr_id), errno_name(c->error));
}

/* Words that log in somebody with one id, whatever /etc/passwd says. */
static void
id_words(struct values *vs, uint32_t id, const char *name, int64_t words[CALL_ARGS])
{
	value_begin(vs);
	for (int i = 0; i < 3; i++)
		literal_integer(vs, "", id);
	words[1] = words[2] = value_end(vs);
	value_begin(vs);
	words[3] = value_end(vs);
	words[4] = value_string(vs, name);
	words[5] = 0;
}

/* Words that log in who tries; false: the prison has no such user. */
static bool
my_words(struct attempt *at, int64_t words[CALL_ARGS])
{
	struct scenario *sc = &at->m->spoken;
	const struct problems before = sc->problems;
	const struct prison *own = prison_at(at->world.kernel, at->own);

	if (world_seat(&at->world, sc, at->user->prompt, own->pr_id, words))
		return (true);
	at->missing[ACTOR_ME] = arena_printf(&at->m->arena, "there is no user %s", at->user->name);
	sc->problems = before;
	*sc->problems.last = NULL;
	return (false);
}

static void
log_all_in(struct attempt *at)
{
	int64_t mine[CALL_ARGS], root[CALL_ARGS], nobody[CALL_ARGS];

	memset(at->pid, 0, sizeof(at->pid));
	if (!my_words(at, mine))
		return;
	id_words(at->world.values, 0, "root", root);
	id_words(at->world.values, STRANGER_ID, "", nobody);
	log_in(at, ACTOR_ME, mine, at->own);
	log_in(at, ACTOR_OWN, mine, at->own);
	log_in(at, ACTOR_HOST, root, PRISON0);
	log_in(at, ACTOR_HOSTUSER, mine, PRISON0);
	log_in(at, ACTOR_NEIGHBOUR, root, at->neighbour);
	log_in(at, ACTOR_NEIGHBOURUSER, mine, at->neighbour);
	log_in(at, ACTOR_STRANGER, nobody, PRISON0);
}

/* --- Variables ---------------------------------------------------------------------- */

static void
set_number(struct attempt *at, unsigned variable, int64_t number)
{
	at->variables[variable].number = number;
}

static void
set_text(struct attempt *at, unsigned variable, value_ix text)
{
	at->variables[variable].number = 0;
	at->variables[variable].text = text;
}

value_ix
attempt_address(const struct world *w, const struct prison *pr)
{
	char text[IN_ADDR_TEXT];
	size_t size;

	while (pr->pr_parent != 0 && (pr->pr_flags & PR_IP4_USER) == 0)
		pr = prison_at(w->kernel, pr->pr_parent);
	const char *bytes = value_bytes(w->values, pr->pr_ip4, &size);

	if (size < IN_ADDR_SIZE)
		return (value_string(w->values, HOST_ADDRESS));
	size = in_addr_write(bytes, IN_ADDR_SIZE, text);
	return (value_intern(w->values, text, size));
}

static void
set_given(struct attempt *at)
{
	const struct kernel *k = at->world.kernel;
	const struct prison *own = prison_at(k, at->own);
	const struct prison *neighbour = prison_at(k, at->neighbour);

	memset(at->variables, 0, sizeof(at->variables));
	for (unsigned i = 0; i < ACTORS; i++)
		set_number(at, i, at->pid[i]);
	set_text(at, GIVEN_PATH, own->pr_path);
	set_text(at, GIVEN_ADDRESS, attempt_address(&at->world, own));
	if (neighbour != NULL)
		set_text(at, GIVEN_NEIGHBOUR_ADDRESS, attempt_address(&at->world, neighbour));
	set_number(at, GIVEN_JID, own->pr_id);
	set_number(at, GIVEN_NEIGHBOUR_JID, neighbour == NULL ? -1 : (int64_t)neighbour->pr_id);
}

void
attempt_seat(struct attempt *at, prison_ix own, const struct matrix_user *user)
{
	at->own = own;
	at->root_owner = evidence_root_owner(at->world.kernel, own);
	at->neighbour = prison_ix_of(at->world.kernel,
	    attempt_neighbour(at->world.kernel, prison_at(at->world.kernel, own)));
	at->user = user;
	log_all_in(at);
	set_given(at);
}
