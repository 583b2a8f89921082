/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tables of syscalls.def, argtypes.def, results.def, errno.def, constants.def and priv.def
 * turned into the dispatch table and into the descriptions of info.h.  FreeBSD's counterpart is
 * the generated file of the same name.
 */
#include "info.h"
#include "jail_allow.h"
#include "sysproto.h"

/* Unpacks the words of a call into its arguments and calls its function. */
#define NOARGS		  uap.no_arguments = 0;
#define ARG(name_, type_) uap.name_ = (argtype_##type_) * word++;
#define OPT(name_, type_) uap.name_ = (argtype_##type_) * word++;
#define SYSCALL(number_, since_, name_, args_, result_, manual_, meaning_)                         \
	static int call_##name_(struct thread *td, const int64_t *word, int64_t *result)           \
	{                                                                                          \
		struct name_##_args uap;                                                           \
		args_(void) word;                                                                  \
		return (sys_##name_(td, &uap, (void *)result));                                    \
	}
#define SIMCALL(name_, args_, result_, meaning_) SYSCALL(0, "", name_, args_, result_, "", meaning_)
#include "syscalls.def"
#undef NOARGS
#undef ARG
#undef OPT

#define SYSCALL(number_, since_, name_, args_, result_, manual_, meaning_)                         \
	[SYS_##name_] = call_##name_,
#define SIMCALL(name_, args_, result_, meaning_) [SYS_##name_] = call_##name_,
sy_call_t *const sysent[SYSCALLS] = {
#include "syscalls.def"
};

/* The arguments of each call, as data. */
#define NOARGS		  { "", 0, true },
#define ARG(name_, type_) { #name_, ARG_##type_, false },
#define OPT(name_, type_) { #name_, ARG_##type_, true },
#define SYSCALL(number_, since_, name_, args_, result_, manual_, meaning_)                         \
	static const struct arg_info args_of_##name_[] = { args_ };
#define SIMCALL(name_, args_, result_, meaning_)                                                   \
	static const struct arg_info args_of_##name_[] = { args_ };
#include "syscalls.def"
#undef NOARGS
#undef ARG
#undef OPT

#define NOARGS		  +0
#define ARG(name_, type_) +1
#define OPT(name_, type_) +0
#define SYSCALL(number_, since_, name_, args_, result_, manual_, meaning_)                         \
	REQUIRED_##name_ = 0 args_,
#define SIMCALL(name_, args_, result_, meaning_) REQUIRED_##name_ = 0 args_,
enum required {
#include "syscalls.def"
};
#undef OPT
#define OPT(name_, type_) +1
#define SYSCALL(number_, since_, name_, args_, result_, manual_, meaning_)                         \
	[SYS_##name_] = { #name_, manual_, meaning_, since_, args_of_##name_, number_, 0 args_,    \
		REQUIRED_##name_, RESULT_##result_, false },
#define SIMCALL(name_, args_, result_, meaning_)                                                   \
	[SYS_##name_] = { #name_, "", meaning_, "", args_of_##name_, 0, 0 args_, REQUIRED_##name_, \
		RESULT_##result_, true },
const struct syscall_info syscall_info[SYSCALLS] = {
#include "syscalls.def"
};

#define ARGTYPE(name_, ctype_, form_, group_, meaning_)                                            \
	[ARG_##name_] = { #name_, #group_, meaning_, form_, 8 * sizeof(ctype_), (ctype_)-1 < 1 },
const struct argtype_info argtype_info[ARGTYPES] = {
#include "argtypes.def"
};

#define FIELD(name_, form_)    { #name_, form_ },
#define RESULT(name_, fields_) static const struct field_info fields_of_##name_[] = { fields_ };
#include "results.def"

#define FIELD(name_, form_)    +1
#define RESULT(name_, fields_) [RESULT_##name_] = { #name_, fields_of_##name_, 0 fields_ },
const struct result_info result_info[RESULTS] = {
#include "results.def"
};

#define ERRNO(number_, name_, text_) { #name_, text_, number_ },
const struct errno_info errno_info[] = {
#include "errno.def"
};
const size_t errno_count = sizeof(errno_info) / sizeof(errno_info[0]);

#define CONSTANT(group_, name_, value_) { #group_, #name_, (int64_t)(value_) },
const struct constant_info constant_info[] = {
#include "constants.def"
};
const size_t constant_count = sizeof(constant_info) / sizeof(constant_info[0]);

#define PRIV(number_, name_, group_, class_, allow_, lever_, meaning_, source_)                    \
	{ #name_, #group_, lever_, meaning_, source_, allow_, number_, class_ },
#define PRIV_REMOVED(number_, name_, meaning_)
const struct priv_info priv_info[] = {
#include "priv.def"
};
const size_t priv_count = sizeof(priv_info) / sizeof(priv_info[0]);

/* Row of priv_info[] and 1 for each privilege, so that looking one up scans nothing. */
enum priv_row {
#define PRIV(number_, name_, group_, class_, allow_, lever_, meaning_, source_) PRIV_ROW_##name_,
#define PRIV_REMOVED(number_, name_, meaning_)
#include "priv.def"
};

static const uint16_t priv_rows[] = {
#define PRIV(number_, name_, group_, class_, allow_, lever_, meaning_, source_)                    \
	[number_] = PRIV_ROW_##name_ + 1,
#define PRIV_REMOVED(number_, name_, meaning_)
#include "priv.def"
};

const struct priv_info *
priv_at(enum priv priv)
{
	if (priv >= sizeof(priv_rows) / sizeof(priv_rows[0]) || priv_rows[priv] == 0)
		return (NULL);
	return (&priv_info[priv_rows[priv] - 1]);
}
