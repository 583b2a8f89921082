/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls that send and receive.  FreeBSD's counterparts are kern_sendit() and kern_recvit() of
 * sys/kern/uipc_syscalls.c.
 *
 * NOT MODELLED: MSG_OOB, MSG_WAITALL, MSG_DONTROUTE and MSG_EOF.
 */
#include "constants.h"
#include "literal.h"
#include "socket.h"
#include "vfs_syscalls.h"

#define SEND_FLAGS (MSG_EOR | MSG_DONTWAIT | MSG_NOSIGNAL)
#define RECV_FLAGS (MSG_PEEK | MSG_DONTWAIT | MSG_CMSG_CLOEXEC)

int
sys_sendto(struct thread *td, const struct sendto_args *uap, struct num_result *r)
{
	const struct file *fp;
	const struct socket *so;
	struct sockaddr sa, *to = uap->to == VALUE_NONE ? NULL : &sa;
	struct parcel parcel = { .data = uap->data, .flags = (uint32_t)uap->flags };
	int error;

	if ((error = to == NULL ? getsock(td, uap->s, &fp, &so) :
				  getsock_sockaddr(td, uap->s, uap->to, &fp, &so, &sa)) != 0 ||
	    (error = not_modelled(td, (uap->flags & ~SEND_FLAGS) != 0, about_number(uap->flags))) !=
		0)
		return (error);
	return (sosend(td, fp, to, &parcel, &r->value));
}

/* What a message says beside its data: a destination, a source, descriptors.  EINVAL EAFNOSUPPORT
 */
static int
read_message(struct thread *td, const struct socket *so, struct literal l, struct parcel *parcel,
    struct sockaddr *to)
{
	const struct kernel *k = td->td_kernel;
	bool inet = so->so_family != AF_UNIX;
	struct sockaddr source;
	struct element e;
	bool bad = literal_find(l, "to", &e) && !sockaddr_read(k, literal_within(&e), to);
	bool bad_source =
	    literal_find(l, "src", &e) && !sockaddr_read(k, literal_within(&e), &source);
	int error;

	if ((error = must_refuse(
		 td, GETSOCKADDR_MALFORMED, bad || bad_source, NULL, about_nothing())) != 0)
		return (error);
	bool other = to->family != 0 && (uint32_t)to->family != so->so_family;

	if ((error = must_refuse(td, GETSOCKADDR_FAMILY, other, NULL, about_number(to->family))) !=
	    0)
		return (error);
	if (literal_find(l, "src", &e) && inet && (uint32_t)source.family == so->so_family)
		parcel->source = source.addr;
	if (!literal_find(l, "rights", &e) || e.kind != LITERAL_LIST)
		return (0);
	error = refuses(td, UIPC_CONTROL, inet, NULL, about_nothing());
	return (error != 0 ? error : unp_internalize(td, &e, parcel));
}

int
sys_sendmsg(struct thread *td, const struct sendmsg_args *uap, struct num_result *r)
{
	const struct kernel *k = td->td_kernel;
	struct parcel parcel = { .data = VALUE_EMPTY, .flags = (uint32_t)uap->flags };
	struct sockaddr to = { .family = 0 };
	const struct file *fp;
	const struct socket *so;
	struct element e;
	bool bad = uap->msg == VALUE_NONE || uap->msg == VALUE_BADADDR;
	int error;

	if ((error = must_refuse(td, COPYIN_BADADDR, bad, NULL, about_nothing())) != 0 ||
	    (error = getsock(td, uap->s, &fp, &so)) != 0 ||
	    (error = not_modelled(td, (uap->flags & ~SEND_FLAGS) != 0, about_number(uap->flags))) !=
		0)
		return (error);
	struct literal l = literal_read(k->k_values, uap->msg);

	if (literal_find(l, "data", &e) && e.kind == LITERAL_STRING)
		parcel.data = value_intern(k->k_values, e.bytes, e.length);
	if ((error = read_message(td, so, l, &parcel, &to)) != 0)
		return (error);
	return (sosend(td, fp, to.family == 0 ? NULL : &to, &parcel, &r->value));
}

/* Who sent the first message that waits. */
static void
sender(const struct kernel *k, const struct mbuf *m, struct message_result *r)
{
	bool known = m != NULL && (m->m_flags & M_CRED) != 0;

	r->addr = m == NULL ? VALUE_EMPTY : sockaddr_text(k, m->m_addr);
	r->port = m == NULL ? 0 : m->m_port;
	r->rights0 = r->rights1 = r->rights2 = r->rights3 = -1;
	r->uid = known ? (int64_t)m->m_uid : -1;
	r->gid = known ? (int64_t)m->m_gid : -1;
	r->pid = known ? (int64_t)m->m_pid : -1;
}

/* A message of `length' bytes at most, with the descriptors in it if the caller wants them. */
static int
kern_recvit(struct thread *td, int fd, uint64_t length, int32_t flags, bool rights,
    struct message_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct file *fp;
	const struct socket *so;
	int error;

	if ((error = getsock(td, fd, &fp, &so)) != 0 ||
	    (error = not_modelled(td, (flags & ~RECV_FLAGS) != 0, about_number(flags))) != 0 ||
	    (error = soreceive_ready(td, fp, so, (uint32_t)flags)) != 0)
		return (error);
	const struct mbuf *m = mbuf_at(k, so->so_rcv);

	sender(k, m, r);
	if (rights && m != NULL && (flags & MSG_PEEK) == 0 &&
	    (error = unp_externalize(td, m, (uint32_t)flags, r)) != 0)
		return (error);
	value_ix data = soreceive_bytes(td, so, length, (uint32_t)flags);

	r->data = data;
	td->td_call->retval = (int64_t)value_length(k->k_values, data);
	return (0);
}

int
sys_recvfrom(struct thread *td, const struct recvfrom_args *uap, struct message_result *r)
{
	int error = must_refuse(td, READ_SIZE, uap->len < 0, NULL, about_number(uap->len));

	if (error != 0)
		return (error);
	return (kern_recvit(td, uap->s, (uint64_t)uap->len, uap->flags, false, r));
}

int
sys_recvmsg(struct thread *td, const struct recvmsg_args *uap, struct message_result *r)
{
	return (kern_recvit(td, uap->s, UINT64_MAX, uap->flags, true, r));
}
