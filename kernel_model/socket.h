/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sockets: uipc_socket.c (what all have in common), uipc_syscalls.c (the calls), uipc_usrreq.c
 * (names in the file system), in_pcb.c (Internet addresses and ports), in_jail.c (what jails make
 * of those).  FreeBSD's counterparts are sys/socketvar.h and netinet/in_pcb.h.
 */
#ifndef KERNEL_MODEL_SOCKET_H
#define KERNEL_MODEL_SOCKET_H

#include "file.h"
#include "jail.h"
#include "sysproto.h"

/* so_state */
#define SS_ISCONNECTED	0x01u
#define SS_LISTENING	0x02u
#define SS_CANTSENDMORE 0x04u /* by shutdown(2), or the other end has gone */
#define SS_CANTRCVMORE	0x08u

#define RIGHTS_MAX	4 /* descriptors that a message can carry */

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
	uint32_t count; /* of files */
	const struct file *files[RIGHTS_MAX];
};

/* uipc_socket.c */
/* Sends to the connected end or to `to'; the number of bytes sent. */
int sosend(struct thread *, const struct file *, const struct sockaddr *to, const struct parcel *,
    int64_t *sent);
/* Takes the first message out; stream sockets leave what does not fit. */
int soreceive(struct thread *, const struct file *, uint64_t length, value_ix *bytes);
/* Is there something to receive, or the end?  ENOTCONN EAGAIN.  Then the bytes. */
int soreceive_ready(struct thread *, const struct socket *);
value_ix soreceive_bytes(struct thread *, const struct socket *, uint64_t most);
/* Appends a message to a socket's queue: 0 or ROOM. */
int sbappend(
    struct thread *, const struct socket *to, const struct socket *from, const struct parcel *);
/* Frees the socket with its last open file, or one that nobody accepted. */
void soclose(struct thread *, const struct socket *);
/* A socket like `head' on its queue, connected to `so': 0 or ROOM. */
int sonewconn(struct thread *, const struct socket *head, const struct socket *so);
void soo_stat(struct thread *, const struct file *, struct stat_result *);

/* in_pcb.c */
int in_pcbbind(struct thread *, const struct socket *, value_ix addr, uint32_t port);
void in_pcbdetach(struct thread *, const struct socket *);
int in_pcbconnect(struct thread *, const struct socket *, const struct sockaddr *);
int udp_send(
    struct thread *, const struct socket *, const struct sockaddr *to, const struct parcel *);
/* The wildcard of a family. */
value_ix in_any(struct thread *, uint32_t family);

/* uipc_usrreq.c */
int unp_bind(struct thread *, const struct socket *, value_ix path);
void unp_detach(struct thread *, const struct socket *);
int unp_connect(struct thread *, const struct socket *, value_ix path);
/* The socket behind a path: ENOENT ENOTSOCK EACCES ECONNREFUSED. */
int unp_find(struct thread *, value_ix path, const struct socket **);

/* kern_jail_ip.c.  Is this address of so many bytes in a packed list? */
bool prison_ip_contains(const struct kernel *, value_ix packed, const void *address, size_t size);

/* in_jail.c */
/* A1: EAFNOSUPPORT or EADDRNOTAVAIL unless the address is the jail's. */
int prison_check_ip(struct thread *, const struct ucred *, value_ix addr);
/* The same as a question. */
bool prison_has_ip(const struct kernel *, const struct prison *, value_ix addr);
/* A2, A3: what an own or a foreign address means in the jail. */
int prison_local_ip(struct thread *, const struct ucred *, value_ix *addr);
int prison_remote_ip(struct thread *, const struct ucred *, value_ix *addr);
/* Is the family restricted in the jail?  Its primary address, or VALUE_NONE. */
bool prison_ip_restricted(const struct prison *, uint32_t family);
value_ix prison_ip_primary(const struct kernel *, const struct prison *, uint32_t family);
/* Does it choose its primary address without looking at routes?  A5. */
bool prison_saddrsel_off(const struct prison *, uint32_t family);
/* A6: the prison whose ports are the same as this one's. */
const struct prison *prison_ip_domain(const struct kernel *, const struct prison *, uint32_t);
/* EPROTONOSUPPORT when the jail has not this family. */
int prison_check_af(struct thread *, const struct ucred *, int32_t family);

#endif
