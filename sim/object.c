/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text for the objects of a trail.  FreeBSD's nearest counterparts are vn_fullpath(9) and the
 * columns of procstat(1); here nothing is cached, a name is found by climbing.
 */
#include "object.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "in_addr.h"
#include "jail.h"
#include "proc.h"
#include "state.h"
#include "vnode.h"

#define TEXT_MAX  60  /* bytes of a value that are shown */
#define CLIMB_MAX 512 /* directories of a path that are shown */

/* Bytes as a C string literal, shortened; for names and values in a line of text. */
static const char *
quoted_text(struct arena *a, const char *bytes, size_t length)
{
	char *text = arena_zero(a, 4 * TEXT_MAX + 8);
	char *out = text;

	*out++ = '"';
	for (size_t i = 0; i < length && i < TEXT_MAX; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (c == '\n' || c == '\t') {
			*out++ = '\\';
			*out++ = c == '\n' ? 'n' : 't';
		} else if (c == '"' || c == '\\') {
			*out++ = '\\';
			*out++ = (char)c;
		} else if (c < 0x20 || c == 0x7f) {
			out += sprintf(out, "\\%03o", c);
		} else {
			*out++ = (char)c;
		}
	}
	strcpy(out, length > TEXT_MAX ? "...\"" : "\"");
	return (text);
}

const char *
jail_text(struct arena *a, const struct kernel *k, uint32_t jid)
{
	if (jid == 0)
		return ("host");
	const struct prison *pr = prison_find(k, jid, 0);

	if (pr == NULL)
		return (arena_printf(a, "jid %u", (unsigned)jid));
	return (value_text(k->k_values, pr->pr_name));
}

const struct prison *
jail_named(const struct kernel *k, const char *name)
{
	const struct prison *host = prison0(k);
	char *end;
	unsigned long jid = strtoul(name, &end, 10);

	if (strcmp(name, "host") == 0 || strcmp(name, "0") == 0)
		return (host);
	if (*end == '\0' && jid <= JAIL_MAX)
		return (prison_find_child(k, host, (uint32_t)jid));
	return (prison_find_name(k, host, name));
}

const char *
address_text(struct arena *a, const struct values *vs, value_ix packed, size_t size)
{
	size_t length;
	const char *bytes = value_bytes(vs, packed, &length), *text = "";
	char one[IN_ADDR_TEXT];

	for (size_t i = 0; i + size <= length; i += size)
		text = arena_printf(a, "%s%s%.*s", text, i == 0 ? "" : ",",
		    (int)in_addr_write(bytes + i, size, one), one);
	return (text);
}

const char *
process_text(struct arena *a, const struct kernel *k, uint32_t pid)
{
	const struct proc *p = pfind_any(k, (int32_t)pid);

	if (p == NULL)
		return (arena_printf(a, "%d", (int)pid));
	const struct ucred *cr = ucred_at(k, p->p_ucred);
	const struct prison *pr = cr == NULL ? NULL : cred_prison(k, cr);

	return (arena_printf(a, "%u (%s) of %s", (unsigned)pid, value_text(k->k_values, p->p_comm),
	    pr == NULL ? "no jail" : jail_text(a, k, pr->pr_id)));
}

/* The vnode that holds the contents: itself, or what lies below all aliases. */
static const struct vnode *
inode_of(const struct kernel *k, const struct vnode *vp)
{
	while (vp->v_lower != 0)
		vp = vnode_at(k, vp->v_lower);
	return (vp);
}

/* The name of an inode in a directory, or NULL. */
static const char *
name_in(const struct kernel *k, const struct vnode *dvp, vnode_ix ix)
{
	for (const struct dirent *de = dirent_at(k, dvp->v_dirents); de != NULL;
	     de = dirent_at(k, de->de_next))
		if (de->de_vp == ix)
			return (value_text(k->k_values, de->de_name));
	return (NULL);
}

/* A directory that names this inode: its parent, or by a scan of all names when it is a file. */
static const struct vnode *
parent_of(const struct kernel *k, const struct vnode *vp, const char **name)
{
	vnode_ix ix = vnode_ix_of(k, vp);
	const struct vnode *dvp = vnode_at(k, vp->v_parent);

	if (vp->v_type == VDIR) {
		*name = dvp == NULL ? NULL : name_in(k, dvp, ix);
		return (*name == NULL ? NULL : dvp);
	}
	for (dirent_ix i = 1; i < k->k_rows[TABLE_dirent].capacity; i++) {
		if (!row_live(k, TABLE_dirent, i) || dirent_at(k, i)->de_vp != ix)
			continue;
		*name = value_text(k->k_values, dirent_at(k, i)->de_name);
		return (vnode_at(k, dirent_at(k, i)->de_dvp));
	}
	return (NULL);
}

/* A place is a mount and an inode seen through it: so nullfs needs no case of its own. */
const char *
vnode_path(struct arena *a, const struct kernel *k, uint32_t ix)
{
	const struct vnode *vp = vnode_at(k, ix);

	if (vp == NULL || !row_live(k, TABLE_vnode, ix))
		return ("?");
	const struct mount *mp = mount_at(k, vp->v_mount);
	const char *path = "", *name = NULL;

	vp = inode_of(k, vp);
	for (int depth = 0; mp != NULL && depth < CLIMB_MAX; depth++) {
		const struct vnode *root = vnode_at(k, mp->mnt_root);

		if (root != NULL && inode_of(k, root) == vp) {
			const struct vnode *covered = vnode_at(k, mp->mnt_covered);

			if (covered == NULL)
				return (*path == '\0' ? "/" : path);
			mp = mount_at(k, covered->v_mount);
			vp = inode_of(k, covered);
			continue;
		}
		if ((vp = parent_of(k, vp, &name)) == NULL)
			break;
		path = arena_printf(a, "/%s%s", name, path);
	}
	return (arena_printf(a, "?%s", path));
}

static const char *
privilege_text(struct arena *a, uint32_t id)
{
	const struct priv_info *priv = priv_at((enum priv)id);

	if (priv == NULL)
		return (arena_printf(a, "privilege %u", (unsigned)id));
	return (arena_printf(a, "PRIV_%s", priv->name));
}

static const char *
mount_text(struct arena *a, const struct kernel *k, uint32_t ix)
{
	const struct mount *mp = mount_at(k, ix);

	if (mp == NULL || !row_live(k, TABLE_mount, ix))
		return ("a mount");
	return (arena_printf(a, "the mount on %s", value_text(k->k_values, mp->mnt_onname)));
}

/* "pid 12 (sh) of www", "/jails/www/tmp", "PRIV_VFS_MOUNT", "the jail www", ...; "" for nothing. */
static const char *
object_text(struct arena *a, const struct kernel *k, struct object what)
{
	size_t length;

	switch ((enum about)what.kind) {
	case ABOUT_NOTHING:
		return ("");
	case ABOUT_PROC:
		return (arena_printf(a, "pid %s", process_text(a, k, what.id)));
	case ABOUT_PRISON:
		if (what.id == 0)
			return ("the host");
		return (arena_printf(a, "the jail %s", jail_text(a, k, what.id)));
	case ABOUT_PRIV:
		return (privilege_text(a, what.id));
	case ABOUT_VNODE:
		return (vnode_path(a, k, what.id));
	case ABOUT_VALUE:
		if (what.id == VALUE_NONE || what.id == VALUE_BADADDR)
			return (what.id == VALUE_NONE ? "NULL" : "BADADDR");
		const char *bytes = value_bytes(k->k_values, what.id, &length);

		return (quoted_text(a, bytes, length));
	case ABOUT_MOUNT:
		return (mount_text(a, k, what.id));
	case ABOUT_FD:
		return (arena_printf(a, "descriptor %d", (int)what.id));
	case ABOUT_NUMBER:
		return (arena_printf(a, "%d", (int)what.id));
	}
	return ("");
}

const char *
step_object(struct arena *a, const struct kernel *k, const struct step *step)
{
	return (object_text(a, k, (struct object) { step->kind, step->id }));
}
