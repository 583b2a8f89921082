/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Conditions.  What a call is known by is in the log; of what changes a sum is made from the
 * state, and compared from step to step.
 */
#include "condition.h"

#include <stdlib.h>
#include <string.h>

#include "difference.h"
#include "file.h"
#include "jail_param.h"
#include "nearest.h"
#include "object.h"
#include "proc.h"
#include "programs/program.h"
#include "vnode.h"

/* --- Reading ------------------------------------------------------------------------ */

static bool
is_param(struct arena *a, const struct world *w, const char *name)
{
	const char *found;

	for (unsigned i = 0; jail_property(a, w->kernel, prison0(w->kernel), i, &found) != NULL;
	     i++)
		if (strcmp(found, name) == 0)
			return (true);
	return (false);
}

static bool
wrong(struct condition *c, const struct world *w, struct arena *a, const char *name)
{
	struct nearest n;
	const char *found;

	nearest_begin(&n, name);
	for (enum name_kind kind = 0; kind < NAME_KINDS; kind++)
		for (unsigned i = 0; kind != NAME_CONSTANT && i < lexicon_count(kind); i++)
			nearest_offer(&n, lexicon_name(kind, i));
	for (size_t i = 0; i < program_count; i++)
		nearest_offer(&n, program_info[i].name);
	for (unsigned i = 0; jail_property(a, w->kernel, prison0(w->kernel), i, &found) != NULL;
	     i++)
		nearest_offer(&n, found);
	c->what = arena_printf(a, "%s is nothing to wait for", name);
	c->mend = nearest_mend(
	    &n, a, "name an errno, a rule, a call, a program, pid N, a /path or [JAIL] PARAMETER");
	return (false);
}

static bool
read_name(struct condition *c, const struct world *w, struct arena *a, const char *name)
{
	int error = errno_find(w->lexicon, name);
	int rule = lexicon_find(w->lexicon, NAME_RULE, name);
	int call =
	    lexicon_find(w->lexicon, NAME_CALL, name); /* that a program's name may be, too */

	c->text = name;
	c->number = error >= 0 ? error : rule >= 0 ? rule : call;
	if (error >= 0)
		c->kind = CONDITION_ERRNO;
	else if (rule >= 0)
		c->kind = CONDITION_RULE;
	else if (*name == '/')
		c->kind = CONDITION_PATH;
	else if (is_param(a, w, name))
		c->kind = CONDITION_PARAM;
	else if (program_find(name) != NULL)
		c->kind = CONDITION_PROGRAM;
	else if (call >= 0)
		c->kind = CONDITION_CALL;
	else
		return (wrong(c, w, a, name));
	return (true);
}

/* "pid 12", "pid job" */
static bool
read_process(struct condition *c, const struct world *w, struct arena *a, const char *text)
{
	const struct binding *b = binding_find(w->present.variables, text);
	char *end;
	long pid = strtol(text, &end, 10);

	c->kind = CONDITION_PROCESS;
	c->number = *end == '\0' ? (int)pid : b != NULL ? (int)b->number : 0;
	if (c->number > 0)
		return (true);
	c->what = arena_printf(a, "%s is no process id and no variable", text);
	c->mend = "write pid 12; :ps lists them";
	return (false);
}

/* "www allow.mount", "jail www" */
static bool
read_jail(struct condition *c, const struct world *w, struct arena *a, const char *jail,
    const char *param)
{
	c->kind = CONDITION_PARAM;
	c->jail = jail;
	c->text = param;
	return (param == NULL || is_param(a, w, param) || wrong(c, w, a, param));
}

bool
condition_read(struct condition *c, const struct world *w, struct arena *a, unsigned argc,
    const char *const *argv)
{
	*c = (struct condition) { .kind = CONDITION_CALL };
	if (argc == 1)
		return (read_name(c, w, a, argv[0]));
	if (argc == 2 && strcmp(argv[0], "pid") == 0)
		return (read_process(c, w, a, argv[1]));
	if (argc == 2 && strcmp(argv[0], "jail") == 0)
		return (read_jail(c, w, a, argv[1], NULL));
	if (argc == 2)
		return (read_jail(c, w, a, argv[0], argv[1]));
	c->what = argc == 0 ? "until what?" : "there are too many words";
	c->mend = "name an errno, a rule, a call, a program, pid N, a /path or [JAIL] PARAMETER";
	return (false);
}

bool
condition_is_change(const struct condition *c)
{
	return (c->kind >= CONDITION_PROCESS);
}

/* --- Calls ---------------------------------------------------------------------------- */

static bool
runs_program(const struct world *w, const struct call *c, const char *name)
{
	if (c->number != SYS_execve || c->error != 0)
		return (false);
	const char *path = value_text(w->values, (value_ix)c->words[0]),
		   *slash = strrchr(path, '/');

	return (strcmp(slash == NULL ? path : slash + 1, name) == 0);
}

static bool
took_effect(const struct call *c, int rule)
{
	for (uint32_t i = 0; i < c->trail.count; i++)
		if (c->trail.steps[i].rule == rule && c->trail.steps[i].held)
			return (true);
	return (false);
}

bool
condition_met(const struct condition *c, const struct world *w, const struct call *call)
{
	switch (c->kind) {
	case CONDITION_ERRNO:
		return (call->error == c->number && call->error != 0);
	case CONDITION_RULE:
		return (took_effect(call, c->number));
	case CONDITION_CALL:
		return (call->number == c->number);
	case CONDITION_PROGRAM:
		return (call->number == c->number || runs_program(w, call, c->text));
	default:
		return (false);
	}
}

/* --- What changes ------------------------------------------------------------------------ */

static uint64_t
add(uint64_t sum, uint64_t word)
{
	return ((sum ^ word) * UINT64_C(0x100000001b3) + (word >> 32));
}

static uint64_t
add_text(uint64_t sum, const char *text)
{
	for (; *text != '\0'; text++)
		sum = add(sum, (unsigned char)*text);
	return (add(sum, 0));
}

static uint64_t
sum_process(const struct kernel *k, int pid)
{
	const struct proc *p = pfind_any(k, pid);
	uint64_t sum = 1;

	if (p == NULL)
		return (0);
	const struct ucred *cr = ucred_at(k, p->p_ucred);
	const struct pwd *pwd = pwd_at(k, p->p_pwd);
	const uint32_t words[] = { p->p_state, p->p_flag & ~P_EXEC, p->p_comm, p->p_args,
		p->p_umask, p->p_xstat, p->p_sigpend, (uint32_t)p->p_nice };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		sum = add(sum, words[i]);
	if (cr != NULL)
		sum = add(add(add(add(sum, cr->cr_uid), cr->cr_ruid), cr->cr_gid),
		    (uint64_t)cr->cr_groups << 32 | cr->cr_prison);
	if (pwd != NULL)
		sum = add(add(sum, pwd->pwd_cdir), pwd->pwd_rdir);
	for (uint32_t i = 0; i < p->p_nfdblocks; i++) {
		const struct fdblock *fb = fdblock_find(k, p->p_pid, i);

		for (unsigned slot = 0; fb != NULL && slot < FD_BLOCK; slot++)
			sum = add(sum, fb->fb_file[slot]);
	}
	return (sum);
}

/* What a path of the host leads to, links not followed, or NULL. */
static const struct vnode *
find_path(const struct world *w, const char *path)
{
	const struct kernel *k = w->kernel;
	const struct vnode *vp = vnode_at(k, prison0(k)->pr_root);

	while (vp != NULL) {
		while (vp->v_mountedhere != 0)
			vp = vnode_at(k, mount_at(k, vp->v_mountedhere)->mnt_root);
		vp = vnode_inode(k, vp);
		path += strspn(path, "/");
		size_t length = strcspn(path, "/");

		if (length == 0)
			return (vp);
		value_ix name = value_lookup(w->values, path, length);
		const struct dirent *de =
		    name == VALUE_NONE ? NULL : dirent_find(k, vnode_ix_of(k, vp), name);

		vp = de == NULL ? NULL : vnode_at(k, de->de_vp);
		path += length;
	}
	return (NULL);
}

static uint64_t
sum_path(const struct world *w, const char *path)
{
	const struct kernel *k = w->kernel;
	const struct vnode *vp = find_path(w, path);
	uint64_t sum = 1;

	if (vp == NULL)
		return (0);
	const uint64_t words[] = { vp->v_mount, vp->v_id, vp->v_gen, vp->v_mode, vp->v_uid,
		vp->v_gid, vp->v_nlink, vp->v_flags, vp->v_size, vp->v_mtime };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		sum = add(sum, words[i]);
	for (const struct dirent *de = dirent_at(k, vp->v_dirents); de != NULL;
	     de = dirent_at(k, de->de_next))
		sum = add(sum, (uint64_t)de->de_name << 32 | de->de_vp);
	for (uint32_t i = 0; vp->v_type == VREG && (uint64_t)i * BLOCK_SIZE < vp->v_size; i++) {
		const struct block *bl = block_find(k, vnode_ix_of(k, vp), i);

		sum = add(sum, bl == NULL ? 0 : bl->bl_data);
	}
	return (sum);
}

static uint64_t
sum_prison(struct arena *a, const struct kernel *k, const struct prison *pr, const char *param)
{
	const char *name, *text;
	uint64_t sum = add(1, pr->pr_id);

	for (unsigned i = 0; (text = jail_property(a, k, pr, i, &name)) != NULL; i++)
		if (param == NULL || strcmp(param, name) == 0)
			sum = add_text(sum, text);
	return (sum);
}

static uint64_t
sum_params(const struct condition *c, const struct world *w)
{
	struct arena a = { 0 };
	uint64_t sum = 0;
	const struct prison *pr = c->jail == NULL ? NULL : jail_named(w->kernel, c->jail);

	if (pr != NULL)
		sum = sum_prison(&a, w->kernel, pr, c->text);
	for (prison_ix i = 1; c->jail == NULL && i < w->kernel->k_rows[TABLE_prison].capacity; i++)
		if (row_live(w->kernel, TABLE_prison, i))
			sum += sum_prison(&a, w->kernel, prison_at(w->kernel, i), c->text);
	arena_free(&a);
	return (sum);
}

uint64_t
condition_state(const struct condition *c, const struct world *w)
{
	switch (c->kind) {
	case CONDITION_PROCESS:
		return (sum_process(w->kernel, c->number));
	case CONDITION_PATH:
		return (sum_path(w, c->text));
	case CONDITION_PARAM:
		return (sum_params(c, w));
	default:
		return (0);
	}
}
