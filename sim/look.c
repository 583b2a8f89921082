/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tables of the kernel as lists for a reader.  FreeBSD's nearest counterparts are ps(1),
 * procstat(1), mount(8) and sockstat(1) of a root who is in no jail.
 */
#include "look.h"

#include <stdlib.h>
#include <string.h>

#include "in_addr.h"
#include "jail.h"
#include "literal.h"
#include "object.h"
#include "passwd.h"
#include "proc.h"

/* --- Names ----------------------------------------------------------------------- */

/* Users of the jail that was asked for last: its passwd(5) is read once. */
struct users {
	const struct world *world;
	struct arena *arena;
	const struct prison *prison;
	const char *passwd;
};

static const char *
user_text(struct users *u, const struct prison *pr, uint32_t uid)
{
	if (u->prison != pr)
		u->passwd = passwd_file(
		    u->world, u->arena, vnode_at(u->world->kernel, pr->pr_root), "passwd");
	u->prison = pr;
	return (passwd_name(u->arena, u->passwd, uid));
}

/* A process's words, a blank between, or its program's name in brackets. */
static const char *
command_text(struct arena *a, const struct world *w, const struct proc *p)
{
	const char *text = "";
	struct element e;

	for (struct literal l = literal_read(w->values, p->p_args); literal_next(&l, &e);)
		text = arena_printf(a, "%s%s%s", text, *text == '\0' ? "" : " ", e.bytes);
	if (*text == '\0')
		return (arena_printf(a, "[%s]", value_text(w->values, p->p_comm)));
	return (text);
}

/* --- Prisons and processes ---------------------------------------------------------- */

static unsigned
depth_of(const struct kernel *k, const struct prison *pr)
{
	unsigned depth = 0;

	for (; pr->pr_parent != 0; pr = prison_at(k, pr->pr_parent))
		depth++;
	return (depth);
}

static void
put_prison(struct textbuf *t, const struct world *w, const struct prison *pr)
{
	const struct kernel *k = w->kernel;
	int indent = 2 * (int)depth_of(k, pr);
	const char *state = pr->pr_state == PRISON_STATE_DYING ? "  dying" : "";
	const char *ip4 = address_text(t->arena, w->values, pr->pr_ip4, IN_ADDR_SIZE);
	const char *ip6 = address_text(t->arena, w->values, pr->pr_ip6, IN6_ADDR_SIZE);

	if (pr->pr_parent == 0)
		textbuf_puts(t, "host");
	else
		textbuf_printf(t, "%*sjail %s, jid %u, root %s", indent, "",
		    jail_text(t->arena, k, pr->pr_id), (unsigned)pr->pr_id,
		    vnode_path(t->arena, k, pr->pr_root));
	textbuf_printf(t, "%s%s%s%s%s%s\n", *ip4 == '\0' ? "" : ", ", ip4, *ip6 == '\0' ? "" : ", ",
	    ip6, (pr->pr_flags & PR_VNET) != 0 && pr->pr_parent != 0 ? ", vnet" : "", state);
}

void
look_tree(struct textbuf *t, const struct world *w)
{
	const struct kernel *k = w->kernel;
	struct users users = { .world = w, .arena = t->arena };

	FOREACH_PRISON(k, prison0(k), pr)
	{
		int indent = 2 * (int)depth_of(k, pr) + 2;

		put_prison(t, w, pr);
		for (const struct proc *p = proc_at(k, pr->pr_procs); p != NULL;
		     p = proc_at(k, p->p_prnext))
			textbuf_printf(t, "%*s%5u  %-8s %s\n", indent, "", (unsigned)p->p_pid,
			    user_text(&users, pr, ucred_at(k, p->p_ucred)->cr_uid),
			    command_text(t->arena, w, p));
	}
}

static const char *
state_text(const struct proc *p)
{
	if (is_zombie(p))
		return ("zombie");
	if ((p->p_flag & P_TRACED) != 0)
		return ("traced");
	return ((p->p_flag & P_STOPPED) != 0 ? "stopped" : "runs");
}

static int
by_pid(const void *a, const void *b)
{
	const struct proc *const *pa = a, *const *pb = b;

	return ((*pa)->p_pid < (*pb)->p_pid ? -1 : (*pa)->p_pid > (*pb)->p_pid);
}

void
look_processes(struct textbuf *t, const struct world *w)
{
	const struct kernel *k = w->kernel;
	const struct rows *rows = &k->k_rows[TABLE_proc];
	const struct proc **all = arena_zero(t->arena, (rows->count + 1) * sizeof(*all));
	struct users users = { .world = w, .arena = t->arena };
	size_t n = 0;

	for (proc_ix i = 1; i < rows->capacity; i++)
		if (row_live(k, TABLE_proc, i))
			all[n++] = proc_at(k, i);
	qsort(all, n, sizeof(*all), by_pid);
	textbuf_printf(t, "%5s %5s %-10s %-8s %-7s %-20s %s\n", "PID", "PPID", "JAIL", "USER",
	    "STATE", "DIRECTORY", "COMMAND");
	for (size_t i = 0; i < n; i++) {
		const struct proc *p = all[i], *parent = proc_at(k, p->p_pptr);
		const struct prison *pr = cred_prison(k, ucred_at(k, p->p_ucred));

		textbuf_printf(t, "%5u %5u %-10s %-8s %-7s %-20s %s\n", (unsigned)p->p_pid,
		    parent == NULL ? 0u : (unsigned)parent->p_pid,
		    jail_text(t->arena, k, pr->pr_id),
		    user_text(&users, pr, ucred_at(k, p->p_ucred)->cr_uid), state_text(p),
		    p->p_pwd == 0 ? "-" : vnode_path(t->arena, k, pwd_at(k, p->p_pwd)->pwd_cdir),
		    command_text(t->arena, w, p));
	}
}
