/* SPDX-License-Identifier: BSD-2-Clause */
/* Addresses of sockets, as words of a call.  Names are looked up in /etc/hosts alone. */
#ifndef SIM_PROGRAMS_SOCKADDR_H
#define SIM_PROGRAMS_SOCKADDR_H

#include "program.h"

/* Is it an IPv6 address? */
bool sockaddr_is6(const char *host);
/* The number of a host by its number or name; NULL: /etc/hosts has no such name. */
const char *sockaddr_host(struct program *, const char *host);
int64_t sockaddr_inet(struct program *, const char *address, int64_t port);
int64_t sockaddr_local(struct program *, const char *path);

#endif
