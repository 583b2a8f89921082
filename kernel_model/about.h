/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a check is about, as the trail keeps it: a kind and a number.  FreeBSD's checks say nothing
 * of the kind; the text is made later, by who reads the trail.
 */
#ifndef KERNEL_MODEL_ABOUT_H
#define KERNEL_MODEL_ABOUT_H

#include "kernel.h"
#include "state.h"

static inline struct object
about(enum about kind, uint32_t id)
{
	return ((struct object) { (uint32_t)kind, id });
}

static inline struct object
about_nothing(void)
{
	return (about(ABOUT_NOTHING, 0));
}

static inline struct object
about_proc(const struct proc *p)
{
	return (about(ABOUT_PROC, p->p_pid));
}

static inline struct object
about_pid(int32_t pid)
{
	return (about(ABOUT_PROC, (uint32_t)pid));
}

static inline struct object
about_prison(const struct prison *pr)
{
	return (about(ABOUT_PRISON, pr->pr_id));
}

static inline struct object
about_jid(int32_t jid)
{
	return (about(ABOUT_PRISON, (uint32_t)jid));
}

static inline struct object
about_priv(enum priv priv)
{
	return (about(ABOUT_PRIV, (uint32_t)priv));
}

static inline struct object
about_vnode(const struct kernel *k, const struct vnode *vp)
{
	return (about(ABOUT_VNODE, vnode_ix_of(k, vp)));
}

static inline struct object
about_mount(const struct kernel *k, const struct mount *mp)
{
	return (about(ABOUT_MOUNT, mount_ix_of(k, mp)));
}

static inline struct object
about_value(value_ix v)
{
	return (about(ABOUT_VALUE, v));
}

static inline struct object
about_fd(int fd)
{
	return (about(ABOUT_FD, (uint32_t)fd));
}

static inline struct object
about_number(int64_t number)
{
	return (about(ABOUT_NUMBER, (uint32_t)number));
}

#endif
