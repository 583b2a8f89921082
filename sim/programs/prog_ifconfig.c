/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ifconfig: interfaces and their addresses, as far as the caller may see and change them.
 * FreeBSD's counterpart is sbin/ifconfig.
 * NOT MODELLED: options of drivers, media, groups, neighbour discovery; netlink(4), by which
 * FreeBSD's asks.
 */
#include <stdlib.h>
#include <string.h>

#include "literal.h"
#include "option.h"
#include "sockaddr.h"

int prog_ifconfig(struct program *);

/* flags=1008843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST,LOWER_UP> */
static void
print_flags(struct program *p, int64_t flags)
{
	static const struct {
		int64_t bit;
		const char *name;
	} names[] = { { BSD_IFF_UP, "UP" }, { BSD_IFF_BROADCAST, "BROADCAST" },
		{ BSD_IFF_LOOPBACK, "LOOPBACK" }, { BSD_IFF_RUNNING, "RUNNING" },
		{ BSD_IFF_SIMPLEX, "SIMPLEX" }, { BSD_IFF_MULTICAST, "MULTICAST" },
		{ 0x1000000, "LOWER_UP" } };
	const char *between = "";

	if ((flags & BSD_IFF_RUNNING) != 0)
		flags |= 0x1000000;
	program_print(p, "flags=%llx<", (long long)flags);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if ((flags & names[i].bit) != 0) {
			program_print(p, "%s%s", between, names[i].name);
			between = ",";
		}
	program_print(p, ">");
}

/* An IPv4 address as a number. */
static uint32_t
number_of(const char *addr)
{
	uint32_t value = 0;

	for (int i = 0; i < 4; i++) {
		value = value << 8 | (uint32_t)strtoul(addr, NULL, 10);
		addr += strcspn(addr, ".") + (i < 3);
	}
	return (value);
}

static void
print_address(struct program *p, struct literal a, bool broadcast)
{
	const char *addr = literal_get_string(a, "addr");
	int64_t prefix = literal_get_number(a, "prefix");

	if (sockaddr_is6(addr)) {
		program_print(p, "\tinet6 %s prefixlen %lld\n", addr, (long long)prefix);
		return;
	}
	uint32_t mask = prefix == 0 ? 0 : ~UINT32_C(0) << (32 - prefix);
	uint32_t last = number_of(addr) | ~mask;

	program_print(p, "\tinet %s netmask 0x%08x", addr, mask);
	if (broadcast)
		program_print(p, " broadcast %u.%u.%u.%u", last >> 24, last >> 16 & 255,
		    last >> 8 & 255, last & 255);
	program_print(p, "\n");
}

static void
print_interface(struct program *p, struct literal ifp, const char *family)
{
	int64_t flags = literal_get_number(ifp, "flags");
	struct element list, e;

	program_print(p, "%s: ", literal_get_string(ifp, "name"));
	print_flags(p, flags);
	program_print(p, " metric 0 mtu %lld\n", (long long)literal_get_number(ifp, "mtu"));
	if (*literal_get_string(ifp, "ether") != '\0' && family == NULL)
		program_print(p, "\tether %s\n", literal_get_string(ifp, "ether"));
	if (!literal_find(ifp, "addrs", &list))
		return;
	for (struct literal l = literal_within(&list); literal_next(&l, &e);) {
		bool ip6 = sockaddr_is6(literal_get_string(literal_within(&e), "addr"));

		if (family == NULL || strcmp(family, ip6 ? "inet6" : "inet") == 0)
			print_address(p, literal_within(&e), (flags & BSD_IFF_BROADCAST) != 0);
	}
}

static int
no_interface(struct program *p, const char *name)
{
	program_complain(p, "ifconfig: interface %s does not exist\n", name);
	return (1);
}

/* All of them, or one; only: their names in a line. */
static int
show(struct program *p, const char *name, const char *family, bool only)
{
	const struct call *c = CALL0(p, getifaddrs);
	const char *between = "";
	bool found = name == NULL;
	struct element e;

	if (c->error != 0)
		return (program_fail(p, c, "getifaddrs"));
	for (struct literal l = literal_read(p->world->values, (value_ix)c->result[0]);
	     literal_next(&l, &e);) {
		struct literal ifp = literal_within(&e);

		if (name != NULL && strcmp(name, literal_get_string(ifp, "name")) != 0)
			continue;
		found = true;
		if (only)
			program_print(p, "%s%s", between, literal_get_string(ifp, "name"));
		else
			print_interface(p, ifp, family);
		between = " ";
	}
	if (only)
		program_print(p, "\n");
	return (found ? 0 : no_interface(p, name));
}

/* What the words behind an interface's name ask for. */
struct change {
	const char *name, *address;
	int64_t prefix; /* -1: not said */
	bool remove;
	int64_t mtu; /* -1: not said */
	int updown;  /* 1, -1; 0: not said */
	const char *vnet;
	bool back; /* from there, not to there */
};

/* Bits of 255.255.255.0 or 0xffffff00. */
static int64_t
mask_bits(const char *mask)
{
	uint32_t bits =
	    strncmp(mask, "0x", 2) == 0 ? (uint32_t)strtoul(mask, NULL, 16) : number_of(mask);
	int64_t count = 0;

	for (; (bits & 0x80000000u) != 0; bits <<= 1)
		count++;
	return (count);
}

static bool
take_keyword(struct change *change, const char *word)
{
	static const char *const nothing[] = { "inet", "inet6", "alias", "add" };
	static const char *const removing[] = { "-alias", "delete", "remove" };

	for (size_t i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++)
		if (strcmp(word, nothing[i]) == 0)
			return (true);
	for (size_t i = 0; i < sizeof(removing) / sizeof(removing[0]); i++)
		if (strcmp(word, removing[i]) == 0)
			return (change->remove = true);
	if (strcmp(word, "up") != 0 && strcmp(word, "down") != 0)
		return (false);
	change->updown = *word == 'u' ? 1 : -1;
	return (true);
}

static bool
take_value(struct change *change, const char *word, const char *value)
{
	if (strcmp(word, "netmask") == 0)
		change->prefix = mask_bits(value);
	else if (strcmp(word, "vnet") == 0 || strcmp(word, "-vnet") == 0) {
		change->vnet = value;
		change->back = *word == '-';
	} else if (strcmp(word, "prefixlen") == 0)
		return (program_number(value, 10, &change->prefix));
	else
		return (strcmp(word, "mtu") == 0 && program_number(value, 10, &change->mtu));
	return (true);
}

static bool
take_address(struct program *p, struct change *change, const char *word)
{
	size_t length = strcspn(word, "/");

	change->address = arena_printf(p->arena, "%.*s", (int)length, word);
	return (strpbrk(change->address, ".:") != NULL &&
	    (word[length] == '\0' || program_number(word + length + 1, 10, &change->prefix)));
}

/* How many words were understood, from the i-th: 1, or 2 with a value; 0: none. */
static int
read_word(struct program *p, struct change *change, int i)
{
	const char *word = p->argv[i], *next = i + 1 < p->argc ? p->argv[i + 1] : NULL;

	if (take_keyword(change, word))
		return (1);
	if (next != NULL && take_value(change, word, next))
		return (2);
	return (take_address(p, change, word) ? 1 : 0);
}

static int
refused(struct program *p, const struct call *c, const struct change *change, const char *request)
{
	p->failed = c;
	if (c->error == BSD_ENXIO && change->vnet == NULL)
		return (no_interface(p, change->name));
	program_complain(p, "ifconfig: %s: %s\n", request,
	    c->error == BSD_EPERM ? "permission denied" : program_errno_text(c->error));
	return (1);
}

/* The number of a jail by its number or name, 0 when there is none. */
static int64_t
jail_getid(struct program *p, const char *jail)
{
	struct values *vs = p->world->values;
	int64_t jid;

	if (program_number(jail, 10, &jid))
		return (jid);
	value_begin(vs);
	literal_text(vs, "name", jail);
	const struct call *c = CALL(p, jail_get, value_end(vs));

	return (c->error == 0 ? c->retval : 0);
}

static int64_t
ifreq(struct program *p, const struct change *change)
{
	struct values *vs = p->world->values;
	int64_t jid = change->vnet == NULL ? 0 : jail_getid(p, change->vnet);

	value_begin(vs);
	literal_text(vs, "name", change->name);
	if (change->address != NULL)
		literal_text(vs, "addr", change->address);
	if (change->prefix >= 0)
		literal_integer(vs, "prefix", change->prefix);
	if (change->mtu >= 0)
		literal_integer(vs, "mtu", change->mtu);
	if (change->vnet != NULL)
		literal_integer(vs, "jid", jid);
	literal_integer(vs, "flags", change->updown > 0 ? BSD_IFF_UP : 0);
	return (value_end(vs));
}

static int
make_change(struct program *p, const struct change *change)
{
	bool ip6 = change->address != NULL && sockaddr_is6(change->address);
	int64_t request = change->vnet != NULL ?
	    (change->back ? BSD_SIOCSIFRVNET : BSD_SIOCSIFVNET) :
	    change->mtu >= 0	    ? BSD_SIOCSIFMTU :
	    change->address == NULL ? BSD_SIOCSIFFLAGS :
	    change->remove	    ? (ip6 ? BSD_SIOCDIFADDR_IN6 : BSD_SIOCDIFADDR) :
				      (ip6 ? BSD_SIOCAIFADDR_IN6 : BSD_SIOCAIFADDR);
	const char *name = change->vnet != NULL ? (change->back ? "SIOCSIFRVNET" : "SIOCSIFVNET") :
	    change->mtu >= 0			? "ioctl SIOCSIFMTU (set mtu)" :
	    change->address == NULL		? "ioctl (SIOCSIFFLAGS)" :
	    change->remove			? "ioctl (SIOCDIFADDR)" :
						  "ioctl (SIOCAIFADDR)";
	const struct call *c = CALL(p, socket, BSD_AF_UNIX, BSD_SOCK_DGRAM);

	if (c->error == 0)
		c = CALL(p, ioctl, c->retval, request, ifreq(p, change));
	return (c->error == 0 ? 0 : refused(p, c, change, name));
}

int
prog_ifconfig(struct program *p)
{
	struct options o = OPTIONS_BEGIN;
	int letter;
	bool only = false;

	while ((letter = program_option(p, &o, "al")) != OPTION_END) {
		if (letter == '?')
			return (program_usage(p));
		only |= letter == 'l';
	}
	int left = p->argc - o.next;
	const char *name = left > 0 ? p->argv[o.next] : NULL;
	const char *family =
	    left == 2 && strncmp(p->argv[o.next + 1], "inet", 4) == 0 ? p->argv[o.next + 1] : NULL;

	if (left < 2 || family != NULL)
		return (show(p, name, family, only));
	struct change change = { .name = name, .prefix = -1, .mtu = -1 };

	for (int i = o.next + 1, used; i < p->argc; i += used)
		if ((used = read_word(p, &change, i)) == 0) {
			program_complain(p, "ifconfig: %s: bad value\n", p->argv[i]);
			return (1);
		}
	return (make_change(p, &change));
}
