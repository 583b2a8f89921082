/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Connections of Internet stream sockets.  FreeBSD's counterparts are the file of the same name
 * and tcp_syncache.c.
 *
 * NOT MODELLED: TCP's states; a host that is not this one, which never answers; a port that stays
 * taken for a while (TIME_WAIT).
 */
#include "constants.h"
#include "in_addr.h"
#include "in_pcb.h"

int
tcp_check_address(struct thread *td, const struct socket *so, value_ix addr, bool connects)
{
	static const uint8_t ones[IN_ADDR_SIZE] = { 255, 255, 255, 255 };
	struct values *vs = td->td_kernel->k_values;
	bool stream = so->so_type == SOCK_STREAM;
	bool many = stream && in_multicast(td->td_kernel, addr);
	bool all = stream && connects && addr == value_intern(vs, ones, sizeof(ones));
	int error = must_refuse(td, TCP_MULTICAST, many, NULL, about_nothing());

	if (error != 0)
		return (error);
	return (must_refuse(td, TCP_BROADCAST, all, NULL, about_nothing()));
}

/* Nobody answers: the caller sleeps, or hears later. */
static int
tcp_unanswered(struct thread *td, const struct socket *so, bool nonblocking)
{
	if (nonblocking && rule_active(td->td_kernel, TCP_CONNECT_INPROGRESS)) {
		socket_change(td, so)->so_state |= SS_ISCONNECTING;
		leaves(td);
	}
	int error = refuses(td, TCP_CONNECT_INPROGRESS, nonblocking, NULL, about_nothing());

	return (error != 0 ? error : must_refuse(td, WOULD_BLOCK, true, NULL, about_nothing()));
}

int
tcp_connect(
    struct thread *td, const struct socket *so, value_ix dst, uint32_t port, bool nonblocking)
{
	const struct kernel *k = td->td_kernel;
	const struct socket *head = in_pcblookup(td, so, dst, port);
	struct socket *accepted;
	int error;

	if (ifa_ifwithaddr(k, socket_vnet(k, so), dst) == NULL)
		return (tcp_unanswered(td, so, nonblocking));
	if ((error = must_refuse(
		 td, TCP_CONNECT_REFUSED, head == NULL, NULL, about_number(port))) != 0)
		return (error);
	if (solisten_full(head))
		return (tcp_unanswered(td, so, nonblocking));
	if ((error = sonewconn(td, head, so, &accepted)) != 0)
		return (error);
	return (in_pcbinsconn(td, accepted));
}
