/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Routing sockets: anybody may ask for a route and is shown what his jail may know (N28); to
 * change one is a privilege, which a jail without a network stack of its own has with
 * allow.routing (N29).  A message is text here: "RTM_GET 198.51.100.7", "RTM_ADD 198.51.100.0/24
 * 192.0.2.254".  FreeBSD's counterparts are rts_send() and fill_addrinfo() of sys/net/rtsock.c and
 * rt_is_exportable() of sys/net/route/route_rtentry.c.
 *
 * NOT MODELLED: the table of routes, so that what may change it answers ENOSYS; messages about
 * changes; netlink(4), by which route(8) and netstat(1) do the same since 14.0.
 */
#include <string.h>

#include "in_addr.h"
#include "in_pcb.h"
#include "jail_param.h"
#include "ucred.h"
#include "vfs_syscalls.h"

/* A message taken apart. */
struct rt_msg {
	bool known; /* a type of message, and a destination */
	bool asks;  /* RTM_GET */
	value_ix dst;
};

static bool
is_word(const char *bytes, size_t length, const char *word)
{
	return (length == strlen(word) && memcmp(bytes, word, length) == 0);
}

/* An address, of either family, without what follows its slash. */
static value_ix
read_address(struct values *vs, const char *text, size_t length)
{
	const char *slash = memchr(text, '/', length);
	uint8_t bytes[IN6_ADDR_SIZE];

	if (slash != NULL)
		length = (size_t)(slash - text);
	if (in_addr_read(text, length, IN_ADDR_SIZE, bytes))
		return (value_intern(vs, bytes, IN_ADDR_SIZE));
	return (in_addr_read(text, length, IN6_ADDR_SIZE, bytes) ?
		value_intern(vs, bytes, IN6_ADDR_SIZE) :
		VALUE_NONE);
}

static struct rt_msg
read_message(struct values *vs, value_ix data)
{
	size_t length;
	const char *text = value_bytes(vs, data, &length), *blank = memchr(text, ' ', length);
	size_t type = blank == NULL ? length : (size_t)(blank - text);
	struct rt_msg rtm = { .asks = is_word(text, type, "RTM_GET") };
	bool changes = is_word(text, type, "RTM_ADD") || is_word(text, type, "RTM_DELETE") ||
	    is_word(text, type, "RTM_CHANGE");

	if (blank == NULL)
		return (rtm);
	const char *dst = blank + 1;
	size_t rest = length - type - 1;
	const char *end = memchr(dst, ' ', rest);

	rtm.dst = read_address(vs, dst, end == NULL ? rest : (size_t)(end - dst));
	rtm.known = (rtm.asks || changes) && rtm.dst != VALUE_NONE;
	return (rtm);
}

/* The answer comes back through the socket.  ESRCH. */
static int
rts_get(struct thread *td, const struct socket *so, value_ix dst, const struct parcel *parcel)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = cred_prison(k, td->td_ucred), *vnet = socket_vnet(k, so);
	bool shared = jailed(td->td_ucred) && (pr->pr_flags & PR_VNET) == 0;
	bool host = ifa_ifwithaddr(k, vnet, dst) != NULL;
	bool shown = !shared || (host && prison_has_ip(k, pr, dst));
	int error;

	if ((error = must_refuse(td, RTS_NO_ROUTE, route_ifp(k, vnet, dst) == NULL, NULL,
		 about_value(parcel->data))) != 0 ||
	    (error = refuses(
		 td, RT_IS_EXPORTABLE, !shown, pr, about_value(sockaddr_text(k, dst)))) != 0)
		return (error);
	return (sbappend(td, so, so, parcel));
}

int
rts_send(struct thread *td, const struct socket *so, const struct parcel *parcel)
{
	struct rt_msg rtm = read_message(td->td_kernel->k_values, parcel->data);
	int error = must_refuse(td, RTS_MALFORMED, !rtm.known, NULL, about_value(parcel->data));

	if (error != 0)
		return (error);
	if (rtm.asks)
		return (rts_get(td, so, rtm.dst, parcel));
	if ((error = priv_check(td, PRIV_NET_ROUTE)) != 0)
		return (error);
	return (not_modelled(td, true, about_value(parcel->data)));
}
