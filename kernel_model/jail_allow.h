/* SPDX-License-Identifier: BSD-2-Clause */
/* PR_ALLOW_*: a bit for each JAIL_ALLOW row of jail_params.def.  FreeBSD's counterpart: sys/jail.h.
 */
#ifndef KERNEL_MODEL_JAIL_ALLOW_H
#define KERNEL_MODEL_JAIL_ALLOW_H

#define JAIL_PARAM(ident_, name_, type_, origin_, change_, default_, meaning_)
#define JAIL_PSEUDO(ident_, name_, type_, default_, meaning_)

enum pr_allow_place {
#define JAIL_ALLOW(ident_, name_, default_, child_, meaning_) PR_ALLOW_PLACE_##ident_,
#include "jail_params.def"
	PR_ALLOW_PLACES
};

#define JAIL_PARAM(ident_, name_, type_, origin_, change_, default_, meaning_)
#define JAIL_PSEUDO(ident_, name_, type_, default_, meaning_)

enum pr_allow {
#define JAIL_ALLOW(ident_, name_, default_, child_, meaning_)                                      \
	PR_ALLOW_##ident_ = 1 << PR_ALLOW_PLACE_##ident_,
#include "jail_params.def"
	PR_ALLOW_ALL = (1 << PR_ALLOW_PLACES) - 1
};

#endif
