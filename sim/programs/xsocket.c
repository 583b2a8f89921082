/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The list of sockets, read.  FreeBSD's counterpart is struct xinpgen and its likes of
 * sys/socketvar.h.
 */
#include "xsocket.h"

#include <stdlib.h>
#include <string.h>

#include "literal.h"

/* Bits of so_state. */
#define STATE_CONNECTED 1
#define STATE_LISTENING 2
#define STATE_ENDED	8

static int
by_address(const void *a, const void *b)
{
	const struct xsocket *x = a, *y = b;
	int64_t left[] = { x->family, x->type, x->lport, x->fport };
	int64_t right[] = { y->family, y->type, y->lport, y->fport };

	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++)
		if (left[i] != right[i])
			return (left[i] < right[i] ? -1 : 1);
	int order = strcmp(x->laddr, y->laddr);

	if (order == 0)
		order = strcmp(x->path, y->path);
	return (order != 0 ? order : (x->so > y->so) - (x->so < y->so));
}

bool
xsocket_listens(const struct xsocket *x)
{
	return ((x->state & STATE_LISTENING) != 0);
}

bool
xsocket_connected(const struct xsocket *x)
{
	return ((x->state & STATE_CONNECTED) != 0);
}

bool
xsocket_ended(const struct xsocket *x)
{
	return (xsocket_connected(x) && (x->state & STATE_ENDED) != 0);
}

const char *
xsocket_protocol(const struct xsocket *x)
{
	bool ip4 = x->family == BSD_AF_INET;

	if (x->family == BSD_AF_UNIX)
		return (x->type == BSD_SOCK_STREAM ? "stream" :
			x->type == BSD_SOCK_DGRAM  ? "dgram" :
						     "seqpac");
	if (x->type == BSD_SOCK_STREAM)
		return (ip4 ? "tcp4" : "tcp6");
	if (x->type == BSD_SOCK_DGRAM)
		return (ip4 ? "udp4" : "udp6");
	if (x->proto == BSD_IPPROTO_ICMP || x->proto == BSD_IPPROTO_ICMPV6)
		return (ip4 ? "icm4" : "icm6");
	return (ip4 ? "ip4" : "ip6");
}

bool
xsocket_wildcard(const char *addr)
{
	return (strcmp(addr, "0.0.0.0") == 0 || strcmp(addr, "::") == 0);
}

struct xsocket *
xsocket_list(struct program *p, size_t *count)
{
	const struct call *c = CALL0(p, pcblist);

	if (c->error != 0) {
		program_fail(p, c, "pcblist");
		return (NULL);
	}
	struct literal l = literal_read(p->world->values, (value_ix)c->result[0]);
	struct xsocket *all = arena_zero(p->arena, (literal_count(l) + 1) * sizeof(*all));
	struct element e;

	for (*count = 0; literal_next(&l, &e); ++*count) {
		struct literal r = literal_within(&e);

		all[*count] = (struct xsocket) { literal_get_number(r, "so"),
			literal_get_number(r, "family"), literal_get_number(r, "type"),
			literal_get_number(r, "proto"), literal_get_number(r, "state"),
			literal_get_number(r, "rcv"), literal_get_number(r, "uid"),
			literal_get_number(r, "jid"), literal_get_number(r, "lport"),
			literal_get_number(r, "fport"), literal_get_string(r, "laddr"),
			literal_get_string(r, "faddr"), literal_get_string(r, "path") };
	}
	qsort(all, *count, sizeof(*all), by_address);
	return (all);
}
