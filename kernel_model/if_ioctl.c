/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Asking about interfaces and changing them: table T3 of the specification.  The network stack is
 * that of the socket, the privilege that of the caller (N33, V17).  FreeBSD's counterparts are
 * ifioctl() of sys/net/if.c, in_control() and in6_control(), and sysctl_iflist() of
 * sys/net/rtsock.c.
 *
 * NOT MODELLED: other requests and other descriptors; making an interface and taking one away, once
 * the privilege is asked for.
 */
#include <string.h>

#include "constants.h"
#include "in_addr.h"
#include "in_pcb.h"
#include "ucred.h"
#include "vfs_syscalls.h"

#define IF_MINMTU 72
#define IF_MAXMTU 65535

/* What a call says of an interface. */
struct ifreq {
	const char *name;
	value_ix addr; /* packed, or VALUE_NONE */
	int64_t prefix, flags, mtu, jid;
};

static struct ifreq
read_ifreq(const struct kernel *k, value_ix list, size_t size)
{
	struct literal l = literal_read(k->k_values, list);
	uint8_t bytes[IN6_ADDR_SIZE];
	struct element e;
	struct ifreq ifr = { .name = "", .addr = VALUE_NONE };

	if (literal_find(l, "name", &e) && e.kind == LITERAL_STRING)
		ifr.name = e.bytes;
	if (literal_find(l, "addr", &e) && e.kind == LITERAL_STRING &&
	    in_addr_read(e.bytes, e.length, size, bytes))
		ifr.addr = value_intern(k->k_values, bytes, size);
	ifr.prefix = literal_get_number_or(l, "prefix", (int64_t)size * 8);
	ifr.flags = literal_get_number_or(l, "flags", 0);
	ifr.mtu = literal_get_number_or(l, "mtu", 0);
	ifr.jid = literal_get_number_or(l, "jid", -1);
	return (ifr);
}

static const struct ifnet *
ifunit(const struct kernel *k, const struct prison *vnet, const char *name)
{
	const struct ifnet *ifp = if_first(k, vnet);

	while (ifp != NULL && strcmp(value_text(k->k_values, ifp->if_xname), name) != 0)
		ifp = ifnet_at(k, ifp->if_next);
	return (ifp);
}

/* SIOCAIFADDR and SIOCAIFADDR_IN6. */
static int
add_address(struct thread *td, const struct ifnet *ifp, const struct ifreq *ifr)
{
	const struct kernel *k = td->td_kernel;
	int64_t bits = (int64_t)value_length(k->k_values, ifr->addr) * 8;
	bool bad = ifr->prefix < 0 || ifr->prefix > bits;
	const struct ifaddr *ifa = ifa_ifwithaddr(k, prison_at(k, ifp->if_vnet), ifr->addr);
	bool other = ifa != NULL && ifa->ifa_ifp != ifnet_ix_of(k, ifp);
	int error;

	if ((error = must_refuse(
		 td, GETSOCKADDR_MALFORMED, bad, NULL, about_number(ifr->prefix))) != 0 ||
	    (error = must_refuse(td, IN_AIFADDR_OTHER, other, NULL, about_nothing())) != 0)
		return (error);
	ifnet_change(td, ifp)->if_flags |= IFF_UP | IFF_RUNNING;
	if (ifa == NULL)
		return (ifa_add(td, ifp, ifr->addr, (uint32_t)ifr->prefix));
	ifaddr_change(td, ifa)->ifa_prefix = (uint32_t)ifr->prefix;
	return (0);
}

/* SIOCDIFADDR and SIOCDIFADDR_IN6. */
static int
delete_address(struct thread *td, const struct ifnet *ifp, const struct ifreq *ifr)
{
	const struct kernel *k = td->td_kernel;
	const struct ifaddr *ifa = ifa_ifwithaddr(k, prison_at(k, ifp->if_vnet), ifr->addr);
	bool missing = ifa == NULL || ifa->ifa_ifp != ifnet_ix_of(k, ifp);
	int error = must_refuse(td, IN_CONTROL_ADDRESS, missing, NULL, about_nothing());

	if (error == 0)
		ifa_del(td, ifa);
	return (error);
}

/* An IPv4 address is asked for after the privilege, an IPv6 address must be the jail's before. */
static int
change_address(struct thread *td, const struct ifnet *ifp, int32_t request, const struct ifreq *ifr)
{
	bool add = request == SIOCAIFADDR || request == SIOCAIFADDR_IN6;
	bool ip6 = request == SIOCAIFADDR_IN6 || request == SIOCDIFADDR_IN6;
	bool none = ifr->addr == VALUE_NONE;
	int error;

	if ((ip6 && !none && (error = prison_check_ip(td, td->td_ucred, ifr->addr)) != 0) ||
	    (error = priv_check(td, add ? PRIV_NET_ADDIFADDR : PRIV_NET_DELIFADDR)) != 0 ||
	    (error = must_refuse(td, GETSOCKADDR_MALFORMED, none, NULL, about_nothing())) != 0)
		return (error);
	return (add ? add_address(td, ifp, ifr) : delete_address(td, ifp, ifr));
}

/* SIOCGIFADDR: the first address that the caller may see. */
static int
first_address(struct thread *td, const struct ifnet *ifp, size_t size, int64_t *text)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = cred_prison(k, td->td_ucred);
	const struct ifaddr *ifa = ifaddr_at(k, ifp->if_addrs);

	while (ifa != NULL &&
	    (value_length(k->k_values, ifa->ifa_addr) != size ||
		!prison_has_ip(k, pr, ifa->ifa_addr)))
		ifa = ifaddr_at(k, ifa->ifa_next);
	int error = must_refuse(td, IN_CONTROL_ADDRESS, ifa == NULL, pr, about_nothing());

	if (error == 0)
		*text = sockaddr_text(k, ifa->ifa_addr);
	return (error);
}

/* V6, V8: lends an interface of this network stack to a jail's, or takes it back from there. */
static int
lend(struct thread *td, const struct socket *so, bool back, const struct ifreq *ifr)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *mine = socket_vnet(k, so), *mypr = cred_prison(k, td->td_ucred);
	bool sane = ifr->jid > 0 && ifr->jid <= JAIL_MAX;
	const struct prison *pr = sane ? prison_find_child(k, mypr, (uint32_t)ifr->jid) : NULL;
	const struct prison *other = pr == NULL ? mine : prison_vnet(k, pr);
	const struct prison *from = back ? other : mine, *to = back ? mine : other;
	const struct ifnet *ifp = ifunit(k, from, ifr->name);
	int error;

	if ((!back &&
		(error = must_refuse(td, IFIOCTL_NOT_FOUND, ifp == NULL, NULL, about_nothing())) !=
		    0) ||
	    (error = priv_check(td, PRIV_NET_SETIFVNET)) != 0 ||
	    (error = must_refuse(td, IF_VMOVE_JAIL, pr == NULL, NULL, about_number(ifr->jid))) !=
		0 ||
	    (error = must_refuse(td, IFIOCTL_NOT_FOUND, ifp == NULL, NULL, about_nothing())) != 0)
		return (error);
	bool there = ifunit(k, to, ifr->name) != NULL;

	if ((error = must_refuse(td, IF_VMOVE_EXISTS, there, NULL, about_nothing())) != 0)
		return (error);
	if_vmove(td, ifp, to);
	return (0);
}

/* Of the interface itself. */
static int
ifhwioctl(struct thread *td, const struct ifnet *ifp, int32_t request, const struct ifreq *ifr)
{
	bool bad = ifr->mtu < IF_MINMTU || ifr->mtu > IF_MAXMTU;
	int error;

	switch (request) {
	case SIOCSIFFLAGS:
		if ((error = priv_check(td, PRIV_NET_SETIFFLAGS)) != 0)
			return (error);
		struct ifnet *changed = ifnet_change(td, ifp);

		changed->if_flags = (changed->if_flags & ~(uint32_t)IFF_UP) |
		    ((uint32_t)ifr->flags & (uint32_t)IFF_UP);
		return (0);
	case SIOCSIFMTU:
		if ((error = priv_check(td, PRIV_NET_SETIFMTU)) != 0 ||
		    (error = must_refuse(td, IFHWIOCTL_MTU, bad, NULL, about_number(ifr->mtu))) !=
			0)
			return (error);
		ifnet_change(td, ifp)->if_mtu = (uint32_t)ifr->mtu;
		return (0);
	default:
		break;
	}
	return (not_modelled(td, true, about_number(request)));
}

static int
ifioctl(struct thread *td, const struct socket *so, int32_t request, value_ix arg, int64_t *answer)
{
	const struct kernel *k = td->td_kernel;
	bool ip6 = request == SIOCAIFADDR_IN6 || request == SIOCDIFADDR_IN6;
	bool make = request == SIOCIFCREATE, destroy = request == SIOCIFDESTROY;
	size_t size = ip6 ? IN6_ADDR_SIZE : IN_ADDR_SIZE;
	int error;

	if ((make && (error = priv_check(td, PRIV_NET_IFCREATE)) != 0) ||
	    (destroy && (error = priv_check(td, PRIV_NET_IFDESTROY)) != 0) ||
	    (error = not_modelled(td, make || destroy, about_number(request))) != 0)
		return (error);
	struct ifreq ifr = read_ifreq(k, arg, size);

	if (request == SIOCSIFVNET || request == SIOCSIFRVNET)
		return (lend(td, so, request == SIOCSIFRVNET, &ifr));
	const struct ifnet *ifp = ifunit(k, socket_vnet(k, so), ifr.name);

	if ((error = must_refuse(td, IFIOCTL_NOT_FOUND, ifp == NULL, NULL, about_nothing())) != 0)
		return (error);
	if (request == SIOCGIFADDR)
		return (first_address(td, ifp, size, answer));
	if (ip6 || request == SIOCAIFADDR || request == SIOCDIFADDR)
		return (change_address(td, ifp, request, &ifr));
	return (ifhwioctl(td, ifp, request, &ifr));
}

int
sys_ioctl(struct thread *td, const struct ioctl_args *uap, struct text_result *r)
{
	bool bad = uap->arg == VALUE_NONE || uap->arg == VALUE_BADADDR;
	const struct file *fp;
	int error = fget(td, uap->fd, &fp, NULL);

	if (error != 0 ||
	    (error = not_modelled(td, fp->f_type != DTYPE_SOCKET, about_fd(uap->fd))) != 0 ||
	    (error = must_refuse(td, COPYIN_BADADDR, bad, NULL, about_nothing())) != 0)
		return (error);
	r->text = VALUE_EMPTY;
	return (
	    ifioctl(td, socket_at(td->td_kernel, fp->f_socket), uap->request, uap->arg, &r->text));
}

/* The list. */

static void
fill_ifaddr(struct thread *td, const struct ifaddr *ifa)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = cred_prison(k, td->td_ucred);
	struct values *vs = k->k_values;
	char text[IN_ADDR_TEXT];
	size_t size;
	const char *bytes = value_bytes(vs, ifa->ifa_addr, &size);

	if (alters(td, IFLIST_HIDDEN, !prison_has_ip(k, pr, ifa->ifa_addr), pr, about_nothing()))
		return;
	size_t opened = literal_open(vs, "");

	literal_string(vs, "addr", text, in_addr_write(bytes, size, text));
	literal_integer(vs, "prefix", ifa->ifa_prefix);
	literal_close(vs, opened);
}

static void
fill_ifnet(struct thread *td, const struct ifnet *ifp)
{
	const struct kernel *k = td->td_kernel;
	struct values *vs = k->k_values;
	size_t opened = literal_open(vs, "");

	literal_text(vs, "name", value_text(vs, ifp->if_xname));
	literal_integer(vs, "flags", ifp->if_flags);
	literal_integer(vs, "mtu", ifp->if_mtu);
	literal_text(vs, "ether", value_text(vs, ifp->if_lladdr));
	size_t list = literal_open(vs, "addrs");

	for (const struct ifaddr *ifa = ifaddr_at(k, ifp->if_addrs); ifa != NULL;
	     ifa = ifaddr_at(k, ifa->ifa_next))
		fill_ifaddr(td, ifa);
	literal_close(vs, list);
	literal_close(vs, opened);
}

int
sys_getifaddrs(struct thread *td, const struct getifaddrs_args *uap, struct list_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *vnet = prison_vnet(k, cred_prison(k, td->td_ucred));

	(void)uap;
	value_begin(k->k_values);
	for (const struct ifnet *ifp = if_first(k, vnet); ifp != NULL;
	     ifp = ifnet_at(k, ifp->if_next))
		fill_ifnet(td, ifp);
	r->list = value_end(k->k_values);
	return (0);
}
