/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sysctlbyname(3): finds a node by its name and tests who may write it, in the order of
 * sysctl_root() (P100); kern_mib.c has the values.  FreeBSD's counterpart is
 * sys/kern/kern_sysctl.c.
 *
 * A write answers the value before it.  Lists (kern.proc.*, security.jail.list) are literals.
 * NOT MODELLED: nodes that are not in sysctls.def; security.jail.param.*; descriptions.
 */
#include <string.h>

#include "jail.h"
#include "proc.h"
#include "sysctl_node.h"
#include "sysproto.h"
#include "ucred.h"

enum node_type { INT, ULONG, STRING, OPAQUE };
enum { RD = 0, RW = 1, PRISON = 2, ANYBODY = 4, SECURE = 8, VIRTUAL = 16 };

const struct sysctl_info sysctl_info[SYSCTL_NODES] = {
#define SYSCTL(ident_, name_, type_, default_, flags_, meaning_)                                   \
	[SYSCTL_##ident_] = { name_, default_, meaning_ },
#include "sysctls.def"
};

static const struct node {
	uint8_t type;  /* enum node_type */
	uint8_t flags; /* RW ... */
} nodes[SYSCTL_NODES] = {
#define SYSCTL(ident_, name_, type_, default_, flags_, meaning_)                                   \
	[SYSCTL_##ident_] = { type_, flags_ },
#include "sysctls.def"
};

/* The node of this name, or SYSCTL_NODES; is the name one of an inner node? */
static enum sysctl_node
find_node(const char *name, bool *inner)
{
	size_t length = strlen(name);

	*inner = false;
	for (uint32_t i = 0; i < SYSCTL_NODES; i++) {
		if (strncmp(sysctl_info[i].name, name, length) != 0)
			continue;
		if (sysctl_info[i].name[length] == '\0')
			return ((enum sysctl_node)i);
		*inner |= sysctl_info[i].name[length] == '.';
	}
	return (SYSCTL_NODES);
}

/* Reads a number; false when the text is none. */
static bool
read_number(const char *text, int64_t *number)
{
	bool negative = *text == '-';
	const char *at = text + negative;
	int64_t value = 0;

	for (; *at >= '0' && *at <= '9'; at++)
		if (value <= UINT32_MAX)
			value = value * 10 + (*at - '0');
	*number = negative ? -value : value;
	return (*at == '\0' && at != text + negative);
}

/* Steps 2, 4 and 5 of P100: writable, securelevel, privilege. */
static int
check_write(struct thread *td, enum sysctl_node node)
{
	const struct node *n = &nodes[node];
	struct object what =
	    about_value(value_string(td->td_kernel->k_values, sysctl_info[node].name));
	int error;

	if ((error = refuses(td, SYSCTL_READONLY, (n->flags & RW) == 0, NULL, what)) != 0)
		return (error);
	if ((n->flags & SECURE) != 0 && (error = securelevel_gt(td, td->td_ucred, 0)) != 0)
		return (error);
	if ((n->flags & ANYBODY) != 0)
		return (0);
	bool own_stack = (n->flags & VIRTUAL) != 0 &&
	    (cred_prison(td->td_kernel, td->td_ucred)->pr_flags & PR_VNET) != 0;
	bool jail = (n->flags & PRISON) != 0 || own_stack;

	return (priv_check(td, jail ? PRIV_SYSCTL_WRITEJAIL : PRIV_SYSCTL_WRITE));
}

static int
write_node(struct thread *td, enum sysctl_node node, value_ix text)
{
	const struct values *vs = td->td_kernel->k_values;
	struct sysctl_value v = { .text = text };
	bool number = nodes[node].type == INT || nodes[node].type == ULONG;
	int error;

	v.is_number = read_number(value_text(vs, text), &v.number);
	int64_t least = nodes[node].type == INT ? INT32_MIN : 0;
	int64_t most = nodes[node].type == INT ? INT32_MAX : UINT32_MAX;
	bool fits = v.is_number && v.number >= least && v.number <= most;

	if ((error = check_write(td, node)) != 0 ||
	    (error = must_refuse(
		 td, COPYIN_BADADDR, text == VALUE_BADADDR, NULL, about_nothing())) != 0 ||
	    (error = must_refuse(td, SYSCTL_TYPE, number && !fits, NULL, about_value(text))) != 0)
		return (error);
	return (sysctl_write(td, node, &v));
}

/* The processes that the caller sees, or the one: P12. */
static int
read_processes(struct thread *td, const char *name, struct text_result *r)
{
	value_ix list = VALUE_NONE;
	int64_t pid = 0;
	bool valid = read_number(name, &pid) && pid > 0 && pid <= PID_MAX;
	int error = must_refuse(td, SYSCTL_UNKNOWN, strcmp(name, "all") != 0 && !valid, NULL,
	    about_value(value_string(td->td_kernel->k_values, name)));

	if (error != 0 || (error = sysctl_kern_proc(td, (int32_t)pid, &list)) != 0)
		return (error);
	r->text = list;
	return (0);
}

static int
check_name(struct thread *td, const struct sysctlbyname_args *uap, enum sysctl_node *node)
{
	const char *name = value_text(td->td_kernel->k_values, uap->name);
	struct object what = about_value(uap->name);
	bool inner, param = strncmp(name, "security.jail.param.", 20) == 0;
	int error;

	*node = find_node(name, &inner);
	if ((error = must_refuse(td, COPYIN_BADADDR, uap->name == VALUE_BADADDR, NULL, what)) !=
		0 ||
	    (param && (error = refuses(td, NOT_MODELLED, true, NULL, what)) != 0) ||
	    (error = must_refuse(td, SYSCTL_INNER, inner && *node == SYSCTL_NODES, NULL, what)) !=
		0)
		return (error);
	return (must_refuse(td, SYSCTL_UNKNOWN, *node == SYSCTL_NODES, NULL, what));
}

int
sys_sysctlbyname(struct thread *td, const struct sysctlbyname_args *uap, struct text_result *r)
{
	const char *name = value_text(td->td_kernel->k_values, uap->name);
	enum sysctl_node node;
	value_ix text = VALUE_EMPTY;
	int error;

	if (strncmp(name, "kern.proc.pid.", 14) == 0)
		return (read_processes(td, name + 14, r));
	if (strncmp(name, "kern.proc.", 10) == 0)
		return (read_processes(td, name + 10, r));
	if ((error = check_name(td, uap, &node)) != 0 || node == SYSCTL_NODES)
		return (error);
	if ((error = sysctl_read(td, node, &text)) != 0)
		return (error);
	r->text = text;
	return (uap->value == VALUE_NONE ? 0 : write_node(td, node, uap->value));
}
