/* SPDX-License-Identifier: BSD-2-Clause */
/* Nodes of sysctls.def by number, and the values of those that belong to no prison. */
#ifndef KERNEL_MODEL_SYSCTL_NODE_H
#define KERNEL_MODEL_SYSCTL_NODE_H

#include "state.h"

enum sysctl_node {
#define SYSCTL(ident_, name_, type_, default_, flags_, meaning_) SYSCTL_##ident_,
#include "sysctls.def"
	SYSCTL_NODES
};

struct sysctl_info {
	const char *name, *value, *meaning; /* value: at boot */
};

extern const struct sysctl_info sysctl_info[SYSCTL_NODES];

_Static_assert(
    SYSCTL_NODES <= sizeof(((struct sysctl *)0)->sc_value) / sizeof(uint32_t), "enlarge sc_value");

/* The value of a global integer node. */
static inline int32_t
sysctl_value(const struct kernel *k, enum sysctl_node node)
{
	return ((int32_t)sysctl_of(k)->sc_value[node]);
}

/* A new value: as text and, when it is one, as a number. */
struct sysctl_value {
	value_ix text;
	int64_t number;
	bool is_number;
};

/* kern_mib.c.  What the caller reads: text, also of numbers; EPERM for the message buffer. */
int sysctl_read(struct thread *, enum sysctl_node, value_ix *);
/* Sets it, who may is settled: EINVAL EPERM. */
int sysctl_write(struct thread *, enum sysctl_node, const struct sysctl_value *);

#endif
