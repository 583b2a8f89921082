/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * getsockopt and setsockopt.  Every option is an int here.  FreeBSD's counterparts are
 * kern_setsockopt() of sys/kern/uipc_syscalls.c and sosetopt() of uipc_socket.c.
 *
 * NOT MODELLED: sizes of buffers, time limits, SO_LINGER, options of TCP and UDP themselves.
 */
#include "constants.h"
#include "in_pcb.h"
#include "vfs_syscalls.h"

#define SIZE_INT 4

/* Options that are on or off and kept as a bit. */
#define SO_SWITCHES                                                                                \
	(SO_DEBUG | SO_REUSEADDR | SO_KEEPALIVE | SO_DONTROUTE | SO_BROADCAST | SO_USELOOPBACK |   \
	    SO_OOBINLINE | SO_REUSEPORT | SO_TIMESTAMP | SO_NOSIGPIPE | SO_BINTIME |               \
	    SO_REUSEPORT_LB)

static bool
is_switch(int32_t name)
{
	return (name > 0 && (name & SO_SWITCHES) == name && (name & (name - 1)) == 0);
}

/* Sizes of buffers and the like. */
static bool
is_left_out(int32_t name)
{
	return ((name >= SO_SNDBUF && name <= SO_RCVTIMEO) || name == SO_LINGER);
}

/* EBADF ENOTSOCK; EINVAL for a value of another size than an int's. */
static int
getsockopt_sock(struct thread *td, int fd, int64_t length, bool shorter, const struct socket **so)
{
	const struct file *fp;
	int error;

	if ((error = must_refuse(td, SOCKOPT_NEGATIVE, length < 0, NULL, about_number(length))) !=
		0 ||
	    (error = getsock(td, fd, &fp, so)) != 0)
		return (error);
	return (must_refuse(
	    td, SOOPTCOPYIN_SHORT, shorter && length < SIZE_INT, NULL, about_number(length)));
}

static int
so_setsockopt(struct thread *td, const struct socket *so, int32_t name, int32_t value)
{
	bool fib = name == SO_SETFIB;
	bool known = is_switch(name) || fib || is_left_out(name);
	int error;

	if ((error = not_modelled(td, is_left_out(name), about_number(name))) != 0 ||
	    (error = must_refuse(td, SETSOCKOPT_UNKNOWN, !known, NULL, about_number(name))) != 0 ||
	    (error = must_refuse(
		 td, SO_SETFIB_RANGE, fib && value != 0, NULL, about_number(value))) != 0)
		return (error);
	if (fib)
		return (0);
	struct socket *s = socket_change(td, so);

	s->so_options =
	    value != 0 ? s->so_options | (uint32_t)name : s->so_options & ~(uint32_t)name;
	return (0);
}

/* What SO_ERROR tells it takes away. */
static int64_t
take_error(struct thread *td, const struct socket *so)
{
	int64_t waits = so->so_error;

	if (waits != 0)
		socket_change(td, so)->so_error = 0;
	return (waits);
}

static int64_t
protocol_of(const struct socket *so)
{
	if (so->so_family == AF_UNIX || so->so_proto != 0)
		return (so->so_proto);
	return (so->so_type == SOCK_STREAM ? IPPROTO_TCP :
		so->so_type == SOCK_DGRAM  ? IPPROTO_UDP :
					     0);
}

static int
so_getsockopt(struct thread *td, const struct socket *so, int32_t name, struct sockopt_result *r)
{
	bool queue = name == SO_LISTENQLIMIT || name == SO_LISTENQLEN;
	bool deaf = queue && (so->so_state & SS_LISTENING) == 0;
	int error;

	if ((error = not_modelled(td, is_left_out(name), about_number(name))) != 0 ||
	    (error = must_refuse(td, SOCKOPT_NOT_LISTENING, deaf, NULL, about_number(name))) != 0)
		return (error);
	switch (name) {
	case SO_ACCEPTCONN:
		r->value = (so->so_state & SS_LISTENING) != 0;
		return (0);
	case SO_TYPE:
		r->value = so->so_type;
		return (0);
	case SO_DOMAIN:
		r->value = so->so_family;
		return (0);
	case SO_PROTOCOL:
		r->value = protocol_of(so);
		return (0);
	case SO_ERROR:
		r->value = take_error(td, so);
		return (0);
	case SO_LISTENQLIMIT:
	case SO_LISTENQLEN:
		r->value = name == SO_LISTENQLEN ? so->so_qlen : so->so_qlimit;
		return (0);
	default:
		r->value = so->so_options & (uint32_t)name;
		return (must_refuse(
		    td, SETSOCKOPT_UNKNOWN, !is_switch(name), NULL, about_number(name)));
	}
}

/* Options of TCP and UDP themselves, or of a routing socket. */
static bool
is_transport(const struct socket *so, int32_t level)
{
	return (so->so_family == AF_ROUTE ||
	    (so->so_family != AF_UNIX &&
		((so->so_type == SOCK_STREAM && level == IPPROTO_TCP) ||
		    (so->so_type == SOCK_DGRAM && level == IPPROTO_UDP))));
}

int
sys_setsockopt(struct thread *td, const struct setsockopt_args *uap, struct none_result *r)
{
	int64_t length = td->td_call->nargs < 5 ? SIZE_INT : uap->len;
	const struct socket *so;
	int error = getsockopt_sock(td, uap->s, length, true, &so);

	(void)r;
	if (error != 0)
		return (error);
	if (uap->level == SOL_SOCKET)
		return (so_setsockopt(td, so, uap->name, uap->value));
	if ((error = not_modelled(td, is_transport(so, uap->level), about_number(uap->level))) != 0)
		return (error);
	if (so->so_family == AF_UNIX) {
		bool other = uap->level != SOL_LOCAL;

		error = must_refuse(td, SOCKOPT_LEVEL, other, NULL, about_number(uap->level));
		return (error != 0 ? error : uipc_setsockopt(td, so, uap->name, uap->value != 0));
	}
	return (so->so_type == SOCK_RAW ?
		rip_setsockopt(td, so, uap->level, uap->name, uap->value) :
		ip_setsockopt(td, so, uap->level, uap->name, uap->value));
}

int
sys_getsockopt(struct thread *td, const struct getsockopt_args *uap, struct sockopt_result *r)
{
	int64_t length = td->td_call->nargs < 4 ? SIZE_INT : uap->len;
	const struct socket *so;
	int error = getsockopt_sock(td, uap->s, length, false, &so);

	if (error != 0)
		return (error);
	*r = (struct sockopt_result) { .uid = -1, .gid = -1, .pid = -1 };
	if (uap->level == SOL_SOCKET)
		return (so_getsockopt(td, so, uap->name, r));
	if ((error = not_modelled(td, is_transport(so, uap->level), about_number(uap->level))) != 0)
		return (error);
	if (so->so_family == AF_UNIX) {
		bool other = uap->level != SOL_LOCAL;

		error = must_refuse(td, SOCKOPT_LEVEL, other, NULL, about_number(uap->level));
		return (error != 0 ? error : uipc_getsockopt(td, so, uap->name, r));
	}
	return (ip_getsockopt(td, so, uap->level, uap->name, r));
}
