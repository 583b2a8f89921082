/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls on sockets that are likely to lead somewhere: to a socket that listens, at a level that is.
 */
#include "decision.h"
#include "file.h"
#include "in_addr.h"
#include "literal.h"
#include "proc.h"
#include "random_call.h"

#define DESCRIPTORS 64 /* looked through for a socket */
#define LISTENING   2  /* SS_LISTENING */

static const struct socket *
socket_of(const struct kernel *k, const struct call *c, int64_t fd)
{
	const struct file *fp = fd_peek(k, proc_find(k, c->pid, 0), (int)fd, NULL);

	return (fp == NULL ? NULL : socket_at(k, fp->f_socket));
}

/* The address of a socket of this family that is bound; VALUE_NONE: there is none. */
static value_ix
bound_address(struct random *r, const struct kernel *k, uint32_t family)
{
	const struct socket *chosen = NULL;
	uint32_t seen = 0;

	for (uint32_t ix = 1; ix < k->k_rows[TABLE_socket].capacity; ix++) {
		const struct socket *so = socket_at(k, ix);

		if (row_live(k, TABLE_socket, ix) && so->so_family == family &&
		    (so->so_lport != 0 || so->so_vnode != 0) && random_below(r, ++seen) == 0)
			chosen = so;
	}
	if (chosen == NULL)
		return (VALUE_NONE);
	char text[IN_ADDR_TEXT];
	size_t size;
	const char *bytes = value_bytes(k->k_values, chosen->so_laddr, &size);

	value_begin(k->k_values);
	literal_integer(k->k_values, "family", family);
	if (family == BSD_AF_UNIX)
		literal_text(k->k_values, "path", value_text(k->k_values, chosen->so_path));
	else {
		bool any = random_below(r, 2) != 0 && family == BSD_AF_INET;

		literal_string(k->k_values, "addr", any ? "192.0.2.1" : text,
		    any ? 9 : in_addr_write(bytes, size, text));
		literal_integer(k->k_values, "port", chosen->so_lport);
	}
	return (value_end(k->k_values));
}

/* A descriptor of the caller's on which a connection waits; -1 without one. */
static int64_t
accepting(const struct kernel *k, const struct call *c)
{
	for (int64_t fd = 0; fd < DESCRIPTORS; fd++) {
		const struct socket *so = socket_of(k, c, fd);

		if (so != NULL && (so->so_state & LISTENING) != 0 && so->so_comp != 0)
			return (fd);
	}
	return (-1);
}

static int64_t
option_level(struct random *r, const struct socket *so)
{
	if (random_below(r, 2) != 0)
		return (BSD_SOL_SOCKET);
	return (so != NULL && so->so_family == BSD_AF_INET6 ? BSD_IPPROTO_IPV6 : BSD_IPPROTO_IP);
}

static value_ix
interface_request(struct random *r, const struct kernel *k)
{
	static const char *const addresses[] = { "192.0.2.10", "192.0.2.50", "2001:db8::10",
		"127.0.0.1" };

	int64_t jid = random_jid(r, k);

	value_begin(k->k_values);
	literal_text(k->k_values, "name", random_below(r, 2) != 0 ? "em0" : "lo0");
	literal_integer(k->k_values, "jid", jid);
	literal_text(k->k_values, "addr", addresses[random_below(r, COUNT(addresses))]);
	literal_integer(k->k_values, "prefix", random_below(r, 40));
	literal_integer(k->k_values, "mtu", random_below(r, 2000));
	literal_integer(k->k_values, "flags", random_below(r, 2));
	return (value_end(k->k_values));
}

void
make_socket_likely(struct random *r, const struct kernel *k, struct call *c)
{
	const struct socket *so = socket_of(k, c, c->words[0]);
	int64_t waiting;

	switch (c->number) {
	case SYS_accept:
	case SYS_accept4:
		if ((waiting = accepting(k, c)) >= 0)
			c->words[0] = waiting;
		if (c->number == SYS_accept4)
			c->words[1] = random_below(r, 2) != 0 ? BSD_SOCK_CLOEXEC : 0;
		break;
	case SYS_ioctl:
		c->nargs = 3;
		c->words[2] = interface_request(r, k);
		break;
	case SYS_getsockopt:
	case SYS_setsockopt:
		c->words[1] = option_level(r, so);
		c->words[2] =
		    random_constants(r, c->words[1] == BSD_SOL_SOCKET ? "sockopt" : "protoopt");
		break;
	case SYS_connect:
		if (so != NULL && so->so_family != 0)
			c->words[1] = bound_address(r, k, so->so_family);
		break;
	default:
		break;
	}
}
