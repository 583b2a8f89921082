/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What all sockets have in common: queues of messages and of connections, sending, receiving,
 * the end.  FreeBSD's counterpart is sys/kern/uipc_socket.c.
 *
 * NOT MODELLED: limits of the queues, options, SIGPIPE, out-of-band data.
 */
#include "constants.h"
#include "socket.h"
#include "ucred.h"
#include "vnode.h"

int
sbappend(struct thread *td, const struct socket *to, const struct socket *from,
    const struct parcel *parcel)
{
	const struct kernel *k = td->td_kernel;
	struct mbuf *m;
	int error = mbuf_alloc(td, &m);

	if (error != 0)
		return (error);
	m->m_data = parcel->data;
	m->m_addr = from->so_laddr;
	m->m_port = from->so_lport;
	m->m_rights = parcel->count;
	for (uint32_t i = 0; i < parcel->count; i++) {
		m->m_file[i] = file_ix_of(k, parcel->files[i]);
		fhold(td, parcel->files[i]);
	}
	struct socket *so = socket_change(td, to);
	uint32_t ix = mbuf_ix_of(k, m);

	if (so->so_rcv == 0)
		so->so_rcv = ix;
	else
		mbuf_change(td, mbuf_at(k, so->so_rcvlast))->m_next = ix;
	so->so_rcvlast = ix;
	return (0);
}

/* Frees the first message. */
static void
sbdrop(struct thread *td, const struct socket *cso)
{
	const struct kernel *k = td->td_kernel;
	const struct mbuf *m = mbuf_at(k, cso->so_rcv);
	struct socket *so = socket_change(td, cso);

	so->so_rcv = m->m_next;
	if (so->so_rcv == 0)
		so->so_rcvlast = 0;
	for (uint32_t i = 0; i < m->m_rights; i++)
		fdrop(td, file_at(k, m->m_file[i]));
	mbuf_erase(td, m);
}

/* The other end goes: nothing more comes from it or can be sent to it. */
static void
soisdisconnected(struct thread *td, const struct socket *so)
{
	const struct socket *peer = socket_at(td->td_kernel, so->so_peer);

	if (peer == NULL)
		return;
	struct socket *p = socket_change(td, peer);

	p->so_peer = 0;
	p->so_state |= SS_CANTSENDMORE | SS_CANTRCVMORE;
}

/* Everything but the connections that wait on it. */
static void
sodestroy(struct thread *td, const struct socket *so)
{
	soisdisconnected(td, so);
	while (so->so_rcv != 0)
		sbdrop(td, so);
	in_pcbdetach(td, so);
	unp_detach(td, so);
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

int
sonewconn(struct thread *td, const struct socket *head, const struct socket *so)
{
	const struct kernel *k = td->td_kernel;
	struct socket *n, *s = socket_change(td, so);
	int error = socket_alloc(td, &n);

	if (error != 0)
		return (error);
	*n = (struct socket) {
		.so_family = head->so_family,
		.so_type = head->so_type,
		.so_state = SS_ISCONNECTED,
		.so_cred = head->so_cred,
		.so_laddr = so->so_faddr,
		.so_lport = so->so_fport,
		.so_faddr = so->so_laddr,
		.so_fport = so->so_lport,
		.so_path = head->so_path,
		.so_peer = socket_ix_of(k, so),
		.so_listen = socket_ix_of(k, head),
	};
	crhold(td, ucred_at(k, head->so_cred));
	s->so_peer = socket_ix_of(k, n);
	s->so_state |= SS_ISCONNECTED;
	if (head->so_comp == 0) {
		socket_change(td, head)->so_comp = socket_ix_of(k, n);
		return (0);
	}
	const struct socket *last = socket_at(k, head->so_comp);

	while (last->so_compnext != 0)
		last = socket_at(k, last->so_compnext);
	socket_change(td, last)->so_compnext = socket_ix_of(k, n);
	return (0);
}

/* A message to who is named, or to the other end, of a socket without connections. */
static int
sosend_dgram(struct thread *td, const struct socket *so, const struct sockaddr *to,
    const struct parcel *parcel)
{
	bool connected = (so->so_state & SS_ISCONNECTED) != 0;
	const struct socket *receiver = socket_at(td->td_kernel, so->so_peer);
	int error;

	if ((error = refuses(td, SOSEND_ISCONN, connected && to != NULL, NULL, about_nothing())) !=
		0 ||
	    (error = must_refuse(
		 td, SOSEND_NO_ADDRESS, !connected && to == NULL, NULL, about_nothing())) != 0)
		return (error);
	if (so->so_family != AF_UNIX)
		return (udp_send(td, so, to, parcel));
	if (to != NULL && (error = unp_find(td, to->path, &receiver)) != 0)
		return (error);
	bool differs = receiver != NULL && receiver->so_type != so->so_type;

	if ((error = must_refuse(td, UNP_CONNECT_TYPE, differs, NULL, about_nothing())) != 0)
		return (error);
	return (receiver == NULL ? 0 : sbappend(td, receiver, so, parcel));
}

int
sosend(struct thread *td, const struct file *fp, const struct sockaddr *to,
    const struct parcel *parcel, int64_t *sent)
{
	const struct kernel *k = td->td_kernel;
	const struct socket *so = socket_at(k, fp->f_socket), *peer = socket_at(k, so->so_peer);
	bool dgram = so->so_type == SOCK_DGRAM || so->so_type == SOCK_RAW;
	bool shut = (so->so_state & SS_CANTSENDMORE) != 0;
	bool bad = parcel->data == VALUE_NONE || parcel->data == VALUE_BADADDR;
	int error;

	if ((error = must_refuse(td, COPYIN_BADADDR, bad, NULL, about_nothing())) != 0 ||
	    (error = must_refuse(td, SOSEND_PIPE, shut, NULL, about_nothing())) != 0)
		return (error);
	*sent = (int64_t)value_length(k->k_values, parcel->data);
	if (dgram)
		return (sosend_dgram(td, so, to, parcel));
	if ((error = must_refuse(td, SOSEND_NOTCONN, peer == NULL, NULL, about_nothing())) != 0)
		return (error);
	return (*sent == 0 ? 0 : sbappend(td, peer, so, parcel));
}

int
soreceive_ready(struct thread *td, const struct socket *so)
{
	bool connected = (so->so_state & SS_ISCONNECTED) != 0;
	bool stream = so->so_type == SOCK_STREAM || so->so_type == SOCK_SEQPACKET;
	bool ended = (so->so_state & SS_CANTRCVMORE) != 0;
	int error = must_refuse(td, SORECEIVE_NOTCONN, stream && !connected, NULL, about_nothing());

	if (error != 0)
		return (error);
	return (must_refuse(td, WOULD_BLOCK, so->so_rcv == 0 && !ended, NULL, about_nothing()));
}

value_ix
soreceive_bytes(struct thread *td, const struct socket *so, uint64_t most)
{
	const struct kernel *k = td->td_kernel;
	const struct mbuf *m = mbuf_at(k, so->so_rcv);
	size_t length;

	if (m == NULL)
		return (VALUE_EMPTY);
	const char *bytes = value_bytes(k->k_values, m->m_data, &length);
	value_ix data = m->m_data;

	if (length > most) {
		data = value_intern(k->k_values, bytes, (size_t)most);
		if (so->so_type == SOCK_STREAM) {
			value_ix rest =
			    value_intern(k->k_values, bytes + most, length - (size_t)most);

			mbuf_change(td, m)->m_data = rest;
			return (data);
		}
	}
	sbdrop(td, so);
	return (data);
}

int
soreceive(struct thread *td, const struct file *fp, uint64_t length, value_ix *bytes)
{
	const struct socket *so = socket_at(td->td_kernel, fp->f_socket);
	int error = soreceive_ready(td, so);

	if (error == 0)
		*bytes = soreceive_bytes(td, so, length);
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
