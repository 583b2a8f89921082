/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A walk along a path: between vfs_lookup.c, which takes the path apart, and vfs_dotdot.c, which
 * says where ".." leads.
 */
#ifndef KERNEL_MODEL_VFS_WALK_H
#define KERNEL_MODEL_VFS_WALK_H

#include "vnode.h"

struct walk {
	struct thread *td;
	struct nameidata *nd;
	const struct vnode *dp; /* directory where it stands */
	const struct pwd *pwd;	/* directories of the process */
	const char *rest;	/* components still to come */
	char *text;		/* PATH_MAX bytes for the path once a link changed it */
	uint32_t links;		/* symbolic links followed */
	uint32_t depth;		/* directories below the start, for a lookup beneath it */
	bool done;		/* the last component has been dealt with */
};

/* A plain reason, recorded only when it holds. */
static inline int
fails(struct walk *w, enum rule rule, bool holds, struct object what)
{
	return (holds ? refuses(w->td, rule, true, NULL, what) : 0);
}

/* The same where the walk cannot go on. */
static inline int
stops(struct walk *w, enum rule rule, bool holds, struct object what)
{
	return (holds ? must_refuse(w->td, rule, true, NULL, what) : 0);
}

static inline struct object
about_dp(const struct walk *w)
{
	return (about_vnode(w->td->td_kernel, w->dp));
}

static inline struct object
about_path(const struct walk *w)
{
	return (about_value(w->nd->ni_path));
}

/* May the walk search the directory where it stands?  ENOTDIR ENOENT EACCES */
int walk_check_search(struct walk *);
/* F8 and F11.  *vpp is where ".." leads, *stays when that is where the walk stands. */
int walk_dotdot(struct walk *, const struct vnode **vpp, bool *stays);

#endif
