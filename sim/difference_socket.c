/* SPDX-License-Identifier: BSD-2-Clause */
/* What changed of sockets. */
#include "constants.h"
#include "socket.h"

#include "difference_tell.h"

static const char *
socket_text(const struct telling *d, const struct socket *so)
{
	const char *family = so->so_family == AF_UNIX ? "a local" :
	    so->so_family == AF_ROUTE		      ? "a routing" :
	    so->so_family == AF_INET		      ? "an IPv4" :
							"an IPv6";
	const char *where = so->so_path != 0 ?
	    arena_printf(d->arena, " %s", tell_value(d, so->so_path)) :
	    so->so_lport != 0 ? arena_printf(d->arena, " with port %u", (unsigned)so->so_lport) :
				"";

	return (arena_printf(d->arena, "%s socket%s", family, where));
}

void
tell_socket(struct telling *d, const void *before, const void *after)
{
	const struct socket *was = before, *is = after;

	if (is == NULL)
		say(d, "%s is gone", socket_text(d, was));
	else
		say(d, "%s was made", socket_text(d, is));
}

void
tell_socket_field(
    struct telling *d, const struct field *f, unsigned e, uint64_t before, uint64_t after)
{
	const char *what = socket_text(d, socket_at(d->after, d->ix));

	(void)e;
	if (is_field(f, "so_lport") || (is_field(f, "so_path") && before == 0))
		say(d, "a socket was bound: it is %s now", what);
	else if (is_field(f, "so_state") && (after & ~before & SS_LISTENING) != 0)
		say(d, "%s listens", what);
	else if (is_field(f, "so_state") && (after & ~before & SS_ISCONNECTED) != 0)
		say(d, "%s is connected", what);
	else if (is_field(f, "so_state"))
		say_field(d, what, f, before, after);
}
