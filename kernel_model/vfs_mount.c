/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mounting: the list of mounts and mount(2), which here stands for nmount(2), too.  FreeBSD's
 * counterpart is the file of the same name, with vfs_init.c.
 *
 * NOT MODELLED: modules to load (every type is there), exports, files as mount points.
 */
#include "mount.h"

#include <string.h>

#include "constants.h"
#include "file.h"
#include "jail.h"
#include "sysctl_node.h"
#include "sysproto.h"

const struct vfsconf vfsconf[VFS_TYPES] = {
#define FILESYSTEM(ident_, name_, allow_, rule_, mount_)                                           \
	[VFS_##ident_] = { name_, mount_, allow_, rule_ },
#include "filesystems.def"
};

/* Flags that a caller may set; what the kernel sets by itself is left out. */
#define MNT_SETTABLE                                                                               \
	((uint32_t)(MNT_RDONLY | MNT_SYNCHRONOUS | MNT_NOEXEC | MNT_NOSUID | MNT_UNION |           \
	    MNT_ASYNC | MNT_SUIDDIR | MNT_NOSYMFOLLOW | MNT_IGNORE | MNT_NOATIME |                 \
	    MNT_NOCLUSTERR | MNT_USER))

/* Options that stand for flags. */
static const struct {
	const char *name;
	uint32_t flag;
} flag_options[] = {
	{ "ro", MNT_RDONLY },
	{ "noexec", MNT_NOEXEC },
	{ "nosuid", MNT_NOSUID },
	{ "union", MNT_UNION },
	{ "nosymfollow", MNT_NOSYMFOLLOW },
	{ "noatime", MNT_NOATIME },
	{ "update", MNT_UPDATE },
};

/* The root directory of a file system that keeps inodes of its own. */
static int
make_root(struct thread *td, const struct mount *mp, uint32_t mode)
{
	struct vnode *root;
	int error = vnode_new(td, mp, 0, VDIR, &root);

	if (error != 0)
		return (error);
	root->v_mode = mode;
	root->v_nlink = 2;
	mount_set_root(td, mp, root);
	return (0);
}

void
mount_set_root(struct thread *td, const struct mount *mp, const struct vnode *root)
{
	vref(td, root);
	vnode_change(td, root)->v_vflag |= VV_ROOT;
	mount_change(td, mp)->mnt_root = vnode_ix_of(td->td_kernel, root);
}

/* At the end of the list of mounts. */
static void
list_append(struct thread *td, struct mount *mp)
{
	const struct kernel *k = td->td_kernel;
	struct system *sy = system_change(td, system_of(k));
	mount_ix ix = mount_ix_of(k, mp);

	mp->mnt_id = ++sy->sy_lastmount;
	mp->mnt_prev = sy->sy_mounttail;
	if (mp->mnt_prev != 0)
		mount_change(td, mount_at(k, mp->mnt_prev))->mnt_next = ix;
	else
		sy->sy_mountlist = ix;
	sy->sy_mounttail = ix;
}

int
mount_attach(struct thread *td, enum vfs_type type, const struct vnode *covered,
    const struct ucred *cr, uint32_t flags, value_ix from, value_ix on, struct mount **result)
{
	const struct kernel *k = td->td_kernel;
	struct mount *mp;
	int error = mount_alloc(td, &mp);

	if (error != 0)
		return (error);
	mp->mnt_type = type;
	mp->mnt_flag = flags | (covered == NULL ? MNT_ROOTFS : 0) |
	    (type == VFS_UFS || type == VFS_TMPFS ? MNT_LOCAL : 0);
	mp->mnt_fromname = from;
	mp->mnt_onname = on;
	crhold(td, cr);
	mp->mnt_cred = ucred_ix_of(k, cr);
	list_append(td, mp);
	if (covered != NULL) {
		vref(td, covered);
		mp->mnt_covered = vnode_ix_of(k, covered);
		vnode_change(td, covered)->v_mountedhere = mount_ix_of(k, mp);
	}
	*result = mp;
	if (type == VFS_NULLFS)
		return (0);
	return (make_root(td, mp, type == VFS_DEVFS ? 0555 : 0755));
}

/* mount(2) */

bool
mount_option(const struct mount_request *mr, const char *name, int64_t max, uint32_t *value)
{
	struct element e;

	if (!literal_find(mr->mr_options, name, &e))
		return (true);
	*value = (uint32_t)e.integer;
	return (e.kind == LITERAL_INTEGER && e.integer >= 0 && e.integer <= max);
}

/* Flags given as options are flags. */
static void
flags_from_options(struct mount_request *mr)
{
	struct element e;

	for (size_t i = 0; i < sizeof(flag_options) / sizeof(flag_options[0]); i++)
		if (literal_find(mr->mr_options, flag_options[i].name, &e))
			mr->mr_flags |= flag_options[i].flag;
}

static enum vfs_type
vfs_byname(const char *name)
{
	for (enum vfs_type type = VFS_NONE + 1; type < VFS_TYPES; type++)
		if (strcmp(vfsconf[type].vfc_name, name) == 0)
			return (type);
	return (VFS_NONE);
}

int
vfs_prison_allow(struct thread *td, const struct vfsconf *vfc)
{
	const struct prison *pr = cred_prison(td->td_kernel, td->td_ucred);
	bool missing = vfc->vfc_prison_flag == 0 || (pr->pr_allow & vfc->vfc_prison_flag) == 0;

	return (refuses(
	    td, vfc->vfc_prison_rule, jailed(td->td_ucred) && missing, pr, about_nothing()));
}

/* F31 and F34: may the caller mount at all, and with which flags? */
static int
mount_privileges(struct thread *td, struct mount_request *mr)
{
	uint32_t user = MNT_NOSUID | MNT_USER;
	int error;

	if ((jailed(td->td_ucred) || sysctl_value(td->td_kernel, SYSCTL_vfs_usermount) == 0) &&
	    (error = priv_check(td, PRIV_VFS_MOUNT)) != 0)
		return (error);
	if ((mr->mr_flags & MNT_EXPORTED) != 0 &&
	    (error = priv_check(td, PRIV_VFS_MOUNT_EXPORTED)) != 0)
		return (error);
	if ((mr->mr_flags & MNT_SUIDDIR) != 0 &&
	    (error = priv_check(td, PRIV_VFS_MOUNT_SUIDDIR)) != 0)
		return (error);
	if ((mr->mr_flags & user) == user)
		return (0);
	bool unprivileged = priv_check(td, PRIV_VFS_MOUNT_NONUSER) != 0;

	forgive(td);
	if (alters(td, MOUNT_NONUSER, unprivileged, NULL, about_priv(PRIV_VFS_MOUNT_NONUSER)))
		mr->mr_flags |= user;
	return (0);
}

/* F33, then the file system's own part. */
static int
vfs_domount_first(struct thread *td, const struct vfsconf *vfc, struct mount_request *mr)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *vp = mr->mr_covered;
	const struct prison *pr = cred_prison(k, td->td_ucred);
	bool own_root = jailed(td->td_ucred) && vnode_at(k, pr->pr_root) == vp;
	struct mount *mp;
	int error;

	if ((error = vfs_prison_allow(td, vfc)) != 0 ||
	    (error = refuses(td, MOUNT_COVERS_ROOT, own_root, pr, about_vnode(k, vp))) != 0)
		return (error);
	if (vnode_inode(k, vp)->v_uid != td->td_ucred->cr_uid &&
	    (error = priv_check(td, PRIV_VFS_ADMIN)) != 0)
		return (error);
	if ((error = must_refuse(td, MOUNT_NOTDIR, vp->v_type != VDIR, NULL, about_vnode(k, vp))) !=
		0 ||
	    (error = must_refuse(
		 td, NOT_MODELLED, vfc->vfc_mount == NULL, NULL, about_nothing())) != 0)
		return (error);
	mr->mr_flags &= MNT_SETTABLE;
	mr->mr_on = vn_fullpath_global(td, vp);
	if ((error = vfc->vfc_mount(td, mr, &mp)) != 0)
		return (error);
	return (mountcheckdirs(td, vp, vnode_at(k, mp->mnt_root)));
}

static bool
has_writers(const struct kernel *k, const struct mount *mp)
{
	mount_ix ix = mount_ix_of(k, mp);

	for (vnode_ix v = 1; v < k->k_rows[TABLE_vnode].capacity; v++)
		if (row_live(k, TABLE_vnode, v) && vnode_at(k, v)->v_mount == ix &&
		    vnode_at(k, v)->v_writecount != 0)
			return (true);
	return (false);
}

/* F37: new flags for what is mounted already. */
static int
vfs_domount_update(struct thread *td, struct mount_request *mr)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *vp = mr->mr_covered;
	const struct mount *mp = mount_at(k, vp->v_mount);
	struct mount *changed;
	int error;

	if ((error = must_refuse(td, MOUNT_UPDATE_NOT_ROOT, (vp->v_vflag & VV_ROOT) == 0, NULL,
		 about_vnode(k, vp))) != 0 ||
	    (error = vfs_suser(td, mp)) != 0 ||
	    (error = refuses(td, MOUNT_UPDATE_UNSUPPORTED, mp->mnt_type == VFS_NULLFS, NULL,
		 about_mount(k, mp))) != 0)
		return (error);
	bool closes = (mr->mr_flags & MNT_RDONLY) != 0 && (mp->mnt_flag & MNT_RDONLY) == 0 &&
	    (mr->mr_flags & MNT_FORCE) == 0;

	if ((error = refuses(td, MOUNT_UPDATE_WRITERS, closes && has_writers(k, mp), NULL,
		 about_mount(k, mp))) != 0)
		return (error);
	mr->mr_update = mp;
	if (mp->mnt_type == VFS_DEVFS && (error = devfs_mount(td, mr, &changed)) != 0)
		return (error);
	changed = mount_change(td, mp);
	changed->mnt_flag = (mp->mnt_flag & ~MNT_SETTABLE) | (mr->mr_flags & MNT_SETTABLE);
	return (0);
}

int
sys_mount(struct thread *td, const struct mount_args *uap, struct none_result *r)
{
	const struct values *vs = td->td_kernel->k_values;
	enum vfs_type type = vfs_byname(value_text(vs, uap->type));
	struct mount_request mr = { .mr_options = literal_read(vs, uap->options),
		.mr_flags = (uint32_t)uap->flags };
	int error;

	(void)r;
	if ((error = refuses(td, COPYIN_BADADDR,
		 uap->type == VALUE_BADADDR || uap->options == VALUE_BADADDR, NULL,
		 about_nothing())) != 0)
		return (error);
	flags_from_options(&mr);
	bool update = (mr.mr_flags & MNT_UPDATE) != 0;

	if ((error = mount_privileges(td, &mr)) != 0 ||
	    (error = must_refuse(td, MOUNT_TYPE_UNKNOWN, type == VFS_NONE && !update, NULL,
		 about_value(uap->type))) != 0)
		return (error);
	struct nameidata nd = NDINIT(LOOKUP, FOLLOW, AT_FDCWD, uap->dir);

	if ((error = namei(td, &nd)) != 0)
		return (error);
	mr.mr_covered = nd.ni_vp;
	if (update)
		return (vfs_domount_update(td, &mr));
	return (vfs_domount_first(td, &vfsconf[type], &mr));
}

/* tmpfs: its root directory looks like the one it covers, unless root says otherwise. */
int
tmpfs_mount(struct thread *td, const struct mount_request *mr, struct mount **mp)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *covered = vnode_inode(k, mr->mr_covered);
	uint32_t uid = covered->v_uid, gid = covered->v_gid, mode = covered->v_mode, unused;
	uint32_t ouid, ogid, omode;
	bool valid;
	int error;

	ouid = uid, ogid = gid, omode = mode;
	valid = mount_option(mr, "uid", UINT32_MAX, &ouid) &&
	    mount_option(mr, "gid", UINT32_MAX, &ogid) && mount_option(mr, "mode", 07777, &omode) &&
	    mount_option(mr, "size", INT64_MAX, &unused);
	if ((error = refuses(td, MOUNT_OPTION_INVALID, !valid, NULL, about_nothing())) != 0 ||
	    (error = mount_attach(td, VFS_TMPFS, mr->mr_covered, td->td_ucred, mr->mr_flags,
		 value_string(k->k_values, "tmpfs"), mr->mr_on, mp)) != 0)
		return (error);
	struct vnode *root = vnode_change(td, vnode_at(k, (*mp)->mnt_root));
	bool by_root = td->td_ucred->cr_ruid == 0;

	root->v_uid = by_root ? ouid : uid;
	root->v_gid = by_root ? ogid : gid;
	root->v_mode = by_root ? omode : mode;
	return (0);
}
