/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * netstat, nc and ping.  FreeBSD's counterparts are usr.bin/netstat, contrib/netcat and
 * sbin/ping.  NOT MODELLED: all but netstat -an; nc's listening; what answers a ping.
 */
#include <stdlib.h>
#include <string.h>

#include "info.h"
#include "literal.h"
#include "option.h"

/* so_state of a socket that listens, that is connected, as pcblist gives it. */
#define STATE_CONNECTED 1
#define STATE_LISTENING 2

struct xsocket {
	int64_t family, type, state, lport, fport;
	const char *laddr, *faddr, *path;
};

static int64_t
number(struct literal record, const char *name)
{
	struct element e;

	return (literal_find(record, name, &e) ? e.integer : 0);
}

static const char *
text(struct literal record, const char *name)
{
	struct element e;

	return (literal_find(record, name, &e) ? e.bytes : "");
}

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

	return (order != 0 ? order : strcmp(x->path, y->path));
}

/* "192.0.2.10.80", "*.*" */
static const char *
end_point(struct program *p, const char *addr, int64_t port)
{
	const char *name = strcmp(addr, "0.0.0.0") == 0 || strcmp(addr, "::") == 0 ? "*" : addr;

	if (port == 0)
		return (arena_printf(p->arena, "%s.*", name));
	return (arena_printf(p->arena, "%s.%lld", name, (long long)port));
}

static void
print_socket(struct program *p, const struct xsocket *x)
{
	static const char *const protocols[][2] = { { "tcp4", "tcp6" }, { "udp4", "udp6" },
		{ "icm4", "icm6" } };
	const char *proto = protocols[x->type == BSD_SOCK_STREAM ? 0 :
		x->type == BSD_SOCK_DGRAM			 ? 1 :
								   2][x->family != BSD_AF_INET];
	const char *state = x->type != BSD_SOCK_STREAM ? "" :
	    (x->state & STATE_LISTENING) != 0	       ? "LISTEN" :
	    (x->state & STATE_CONNECTED) != 0	       ? "ESTABLISHED" :
							 "CLOSED";

	program_print(p, "%-5s %6d %6d %-22s %-22s %s\n", proto, 0, 0,
	    end_point(p, x->laddr, x->lport), end_point(p, x->faddr, x->fport), state);
}

static void
print_local(struct program *p, const struct xsocket *x)
{
	program_print(p, "%-6s %s\n",
	    x->type == BSD_SOCK_STREAM	      ? "stream" :
		x->type == BSD_SOCK_SEQPACKET ? "seqpac" :
						"dgram",
	    x->path);
}

int
prog_netstat(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	int letter;

	while ((letter = program_option(p, &o, "an")) != OPTION_END)
		if (letter == '?')
			return (program_usage(p));
	const struct call *c = CALL0(p, pcblist);

	if (c->error != 0)
		return (program_fail(p, c, "pcblist"));
	struct literal l = literal_read(p->world->values, (value_ix)c->result[0]);
	size_t count = literal_count(l);
	struct xsocket *all = arena_zero(p->arena, (count + 1) * sizeof(*all));
	struct element e;

	for (size_t i = 0; literal_next(&l, &e); i++) {
		struct literal r = literal_within(&e);

		all[i] = (struct xsocket) { number(r, "family"), number(r, "type"),
			number(r, "state"), number(r, "lport"), number(r, "fport"),
			text(r, "laddr"), text(r, "faddr"), text(r, "path") };
	}
	qsort(all, count, sizeof(*all), by_address);
	program_print(p, "Active Internet connections (including servers)\n");
	program_print(p, "%-5s %-6s %-6s %-22s %-22s %s\n", "Proto", "Recv-Q", "Send-Q",
	    "Local Address", "Foreign Address", "(state)");
	for (size_t i = 0; i < count; i++)
		if (all[i].family != BSD_AF_UNIX)
			print_socket(p, &all[i]);
	program_print(p, "Active UNIX domain sockets\n%-6s %s\n", "Type", "Addr");
	for (size_t i = 0; i < count; i++)
		if (all[i].family == BSD_AF_UNIX)
			print_local(p, &all[i]);
	return (0);
}

/* The address of a host, by number; a name is none that is known. */
static int64_t
inet_address(struct program *p, const char *host, int64_t port)
{
	struct values *vs = p->world->values;

	value_begin(vs);
	literal_integer(vs, "family", strchr(host, ':') != NULL ? BSD_AF_INET6 : BSD_AF_INET);
	literal_text(vs, "addr", strcmp(host, "localhost") == 0 ? "127.0.0.1" : host);
	literal_integer(vs, "port", port);
	return (value_end(vs));
}

static int64_t
local_address(struct program *p, const char *path)
{
	struct values *vs = p->world->values;

	value_begin(vs);
	literal_integer(vs, "family", BSD_AF_UNIX);
	literal_text(vs, "path", path);
	return (value_end(vs));
}

static int
connect_to(struct program *p, int64_t family, int64_t address, const char *what, int64_t *s)
{
	const struct call *c = CALL(p, socket, family, BSD_SOCK_STREAM);

	if (c->error != 0)
		return (program_fail(p, c, "socket"));
	*s = c->retval;
	c = CALL(p, connect, *s, address);
	return (c->error != 0 ? program_fail(p, c, what) : 0);
}

int
prog_nc(struct program *p)
{
	bool local = p->argc > 1 && strcmp(p->argv[1], "-U") == 0;
	int64_t port = 0, s = -1, address;
	const struct call *c;

	if (p->argc < 3 || (!local && !program_number(p->argv[2], 10, &port)))
		return (program_usage(p));
	const char *what = local ? p->argv[2] : p->argv[1];
	bool ip6 = !local && strchr(what, ':') != NULL;

	address = local ? local_address(p, what) : inet_address(p, what, port);
	if (connect_to(p,
		local	? BSD_AF_UNIX :
		    ip6 ? BSD_AF_INET6 :
			  BSD_AF_INET,
		address, what, &s) != 0)
		return (1);
	for (int i = 3; i < p->argc; i++) {
		c = CALL(p, write, s,
		    program_text(p,
			arena_printf(p->arena, "%s%s", p->argv[i], i + 1 < p->argc ? " " : "\n")));
		if (c->error != 0)
			return (program_fail(p, c, "write"));
	}
	c = CALL(p, read, s, 4096);
	if (c->error == 0)
		program_print(p, "%s", program_string(p, c->result[0]));
	return (0);
}

int
prog_ping(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	int letter;

	while ((letter = program_option(p, &o, "c:")) != OPTION_END)
		if (letter == '?')
			return (program_usage(p));
	if (o.next + 1 != p->argc)
		return (program_usage(p));
	const char *host = p->argv[o.next];
	bool ip6 = strchr(host, ':') != NULL;
	const struct call *c = CALL(p, socket, ip6 ? BSD_AF_INET6 : BSD_AF_INET, BSD_SOCK_RAW,
	    ip6 ? BSD_IPPROTO_ICMPV6 : BSD_IPPROTO_ICMP);

	if (c->error != 0)
		return (program_fail(p, c, "ssend socket"));
	c = CALL(
	    p, sendto, c->retval, program_text(p, "echo request"), 0, inet_address(p, host, 0));
	if (c->error != 0)
		return (program_fail(p, c, "sendto"));
	program_print(p, "PING %s (%s): 56 data bytes\n", host, host);
	return (0);
}
