/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sockets: uipc_syscalls.c and uipc_message.c (the calls), uipc_sockopt.c (options), uipc_socket.c
 * (what all have in common), uipc_usrreq.c (names in the file system), in_pcb.c (Internet addresses
 * and ports), in_jail.c (what jails make of those).  FreeBSD's counterparts are sys/socketvar.h and
 * netinet/in_pcb.h.
 */
#ifndef KERNEL_MODEL_SOCKET_H
#define KERNEL_MODEL_SOCKET_H

#include "constants.h"
#include "file.h"
#include "jail.h"
#include "literal.h"
#include "sysproto.h"

/* so_state */
#define SS_ISCONNECTED	0x01u
#define SS_LISTENING	0x02u
#define SS_CANTSENDMORE 0x04u /* by shutdown(2), or the other end has gone */
#define SS_CANTRCVMORE	0x08u
#define SS_ISCONNECTING 0x10u /* to a host that has not answered yet */

/* so_flags */
#define INP_HDRINCL	     0x01u /* IP_HDRINCL */
#define INP_BINDANY	     0x02u /* IP_BINDANY, IPV6_BINDANY */
#define INP_HIGHPORT	     0x04u /* IP_PORTRANGE_HIGH */
#define INP_LOWPORT	     0x08u /* IP_PORTRANGE_LOW */
#define IN6P_IPV6_V6ONLY     0x10u /* IPV6_V6ONLY */
#define UNP_WANTCRED_ONESHOT 0x20u /* LOCAL_CREDS */
#define UNP_WANTCRED_ALWAYS  0x40u /* LOCAL_CREDS_PERSISTENT */
#define UNP_HAVEPC	     0x80u /* knows who is at the other end, or listens */

#define M_CRED		     0x80000000u /* m_flags: says who sent it */

#define RIGHTS_MAX	     4 /* descriptors that a message can carry */

/* An address as a call gives it. */
struct sockaddr {
	int32_t family;
	value_ix addr; /* packed */
	uint32_t port;
	value_ix path;
};

/* What is sent. */
struct parcel {
	value_ix data;
	value_ix source; /* address that it comes from; VALUE_NONE: the socket's own */
	uint32_t flags;	 /* MSG_* */
	uint32_t count;	 /* of files */
	const struct file *files[RIGHTS_MAX];
};

/* What SOCK_CLOEXEC, SOCK_CLOFORK and SOCK_NONBLOCK ask for. */
struct socket_flags {
	uint8_t slot;  /* of the descriptor */
	uint32_t file; /* of the open file */
};

/* Does the socket have connections? */
static inline bool
is_stream(const struct socket *so)
{
	return (so->so_type == SOCK_STREAM || so->so_type == SOCK_SEQPACKET);
}

/* uipc_domain.c.  EAFNOSUPPORT EPROTOTYPE EPROTONOSUPPORT; does more than its name exist here? */
int pffindproto(struct thread *, int32_t domain, int32_t type, int32_t protocol);
bool pf_modelled(int32_t domain);

/* uipc_sockaddr.c.  EBADF ENOTSOCK; with an address, before that, EFAULT EINVAL EAFNOSUPPORT. */
int getsock(struct thread *, int fd, const struct file **, const struct socket **);
int getsock_sockaddr(struct thread *, int fd, value_ix list, const struct file **,
    const struct socket **, struct sockaddr *);
/* Reads the fields that the family has; false when one is missing or malformed. */
bool sockaddr_read(const struct kernel *, struct literal, struct sockaddr *);
/* An Internet address as text, or VALUE_EMPTY. */
value_ix sockaddr_text(const struct kernel *, value_ix addr);

/* uipc_socket.c */
/* May the caller make such a socket?  Then a new one with an open file: 0, EMFILE or ROOM. */
int socreate_check(struct thread *, int32_t domain, int32_t type, int32_t protocol);
int socreate(struct thread *, int32_t domain, int32_t type, int32_t protocol, struct socket_flags,
    struct socket **, int *fd);
/* Frees the socket with its last open file. */
void soclose(struct thread *, const struct socket *);
/* Listens, with a queue of the longest kind when `backlog' is negative. */
void solisten(struct thread *, const struct socket *, int32_t backlog);
bool solisten_full(const struct socket *head);
/* A socket like `head' on its queue, connected to `so': 0 or ROOM; takes the first one off. */
int sonewconn(
    struct thread *, const struct socket *head, const struct socket *so, struct socket **);
const struct socket *solisten_dequeue(struct thread *, const struct socket *head);
void soshutdown(struct thread *, const struct socket *, int32_t how);
/* EAGAIN, for one reason or the other, while it is not ready. */
int sowait(struct thread *, bool ready, bool nonblocking);
/* Sends to the connected end or to `to'; the number of bytes sent. */
int sosend(struct thread *, const struct file *, const struct sockaddr *to, const struct parcel *,
    int64_t *sent);
/* Is there something to receive, or the end?  ENOTCONN EAGAIN.  Then the bytes. */
int soreceive_ready(struct thread *, const struct file *, const struct socket *, uint32_t flags);
value_ix soreceive_bytes(struct thread *, const struct socket *, uint64_t most, uint32_t flags);
/* Both; stream sockets leave what does not fit. */
int soreceive(struct thread *, const struct file *, uint64_t length, value_ix *bytes);
void soo_stat(struct thread *, const struct file *, struct stat_result *);

/*
 * uipc_sockbuf.c.  Appends a message to a socket's queue: 0 or ROOM; frees the first one, or so
 * many bytes of the first ones.
 */
int sbappend(
    struct thread *, const struct socket *to, const struct socket *from, const struct parcel *);
void sbdrop(struct thread *, const struct socket *);
void sbcut(struct thread *, const struct socket *, size_t count);

/* uipc_usrreq.c */
int unp_bind(struct thread *, const struct socket *, value_ix path);
void unp_detach(struct thread *, const struct socket *);
int unp_connect(struct thread *, const struct socket *, value_ix path);
void unp_connect2(struct thread *, struct socket *, struct socket *);
int unp_send_dgram(
    struct thread *, const struct socket *, const struct sockaddr *to, const struct parcel *);
/* The other end shall know the caller by what he is now. */
void unp_peercred(struct thread *, struct socket *);
int uipc_getsockopt(struct thread *, const struct socket *, int32_t name, struct sockopt_result *);
int uipc_setsockopt(struct thread *, const struct socket *, int32_t name, bool on);

/* uipc_rights.c.  Descriptors into a message: EBADF; and out of one: EMFILE or ROOM. */
int unp_internalize(struct thread *, const struct element *rights, struct parcel *);
int unp_externalize(
    struct thread *, const struct mbuf *, uint32_t receive, struct message_result *);

#endif
