/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Families of sockets, their types and protocols.  FreeBSD's counterpart is the file of the same
 * name: pffinddomain(), pffindtype() and pffindproto().
 */
#include "constants.h"
#include "socket.h"

static bool
known_domain(int32_t domain)
{
	return (domain == AF_UNIX || domain == AF_INET || domain == AF_INET6 ||
	    domain == AF_ROUTE || domain == AF_KEY || domain == AF_NETGRAPH ||
	    domain == AF_BLUETOOTH || domain == AF_NETLINK);
}

static bool
known_type(int32_t domain, int32_t type)
{
	if (type == SOCK_STREAM || type == SOCK_DGRAM)
		return (domain != AF_ROUTE);
	return (type == (domain == AF_UNIX ? SOCK_SEQPACKET : SOCK_RAW));
}

static bool
known_protocol(int32_t domain, int32_t type, int32_t protocol)
{
	if (protocol == 0)
		return (true);
	if (domain == AF_UNIX)
		return (false);
	return (type == SOCK_RAW || protocol == (type == SOCK_STREAM ? IPPROTO_TCP : IPPROTO_UDP));
}

bool
pf_modelled(int32_t domain)
{
	return (domain == AF_UNIX || domain == AF_INET || domain == AF_INET6 || domain == AF_ROUTE);
}

int
pffindproto(struct thread *td, int32_t domain, int32_t type, int32_t protocol)
{
	bool modelled = pf_modelled(domain);
	bool no_domain = !known_domain(domain);
	bool none = modelled && !known_type(domain, type);
	bool no_type = none && protocol == 0 && type != 0; /* else it is the protocol's fault */
	bool no_protocol = modelled && (none || !known_protocol(domain, type, protocol));
	int error;

	if ((error = must_refuse(td, SOCREATE_DOMAIN, no_domain, NULL, about_number(domain))) !=
		0 ||
	    (error = must_refuse(td, SOCREATE_TYPE, no_type, NULL, about_number(type))) != 0)
		return (error);
	return (must_refuse(td, SOCREATE_PROTOCOL, no_protocol, NULL, about_number(protocol)));
}
