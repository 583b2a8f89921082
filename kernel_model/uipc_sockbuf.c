/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Messages that wait in a socket to be read.  FreeBSD's counterpart is the file of the same name.
 *
 * NOT MODELLED: limits of the queues.
 */
#include "constants.h"
#include "socket.h"

/* LOCAL_CREDS: the receiver asked who sends, once or always. */
static void
sbappend_cred(struct thread *td, struct mbuf *m, struct socket *so)
{
	if ((so->so_flags & (UNP_WANTCRED_ONESHOT | UNP_WANTCRED_ALWAYS)) == 0)
		return;
	so->so_flags &= ~UNP_WANTCRED_ONESHOT;
	m->m_flags |= M_CRED;
	m->m_uid = td->td_ucred->cr_uid;
	m->m_gid = td->td_ucred->cr_gid;
	m->m_pid = td->td_proc->p_pid;
}

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
	m->m_addr = parcel->source == VALUE_NONE ? from->so_laddr : parcel->source;
	m->m_port = from->so_lport;
	m->m_flags = parcel->flags & (uint32_t)MSG_EOR;
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
	sbappend_cred(td, m, so);
	return (0);
}

void
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

void
sbcut(struct thread *td, const struct socket *so, size_t count)
{
	const struct kernel *k = td->td_kernel;
	const struct mbuf *m = mbuf_at(k, so->so_rcv);
	size_t length = value_length(k->k_values, m->m_data);

	while (m != NULL && length <= count) {
		count -= length;
		sbdrop(td, so);
		m = count == 0 ? NULL : mbuf_at(k, so->so_rcv);
		length = m == NULL ? 0 : value_length(k->k_values, m->m_data);
	}
	if (m == NULL || count == 0)
		return;
	const char *bytes = value_bytes(k->k_values, m->m_data, &length);

	mbuf_change(td, m)->m_data = value_intern(k->k_values, bytes + count, length - count);
}
