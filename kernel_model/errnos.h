/* SPDX-License-Identifier: BSD-2-Clause */
/* errno.def under FreeBSD's plain names, for the kernel model alone. */
#ifndef KERNEL_MODEL_ERRNOS_H
#define KERNEL_MODEL_ERRNOS_H

enum {
#define ERRNO(number_, name_, text_) name_ = number_,
#include "errno.def"
};

#endif
