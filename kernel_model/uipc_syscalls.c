/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls on sockets.  FreeBSD's counterpart is the file of the same name.
 *
 * NOT MODELLED: SOCK_CLOEXEC and SOCK_NONBLOCK, getsockopt and setsockopt, flags of send and
 * receive, families other than local and Internet once their privilege is asked for.
 */
#include "constants.h"
#include "in_addr.h"
#include "literal.h"
#include "socket.h"
#include "ucred.h"
#include "vfs_syscalls.h"

#define SUN_PATH_MAX 104
#define SOCK_FLAGS   0x70000000

static int
getsock(struct thread *td, int fd, const struct file **fp, const struct socket **so)
{
	int error = fget(td, fd, fp, NULL);

	if (error != 0)
		return (error);
	*so = socket_at(td->td_kernel, (*fp)->f_socket);
	return (must_refuse(td, GETSOCK_NOT_SOCKET, *so == NULL, NULL, about_fd(fd)));
}

/* Reads the fields that the family has; false when one is missing or malformed. */
static bool
read_sockaddr(const struct kernel *k, struct literal l, struct sockaddr *sa)
{
	size_t size = sa->family == AF_INET ? IN_ADDR_SIZE : IN6_ADDR_SIZE;
	uint8_t bytes[IN6_ADDR_SIZE];
	struct element e;

	if (sa->family == AF_UNIX) {
		if (!literal_find(l, "path", &e) || e.kind != LITERAL_STRING || e.length == 0 ||
		    e.length > SUN_PATH_MAX)
			return (false);
		sa->path = value_intern(k->k_values, e.bytes, e.length);
		return (true);
	}
	if (!literal_find(l, "addr", &e) || e.kind != LITERAL_STRING ||
	    !in_addr_read(e.bytes, e.length, size, bytes))
		return (false);
	sa->addr = value_intern(k->k_values, bytes, size);
	if (!literal_find(l, "port", &e))
		return (true);
	sa->port = (uint32_t)e.integer;
	return (e.kind == LITERAL_INTEGER && e.integer >= 0 && e.integer <= 65535);
}

/* An address for a socket of this family. */
static int
getsockaddr(struct thread *td, value_ix list, const struct socket *so, struct sockaddr *sa)
{
	const struct kernel *k = td->td_kernel;
	bool bad = list == VALUE_NONE || list == VALUE_BADADDR;
	struct element e = { .kind = LITERAL_WORD };
	int error = must_refuse(td, COPYIN_BADADDR, bad, NULL, about_nothing());

	if (error != 0)
		return (error);
	struct literal l = literal_read(k->k_values, list);
	bool none = !literal_find(l, "family", &e) || e.kind != LITERAL_INTEGER;

	*sa = (struct sockaddr) { .family = (int32_t)e.integer };
	if ((error = must_refuse(td, GETSOCKADDR_MALFORMED, none, NULL, about_nothing())) != 0 ||
	    (error = must_refuse(td, GETSOCKADDR_FAMILY, (uint32_t)sa->family != so->so_family,
		 NULL, about_number(sa->family))) != 0)
		return (error);
	return (must_refuse(
	    td, GETSOCKADDR_MALFORMED, !read_sockaddr(k, l, sa), NULL, about_nothing()));
}

static bool
known_domain(int32_t domain)
{
	return (domain == AF_UNIX || domain == AF_INET || domain == AF_INET6 ||
	    domain == AF_ROUTE || domain == AF_KEY || domain == AF_NETGRAPH ||
	    domain == AF_BLUETOOTH || domain == AF_NETLINK);
}

static bool
known_type(int32_t domain, int32_t type)
{
	if (type == SOCK_STREAM || type == SOCK_DGRAM)
		return (true);
	return (type == (domain == AF_UNIX ? SOCK_SEQPACKET : SOCK_RAW));
}

static bool
known_protocol(int32_t domain, int32_t type, int32_t protocol)
{
	if (protocol == 0 || (domain != AF_UNIX && type == SOCK_RAW))
		return (true);
	return (domain != AF_UNIX && protocol == (type == SOCK_STREAM ? IPPROTO_TCP : IPPROTO_UDP));
}

/* N16: what is asked before the protocol is. */
static int
socreate_check(struct thread *td, int32_t domain, int32_t type, int32_t protocol)
{
	bool flags = type > 0 && (type & SOCK_FLAGS) != 0;
	bool local = domain == AF_UNIX || domain == AF_INET || domain == AF_INET6;
	int error;

	if ((error = not_modelled(td, flags, about_number(type))) != 0 ||
	    (error = must_refuse(
		 td, SOCREATE_DOMAIN, !known_domain(domain), NULL, about_number(domain))) != 0 ||
	    (error = must_refuse(td, SOCREATE_TYPE, local && !known_type(domain, type), NULL,
		 about_number(type))) != 0 ||
	    (error = must_refuse(td, SOCREATE_PROTOCOL,
		 local && !known_protocol(domain, type, protocol), NULL, about_number(protocol))) !=
		0 ||
	    (error = prison_check_af(td, td->td_ucred, domain)) != 0)
		return (error);
	if (domain == AF_KEY && (error = priv_check(td, PRIV_NET_RAW)) != 0)
		return (error);
	if (local && type == SOCK_RAW && domain != AF_UNIX)
		return (priv_check(td, PRIV_NETINET_RAW));
	return (not_modelled(td, !local, about_number(domain)));
}

/* A new socket with an open file: 0, ROOM or an errno. */
static int
socreate(struct thread *td, int32_t domain, int32_t type, struct socket **made, int *fd)
{
	const struct kernel *k = td->td_kernel;
	struct file *fp;
	struct socket *so;
	int error;

	if ((error = falloc(td, &fp, fd, 0, 0)) != 0 || (error = socket_alloc(td, &so)) != 0)
		return (error);
	fp->f_type = DTYPE_SOCKET;
	fp->f_flag = FREAD | FWRITE | O_RDWR;
	fp->f_socket = socket_ix_of(k, so);
	so->so_count = 1;
	so->so_family = (uint32_t)domain;
	so->so_type = (uint32_t)type;
	so->so_cred = ucred_ix_of(k, td->td_ucred);
	crhold(td, td->td_ucred);
	if (domain != AF_UNIX)
		so->so_laddr = so->so_faddr = in_any(td, (uint32_t)domain);
	*made = so;
	return (0);
}

int
sys_socket(struct thread *td, const struct socket_args *uap, struct num_result *r)
{
	struct socket *so;
	int fd, error;

	if ((error = socreate_check(td, uap->domain, uap->type, uap->protocol)) != 0 ||
	    (error = socreate(td, uap->domain, uap->type, &so, &fd)) != 0)
		return (error);
	r->value = fd;
	return (0);
}

int
sys_socketpair(struct thread *td, const struct socketpair_args *uap, struct pair_result *r)
{
	struct socket *a, *b;
	int first, second, error;

	if ((error = socreate_check(td, uap->domain, uap->type, uap->protocol)) != 0 ||
	    (error = must_refuse(td, SOCKETPAIR_FAMILY, uap->domain != AF_UNIX, NULL,
		 about_number(uap->domain))) != 0 ||
	    (error = socreate(td, uap->domain, uap->type, &a, &first)) != 0 ||
	    (error = socreate(td, uap->domain, uap->type, &b, &second)) != 0)
		return (error);
	a->so_peer = socket_ix_of(td->td_kernel, b);
	b->so_peer = socket_ix_of(td->td_kernel, a);
	a->so_state = b->so_state = SS_ISCONNECTED;
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
	int error;

	(void)r;
	if ((error = getsock(td, uap->s, &fp, &so)) != 0 ||
	    (error = getsockaddr(td, uap->addr, so, &sa)) != 0)
		return (error);
	if (so->so_family == AF_UNIX)
		return (unp_bind(td, so, sa.path));
	return (in_pcbbind(td, so, sa.addr, sa.port));
}

int
sys_connect(struct thread *td, const struct connect_args *uap, struct none_result *r)
{
	const struct file *fp;
	const struct socket *so;
	struct sockaddr sa;
	int error;

	(void)r;
	if ((error = getsock(td, uap->s, &fp, &so)) != 0 ||
	    (error = getsockaddr(td, uap->addr, so, &sa)) != 0)
		return (error);
	bool stream = so->so_type == SOCK_STREAM || so->so_type == SOCK_SEQPACKET;
	bool connected = stream && (so->so_state & SS_ISCONNECTED) != 0;
	bool listening = (so->so_state & SS_LISTENING) != 0;

	if ((error = must_refuse(td, SOCONNECT_LISTENING, listening, NULL, about_fd(uap->s))) !=
		0 ||
	    (error = must_refuse(td, SOCONNECT_ISCONN, connected, NULL, about_fd(uap->s))) != 0)
		return (error);
	if (so->so_family == AF_UNIX)
		return (unp_connect(td, so, sa.path));
	return (in_pcbconnect(td, so, &sa));
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
	bool dgram = so->so_type == SOCK_DGRAM || so->so_type == SOCK_RAW;
	bool connected = (so->so_state & SS_ISCONNECTED) != 0;
	bool nameless = so->so_family == AF_UNIX && so->so_vnode == 0;

	if ((error = must_refuse(td, LISTEN_TYPE, dgram, NULL, about_fd(uap->s))) != 0 ||
	    (error = must_refuse(td, LISTEN_NAMELESS, nameless, NULL, about_fd(uap->s))) != 0 ||
	    (error = must_refuse(td, LISTEN_ISCONN, connected, NULL, about_fd(uap->s))) != 0)
		return (error);
	if (so->so_family != AF_UNIX && so->so_lport == 0 &&
	    (error = in_pcbbind(td, so, in_any(td, so->so_family), 0)) != 0)
		return (error);
	socket_change(td, so)->so_state |= SS_LISTENING;
	return (0);
}

int
sys_accept(struct thread *td, const struct accept_args *uap, struct num_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct file *fp;
	const struct socket *head;
	struct file *new;
	int error, fd;

	if ((error = getsock(td, uap->s, &fp, &head)) != 0)
		return (error);
	bool deaf = (head->so_state & SS_LISTENING) == 0;
	bool empty = head->so_comp == 0;

	if ((error = must_refuse(td, ACCEPT_NOT_LISTENING, deaf, NULL, about_fd(uap->s))) != 0 ||
	    (error = must_refuse(td, WOULD_BLOCK, empty, NULL, about_fd(uap->s))) != 0 ||
	    (error = falloc(td, &new, &fd, 0, 0)) != 0)
		return (error);
	struct socket *so = socket_change(td, socket_at(k, head->so_comp));

	socket_change(td, head)->so_comp = so->so_compnext;
	so->so_compnext = so->so_listen = 0;
	so->so_count = 1;
	new->f_type = DTYPE_SOCKET;
	new->f_flag = FREAD | FWRITE | O_RDWR;
	new->f_socket = socket_ix_of(k, so);
	r->value = fd;
	return (0);
}

static value_ix
address_text(const struct kernel *k, value_ix addr)
{
	char text[IN_ADDR_TEXT];
	size_t size;
	const char *bytes = value_bytes(k->k_values, addr, &size);

	if (size == 0)
		return (VALUE_EMPTY);
	return (value_intern(k->k_values, text, in_addr_write(bytes, size, text)));
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
	r->addr = address_text(td->td_kernel, so->so_laddr);
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
	r->addr = address_text(td->td_kernel, so->so_faddr);
	r->port = so->so_fport;
	r->path = peer == NULL || peer->so_path == VALUE_NONE ? VALUE_EMPTY : peer->so_path;
	return (0);
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
	bool alone = (so->so_state & SS_ISCONNECTED) == 0;
	uint32_t mine = (uap->how != SHUT_WR ? SS_CANTRCVMORE : 0) |
	    (uap->how != SHUT_RD ? SS_CANTSENDMORE : 0);
	const struct socket *peer = socket_at(td->td_kernel, so->so_peer);

	if ((error = must_refuse(td, SHUTDOWN_NOTCONN, alone, NULL, about_fd(uap->s))) != 0)
		return (error);
	socket_change(td, so)->so_state |= mine;
	if (peer != NULL && uap->how != SHUT_RD)
		socket_change(td, peer)->so_state |= SS_CANTRCVMORE;
	return (0);
}

int
sys_sendto(struct thread *td, const struct sendto_args *uap, struct num_result *r)
{
	const struct file *fp;
	const struct socket *so;
	struct sockaddr sa;
	int error;

	if ((error = getsock(td, uap->s, &fp, &so)) != 0 ||
	    (error = not_modelled(td, uap->flags != 0, about_number(uap->flags))) != 0 ||
	    (uap->to != VALUE_NONE && (error = getsockaddr(td, uap->to, so, &sa)) != 0))
		return (error);
	return (sosend(td, fp, uap->to == VALUE_NONE ? NULL : &sa,
	    &(struct parcel) { .data = uap->data }, &r->value));
}

/* Who sent the first message that waits. */
static void
sender(const struct kernel *k, const struct socket *so, struct message_result *r)
{
	const struct mbuf *m = mbuf_at(k, so->so_rcv);

	r->addr = m == NULL ? VALUE_EMPTY : address_text(k, m->m_addr);
	r->port = m == NULL ? 0 : m->m_port;
	r->rights0 = r->rights1 = r->rights2 = r->rights3 = -1;
}

int
sys_recvfrom(struct thread *td, const struct recvfrom_args *uap, struct message_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct file *fp;
	const struct socket *so;
	int error;

	if ((error = must_refuse(td, READ_SIZE, uap->len < 0, NULL, about_number(uap->len))) != 0 ||
	    (error = getsock(td, uap->s, &fp, &so)) != 0 || (error = soreceive_ready(td, so)) != 0)
		return (error);
	sender(k, so, r);
	value_ix data = soreceive_bytes(td, so, (uint64_t)uap->len);

	r->data = data;
	td->td_call->retval = (int64_t)value_length(k->k_values, data);
	return (0);
}
