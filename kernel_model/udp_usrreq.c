/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Datagrams of the Internet.  FreeBSD's counterpart is the file of the same name.
 *
 * NOT MODELLED: what multicast and broadcasts reach.
 */
#include "constants.h"
#include "errnos.h"
#include "in_pcb.h"
#include "ucred.h"

/* Who is connected hears with his next call that nobody is there. */
static void
port_unreachable(struct thread *td, const struct socket *so, value_ix dst)
{
	const struct kernel *k = td->td_kernel;

	if ((so->so_state & SS_ISCONNECTED) != 0 &&
	    ifa_ifwithaddr(k, socket_vnet(k, so), dst) != NULL)
		socket_change(td, so)->so_error = ECONNREFUSED;
}

/*
 * N14, N22: a socket without a port gets one, and in a jail held to addresses the source of its
 * first datagram for good.
 */
static int
udp_autobind(struct thread *td, const struct socket *so, value_ix source)
{
	const struct prison *pr = cred_prison(td->td_kernel, td->td_ucred);
	bool stays = prison_ip_restricted(pr, so->so_family);

	if (so->so_lport != 0)
		return (0);
	return (in_pcb_commit(td, so, stays ? source : so->so_laddr));
}

/*
 * N23: IP_SENDSRCADDR asks for a source, one datagram long: of a socket that has a port and no
 * address, and an address as bind(2) would give it.
 */
static int
udp_sendsrcaddr(struct thread *td, const struct socket *so, value_ix *source)
{
	const struct kernel *k = td->td_kernel;
	value_ix any = in_any(td, so->so_family);
	bool wrong = so->so_lport == 0 || so->so_laddr != any || *source == any;
	int error;

	if ((error = refuses(td, UDP_SENDSRCADDR, wrong, NULL, about_nothing())) != 0 ||
	    (error = prison_local_ip(td, td->td_ucred, true, source)) != 0)
		return (error);
	bool missing = ifa_ifwithaddr(k, socket_vnet(k, so), *source) == NULL;

	return (refuses(td, IN_PCBBIND_ADDRESS, missing, NULL, about_nothing()));
}

int
udp_send(struct thread *td, const struct socket *so, const struct sockaddr *to,
    const struct parcel *parcel)
{
	value_ix dst = to == NULL ? so->so_faddr : to->addr, source = parcel->source;
	uint32_t port = to == NULL ? so->so_fport : to->port;
	struct parcel sent = *parcel;
	int error;

	if ((error = in_pcb_destination(td, so, &dst, port)) != 0 ||
	    (error = source != VALUE_NONE ? udp_sendsrcaddr(td, so, &source) :
					    in_pcb_source(td, so, dst, &source)) != 0 ||
	    (error = udp_autobind(td, so, source)) != 0 ||
	    (error = ip_output_broadcast(td, so, dst)) != 0)
		return (error);
	const struct socket *receiver = in_pcblookup(td, so, dst, port);

	sent.source = source;
	if (receiver != NULL)
		return (sbappend(td, receiver, so, &sent));
	port_unreachable(td, so, dst);
	return (0);
}
