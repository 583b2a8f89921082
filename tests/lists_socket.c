/* SPDX-License-Identifier: BSD-2-Clause */
/* The lists of sockets: bound ports, connections that wait, local datagrams, interfaces. */
#include "in_pcb.h"
#include "lists.h"

/* Does each socket stand once on the list of its port, and of its address, and no other? */
static bool
ports_whole(const struct kernel *k)
{
	uint32_t bound = 0, addressed = 0;

	for (uint32_t ix = 1; ix < k->k_rows[TABLE_socket].capacity; ix++)
		if (row_live(k, TABLE_socket, ix)) {
			bound += socket_at(k, ix)->so_inport != 0;
			addressed += socket_at(k, ix)->so_inaddr != 0;
		}
	for (uint32_t ix = 1; ix < k->k_rows[TABLE_inport].capacity; ix++)
		for (uint32_t so = row_live(k, TABLE_inport, ix) ? inport_at(k, ix)->ip_first : 0;
		     so != 0; so = socket_at(k, so)->so_portnext)
			if (socket_at(k, so)->so_inport != ix || bound-- == 0)
				return (false);
	for (uint32_t ix = 1; ix < k->k_rows[TABLE_inaddr].capacity; ix++)
		for (uint32_t so = row_live(k, TABLE_inaddr, ix) ? inaddr_at(k, ix)->ia_first : 0;
		     so != 0; so = socket_at(k, so)->so_addrnext)
			if (socket_at(k, so)->so_inaddr != ix || addressed-- == 0)
				return (false);
	return (bound == 0 && addressed == 0);
}

static bool
queue_whole(const struct kernel *k, uint32_t head)
{
	uint32_t length = 0;

	for (uint32_t so = socket_at(k, head)->so_comp; so != 0; so = socket_at(k, so)->so_compnext)
		if (socket_at(k, so)->so_listen != head || length++ > socket_at(k, head)->so_qlen)
			return (false);
	return (length == socket_at(k, head)->so_qlen);
}

/* Who sends datagrams to this socket names it as his peer. */
static bool
references_whole(const struct kernel *k, uint32_t to)
{
	uint32_t length = 0;

	for (uint32_t so = socket_at(k, to)->so_refs; so != 0; so = socket_at(k, so)->so_refnext)
		if (socket_at(k, so)->so_peer != to || length++ > k->k_rows[TABLE_socket].count)
			return (false);
	return (true);
}

/* Each address on its interface's list, each interface on its network stack's. */
static bool
interfaces_whole(const struct kernel *k)
{
	uint32_t interfaces = 0, addresses = 0;

	for (uint32_t ix = 1; ix < k->k_rows[TABLE_vnet].capacity; ix++)
		for (uint32_t ifp = row_live(k, TABLE_vnet, ix) ? vnet_at(k, ix)->vnet_ifnet : 0;
		     ifp != 0; ifp = ifnet_at(k, ifp)->if_next) {
			if (ifnet_at(k, ifp)->if_vnet != vnet_at(k, ix)->vnet_prison ||
			    interfaces++ > k->k_rows[TABLE_ifnet].count)
				return (false);
			for (uint32_t ifa = ifnet_at(k, ifp)->if_addrs; ifa != 0;
			     ifa = ifaddr_at(k, ifa)->ifa_next)
				if (ifaddr_at(k, ifa)->ifa_ifp != ifp ||
				    addresses++ > k->k_rows[TABLE_ifaddr].count)
					return (false);
		}
	return (interfaces == k->k_rows[TABLE_ifnet].count &&
	    addresses == k->k_rows[TABLE_ifaddr].count);
}

const char *
sockets_check(const struct kernel *k)
{
	for (uint32_t ix = 1; ix < k->k_rows[TABLE_socket].capacity; ix++) {
		if (!row_live(k, TABLE_socket, ix))
			continue;
		if (!queue_whole(k, ix))
			return ("the connections that wait on a socket");
		if (!references_whole(k, ix))
			return ("the sockets connected to a datagram socket");
	}
	if (!ports_whole(k))
		return ("the sockets of a port or an address");
	return (interfaces_whole(k) ? NULL : "the interfaces of a network stack");
}
