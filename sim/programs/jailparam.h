/* SPDX-License-Identifier: BSD-2-Clause */
/* Parameters of jails as programs write and read them; FreeBSD's counterpart is libjail, jail(3).
 */
#ifndef SIM_PROGRAMS_JAILPARAM_H
#define SIM_PROGRAMS_JAILPARAM_H

#include "literal.h"
#include "program.h"

enum jailparam_type {
	PARAM_INT,
	PARAM_ULONG,
	PARAM_BOOL,
	PARAM_STRING,
	PARAM_ADDRS,
	PARAM_JAILSYS
};

struct jailparam {
	const char *name;
	const char *standard; /* the default, or words about where it comes from */
	enum jailparam_type type;
	bool readonly;	  /* only told, never given */
	bool create_only; /* or never given with JAIL_UPDATE */
};

extern const struct jailparam jailparams[];
extern const size_t jailparam_count;

/* The parameter of this name, "no" form included; NULL: unknown. */
const struct jailparam *jailparam_find(const char *name);

/* Of which kind the value is none, "boolean" or "jailsys" (libjail refuses it); NULL: it is good.
 */
const char *jailparam_wrong(const struct jailparam *, const char *value);

/* Appends a parameter and its value ("" for none) to the literal that is being made. */
void jailparam_put(struct values *, const struct jailparam *, const char *name, const char *value);

/* A value that jail_get(2) answered, as text. */
const char *jailparam_text(
    struct program *, const struct jailparam *, struct literal record, const char *name);

/* The jail's id by number or name, or -1 after complaining as jail_getid(3) does. */
int64_t jail_getid(struct program *, const char *name);

/* jail_set(2) refused: the message of libjail.  Answers 1. */
int jail_refused(struct program *, const struct call *, const char *jail);

#endif
