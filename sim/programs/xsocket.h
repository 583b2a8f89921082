/* SPDX-License-Identifier: BSD-2-Clause */
/* The sockets that the caller may see, as netstat(1) and sockstat(1) read them. */
#ifndef SIM_PROGRAMS_XSOCKET_H
#define SIM_PROGRAMS_XSOCKET_H

#include "program.h"

struct xsocket {
	int64_t so; /* which socket it is */
	int64_t family, type, proto;
	int64_t state, rcv; /* bytes that wait to be read */
	int64_t uid, jid;   /* who made it */
	int64_t lport, fport;
	const char *laddr, *faddr, *path;
};

bool xsocket_listens(const struct xsocket *);
bool xsocket_connected(const struct xsocket *);
bool xsocket_ended(const struct xsocket *); /* the other end has gone or says no more */
/* "tcp4", "udp6", "icmp4", "ip 4", "stream", "dgram", "seqpac" */
const char *xsocket_protocol(const struct xsocket *);
bool xsocket_wildcard(const char *addr);

/* All, in order of family, type, ports and addresses; NULL after saying why not. */
struct xsocket *xsocket_list(struct program *, size_t *count);

#endif
