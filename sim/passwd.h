/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * /etc/passwd and /etc/group of a root directory as the simulation reads them: with nobody's
 * rights and no call.  What a program sees of them is programs/account.h.
 */
#ifndef SIM_PASSWD_H
#define SIM_PASSWD_H

#include "vnode.h"
#include "world.h"

/* The text of /etc/NAME below a root directory; "" when there is none. */
const char *passwd_file(
    const struct world *, struct arena *, const struct vnode *root, const char *name);

/* The next line, or NULL behind the last. */
const char *passwd_next(const char *line);

/* A field of a line, from the n-th colon to the next; answers its start. */
const char *passwd_field(const char *line, unsigned n, size_t *len);

/* The login name of a user id in the text of passwd(5), or its number. */
const char *passwd_name(struct arena *, const char *passwd, uint32_t uid);

#endif
