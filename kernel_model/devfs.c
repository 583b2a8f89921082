/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * devfs: the file system of devices.  Each mount has a node and an entry for every device; its
 * ruleset hides entries (DE_WHITEOUT), it does not take them away.  FreeBSD's counterparts are
 * devfs_vfsops.c and devfs_vnops.c.
 *
 * NOT MODELLED: what devices hold (a read of zero is a page at most), devices that come and go,
 * pseudo-terminals of their own jail (F62).
 */
#include "devfs.h"

#include <string.h>

#include "file.h"
#include "jail.h"

enum node_kind { NODE_DEVICE, NODE_DIR, NODE_LINK };

/* A name that every devfs shows. */
static const struct node {
	const char *path; /* below /dev; at most one "/" */
	const char *target;
	enum node_kind kind;
	enum device device;
	enum device_class class;
	uint32_t mode, uid, gid;
} nodes[] = {
#define DEVICE(ident_, name_, class_, mode_, uid_, gid_)                                           \
	{ name_, "", NODE_DEVICE, DEV_##ident_, class_, mode_, uid_, gid_ },
#define DEVICE_DIR(name_)	    { name_, "", NODE_DIR, DEV_NONE, DC_NONE, 0555, 0, 0 },
#define DEVICE_LINK(name_, target_) { name_, target_, NODE_LINK, DEV_NONE, DC_NONE, 0755, 0, 0 },
#include "devices.def"
};

#define NODES (sizeof(nodes) / sizeof(nodes[0]))

enum device
devfs_device(const struct kernel *k, const struct vnode *vp)
{
	const struct vnode *ip = vnode_inode(k, vp);

	if (ip->v_type != VCHR || mount_at(k, ip->v_mount)->mnt_type != VFS_DEVFS ||
	    ip->v_rdev >= DEVICES)
		return (DEV_NONE);
	return ((enum device)ip->v_rdev);
}

enum device_class
device_class(enum device device)
{
	for (size_t i = 0; i < NODES; i++)
		if (nodes[i].device == device)
			return (nodes[i].class);
	return (DC_NONE);
}

int
devfs_hidden(struct thread *td, const struct dirent *de)
{
	const struct kernel *k = td->td_kernel;
	const struct mount *mp = mount_at(k, vnode_at(k, de->de_dvp)->v_mount);

	return (refuses(td, DEVFS_LOOKUP_HIDDEN, true, cred_prison(k, ucred_at(k, mp->mnt_cred)),
	    about_number(mp->mnt_ruleset)));
}

/* Where a path's directory is on this mount, and the last part of the path. */
static const struct vnode *
directory_of(const struct kernel *k, const struct mount *mp, const char *path, const char **name)
{
	const struct vnode *root = vnode_at(k, mp->mnt_root);
	const char *slash = strchr(path, '/');

	*name = path;
	if (slash == NULL)
		return (root);
	*name = slash + 1;
	const struct dirent *de =
	    dirent_lookup(k, root, value_lookup(k->k_values, path, (size_t)(slash - path)));

	return (vnode_at(k, de->de_vp));
}

static int
make_node(struct thread *td, const struct mount *mp, const struct node *n)
{
	static const uint8_t vtype[] = { VCHR, VDIR, VLNK };
	struct values *vs = td->td_kernel->k_values;
	struct vnode *vp;
	const char *name;
	int error = vnode_new(td, mp, 0, (enum vtype)vtype[n->kind], &vp);

	if (error != 0)
		return (error);
	vp->v_mode = n->mode;
	vp->v_uid = n->uid;
	vp->v_gid = n->gid;
	vp->v_rdev = n->device;
	if (n->kind == NODE_LINK)
		vp->v_target = value_string(vs, n->target);
	const struct vnode *dp = directory_of(td->td_kernel, mp, n->path, &name);

	return (dirent_add(td, dp, value_string(vs, name), vp));
}

/* F59: hides and shows the mount's entries as its ruleset says. */
static void
apply_ruleset(struct thread *td, const struct mount *mp)
{
	const struct kernel *k = td->td_kernel;
	bool loaded = alters(
	    td, DEVFS_RULES_LOADED, mp->mnt_ruleset != 0, NULL, about_number(mp->mnt_ruleset));

	for (size_t i = 0; i < NODES; i++) {
		const char *name;
		const struct vnode *dp = directory_of(k, mp, nodes[i].path, &name);
		const struct dirent *de =
		    dirent_lookup(k, dp, value_lookup(k->k_values, name, strlen(name)));
		bool hidden = loaded && devfs_rule_hides(mp->mnt_ruleset, nodes[i].path);

		if (de != NULL)
			dirent_change(td, de)->de_flags = hidden ? DE_WHITEOUT : 0;
	}
}

/* F58: the ruleset of the mount: the one asked for, or the one that the jail is held to. */
static int
choose_ruleset(struct thread *td, const struct mount_request *mr, uint32_t *ruleset)
{
	const struct prison *pr = cred_prison(td->td_kernel, td->td_ucred);
	bool valid = mount_option(mr, "ruleset", 65535, ruleset);
	int error;

	if ((error = refuses(td, MOUNT_OPTION_INVALID, !valid, NULL, about_nothing())) != 0 ||
	    !jailed(td->td_ucred))
		return (error);
	if ((error = refuses(td, DEVFS_MOUNT_RULESET,
		 *ruleset != 0 && *ruleset != pr->pr_devfs_rsnum, pr, about_number(*ruleset))) != 0)
		return (error);
	if (alters(td, DEVFS_MOUNT_FORCED, pr->pr_devfs_rsnum != *ruleset, pr,
		about_number(pr->pr_devfs_rsnum)))
		*ruleset = pr->pr_devfs_rsnum;
	return (0);
}

int
devfs_mount(struct thread *td, const struct mount_request *mr, struct mount **mp)
{
	const struct kernel *k = td->td_kernel;
	bool keeps = mr->mr_update != NULL && !jailed(td->td_ucred);
	uint32_t ruleset = keeps ? mr->mr_update->mnt_ruleset : 0;
	value_ix from = value_string(k->k_values, "devfs");
	int error;

	if ((error = choose_ruleset(td, mr, &ruleset)) != 0)
		return (error);
	if (mr->mr_update != NULL)
		*mp = mount_change(td, mr->mr_update);
	else {
		if ((error = mount_attach(td, VFS_DEVFS, mr->mr_covered, td->td_ucred, mr->mr_flags,
			 from, mr->mr_on, mp)) != 0)
			return (error);
		for (size_t i = 0; i < NODES; i++)
			if ((error = make_node(td, *mp, &nodes[i])) != 0)
				return (error);
	}
	(*mp)->mnt_ruleset = ruleset;
	apply_ruleset(td, *mp);
	return (0);
}

/* F64, F65: memory and ports of the machine. */
static int
mem_open(struct thread *td, enum device device, bool reads, bool writes)
{
	int error;

	if (device == DEV_IO) {
		if ((error = priv_check(td, PRIV_IO)) != 0)
			return (error);
		return (securelevel_gt(td, td->td_ucred, 0));
	}
	if (reads && (error = priv_check(td, PRIV_KMEM_READ)) != 0)
		return (error);
	if (!writes)
		return (0);
	if ((error = priv_check(td, PRIV_KMEM_WRITE)) != 0)
		return (error);
	return (securelevel_gt(td, td->td_ucred, 0));
}

/* F63.  The root file system lies on ada0p2 and holds it, and the disk, for itself. */
static int
disk_open(struct thread *td, enum device device, bool writes)
{
	bool held = device == DEV_ADA0 || device == DEV_ADA0P2;
	int error;

	if (!writes)
		return (0);
	if ((error = securelevel_ge(td, td->td_ucred, 2)) != 0)
		return (error);
	return (refuses(td, GEOM_OPEN_BUSY, held, NULL, about_nothing()));
}

int
devfs_open(struct thread *td, const struct vnode *vp, uint32_t fflag)
{
	enum device device = devfs_device(td->td_kernel, vp);
	bool reads = (fflag & FREAD) != 0, writes = (fflag & FWRITE) != 0;

	if (device == DEV_MEM || device == DEV_KMEM || device == DEV_IO)
		return (mem_open(td, device, reads, writes));
	if (device_class(device) == DC_DISK)
		return (disk_open(td, device, writes));
	return (0);
}
