/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who has an Internet address and port.  A bound port is a row twice: for its address domain, to
 * find what collides, and for its address, to find who is meant; so nothing is scanned but the
 * sockets of one port.  FreeBSD's counterpart is in_pcbinshash() and its likes in
 * sys/netinet/in_pcb.c.
 *
 * NOT MODELLED: mapped IPv4 addresses; how SO_REUSEPORT_LB spreads connections.
 */
#include "constants.h"
#include "in_pcb.h"
#include "ucred.h"

/* Family, protocol and port in one word. */
static uint32_t
in_portkey(const struct socket *so, uint32_t port)
{
	return (port | (so->so_type == SOCK_STREAM ? 0u : 1u << 16) |
	    (so->so_family == AF_INET ? 0u : 1u << 17));
}

const struct prison *
in_pcbdomain(const struct kernel *k, const struct socket *so)
{
	return (prison_ip_domain(k, cred_prison(k, ucred_at(k, so->so_cred)), so->so_family));
}

/*
 * How far a bound socket is from this address: 0 the same, one more for each end that is the
 * wildcard where the other is not and for a connection; negative when they do not meet.
 */
static int
distance(struct thread *td, const struct socket *bound, value_ix addr)
{
	value_ix any = in_any(td, bound->so_family);
	bool connected = bound->so_fport != 0;

	if (bound->so_laddr == addr)
		return (connected ? 1 : 0);
	if (bound->so_laddr != any && addr != any)
		return (-1);
	return (connected ? 2 : 1);
}

const struct socket *
in_pcblookup_local(
    struct thread *td, const struct socket *so, value_ix addr, uint32_t port, bool wild)
{
	const struct kernel *k = td->td_kernel;
	const struct inport *ip =
	    inport_find(k, prison_ix_of(k, in_pcbdomain(k, so)), in_portkey(so, port));
	const struct socket *other = ip == NULL ? NULL : socket_at(k, ip->ip_first);
	const struct socket *nearest = NULL;
	int best = wild ? 3 : 1;

	for (; other != NULL && best > 0; other = socket_at(k, other->so_portnext)) {
		int far = distance(td, other, addr);

		if (far >= 0 && far < best) {
			nearest = other;
			best = far;
		}
	}
	return (nearest);
}

static int
inport_enter_socket(struct thread *td, struct socket *so)
{
	const struct kernel *k = td->td_kernel;
	uint32_t domain = prison_ix_of(k, in_pcbdomain(k, so)), key = in_portkey(so, so->so_lport);
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
	value_ix addr = vnet_address(k, socket_vnet(k, so), so->so_laddr);
	const struct inaddr *found = inaddr_find(k, addr, key);
	struct inaddr *ia = NULL;
	int error;

	if (found != NULL)
		ia = inaddr_change(td, found);
	else if ((error = inaddr_alloc(td, &ia)) != 0)
		return (error);
	else {
		ia->ia_addr = addr;
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

int
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
in_pcbrehash(struct thread *td, const struct socket *cso, value_ix addr)
{
	struct socket *so = socket_change(td, cso);

	inaddr_leave_socket(td, so);
	so->so_laddr = addr;
	return (inaddr_enter_socket(td, so));
}

int
in_pcbinsconn(struct thread *td, struct socket *so)
{
	return (inport_enter_socket(td, so));
}

int
in_pcbinsraw(struct thread *td, struct socket *so)
{
	return (inaddr_enter_socket(td, so));
}

const struct socket *
in_pcbraw(struct thread *td, const struct socket *so)
{
	const struct kernel *k = td->td_kernel;
	value_ix any = vnet_address(k, socket_vnet(k, so), in_any(td, so->so_family));
	const struct inaddr *ia = inaddr_find(k, any, in_portkey(so, 0));

	return (ia == NULL ? NULL : socket_at(k, ia->ia_first));
}

/* The one that is connected to the sender, or one that is not and may take it. */
static const struct socket *
in_pcblookup_rank(struct thread *td, const struct socket *from, const struct inaddr *ia,
    value_ix dst, bool in_jail)
{
	const struct kernel *k = td->td_kernel;
	const struct socket *so = ia == NULL ? NULL : socket_at(k, ia->ia_first);

	for (; so != NULL; so = socket_at(k, so->so_addrnext)) {
		const struct prison *pr = cred_prison(k, ucred_at(k, so->so_cred));
		bool restricted = prison_ip_restricted(pr, so->so_family);
		bool ready = is_stream(so) ? (so->so_state & SS_LISTENING) != 0 :
					     (so->so_state & SS_ISCONNECTED) == 0 ||
			(so->so_faddr == from->so_laddr && so->so_fport == from->so_lport);

		if (ready && restricted == in_jail && prison_has_ip(k, pr, dst))
			return (so);
	}
	return (NULL);
}

const struct socket *
in_pcblookup(struct thread *td, const struct socket *so, value_ix dst, uint32_t port)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *vnet = socket_vnet(k, so);
	uint32_t key = in_portkey(so, port);
	value_ix wildcard = vnet_address(k, vnet, in_any(td, so->so_family));
	const struct inaddr *bound = inaddr_find(k, vnet_address(k, vnet, dst), key);
	const struct inaddr *any = inaddr_find(k, wildcard, key);
	const struct socket *found;

	if ((found = in_pcblookup_rank(td, so, bound, dst, true)) != NULL ||
	    (found = in_pcblookup_rank(td, so, any, dst, true)) != NULL ||
	    (found = in_pcblookup_rank(td, so, bound, dst, false)) != NULL)
		return (found);
	return (in_pcblookup_rank(td, so, any, dst, false));
}
