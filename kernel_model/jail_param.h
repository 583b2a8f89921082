/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parameters of jail_set(2) and jail_get(2) as they are given: kern_jail_param.c reads them,
 * kern_jail_set.c tests them, kern_jail_change.c puts them into a prison.  FreeBSD's counterpart
 * is the list of struct vfsopt that kern_jail_set() fills its variables from.
 */
#ifndef KERNEL_MODEL_JAIL_PARAM_H
#define KERNEL_MODEL_JAIL_PARAM_H

#include "jail.h"
#include "literal.h"
#include "sysv_ipc.h"

/* JP_name: a place among the JAIL_PARAM rows of jail_params.def. */
enum jail_param {
#define JAIL_PARAM(ident_, name_, type_, origin_, change_, default_, meaning_) JP_##ident_,
#include "jail_params.def"
	JAIL_PARAMS
};

enum jail_param_type { JP_INT, JP_ULONG, JP_BOOL, JP_STRING, JP_ADDRS, JP_JAILSYS };

struct jail_param_info {
	const char *name;
	uint8_t type;	 /* enum jail_param_type */
	bool readonly;	 /* jail_set(2) does not know it */
	bool unmodelled; /* jailsim does not know it */
};

extern const struct jail_param_info jail_param_info[JAIL_PARAMS];
/* Names by place in pr_allow. */
extern const char *const jail_allow_name[PR_ALLOW_PLACES];

/* Flags of jail descriptors. */
#define JAIL_DESC      (JAIL_USE_DESC | JAIL_AT_DESC | JAIL_GET_DESC | JAIL_OWN_DESC)

#define MAXHOSTNAMELEN 256 /* with its NUL; of jail names, too */
#define HOSTUUIDLEN    64
#define OSRELEASELEN   32

/* One call's parameters: first as given, then what they mean. */
struct jail_request {
	value_ix jr_params;			/* the call's list */
	uint64_t jr_given;			/* bit of each enum jail_param that was given */
	struct element jr_element[JAIL_PARAMS]; /* what was given */
	uint64_t jr_no;				/* those given in their "no" form */
	uint64_t jr_allow, jr_allow_given;	/* PR_ALLOW_* */
	value_ix jr_unknown;			/* a name that is no parameter, or VALUE_NONE */
	value_ix jr_unmodelled;			/* a parameter that jailsim leaves out */
	int32_t jr_jid, jr_securelevel, jr_childmax, jr_statfs, jr_ruleset, jr_osreldate;
	uint32_t jr_hostid;
	uint32_t jr_flags, jr_flags_given; /* PR_* */
	uint32_t jr_sysv, jr_sysv_given;   /* as pr_sysv, and a mask of it */
	const char *jr_name;		   /* as given, or NULL */
	value_ix jr_ip4, jr_ip6;	   /* packed as in struct prison */
	const struct vnode *jr_root;	   /* of path, or NULL */
	value_ix jr_path;		   /* its host-global text */
};

static inline bool
jail_given(const struct jail_request *jr, enum jail_param param)
{
	return ((jr->jr_given >> param & 1) != 0);
}

/* The parameter's name as a value, for about_value(). */
value_ix jail_param_name(struct thread *, enum jail_param);

/* Step 1: EFAULT, EINVAL for an odd vector. */
int jail_param_check_vector(struct thread *, value_ix params);
/* The value of a boolean: true unless it says 0 or "false". */
bool jail_param_true(const struct element *);
/*
 * Takes the list apart: EINVAL for a name that is no string.  The last one of
 * a name wins (J27).
 */
int jail_param_read(struct thread *, value_ix params, struct jail_request *);

/* Descriptors: flags and parameter fit each other (EINVAL ENOENT EPERM); the jail of the one given;
 * a new one if the flags ask for it, else -1. */
int jail_param_check_desc(struct thread *, const struct jail_request *, int flags);
int jail_param_desc(struct thread *, const struct jail_request *, const struct prison **,
    const struct ucred **opener);
int jail_param_new_desc(struct thread *, const struct prison *, int flags, int64_t *fd);

/* ENOSYS for JAIL_AT_DESC and for what LEFT_OUT names. */
int jail_param_check_modelled(struct thread *, const struct jail_request *, int flags);

/* EINVAL for what came with 15.0, in releases before it. */
int jail_param_check_release(struct thread *, const struct jail_request *);

/* Steps 9 to 17 of J5, in order: EINVAL ENAMETOOLONG ENOTDIR, errors of namei() or ROOM. */
int jail_param_check(struct thread *, struct jail_request *, int flags);
/* The System V parameters against the parent: EPERM. */
int jail_param_check_sysv(struct thread *, struct jail_request *, const struct prison *parent);

/* What a call means. */
struct jail_search {
	const struct prison *js_parent; /* parent of what is found or made */
	const struct prison *js_found;	/* jail to be changed, or NULL */
	const char *js_component;	/* last component of the name, or NULL */
};

/* Steps 19 and 20: EINVAL ENOENT EEXIST.  May take the jid from the name. */
int jail_find(struct thread *, struct jail_request *, int flags, struct jail_search *);
/* The number that a name spells, negative ones as INT32_MIN; -1 when it spells none. */
int64_t jail_name_number(const char *);
/* Step 21: a prison with all defaults, not alive yet: EPERM or ROOM. */
int prison_create(struct thread *, const struct jail_request *, const struct prison *parent,
    const struct prison **);

/* Puts the request into a prison and what follows from it into those below (section 4): 0, ROOM. */
int prison_apply(struct thread *, const struct jail_request *, const struct prison *, bool created);
/* Is the name with this last component too long for the prison or one below it? */
bool prison_name_fits(const struct kernel *, const struct prison *parent, const struct prison *pr,
    const char *component);
/* A prison's name below this parent. */
value_ix prison_full_name(struct thread *, const struct prison *parent, const char *component);
/* Enters the name of a prison that has become alive: 0 or ROOM. */
int prison_name_enter(struct thread *, const struct prison *);

/* kern_jailmeta.c.  meta and env, the last to be set: EINVAL EFBIG; the keys that are asked for. */
int jailmeta_set(struct thread *, const struct jail_request *, const struct prison *, bool created);
void jailmeta_literal(struct values *, const struct jail_request *, const struct prison *);

/* kern_jail_ip.c.  Addresses of a literal, packed and in order: EINVAL. */
int prison_ip_read(struct thread *, enum jail_param, const struct element *, value_ix *packed);
/* Are all of them the parent's (EPERM), and nobody else's in this network stack (EADDRINUSE)? */
int prison_ip_check(struct thread *, const struct prison *parent, const struct prison *pr,
    enum jail_param, value_ix packed);
/* Restricts what lies below to the prison's new list (section 4). */
void prison_ip_restrict(struct thread *, const struct prison *, enum jail_param);
/* The addresses as text, appended to a literal under construction as a list. */
void prison_ip_literal(struct values *, enum jail_param, const char *name, value_ix packed);

/* persist off: the jail dies when nothing else keeps it alive (J32). */
void prison_clear_persist(struct thread *, const struct prison *);

#endif
