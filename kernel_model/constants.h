/* SPDX-License-Identifier: BSD-2-Clause */
/* constants.def under FreeBSD's plain names, for the kernel model alone. */
#ifndef KERNEL_MODEL_CONSTANTS_H
#define KERNEL_MODEL_CONSTANTS_H

enum {
#define CONSTANT(group_, name_, value_) name_ = (int)(value_),
#include "constants.def"
};

#endif
