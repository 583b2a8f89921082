/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ping: an echo request through a raw socket, and what comes back.  FreeBSD's counterpart is
 * sbin/ping.  NOT MODELLED: how long it takes; hosts other than this one, which stay silent.
 */
#include "option.h"
#include "sockaddr.h"

int prog_ping(struct program *);

/* What is asked. */
struct ping {
	const char *host, *address, *source;
	int64_t count;
};

static bool
read_options(struct program *p, struct ping *ping)
{
	struct options o = OPTIONS_BEGIN;
	int letter;

	while ((letter = program_option(p, &o, "46c:nqS:")) != OPTION_END) {
		if (letter == '?' ||
		    (letter == 'c' &&
			(!program_number(o.value, 10, &ping->count) || ping->count < 1)))
			return (false);
		if (letter == 'S')
			ping->source = o.value;
	}
	ping->host = o.next < p->argc ? p->argv[o.next] : NULL;
	return (o.next + 1 == p->argc);
}

/* Sends one and reads the answer; false when a call was refused, after saying so. */
static bool
echo(struct program *p, const struct ping *ping, int64_t s, int64_t sequence, int64_t *received)
{
	const struct call *c = CALL(
	    p, sendto, s, program_text(p, "echo request"), 0, sockaddr_inet(p, ping->address, 0));

	if (c->error != 0) {
		program_fail(p, c, "sendto");
		return (false);
	}
	c = CALL(p, recvfrom, s, 100, BSD_MSG_DONTWAIT);
	if (c->error != 0)
		return (true);
	++*received;
	program_print(p, "64 bytes from %s: icmp_seq=%lld ttl=64 time=0.042 ms\n",
	    program_string(p, c->result[1]), (long long)sequence);
	return (true);
}

/* A raw socket bound to the source, or -1 after saying why not. */
static int64_t
open_socket(struct program *p, const struct ping *ping)
{
	bool ip6 = sockaddr_is6(ping->address);
	const struct call *c = CALL(p, socket, ip6 ? BSD_AF_INET6 : BSD_AF_INET, BSD_SOCK_RAW,
	    ip6 ? BSD_IPPROTO_ICMPV6 : BSD_IPPROTO_ICMP);

	if (c->error != 0) {
		program_fail(p, c, "ssend socket");
		return (-1);
	}
	int64_t s = c->retval;

	if (ping->source == NULL)
		return (s);
	c = CALL(p, bind, s, sockaddr_inet(p, ping->source, 0));
	if (c->error == 0)
		return (s);
	program_fail(p, c, "bind");
	return (-1);
}

int
prog_ping(struct program *p)
{
	struct ping ping = { .count = 3 };
	int64_t received = 0;

	if (!read_options(p, &ping))
		return (program_usage(p));
	ping.address = sockaddr_host(p, ping.host);
	if (ping.address == NULL) {
		program_complain(p, "ping: cannot resolve %s: Name does not resolve\n", ping.host);
		return (68);
	}
	int64_t s = open_socket(p, &ping);

	if (s < 0)
		return (71);
	program_print(p, "PING %s (%s): 56 data bytes\n", ping.host, ping.address);
	for (int64_t i = 0; i < ping.count; i++)
		if (!echo(p, &ping, s, i, &received))
			return (2);
	program_print(p,
	    "\n--- %s ping statistics ---\n%lld packets transmitted, %lld packets received, "
	    "%.1f%% packet loss\n",
	    ping.host, (long long)ping.count, (long long)received,
	    100.0 * (double)(ping.count - received) / (double)ping.count);
	if (received != 0)
		program_print(p, "round-trip min/avg/max/stddev = 0.042/0.042/0.042/0.000 ms\n");
	return (received == 0 ? 2 : 0);
}
