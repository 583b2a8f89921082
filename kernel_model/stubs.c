/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls that no file defines yet: NOT MODELLED.  Weak, so that writing the call replaces it. */
#include "decision.h"
#include "sysproto.h"

#define SYSCALL(number_, since_, name_, args_, result_, manual_, meaning_)                         \
	__attribute__((weak)) int sys_##name_(                                                     \
	    struct thread *td, const struct name_##_args *uap, struct result_##_result *r)         \
	{                                                                                          \
		(void)uap, (void)r;                                                                \
		return (refuses(td, NOT_MODELLED, true, NULL, about_nothing()));                   \
	}
#define SIMCALL(name_, args_, result_, meaning_) SYSCALL(0, "", name_, args_, result_, "", meaning_)
#include "syscalls.def"
