/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Internet addresses and ports of sockets: what may be bound, which source a connection gets.
 * FreeBSD's counterparts are sys/netinet/in_pcb.c and sys/netinet6/in6_pcb.c.
 *
 * NOT MODELLED: mapped IPv4 addresses, more than one routing table.
 */
#include "in_pcb.h"
#include "constants.h"
#include "sysctl_node.h"
#include "ucred.h"

/* net.inet.ip.portrange: first and last; hifirst and hilast; lowfirst and lowlast */
#define PORT_FIRST    10000u
#define PORT_LAST     65535u
#define PORT_HIFIRST  49152u
#define PORT_LOWFIRST 600u
#define PORT_LOWLAST  1023u

#define SO_REUSE      ((uint32_t)(SO_REUSEADDR | SO_REUSEPORT | SO_REUSEPORT_LB))

/*
 * A9.7, N20: a free port of the range that the socket asks for, picked in turn; FreeBSD picks at
 * random.
 */
static int
in_pcb_lport(struct thread *td, const struct socket *so, value_ix addr, uint32_t *port)
{
	bool low = (so->so_flags & INP_LOWPORT) != 0, high = (so->so_flags & INP_HIGHPORT) != 0;
	uint32_t first = low ? PORT_LOWFIRST : high ? PORT_HIFIRST : PORT_FIRST;
	uint32_t last = low ? PORT_LOWLAST : PORT_LAST, tries = last + 1 - first;
	int error;

	if (low && (error = priv_check(td, PRIV_NETINET_RESERVEDPORT)) != 0)
		return (error);
	*port = system_of(td->td_kernel)->sy_lastport;
	do
		*port = *port < first || *port >= last ? first : *port + 1;
	while (in_pcblookup_local(td, so, addr, *port, true) != NULL && --tries != 0);
	system_change(td, system_of(td->td_kernel))->sy_lastport = *port;
	return (must_refuse(td, IN_PCB_LPORT_NONE, tries == 0, NULL, about_nothing()));
}

/* A9.4 */
static int
in_pcb_reserved(struct thread *td, const struct socket *so, uint32_t port)
{
	const struct kernel *k = td->td_kernel;
	const struct vnet *vnet = vnet_find(k, prison_ix_of(k, socket_vnet(k, so)), 0);

	if (port == 0 || (int64_t)port > (int32_t)vnet->vnet_reservedhigh)
		return (0);
	bool may = priv_check(td, PRIV_NETINET_RESERVEDPORT) == 0;

	return (refuses(td, IN_PCBBIND_RESERVED, !may, NULL, about_number(port)));
}

/* A9.5: a port that another user has is his, but for connections of his, unless one is root. */
static int
in_pcb_other_user(struct thread *td, const struct socket *so, value_ix addr, uint32_t port)
{
	const struct kernel *k = td->td_kernel;
	const struct ucred *cr = ucred_at(k, so->so_cred);
	const struct socket *t = in_pcblookup_local(td, so, addr, port, true);

	if (t == NULL || cr->cr_uid == ucred_at(k, t->so_cred)->cr_uid ||
	    (so->so_type == SOCK_STREAM && t->so_fport != 0))
		return (0);
	bool may = priv_check_cred(td, cr, PRIV_NETINET_REUSEPORT) == 0;

	return (refuses(td, IN_PCBBIND_OTHER_USER, !may, NULL, about_number(port)));
}

/* A9.6 */
static int
in_pcbbind_avail(struct thread *td, const struct socket *so, value_ix addr, uint32_t port)
{
	uint32_t shared = so->so_options & (uint32_t)(SO_REUSEPORT | SO_REUSEPORT_LB);
	bool wild = (so->so_options & SO_REUSE) == 0;
	int error = in_pcb_other_user(td, so, addr, port);

	if (error != 0)
		return (error);
	const struct socket *t = in_pcblookup_local(td, so, addr, port, wild);
	bool used = t != NULL && (t->so_options & shared) == 0;

	return (refuses(
	    td, IN_PCBBIND_IN_USE, used, in_pcbdomain(td->td_kernel, so), about_number(port)));
}

int
in_pcbbind(struct thread *td, const struct socket *so, value_ix addr, uint32_t port)
{
	const struct kernel *k = td->td_kernel;
	const struct ucred *cr = td->td_ucred;
	bool v6only = (so->so_flags & IN6P_IPV6_V6ONLY) != 0;
	bool anywhere = (so->so_flags & INP_BINDANY) != 0;
	int error = must_refuse(td, IN_PCBBIND_BOUND, so->so_lport != 0, NULL, about_nothing());

	if (error != 0)
		return (error);
	if (so->so_type == SOCK_RAW)
		return (rip_bind(td, so, addr));
	if ((error = tcp_check_address(td, so, addr, false)) != 0 ||
	    (error = prison_local_ip(td, cr, v6only, &addr)) != 0)
		return (error);
	bool any = addr == in_any(td, so->so_family);
	bool missing = !any && !anywhere && !in_multicast(k, addr) &&
	    ifa_ifwithaddr(k, socket_vnet(k, so), addr) == NULL;

	if ((error = refuses(td, IN_PCBBIND_ADDRESS, missing, NULL, about_nothing())) != 0 ||
	    (error = in_pcb_reserved(td, so, port)) != 0)
		return (error);
	if ((error = port == 0 ? in_pcb_lport(td, so, addr, &port) :
				 in_pcbbind_avail(td, so, addr, port)) != 0)
		return (error);
	return (in_pcbinshash(td, so, addr, port));
}

int
in_pcb_source(struct thread *td, const struct socket *so, value_ix dst, value_ix *source)
{
	*source = so->so_laddr;
	if (*source != in_any(td, so->so_family))
		return (0);
	*source = in_pcbladdr(td, so, dst);
	return (
	    must_refuse(td, IN_PCBLADDR_NO_ROUTE, *source == VALUE_NONE, NULL, about_nothing()));
}

int
in_pcb_commit(struct thread *td, const struct socket *so, value_ix laddr)
{
	uint32_t port;
	int error;

	if (so->so_lport != 0)
		return (so->so_laddr == laddr ? 0 : in_pcbrehash(td, so, laddr));
	if ((error = in_pcb_lport(td, so, laddr, &port)) != 0)
		return (error);
	return (in_pcbinshash(td, so, laddr, port));
}

int
in_pcb_destination(struct thread *td, const struct socket *so, value_ix *dst, uint32_t port)
{
	const struct kernel *k = td->td_kernel;
	bool any = *dst == in_any(td, so->so_family);
	bool refused = any && sysctl_value(k, SYSCTL_net_inet_ip_connect_inaddr_wild) == 0;
	int error = prison_remote_ip(td, td->td_ucred, dst);

	if (error != 0)
		return (error);
	if ((error = must_refuse(td, IN_PCBCONNECT_PORT, port == 0, NULL, about_nothing())) != 0 ||
	    (error = refuses(td, IN_PCBCONNECT_WILDCARD, refused, NULL, about_nothing())) != 0)
		return (error);
	if (alters(td, IN_PCBCONNECT_SELF, any, NULL, about_nothing()))
		*dst = in_pcbself(td, so);
	return (must_refuse(td, IN_PCBLADDR_NO_ROUTE, *dst == VALUE_NONE, NULL, about_nothing()));
}

/* What is connected and may be connected again forgets its source first. */
static int
in_pcbdisconnect(struct thread *td, const struct socket *so)
{
	if ((so->so_state & SS_ISCONNECTED) == 0)
		return (0);
	socket_change(td, so)->so_state &= ~SS_ISCONNECTED;
	return (in_pcbrehash(td, so, in_any(td, so->so_family)));
}

int
in_pcbconnect(
    struct thread *td, const struct socket *so, const struct sockaddr *to, bool nonblocking)
{
	value_ix dst = to->addr, source;
	int error;

	if (so->so_type == SOCK_RAW)
		return (rip_connect(td, so, dst));
	if ((error = tcp_check_address(td, so, dst, true)) != 0 ||
	    (error = in_pcb_destination(td, so, &dst, to->port)) != 0 ||
	    (error = in_pcbdisconnect(td, so)) != 0 ||
	    (error = in_pcb_source(td, so, dst, &source)) != 0 ||
	    (error = in_pcb_commit(td, so, source)) != 0)
		return (error);
	struct socket *s = socket_change(td, so);

	s->so_faddr = dst;
	s->so_fport = to->port;
	if (so->so_type == SOCK_STREAM)
		return (tcp_connect(td, so, dst, to->port, nonblocking));
	s->so_state |= SS_ISCONNECTED;
	return (0);
}
