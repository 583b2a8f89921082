/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Internet sockets: in_pcb.c (bind, connect, sources), in_pcb_hash.c (who has a port), if.c (the
 * host's addresses), tcp_usrreq.c udp_usrreq.c raw_ip.c (protocols), ip_output.c (options),
 * in_jail.c (what jails make of addresses).  FreeBSD's counterpart is netinet/in_pcb.h.
 */
#ifndef KERNEL_MODEL_IN_PCB_H
#define KERNEL_MODEL_IN_PCB_H

#include "socket.h"

/* in_pcb.c */
int in_pcbbind(struct thread *, const struct socket *, value_ix addr, uint32_t port);
int in_pcbconnect(
    struct thread *, const struct socket *, const struct sockaddr *, bool nonblocking);
/* A3, N12, N13: what every destination is asked.  EAFNOSUPPORT EADDRNOTAVAIL ENETUNREACH. */
int in_pcb_destination(struct thread *, const struct socket *, value_ix *dst, uint32_t port);
/* The source of what goes there: ENETUNREACH. */
int in_pcb_source(struct thread *, const struct socket *, value_ix dst, value_ix *source);
/* The socket keeps this address, and a port if it has none: EADDRNOTAVAIL EPERM or ROOM. */
int in_pcb_commit(struct thread *, const struct socket *, value_ix laddr);

/* in_pcb_hash.c */
/* Gives the socket this address and port, which are free: 0 or ROOM. */
int in_pcbinshash(struct thread *, const struct socket *, value_ix addr, uint32_t port);
/* A bound socket's address becomes another: 0 or ROOM. */
int in_pcbrehash(struct thread *, const struct socket *, value_ix addr);
/* Makes the port of a connection count among those in use: 0 or ROOM. */
int in_pcbinsconn(struct thread *, struct socket *);
/* Raw sockets have no port, and one list a network stack: 0 or ROOM; the first one, with
 * so_addrnext. */
int in_pcbinsraw(struct thread *, struct socket *);
const struct socket *in_pcbraw(struct thread *, const struct socket *like);
void in_pcbdetach(struct thread *, const struct socket *);
/* A9.5, A9.6: the socket of the same domain on this port that comes nearest to the address; */
/* `wild': a wildcard on either side and connected ones count, too. */
const struct socket *in_pcblookup_local(
    struct thread *, const struct socket *, value_ix addr, uint32_t port, bool wild);
/* A10: who is meant by this address and port, of a socket like `so'. */
const struct socket *in_pcblookup(
    struct thread *, const struct socket *so, value_ix dst, uint32_t port);
/* The domain of its ports. */
const struct prison *in_pcbdomain(const struct kernel *, const struct socket *);

/* if.c */
/* The wildcard of a family. */
value_ix in_any(struct thread *, uint32_t family);
/* The prison whose network stack this one uses; of a socket, the one that it was made in. */
const struct prison *prison_vnet(const struct kernel *, const struct prison *);
const struct prison *socket_vnet(const struct kernel *, const struct socket *);
/* An address as one of all network stacks: as it is on the host's, with the prison behind it
 * elsewhere. */
value_ix vnet_address(const struct kernel *, const struct prison *vnet, value_ix addr);
/* The interface address that equals this one in the network stack, or NULL. */
const struct ifaddr *ifa_ifwithaddr(
    const struct kernel *, const struct prison *vnet, value_ix addr);
/* Is it an address of a group of hosts? */
bool in_multicast(const struct kernel *, value_ix addr);
/* The broadcast address of an interface or of all? */
bool in_broadcast(const struct kernel *, const struct prison *vnet, value_ix addr);
/* The interface that a packet to `dst' leaves by: its own, that of its network, or the first. */
const struct ifnet *route_ifp(const struct kernel *, const struct prison *vnet, value_ix dst);
/* N12: the first address of the caller's jail, or of the socket's network stack; or VALUE_NONE. */
value_ix in_pcbself(struct thread *, const struct socket *);
/* A8: the source that an unbound socket gets, or VALUE_NONE. */
value_ix in_pcbladdr(struct thread *, const struct socket *, value_ix dst);
/* Gives an interface an address, takes one away: 0 or ROOM. */
int ifa_add(struct thread *, const struct ifnet *, value_ix addr, uint32_t prefix);
void ifa_del(struct thread *, const struct ifaddr *);
/* V7: to another network stack, down and without its addresses. */
void if_vmove(struct thread *, const struct ifnet *, const struct prison *to);
/* The interfaces at boot; those of a new network stack; and their end.  0 or ROOM. */
int if_boot(struct thread *);
int if_new_vnet(struct thread *, const struct prison *);
void if_destroy_vnet(struct thread *, const struct prison *);
/* The first interface of a network stack. */
const struct ifnet *if_first(const struct kernel *, const struct prison *vnet);

/* tcp_usrreq.c udp_usrreq.c raw_ip.c */
/* EAFNOSUPPORT, and EACCES to connect: an address of many is no end of a connection. */
int tcp_check_address(struct thread *, const struct socket *, value_ix addr, bool connects);
int tcp_connect(
    struct thread *, const struct socket *, value_ix dst, uint32_t port, bool nonblocking);
int udp_send(
    struct thread *, const struct socket *, const struct sockaddr *to, const struct parcel *);
int rip_attach(struct thread *, int32_t protocol);
int rip_bind(struct thread *, const struct socket *, value_ix addr);
int rip_connect(struct thread *, const struct socket *, value_ix addr);
int rip_send(
    struct thread *, const struct socket *, const struct sockaddr *to, const struct parcel *);

/* rtsock.c.  A message to the table of routes: EINVAL ESRCH EPERM. */
int rts_send(struct thread *, const struct socket *, const struct parcel *);

/* ip_output.c.  EACCES for a broadcast that was not asked for. */
int ip_output_broadcast(struct thread *, const struct socket *, value_ix dst);

/* ip_output.c raw_ip.c.  Options of IPPROTO_IP and IPPROTO_IPV6: EINVAL ENOPROTOOPT EPERM. */
int ip_getsockopt(
    struct thread *, const struct socket *, int32_t level, int32_t name, struct sockopt_result *);
int ip_setsockopt(
    struct thread *, const struct socket *, int32_t level, int32_t name, int32_t value);
int rip_setsockopt(
    struct thread *, const struct socket *, int32_t level, int32_t name, int32_t value);

/* kern_jail_ip.c.  Is this address of so many bytes in a packed list? */
bool prison_ip_contains(const struct kernel *, value_ix packed, const void *address, size_t size);

/* in_jail.c */
/* A1: EAFNOSUPPORT or EADDRNOTAVAIL unless the address is the jail's. */
int prison_check_ip(struct thread *, const struct ucred *, value_ix addr);
/* The same as a question. */
bool prison_has_ip(const struct kernel *, const struct prison *, value_ix addr);
/* A2, A7, A3: what an own or a foreign address means in the jail. */
int prison_local_ip(struct thread *, const struct ucred *, bool v6only, value_ix *addr);
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
