/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sockstat: the sockets that the caller may see, and whose they are.  FreeBSD's counterpart is
 * usr.bin/sockstat.  NOT MODELLED: other lists than by process, columns on request.
 */
#include <stdlib.h>
#include <string.h>

#include "account.h"
#include "literal.h"
#include "option.h"
#include "xsocket.h"

int prog_sockstat(struct program *);

/* A descriptor that names a socket. */
struct xfile {
	int64_t so, pid, uid, fd;
	const char *comm;
};

/* What is asked for; nothing said is everything. */
struct sockstat {
	bool ip4, ip6, local, connected, listening;
	bool quiet;   /* no header */
	int64_t port; /* 0: any */
	int64_t jid;  /* -1: any */
	struct known_name *names;
};

static int
by_owner(const void *a, const void *b)
{
	const struct xfile *x = a, *y = b;

	if (x->pid != y->pid)
		return (x->pid < y->pid ? -1 : 1);
	return ((x->fd > y->fd) - (x->fd < y->fd));
}

static struct xfile *
getfiles(struct program *p, size_t *count)
{
	const struct call *c = CALL0(p, kern_file);

	if (c->error != 0) {
		program_fail(p, c, "sysctlbyname()");
		return (NULL);
	}
	struct literal l = literal_read(p->world->values, (value_ix)c->result[0]);
	struct xfile *all = arena_zero(p->arena, (literal_count(l) + 1) * sizeof(*all));
	struct element e, comm;

	for (*count = 0; literal_next(&l, &e);) {
		struct literal r = literal_within(&e);

		if (literal_get_number(r, "so") == 0 || !literal_find(r, "comm", &comm))
			continue;
		all[(*count)++] =
		    (struct xfile) { literal_get_number(r, "so"), literal_get_number(r, "pid"),
			    literal_get_number(r, "uid"), literal_get_number(r, "fd"), comm.bytes };
	}
	qsort(all, *count, sizeof(*all), by_owner);
	return (all);
}

/* "192.0.2.10:80", "*:*" */
static const char *
end_point(struct program *p, const char *addr, int64_t port)
{
	const char *name = xsocket_wildcard(addr) ? "*" : addr;

	if (port == 0)
		return (arena_printf(p->arena, "%s:*", name));
	return (arena_printf(p->arena, "%s:%lld", name, (long long)port));
}

static bool
is_shown(const struct sockstat *s, const struct xsocket *x)
{
	bool family = x->family == BSD_AF_INET ? s->ip4 :
	    x->family == BSD_AF_INET6	       ? s->ip6 :
						 s->local;
	bool waits = x->type == BSD_SOCK_STREAM ? xsocket_listens(x) : !xsocket_connected(x);
	bool any = s->connected == s->listening;

	return (family && (any || (s->connected ? xsocket_connected(x) : waits)) &&
	    (s->port == 0 || s->port == x->lport || s->port == x->fport) &&
	    (s->jid < 0 || s->jid == x->jid));
}

/* f is NULL when nobody's descriptor names the socket. */
static void
print_line(struct program *p, struct sockstat *s, const struct xsocket *x, const struct xfile *f)
{
	const char *local = x->path, *foreign = "";

	if (x->family != BSD_AF_UNIX) {
		local = end_point(p, x->laddr, x->lport);
		foreign = end_point(p, x->faddr, x->fport);
	} else if (*local == '\0')
		local = xsocket_connected(x) ? "-> ??" : "(not connected)";
	if (f == NULL)
		program_print(p, "%-8s %-10s %-5s %-2s ", "?", "?", "?", "?");
	else
		program_print(p, "%-8s %-10.10s %-5lld %-2lld ",
		    remembered_name(p, &s->names, user_name, (uint32_t)f->uid), f->comm,
		    (long long)f->pid, (long long)f->fd);
	program_print(p, *foreign == '\0' ? "%-6s %s\n" : "%-6s %-21s %s\n", xsocket_protocol(x),
	    local, foreign);
}

static bool
read_options(struct program *p, struct sockstat *s)
{
	struct options o = OPTIONS_BEGIN;
	int letter;

	while ((letter = program_option(p, &o, "46cj:lnp:qu")) != OPTION_END) {
		if (letter == '?' || (letter == 'p' && !program_number(o.value, 10, &s->port)) ||
		    (letter == 'j' && !program_number(o.value, 10, &s->jid)))
			return (false);
		s->ip4 |= letter == '4';
		s->ip6 |= letter == '6';
		s->local |= letter == 'u';
		s->connected |= letter == 'c';
		s->listening |= letter == 'l';
		s->quiet |= letter == 'q';
	}
	if (!s->ip4 && !s->ip6 && !s->local)
		s->ip4 = s->ip6 = s->local = true;
	return (o.next == p->argc);
}

static void
print_sockets(struct program *p, struct sockstat *s, const struct xsocket *sockets, size_t nsockets,
    const struct xfile *files, size_t nfiles)
{
	for (size_t n = 0; n < nfiles; n++)
		for (size_t i = 0; i < nsockets; i++)
			if (sockets[i].so == files[n].so && is_shown(s, &sockets[i]))
				print_line(p, s, &sockets[i], &files[n]);
	for (size_t i = 0; i < nsockets; i++) {
		bool owned = false;

		for (size_t n = 0; n < nfiles && !owned; n++)
			owned = sockets[i].so == files[n].so;
		if (!owned && is_shown(s, &sockets[i]))
			print_line(p, s, &sockets[i], NULL);
	}
}

int
prog_sockstat(struct program *p)
{
	struct sockstat s = { .jid = -1 };
	size_t nsockets, nfiles;

	if (!read_options(p, &s))
		return (program_usage(p));
	struct xsocket *sockets = xsocket_list(p, &nsockets);
	struct xfile *files = sockets == NULL ? NULL : getfiles(p, &nfiles);

	if (files == NULL)
		return (1);
	if (!s.quiet)
		program_print(p, "%-8s %-10s %-5s %-2s %-6s %-21s %-21s\n", "USER", "COMMAND",
		    "PID", "FD", "PROTO", "LOCAL ADDRESS", "FOREIGN ADDRESS");
	print_sockets(p, &s, sockets, nsockets, files, nfiles);
	return (0);
}
