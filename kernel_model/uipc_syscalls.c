/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls on sockets but for sending and receiving, which are in uipc_message.c, and options, in
 * uipc_sockopt.c.  FreeBSD's counterpart is the file of the same name.
 */
#include "constants.h"
#include "in_pcb.h"
#include "vfs_syscalls.h"

#define SOCK_FLAGS ((uint32_t)(SOCK_CLOEXEC | SOCK_NONBLOCK | SOCK_CLOFORK))

/* The flags of a descriptor slot and of an open file that SOCK_* ask for. */
static struct socket_flags
socket_flags(int32_t type)
{
	uint32_t flags = (uint32_t)type;

	return ((struct socket_flags) {
	    .slot = (uint8_t)((flags & SOCK_CLOEXEC ? FD_CLOEXEC : 0) |
		(flags & SOCK_CLOFORK ? FD_CLOFORK : 0)),
	    .file = flags & SOCK_NONBLOCK ? O_NONBLOCK : 0,
	});
}

int
sys_socket(struct thread *td, const struct socket_args *uap, struct num_result *r)
{
	int32_t type = (int32_t)((uint32_t)uap->type & ~SOCK_FLAGS);
	struct socket *so;
	int fd, error;

	if ((error = socreate_check(td, uap->domain, type, uap->protocol)) != 0 ||
	    (error = socreate(
		 td, uap->domain, type, uap->protocol, socket_flags(uap->type), &so, &fd)) != 0)
		return (error);
	r->value = fd;
	return (0);
}

int
sys_socketpair(struct thread *td, const struct socketpair_args *uap, struct pair_result *r)
{
	int32_t type = (int32_t)((uint32_t)uap->type & ~SOCK_FLAGS);
	struct socket_flags flags = socket_flags(uap->type);
	struct socket *a, *b;
	int first, second, error;

	if ((error = socreate_check(td, uap->domain, type, uap->protocol)) != 0 ||
	    (error = must_refuse(td, SOCKETPAIR_FAMILY, uap->domain != AF_UNIX, NULL,
		 about_number(uap->domain))) != 0 ||
	    (error = socreate(td, uap->domain, type, 0, flags, &a, &first)) != 0 ||
	    (error = socreate(td, uap->domain, type, 0, flags, &b, &second)) != 0)
		return (error);
	unp_connect2(td, a, b);
	r->first = first;
	r->second = second;
	return (0);
}

int
sys_bind(struct thread *td, const struct bind_args *uap, struct none_result *r)
{
	const struct file *fp;
	const struct socket *so;
	struct sockaddr sa;
	int error = getsock_sockaddr(td, uap->s, uap->addr, &fp, &so, &sa);

	(void)r;
	if (error != 0)
		return (error);
	return (so->so_family == AF_UNIX ? unp_bind(td, so, sa.path) :
					   in_pcbbind(td, so, sa.addr, sa.port));
}

int
sys_connect(struct thread *td, const struct connect_args *uap, struct none_result *r)
{
	const struct file *fp;
	const struct socket *so;
	struct sockaddr sa;
	int error = getsock_sockaddr(td, uap->s, uap->addr, &fp, &so, &sa);

	(void)r;
	if (error != 0)
		return (error);
	bool connected = is_stream(so) && (so->so_state & SS_ISCONNECTED) != 0;
	bool listening = (so->so_state & SS_LISTENING) != 0;
	bool connecting = (so->so_state & SS_ISCONNECTING) != 0;

	if ((error = must_refuse(td, SOCONNECT_ALREADY, connecting, NULL, about_fd(uap->s))) != 0 ||
	    (error = must_refuse(td, SOCONNECT_LISTENING, listening, NULL, about_fd(uap->s))) !=
		0 ||
	    (error = must_refuse(td, SOCONNECT_ISCONN, connected, NULL, about_fd(uap->s))) != 0)
		return (error);
	if (so->so_family == AF_UNIX)
		return (unp_connect(td, so, sa.path));
	return (in_pcbconnect(td, so, &sa, (fp->f_flag & O_NONBLOCK) != 0));
}

/* N9: listening binds a socket that is not bound. */
int
sys_listen(struct thread *td, const struct listen_args *uap, struct none_result *r)
{
	const struct file *fp;
	const struct socket *so;
	int error = getsock(td, uap->s, &fp, &so);

	(void)r;
	if (error != 0)
		return (error);
	bool nameless = so->so_family == AF_UNIX && so->so_vnode == 0;
	bool connected = (so->so_state & (SS_ISCONNECTED | SS_ISCONNECTING)) != 0;

	if ((error = must_refuse(td, LISTEN_TYPE, !is_stream(so), NULL, about_fd(uap->s))) != 0 ||
	    (error = must_refuse(td, LISTEN_NAMELESS, nameless, NULL, about_fd(uap->s))) != 0 ||
	    (error = must_refuse(td, LISTEN_ISCONN, connected, NULL, about_fd(uap->s))) != 0)
		return (error);
	if (so->so_family != AF_UNIX && so->so_lport == 0 &&
	    (error = in_pcbbind(td, so, in_any(td, so->so_family), 0)) != 0)
		return (error);
	solisten(td, so, td->td_call->nargs < 2 ? -1 : uap->backlog);
	return (0);
}

/* A listening socket whose descriptor does not wait gives its connections the same habit. */
static int
kern_accept4(struct thread *td, int fd, struct socket_flags flags, int64_t *accepted)
{
	const struct kernel *k = td->td_kernel;
	const struct file *fp;
	const struct socket *head;
	struct file *new;
	int error, new_fd;

	if ((error = getsock(td, fd, &fp, &head)) != 0)
		return (error);
	bool deaf = (head->so_state & SS_LISTENING) == 0;

	if ((error = must_refuse(td, ACCEPT_NOT_LISTENING, deaf, NULL, about_fd(fd))) != 0 ||
	    (error = sowait(td, head->so_comp != 0, (fp->f_flag & O_NONBLOCK) != 0)) != 0 ||
	    (error = falloc(td, &new, &new_fd, 0, flags.slot)) != 0)
		return (error);
	new->f_type = DTYPE_SOCKET;
	new->f_flag = FREAD | FWRITE | O_RDWR | flags.file;
	new->f_socket = socket_ix_of(k, solisten_dequeue(td, head));
	*accepted = new_fd;
	return (0);
}

int
sys_accept(struct thread *td, const struct accept_args *uap, struct num_result *r)
{
	const struct file *fp = fd_peek(td->td_kernel, td->td_proc, uap->s, NULL);
	struct socket_flags inherited = { .file = fp == NULL ? 0 : fp->f_flag & O_NONBLOCK };

	return (kern_accept4(td, uap->s, inherited, &r->value));
}

int
sys_accept4(struct thread *td, const struct accept4_args *uap, struct num_result *r)
{
	bool bad = ((uint32_t)uap->flags & ~SOCK_FLAGS) != 0;
	int error = must_refuse(td, ACCEPT4_FLAGS, bad, NULL, about_number(uap->flags));

	if (error != 0)
		return (error);
	return (kern_accept4(td, uap->s, socket_flags(uap->flags), &r->value));
}

int
sys_getsockname(struct thread *td, const struct getsockname_args *uap, struct sockname_result *r)
{
	const struct file *fp;
	const struct socket *so;
	int error = getsock(td, uap->s, &fp, &so);

	if (error != 0)
		return (error);
	r->family = so->so_family;
	r->addr = sockaddr_text(td->td_kernel, so->so_laddr);
	r->port = so->so_lport;
	r->path = so->so_path == VALUE_NONE ? VALUE_EMPTY : so->so_path;
	return (0);
}

int
sys_getpeername(struct thread *td, const struct getpeername_args *uap, struct sockname_result *r)
{
	const struct file *fp;
	const struct socket *so;
	int error = getsock(td, uap->s, &fp, &so);

	if (error != 0)
		return (error);
	bool alone = (so->so_state & SS_ISCONNECTED) == 0;
	const struct socket *peer = socket_at(td->td_kernel, so->so_peer);

	if ((error = refuses(td, GETPEERNAME_NOTCONN, alone, NULL, about_fd(uap->s))) != 0)
		return (error);
	r->family = so->so_family;
	r->addr = sockaddr_text(td->td_kernel, so->so_faddr);
	r->port = so->so_fport;
	r->path = peer == NULL || peer->so_path == VALUE_NONE ? VALUE_EMPTY : peer->so_path;
	return (0);
}

/* A socket without connections is shut down all the same: who waits on it wakes up. */
static int
shutdown_dgram(struct thread *td, const struct socket *so, int fd, int32_t how)
{
	if (rule_active(td->td_kernel, SHUTDOWN_DGRAM)) {
		soshutdown(td, so, how);
		leaves(td);
	}
	return (refuses(td, SHUTDOWN_DGRAM, true, NULL, about_fd(fd)));
}

int
sys_shutdown(struct thread *td, const struct shutdown_args *uap, struct none_result *r)
{
	const struct file *fp;
	const struct socket *so;
	bool bad = uap->how < SHUT_RD || uap->how > SHUT_RDWR;
	int error;

	(void)r;
	if ((error = must_refuse(td, SHUTDOWN_HOW, bad, NULL, about_number(uap->how))) != 0 ||
	    (error = getsock(td, uap->s, &fp, &so)) != 0)
		return (error);
	bool alone = (so->so_state & (SS_ISCONNECTED | SS_ISCONNECTING)) == 0;

	if (alone && so->so_type == SOCK_DGRAM)
		return (shutdown_dgram(td, so, uap->s, uap->how));
	if ((error = must_refuse(td, SHUTDOWN_NOTCONN, alone, NULL, about_fd(uap->s))) != 0)
		return (error);
	soshutdown(td, so, uap->how);
	return (0);
}
