/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Logging a session in. What login(1) reads as root, the jail's /etc/passwd
 * and /etc/group, is read here straight from the state: it is the simulation
 * that seats a user before the terminal, and no rule decides about that.
 * NOT MODELLED: passwords, login classes, login.conf.
 */
#include <stdlib.h>
#include <string.h>

#include "jail.h"
#include "literal.h"
#include "nearest.h"
#include "object.h"
#include "passwd.h"
#include "proc.h"
#include "world.h"

#define ROOT "root"

/* Whom to log in, and where. */
struct seat {
	struct cred_literal cred; /* its ids */
	const char *name;	  /* the login name; "" for numeric users */
	uint32_t jid;		  /* the jail */
};

static bool
in_list(const char *list, size_t len, const char *name)
{
	size_t name_len = strlen(name);

	for (const char *end = list + len; list < end; list++) {
		const char *comma = memchr(list, ',', (size_t)(end - list));
		size_t item = (size_t)((comma == NULL ? end : comma) - list);

		if (item == name_len && memcmp(list, name, item) == 0)
			return (true);
		list += item;
	}
	return (false);
}

static void
read_groups(const struct world *w, struct arena *a, const struct prison *pr, struct seat *s)
{
	const char *line = passwd_file(w, a, vnode_at(w->kernel, pr->pr_root), "group");
	size_t len;

	s->cred.groups = arena_zero(a, 16 * sizeof(uint32_t));
	for (; line != NULL && s->cred.ngroups < 16; line = passwd_next(line)) {
		const char *members = passwd_field(line, 3, &len);
		uint32_t gid = (uint32_t)strtoul(passwd_field(line, 2, &(size_t) { 0 }), NULL, 10);

		if (in_list(members, len, s->name) && gid != s->cred.rgid)
			s->cred.groups[s->cred.ngroups++] = gid;
	}
}

static bool
find_user(const struct world *w, struct arena *a, const struct prison *pr, struct seat *s,
    struct nearest *n)
{
	const char *line = passwd_file(w, a, vnode_at(w->kernel, pr->pr_root), "passwd");
	bool found = strcmp(s->name, ROOT) == 0;

	nearest_begin(n, s->name);
	for (; line != NULL && *line != '\0'; line = passwd_next(line)) {
		size_t len, ignored;
		const char *name = passwd_field(line, 0, &len);

		nearest_offer(n, arena_copy(a, name, len));
		if (len != strlen(s->name) || memcmp(name, s->name, len) != 0)
			continue;
		s->cred.ruid = (uint32_t)strtoul(passwd_field(line, 2, &ignored), NULL, 10);
		s->cred.rgid = (uint32_t)strtoul(passwd_field(line, 3, &ignored), NULL, 10);
		found = true;
		break;
	}
	if (strcmp(s->name, ROOT) == 0)
		s->cred.ruid = 0;
	s->cred.euid = s->cred.svuid = s->cred.ruid;
	s->cred.egid = s->cred.svgid = s->cred.rgid;
	if (found)
		read_groups(w, a, pr, s);
	return (found);
}

static bool
no_jail(const struct world *w, struct scenario *sc, const struct prompt *p)
{
	struct arena *a = &sc->arena;
	struct nearest n;

	nearest_begin(&n, p->jail);
	nearest_offer(&n, "host");
	for (prison_ix i = PRISON0 + 1; i < w->kernel->k_rows[TABLE_prison].capacity; i++)
		if (row_live(w->kernel, TABLE_prison, i))
			nearest_offer(&n, value_text(w->values, prison_at(w->kernel, i)->pr_name));
	scenario_problem(sc, p->jail_span, arena_printf(a, "no jail %s runs here", p->jail),
	    nearest_mend(&n, a,
		arena_printf(a,
		    "create it first: root@host # jail -c name=%s path=/jails/%s "
		    "persist",
		    p->jail, p->jail)));
	return (false);
}

static value_ix
id_list(struct world *w, const uint32_t *ids, size_t n)
{
	value_begin(w->values);
	for (size_t i = 0; i < n; i++)
		literal_integer(w->values, "", ids[i]);
	return (value_end(w->values));
}

static void
login_words(struct world *w, const struct seat *s, int64_t words[CALL_ARGS])
{
	const uint32_t uids[] = { s->cred.ruid, s->cred.euid, s->cred.svuid };
	const uint32_t gids[] = { s->cred.rgid, s->cred.egid, s->cred.svgid };

	words[0] = s->jid;
	words[1] = id_list(w, uids, 3);
	words[2] = id_list(w, gids, 3);
	words[3] = id_list(w, s->cred.groups, s->cred.ngroups);
	words[4] = value_string(w->values, s->name);
	words[5] = s->cred.sugid;
}

static bool
right_sign(const struct prompt *p, uint32_t euid)
{
	return ((p->sign == '#') == (euid == 0));
}

static void
remember_login(struct world *w, const char *name, uint32_t pid, uint32_t jid)
{
	struct login *l = arena_new(&w->arena, struct login);

	l->name = arena_copy(&w->arena, name, strlen(name));
	l->pid = pid;
	l->jid = jid;
	l->next = w->present.logins;
	w->present.logins = l;
}

/* Fills the seat; false after a problem. */
static bool
take_seat(const struct world *w, struct scenario *sc, const struct prompt *p,
    const struct prison *pr, struct seat *s)
{
	struct arena *a = &sc->arena;
	struct nearest n;

	s->jid = pr->pr_id;
	s->name = p->kind == PROMPT_USER ? p->user : "";
	if (p->kind != PROMPT_USER)
		s->cred = *p->cred;
	else if (!find_user(w, a, pr, s, &n)) {
		scenario_problem(sc, p->user_span,
		    arena_printf(a, "%s has no user %s", p->jail, p->user),
		    nearest_mend(
			&n, a, "name one of its /etc/passwd, or write UID:GID such as 1001:1001"));
		return (false);
	}
	return (true);
}

static bool
check_sign(struct scenario *sc, const struct prompt *p, uint32_t euid)
{
	if (right_sign(p, euid))
		return (true);
	scenario_problem(sc, p->sign_span,
	    arena_printf(&sc->arena, "%s has effective user id %u", p->text, (unsigned)euid),
	    euid == 0 ? "write # before its commands" : "write $ before its commands");
	return (false);
}

bool
world_seat(struct world *w, struct scenario *sc, const struct prompt *p, uint32_t jid,
    int64_t words[CALL_ARGS])
{
	const struct prison *host = prison0(w->kernel);
	const struct prison *pr = jid == 0 ? host : prison_find_child(w->kernel, host, jid);
	struct seat s = { .jid = 0 };

	if (pr == NULL || !take_seat(w, sc, p, pr, &s))
		return (false);
	login_words(w, &s, words);
	return (true);
}

static bool
log_in(struct world *w, struct scenario *sc, const struct prompt *p, uint32_t *pid)
{
	const struct prison *pr = jail_named(w->kernel, p->jail);
	struct seat s = { .jid = 0 };

	if (pr == NULL)
		return (no_jail(w, sc, p));
	if (!take_seat(w, sc, p, pr, &s) || !check_sign(sc, p, s.cred.euid))
		return (false);
	int64_t words[CALL_ARGS];

	login_words(w, &s, words);
	const struct call *c = world_simulate(w, SYS_sim_login, words, CALL_ARGS);

	if (c->error != 0) {
		scenario_problem(sc, p->span,
		    arena_printf(&sc->arena, "%s cannot log in: %s", p->text, errno_name(c->error)),
		    "see whether the jail is dying or the process table full");
		return (false);
	}
	*pid = (uint32_t)c->retval;
	remember_login(w, p->text, *pid, s.jid);
	return (true);
}

uint32_t
login_probe(struct world *w, const char *who)
{
	struct scenario sc;
	struct arena a = { 0 };
	const char *line = arena_printf(&a, "%s # getpid()", who);
	struct call c = { .number = SYS_sim_login, .nargs = CALL_ARGS };
	uint32_t pid = 0;

	if (scenario_parse(&sc, "", line, strlen(line), SCENARIO_FILE) && sc.steps != NULL &&
	    sc.steps->prompt->kind != PROMPT_PROC) {
		const struct prompt *p = sc.steps->prompt;
		const struct prison *pr = jail_named(w->kernel, p->jail);

		if (pr != NULL && world_seat(w, &sc, p, pr->pr_id, c.words) &&
		    kernel_call(w->kernel, &c) == 0)
			pid = (uint32_t)c.retval;
	}
	scenario_free(&sc);
	arena_free(&a);
	return (pid);
}

/* The process of "%variable" or "%pid". */
static bool
named_process(struct world *w, struct scenario *sc, const struct prompt *p, uint32_t *pid)
{
	const struct binding *b = binding_find(w->present.variables, p->user);
	char *end;

	*pid = (uint32_t)strtoul(p->user, &end, 10);
	if (*end == '\0')
		return (true);
	if (b == NULL) {
		struct nearest n;

		nearest_begin(&n, p->user);
		for (b = w->present.variables; b != NULL; b = b->next)
			nearest_offer(&n, b->name);
		scenario_problem(sc, p->span,
		    arena_printf(&sc->arena, "no step above sets the variable %s", p->user),
		    nearest_mend(&n, &sc->arena, "set it first: child = fork()"));
		return (false);
	}
	*pid = b->number < 0 || b->number > PID_MAX ? 0 : (uint32_t)b->number;
	return (true);
}

const struct login *
world_login(const struct world *w, const char *name)
{
	const struct login *l = w->present.logins;

	while (l != NULL && strcmp(l->name, name) != 0)
		l = l->next;
	return (l == NULL || l->pid == 0 ? NULL : l);
}

bool
world_session(
    struct world *w, struct scenario *sc, const struct prompt *p, uint32_t *pid, bool *wrong_sign)
{
	*wrong_sign = false;
	if (p->kind == PROMPT_PROC) {
		if (!named_process(w, sc, p, pid))
			return (false);
	} else {
		const struct login *l = world_login(w, p->text);

		if (l == NULL)
			return (log_in(w, sc, p, pid));
		*pid = l->pid;
		/* Killed with its jail, and another jail has the name now: a new login. */
		if (pfind_any(w->kernel, (int32_t)l->pid) == NULL) {
			const struct prison *pr = jail_named(w->kernel, p->jail);

			return (pr == NULL || pr->pr_id == l->jid || log_in(w, sc, p, pid));
		}
	}
	const struct proc *proc = pfind_any(w->kernel, (int32_t)*pid);

	if (proc != NULL && proc->p_ucred != 0)
		*wrong_sign = !right_sign(p, ucred_at(w->kernel, proc->p_ucred)->cr_uid);
	return (true);
}

void
world_logout(struct world *w, uint32_t pid)
{
	for (const struct login *l = w->present.logins; l != NULL; l = l->next)
		if (l->pid == pid) {
			remember_login(w, l->name, 0, l->jid);
			return;
		}
}
