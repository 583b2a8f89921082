/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Bytes from and to devices: null and zero, and terminals, which take everything and give nothing
 * while nobody types.  FreeBSD's counterparts are dev/null/null.c and kern/tty.c.
 *
 * NOT MODELLED: what disks, the memory, the random device and all others hold.
 */
#include "devfs.h"

/* A reader of zeros gets as much at a time. */
#define ZEROS 4096

int
dev_read(struct thread *td, const struct vnode *vp, uint64_t length, value_ix *bytes)
{
	static const char zeros[ZEROS];
	const struct kernel *k = td->td_kernel;
	enum device device = devfs_device(k, vp);
	bool tty = device_class(device) == DC_TTY, zero = device == DEV_ZERO;
	int error = refuses(td, WOULD_BLOCK, tty && length != 0, NULL, about_vnode(k, vp));

	if (error != 0)
		return (error);
	*bytes = VALUE_EMPTY;
	if (zero)
		*bytes = value_intern(k->k_values, zeros, length < ZEROS ? length : ZEROS);
	return (refuses(
	    td, NOT_MODELLED, !tty && !zero && device != DEV_NULL, NULL, about_vnode(k, vp)));
}

int
dev_write(struct thread *td, const struct vnode *vp)
{
	enum device device = devfs_device(td->td_kernel, vp);
	bool takes = device == DEV_NULL || device == DEV_ZERO || device_class(device) == DC_TTY;

	return (refuses(td, NOT_MODELLED, !takes, NULL, about_vnode(td->td_kernel, vp)));
}
