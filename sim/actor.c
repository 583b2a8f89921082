/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a process has become, read from the state.
 */
#include "actor.h"

#include <stdlib.h>
#include <string.h>

#include "jail.h"
#include "object.h"
#include "passwd.h"
#include "proc.h"

uint32_t
actor_find(const struct world *w, const char *who)
{
	char *end;

	if (*who != '%') {
		const struct login *l = world_login(w, who);

		return (l == NULL ? 0 : l->pid);
	}
	unsigned long pid = strtoul(who + 1, &end, 10);

	if (*end == '\0')
		return (pid <= PID_MAX ? (uint32_t)pid : 0);
	const struct binding *b = binding_find(w->present.variables, who + 1);

	return (b == NULL || b->number < 0 || b->number > PID_MAX ? 0 : (uint32_t)b->number);
}

/* The working directory's path, and whether it lies outside the root directory. */
static const char *
directory(const struct kernel *k, struct arena *a, const struct pwd *pwd, bool *outside)
{
	const struct vnode *cdir = vnode_at(k, pwd->pwd_cdir), *rdir = vnode_at(k, pwd->pwd_rdir);
	char path[PATH_MAX], global[PATH_MAX], root[PATH_MAX];
	size_t start = vn_fullpath(k, cdir, rdir, path);
	size_t all = vn_fullpath(k, cdir, NULL, global);
	size_t top = vn_fullpath(k, rdir, NULL, root);

	if (start == 0)
		return ("?");
	/* Nothing of the root's path was cut off, though there was something. */
	*outside = top != 0 && strcmp(root + top, "/") != 0 && all != 0 &&
	    strcmp(path + start, global + all) == 0;
	return (arena_copy(a, path + start, strlen(path + start)));
}

struct actor
actor_look(const struct world *w, struct arena *a, uint32_t pid)
{
	const struct kernel *k = w->kernel;
	const struct proc *p = pfind(k, (int32_t)pid);
	struct actor actor = { .pid = pid, .alive = p != NULL, .sign = '$' };

	if (p == NULL)
		return (actor);
	const struct ucred *cr = ucred_at(k, p->p_ucred);
	const struct pwd *pwd = pwd_at(k, p->p_pwd);
	const struct prison *pr = prison_at(k, cr->cr_prison);

	actor.sign = cr->cr_uid == 0 ? '#' : '$';
	actor.jail = jail_text(a, k, pr->pr_id);
	const char *passwd = passwd_file(w, a, vnode_at(k, pwd->pwd_rdir), "passwd");

	actor.user = cr->cr_uid == 0 ? "root" : passwd_name(a, passwd, cr->cr_uid);
	actor.chrooted = pwd->pwd_rdir != pr->pr_root;
	actor.directory = directory(k, a, pwd, &actor.outside);
	return (actor);
}
