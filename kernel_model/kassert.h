/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Broken invariants end the program: a wrong answer would teach errors.  FreeBSD's counterpart
 * is KASSERT(9).  A trap instead of abort(3) keeps libc out of the kernel model.
 */
#ifndef KERNEL_MODEL_KASSERT_H
#define KERNEL_MODEL_KASSERT_H

#define KASSERT(condition_)                                                                        \
	do {                                                                                       \
		if (!(condition_))                                                                 \
			__builtin_trap();                                                          \
	} while (0)

#endif
