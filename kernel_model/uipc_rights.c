/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Descriptors that travel in messages: sendmsg and recvmsg of local sockets.  A descriptor that
 * comes from another jail is confined to what lies beneath it (F28).  FreeBSD's counterparts are
 * unp_internalize(), unp_externalize() and restrict_rights() of sys/kern/uipc_usrreq.c.
 *
 * NOT MODELLED: more than four descriptors in a message, sockets among them, MSG_CMSG_CLOEXEC,
 * destinations of sendmsg(2).
 */
#include "constants.h"
#include "literal.h"
#include "socket.h"
#include "ucred.h"
#include "vfs_syscalls.h"

static int
internalize(struct thread *td, const struct element *rights, struct parcel *parcel)
{
	struct literal l = literal_within(rights);
	struct element e;
	int error;

	while (literal_next(&l, &e)) {
		const struct file *fp;
		bool more = e.kind != LITERAL_INTEGER || parcel->count == RIGHTS_MAX;

		if ((error = not_modelled(td, more, about_nothing())) != 0 ||
		    (error = fget(td, (int)e.integer, &fp, NULL)) != 0 ||
		    (error = not_modelled(
			 td, fp->f_type == DTYPE_SOCKET, about_fd((int)e.integer))) != 0)
			return (error);
		parcel->files[parcel->count++] = fp;
	}
	return (0);
}

int
sys_sendmsg(struct thread *td, const struct sendmsg_args *uap, struct num_result *r)
{
	const struct kernel *k = td->td_kernel;
	struct literal l = literal_read(k->k_values, uap->msg);
	struct parcel parcel = { .data = VALUE_EMPTY };
	const struct file *fp;
	struct element e;
	bool bad = uap->msg == VALUE_NONE || uap->msg == VALUE_BADADDR;
	int error;

	if ((error = must_refuse(td, COPYIN_BADADDR, bad, NULL, about_nothing())) != 0 ||
	    (error = fget(td, uap->s, &fp, NULL)) != 0)
		return (error);
	const struct socket *so = socket_at(k, fp->f_socket);

	if ((error = must_refuse(td, GETSOCK_NOT_SOCKET, so == NULL, NULL, about_fd(uap->s))) != 0)
		return (error);
	if (literal_find(l, "data", &e) && e.kind == LITERAL_STRING)
		parcel.data = value_intern(k->k_values, e.bytes, e.length);
	bool rights = literal_find(l, "rights", &e) && e.kind == LITERAL_LIST;

	if (rights &&
	    ((error = refuses(
		  td, UIPC_CONTROL, so->so_family != AF_UNIX, NULL, about_fd(uap->s))) != 0 ||
		(error = internalize(td, &e, &parcel)) != 0))
		return (error);
	return (sosend(td, fp, NULL, &parcel, &r->value));
}

/* F28: does the descriptor come from another prison, with another root, to a jail? */
static bool
restrict_rights(struct thread *td, const struct file *fp)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *from = cred_prison(k, ucred_at(k, fp->f_cred));
	const struct prison *to = cred_prison(k, td->td_ucred);
	bool other = from != to && from->pr_root != to->pr_root && jailed(td->td_ucred);

	return (alters(td, RECV_BENEATH, other, to, about_prison(from)));
}

static int
externalize(struct thread *td, const struct mbuf *m, struct message_result *r)
{
	int64_t *rights[RIGHTS_MAX] = { &r->rights0, &r->rights1, &r->rights2, &r->rights3 };
	int error, fd;

	for (uint32_t i = 0; i < m->m_rights; i++) {
		const struct file *fp = file_at(td->td_kernel, m->m_file[i]);
		uint8_t flags = restrict_rights(td, fp) ? FD_RESOLVE_BENEATH : 0;

		if ((error = fdalloc(td, 0, &fd)) != 0 ||
		    (error = finstall(td, td->td_proc, fd, fp, flags)) != 0)
			return (error);
		*rights[i] = fd;
	}
	return (0);
}

int
sys_recvmsg(struct thread *td, const struct recvmsg_args *uap, struct message_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct file *fp;
	int error = fget(td, uap->s, &fp, NULL);

	if (error != 0)
		return (error);
	const struct socket *so = socket_at(k, fp->f_socket);

	if ((error = must_refuse(td, GETSOCK_NOT_SOCKET, so == NULL, NULL, about_fd(uap->s))) !=
		0 ||
	    (error = soreceive_ready(td, so)) != 0)
		return (error);
	const struct mbuf *m = mbuf_at(k, so->so_rcv);

	r->addr = VALUE_EMPTY;
	r->rights0 = r->rights1 = r->rights2 = r->rights3 = -1;
	if (m != NULL && (error = externalize(td, m, r)) != 0)
		return (error);
	r->data = soreceive_bytes(td, so, UINT64_MAX);
	td->td_call->retval = (int64_t)value_length(k->k_values, (value_ix)r->data);
	return (0);
}
