/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sockets by descriptor and addresses as calls give and get them.  FreeBSD's counterparts are
 * getsock() and getsockaddr() of sys/kern/uipc_syscalls.c.
 *
 * NOT MODELLED: addresses cut short or too long, other than a local path.
 */
#include "constants.h"
#include "in_addr.h"
#include "literal.h"
#include "socket.h"
#include "vfs_syscalls.h"

#define SUN_PATH_MAX 104

int
getsock(struct thread *td, int fd, const struct file **fp, const struct socket **so)
{
	int error = fget(td, fd, fp, NULL);

	if (error != 0)
		return (error);
	*so = socket_at(td->td_kernel, (*fp)->f_socket);
	return (must_refuse(td, GETSOCK_NOT_SOCKET, *so == NULL, NULL, about_fd(fd)));
}

static bool
read_inet(const struct kernel *k, struct literal l, struct sockaddr *sa)
{
	size_t size = sa->family == AF_INET ? IN_ADDR_SIZE : IN6_ADDR_SIZE;
	uint8_t bytes[IN6_ADDR_SIZE];
	struct element e;

	if (!literal_find(l, "addr", &e) || e.kind != LITERAL_STRING ||
	    !in_addr_read(e.bytes, e.length, size, bytes))
		return (false);
	sa->addr = value_intern(k->k_values, bytes, size);
	if (!literal_find(l, "port", &e))
		return (true);
	sa->port = (uint32_t)e.integer;
	return (e.kind == LITERAL_INTEGER && e.integer >= 0 && e.integer <= 65535);
}

static bool
read_local(const struct kernel *k, struct literal l, struct sockaddr *sa)
{
	struct element e;

	if (!literal_find(l, "path", &e) || e.kind != LITERAL_STRING || e.length == 0 ||
	    e.length > SUN_PATH_MAX)
		return (false);
	sa->path = value_intern(k->k_values, e.bytes, e.length);
	return (true);
}

bool
sockaddr_read(const struct kernel *k, struct literal l, struct sockaddr *sa)
{
	struct element e;

	if (!literal_find(l, "family", &e) || e.kind != LITERAL_INTEGER)
		return (false);
	*sa = (struct sockaddr) { .family = (int32_t)e.integer };
	if (sa->family == AF_UNIX)
		return (read_local(k, l, sa));
	if (sa->family == AF_INET || sa->family == AF_INET6)
		return (read_inet(k, l, sa));
	return (true);
}

int
getsock_sockaddr(struct thread *td, int fd, value_ix list, const struct file **fp,
    const struct socket **so, struct sockaddr *sa)
{
	const struct kernel *k = td->td_kernel;
	bool bad = list == VALUE_NONE || list == VALUE_BADADDR;
	int error = must_refuse(td, COPYIN_BADADDR, bad, NULL, about_nothing());

	if (error != 0)
		return (error);
	bool malformed = !sockaddr_read(k, literal_read(k->k_values, list), sa);

	if ((error = must_refuse(td, GETSOCKADDR_MALFORMED, malformed, NULL, about_nothing())) !=
		0 ||
	    (error = getsock(td, fd, fp, so)) != 0)
		return (error);
	bool differs = (uint32_t)sa->family != (*so)->so_family;

	if ((error = must_refuse(
		 td, GETSOCKADDR_FAMILY, differs, NULL, about_number(sa->family))) != 0)
		return (error);
	return (not_modelled(td, sa->family == AF_ROUTE, about_number(sa->family)));
}

value_ix
sockaddr_text(const struct kernel *k, value_ix addr)
{
	char text[IN_ADDR_TEXT];
	size_t size;
	const char *bytes = value_bytes(k->k_values, addr, &size);

	if (size == 0)
		return (VALUE_EMPTY);
	return (value_intern(k->k_values, text, in_addr_write(bytes, size, text)));
}
