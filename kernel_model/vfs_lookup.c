/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a name to a vnode: namei(9).  A walk stands on a directory and takes the path apart a
 * component at a time; what keeps it inside a jail or a chroot is what ".." meets: vfs_dotdot.c.
 * FreeBSD's counterpart is the file of the same name.
 *
 * A pure lookup allocates nothing: a name that nobody has ever interned names no file.  Plain
 * reasons (a missing name, a file where a directory should be) enter the trail only when they
 * hold; walls and privileges always.
 *
 * NOT MODELLED: capability mode, the ABI root, whiteouts of union mounts.
 */
#include "constants.h"
#include "file.h"
#include "jail.h"
#include "procfs.h"
#include "vfs_walk.h"

#include <string.h>

int
walk_check_search(struct walk *w)
{
	const struct vnode *ip = vnode_inode(w->td->td_kernel, w->dp);
	int error;

	if ((error = fails(w, NAMEI_NOTDIR, w->dp->v_type != VDIR, about_dp(w))) != 0 ||
	    (error = stops(w, NAMEI_DOOMED, (ip->v_vflag & VV_DOOMED) != 0, about_dp(w))) != 0)
		return (error);
	if ((ip->v_mode & 0111) == 0111) /* everybody may */
		return (0);
	return (vaccess(w->td, w->dp, VEXEC));
}

/* The entry of a name, or NULL; a hidden device is none unless it is to be made anew. */
static int
find_entry(struct walk *w, value_ix name, bool creating, const struct dirent **dep)
{
	const struct kernel *k = w->td->td_kernel;
	const struct vnode *ip = vnode_inode(k, w->dp);
	const struct dirent *de =
	    name == VALUE_NONE ? NULL : dirent_find(k, vnode_ix_of(k, ip), name);
	int error = 0;

	if (de != NULL && (de->de_flags & DE_WHITEOUT) != 0) {
		if (!creating)
			error = devfs_hidden(w->td, de);
		else
			de = NULL;
	}
	*dep = de;
	return (error);
}

/* The vnode that an entry of the directory means when it is seen through the same mount. */
static int
entry_vnode(struct walk *w, const struct dirent *de, const struct vnode **vpp)
{
	const struct kernel *k = w->td->td_kernel;

	*vpp = vnode_at(k, de->de_vp);
	return (w->dp->v_lower == 0 ? 0 : null_wrap(w->td, w->dp, vpp));
}

/* The last component of CREATE or RENAME names nothing yet. */
static int
to_be_created(struct walk *w, const char *name, size_t length)
{
	struct nameidata *nd = w->nd;
	const struct vnode *ip = vnode_inode(w->td->td_kernel, w->dp);
	bool slash = nd->ni_trailing_slash && (nd->ni_flags & WILLBEDIR) == 0;
	int error;

	if ((error = stops(w, NAMEI_REMOVED, (ip->v_vflag & VV_REMOVED) != 0, about_dp(w))) != 0 ||
	    (error = fails(w, NAMEI_NOENT, slash, about_path(w))) != 0)
		return (error);
	nd->ni_vp = NULL;
	nd->ni_dvp = w->dp;
	nd->ni_dirent = NULL;
	nd->ni_name = value_intern(w->td->td_kernel->k_values, name, length);
	w->done = true;
	return (0);
}

/* F9.  Goes on with the link's text in front of what comes `after' the link. */
static int
follow_link(struct walk *w, const struct vnode *link, const char *after)
{
	const struct kernel *k = w->td->td_kernel;
	const struct vnode *ip = vnode_inode(k, link);
	size_t length, more = strlen(after);
	const char *target = value_bytes(k->k_values, ip->v_target, &length);
	bool nofollow = (mount_at(k, link->v_mount)->mnt_flag & MNT_NOSYMFOLLOW) != 0;
	bool absolute = target[0] == '/';
	int error;

	if ((error = fails(w, NAMEI_NOSYMFOLLOW, nofollow, about_vnode(k, link))) != 0 ||
	    (error = stops(w, NAMEI_LINK_LOOP, w->links++ >= MAXSYMLINKS, about_path(w))) != 0 ||
	    (error = fails(w, NAMEI_NOENT, length == 0, about_vnode(k, link))) != 0 ||
	    (error = stops(w, NAMEI_PATH_TOO_LONG, length + more >= PATH_MAX, about_path(w))) !=
		0 ||
	    (error = fails(w, NAMEI_BENEATH_ABSOLUTE, absolute && w->nd->ni_beneath,
		 about_vnode(k, link))) != 0)
		return (error);
	memmove(w->text + length, after, more + 1);
	memcpy(w->text, target, length);
	w->rest = w->text;
	if (absolute) {
		w->dp = vnode_at(k, w->pwd->pwd_rdir);
		w->rest += strspn(w->rest, "/");
	}
	return (0);
}

/* F10: up through what is mounted on the vnode. */
static const struct vnode *
cross_mounts(const struct walk *w, const struct vnode *vp)
{
	const struct kernel *k = w->td->td_kernel;

	while (vp->v_mountedhere != 0 && (w->nd->ni_flags & NOCROSS) == 0)
		vp = vnode_at(k, mount_at(k, vp->v_mountedhere)->mnt_root);
	return (vp);
}

/* F10: a name that a union mount lacks is looked for in the directory that it covers. */
static bool
falls_through_union(struct walk *w)
{
	const struct kernel *k = w->td->td_kernel;
	const struct mount *mp = mount_at(k, w->dp->v_mount);

	if ((w->dp->v_vflag & VV_ROOT) == 0 || (mp->mnt_flag & MNT_UNION) == 0 ||
	    mp->mnt_covered == 0 ||
	    !alters(w->td, NAMEI_UNION_BELOW, true, NULL, about_mount(k, mp)))
		return (false);
	w->dp = vnode_at(k, mp->mnt_covered);
	return (true);
}

/* A name on procfs, which has no entries: it is made up for who looks. */
static int
procfs_name(struct walk *w, const char *name, size_t length, bool last, const struct vnode **vpp)
{
	bool removes = last && (w->nd->ni_op == DELETE || w->nd->ni_op == RENAME);
	const struct vnode *ip = vnode_inode(w->td->td_kernel, w->dp);
	int error;

	if ((error = walk_check_search(w)) != 0 ||
	    (error = stops(w, PFS_LOOKUP_OP, removes, about_path(w))) != 0 ||
	    (error = pfs_lookup(w->td, ip, name, length, vpp)) != 0 ||
	    (error = stops(w, NAMEI_NOENT, *vpp == NULL, about_path(w))) != 0)
		return (error);
	return (w->dp->v_lower == 0 ? 0 : null_wrap(w->td, w->dp, vpp));
}

/* An ordinary name: *vpp is what it means, or NULL when it is to be created and not there. */
static int
ordinary_name(struct walk *w, const char *name, size_t length, bool last, const struct vnode **vpp,
    const struct dirent **dep)
{
	struct nameidata *nd = w->nd;
	bool creating = last && (nd->ni_op == CREATE || nd->ni_op == RENAME);
	int error;

	nd->ni_name = value_lookup(w->td->td_kernel->k_values, name, length);
	if (on_procfs(w->td->td_kernel, w->dp))
		return (procfs_name(w, name, length, last, vpp));
	do {
		if ((error = walk_check_search(w)) != 0 ||
		    (error = find_entry(w, nd->ni_name, creating, dep)) != 0)
			return (error);
	} while (*dep == NULL && !creating && falls_through_union(w));
	*vpp = NULL;
	if (*dep != NULL)
		return (entry_vnode(w, *dep, vpp));
	if (creating)
		return (to_be_created(w, name, length));
	return (stops(w, NAMEI_NOENT, true, about_path(w)));
}

/* Is this name "." (1), ".." (2) or an ordinary one (0)? */
static inline size_t
dots(const char *name, size_t length)
{
	return (name[0] == '.' && (length == 1 || (length == 2 && name[1] == '.')) ? length : 0);
}

/* What one component means: *vpp, or NULL; `*stays' when it is a ".." before a wall. */
static int
resolve(struct walk *w, const char *name, size_t length, bool last, const struct vnode **vpp,
    const struct dirent **dep, bool *stays)
{
	size_t special = dots(name, length);
	bool removing = w->nd->ni_op == DELETE || w->nd->ni_op == RENAME;
	int error;

	if ((error = fails(w, NAMEI_NAME_TOO_LONG, length > NAME_MAX, about_path(w))) != 0 ||
	    (error = stops(w, NAMEI_DOT_LAST, special != 0 && last && removing, about_path(w))) !=
		0)
		return (error);
	if (special == 0)
		return (ordinary_name(w, name, length, last, vpp, dep));
	if (special == 2)
		return (walk_dotdot(w, vpp, stays));
	*vpp = w->dp;
	return (walk_check_search(w));
}

/* Takes the next component off the path and goes there. */
static int
component(struct walk *w)
{
	struct nameidata *nd = w->nd;
	const char *name = w->rest, *after = name;
	const struct vnode *vp = NULL;
	const struct dirent *de = NULL;
	bool stays = false;
	int error;

	while (*after != '/' && *after != '\0')
		after++;
	size_t length = (size_t)(after - name);

	for (w->rest = after; *w->rest == '/';)
		w->rest++;
	bool last = *w->rest == '\0';

	nd->ni_trailing_slash = last && *after == '/';
	if ((error = resolve(w, name, length, last, &vp, &de, &stays)) != 0 || w->done)
		return (error);
	if (!stays)
		vp = cross_mounts(w, vp);
	if (vp->v_type == VLNK && (!last || nd->ni_trailing_slash || (nd->ni_flags & FOLLOW) != 0))
		return (follow_link(w, vp, after));
	if (!last) {
		w->dp = vp;
		w->depth += nd->ni_beneath && de != NULL;
		return (0);
	}
	nd->ni_vp = vp;
	nd->ni_dvp = w->dp;
	nd->ni_dirent = de;
	w->done = true;
	return (fails(w, NAMEI_NOTDIR, nd->ni_trailing_slash && vp->v_type != VDIR, about_path(w)));
}

/* F6: where a relative path starts. */
static int
start_relative(struct walk *w)
{
	const struct kernel *k = w->td->td_kernel;
	struct nameidata *nd = w->nd;
	const struct file *fp;
	uint8_t flags = 0;
	int error;

	if (nd->ni_dirfd == AT_FDCWD) {
		w->dp = vnode_at(k, w->pwd->pwd_cdir);
		return (0);
	}
	if ((error = fget(w->td, nd->ni_dirfd, &fp, &flags)) != 0)
		return (error);
	nd->ni_beneath |= (flags & FD_RESOLVE_BENEATH) != 0;
	w->dp = fp == NULL ? NULL : vnode_at(k, fp->f_vnode);
	bool directory = w->dp != NULL && w->dp->v_type == VDIR;

	return (stops(w, NAMEI_NOTDIR, w->dp == NULL || (!directory && *w->rest != '\0'),
	    about_fd(nd->ni_dirfd)));
}

static int
start(struct walk *w)
{
	const struct kernel *k = w->td->td_kernel;
	struct nameidata *nd = w->nd;
	bool bad = nd->ni_path == VALUE_NONE || nd->ni_path == VALUE_BADADDR;
	size_t length;
	int error;

	w->rest = value_bytes(k->k_values, nd->ni_path, &length);
	nd->ni_beneath = (nd->ni_flags & RBENEATH) != 0;
	if ((error = fails(w, COPYIN_BADADDR, bad, about_nothing())) != 0 ||
	    (error = fails(w, NAMEI_PATH_TOO_LONG, length >= PATH_MAX, about_path(w))) != 0 ||
	    (error = fails(w, NAMEI_EMPTY, length == 0 && (nd->ni_flags & EMPTYPATH) == 0,
		 about_path(w))) != 0)
		return (error);
	if (w->rest[0] != '/')
		return (start_relative(w));
	if ((error = fails(w, NAMEI_BENEATH_ABSOLUTE, nd->ni_beneath, about_path(w))) != 0)
		return (error);
	w->dp = vnode_at(k, w->pwd->pwd_rdir);
	w->rest += strspn(w->rest, "/");
	return (0);
}

int
namei(struct thread *td, struct nameidata *nd)
{
	char text[PATH_MAX];
	struct walk w = { .td = td, .nd = nd, .text = text };
	int error;

	w.pwd = pwd_at(td->td_kernel, td->td_proc->p_pwd);
	if ((error = start(&w)) != 0)
		return (error);
	while (error == 0 && !w.done) {
		if (*w.rest != '\0') {
			error = component(&w);
			continue;
		}
		/* "/", the target "/" of a link, or an empty path that is allowed */
		nd->ni_vp = w.dp;
		nd->ni_dvp = NULL;
		nd->ni_dirent = NULL;
		if ((error = stops(
			 &w, NAMEI_DOOMED, (w.dp->v_vflag & VV_DOOMED) != 0, about_dp(&w))) != 0)
			return (error);
		return (stops(&w, NAMEI_ROOT_ITSELF, nd->ni_op != LOOKUP, about_path(&w)));
	}
	return (error);
}
