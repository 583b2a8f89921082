/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Network interfaces and their addresses, and which of them a connection comes from.  Every
 * network stack has its own; a fresh one has lo0 without an address (V2).  FreeBSD's counterparts
 * are sys/net/if.c and in_pcbladdr() of sys/netinet/in_pcb.c.
 *
 * NOT MODELLED: routes other than to the networks of interfaces and out of the first one.
 */
#include <string.h>

#include "constants.h"
#include "in_addr.h"
#include "in_pcb.h"
#include "ucred.h"

value_ix
in_any(struct thread *td, uint32_t family)
{
	static const uint8_t zero[IN6_ADDR_SIZE];

	return (value_intern(
	    td->td_kernel->k_values, zero, family == AF_INET ? IN_ADDR_SIZE : IN6_ADDR_SIZE));
}

const struct prison *
prison_vnet(const struct kernel *k, const struct prison *pr)
{
	while ((pr->pr_flags & PR_VNET) == 0)
		pr = prison_at(k, pr->pr_parent);
	return (pr);
}

const struct prison *
socket_vnet(const struct kernel *k, const struct socket *so)
{
	return (prison_vnet(k, cred_prison(k, ucred_at(k, so->so_cred))));
}

value_ix
vnet_address(const struct kernel *k, const struct prison *vnet, value_ix addr)
{
	prison_ix ix = prison_ix_of(k, vnet);
	uint8_t key[IN6_ADDR_SIZE + sizeof(ix)];
	size_t size;
	const char *bytes = value_bytes(k->k_values, addr, &size);

	if (vnet == prison0(k))
		return (addr);
	memcpy(key, bytes, size);
	memcpy(key + size, &ix, sizeof(ix));
	return (value_intern(k->k_values, key, size + sizeof(ix)));
}

const struct ifaddr *
ifa_ifwithaddr(const struct kernel *k, const struct prison *vnet, value_ix addr)
{
	return (ifaddr_find(k, vnet_address(k, vnet, addr), 0));
}

const struct ifnet *
if_first(const struct kernel *k, const struct prison *vnet)
{
	return (ifnet_at(k, vnet_find(k, prison_ix_of(k, vnet), 0)->vnet_ifnet));
}

/* Is the address the network's of the interface address, or beyond it all ones (broadcast)? */
static bool
in_network(const struct kernel *k, const struct ifaddr *ifa, value_ix addr, bool *last)
{
	size_t size, other;
	const uint8_t *bytes = (const void *)value_bytes(k->k_values, addr, &size);
	const uint8_t *mine = (const void *)value_bytes(k->k_values, ifa->ifa_addr, &other);
	bool within = size == other;

	*last = within && size == IN_ADDR_SIZE && ifa->ifa_prefix < 31;
	for (uint32_t bit = 0; within && bit < size * 8; bit++) {
		uint8_t mask = (uint8_t)(0x80u >> bit % 8);

		if (bit < ifa->ifa_prefix)
			within = ((bytes[bit / 8] ^ mine[bit / 8]) & mask) == 0;
		else
			*last = *last && (bytes[bit / 8] & mask) != 0;
	}
	*last = *last && within;
	return (within);
}

bool
in_multicast(const struct kernel *k, value_ix addr)
{
	size_t size;
	const uint8_t *bytes = (const void *)value_bytes(k->k_values, addr, &size);

	return (size == IN_ADDR_SIZE ? (bytes[0] & 0xf0) == 0xe0 : bytes[0] == 0xff);
}

bool
in_broadcast(const struct kernel *k, const struct prison *vnet, value_ix addr)
{
	static const uint8_t ones[IN_ADDR_SIZE] = { 255, 255, 255, 255 };
	size_t size;
	const char *bytes = value_bytes(k->k_values, addr, &size);
	bool last = false;

	if (size != IN_ADDR_SIZE)
		return (false);
	if (memcmp(bytes, ones, size) == 0)
		return (true);
	for (const struct ifnet *ifp = if_first(k, vnet); ifp != NULL;
	     ifp = ifnet_at(k, ifp->if_next))
		for (const struct ifaddr *ifa = ifaddr_at(k, ifp->if_addrs); ifa != NULL && !last;
		     ifa = ifaddr_at(k, ifa->ifa_next))
			if ((ifp->if_flags & IFF_BROADCAST) != 0)
				(void)in_network(k, ifa, addr, &last);
	return (last);
}

const struct ifnet *
route_ifp(const struct kernel *k, const struct prison *vnet, value_ix dst)
{
	const struct ifaddr *own = ifa_ifwithaddr(k, vnet, dst);
	const struct ifnet *first = if_first(k, vnet);
	bool last;

	if (own != NULL)
		return (ifnet_at(k, own->ifa_ifp));
	for (const struct ifnet *ifp = first; ifp != NULL; ifp = ifnet_at(k, ifp->if_next))
		for (const struct ifaddr *ifa = ifaddr_at(k, ifp->if_addrs); ifa != NULL;
		     ifa = ifaddr_at(k, ifa->ifa_next))
			if (in_network(k, ifa, dst, &last))
				return (ifp);
	return (first == NULL || (first->if_flags & IFF_LOOPBACK) != 0 ? NULL : first);
}

value_ix
in_pcbself(struct thread *td, const struct socket *so)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = cred_prison(k, td->td_ucred);
	size_t size = so->so_family == AF_INET ? IN_ADDR_SIZE : IN6_ADDR_SIZE;

	if (prison_ip_restricted(pr, so->so_family))
		return (prison_ip_primary(k, pr, so->so_family));
	for (const struct ifnet *ifp = if_first(k, socket_vnet(k, so)); ifp != NULL;
	     ifp = ifnet_at(k, ifp->if_next))
		for (const struct ifaddr *ifa = ifaddr_at(k, ifp->if_addrs); ifa != NULL;
		     ifa = ifaddr_at(k, ifa->ifa_next))
			if (value_length(k->k_values, ifa->ifa_addr) == size)
				return (ifa->ifa_addr);
	return (VALUE_NONE);
}

value_ix
in_pcbladdr(struct thread *td, const struct socket *so, value_ix dst)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = cred_prison(k, td->td_ucred);
	const struct prison *vnet = socket_vnet(k, so);
	bool restricted = prison_ip_restricted(pr, so->so_family);
	value_ix primary = prison_ip_primary(k, pr, so->so_family);
	size_t size = value_length(k->k_values, dst);

	if (restricted &&
	    alters(
		td, PRISON_SADDRSEL, prison_saddrsel_off(pr, so->so_family), pr, about_nothing()))
		return (primary);
	if (!restricted && ifa_ifwithaddr(k, vnet, dst) != NULL)
		return (dst);
	const struct ifnet *ifp = route_ifp(k, vnet, dst);

	for (const struct ifaddr *ifa = ifp == NULL ? NULL : ifaddr_at(k, ifp->if_addrs);
	     ifa != NULL; ifa = ifaddr_at(k, ifa->ifa_next))
		if (value_length(k->k_values, ifa->ifa_addr) == size &&
		    prison_has_ip(k, pr, ifa->ifa_addr))
			return (ifa->ifa_addr);
	return (restricted ? primary : VALUE_NONE);
}

/* Boot, and network stacks of jails. */

#define IPPORT_RESERVED 1024

/* A row of interfaces.def. */
struct boot_row {
	const char *name, *address; /* of an interface, or of its address */
	int number;		    /* flags, or bits of the network */
	int mtu;
	const char *lladdr;
};

/* Puts an interface behind those that a network stack has. */
static void
if_link(struct thread *td, struct vnet *vnet, struct ifnet *ifp)
{
	const struct kernel *k = td->td_kernel;

	ifp->if_vnet = vnet->vnet_prison;
	ifp->if_next = 0;
	if (vnet->vnet_ifnet == 0) {
		vnet->vnet_ifnet = ifnet_ix_of(k, ifp);
		return;
	}
	const struct ifnet *last = ifnet_at(k, vnet->vnet_ifnet);

	while (last->if_next != 0)
		last = ifnet_at(k, last->if_next);
	ifnet_change(td, last)->if_next = ifnet_ix_of(k, ifp);
}

static void
if_unlink(struct thread *td, struct vnet *vnet, const struct ifnet *ifp)
{
	const struct kernel *k = td->td_kernel;
	uint32_t ix = ifnet_ix_of(k, ifp);

	if (vnet->vnet_ifnet == ix) {
		vnet->vnet_ifnet = ifp->if_next;
		return;
	}
	const struct ifnet *before = ifnet_at(k, vnet->vnet_ifnet);

	while (before->if_next != ix)
		before = ifnet_at(k, before->if_next);
	ifnet_change(td, before)->if_next = ifp->if_next;
}

void
if_vmove(struct thread *td, const struct ifnet *cifp, const struct prison *to)
{
	const struct kernel *k = td->td_kernel;
	struct ifnet *ifp = ifnet_change(td, cifp);

	while (ifp->if_addrs != 0)
		ifa_del(td, ifaddr_at(k, ifp->if_addrs));
	ifp->if_flags &= ~(uint32_t)(IFF_UP | IFF_RUNNING);
	if_unlink(td, vnet_change(td, vnet_find(k, ifp->if_vnet, 0)), ifp);
	if_link(td, vnet_change(td, vnet_find(k, prison_ix_of(k, to), 0)), ifp);
}

static int
if_attach(struct thread *td, struct vnet *vnet, const struct boot_row *row, struct ifnet **made)
{
	const struct kernel *k = td->td_kernel;
	int error = ifnet_alloc(td, made);

	if (error != 0)
		return (error);
	(*made)->if_xname = value_string(k->k_values, row->name);
	(*made)->if_flags = (uint32_t)row->number;
	(*made)->if_mtu = (uint32_t)row->mtu;
	(*made)->if_lladdr = value_string(k->k_values, row->lladdr);
	(*made)->if_home_vnet = vnet->vnet_prison;
	if_link(td, vnet, *made);
	return (0);
}

static int
vnet_create(struct thread *td, const struct prison *pr, struct vnet **vnet)
{
	int error = vnet_alloc(td, vnet);

	if (error != 0)
		return (error);
	(*vnet)->vnet_prison = prison_ix_of(td->td_kernel, pr);
	(*vnet)->vnet_reservedhigh = IPPORT_RESERVED - 1;
	vnet_enter(td, *vnet);
	return (0);
}

int
ifa_add(struct thread *td, const struct ifnet *ifp, value_ix addr, uint32_t prefix)
{
	const struct kernel *k = td->td_kernel;
	struct ifaddr *ifa;
	int error = ifaddr_alloc(td, &ifa);

	if (error != 0)
		return (error);
	ifa->ifa_key = vnet_address(k, prison_at(k, ifp->if_vnet), addr);
	ifa->ifa_addr = addr;
	ifa->ifa_prefix = prefix;
	ifa->ifa_ifp = ifnet_ix_of(k, ifp);
	ifaddr_enter(td, ifa);
	if (ifp->if_addrs == 0) {
		ifnet_change(td, ifp)->if_addrs = ifaddr_ix_of(k, ifa);
		return (0);
	}
	const struct ifaddr *last = ifaddr_at(k, ifp->if_addrs);

	while (last->ifa_next != 0)
		last = ifaddr_at(k, last->ifa_next);
	ifaddr_change(td, last)->ifa_next = ifaddr_ix_of(k, ifa);
	return (0);
}

void
ifa_del(struct thread *td, const struct ifaddr *ifa)
{
	const struct kernel *k = td->td_kernel;
	const struct ifnet *ifp = ifnet_at(k, ifa->ifa_ifp);
	uint32_t ix = ifaddr_ix_of(k, ifa);

	if (ifp->if_addrs == ix)
		ifnet_change(td, ifp)->if_addrs = ifa->ifa_next;
	else {
		const struct ifaddr *before = ifaddr_at(k, ifp->if_addrs);

		while (before->ifa_next != ix)
			before = ifaddr_at(k, before->ifa_next);
		ifaddr_change(td, before)->ifa_next = ifa->ifa_next;
	}
	ifaddr_erase(td, ifa);
}

int
if_boot(struct thread *td)
{
	static const struct boot_row rows[] = {
#define INTERFACE(name_, flags_, mtu_, lladdr_, meaning_) { name_, NULL, flags_, mtu_, lladdr_ },
#define ADDRESS(address_, prefix_, meaning_)		  { NULL, address_, prefix_, 0, NULL },
#include "interfaces.def"
	};
	struct vnet *vnet;
	struct ifnet *ifp = NULL;
	int error = vnet_create(td, prison0(td->td_kernel), &vnet);

	for (size_t i = 0; error == 0 && i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].name != NULL) {
			error = if_attach(td, vnet, &rows[i], &ifp);
			continue;
		}
		const char *text = rows[i].address;
		size_t size = strchr(text, ':') != NULL ? IN6_ADDR_SIZE : IN_ADDR_SIZE;
		uint8_t bytes[IN6_ADDR_SIZE];

		(void)in_addr_read(text, strlen(text), size, bytes);
		error = ifa_add(td, ifp, value_intern(td->td_kernel->k_values, bytes, size),
		    (uint32_t)rows[i].number);
	}
	return (error);
}

int
if_new_vnet(struct thread *td, const struct prison *pr)
{
	static const struct boot_row lo0 = { "lo0", NULL, IFF_LOOPBACK | IFF_MULTICAST, 16384, "" };
	struct vnet *vnet;
	struct ifnet *ifp;
	int error = vnet_create(td, pr, &vnet);

	return (error != 0 ? error : if_attach(td, vnet, &lo0, &ifp));
}

void
if_destroy_vnet(struct thread *td, const struct prison *pr)
{
	const struct kernel *k = td->td_kernel;
	prison_ix ix = prison_ix_of(k, pr);
	const struct vnet *vnet = vnet_find(k, ix, 0);

	while (vnet != NULL && vnet->vnet_ifnet != 0) {
		const struct ifnet *ifp = ifnet_at(k, vnet->vnet_ifnet);

		if_vmove(td, ifp, prison_at(k, ifp->if_home_vnet));
		if (ifp->if_home_vnet == ix) {
			if_unlink(td, vnet_change(td, vnet), ifp);
			ifnet_erase(td, ifp);
		}
	}
	if (vnet != NULL)
		vnet_erase(td, vnet);
}
