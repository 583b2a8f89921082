/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Options of the Internet's protocols, and broadcasts.  FreeBSD's counterparts are ip_ctloutput()
 * and ip_output() of the file of the same name, and sys/netinet6/ip6_output.c.
 *
 * NOT MODELLED: options that change nothing that a jail is asked about.
 */
#include "constants.h"
#include "in_pcb.h"
#include "vfs_syscalls.h"

int
ip_output_broadcast(struct thread *td, const struct socket *so, value_ix dst)
{
	const struct kernel *k = td->td_kernel;
	bool asked = (so->so_options & (uint32_t)SO_BROADCAST) != 0;
	bool to_all = !asked && in_broadcast(k, socket_vnet(k, so), dst);

	return (refuses(td, IP_OUTPUT_BROADCAST, to_all, NULL, about_nothing()));
}

/* The flag behind an option that is on or off; 0: it is none of those. */
static uint32_t
option_flag(const struct socket *so, int32_t name)
{
	bool ip4 = so->so_family == AF_INET;

	if (name == (ip4 ? IP_BINDANY : IPV6_BINDANY))
		return (INP_BINDANY);
	if (ip4 && so->so_type == SOCK_RAW && name == IP_HDRINCL)
		return (INP_HDRINCL);
	return (!ip4 && name == IPV6_V6ONLY ? IN6P_IPV6_V6ONLY : 0);
}

static bool
is_portrange(const struct socket *so, int32_t name)
{
	return (name == (so->so_family == AF_INET ? IP_PORTRANGE : IPV6_PORTRANGE));
}

/* EINVAL: the option is another protocol's. */
static int
check_level(struct thread *td, const struct socket *so, int32_t level)
{
	bool other = level != (so->so_family == AF_INET ? IPPROTO_IP : IPPROTO_IPV6);

	return (must_refuse(td, SOCKOPT_LEVEL, other, NULL, about_number(level)));
}

int
ip_getsockopt(struct thread *td, const struct socket *so, int32_t level, int32_t name,
    struct sockopt_result *r)
{
	uint32_t flag = option_flag(so, name), flags = so->so_flags;
	bool range = is_portrange(so, name);
	int error = check_level(td, so, level);

	if (error != 0)
		return (error);
	if (range)
		r->value = (flags & INP_HIGHPORT) != 0 ? IP_PORTRANGE_HIGH :
		    (flags & INP_LOWPORT) != 0	       ? IP_PORTRANGE_LOW :
							 IP_PORTRANGE_DEFAULT;
	else
		r->value = (flags & flag) != 0;
	return (must_refuse(td, SETSOCKOPT_UNKNOWN, flag == 0 && !range, NULL, about_number(name)));
}

static int
set_portrange(struct thread *td, const struct socket *so, int32_t value)
{
	bool bad = value < IP_PORTRANGE_DEFAULT || value > IP_PORTRANGE_LOW;
	int error = must_refuse(td, IP_PORTRANGE_VALUE, bad, NULL, about_number(value));

	if (error != 0)
		return (error);
	struct socket *s = socket_change(td, so);

	s->so_flags &= ~(INP_HIGHPORT | INP_LOWPORT);
	s->so_flags |= value == IP_PORTRANGE_HIGH ? INP_HIGHPORT :
	    value == IP_PORTRANGE_LOW		  ? INP_LOWPORT :
						    0;
	return (0);
}

int
ip_setsockopt(
    struct thread *td, const struct socket *so, int32_t level, int32_t name, int32_t value)
{
	uint32_t flag = option_flag(so, name);
	bool late = flag == IN6P_IPV6_V6ONLY && so->so_lport != 0;
	bool header = so->so_family == AF_INET6 && name == IPV6_HOPOPTS;
	bool tuning = so->so_family == AF_INET && (name == IP_TOS || name == IP_TTL);
	int error = check_level(td, so, level);

	if (error != 0)
		return (error);
	if (is_portrange(so, name))
		return (set_portrange(td, so, value));
	if ((flag == INP_BINDANY && (error = priv_check(td, PRIV_NETINET_BINDANY)) != 0) ||
	    (header && (error = priv_check(td, PRIV_NETINET_SETHDROPTS)) != 0) ||
	    (error = not_modelled(td, header || tuning, about_number(name))) != 0 ||
	    (error = must_refuse(td, IPV6_V6ONLY_BOUND, late, NULL, about_number(name))) != 0 ||
	    (error = must_refuse(td, SETSOCKOPT_UNKNOWN, flag == 0, NULL, about_number(name))) != 0)
		return (error);
	struct socket *s = socket_change(td, so);

	s->so_flags = value != 0 ? s->so_flags | flag : s->so_flags & ~flag;
	return (0);
}
