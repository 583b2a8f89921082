/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Descriptors that travel in messages of local sockets.  A descriptor that comes from another jail
 * is confined to what lies beneath it (F28).  FreeBSD's counterparts are unp_internalize(),
 * unp_externalize() and restrict_rights() of sys/kern/uipc_usrreq.c.
 *
 * NOT MODELLED: more than four descriptors in a message, sockets among them.
 */
#include "constants.h"
#include "literal.h"
#include "socket.h"
#include "ucred.h"
#include "vfs_syscalls.h"

int
unp_internalize(struct thread *td, const struct element *rights, struct parcel *parcel)
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

int
unp_externalize(struct thread *td, const struct mbuf *m, uint32_t receive, struct message_result *r)
{
	int64_t *rights[RIGHTS_MAX] = { &r->rights0, &r->rights1, &r->rights2, &r->rights3 };
	uint8_t close = (receive & MSG_CMSG_CLOEXEC) != 0 ? FD_CLOEXEC : 0;
	int error, fd;

	for (uint32_t i = 0; i < m->m_rights; i++) {
		const struct file *fp = file_at(td->td_kernel, m->m_file[i]);
		uint8_t beneath = restrict_rights(td, fp) ? FD_RESOLVE_BENEATH : 0;

		if ((error = fdalloc(td, 0, &fd)) != 0 ||
		    (error = finstall(td, td->td_proc, fd, fp, beneath | close)) != 0)
			return (error);
		*rights[i] = fd;
	}
	return (0);
}
