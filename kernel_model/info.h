/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The constant tables that drive everything: system calls, argument types, results, rules,
 * privileges, FreeBSD's names and numbers.  Each comes from one .def file; an enum numbers its
 * rows and an array of descriptions answers questions about them.
 */
#ifndef KERNEL_MODEL_INFO_H
#define KERNEL_MODEL_INFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* errno.def: BSD_EPERM ...; FreeBSD's numbers, which are not always the host's. */
enum bsd_errno {
	BSD_OK, /* what rules that do not refuse say */
#define ERRNO(number_, name_, text_) BSD_##name_ = number_,
#include "errno.def"
};

/* constants.def: BSD_O_RDONLY ... */
enum bsd_constant {
#define CONSTANT(group_, name_, value_) BSD_##name_ = (int)(value_),
#include "constants.def"
};

/* syscalls.def: SYS_kill ...; a place in the table, not FreeBSD's number. */
enum sysno {
#define SYSCALL(number_, since_, name_, args_, result_, manual_, meaning_) SYS_##name_,
#define SIMCALL(name_, args_, result_, meaning_)			   SYS_##name_,
#include "syscalls.def"
	SYSCALLS
};

/* argtypes.def: ARG_path ... */
enum argtype {
#define ARGTYPE(name_, ctype_, form_, group_, meaning_) ARG_##name_,
#include "argtypes.def"
	ARGTYPES
};

/* results.def: RESULT_stat ... */
enum result {
#define RESULT(name_, fields_) RESULT_##name_,
#define FIELD(name_, form_)
#include "results.def"
	RESULTS
};

/* rules.def: RULE names as they stand there. */
enum rule {
#define RULE(name_, effect_, errno_, function_, manual_, lever_, since_, until_, spec_, reason_)   \
	name_,
#include "rules.def"
	RULES
};

/* priv.def: PRIV_VFS_MOUNT ...; FreeBSD's numbers. */
enum priv {
#define PRIV(number_, name_, group_, class_, allow_, lever_, meaning_, source_)                    \
	PRIV_##name_ = number_,
#define PRIV_REMOVED(number_, name_, meaning_)
#include "priv.def"
};

struct errno_info {
	const char *name, *text;
	int number;
};

struct constant_info {
	const char *group, *name; /* group: the argument type that takes it */
	int64_t value;
};

/* How an argument or a field is written. */
enum form {
	FORM_INTEGER, /* a number, or constants of the type's group joined by | */
	FORM_STRING,  /* a value: text */
	FORM_LIST,    /* a value: a literal, see literal.h */
	FORM_OCTAL,   /* a number shown in octal: permission bits */
	FORM_TIME,    /* seconds since 1970 */
	FORM_ENUM,    /* a number that stands for a constant of the group named like the field */
	FORM_FLAGS,   /* several of them */
};

struct argtype_info {
	const char *name;    /* "path" */
	const char *group;   /* constants.def group; "NOGROUP" has none */
	const char *meaning; /* what it is, for help */
	uint8_t form;	     /* enum form */
	uint8_t bits;	     /* width of the C type */
	bool is_signed;
};

struct arg_info {
	const char *name; /* as in the manual */
	uint8_t type;	  /* enum argtype */
	bool optional;
};

struct syscall_info {
	const char *name, *manual, *meaning, *since;
	const struct arg_info *args;
	uint16_t number; /* FreeBSD's; 0 for a call of the simulation */
	uint8_t nargs;	 /* optional ones included */
	uint8_t required;
	uint8_t result; /* enum result */
	bool simulation;
};

struct field_info {
	const char *name;
	uint8_t form; /* enum form */
};

struct result_info {
	const char *name;
	const struct field_info *fields;
	uint8_t nfields;
};

enum effect { REFUSES, LEAVES, PERMITS, ALTERS };

/* What could be pulled to make a rule not hold; see explain. */
enum lever {
	LEVER_NONE,
	LEVER_PARAM,	/* the jail parameter `lever_name' of the deciding prison */
	LEVER_PARAM_OF, /* the parameter that priv.def names for the privilege */
	LEVER_SYSCTL,	/* the sysctl `lever_name' */
	LEVER_ACTOR,	/* another actor */
	LEVER_UID0,	/* the same actor as root */
	LEVER_MODE,	/* the mode or owner of the object */
};

struct rule_info {
	const char *name, *function, *manual, *lever_name, *since, *until, *spec, *reason;
	int error;	/* FreeBSD's errno; 0 unless it refuses */
	uint8_t effect; /* enum effect; LEAVES refuses, too */
	uint8_t lever;	/* enum lever */
};

/* What prison_priv_check() does with a privilege in a jail. */
enum priv_class {
	PRIV_CLASS_NONE, /* no such privilege */
	ALWAYS,
	ALLOW,
	MOUNT,
	VNET,
	VNET_OR_ALLOW,
	NFSD,
	NEVER,
};

struct priv_info {
	const char *name, *group, *lever, *meaning, *source; /* name without PRIV_ */
	uint64_t allow;					     /* PR_ALLOW_* of which one is needed */
	uint16_t number;
	uint8_t class; /* enum priv_class */
};

extern const struct syscall_info syscall_info[SYSCALLS];
extern const struct argtype_info argtype_info[ARGTYPES];
extern const struct result_info result_info[RESULTS];
extern const struct rule_info rule_info[RULES];
extern const struct errno_info errno_info[];
extern const size_t errno_count;
extern const struct constant_info constant_info[];
extern const size_t constant_count;
extern const struct priv_info priv_info[];
extern const size_t priv_count;

/* Does the model know this jail parameter, by a row of jail_params.def? */
bool jail_param_modelled(const char *name);

/* The description of this privilege, or NULL; constant time. */
const struct priv_info *priv_at(enum priv);

#endif
