/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Local sockets: their names are files, found by the caller's own lookup and guarded by the
 * permissions of the file alone; no jail is asked.  FreeBSD's counterpart is the file of the same
 * name.  I16.
 *
 * NOT MODELLED: bindat and connectat; groups among the credentials of the peer.
 */
#include "constants.h"
#include "errnos.h"
#include "proc.h"
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
unp_peercred(struct thread *td, struct socket *so)
{
	so->so_flags |= UNP_HAVEPC;
	so->so_peeruid = td->td_ucred->cr_uid;
	so->so_peergid = td->td_ucred->cr_gid;
	so->so_peerpid = td->td_proc->p_pid;
}

/* A datagram socket sends to another from now on, which need not send back. */
static void
unp_refer(struct thread *td, struct socket *so, struct socket *to)
{
	const struct kernel *k = td->td_kernel;

	so->so_peer = socket_ix_of(k, to);
	so->so_state |= SS_ISCONNECTED;
	so->so_refnext = to->so_refs;
	to->so_refs = socket_ix_of(k, so);
}

/* ... and no more. */
static void
unp_unrefer(struct thread *td, struct socket *so)
{
	const struct kernel *k = td->td_kernel;
	const struct socket *to = socket_at(k, so->so_peer);
	uint32_t ix = socket_ix_of(k, so);

	if (to == NULL)
		return;
	if (to->so_refs == ix)
		socket_change(td, to)->so_refs = so->so_refnext;
	else {
		const struct socket *before = socket_at(k, to->so_refs);

		while (before->so_refnext != ix)
			before = socket_at(k, before->so_refnext);
		socket_change(td, before)->so_refnext = so->so_refnext;
	}
	so->so_peer = so->so_refnext = 0;
	so->so_state &= ~SS_ISCONNECTED;
}

/* Those who send here hear of its end with their next call. */
static void
unp_drop_refs(struct thread *td, const struct socket *so)
{
	const struct kernel *k = td->td_kernel;

	while (so->so_refs != 0) {
		struct socket *from = socket_change(td, socket_at(k, so->so_refs));

		unp_unrefer(td, from);
		from->so_error = ECONNRESET;
	}
}

void
unp_detach(struct thread *td, const struct socket *cso)
{
	const struct kernel *k = td->td_kernel;
	struct socket *so = socket_change(td, cso);

	if (!is_stream(so)) {
		unp_unrefer(td, so);
		unp_drop_refs(td, so);
	}
	if (so->so_vnode == 0)
		return;
	unpcb_erase(td, unpcb_find(k, so->so_vnode, 0));
	vrele(td, vnode_at(k, so->so_vnode));
	so->so_vnode = 0;
}

void
unp_connect2(struct thread *td, struct socket *a, struct socket *b)
{
	const struct kernel *k = td->td_kernel;

	if (!is_stream(a)) {
		unp_refer(td, a, b);
		unp_refer(td, b, a);
		return;
	}
	a->so_peer = socket_ix_of(k, b);
	b->so_peer = socket_ix_of(k, a);
	a->so_state = b->so_state = SS_ISCONNECTED;
	unp_peercred(td, a);
	unp_peercred(td, b);
}

/* The socket behind a path: ENOENT ENOTSOCK EACCES ECONNREFUSED. */
static int
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

static int
unp_connect_dgram(struct thread *td, const struct socket *cso, const struct socket *to)
{
	struct socket *so = socket_change(td, cso);

	unp_unrefer(td, so);
	unp_refer(td, so, socket_change(td, to));
	return (0);
}

/* Who connects is known by what he was then, who listens by what he was when he began to. */
static int
unp_connect_stream(struct thread *td, const struct socket *cso, const struct socket *head)
{
	struct socket *so = socket_change(td, cso), *accepted;
	int error = sonewconn(td, head, so, &accepted);

	if (error != 0)
		return (error);
	unp_peercred(td, accepted);
	so->so_flags |= UNP_HAVEPC;
	so->so_peeruid = head->so_peeruid;
	so->so_peergid = head->so_peergid;
	so->so_peerpid = head->so_peerpid;
	return (0);
}

int
unp_connect(struct thread *td, const struct socket *so, value_ix path)
{
	const struct socket *to;
	struct object what = about_value(path);
	int error = unp_find(td, path, &to);

	if (error != 0)
		return (error);
	bool differs = to->so_type != so->so_type, stream = is_stream(so);
	bool deaf = stream && (to->so_state & SS_LISTENING) == 0;
	bool full = stream && solisten_full(to);

	if ((error = must_refuse(td, UNP_CONNECT_TYPE, differs, NULL, what)) != 0 ||
	    (error = must_refuse(td, UNP_CONNECT_REFUSED, deaf, NULL, what)) != 0 ||
	    (error = refuses(td, UNP_CONNECT_FULL, full, NULL, what)) != 0)
		return (error);
	return (stream ? unp_connect_stream(td, so, to) : unp_connect_dgram(td, so, to));
}

int
unp_send_dgram(struct thread *td, const struct socket *so, const struct sockaddr *to,
    const struct parcel *parcel)
{
	const struct socket *receiver = socket_at(td->td_kernel, so->so_peer);
	int error;

	if (to != NULL && (error = unp_find(td, to->path, &receiver)) != 0)
		return (error);
	bool differs = receiver->so_type != so->so_type;

	if ((error = must_refuse(td, UNP_CONNECT_TYPE, differs, NULL, about_nothing())) != 0)
		return (error);
	return (sbappend(td, receiver, so, parcel));
}

int
uipc_getsockopt(struct thread *td, const struct socket *so, int32_t name, struct sockopt_result *r)
{
	bool asked = name == LOCAL_PEERCRED;
	bool none = (so->so_flags & UNP_HAVEPC) == 0 || (so->so_state & SS_LISTENING) != 0;
	int error;

	if ((error = must_refuse(td, UIPC_PEERCRED_NOTCONN, asked && none && is_stream(so), NULL,
		 about_nothing())) != 0 ||
	    (error = must_refuse(td, UIPC_PEERCRED_TYPE, asked && none && !is_stream(so), NULL,
		 about_nothing())) != 0)
		return (error);
	if (asked) {
		r->uid = so->so_peeruid;
		r->gid = so->so_peergid;
		r->pid = so->so_peerpid;
		return (0);
	}
	uint32_t flag = name == LOCAL_CREDS ? UNP_WANTCRED_ONESHOT :
	    name == LOCAL_CREDS_PERSISTENT  ? UNP_WANTCRED_ALWAYS :
					      0;

	r->value = (so->so_flags & flag) != 0;
	return (must_refuse(td, UIPC_GETOPT_UNKNOWN, flag == 0, NULL, about_number(name)));
}

int
uipc_setsockopt(struct thread *td, const struct socket *so, int32_t name, bool on)
{
	uint32_t once = UNP_WANTCRED_ONESHOT, always = UNP_WANTCRED_ALWAYS;
	uint32_t flag = name == LOCAL_CREDS ? once : name == LOCAL_CREDS_PERSISTENT ? always : 0;
	uint32_t other = (once | always) & ~flag;
	int error;

	if ((error = must_refuse(td, SETSOCKOPT_UNKNOWN, flag == 0, NULL, about_number(name))) !=
		0 ||
	    (error = refuses(td, UIPC_CREDS_BOTH, on && (so->so_flags & other) != 0, NULL,
		 about_number(name))) != 0)
		return (error);
	struct socket *s = socket_change(td, so);

	s->so_flags = on ? s->so_flags | flag : s->so_flags & ~flag;
	return (0);
}
