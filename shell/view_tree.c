/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pane of the prisons, each with its processes, as nobody inside sees them: the host's own
 * processes come last, so that the jails are in sight.
 */
#include <stdlib.h>
#include <string.h>

#include "in_addr.h"
#include "jail.h"
#include "jail_param.h"
#include "object.h"
#include "proc.h"
#include "view_pane.h"

static struct tree_row *
row_at(const struct view *v, int line)
{
	struct tree_row *rows = v->tree.base;

	return (line >= 0 && line < v->tree.count ? &rows[line] : NULL);
}

static void
add(struct view *v, const struct prison *pr, const struct proc *p, int depth)
{
	struct tree_row *row = vector_add(&v->tree, sizeof(*row));

	row->jid = pr->pr_id;
	row->pid = p == NULL ? 0 : p->p_pid;
	row->depth = depth;
}

static int
compare(const void *a, const void *b)
{
	const struct tree_row *x = a, *y = b;
	uint32_t xid = x->pid != 0 ? x->pid : x->jid, yid = y->pid != 0 ? y->pid : y->jid;

	return (xid < yid ? -1 : xid > yid ? 1 : 0);
}

static void
add_processes(struct view *v, const struct prison *pr, int depth)
{
	const struct kernel *k = v->shell.world->kernel;
	int first = v->tree.count;

	for (const struct proc *p = proc_at(k, pr->pr_procs); p != NULL;
	     p = proc_at(k, p->p_prnext))
		add(v, pr, p, depth);
	if (v->tree.count > first)
		qsort(row_at(v, first), (size_t)(v->tree.count - first), sizeof(struct tree_row),
		    compare);
}

/* The children of a prison by their jid, each with what is below it. */
static void
add_children(struct view *v, const struct prison *parent, int depth)
{
	const struct kernel *k = v->shell.world->kernel;
	struct vector children = { NULL, 0, 0 };

	for (const struct prison *pr = prison_at(k, parent->pr_children); pr != NULL;
	     pr = prison_at(k, pr->pr_next)) {
		struct tree_row *row = vector_add(&children, sizeof(*row));

		row->jid = pr->pr_id;
	}
	struct tree_row *rows = children.base;

	if (children.count > 0)
		qsort(rows, (size_t)children.count, sizeof(*rows), compare);
	for (int i = 0; i < children.count; i++) {
		const struct prison *pr = prison_find(k, rows[i].jid, 0);

		add(v, pr, NULL, depth);
		add_processes(v, pr, depth);
		add_children(v, pr, depth + 1);
	}
	free(children.base);
}

void
tree_fill(struct view *v)
{
	const struct prison *host = prison0(v->shell.world->kernel);

	v->tree.count = 0;
	add(v, host, NULL, 0);
	add_children(v, host, 1);
	add_processes(v, host, 0);
}

uint32_t *
tree_jids(const struct view *v, struct arena *a, int *count)
{
	uint32_t *jids = arena_zero(a, (size_t)v->tree.count * sizeof(*jids));

	*count = 0;
	for (int i = 0; i < v->tree.count; i++) {
		const struct tree_row *row = row_at(v, i);
		const struct prison *pr = prison_find(v->shell.world->kernel, row->jid, 0);

		if (row->pid == 0 && pr->pr_state == PRISON_STATE_ALIVE)
			jids[(*count)++] = row->jid;
	}
	return (jids);
}

void
tree_follow(struct view *v)
{
	struct scroll *s = &v->scroll[PANE_TREE];
	const struct tree_row *at = row_at(v, s->at);

	if (v->choice != CHOICE_NONE || (at != NULL && at->jid == v->jid))
		return;
	for (int i = 0; i < v->tree.count; i++)
		if (row_at(v, i)->jid == v->jid && row_at(v, i)->pid == 0) {
			s->at = i;
			return;
		}
	v->jid = 0;
	s->at = 0;
}

const char *
jid_name(const struct view *v, struct arena *a, uint32_t jid)
{
	return (jail_text(a, v->shell.world->kernel, jid));
}

static int
tree_count(struct view *v, int width)
{
	(void)width;
	return (v->tree.count);
}

static const char *
tree_title(struct view *v, struct arena *a)
{
	int jails = 0;

	for (int i = 0; i < v->tree.count; i++)
		jails += row_at(v, i)->pid == 0;
	return (arena_printf(a, "%d jail%s", jails - 1, jails == 2 ? "" : "s"));
}

static void
draw_prison(const struct view *v, struct pen *p, const struct prison *pr, int depth)
{
	const struct kernel *k = v->shell.world->kernel;
	int processes = 0;

	for (const struct proc *proc = proc_at(k, pr->pr_procs); proc != NULL;
	     proc = proc_at(k, proc->p_prnext))
		processes++;
	pen_repeat(p, ROLE_PLAIN, ' ', 2 * depth);
	pen_text(p, ROLE_PRISON, depth == 0 ? "host" : prison_component(k, pr));
	if (depth > 0)
		pen_printf(p, ROLE_DIM, "  jid %u", (unsigned)pr->pr_id);
	if (pr->pr_state == PRISON_STATE_DYING)
		pen_text(p, ROLE_ERROR, "  dying");
	pen_printf(p, ROLE_DIM, "  %d process%s", processes, processes == 1 ? "" : "es");
}

static void
draw_process(const struct view *v, struct pen *p, const struct proc *proc, int depth)
{
	const struct kernel *k = v->shell.world->kernel;
	const struct ucred *cr = ucred_at(k, proc->p_ucred);

	pen_repeat(p, ROLE_PLAIN, ' ', 2 * depth);
	pen_printf(p, ROLE_DIM, "%5u ", (unsigned)proc->p_pid);
	pen_text(p, ROLE_PLAIN, value_text(v->shell.world->values, proc->p_comm));
	if (cr != NULL && cr->cr_uid == 0)
		pen_text(p, ROLE_DIM, "  root");
	else if (cr != NULL)
		pen_printf(p, ROLE_DIM, "  uid %u", (unsigned)cr->cr_uid);
	if (is_zombie(proc))
		pen_text(p, ROLE_DIM, "  zombie");
}

static void
tree_draw(struct view *v, struct pen *p, int line)
{
	const struct kernel *k = v->shell.world->kernel;
	const struct tree_row *row = row_at(v, line);

	if (row == NULL)
		return;
	const struct prison *pr = prison_find(k, row->jid, 0);
	const struct proc *proc = row->pid == 0 ? NULL : pfind_any(k, (int32_t)row->pid);

	if (row->pid == 0 && pr != NULL)
		draw_prison(v, p, pr, row->depth);
	else if (proc != NULL)
		draw_process(v, p, proc, row->depth);
}

static void
tree_select(struct view *v, int line)
{
	const struct tree_row *row = row_at(v, line);

	if (row == NULL)
		return;
	matrix_set_prison(v, row->jid);
	why_set(v, WHY_PRISON);
}

/* --- What there is to say about a prison ------------------------------------------- */

static void
put_addresses(struct textbuf *t, const struct view *v, const struct prison *pr)
{
	const char *text = address_text(t->arena, v->shell.world->values, pr->pr_ip4, IN_ADDR_SIZE);

	if (pr->pr_id == 0)
		return;
	if (pr->pr_flags & PR_VNET) {
		textbuf_puts(t, "network        a stack of its own\n");
		return;
	}
	if ((pr->pr_flags & PR_IP4) == 0) {
		textbuf_puts(t, "network        the host's, IPv4 unrestricted\n");
		return;
	}
	textbuf_printf(t, "IPv4           %s\n", *text == '\0' ? "none" : text);
}

static void
put_allowed(struct textbuf *t, const struct prison *pr, bool given)
{
	const char *between = given ? "allowed        " : "not allowed    ";

	for (int i = 0; i < PR_ALLOW_PLACES; i++)
		if ((pr->pr_allow >> i & 1) == given) {
			textbuf_printf(t, "%s%s", between, jail_allow_name[i] + strlen("allow."));
			between = ", ";
		}
	if (*between == ',')
		textbuf_puts(t, "\n");
}

const char *
prison_facts(struct view *v, struct arena *a, uint32_t jid)
{
	const struct world *w = v->shell.world;
	const struct prison *pr = prison_find(w->kernel, jid, 0);
	struct textbuf t = { .arena = a };

	if (pr == NULL)
		return ("");
	const struct prison *host = prison_host(w->kernel, pr);

	textbuf_printf(&t, "%s, jid %u\n", jid_name(v, a, jid), (unsigned)jid);
	textbuf_printf(
	    &t, "path           %s\n", jid == 0 ? "/" : value_text(w->values, pr->pr_path));
	textbuf_printf(&t, "hostname       %s\n", value_text(w->values, host->pr_hostname));
	put_addresses(&t, v, pr);
	textbuf_printf(&t, "securelevel    %d\n", pr->pr_securelevel);
	textbuf_printf(&t, "enforce_statfs %u\n", (unsigned)pr->pr_enforce_statfs);
	textbuf_printf(&t, "devfs_ruleset  %u\n", (unsigned)pr->pr_devfs_rsnum);
	textbuf_printf(&t, "children       %u of %u\n", (unsigned)pr->pr_childcount,
	    (unsigned)pr->pr_childmax);
	put_allowed(&t, pr, true);
	put_allowed(&t, pr, false);
	return (textbuf_text(&t));
}

/* --- What there is to say about a process ------------------------------------------ */

static void
put_directories(struct textbuf *t, const struct view *v, const struct proc *p)
{
	const struct kernel *k = v->shell.world->kernel;
	const struct pwd *pwd = pwd_at(k, p->p_pwd);

	if (pwd == NULL)
		return;
	textbuf_printf(t, "root directory %s\n", vnode_path(t->arena, k, pwd->pwd_rdir));
	textbuf_printf(t, "in directory   %s\n", vnode_path(t->arena, k, pwd->pwd_cdir));
}

/* Paths are the host's. */
static const char *
process_facts(struct view *v, struct arena *a, const struct proc *p)
{
	const struct world *w = v->shell.world;
	const struct ucred *cr = ucred_at(w->kernel, p->p_ucred);
	const struct proc *parent = proc_at(w->kernel, p->p_pptr);
	struct textbuf t = { .arena = a };

	textbuf_printf(
	    &t, "process %u, %s\n", (unsigned)p->p_pid, value_text(w->values, p->p_comm));
	textbuf_printf(&t, "prison         %s\n",
	    jail_text(a, w->kernel, prison_at(w->kernel, cr->cr_prison)->pr_id));
	textbuf_printf(&t, "user id        %u, real %u, saved %u\n", (unsigned)cr->cr_uid,
	    (unsigned)cr->cr_ruid, (unsigned)cr->cr_svuid);
	textbuf_printf(&t, "group id       %u, real %u, saved %u\n", (unsigned)cr->cr_gid,
	    (unsigned)cr->cr_rgid, (unsigned)cr->cr_svgid);
	if (parent != NULL)
		textbuf_printf(
		    &t, "parent         %s\n", process_text(a, w->kernel, parent->p_pid));
	put_directories(&t, v, p);
	if (is_zombie(p))
		textbuf_puts(&t, "has ended and waits for its parent to collect it\n");
	return (textbuf_text(&t));
}

const char *
tree_text(struct view *v, struct arena *a)
{
	const struct tree_row *row = row_at(v, v->scroll[PANE_TREE].at);
	const struct proc *p = row == NULL || row->pid == 0 || v->choice != CHOICE_NONE ?
	    NULL :
	    pfind_any(v->shell.world->kernel, (int32_t)row->pid);

	return (p != NULL ? process_facts(v, a, p) : prison_facts(v, a, v->jid));
}

const struct pane_ops tree_ops = {
	.name = "Prisons",
	.title = tree_title,
	.count = tree_count,
	.draw = tree_draw,
	.select = tree_select,
};
