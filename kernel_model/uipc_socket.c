/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What all sockets have in common: how they begin and end, the connections that wait on one,
 * sending, receiving.  FreeBSD's counterpart is sys/kern/uipc_socket.c.
 *
 * NOT MODELLED: SO_LINGER, out-of-band data, what fills a socket's buffers.
 */
#include "constants.h"
#include "errnos.h"
#include "in_pcb.h"
#include "pipe.h"
#include "ucred.h"
#include "vfs_syscalls.h"
#include "vnode.h"

#define SOMAXCONN      128  /* kern.ipc.soacceptqueue */
#define UDP_MAXDGRAM   9216 /* net.inet.udp.maxdgram, net.inet.raw.maxdgram */
#define UNPDG_MAXDGRAM 8192 /* net.local.dgram.maxdgram */

/* N16: what is asked before the protocol is. */
int
socreate_check(struct thread *td, int32_t domain, int32_t type, int32_t protocol)
{
	bool inet = domain == AF_INET || domain == AF_INET6;
	int error;

	if ((error = pffindproto(td, domain, type, protocol)) != 0 ||
	    (error = prison_check_af(td, td->td_ucred, domain)) != 0)
		return (error);
	if (domain == AF_KEY && (error = priv_check(td, PRIV_NET_RAW)) != 0)
		return (error);
	if (inet && type == SOCK_RAW)
		return (rip_attach(td, protocol));
	return (not_modelled(td, !pf_modelled(domain), about_number(domain)));
}

int
socreate(struct thread *td, int32_t domain, int32_t type, int32_t protocol,
    struct socket_flags flags, struct socket **made, int *fd)
{
	const struct kernel *k = td->td_kernel;
	struct file *fp;
	struct socket *so;
	int error;

	if ((error = falloc(td, &fp, fd, 0, flags.slot)) != 0 ||
	    (error = socket_alloc(td, &so)) != 0)
		return (error);
	fp->f_type = DTYPE_SOCKET;
	fp->f_flag = FREAD | FWRITE | O_RDWR | flags.file;
	fp->f_socket = socket_ix_of(k, so);
	so->so_count = 1;
	so->so_family = (uint32_t)domain;
	so->so_type = (uint32_t)type;
	so->so_proto = (uint32_t)protocol;
	so->so_cred = ucred_ix_of(k, td->td_ucred);
	crhold(td, td->td_ucred);
	bool inet = domain == AF_INET || domain == AF_INET6;

	if (inet)
		so->so_laddr = so->so_faddr = in_any(td, (uint32_t)domain);
	if (domain == AF_INET6)
		so->so_flags = IN6P_IPV6_V6ONLY;
	if (domain == AF_ROUTE)
		so->so_state = SS_ISCONNECTED; /* to the table of routes */
	*made = so;
	return (inet && type == SOCK_RAW ? in_pcbinsraw(td, so) : 0);
}

/* A connection's other end goes: nothing more comes from it or can be sent to it. */
static void
soisdisconnected(struct thread *td, const struct socket *so)
{
	const struct socket *peer = socket_at(td->td_kernel, so->so_peer);

	if (peer == NULL)
		return;
	struct socket *p = socket_change(td, peer);

	p->so_peer = 0;
	p->so_state |= SS_CANTSENDMORE | SS_CANTRCVMORE;
	if (so->so_family == AF_UNIX)
		p->so_state &= ~SS_ISCONNECTED; /* TCP is half closed yet */
}

/* Everything but the connections that wait on it. */
static void
sodestroy(struct thread *td, const struct socket *so)
{
	if (is_stream(so))
		soisdisconnected(td, so);
	while (so->so_rcv != 0)
		sbdrop(td, so);
	if (so->so_family == AF_UNIX)
		unp_detach(td, so);
	else
		in_pcbdetach(td, so);
	crfree(td, ucred_at(td->td_kernel, so->so_cred));
	socket_erase(td, so);
}

static void
sofree(struct thread *td, const struct socket *so)
{
	const struct kernel *k = td->td_kernel;
	const struct socket *waiting = socket_at(k, so->so_comp);

	while (waiting != NULL) {
		const struct socket *next = socket_at(k, waiting->so_compnext);

		sodestroy(td, waiting);
		waiting = next;
	}
	sodestroy(td, so);
}

void
soclose(struct thread *td, const struct socket *so)
{
	if (--socket_change(td, so)->so_count == 0)
		sofree(td, so);
}

void
solisten(struct thread *td, const struct socket *cso, int32_t backlog)
{
	struct socket *so = socket_change(td, cso);
	bool most = backlog < 0 || backlog > SOMAXCONN;

	so->so_state |= SS_LISTENING;
	so->so_qlimit = most ? SOMAXCONN : (uint32_t)backlog;
	if (so->so_family == AF_UNIX)
		unp_peercred(td, so);
}

bool
solisten_full(const struct socket *head)
{
	return (head->so_qlen > 3 * head->so_qlimit / 2);
}

/* Puts a connection behind those that wait. */
static void
solisten_enqueue(struct thread *td, struct socket *head, struct socket *so)
{
	const struct kernel *k = td->td_kernel;
	uint32_t ix = socket_ix_of(k, so);

	so->so_listen = socket_ix_of(k, head);
	head->so_qlen++;
	if (head->so_comp == 0) {
		head->so_comp = ix;
		return;
	}
	const struct socket *last = socket_at(k, head->so_comp);

	while (last->so_compnext != 0)
		last = socket_at(k, last->so_compnext);
	socket_change(td, last)->so_compnext = ix;
}

const struct socket *
solisten_dequeue(struct thread *td, const struct socket *listening)
{
	struct socket *head = socket_change(td, listening);
	struct socket *so = socket_change(td, socket_at(td->td_kernel, head->so_comp));

	head->so_comp = so->so_compnext;
	head->so_qlen--;
	so->so_compnext = so->so_listen = 0;
	so->so_count = 1;
	return (so);
}

int
sonewconn(struct thread *td, const struct socket *listening, const struct socket *so,
    struct socket **made)
{
	const struct kernel *k = td->td_kernel;
	struct socket *n, *s = socket_change(td, so), *head = socket_change(td, listening);
	int error = socket_alloc(td, &n);

	if (error != 0)
		return (error);
	*n = (struct socket) {
		.so_family = head->so_family,
		.so_type = head->so_type,
		.so_proto = head->so_proto,
		.so_state = SS_ISCONNECTED,
		.so_options = head->so_options,
		.so_flags = head->so_flags & ~UNP_HAVEPC,
		.so_cred = head->so_cred,
		.so_laddr = so->so_faddr,
		.so_lport = so->so_fport,
		.so_faddr = so->so_laddr,
		.so_fport = so->so_lport,
		.so_path = head->so_path,
		.so_peer = socket_ix_of(k, so),
	};
	crhold(td, ucred_at(k, head->so_cred));
	s->so_peer = socket_ix_of(k, n);
	s->so_state |= SS_ISCONNECTED;
	solisten_enqueue(td, head, n);
	*made = n;
	return (0);
}

void
soshutdown(struct thread *td, const struct socket *so, int32_t how)
{
	const struct socket *peer = socket_at(td->td_kernel, so->so_peer);

	socket_change(td, so)->so_state |=
	    (how != SHUT_WR ? SS_CANTRCVMORE : 0) | (how != SHUT_RD ? SS_CANTSENDMORE : 0);
	if (peer != NULL && how != SHUT_RD && is_stream(so))
		socket_change(td, peer)->so_state |= SS_CANTRCVMORE;
}

int
sowait(struct thread *td, bool ready, bool nonblocking)
{
	int error = must_refuse(td, SOCKET_NONBLOCK, !ready && nonblocking, NULL, about_nothing());

	if (error != 0)
		return (error);
	return (must_refuse(td, WOULD_BLOCK, !ready, NULL, about_nothing()));
}

/* What happened since the last call is told once. */
static int
soerror(struct thread *td, const struct socket *so)
{
	uint32_t waits = so->so_error;
	int error;

	if (waits == 0)
		return (0);
	socket_change(td, so)->so_error = 0;
	leaves(td);
	if ((error = refuses(td, SOERROR_REFUSED, waits == ECONNREFUSED, NULL, about_nothing())) !=
	    0)
		return (error);
	return (refuses(td, SOERROR_RESET, waits == ECONNRESET, NULL, about_nothing()));
}

/* Nobody reads what would be sent.  SIGPIPE may end the process and with it the socket. */
static int
sosend_pipe(struct thread *td, const struct socket *so, uint32_t flags)
{
	bool quiet = (so->so_options & SO_NOSIGPIPE) != 0 || (flags & (uint32_t)MSG_NOSIGNAL) != 0;

	if (!quiet)
		sigpipe(td);
	return (must_refuse(td, SOSEND_PIPE, true, NULL, about_nothing()));
}

/* A message to who is named, or to the other end, of a socket without connections. */
static int
sosend_dgram(struct thread *td, const struct socket *so, const struct sockaddr *to,
    const struct parcel *parcel)
{
	bool connected = (so->so_state & SS_ISCONNECTED) != 0;
	size_t length = value_length(td->td_kernel->k_values, parcel->data);
	bool big = length > (so->so_family == AF_UNIX ? UNPDG_MAXDGRAM : UDP_MAXDGRAM);
	int error;

	if ((error = refuses(td, SOSEND_MSGSIZE, big, NULL, about_number((int64_t)length))) != 0 ||
	    (error = refuses(td, SOSEND_ISCONN, connected && to != NULL, NULL, about_nothing())) !=
		0 ||
	    (error = must_refuse(
		 td, SOSEND_NO_ADDRESS, !connected && to == NULL, NULL, about_nothing())) != 0)
		return (error);
	if (so->so_family == AF_ROUTE)
		return (rts_send(td, so, parcel));
	if (so->so_family == AF_UNIX)
		return (unp_send_dgram(td, so, to, parcel));
	return (
	    so->so_type == SOCK_RAW ? rip_send(td, so, to, parcel) : udp_send(td, so, to, parcel));
}

int
sosend(struct thread *td, const struct file *fp, const struct sockaddr *to,
    const struct parcel *parcel, int64_t *sent)
{
	const struct kernel *k = td->td_kernel;
	const struct socket *so = socket_at(k, fp->f_socket), *peer = socket_at(k, so->so_peer);
	bool bad = parcel->data == VALUE_NONE || parcel->data == VALUE_BADADDR;
	bool record = so->so_type == SOCK_STREAM && (parcel->flags & (uint32_t)MSG_EOR) != 0;
	int error;

	if ((error = must_refuse(td, COPYIN_BADADDR, bad, NULL, about_nothing())) != 0 ||
	    (error = must_refuse(td, SOSEND_EOR, record, NULL, about_nothing())) != 0)
		return (error);
	if ((so->so_state & SS_CANTSENDMORE) != 0)
		return (sosend_pipe(td, so, parcel->flags));
	if ((error = soerror(td, so)) != 0)
		return (error);
	*sent = (int64_t)value_length(k->k_values, parcel->data);
	if (!is_stream(so))
		return (sosend_dgram(td, so, to, parcel));
	if ((error = not_modelled(td, to != NULL && peer == NULL, about_nothing())) != 0 ||
	    (error = must_refuse(td, SOSEND_NOTCONN, peer == NULL, NULL, about_nothing())) != 0)
		return (error);
	return (*sent == 0 && parcel->count == 0 ? 0 : sbappend(td, peer, so, parcel));
}

int
soreceive_ready(struct thread *td, const struct file *fp, const struct socket *so, uint32_t flags)
{
	bool connected = (so->so_state & SS_ISCONNECTED) != 0;
	bool ended = (so->so_state & SS_CANTRCVMORE) != 0;
	bool nonblocking = (fp->f_flag & O_NONBLOCK) != 0 || (flags & (uint32_t)MSG_DONTWAIT) != 0;
	int error;

	bool lost = is_stream(so) && !connected && !ended && so->so_rcv == 0;

	if (so->so_rcv == 0 && (error = soerror(td, so)) != 0)
		return (error);
	if ((error = must_refuse(td, SORECEIVE_NOTCONN, lost, NULL, about_nothing())) != 0)
		return (error);
	return (sowait(td, so->so_rcv != 0 || ended, nonblocking));
}

/*
 * Bytes of a stream, from as many messages as there are up to the next one with descriptors or a
 * credential.
 */
static value_ix
soreceive_stream(struct thread *td, const struct socket *so, uint64_t most, bool peek)
{
	const struct kernel *k = td->td_kernel;
	const struct mbuf *first = mbuf_at(k, so->so_rcv), *m = first;
	uint64_t left = most;

	value_begin(k->k_values);
	while (m != NULL && left > 0) {
		size_t length;
		const char *bytes = value_bytes(k->k_values, m->m_data, &length);
		size_t part = length < left ? length : (size_t)left;

		value_append(k->k_values, bytes, part);
		left -= part;
		m = part < length ? NULL : mbuf_at(k, m->m_next);
		if (m != NULL && (m->m_rights != 0 || (m->m_flags & M_CRED) != 0))
			m = NULL;
	}
	value_ix data = value_end(k->k_values);

	if (!peek)
		sbcut(td, so, value_length(k->k_values, data));
	return (data);
}

value_ix
soreceive_bytes(struct thread *td, const struct socket *so, uint64_t most, uint32_t flags)
{
	const struct kernel *k = td->td_kernel;
	const struct mbuf *m = mbuf_at(k, so->so_rcv);
	bool peek = (flags & (uint32_t)MSG_PEEK) != 0;
	size_t length;

	if (m == NULL)
		return (VALUE_EMPTY);
	const char *bytes = value_bytes(k->k_values, m->m_data, &length);
	bool part = length > most;

	if (so->so_type == SOCK_STREAM && (part || m->m_next != 0))
		return (soreceive_stream(td, so, most, peek));
	value_ix data = part ? value_intern(k->k_values, bytes, (size_t)most) : m->m_data;

	if (!peek)
		sbdrop(td, so);
	return (data);
}

int
soreceive(struct thread *td, const struct file *fp, uint64_t length, value_ix *bytes)
{
	const struct socket *so = socket_at(td->td_kernel, fp->f_socket);
	int error = soreceive_ready(td, fp, so, 0);

	if (error == 0)
		*bytes = soreceive_bytes(td, so, length, 0);
	return (error);
}

void
soo_stat(struct thread *td, const struct file *fp, struct stat_result *r)
{
	const struct socket *so = socket_at(td->td_kernel, fp->f_socket);
	const struct ucred *cr = ucred_at(td->td_kernel, so->so_cred);

	*r = (struct stat_result) { .type = VSOCK, .uid = cr->cr_uid, .gid = cr->cr_gid };
	r->mode = ((so->so_state & SS_CANTRCVMORE) == 0 || so->so_rcv != 0 ? 0444 : 0) |
	    ((so->so_state & SS_CANTSENDMORE) == 0 ? 0222 : 0);
}
