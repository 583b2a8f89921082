/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the address lists of prisons mean to sockets: A1 to A6.  FreeBSD's counterparts are
 * sys/netinet/in_jail.c, sys/netinet6/in6_jail.c and prison_check_af() of sys/kern/kern_jail.c.
 */
#include <string.h>

#include "constants.h"
#include "in_addr.h"
#include "in_pcb.h"
#include "jail_param.h"

/* What the two families are called in a prison. */
static size_t
size_of(uint32_t family)
{
	return (family == AF_INET ? IN_ADDR_SIZE : IN6_ADDR_SIZE);
}

static value_ix
list_of(const struct prison *pr, uint32_t family)
{
	return (family == AF_INET ? pr->pr_ip4 : pr->pr_ip6);
}

static uint32_t
family_of_address(const struct kernel *k, value_ix addr)
{
	return (value_length(k->k_values, addr) == IN_ADDR_SIZE ? AF_INET : AF_INET6);
}

bool
prison_ip_restricted(const struct prison *pr, uint32_t family)
{
	return ((pr->pr_flags & (family == AF_INET ? PR_IP4 : PR_IP6)) != 0);
}

value_ix
prison_ip_primary(const struct kernel *k, const struct prison *pr, uint32_t family)
{
	size_t size = size_of(family), length;
	const char *bytes = value_bytes(k->k_values, list_of(pr, family), &length);

	return (length == 0 ? VALUE_NONE : value_intern(k->k_values, bytes, size));
}

bool
prison_saddrsel_off(const struct prison *pr, uint32_t family)
{
	return ((pr->pr_flags & (family == AF_INET ? PR_IP4_SADDR : PR_IP6_SADDR)) == 0);
}

const struct prison *
prison_ip_domain(const struct kernel *k, const struct prison *pr, uint32_t family)
{
	uint32_t own = (family == AF_INET ? PR_IP4_USER : PR_IP6_USER) | PR_VNET;

	while (pr->pr_parent != 0 && (pr->pr_flags & own) == 0)
		pr = prison_at(k, pr->pr_parent);
	return (pr);
}

bool
prison_has_ip(const struct kernel *k, const struct prison *pr, value_ix addr)
{
	uint32_t family = family_of_address(k, addr);
	size_t size;
	const char *bytes = value_bytes(k->k_values, addr, &size);

	return (!prison_ip_restricted(pr, family) ||
	    prison_ip_contains(k, list_of(pr, family), bytes, size));
}

/* The address as text, for whoever reads the trail. */
static struct object
about_address(const struct kernel *k, value_ix addr)
{
	char text[IN_ADDR_TEXT];
	size_t size;
	const char *bytes = value_bytes(k->k_values, addr, &size);

	return (about_value(value_intern(k->k_values, text, in_addr_write(bytes, size, text))));
}

/* Is there an address of this family in the jail at all? */
static int
need_list(struct thread *td, const struct prison *pr, value_ix addr)
{
	const struct kernel *k = td->td_kernel;
	bool none = value_length(k->k_values, list_of(pr, family_of_address(k, addr))) == 0;

	return (must_refuse(td, PRISON_IP_NONE, none, pr, about_address(k, addr)));
}

int
prison_check_ip(struct thread *td, const struct ucred *cr, value_ix addr)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = cred_prison(k, cr);
	int error;

	if (!prison_ip_restricted(pr, family_of_address(k, addr)))
		return (0);
	if ((error = need_list(td, pr, addr)) != 0)
		return (error);
	return (
	    refuses(td, PRISON_IP_OTHER, !prison_has_ip(k, pr, addr), pr, about_address(k, addr)));
}

static bool
is_loopback(const struct kernel *k, value_ix addr)
{
	static const uint8_t loopback4[] = { 127, 0, 0, 1 },
			     loopback6[IN6_ADDR_SIZE] = { [15] = 1 };
	size_t size;
	const char *bytes = value_bytes(k->k_values, addr, &size);

	return (memcmp(bytes, size == IN_ADDR_SIZE ? loopback4 : loopback6, size) == 0);
}

int
prison_local_ip(struct thread *td, const struct ucred *cr, bool v6only, value_ix *addr)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = cred_prison(k, cr);
	uint32_t family = family_of_address(k, *addr);
	value_ix primary = prison_ip_primary(k, pr, family);
	int error;

	if (!prison_ip_restricted(pr, family))
		return (0);
	if ((error = need_list(td, pr, *addr)) != 0)
		return (error);
	if (*addr == in_any(td, family)) {
		bool single = list_of(pr, family) == primary && (family == AF_INET || v6only);

		if (alters(td, PRISON_LOCAL_WILDCARD, single, pr, about_address(k, *addr)))
			*addr = primary;
		return (0);
	}
	bool loopback = is_loopback(k, *addr) && !prison_has_ip(k, pr, *addr);

	if (alters(td, PRISON_LOCAL_LOOPBACK, loopback, pr, about_address(k, *addr))) {
		*addr = primary;
		return (0);
	}
	return (prison_check_ip(td, cr, *addr));
}

int
prison_remote_ip(struct thread *td, const struct ucred *cr, value_ix *addr)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = cred_prison(k, cr);
	uint32_t family = family_of_address(k, *addr);
	int error;

	if (!prison_ip_restricted(pr, family))
		return (0);
	if ((error = need_list(td, pr, *addr)) != 0)
		return (error);
	bool loopback = is_loopback(k, *addr) && !prison_has_ip(k, pr, *addr);

	if (alters(td, PRISON_REMOTE_LOOPBACK, loopback, pr, about_address(k, *addr)))
		*addr = prison_ip_primary(k, pr, family);
	return (0);
}

int
prison_check_af(struct thread *td, const struct ucred *cr, int32_t family)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = cred_prison(k, cr);
	bool inet = family == AF_INET || family == AF_INET6;
	bool open = family == AF_UNIX || family == AF_ROUTE || family == AF_NETLINK;
	bool none = inet && prison_ip_restricted(pr, (uint32_t)family) &&
	    prison_ip_primary(k, pr, (uint32_t)family) == VALUE_NONE;
	bool other = !inet && !open && jailed(cr) && (pr->pr_allow & PR_ALLOW_SOCKET_AF) == 0;
	int error;

	if ((pr->pr_flags & PR_VNET) != 0)
		return (0);
	if ((error = refuses(td, PRISON_CHECK_AF_IP, none, pr, about_number(family))) != 0)
		return (error);
	return (refuses(td, PRISON_CHECK_AF_OTHER, other, pr, about_number(family)));
}
