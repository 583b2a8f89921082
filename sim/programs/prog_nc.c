/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nc: a connection, what the words after the address say in place of standard input, and what
 * comes back; or waiting for one.  FreeBSD's counterpart is contrib/netcat.
 * NOT MODELLED: names of services, time limits, proxies; once it listens, whoever wants to see what
 * comes makes accept(2) and read(2) as that process.
 */
#include <string.h>

#include "option.h"
#include "sockaddr.h"

int prog_nc(struct program *);

struct nc {
	bool listen, local, udp, verbose, scan;
	const char *source; /* of -s */
	const char *host;   /* or path; NULL: any */
	int64_t port;
	const char *const *words; /* to send; NULL behind the last */
};

static const char *
transport(const struct nc *nc)
{
	return (nc->udp ? "udp" : "tcp");
}

static const char *
service(int64_t port)
{
	static const struct {
		int port;
		const char *name;
	} services[] = { { 22, "ssh" }, { 25, "smtp" }, { 53, "domain" }, { 80, "http" },
		{ 443, "https" }, { 5432, "postgresql" } };

	for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++)
		if (services[i].port == port)
			return (services[i].name);
	return ("*");
}

static bool
read_options(struct program *p, struct nc *nc)
{
	struct options o = OPTIONS_BEGIN;
	int letter;

	while ((letter = program_option(p, &o, "46klNns:Uuvw:z")) != OPTION_END) {
		if (letter == '?')
			return (false);
		nc->listen |= letter == 'l';
		nc->local |= letter == 'U';
		nc->udp |= letter == 'u';
		nc->verbose |= letter == 'v';
		nc->scan |= letter == 'z';
		if (letter == 's')
			nc->source = o.value;
	}
	int left = p->argc - o.next;
	bool any = nc->listen && !nc->local &&
	    (left == 1 || (left > 1 && program_number(p->argv[o.next], 10, &nc->port)));
	int used = any || nc->local ? 1 : 2;

	if (left < used)
		return (false);
	nc->host = any ? NULL : p->argv[o.next];
	nc->words = p->argv + o.next + used;
	return (nc->local || program_number(p->argv[o.next + used - 1], 10, &nc->port));
}

/* The file -v and -z say what happened to. */
static int
connect_failed(struct program *p, const struct nc *nc, const struct call *c)
{
	p->failed = c;
	if (nc->verbose && !nc->local)
		program_complain(p, "nc: connect to %s port %lld (%s) failed: %s\n", nc->host,
		    (long long)nc->port, transport(nc), program_errno_text(c->error));
	else if (nc->verbose)
		return (program_fail(p, c, nc->host));
	return (1);
}

static int64_t
open_socket(struct program *p, const struct nc *nc, const char *address)
{
	int64_t family = nc->local ? BSD_AF_UNIX :
	    sockaddr_is6(address)  ? BSD_AF_INET6 :
				     BSD_AF_INET;
	const struct call *c = CALL(p, socket, family, nc->udp ? BSD_SOCK_DGRAM : BSD_SOCK_STREAM);

	if (c->error == 0)
		return (c->retval);
	program_fail(p, c, "socket");
	return (-1);
}

static int64_t
address_of(struct program *p, const struct nc *nc, const char *address)
{
	return (nc->local ? sockaddr_local(p, address) : sockaddr_inet(p, address, nc->port));
}

/* Waits for connections, or datagrams, as long as the process lives. */
static int
wait_for(struct program *p, const struct nc *nc, const char *address, int64_t s)
{
	const struct call *c;

	if (!nc->local)
		CALL(p, setsockopt, s, BSD_SOL_SOCKET, BSD_SO_REUSEPORT, 1);
	c = CALL(p, bind, s, address_of(p, nc, address));
	if (c->error == 0 && !nc->udp)
		c = CALL(p, listen, s, nc->local ? 5 : 1);
	if (c->error != 0)
		return (program_fail(p, c, nc->local ? nc->host : NULL));
	return (PROGRAM_STAYS);
}

/* Sends the words, and prints what is there to read. */
static int
exchange(struct program *p, const struct nc *nc, int64_t s)
{
	const struct call *c;

	for (const char *const *word = nc->words; *word != NULL; word++) {
		c = CALL(p, write, s,
		    program_text(
			p, arena_printf(p->arena, "%s%s", *word, word[1] == NULL ? "\n" : " ")));
		if (c->error != 0)
			return (program_fail(p, c, "write"));
	}
	c = CALL(p, recvfrom, s, 4096, BSD_MSG_DONTWAIT);
	if (c->error == 0)
		program_print(p, "%s", program_string(p, c->result[0]));
	return (0);
}

int
prog_nc(struct program *p)
{
	struct nc nc = { .host = NULL };

	if (!read_options(p, &nc))
		return (program_usage(p));
	const char *address = nc.local ? nc.host :
	    nc.host == NULL	       ? "0.0.0.0" :
					 sockaddr_host(p, nc.host);

	if (address == NULL) {
		program_complain(p, "nc: getaddrinfo: Name does not resolve\n");
		return (1);
	}
	int64_t s = open_socket(p, &nc, address);

	if (s < 0)
		return (1);
	if (nc.listen)
		return (wait_for(p, &nc, address, s));
	const struct call *c;

	if (nc.source != NULL) {
		c = CALL(p, bind, s, sockaddr_inet(p, nc.source, 0));
		if (c->error != 0)
			return (program_fail(p, c, "bind failed"));
	}
	c = CALL(p, connect, s, address_of(p, &nc, address));
	if (c->error != 0)
		return (connect_failed(p, &nc, c));
	if ((nc.verbose || nc.scan) && !nc.local)
		program_complain(p, "Connection to %s %lld port [%s/%s] succeeded!\n", nc.host,
		    (long long)nc.port, transport(&nc), service(nc.port));
	return (nc.scan ? 0 : exchange(p, &nc, s));
}
