/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The list of sockets, as the caller may see it.  FreeBSD's counterparts are tcp_pcblist(),
 * udp_pcblist(), rip_pcblist() and unp_pcblist(), which are nodes of sysctl(3), and
 * cr_canseesocket() of sys/kern/kern_prot.c.
 */
#include "in_addr.h"
#include "literal.h"
#include "socket.h"
#include "ucred.h"

static void
put_address(struct values *vs, const char *name, value_ix addr)
{
	char text[IN_ADDR_TEXT];
	size_t size;
	const char *bytes = value_bytes(vs, addr, &size);

	literal_string(vs, name, text, size == 0 ? 0 : in_addr_write(bytes, size, text));
}

static int64_t
waiting_bytes(const struct kernel *k, const struct socket *so)
{
	int64_t bytes = 0;

	for (const struct mbuf *m = mbuf_at(k, so->so_rcv); m != NULL; m = mbuf_at(k, m->m_next))
		bytes += (int64_t)value_length(k->k_values, m->m_data);
	return (bytes);
}

static void
fill_xsocket(struct thread *td, const struct socket *so)
{
	const struct kernel *k = td->td_kernel;
	struct values *vs = k->k_values;
	const struct ucred *cr = ucred_at(k, so->so_cred);
	size_t opened = literal_open(vs, "");

	literal_integer(vs, "so", socket_ix_of(k, so));
	literal_integer(vs, "family", so->so_family);
	literal_integer(vs, "type", so->so_type);
	literal_integer(vs, "proto", so->so_proto);
	literal_integer(vs, "state", so->so_state);
	literal_integer(vs, "rcv", waiting_bytes(k, so));
	literal_integer(vs, "uid", cr->cr_uid);
	literal_integer(vs, "jid", cred_prison(k, cr)->pr_id);
	put_address(vs, "laddr", so->so_laddr);
	literal_integer(vs, "lport", so->so_lport);
	put_address(vs, "faddr", so->so_faddr);
	literal_integer(vs, "fport", so->so_fport);
	literal_text(vs, "path", value_text(vs, so->so_path));
	literal_close(vs, opened);
}

/* P19: a socket is seen as a process with its credential would be. */
static bool
cr_canseesocket(struct thread *td, const struct socket *so)
{
	const struct kernel *k = td->td_kernel;
	const struct ucred *cr = ucred_at(k, so->so_cred);
	struct object what = about_prison(cred_prison(k, cr));
	int error = cr_cansee(td, td->td_ucred, cr, what);

	forgive(td);
	return (!alters(td, PCBLIST_HIDDEN, error != 0, cred_prison(k, td->td_ucred), what));
}

int
sys_pcblist(struct thread *td, const struct pcblist_args *uap, struct list_result *r)
{
	const struct kernel *k = td->td_kernel;
	uint32_t capacity = k->k_rows[TABLE_socket].capacity;

	(void)uap;
	value_begin(k->k_values);
	for (uint32_t ix = 1; ix < capacity; ix++)
		if (row_live(k, TABLE_socket, ix) && socket_at(k, ix)->so_family != AF_ROUTE &&
		    cr_canseesocket(td, socket_at(k, ix)))
			fill_xsocket(td, socket_at(k, ix));
	r->list = value_end(k->k_values);
	return (0);
}
