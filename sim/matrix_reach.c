/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Owners of rows.  A process, a credential and a socket are their prison's, a file is its whose
 * root directory it lies below, by all its names, but of no prison that shares its root directory
 * with one that is not below it; a device is the host's wherever its node is.
 * What is single (the clock, modules, sysctls) is the host's.
 */
#include "matrix_reach.h"

#include <stdlib.h>
#include <string.h>

#include "devfs.h"
#include "jail.h"
#include "proc.h"
#include "vnode.h"

/* --- Which fields tell -------------------------------------------------------------- */

#define FIELDS_MAX 64 /* of a row */

struct stretch {
	uint16_t begin, size; /* bytes of a row */
};

struct telling {
	struct stretch stretches[TABLES][FIELDS_MAX];
	unsigned count[TABLES];
};

/* Numbers that any use of a table changes; and links that mean that something has arrived. */
static const char *const bookkeeping[] = { "sy_lastpid", "sy_lastjid", "sy_nprocs", "sy_lastmount",
	"sy_lastkld", "sy_lastport", "sy_laststep", "pr_uref", "pr_childcount", "mnt_lastino",
	"mnt_nvnodes", "v_atime", "v_writecount", NULL };
static const char *const arrivals[] = { "so_rcv", "so_comp", "sy_kldlist", NULL };

static bool
is_among(const char *name, const char *const *names)
{
	while (*names != NULL && strcmp(*names, name) != 0)
		names++;
	return (*names != NULL);
}

static bool
tells(const struct field *f)
{
	if (f->kind == FIELD_COUNT || f->kind == FIELD_LINK)
		return (is_among(f->name, arrivals));
	return (!is_among(f->name, bookkeeping));
}

struct telling *
telling_create(void)
{
	struct telling *t = calloc(1, sizeof(*t));

	for (enum table table = 0; t != NULL && table < TABLES; table++) {
		size_t count;
		const struct field *f = table_fields(table, &count);
		uint16_t at = 0;

		for (size_t i = 0; i < count; i++) {
			uint16_t size = (uint16_t)(f[i].size * f[i].length);

			if (tells(&f[i]) && t->count[table] < FIELDS_MAX)
				t->stretches[table][t->count[table]++] =
				    (struct stretch) { at, size };
			at = (uint16_t)(at + size);
		}
	}
	return (t);
}

void
telling_destroy(struct telling *t)
{
	free(t);
}

static bool
differs(const struct telling *t, enum table table, const char *a, const char *b)
{
	for (unsigned i = 0; i < t->count[table]; i++) {
		const struct stretch *s = &t->stretches[table][i];

		if (memcmp(a + s->begin, b + s->begin, s->size) != 0)
			return (true);
	}
	return (false);
}

/* --- Owners ------------------------------------------------------------------------- */

static void
belongs_to(struct evidence *e, prison_ix pr)
{
	const struct kernel *k = e->kernel;

	e->any = true;
	if (prison_reaches(k, prison_at(k, e->own), prison_at(k, pr)))
		return;
	e->foreign = true;
	if (e->reached == NO_JID)
		e->reached = prison_at(k, pr)->pr_id;
}

static void
belongs_to_cred(struct evidence *e, ucred_ix cr)
{
	if (cr != 0 && ucred_at(e->kernel, cr)->cr_prison != 0)
		belongs_to(e, ucred_at(e->kernel, cr)->cr_prison);
}

/* The prison that a directory lies below: the own one, the neighbour, or else the host. */
static prison_ix
directory_owner(const struct evidence *e, const struct vnode *vp)
{
	const struct kernel *k = e->kernel;
	const struct vnode *own = vnode_inode(k, vnode_at(k, prison_at(k, e->own)->pr_root));
	const struct vnode *other =
	    e->other == 0 ? NULL : vnode_inode(k, vnode_at(k, prison_at(k, e->other)->pr_root));
	prison_ix owner = PRISON0;

	for (vp = vnode_inode(k, vp); vp != NULL;) {
		const struct mount *mp = mount_at(k, vp->v_mount);

		if (vp == own)
			return (e->root_owner);
		if (vp == other)
			owner = e->other;
		if (mp == NULL || vnode_inode(k, vnode_at(k, mp->mnt_root)) != vp)
			vp = vnode_at(k, vp->v_parent);
		else if (mp->mnt_covered == 0)
			return (owner);
		else
			vp = vnode_inode(k, vnode_at(k, mp->mnt_covered));
	}
	return (e->own); /* removed: it is nowhere */
}

/* A file is of everybody below whose root it has a name. */
static void
belongs_to_namers(struct evidence *e, vnode_ix ix)
{
	const struct kernel *k = e->kernel;

	for (dirent_ix i = 1; i < k->k_rows[TABLE_dirent].capacity; i++) {
		const struct dirent *de = dirent_at(k, i);

		if (de->de_vp == ix && row_live(k, TABLE_dirent, i))
			belongs_to(e, directory_owner(e, vnode_at(k, de->de_dvp)));
	}
}

static void
belongs_to_vnode(struct evidence *e, vnode_ix ix)
{
	const struct kernel *k = e->kernel;

	if (ix == 0 || !row_live(k, TABLE_vnode, ix))
		return;
	const struct vnode *vp = vnode_inode(k, vnode_at(k, ix));

	e->any = true;
	if (devfs_device(k, vp) != DEV_NONE)
		belongs_to(e, PRISON0);
	else if (vp->v_type == VDIR)
		belongs_to(e, directory_owner(e, vp));
	else
		belongs_to_namers(e, vnode_ix_of(k, vp));
}

static void
belongs_to_process(struct evidence *e, uint32_t pid)
{
	const struct proc *p = proc_find(e->kernel, pid, 0);

	if (p != NULL)
		belongs_to_cred(e, p->p_ucred);
}

static void
belongs_to_file(struct evidence *e, const struct file *fp)
{
	belongs_to_vnode(e, fp->f_vnode);
	if (fp->f_socket != 0)
		belongs_to_cred(e, socket_at(e->kernel, fp->f_socket)->so_cred);
}

static void
belongs_to_pwd(struct evidence *e, const struct pwd *pwd)
{
	belongs_to_vnode(e, pwd->pwd_cdir);
	belongs_to_vnode(e, pwd->pwd_rdir);
}

static void
belongs_to_pipe(struct evidence *e, const struct pipe *pi)
{
	e->any = true;
	belongs_to_vnode(e, pi->pipe_vnode);
}

static void
belongs_to_interface(struct evidence *e, ifnet_ix ifp)
{
	if (ifp != 0 && ifnet_at(e->kernel, ifp)->if_vnet != 0)
		belongs_to(e, ifnet_at(e->kernel, ifp)->if_vnet);
}

/* A set of processors is the prison's when it is the root set of it, or below that. */
static void
belongs_to_cpuset(struct evidence *e, cpuset_ix ix)
{
	const struct kernel *k = e->kernel;
	cpuset_ix own = prison_at(k, e->own)->pr_cpuset;

	e->any = true;
	while (ix != 0 && ix != own)
		ix = cpuset_at(k, ix)->cs_parent;
	belongs_to(e, ix == 0 ? PRISON0 : e->own);
}

/* A table that nothing is known of here: whose credential or prison does a row hold? */
static void
belongs_by_fields(struct evidence *e, enum table table, const char *row)
{
	size_t count;
	const struct field *f = table_fields(table, &count);

	for (size_t i = 0; i < count; row += f[i].size * f[i].length, i++) {
		uint32_t ix;

		if ((f[i].kind != FIELD_HOLD && f[i].kind != FIELD_LINK) || f[i].size != 4)
			continue;
		memcpy(&ix, row, sizeof(ix));
		if (ix != 0 && f[i].table == TABLE_prison)
			belongs_to(e, ix);
		else if (f[i].table == TABLE_ucred)
			belongs_to_cred(e, ix);
	}
}

/* Rows about files: false when it is none of them. */
static bool
look_at_file_row(struct evidence *e, enum table table, uint32_t ix, const void *row)
{
	switch (table) {
	case TABLE_pwd:
		belongs_to_pwd(e, row);
		return (true);
	case TABLE_file:
		belongs_to_file(e, row);
		return (true);
	case TABLE_pipe:
		belongs_to_pipe(e, row);
		return (true);
	case TABLE_mount:
		belongs_to_vnode(e, ((const struct mount *)row)->mnt_covered);
		return (true);
	case TABLE_vnode:
		belongs_to_vnode(e, ix);
		return (true);
	case TABLE_dirent:
		belongs_to_vnode(e, ((const struct dirent *)row)->de_dvp);
		return (true);
	case TABLE_block:
		belongs_to_vnode(e, ((const struct block *)row)->bl_vnode);
		return (true);
	case TABLE_extattr:
		belongs_to_vnode(e, ((const struct extattr *)row)->ea_vnode);
		return (true);
	default:
		return (false);
	}
}

/* Rows that another row, changed beside it, tells more of; or that count over all prisons. */
static bool
tells_nothing(enum table table)
{
	return (table == TABLE_uidinfo || table == TABLE_ruling || table == TABLE_fdblock ||
	    table == TABLE_inaddr || table == TABLE_unpcb || table == TABLE_mbuf);
}

static void
look_at_row(struct evidence *e, enum table table, uint32_t ix, const void *row)
{
	if (tells_nothing(table) || look_at_file_row(e, table, ix, row))
		return;
	switch (table) {
	case TABLE_system:
	case TABLE_sysctl:
	case TABLE_kld:
		belongs_to(e, PRISON0);
		break;
	case TABLE_prison:
		belongs_to(e, ix);
		break;
	case TABLE_proc:
		belongs_to_cred(e, ((const struct proc *)row)->p_ucred);
		break;
	case TABLE_pgrp:
		belongs_to_process(e, ((const struct pgrp *)row)->pg_id);
		break;
	case TABLE_session:
		belongs_to_process(e, ((const struct session *)row)->s_sid);
		break;
	case TABLE_cpuset:
		belongs_to_cpuset(e, ix);
		break;
	case TABLE_ifaddr:
		belongs_to_interface(e, ((const struct ifaddr *)row)->ifa_ifp);
		break;
	default:
		belongs_by_fields(e, table, row);
	}
}

/*
 * A row that is gone was as it was; one that is there is as it is, and may be new.  A new inode is
 * nobody's until a name or an open file says whose; to close a file is to leave it alone.
 */
static void
look_at_change(void *arg, enum table table, uint32_t ix, const void *former, bool live)
{
	struct evidence *e = arg;
	const struct rows *rows = &e->kernel->k_rows[table];
	const char *now = rows->base + (size_t)ix * table_size[table];
	bool gone = live && !row_live(e->kernel, table, ix);

	if (!differs(e->telling, table, former, now))
		return;
	if (((table == TABLE_vnode || table == TABLE_cpuset) && !live) ||
	    (table == TABLE_file && gone)) {
		e->any = true;
		return;
	}
	bool known = e->foreign;

	look_at_row(e, table, ix, gone ? former : now);
	if (!known && e->foreign) {
		e->table = table;
		e->ix = ix;
	}
}

void
evidence_look(struct evidence *e, size_t from)
{
	e->any = e->foreign = false;
	e->reached = NO_JID;
	journal_visit(e->kernel, from, kernel_now(e->kernel), look_at_change, e);
}

prison_ix
evidence_root_owner(const struct kernel *k, prison_ix own)
{
	const struct prison *me = prison_at(k, own);
	const struct vnode *root = vnode_inode(k, vnode_at(k, me->pr_root));

	FOREACH_PRISON(k, prison0(k), pr)
	if (!prison_reaches(k, me, pr) && vnode_inode(k, vnode_at(k, pr->pr_root)) == root)
		return (prison_ix_of(k, pr));
	return (own);
}
