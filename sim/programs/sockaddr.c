/* SPDX-License-Identifier: BSD-2-Clause */
/* Addresses of sockets.  FreeBSD's counterpart is getaddrinfo(3). */
#include "sockaddr.h"

#include <string.h>

#include "literal.h"
#include "readfile.h"

bool
sockaddr_is6(const char *host)
{
	return (strchr(host, ':') != NULL);
}

int64_t
sockaddr_inet(struct program *p, const char *address, int64_t port)
{
	struct values *vs = p->world->values;

	value_begin(vs);
	literal_integer(vs, "family", sockaddr_is6(address) ? BSD_AF_INET6 : BSD_AF_INET);
	literal_text(vs, "addr", address);
	literal_integer(vs, "port", port);
	return (value_end(vs));
}

int64_t
sockaddr_local(struct program *p, const char *path)
{
	struct values *vs = p->world->values;

	value_begin(vs);
	literal_integer(vs, "family", BSD_AF_UNIX);
	literal_text(vs, "path", path);
	return (value_end(vs));
}

static bool
is_number(const char *host)
{
	return (sockaddr_is6(host) || host[strspn(host, "0123456789.")] == '\0');
}

/* Is the host one of the names of a line, behind its address? */
static bool
names_host(const char *line, const char *end, const char *host)
{
	size_t length = strlen(host);

	for (const char *at = line; at < end; at += strcspn(at, " \t\n")) {
		at += strspn(at, " \t");
		if (at != line && strncmp(at, host, length) == 0 &&
		    strchr(" \t\n", at[length]) != NULL)
			return (true);
	}
	return (false);
}

const char *
sockaddr_host(struct program *p, const char *host)
{
	const char *text = is_number(host) ? NULL : read_file(p, "/etc/hosts", NULL);

	if (text == NULL)
		return (is_number(host)		       ? host :
			strcmp(host, "localhost") == 0 ? "127.0.0.1" :
							 NULL);
	for (const char *line = text; *line != '\0';) {
		const char *end = line + strcspn(line, "\n");
		const char *address =
		    arena_printf(p->arena, "%.*s", (int)strcspn(line, " \t\n"), line);

		if (*line != '#' && !sockaddr_is6(address) && names_host(line, end, host))
			return (address);
		line = *end == '\0' ? end : end + 1;
	}
	return (NULL);
}
