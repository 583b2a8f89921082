/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * netstat: the sockets that the caller may see.  FreeBSD's counterpart is usr.bin/netstat.
 * NOT MODELLED: names of hosts and services, so -n is always on; interfaces, routes, statistics.
 */
#include <string.h>

#include "option.h"
#include "xsocket.h"

int prog_netstat(struct program *);

/* "192.0.2.10.80", "*.*" */
static const char *
end_point(struct program *p, const char *addr, int64_t port)
{
	const char *name = xsocket_wildcard(addr) ? "*" : addr;

	if (port == 0)
		return (arena_printf(p->arena, "%s.*", name));
	return (arena_printf(p->arena, "%s.%lld", name, (long long)port));
}

static void
print_socket(struct program *p, const struct xsocket *x)
{
	const char *state = x->type != BSD_SOCK_STREAM ? "" :
	    xsocket_listens(x)			       ? "LISTEN" :
	    xsocket_ended(x)			       ? "CLOSE_WAIT" :
	    xsocket_connected(x)		       ? "ESTABLISHED" :
							 "CLOSED";

	program_print(p, "%-5s %6lld %6d %-22s %-22s %s\n", xsocket_protocol(x), (long long)x->rcv,
	    0, end_point(p, x->laddr, x->lport), end_point(p, x->faddr, x->fport), state);
}

/* What of the sockets is asked for. */
struct netstat {
	bool all; /* those that wait for others, too */
	bool ip4, ip6, local;
	const char *protocol; /* "tcp", "udp", "icmp"; NULL: any */
};

static bool
is_shown(const struct netstat *n, const struct xsocket *x)
{
	bool family = x->family == BSD_AF_INET ? n->ip4 :
	    x->family == BSD_AF_INET6	       ? n->ip6 :
						 n->local;

	if (n->protocol != NULL && strncmp(n->protocol, xsocket_protocol(x), 3) != 0)
		return (false);
	return (family && (n->all || (x->family == BSD_AF_UNIX) || xsocket_connected(x)));
}

static bool
read_family(struct netstat *n, const char *family)
{
	n->ip4 = strcmp(family, "inet") == 0;
	n->ip6 = strcmp(family, "inet6") == 0;
	n->local = strcmp(family, "unix") == 0 || strcmp(family, "local") == 0;
	return (n->ip4 || n->ip6 || n->local);
}

static bool
read_options(struct program *p, struct netstat *n)
{
	struct options o = OPTIONS_BEGIN;
	int letter;

	while ((letter = program_option(p, &o, "46af:np:")) != OPTION_END) {
		if (letter == '?' || (letter == 'f' && !read_family(n, o.value)))
			return (false);
		n->all |= letter == 'a';
		if (letter == 'p')
			n->protocol = o.value;
		if (letter == '4' || letter == '6')
			(void)read_family(n, letter == '4' ? "inet" : "inet6");
	}
	return (o.next == p->argc);
}

int
prog_netstat(struct program *p)
{
	struct netstat n = { .ip4 = true, .ip6 = true, .local = true };
	size_t count;

	if (!read_options(p, &n))
		return (program_usage(p));
	struct xsocket *all = xsocket_list(p, &count);

	if (all == NULL)
		return (1);
	if (n.ip4 || n.ip6)
		program_print(p, "Active Internet connections%s\n%-5s %-6s %-6s %-22s %-22s %s\n",
		    n.all ? " (including servers)" : "", "Proto", "Recv-Q", "Send-Q",
		    "Local Address", "Foreign Address", "(state)");
	for (size_t i = 0; i < count; i++)
		if (all[i].family != BSD_AF_UNIX && is_shown(&n, &all[i]))
			print_socket(p, &all[i]);
	if (n.local && n.protocol == NULL)
		program_print(p, "Active UNIX domain sockets\n%-6s %s\n", "Type", "Addr");
	for (size_t i = 0; i < count; i++)
		if (all[i].family == BSD_AF_UNIX && is_shown(&n, &all[i]))
			program_print(p, "%-6s %s\n", xsocket_protocol(&all[i]), all[i].path);
	return (0);
}
