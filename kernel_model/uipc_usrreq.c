/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Local sockets: their names are files, found by the caller's own lookup and guarded by the
 * permissions of the file alone; no jail is asked.  FreeBSD's counterpart is the file of the same
 * name.  I16.
 *
 * NOT MODELLED: connect(2) of datagram sockets, credentials of the peer, bindat and connectat.
 */
#include "constants.h"
#include "socket.h"
#include "ucred.h"
#include "vfs_syscalls.h"

int
unp_bind(struct thread *td, const struct socket *so, value_ix path)
{
	const struct kernel *k = td->td_kernel;
	struct nameidata nd = NDINIT(CREATE, 0, AT_FDCWD, path);
	struct vnode *vp;
	struct unpcb *unp;
	int error;

	if ((error = must_refuse(td, UNP_BIND_BOUND, so->so_vnode != 0, NULL, about_nothing())) !=
		0 ||
	    (error = namei_modify(td, &nd)) != 0 ||
	    (error = must_refuse(td, UNP_BIND_EXISTS, nd.ni_vp != NULL, NULL, about_value(path))) !=
		0 ||
	    (error = vop_create(td, &nd, VSOCK, ACCESSPERMS & ~td->td_proc->p_umask, &vp)) != 0 ||
	    (error = unpcb_alloc(td, &unp)) != 0)
		return (error);
	unp->unp_vnode = vnode_ix_of(k, vp);
	unp->unp_socket = socket_ix_of(k, so);
	unpcb_enter(td, unp);
	vref(td, vp);
	struct socket *s = socket_change(td, so);

	s->so_vnode = vnode_ix_of(k, vp);
	s->so_path = path;
	return (0);
}

void
unp_detach(struct thread *td, const struct socket *so)
{
	const struct kernel *k = td->td_kernel;

	if (so->so_vnode == 0)
		return;
	unpcb_erase(td, unpcb_find(k, so->so_vnode, 0));
	vrele(td, vnode_at(k, so->so_vnode));
	socket_change(td, so)->so_vnode = 0;
}

int
unp_find(struct thread *td, value_ix path, const struct socket **found)
{
	const struct kernel *k = td->td_kernel;
	struct nameidata nd = NDINIT(LOOKUP, FOLLOW, AT_FDCWD, path);
	int error = namei(td, &nd);

	if (error != 0)
		return (error);
	const struct vnode *ip = vnode_inode(k, nd.ni_vp);
	struct object what = about_vnode(k, nd.ni_vp);
	const struct unpcb *unp = unpcb_find(k, vnode_ix_of(k, ip), 0);

	if ((error = must_refuse(td, UNP_CONNECT_NOT_SOCKET, ip->v_type != VSOCK, NULL, what)) !=
		0 ||
	    (error = vn_access(td, nd.ni_vp, VWRITE)) != 0)
		return (error);
	*found = unp == NULL ? NULL : socket_at(k, unp->unp_socket);
	return (must_refuse(td, UNP_CONNECT_REFUSED, *found == NULL, NULL, what));
}

int
unp_connect(struct thread *td, const struct socket *so, value_ix path)
{
	const struct socket *head;
	bool dgram = so->so_type == SOCK_DGRAM;
	int error;

	if ((error = not_modelled(td, dgram, about_value(path))) != 0 ||
	    (error = unp_find(td, path, &head)) != 0)
		return (error);
	bool differs = head->so_type != so->so_type;
	bool deaf = (head->so_state & SS_LISTENING) == 0;

	if ((error = must_refuse(td, UNP_CONNECT_TYPE, differs, NULL, about_value(path))) != 0 ||
	    (error = must_refuse(td, UNP_CONNECT_REFUSED, deaf, NULL, about_value(path))) != 0)
		return (error);
	return (sonewconn(td, head, so));
}
