/* SPDX-License-Identifier: BSD-2-Clause */
/* What changed of names, files and mounts. */
#include <string.h>

#include "difference_tell.h"
#include "object.h"
#include "vnode.h"

/* --- Names and files -------------------------------------------------------------------------- */

static const char *
name_text(const struct telling *d, const struct kernel *k, const struct dirent *de)
{
	const char *dir = vnode_path(d->arena, k, de->de_dvp);

	return (arena_printf(d->arena, "%s%s%s", dir, strcmp(dir, "/") == 0 ? "" : "/",
	    value_text(k->k_values, de->de_name)));
}

/* Was, or is, its file system mounted on the one side only? */
static bool
of_other_mount(const struct kernel *has, const struct kernel *other, const struct dirent *de)
{
	const struct vnode *dvp = vnode_at(has, de->de_dvp);

	return (dvp != NULL && dvp->v_mount != 0 && !row_live(other, TABLE_mount, dvp->v_mount));
}

bool
same_vnode(const struct telling *d, vnode_ix ix)
{
	const struct vnode *was = vnode_at(d->before, ix), *is = vnode_at(d->after, ix);

	return (row_live(d->before, TABLE_vnode, ix) && row_live(d->after, TABLE_vnode, ix) &&
	    was->v_mount == is->v_mount && was->v_id == is->v_id && was->v_gen == is->v_gen);
}

/* A name of a file on the one side that the other does not have, or NULL. */
static const struct dirent *
lost_name(const struct kernel *has, const struct kernel *other, vnode_ix vp)
{
	for (dirent_ix i = 1; i < has->k_rows[TABLE_dirent].capacity; i++) {
		const struct dirent *de = dirent_at(has, i);

		if (row_live(has, TABLE_dirent, i) && de->de_vp == vp) {
			const struct dirent *still = dirent_find(other, de->de_dvp, de->de_name);

			if (still == NULL || still->de_vp != vp)
				return (de);
		}
	}
	return (NULL);
}

static const char *
kind_of(const struct telling *d, const struct kernel *k, const struct vnode *vp)
{
	static const char *const types[] = { "?", "file", "dir", "block device", "device", "link",
		"socket", "fifo" };
	const char *type = types[vp->v_type < sizeof(types) / sizeof(types[0]) ? vp->v_type : 0];

	if (vp->v_type == VLNK)
		return (
		    arena_printf(d->arena, "link to %s", value_text(k->k_values, vp->v_target)));
	return (arena_printf(
	    d->arena, "%s, mode %04o, uid %u", type, (unsigned)vp->v_mode, (unsigned)vp->v_uid));
}

static void
name_came(struct telling *d, const struct dirent *de)
{
	const char *name = name_text(d, d->after, de);

	if (of_other_mount(d->after, d->before, de))
		return;
	if (!same_vnode(d, de->de_vp)) {
		say(d, "%s was made (%s)", name,
		    kind_of(d, d->after, vnode_at(d->after, de->de_vp)));
		return;
	}
	const struct dirent *lost = lost_name(d->before, d->after, de->de_vp);

	if (lost != NULL)
		say(d, "%s is called %s now", name_text(d, d->before, lost), name);
	else
		say(d, "%s is a new name of a file that was there", name);
}

static void
name_went(struct telling *d, const struct dirent *de)
{
	if (of_other_mount(d->before, d->after, de))
		return;
	if (!same_vnode(d, de->de_vp) || lost_name(d->after, d->before, de->de_vp) == NULL)
		say(d, "%s is gone", name_text(d, d->before, de));
}

void
tell_dirent(struct telling *d, const void *before, const void *after)
{
	const struct dirent *was = before, *is = after;

	if (was != NULL)
		name_went(d, was);
	if (is != NULL)
		name_came(d, is);
}

void
tell_dirent_field(
    struct telling *d, const struct field *f, unsigned e, uint64_t before, uint64_t after)
{
	(void)e, (void)before;
	if (is_field(f, "de_flags"))
		say(d, "%s is %s by a devfs rule",
		    name_text(d, d->after, dirent_at(d->after, d->ix)),
		    (after & DE_WHITEOUT) != 0 ? "hidden" : "shown");
}

void
tell_vnode_field(
    struct telling *d, const struct field *f, unsigned e, uint64_t before, uint64_t after)
{
	static const char *const silent[] = { "v_vflag", "v_writecount", "v_ctime", "v_atime",
		"v_gen" };
	const struct vnode *vp = vnode_at(d->after, d->ix);

	(void)e;
	for (size_t i = 0; i < sizeof(silent) / sizeof(silent[0]); i++)
		if (is_field(f, silent[i]))
			return;
	if (vp->v_type == VDIR &&
	    (is_field(f, "v_size") || is_field(f, "v_nlink") || is_field(f, "v_mtime")))
		return;
	if (vp->v_lower == 0)
		say_field(d, vnode_path(d->arena, d->after, d->ix), f, before, after);
}

/* A block that came, went or changed. */
static void
say_contents(struct telling *d, vnode_ix file)
{
	if (d->file == file || !same_vnode(d, file))
		return;
	d->file = file;
	say(d, "%s: its contents changed", vnode_path(d->arena, d->after, file));
}

void
tell_block(struct telling *d, const void *before, const void *after)
{
	const struct block *bl = after == NULL ? before : after;

	say_contents(d, bl->bl_vnode);
}

void
tell_block_field(
    struct telling *d, const struct field *f, unsigned e, uint64_t before, uint64_t after)
{
	(void)f, (void)e, (void)before, (void)after;
	say_contents(d, block_at(d->after, d->ix)->bl_vnode);
}

/* --- Mounts, modules, sockets -------------------------------------------------------------- */

void
tell_mount(struct telling *d, const void *before, const void *after)
{
	static const char *const types[] = {
		[VFS_NONE] = "?",
#define FILESYSTEM(ident_, name_, allow_, rule_, mount_) [VFS_##ident_] = name_,
#include "filesystems.def"
	};
	const struct mount *was = before, *is = after;

	/* One that nobody mounted: of shared memory. */
	if (value_length(d->after->k_values, (is == NULL ? was : is)->mnt_onname) == 0)
		return;
	if (is == NULL)
		say(d, "%s was unmounted", tell_value(d, was->mnt_onname));
	else
		say(d, "%s was mounted on %s, from %s",
		    types[is->mnt_type < VFS_TYPES ? is->mnt_type : VFS_NONE],
		    tell_value(d, is->mnt_onname), tell_value(d, is->mnt_fromname));
}

void
tell_mount_field(
    struct telling *d, const struct field *f, unsigned e, uint64_t before, uint64_t after)
{
	(void)e;
	if (is_field(f, "mnt_flag") || is_field(f, "mnt_ruleset"))
		say_field(d,
		    arena_printf(d->arena, "the mount on %s",
			tell_value(d, mount_at(d->after, d->ix)->mnt_onname)),
		    f, before, after);
}

void
tell_kld(struct telling *d, const void *before, const void *after)
{
	const struct kld *was = before, *is = after;

	say(d, "module %s was %s", tell_value(d, (is == NULL ? was : is)->kl_name),
	    is == NULL ? "unloaded" : "loaded");
}
