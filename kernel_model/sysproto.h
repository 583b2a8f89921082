/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What one row of syscalls.def and results.def becomes in C:
 *
 *	struct kill_args { int32_t pid; int32_t sig; };
 *	struct stat_result { int64_t type; int64_t mode; ... };
 *	int sys_kill(struct thread *, const struct kill_args *, struct none_result *);
 *
 * FreeBSD's counterpart is sys/sysproto.h.
 */
#ifndef KERNEL_MODEL_SYSPROTO_H
#define KERNEL_MODEL_SYSPROTO_H

#include "value.h"

struct thread;

/* The C type of each argument type: argtype_pid ... */
#define ARGTYPE(name_, ctype_, form_, group_, meaning_) typedef ctype_ argtype_##name_;
#include "argtypes.def"

#define FIELD(name_, form_) int64_t name_;
#define RESULT(name_, fields_)                                                                     \
	struct name_##_result {                                                                    \
		fields_                                                                            \
	};
#include "results.def"

#define NOARGS		  char no_arguments;
#define ARG(name_, type_) argtype_##type_ name_;
#define OPT(name_, type_) argtype_##type_ name_;
#define SYSCALL(number_, since_, name_, args_, result_, manual_, meaning_)                         \
	struct name_##_args {                                                                      \
		args_                                                                              \
	};
#define SIMCALL(name_, args_, result_, meaning_)                                                   \
	struct name_##_args {                                                                      \
		args_                                                                              \
	};
#include "syscalls.def"
#undef NOARGS
#undef ARG
#undef OPT

#define SYSCALL(number_, since_, name_, args_, result_, manual_, meaning_)                         \
	int sys_##name_(struct thread *, const struct name_##_args *, struct result_##_result *);
#define SIMCALL(name_, args_, result_, meaning_)                                                   \
	int sys_##name_(struct thread *, const struct name_##_args *, struct result_##_result *);
#include "syscalls.def"

/* One entry of the dispatch table. */
typedef int sy_call_t(struct thread *, const int64_t *words, int64_t *result);
extern sy_call_t *const sysent[];

#endif
