/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mounting: vfs_mount.c, vfs_unmount.c and the file systems.  FreeBSD's counterpart is
 * sys/mount.h.
 */
#ifndef KERNEL_MODEL_MOUNT_H
#define KERNEL_MODEL_MOUNT_H

#include "literal.h"
#include "vnode.h"

/* What mount(2) wants, permission already given. */
struct mount_request {
	const struct vnode *mr_covered; /* directory to mount on */
	const struct mount *mr_update;	/* the mount to change instead, with MNT_UPDATE */
	struct literal mr_options;
	uint32_t mr_flags; /* MNT_* */
	value_ix mr_on;	   /* host-global path of mr_covered */
};

typedef int vfs_mount_t(struct thread *, const struct mount_request *, struct mount **);

vfs_mount_t tmpfs_mount;
vfs_mount_t nullfs_mount;
vfs_mount_t devfs_mount;
vfs_mount_t procfs_mount;

struct vfsconf {
	const char *vfc_name;
	vfs_mount_t *vfc_mount;	   /* NULL: not modelled */
	uint64_t vfc_prison_flag;  /* PR_ALLOW_MOUNT_*; 0: not for jails */
	enum rule vfc_prison_rule; /* refuses a jail without it */
};

extern const struct vfsconf vfsconf[VFS_TYPES];

/* F37: EPERM unless the caller may change or take away the mount. */
int vfs_suser(struct thread *, const struct mount *);
/* EPERM when the caller is in a jail that may not mount this type. */
int vfs_prison_allow(struct thread *, const struct vfsconf *);

/* An integer option: false when it is there and no integer from 0 to `max'. */
bool mount_option(const struct mount_request *, const char *name, int64_t max, uint32_t *value);

/* What statfs(2) tells of a mount, as the caller's jail is told. */
struct statfs_result;
void kern_statfs(struct thread *, const struct mount *, struct statfs_result *);

#endif
