/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Addresses of prisons: read, shown, compared with the parent's and with those of other prisons
 * in the same network stack, and taken from prisons below.  A list is packed in network order;
 * the first address is the primary one as it was given, the others are sorted.  FreeBSD's
 * counterparts are prison_ip_*() of sys/kern/kern_jail.c.  What the lists mean to sockets is in
 * in_jail.c.
 */
#include <string.h>

#include "constants.h"
#include "in_addr.h"
#include "in_pcb.h"
#include "jail_param.h"
#include "sysctl_node.h"

#define IP_MAX 255 /* addresses of one family at most, whatever the sysctl says */

struct family {
	size_t size;	     /* bytes of an address */
	uint32_t restricted; /* PR_IP4 */
	uint32_t user;	     /* PR_IP4_USER */
};

static struct family
family_of(enum jail_param param)
{
	if (param == JP_ip4_addr)
		return ((struct family) { IN_ADDR_SIZE, PR_IP4, PR_IP4_USER });
	return ((struct family) { IN6_ADDR_SIZE, PR_IP6, PR_IP6_USER });
}

static value_ix
list_of(const struct prison *pr, enum jail_param param)
{
	return (param == JP_ip4_addr ? pr->pr_ip4 : pr->pr_ip6);
}

static void
set_list(struct prison *pr, enum jail_param param, value_ix packed)
{
	if (param == JP_ip4_addr)
		pr->pr_ip4 = packed;
	else
		pr->pr_ip6 = packed;
}

/* Reading. */

struct addresses {
	size_t size, count; /* bytes of each; how many, which may be more than there is room for */
	uint8_t packed[IP_MAX * IN6_ADDR_SIZE];
};

/* Adds the addresses of "192.0.2.10,192.0.2.11"; false when one is no address. */
static bool
read_text(struct addresses *a, const char *text)
{
	while (*text != '\0') {
		uint8_t scratch[IN6_ADDR_SIZE];
		uint8_t *at = a->count < IP_MAX ? a->packed + a->count * a->size : scratch;
		size_t length = strcspn(text, ",");

		if (!in_addr_read(text, length, a->size, at))
			return (false);
		a->count++;
		text += length + (text[length] == ',');
	}
	return (true);
}

static bool
read_element(struct addresses *a, const struct element *e)
{
	struct literal l = literal_within(e);
	struct element item;
	bool good = true;

	if (e->kind == LITERAL_WORD)
		return (true);
	if (e->kind == LITERAL_STRING)
		return (read_text(a, e->bytes));
	if (e->kind != LITERAL_LIST)
		return (false);
	while (good && literal_next(&l, &item))
		good = item.kind == LITERAL_STRING && read_text(a, item.bytes);
	return (good);
}

/* Sorts all but the first. */
static void
sort(struct addresses *a)
{
	for (size_t i = 2; i < a->count; i++)
		for (size_t j = i; j > 1; j--) {
			uint8_t *low = a->packed + (j - 1) * a->size, *high = low + a->size;
			uint8_t held[IN6_ADDR_SIZE];

			if (memcmp(low, high, a->size) <= 0)
				break;
			memcpy(held, low, a->size);
			memcpy(low, high, a->size);
			memcpy(high, held, a->size);
		}
}

/* The wildcard, the IPv4 broadcast address and duplicates. */
static bool
has_bogus(const struct addresses *a)
{
	static const uint8_t zero[IN6_ADDR_SIZE];
	static const uint8_t ones[IN_ADDR_SIZE] = { 255, 255, 255, 255 };

	for (size_t i = 0; i < a->count; i++) {
		const uint8_t *at = a->packed + i * a->size;

		if (memcmp(at, zero, a->size) == 0 ||
		    (a->size == IN_ADDR_SIZE && memcmp(at, ones, a->size) == 0))
			return (true);
		if (i > 0 &&
		    (memcmp(at, a->packed, a->size) == 0 || memcmp(at, at - a->size, a->size) == 0))
			return (true);
	}
	return (false);
}

int
prison_ip_read(struct thread *td, enum jail_param param, const struct element *e, value_ix *packed)
{
	struct addresses a = { .size = family_of(param).size };
	struct object what = about_value(jail_param_name(td, param));
	int32_t most = sysctl_value(td->td_kernel, SYSCTL_security_jail_jail_max_af_ips);
	int error;

	if ((error = must_refuse(td, JAIL_SET_ADDR_TEXT, !read_element(&a, e), NULL, what)) != 0 ||
	    (error = refuses(td, JAIL_SET_ADDR_MANY, a.count > IP_MAX || (int32_t)a.count > most,
		 NULL, what)) != 0)
		return (error);
	sort(&a);
	*packed = value_intern(td->td_kernel->k_values, a.packed, a.count * a.size);
	return (refuses(td, JAIL_SET_ADDR_BOGUS, has_bogus(&a), NULL, what));
}

/* Comparing. */

bool
prison_ip_contains(const struct kernel *k, value_ix packed, const void *address, size_t size)
{
	size_t length;
	const char *bytes = value_bytes(k->k_values, packed, &length);

	for (size_t at = 0; at < length; at += size)
		if (memcmp(bytes + at, address, size) == 0)
			return (true);
	return (false);
}

/* Is every address of `packed' in `list', or none of them? */
static bool
all_in(const struct kernel *k, value_ix packed, value_ix list, size_t size)
{
	size_t length;
	const char *bytes = value_bytes(k->k_values, packed, &length);

	for (size_t at = 0; at < length; at += size)
		if (!prison_ip_contains(k, list, bytes + at, size))
			return (false);
	return (true);
}

static bool
none_in(const struct kernel *k, value_ix packed, value_ix list, size_t size)
{
	size_t length;
	const char *bytes = value_bytes(k->k_values, packed, &length);

	for (size_t at = 0; at < length; at += size)
		if (prison_ip_contains(k, list, bytes + at, size))
			return (false);
	return (true);
}

/* A live prison of the network stack whose list shares an address with `packed', or NULL: J28. */
static const struct prison *
find_clash(const struct kernel *k, const struct prison *stack, const struct prison *pr,
    enum jail_param param, value_ix packed)
{
	struct family f = family_of(param);
	bool single = value_length(k->k_values, packed) == f.size;
	const struct prison *tpr = prison_next(k, stack, stack);

	while (tpr != NULL) {
		bool other = tpr == pr || (tpr->pr_flags & PR_VNET) != 0 ||
		    tpr->pr_state != PRISON_STATE_ALIVE;
		bool own = (tpr->pr_flags & f.user) != 0;
		value_ix list = list_of(tpr, param);
		bool both_single = single && value_length(k->k_values, list) == f.size;

		if (!other && own && !both_single && !none_in(k, packed, list, f.size))
			return (tpr);
		tpr = other || own ? prison_skip(k, stack, tpr) : prison_next(k, stack, tpr);
	}
	return (NULL);
}

int
prison_ip_check(struct thread *td, const struct prison *parent, const struct prison *pr,
    enum jail_param param, value_ix packed)
{
	const struct kernel *k = td->td_kernel;
	struct family f = family_of(param);
	const struct prison *stack = parent;
	struct object what = about_value(jail_param_name(td, param));
	bool foreign = (parent->pr_flags & f.restricted) != 0 &&
	    !all_in(k, packed, list_of(parent, param), f.size);
	int error;

	if (packed == VALUE_EMPTY)
		return (0);
	if ((error = refuses(td, JAIL_SET_ADDR_PARENT, foreign, parent, what)) != 0)
		return (error);
	while ((stack->pr_flags & PR_VNET) == 0)
		stack = prison_at(k, stack->pr_parent);
	const struct prison *clash = find_clash(k, stack, pr, param, packed);

	return (refuses(td, JAIL_SET_ADDR_CLASH, clash != NULL, clash, what));
}

/* What of `packed' is in `list'. */
static value_ix
intersection(const struct kernel *k, value_ix packed, value_ix list, size_t size)
{
	uint8_t kept[IP_MAX * IN6_ADDR_SIZE];
	size_t length, count = 0;
	const char *bytes = value_bytes(k->k_values, packed, &length);

	for (size_t at = 0; at < length; at += size)
		if (prison_ip_contains(k, list, bytes + at, size))
			memcpy(kept + size * count++, bytes + at, size);
	return (value_intern(k->k_values, kept, count * size));
}

void
prison_ip_restrict(struct thread *td, const struct prison *pr, enum jail_param param)
{
	const struct kernel *k = td->td_kernel;
	struct family f = family_of(param);
	const struct prison *tpr = prison_next(k, pr, pr);

	while (tpr != NULL) {
		const struct prison *parent = prison_at(k, tpr->pr_parent);
		value_ix list = list_of(parent, param);

		if ((tpr->pr_flags & PR_VNET) != 0) {
			tpr = prison_skip(k, pr, tpr);
			continue;
		}
		struct prison *below = prison_change(td, tpr);

		if ((tpr->pr_flags & f.user) == 0) {
			below->pr_flags |= parent->pr_flags & f.restricted;
			set_list(below, param, list);
		} else
			set_list(below, param, intersection(k, list_of(tpr, param), list, f.size));
		tpr = prison_next(k, pr, tpr);
	}
}

/* Showing. */

void
prison_ip_literal(struct values *vs, enum jail_param param, const char *name, value_ix packed)
{
	char text[IP_MAX * IN_ADDR_TEXT];
	size_t size = family_of(param).size, length, used = 0;
	const char *bytes = value_bytes(vs, packed, &length);

	for (size_t at = 0; at < length; at += size) {
		if (at != 0)
			text[used++] = ',';
		used += in_addr_write(bytes + at, size, text + used);
	}
	literal_string(vs, name, text, used);
}
