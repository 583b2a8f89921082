/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is open and mounted: descriptors, sockets, mounts.  FreeBSD's nearest counterparts are
 * procstat -f, sockstat(1) and mount(8).
 */
#include <string.h>

#include "constants.h"
#include "file.h"
#include "in_addr.h"
#include "jail.h"
#include "look.h"
#include "mount.h"
#include "object.h"
#include "proc.h"
#include "socket.h"

/* Single bits by their names in a group of constants.def, "A|B". */
static const char *
flags_text(struct arena *a, const char *group, uint32_t flags)
{
	const char *text = "";

	for (size_t i = 0; i < constant_count; i++) {
		uint32_t bit = (uint32_t)constant_info[i].value;

		if (strcmp(constant_info[i].group, group) != 0 || bit == 0 ||
		    (bit & (bit - 1)) != 0)
			continue;
		if ((flags & bit) != 0)
			text = arena_printf(
			    a, "%s%s%s", text, *text == '\0' ? "" : "|", constant_info[i].name);
		flags &= ~bit;
	}
	return (text);
}

/* --- Sockets ------------------------------------------------------------------------ */

static const char *
family_text(const struct socket *so)
{
	static const char *const types[] = {
		[SOCK_STREAM] = "stream", [SOCK_DGRAM] = "datagram", [SOCK_RAW] = "raw"
	};
	static const char *const internet[] = {
		[SOCK_STREAM] = "tcp", [SOCK_DGRAM] = "udp", [SOCK_RAW] = "raw"
	};

	if (so->so_family == AF_ROUTE)
		return ("route");
	if (so->so_type > SOCK_RAW)
		return ("socket");
	return (so->so_family == AF_UNIX ? types[so->so_type] : internet[so->so_type]);
}

static const char *
end_text(struct arena *a, const struct world *w, value_ix addr, uint32_t port)
{
	size_t size = value_length(w->values, addr);
	const char *text = size == 0 ? "*" : address_text(a, w->values, addr, size);

	if (port == 0)
		return (arena_printf(a, "%s:*", text));
	return (arena_printf(a, size == IN6_ADDR_SIZE ? "[%s]:%u" : "%s:%u", text, (unsigned)port));
}

static const char *
socket_text(struct arena *a, const struct world *w, const struct socket *so)
{
	const char *state = (so->so_state & SS_LISTENING) != 0 ? ", listens" :
	    (so->so_state & SS_ISCONNECTED) != 0	       ? ", connected" :
								 "";

	if (so->so_family == AF_UNIX)
		return (arena_printf(a, "unix %s %s%s", family_text(so),
		    so->so_path == 0 ? "(no name)" : value_text(w->values, so->so_path), state));
	return (arena_printf(a, "%s%s %s -> %s%s", family_text(so),
	    so->so_family == AF_INET6 ? "6" : "", end_text(a, w, so->so_laddr, so->so_lport),
	    end_text(a, w, so->so_faddr, so->so_fport), state));
}

void
look_sockets(struct textbuf *t, const struct world *w)
{
	const struct kernel *k = w->kernel;
	unsigned n = 0;

	textbuf_printf(t, "%4s  %-10s %5s  %s\n", "#", "JAIL", "UID", "SOCKET");
	for (socket_ix i = 1; i < k->k_rows[TABLE_socket].capacity; i++) {
		if (!row_live(k, TABLE_socket, i))
			continue;
		const struct socket *so = socket_at(k, i);
		const struct ucred *cr = ucred_at(k, so->so_cred);

		textbuf_printf(t, "%4u  %-10s %5u  %s\n", ++n,
		    jail_text(t->arena, k, cred_prison(k, cr)->pr_id), (unsigned)cr->cr_uid,
		    socket_text(t->arena, w, so));
	}
	if (n == 0)
		textbuf_puts(t, "(none)\n");
}

/* --- Descriptors ---------------------------------------------------------------------- */

static const char *
file_text(struct arena *a, const struct world *w, const struct file *fp)
{
	switch ((enum dtype)fp->f_type) {
	case DTYPE_VNODE:
		return (vnode_path(a, w->kernel, fp->f_vnode));
	case DTYPE_SOCKET:
		return (socket_text(a, w, socket_at(w->kernel, fp->f_socket)));
	default:
		return (arena_printf(a, "(type %u)", (unsigned)fp->f_type));
	}
}

static const char *
access_text(const struct file *fp)
{
	bool reads = (fp->f_flag & FREAD) != 0, writes = (fp->f_flag & FWRITE) != 0;

	return (reads && writes ? "rw" : reads ? "r" : writes ? "w" : "-");
}

static const char *
slot_text(uint8_t flags)
{
	bool beneath = (flags & FD_RESOLVE_BENEATH) != 0, closes = (flags & FD_CLOEXEC) != 0;

	return (beneath && closes ? "beneath,cloexec" :
		beneath		  ? "beneath" :
		closes		  ? "cloexec" :
				    "");
}

void
look_descriptors(struct textbuf *t, const struct world *w, uint32_t pid)
{
	const struct kernel *k = w->kernel;
	const struct proc *p = proc_find(k, pid, 0);
	unsigned n = 0;

	textbuf_printf(t, "%4s  %-3s %-15s %7s  %s\n", "FD", "", "FLAGS", "OFFSET", "LEADS TO");
	for (uint32_t fd = 0; p != NULL && fd < p->p_nfdblocks * FD_BLOCK; fd++) {
		uint8_t flags = 0;
		const struct file *fp = fd_peek(k, p, (int)fd, &flags);

		if (fp == NULL)
			continue;
		n++;
		textbuf_printf(t, "%4u  %-3s %-15s %7llu  %s\n", (unsigned)fd, access_text(fp),
		    slot_text(flags), (unsigned long long)fp->f_offset, file_text(t->arena, w, fp));
	}
	if (n == 0)
		textbuf_puts(t, "(none)\n");
}

/* --- Mounts ----------------------------------------------------------------------------- */

void
look_mounts(struct textbuf *t, const struct world *w)
{
	const struct kernel *k = w->kernel;
	unsigned n = 0;

	textbuf_printf(
	    t, "%4s  %-8s %-20s %-12s %-8s %s\n", "#", "TYPE", "ON", "FROM", "MOUNTER", "FLAGS");
	for (const struct mount *mp = mount_at(k, system_of(k)->sy_mountlist); mp != NULL;
	     mp = mount_at(k, mp->mnt_next)) {
		const struct prison *pr = cred_prison(k, ucred_at(k, mp->mnt_cred));
		const char *flags = flags_text(t->arena, "mntflags", mp->mnt_flag);

		if (mp->mnt_ruleset != 0)
			flags = arena_printf(t->arena, "%s%sruleset %u", flags,
			    *flags == '\0' ? "" : "|", (unsigned)mp->mnt_ruleset);
		textbuf_printf(t, "%4u  %-8s %-20s %-12s %-8s %s", ++n,
		    vfsconf[mp->mnt_type].vfc_name, value_text(w->values, mp->mnt_onname),
		    value_text(w->values, mp->mnt_fromname), jail_text(t->arena, k, pr->pr_id),
		    flags);
		textbuf_end_line(t);
	}
}
