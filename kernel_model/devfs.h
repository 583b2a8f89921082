/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Devices and devfs: devfs.c devfs_rule.c.  FreeBSD's counterparts are sys/conf.h and
 * fs/devfs/devfs.h.
 */
#ifndef KERNEL_MODEL_DEVFS_H
#define KERNEL_MODEL_DEVFS_H

#include "mount.h"

/* Which device: its minor number. */
enum device {
	DEV_NONE,
#define DEVICE(ident_, name_, class_, mode_, uid_, gid_) DEV_##ident_,
#define DEVICE_DIR(name_)
#define DEVICE_LINK(name_, target_)
#include "devices.def"
	DEVICES
};

enum device_class { DC_NONE, DC_DISK, DC_MEM, DC_TTY };

/* Major number of all devices here; makedev() as FreeBSD packs small numbers. */
#define DEV_MAJOR 0u

/* The device of a vnode; DEV_NONE for a node that is not on devfs and so cannot be opened. */
enum device devfs_device(const struct kernel *, const struct vnode *);
enum device_class device_class(enum device);

/* What the driver says of an open for FREAD and FWRITE: EPERM.  F63-F65. */
int devfs_open(struct thread *, const struct vnode *, uint32_t fflag);

/* dev_null.c: bytes of null, zero and terminals, and whether a device takes any. */
int dev_read(struct thread *, const struct vnode *, uint64_t length, value_ix *bytes);
int dev_write(struct thread *, const struct vnode *);

/* Does the ruleset hide the device of this path below /dev? */
bool devfs_rule_hides(uint32_t ruleset, const char *path);

#endif
