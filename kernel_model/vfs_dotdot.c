/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where ".." leads, and what stops it: the walls that keep a process inside its jail or chroot.
 * Each is one comparison of vnodes; there is nothing else.  FreeBSD has this in the middle of
 * vfs_lookup().
 */
#include "constants.h"
#include "jail.h"
#include "sysctl_node.h"
#include "ucred.h"
#include "vfs_walk.h"

bool
vfs_lookup_isroot(const struct thread *td, const struct vnode *dp, const struct prison **whose)
{
	const struct kernel *k = td->td_kernel;
	const struct pwd *pwd = pwd_at(k, td->td_proc->p_pwd);
	vnode_ix ix = vnode_ix_of(k, dp);

	for (const struct prison *pr = cred_prison(k, td->td_ucred); pr != NULL;
	     pr = prison_at(k, pr->pr_parent))
		if (pr->pr_root == ix) {
			*whose = pr;
			return (true);
		}
	*whose = NULL;
	return (pwd->pwd_rdir == ix || pwd->pwd_jdir == ix || system_of(k)->sy_rootvnode == ix);
}

/* F8: does ".." stay where it is?  All walls are asked, so that the trail shows each that holds. */
static bool
at_wall(struct walk *w)
{
	struct thread *td = w->td;
	const struct kernel *k = td->td_kernel;
	vnode_ix ix = vnode_ix_of(k, w->dp);
	bool wall = alters(td, WALL_RDIR, w->pwd->pwd_rdir == ix, NULL, about_dp(w));

	wall |= alters(td, WALL_JDIR, w->pwd->pwd_jdir == ix, NULL, about_dp(w));
	for (const struct prison *pr = cred_prison(k, td->td_ucred); pr->pr_parent != 0;
	     pr = prison_at(k, pr->pr_parent))
		if (alters(td, WALL_PRISON, pr->pr_root == ix, pr, about_dp(w))) {
			wall = true;
			break;
		}
	return (
	    wall | alters(td, WALL_ROOTVNODE, system_of(k)->sy_rootvnode == ix, NULL, about_dp(w)));
}

/* The file system's own "..". */
static int
parent_of(struct walk *w, const struct vnode **vpp)
{
	const struct kernel *k = w->td->td_kernel;

	if (w->dp->v_lower != 0)
		return (null_dotdot(w->td, w->dp, vpp));
	*vpp = vnode_at(k, w->dp->v_parent);
	return (stops(w, NAMEI_REMOVED, *vpp == NULL, about_dp(w)));
}

int
walk_dotdot(struct walk *w, const struct vnode **vpp, bool *stays)
{
	const struct kernel *k = w->td->td_kernel;
	bool beneath = w->nd->ni_beneath;
	int error;

	if (beneath &&
	    ((error = refuses(w->td, NAMEI_BENEATH_DOTDOT_OFF,
		  sysctl_value(k, SYSCTL_vfs_lookup_cap_dotdot) == 0, NULL, about_dp(w))) != 0 ||
		(error = refuses(w->td, NAMEI_BENEATH_DOTDOT, w->depth == 0, NULL, about_dp(w))) !=
		    0))
		return (error);
	for (;;) {
		*vpp = w->dp;
		*stays = at_wall(w);
		if ((error = fails(w, NAMEI_BENEATH_WALL, *stays && beneath, about_dp(w))) != 0 ||
		    *stays)
			return (error);
		if ((w->dp->v_vflag & VV_ROOT) == 0)
			break;
		if ((error = fails(
			 w, NAMEI_DOOMED, (w->dp->v_vflag & VV_DOOMED) != 0, about_dp(w))) != 0)
			return (error);
		const struct mount *mp = mount_at(k, w->dp->v_mount);

		*stays = (w->nd->ni_flags & NOCROSS) != 0 || mp->mnt_covered == 0;
		if (*stays)
			return (0);
		w->dp = vnode_at(k, mp->mnt_covered);
	}
	if ((error = walk_check_search(w)) != 0)
		return (error);
	w->depth -= beneath;
	return (parent_of(w, vpp));
}
