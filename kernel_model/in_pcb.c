/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Internet addresses and ports: which the host has, which a socket may bind, who is meant by one,
 * which source a connection gets.  A bound port is a row twice: for its address domain, to find
 * what collides, and for its address, to find who is meant; so nothing is scanned but the sockets
 * of one port.  FreeBSD's counterparts are sys/netinet/in_pcb.c, tcp_usrreq.c and udp_usrreq.c.
 *
 * NOT MODELLED: socket options, routes, other hosts, the local port of an accepted connection as
 * one that collides, TCP's states, mapped IPv4 addresses.
 */
#include <string.h>

#include "constants.h"
#include "in_addr.h"
#include "socket.h"
#include "ucred.h"

#define PORT_MAX      65535u
#define PORT_FIRST    10000u /* net.inet.ip.portrange.first */
#define PORT_RESERVED 1023u  /* net.inet.ip.portrange.reservedhigh */

static const struct interface_address {
	const char *interface, *address;
} interface_address[] = {
#define ADDRESS(interface_, address_, meaning_) { interface_, address_ },
#include "interfaces.def"
};

#define ADDRESSES (sizeof(interface_address) / sizeof(interface_address[0]))

value_ix
in_any(struct thread *td, uint32_t family)
{
	static const uint8_t zero[IN6_ADDR_SIZE];

	return (value_intern(
	    td->td_kernel->k_values, zero, family == AF_INET ? IN_ADDR_SIZE : IN6_ADDR_SIZE));
}

/* One of the host's addresses; VALUE_NONE when it is of another family. */
static value_ix
interface_value(struct thread *td, size_t i, uint32_t family)
{
	size_t size = family == AF_INET ? IN_ADDR_SIZE : IN6_ADDR_SIZE;
	const char *text = interface_address[i].address;
	uint8_t bytes[IN6_ADDR_SIZE];

	if (!in_addr_read(text, strlen(text), size, bytes))
		return (VALUE_NONE);
	return (value_intern(td->td_kernel->k_values, bytes, size));
}

/* The interface that has the address, or NULL. */
static const char *
interface_of(struct thread *td, value_ix addr, uint32_t family)
{
	for (size_t i = 0; i < ADDRESSES; i++)
		if (interface_value(td, i, family) == addr)
			return (interface_address[i].interface);
	return (NULL);
}

/* Family, protocol and port in one word. */
static uint32_t
in_portkey(const struct socket *so, uint32_t port)
{
	return (port | (so->so_type == SOCK_STREAM ? 0u : 1u << 16) |
	    (so->so_family == AF_INET ? 0u : 1u << 17));
}

static const struct prison *
domain_of(const struct kernel *k, const struct socket *so)
{
	return (prison_ip_domain(k, cred_prison(k, ucred_at(k, so->so_cred)), so->so_family));
}

/* A9.6: a socket of the same domain on this port whose address overlaps. */
static const struct socket *
in_pcblookup_local(struct thread *td, const struct socket *so, value_ix addr, uint32_t port)
{
	const struct kernel *k = td->td_kernel;
	value_ix any = in_any(td, so->so_family);
	const struct inport *ip =
	    inport_find(k, prison_ix_of(k, domain_of(k, so)), in_portkey(so, port));
	const struct socket *other = ip == NULL ? NULL : socket_at(k, ip->ip_first);

	for (; other != NULL; other = socket_at(k, other->so_portnext))
		if (addr == any || other->so_laddr == any || other->so_laddr == addr)
			return (other);
	return (NULL);
}

static int
inport_enter_socket(struct thread *td, struct socket *so)
{
	const struct kernel *k = td->td_kernel;
	uint32_t domain = prison_ix_of(k, domain_of(k, so)), key = in_portkey(so, so->so_lport);
	const struct inport *found = inport_find(k, domain, key);
	struct inport *ip = NULL;
	int error;

	if (found != NULL)
		ip = inport_change(td, found);
	else if ((error = inport_alloc(td, &ip)) != 0)
		return (error);
	else {
		ip->ip_domain = domain;
		ip->ip_port = key;
		inport_enter(td, ip);
	}
	so->so_portnext = ip->ip_first;
	ip->ip_first = socket_ix_of(k, so);
	so->so_inport = inport_ix_of(k, ip);
	return (0);
}

static int
inaddr_enter_socket(struct thread *td, struct socket *so)
{
	const struct kernel *k = td->td_kernel;
	uint32_t key = in_portkey(so, so->so_lport);
	const struct inaddr *found = inaddr_find(k, so->so_laddr, key);
	struct inaddr *ia = NULL;
	int error;

	if (found != NULL)
		ia = inaddr_change(td, found);
	else if ((error = inaddr_alloc(td, &ia)) != 0)
		return (error);
	else {
		ia->ia_addr = so->so_laddr;
		ia->ia_port = key;
		inaddr_enter(td, ia);
	}
	so->so_addrnext = ia->ia_first;
	ia->ia_first = socket_ix_of(k, so);
	so->so_inaddr = inaddr_ix_of(k, ia);
	return (0);
}

static void
inport_leave_socket(struct thread *td, struct socket *so)
{
	const struct kernel *k = td->td_kernel;
	const struct inport *ip = inport_at(k, so->so_inport);
	uint32_t ix = socket_ix_of(k, so);

	if (ip->ip_first == ix)
		inport_change(td, ip)->ip_first = so->so_portnext;
	else {
		const struct socket *before = socket_at(k, ip->ip_first);

		while (before->so_portnext != ix)
			before = socket_at(k, before->so_portnext);
		socket_change(td, before)->so_portnext = so->so_portnext;
	}
	if (ip->ip_first == 0)
		inport_erase(td, ip);
	so->so_inport = so->so_portnext = 0;
}

static void
inaddr_leave_socket(struct thread *td, struct socket *so)
{
	const struct kernel *k = td->td_kernel;
	const struct inaddr *ia = inaddr_at(k, so->so_inaddr);
	uint32_t ix = socket_ix_of(k, so);

	if (ia->ia_first == ix)
		inaddr_change(td, ia)->ia_first = so->so_addrnext;
	else {
		const struct socket *before = socket_at(k, ia->ia_first);

		while (before->so_addrnext != ix)
			before = socket_at(k, before->so_addrnext);
		socket_change(td, before)->so_addrnext = so->so_addrnext;
	}
	if (ia->ia_first == 0)
		inaddr_erase(td, ia);
	so->so_inaddr = so->so_addrnext = 0;
}

void
in_pcbdetach(struct thread *td, const struct socket *cso)
{
	struct socket *so = socket_change(td, cso);

	if (so->so_inport != 0)
		inport_leave_socket(td, so);
	if (so->so_inaddr != 0)
		inaddr_leave_socket(td, so);
}

/* A9.7: a free port, picked in turn; FreeBSD picks at random. */
static int
in_pcb_lport(struct thread *td, const struct socket *so, value_ix addr, uint32_t *port)
{
	uint32_t last = system_of(td->td_kernel)->sy_lastport, tries = PORT_MAX + 1 - PORT_FIRST;

	*port = last;
	do
		*port = *port < PORT_FIRST || *port >= PORT_MAX ? PORT_FIRST : *port + 1;
	while (in_pcblookup_local(td, so, addr, *port) != NULL && --tries != 0);
	system_change(td, system_of(td->td_kernel))->sy_lastport = *port;
	return (must_refuse(td, IN_PCB_LPORT_NONE, tries == 0, NULL, about_nothing()));
}

/* A9.4 */
static int
in_pcb_reserved(struct thread *td, uint32_t port)
{
	if (port == 0 || port > PORT_RESERVED)
		return (0);
	bool may = priv_check(td, PRIV_NETINET_RESERVEDPORT) == 0;

	return (refuses(td, IN_PCBBIND_RESERVED, !may, NULL, about_number(port)));
}

/* N24: a raw socket has no port, and its address is the jail's or none. */
static int
rip_bind(struct thread *td, const struct socket *so, value_ix addr)
{
	int error = prison_check_ip(td, ucred_at(td->td_kernel, so->so_cred), addr);

	if (error == 0)
		socket_change(td, so)->so_laddr = addr;
	return (error);
}

/* Gives the socket this address and port, which are free. */
static int
in_pcbinshash(struct thread *td, const struct socket *cso, value_ix addr, uint32_t port)
{
	struct socket *so = socket_change(td, cso);
	int error;

	so->so_laddr = addr;
	so->so_lport = port;
	if ((error = inport_enter_socket(td, so)) != 0)
		return (error);
	return (inaddr_enter_socket(td, so));
}

int
in_pcbbind(struct thread *td, const struct socket *so, value_ix addr, uint32_t port)
{
	const struct ucred *cr = ucred_at(td->td_kernel, so->so_cred);
	bool any, missing;
	int error;

	if ((error = must_refuse(td, IN_PCBBIND_BOUND, so->so_lport != 0, NULL, about_nothing())) !=
	    0)
		return (error);
	if (so->so_type == SOCK_RAW)
		return (rip_bind(td, so, addr));
	if ((error = prison_local_ip(td, cr, &addr)) != 0)
		return (error);
	any = addr == in_any(td, so->so_family);
	missing = !any && interface_of(td, addr, so->so_family) == NULL;
	if ((error = refuses(td, IN_PCBBIND_ADDRESS, missing, NULL, about_nothing())) != 0 ||
	    (error = in_pcb_reserved(td, port)) != 0)
		return (error);
	if (port == 0 && (error = in_pcb_lport(td, so, addr, &port)) != 0)
		return (error);
	bool used = in_pcblookup_local(td, so, addr, port) != NULL;

	if ((error = refuses(td, IN_PCBBIND_IN_USE, used, domain_of(td->td_kernel, so),
		 about_number(port))) != 0)
		return (error);
	return (in_pcbinshash(td, so, addr, port));
}

/* Who of the sockets bound to this address or to the wildcard, jailed or not, takes it? */
static const struct socket *
in_pcblookup_rank(
    const struct kernel *k, const struct inaddr *ia, value_ix dst, bool in_jail, uint32_t state)
{
	const struct socket *so = ia == NULL ? NULL : socket_at(k, ia->ia_first);

	for (; so != NULL; so = socket_at(k, so->so_addrnext)) {
		const struct prison *pr = cred_prison(k, ucred_at(k, so->so_cred));
		bool restricted = prison_ip_restricted(pr, so->so_family);

		if (restricted == in_jail && prison_has_ip(k, pr, dst) &&
		    (so->so_state & state) == state)
			return (so);
	}
	return (NULL);
}

/* A10: who is meant by this address and port, of a socket like `so'. */
static const struct socket *
in_pcblookup(
    struct thread *td, const struct socket *so, value_ix dst, uint32_t port, uint32_t state)
{
	const struct kernel *k = td->td_kernel;
	uint32_t key = in_portkey(so, port);
	const struct inaddr *bound = inaddr_find(k, dst, key);
	const struct inaddr *any = inaddr_find(k, in_any(td, so->so_family), key);
	const struct socket *found;

	if ((found = in_pcblookup_rank(k, bound, dst, true, state)) != NULL ||
	    (found = in_pcblookup_rank(k, any, dst, true, state)) != NULL ||
	    (found = in_pcblookup_rank(k, bound, dst, false, state)) != NULL)
		return (found);
	return (in_pcblookup_rank(k, any, dst, false, state));
}

/* A8: the source that an unbound socket gets. */
static value_ix
in_pcbladdr(struct thread *td, const struct socket *so, value_ix dst)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = cred_prison(k, ucred_at(k, so->so_cred));
	const char *interface = interface_of(td, dst, so->so_family);
	bool restricted = prison_ip_restricted(pr, so->so_family);
	value_ix primary = prison_ip_primary(k, pr, so->so_family);

	if (restricted &&
	    alters(
		td, PRISON_SADDRSEL, prison_saddrsel_off(pr, so->so_family), pr, about_nothing()))
		return (primary);
	if (interface != NULL && !restricted)
		return (dst);
	if (interface == NULL)
		interface = "em0";
	for (size_t i = 0; i < ADDRESSES; i++) {
		value_ix addr = interface_value(td, i, so->so_family);

		if (strcmp(interface_address[i].interface, interface) == 0 && addr != VALUE_NONE &&
		    prison_has_ip(k, pr, addr))
			return (addr);
	}
	return (primary);
}

/* The source of an unbound socket is chosen once and stays: N14, N22. */
static int
in_pcb_source(struct thread *td, const struct socket *so, value_ix dst)
{
	uint32_t port;
	int error;

	if (so->so_type == SOCK_RAW) {
		if (so->so_laddr == in_any(td, so->so_family))
			socket_change(td, so)->so_laddr = in_pcbladdr(td, so, dst);
		return (0);
	}
	if (so->so_lport != 0)
		return (0);
	value_ix source = in_pcbladdr(td, so, dst);

	if ((error = in_pcb_lport(td, so, source, &port)) != 0)
		return (error);
	return (in_pcbinshash(td, so, source, port));
}

/* A3, N12, N13: what every destination is asked. */
static int
in_pcb_destination(struct thread *td, const struct socket *so, value_ix *dst, uint32_t port)
{
	bool any = *dst == in_any(td, so->so_family);
	int error = prison_remote_ip(td, ucred_at(td->td_kernel, so->so_cred), dst);

	if (error != 0)
		return (error);
	if ((error = must_refuse(td, IN_PCBCONNECT_PORT, port == 0 && so->so_type != SOCK_RAW, NULL,
		 about_nothing())) != 0)
		return (error);
	return (refuses(td, IN_PCBCONNECT_WILDCARD, any, NULL, about_nothing()));
}

/* What is no address of the host never answers. */
static int
tcp_connect(struct thread *td, const struct socket *so, value_ix dst, uint32_t port)
{
	bool far = interface_of(td, dst, so->so_family) == NULL;
	const struct socket *head = in_pcblookup(td, so, dst, port, SS_LISTENING);
	int error;

	if ((error = must_refuse(td, WOULD_BLOCK, far, NULL, about_nothing())) != 0 ||
	    (error = must_refuse(
		 td, TCP_CONNECT_REFUSED, head == NULL, NULL, about_number(port))) != 0)
		return (error);
	return (sonewconn(td, head, so));
}

int
in_pcbconnect(struct thread *td, const struct socket *so, const struct sockaddr *to)
{
	value_ix dst = to->addr;
	int error;

	if ((error = in_pcb_destination(td, so, &dst, to->port)) != 0 ||
	    (error = in_pcb_source(td, so, dst)) != 0)
		return (error);
	struct socket *s = socket_change(td, so);

	s->so_faddr = dst;
	s->so_fport = to->port;
	s->so_state |= SS_ISCONNECTED;
	return (so->so_type == SOCK_STREAM ? tcp_connect(td, so, dst, to->port) : 0);
}

/* NOT MODELLED: what answers a raw packet. */
int
udp_send(struct thread *td, const struct socket *so, const struct sockaddr *to,
    const struct parcel *parcel)
{
	value_ix dst = to == NULL ? so->so_faddr : to->addr;
	uint32_t port = to == NULL ? so->so_fport : to->port;
	int error;

	if ((error = in_pcb_destination(td, so, &dst, port)) != 0 ||
	    (error = in_pcb_source(td, so, dst)) != 0 || so->so_type == SOCK_RAW)
		return (error);
	const struct socket *receiver = in_pcblookup(td, so, dst, port, 0);

	return (receiver == NULL ? 0 : sbappend(td, receiver, so, parcel));
}
