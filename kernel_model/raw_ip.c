/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Raw sockets: packets made by hand, held to the jail's addresses (N24, N25).  FreeBSD's
 * counterparts are the file of the same name and sys/netinet6/raw_ip6.c.
 *
 * NOT MODELLED: what raw sockets receive, but for the answers to echo requests; headers made by
 * hand other than their source, which stands as "src=192.0.2.1 " in front of the data.
 */
#include <string.h>

#include "constants.h"
#include "in_addr.h"
#include "in_pcb.h"
#include "ucred.h"

int
rip_attach(struct thread *td, int32_t protocol)
{
	bool none = protocol < 0 || protocol > IPPROTO_RAW;
	int error = priv_check(td, PRIV_NETINET_RAW);

	if (error != 0)
		return (error);
	return (must_refuse(td, SOCREATE_PROTOCOL, none, NULL, about_number(protocol)));
}

int
rip_bind(struct thread *td, const struct socket *so, value_ix addr)
{
	const struct kernel *k = td->td_kernel;
	bool any = addr == in_any(td, so->so_family);
	bool missing = !any && (so->so_flags & INP_BINDANY) == 0 &&
	    ifa_ifwithaddr(k, socket_vnet(k, so), addr) == NULL;
	int error;

	if ((error = prison_check_ip(td, td->td_ucred, addr)) != 0 ||
	    (error = refuses(td, IN_PCBBIND_ADDRESS, missing, NULL, about_nothing())) != 0)
		return (error);
	socket_change(td, so)->so_laddr = addr;
	return (0);
}

int
rip_connect(struct thread *td, const struct socket *so, value_ix addr)
{
	struct socket *s = socket_change(td, so);

	s->so_faddr = addr;
	s->so_state |= SS_ISCONNECTED;
	return (0);
}

/* The address that a packet with its own header claims to come from; VALUE_NONE: no such header. */
static value_ix
header_source(const struct kernel *k, const struct socket *so, value_ix data)
{
	size_t length, size = so->so_family == AF_INET ? IN_ADDR_SIZE : IN6_ADDR_SIZE;
	const char *bytes = value_bytes(k->k_values, data, &length), *end;
	uint8_t address[IN6_ADDR_SIZE];

	if (length < 4 || memcmp(bytes, "src=", 4) != 0)
		return (VALUE_NONE);
	end = memchr(bytes, ' ', length);
	length = end == NULL ? length - 4 : (size_t)(end - bytes) - 4;
	if (!in_addr_read(bytes + 4, length, size, address))
		return (VALUE_NONE);
	return (value_intern(k->k_values, address, size));
}

/* N25: the header's source is the jail's, or the packet does not leave. */
static int
rip_header(struct thread *td, const struct socket *so, value_ix data, value_ix *source)
{
	int error;

	*source = header_source(td->td_kernel, so, data);
	if ((error = must_refuse(td, RIP_HEADER, *source == VALUE_NONE, NULL, about_value(data))) !=
	    0)
		return (error);
	return (prison_check_ip(td, ucred_at(td->td_kernel, so->so_cred), *source));
}

/* Is the socket for packets like this one, from `src' to `dst'? */
static bool
rip_wants(struct thread *td, const struct socket *so, uint32_t protocol, value_ix src, value_ix dst)
{
	value_ix any = in_any(td, so->so_family);

	return ((so->so_proto == 0 || so->so_proto == protocol) &&
	    (so->so_laddr == any || so->so_laddr == dst) &&
	    (so->so_faddr == any || so->so_faddr == src));
}

/* N26: to each raw socket that wants it, but of a jail only what is sent to the jail's addresses.
 */
static int
rip_input(struct thread *td, const struct socket *like, const struct parcel *packet, value_ix dst)
{
	const struct kernel *k = td->td_kernel;
	int error = 0;

	for (const struct socket *so = in_pcbraw(td, like); so != NULL && error == 0;
	     so = socket_at(k, so->so_addrnext)) {
		const struct prison *pr = cred_prison(k, ucred_at(k, so->so_cred));

		if (!rip_wants(td, so, like->so_proto, packet->source, dst) ||
		    alters(td, RIP_INPUT_OTHER, !prison_has_ip(k, pr, dst), pr, about_nothing()))
			continue;
		error = sbappend(td, so, like, packet);
	}
	return (error);
}

/* The host answers an echo request to an address of its own; the answer goes to its source. */
static int
icmp_input(struct thread *td, const struct socket *so, value_ix dst, const struct parcel *sent)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *vnet = socket_vnet(k, so);
	bool echo = so->so_proto == IPPROTO_ICMP || so->so_proto == IPPROTO_ICMPV6;
	struct parcel reply = { .data = sent->data, .source = dst };

	if (!echo || ifa_ifwithaddr(k, vnet, dst) == NULL ||
	    ifa_ifwithaddr(k, vnet, sent->source) == NULL)
		return (0);
	return (rip_input(td, so, &reply, sent->source));
}

int
rip_send(struct thread *td, const struct socket *so, const struct sockaddr *to,
    const struct parcel *parcel)
{
	value_ix dst = to == NULL ? so->so_faddr : to->addr;
	bool own_header = (so->so_flags & INP_HDRINCL) != 0;
	struct parcel sent = *parcel;
	int error;

	if ((error = own_header ? rip_header(td, so, parcel->data, &sent.source) :
				  in_pcb_source(td, so, dst, &sent.source)) != 0 ||
	    (error = ip_output_broadcast(td, so, dst)) != 0)
		return (error);
	return (icmp_input(td, so, dst, &sent));
}

/* N27: what only a raw socket can be asked for. */
int
rip_setsockopt(
    struct thread *td, const struct socket *so, int32_t level, int32_t name, int32_t value)
{
	bool multicast = level == IPPROTO_IP && (name == MRT_INIT || name == IP_RSVP_ON);
	bool module = level == IPPROTO_IP && (name == IP_FW3 || name == IP_DUMMYNET3);
	int error;

	if (multicast && (error = priv_check(td, PRIV_NETINET_MROUTE)) != 0)
		return (error);
	if ((error = must_refuse(td, RIP_NO_MROUTER, multicast, NULL, about_number(name))) != 0 ||
	    (error = must_refuse(td, RIP_NO_MODULE, module, NULL, about_number(name))) != 0)
		return (error);
	return (ip_setsockopt(td, so, level, name, value));
}
