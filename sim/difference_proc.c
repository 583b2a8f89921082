/* SPDX-License-Identifier: BSD-2-Clause */
/* What changed of processes and of what they have open. */
#include <string.h>

#include "difference_tell.h"
#include "file.h"
#include "object.h"
#include "proc.h"

/* --- Processes ------------------------------------------------------------------------- */

static const char *
process(const struct telling *d, const struct kernel *k, const struct proc *p)
{
	return (arena_printf(d->arena, "pid %s", process_text(d->arena, k, p->p_pid)));
}

void
tell_proc(struct telling *d, const void *before, const void *after)
{
	const struct proc *was = before, *is = after;

	if (is == NULL) {
		say(d, "%s ended%s", process(d, d->before, was),
		    was->p_state == PRS_ZOMBIE ? " before and was collected" : "");
		return;
	}
	const struct proc *parent = proc_at(d->after, is->p_pptr);

	say(d, "%s began%s%s", process(d, d->after, is), parent == NULL ? "" : ", child of ",
	    parent == NULL ? "" : process_text(d->arena, d->after, parent->p_pid));
}

static void
say_number(struct telling *d, const char *who, const char *what, uint32_t before, uint32_t after)
{
	if (before != after)
		say(d, "%s: %s %u -> %u", who, what, (unsigned)before, (unsigned)after);
}

static void
compare_credentials(
    struct telling *d, const char *who, const struct proc *was, const struct proc *is)
{
	const struct ucred *b = ucred_at(d->before, was->p_ucred);
	const struct ucred *a = ucred_at(d->after, is->p_ucred);

	if (a == NULL || b == NULL)
		return;
	say_number(d, who, "user id", b->cr_uid, a->cr_uid);
	say_number(d, who, "real user id", b->cr_ruid, a->cr_ruid);
	say_number(d, who, "saved user id", b->cr_svuid, a->cr_svuid);
	say_number(d, who, "group id", b->cr_gid, a->cr_gid);
	say_number(d, who, "real group id", b->cr_rgid, a->cr_rgid);
	say_number(d, who, "saved group id", b->cr_svgid, a->cr_svgid);
	if (b->cr_groups != a->cr_groups)
		say(d, "%s: its groups changed", who);
	if (b->cr_prison != a->cr_prison)
		say(d, "%s: jail %s -> %s", who,
		    jail_text(d->arena, d->before, prison_at(d->before, b->cr_prison)->pr_id),
		    jail_text(d->arena, d->after, prison_at(d->after, a->cr_prison)->pr_id));
}

static void
say_directory(struct telling *d, const char *who, const char *what, vnode_ix before, vnode_ix after)
{
	if (before != after && after != 0)
		say(d, "%s: %s %s -> %s", who, what,
		    before == 0 ? "none" : vnode_path(d->arena, d->before, before),
		    vnode_path(d->arena, d->after, after));
}

static void
compare_directories(
    struct telling *d, const char *who, const struct proc *was, const struct proc *is)
{
	const struct pwd *b = pwd_at(d->before, was->p_pwd), *a = pwd_at(d->after, is->p_pwd);

	if (a == NULL || b == NULL)
		return;
	say_directory(d, who, "working directory", b->pwd_cdir, a->pwd_cdir);
	say_directory(d, who, "root directory", b->pwd_rdir, a->pwd_rdir);
}

/* A process that is there before and after, whether its own row changed or what it names. */
static void
compare_process(struct telling *d, const struct proc *was, const struct proc *is)
{
	const char *who = process(d, d->after, is);

	if (was->p_state != PRS_ZOMBIE && is->p_state == PRS_ZOMBIE) {
		say(d, "%s ended and waits to be collected", process(d, d->before, was));
		return;
	}
	if (was->p_comm != is->p_comm)
		say(d, "%s: runs %s now, was %s", who, tell_value(d, is->p_comm),
		    tell_value(d, was->p_comm));
	compare_credentials(d, who, was, is);
	compare_directories(d, who, was, is);
}

void
tell_processes(struct telling *d)
{
	for (proc_ix ix = 1; ix < d->after->k_rows[TABLE_proc].capacity; ix++) {
		if (!row_live(d->after, TABLE_proc, ix) || !row_live(d->before, TABLE_proc, ix))
			continue;
		const struct proc *was = proc_at(d->before, ix), *is = proc_at(d->after, ix);

		if (was->p_pid == is->p_pid &&
		    (was->p_ucred != is->p_ucred || was->p_state != is->p_state ||
			was->p_comm != is->p_comm || was->p_pwd != is->p_pwd ||
			(is->p_pwd != 0 &&
			    memcmp(pwd_at(d->before, was->p_pwd), pwd_at(d->after, is->p_pwd),
				sizeof(struct pwd)) != 0)))
			compare_process(d, was, is);
	}
}

void
tell_proc_field(
    struct telling *d, const struct field *f, unsigned e, uint64_t before, uint64_t after)
{
	static const char *const silent[] = { "p_state", "p_comm", "p_args", "p_nfdblocks",
		"p_oppid", "p_xstat", "p_start" };

	(void)e;
	for (size_t i = 0; i < sizeof(silent) / sizeof(silent[0]); i++)
		if (is_field(f, silent[i]))
			return;
	const char *who = process(d, d->after, proc_at(d->after, d->ix));

	if (!is_field(f, "p_flag"))
		say_field(d, who, f, before, after);
	else if (((before ^ after) & P_STOPPED) != 0)
		say(d, "%s %s", who, (after & P_STOPPED) != 0 ? "is stopped" : "goes on");
	else if (((before ^ after) & P_TRACED) != 0)
		say(d, "%s is %s", who, (after & P_TRACED) != 0 ? "traced" : "traced no more");
}

/* --- Descriptors ------------------------------------------------------------------------- */

static const char *
file_text(const struct telling *d, const struct kernel *k, file_ix ix)
{
	const struct file *fp = file_at(k, ix);

	if (fp == NULL)
		return ("nothing");
	const char *path = fp->f_vnode == 0 ? NULL : vnode_path(d->arena, k, fp->f_vnode);

	if (path != NULL)
		return (*path == '?' ? "a file without a name" : path);
	return (fp->f_socket != 0 ? "a socket" : "a pipe");
}

/* Those of a process that came or went are not worth a line each. */
void
tell_fdblock_field(
    struct telling *d, const struct field *f, unsigned e, uint64_t before, uint64_t after)
{
	const struct fdblock *fb = fdblock_at(d->after, d->ix);
	uint32_t fd = fb->fb_block * FD_BLOCK + e;

	if (!is_field(f, "fb_file") || pfind_any(d->before, (int32_t)fb->fb_pid) == NULL)
		return;
	const char *who = process(d, d->after, pfind_any(d->after, (int32_t)fb->fb_pid));

	if (before == 0)
		say(d, "%s: descriptor %u opened: %s", who, (unsigned)fd,
		    file_text(d, d->after, (file_ix)after));
	else if (after == 0)
		say(d, "%s: descriptor %u closed: %s", who, (unsigned)fd,
		    file_text(d, d->before, (file_ix)before));
	else
		say(d, "%s: descriptor %u is %s now", who, (unsigned)fd,
		    file_text(d, d->after, (file_ix)after));
}

void
tell_fdblock(struct telling *d, const void *before, const void *after)
{
	static const struct field file = { .name = "fb_file" };
	const struct fdblock *was = before, *is = after;
	const struct fdblock *fb = is == NULL ? was : is;

	if (pfind(d->before, (int32_t)fb->fb_pid) == NULL ||
	    pfind(d->after, (int32_t)fb->fb_pid) == NULL)
		return;
	for (unsigned i = 0; is != NULL && i < FD_BLOCK; i++)
		if (is->fb_file[i] != 0)
			tell_fdblock_field(d, &file, i, 0, is->fb_file[i]);
	for (unsigned i = 0; is == NULL && i < FD_BLOCK; i++)
		if (was->fb_file[i] != 0)
			say(d, "%s: descriptor %u closed: %s",
			    process(d, d->after, pfind_any(d->after, (int32_t)was->fb_pid)),
			    (unsigned)(was->fb_block * FD_BLOCK + i),
			    file_text(d, d->before, was->fb_file[i]));
}

void
tell_file_field(
    struct telling *d, const struct field *f, unsigned e, uint64_t before, uint64_t after)
{
	(void)e;
	if (is_field(f, "f_offset"))
		say(d, "an open file, %s: position %llu -> %llu", file_text(d, d->after, d->ix),
		    (unsigned long long)before, (unsigned long long)after);
}
