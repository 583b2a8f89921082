/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Values behind sysctl nodes: those of the caller's jail and those of the host.  FreeBSD's
 * counterparts are sys/kern/kern_mib.c and the handlers of kern_priv.c, kern_prot.c, kern_jail.c
 * and subr_prf.c in the same place.
 *
 * NOT MODELLED: what the message buffer holds.
 */
#include <string.h>

#include "in_pcb.h"
#include "jail.h"
#include "literal.h"
#include "sysctl_node.h"
#include "sysv_ipc.h"
#include "ucred.h"
#include "uipc_shm.h"

#define HOSTNAME_MAX 255
#define HOSTUUID_MAX 63

/* Nodes that show a permission of the reader's jail; on the host, defaults of the old jail(2). */
static const struct {
	enum sysctl_node node;
	uint64_t allow;
} allow_nodes[] = {
	{ SYSCTL_security_jail_set_hostname_allowed, PR_ALLOW_SET_HOSTNAME },
	{ SYSCTL_security_jail_socket_unixiproute_only, PR_ALLOW_SOCKET_AF },
	{ SYSCTL_security_jail_sysvipc_allowed, PR_ALLOW_SYSVIPC },
	{ SYSCTL_security_jail_allow_raw_sockets, PR_ALLOW_RAW_SOCKETS },
	{ SYSCTL_security_jail_chflags_allowed, PR_ALLOW_CHFLAGS },
	{ SYSCTL_security_jail_mlock_allowed, PR_ALLOW_MLOCK },
	{ SYSCTL_security_jail_mount_allowed, PR_ALLOW_MOUNT },
	{ SYSCTL_security_jail_mount_devfs_allowed, PR_ALLOW_MOUNT_DEVFS },
	{ SYSCTL_security_jail_mount_fdescfs_allowed, PR_ALLOW_MOUNT_FDESCFS },
	{ SYSCTL_security_jail_mount_fusefs_allowed, PR_ALLOW_MOUNT_FUSEFS },
	{ SYSCTL_security_jail_mount_linprocfs_allowed, PR_ALLOW_MOUNT_LINPROCFS },
	{ SYSCTL_security_jail_mount_linsysfs_allowed, PR_ALLOW_MOUNT_LINSYSFS },
	{ SYSCTL_security_jail_mount_nullfs_allowed, PR_ALLOW_MOUNT_NULLFS },
	{ SYSCTL_security_jail_mount_procfs_allowed, PR_ALLOW_MOUNT_PROCFS },
	{ SYSCTL_security_jail_mount_tmpfs_allowed, PR_ALLOW_MOUNT_TMPFS },
	{ SYSCTL_security_jail_mount_zfs_allowed, PR_ALLOW_MOUNT_ZFS },
};

/* A number as text. */
static value_ix
sysctl_number(struct values *vs, int64_t number)
{
	char digits[24], *at = digits + sizeof(digits);
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

	*--at = '\0';
	do
		*--at = (char)('0' + rest % 10);
	while ((rest /= 10) != 0);
	if (number < 0)
		*--at = '-';
	return (value_string(vs, at));
}

/* Reading. */

/* The permission that the node shows of the reader's jail: 0 or 1; -1: it is no such node. */
static int
read_allow(const struct prison *pr, enum sysctl_node node)
{
	for (size_t i = 0; i < sizeof(allow_nodes) / sizeof(allow_nodes[0]); i++)
		if (allow_nodes[i].node == node) {
			bool inverted = allow_nodes[i].allow == PR_ALLOW_SOCKET_AF;

			return (((pr->pr_allow & allow_nodes[i].allow) != 0) != inverted);
		}
	return (-1);
}

/* The caller's network stack. */
static const struct vnet *
vnet_of(const struct thread *td)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *vnet = prison_vnet(k, cred_prison(k, td->td_ucred));

	return (vnet_find(k, prison_ix_of(k, vnet), 0));
}

/* Numbers of the reader's own jail; false: the node is none of them. */
static bool
read_own_number(struct thread *td, enum sysctl_node node, int64_t *number)
{
	const struct prison *pr = cred_prison(td->td_kernel, td->td_ucred);
	bool inside = jailed(td->td_ucred);
	int allowed = inside ? read_allow(pr, node) : -1;
	const struct {
		enum sysctl_node node;
		bool applies;
		int64_t value;
	} rows[] = {
		{ SYSCTL_kern_osreldate, true, pr->pr_osreldate },
		{ SYSCTL_kern_securelevel, true, pr->pr_securelevel },
		{ SYSCTL_kern_hostid, true, prison_host(td->td_kernel, pr)->pr_hostid },
		{ SYSCTL_security_bsd_suser_enabled, true, (pr->pr_allow & PR_ALLOW_SUSER) != 0 },
		{ SYSCTL_security_bsd_unprivileged_proc_debug, true,
		    (pr->pr_allow & PR_ALLOW_UNPRIV_DEBUG) != 0 },
		{ SYSCTL_security_jail_jailed, true, inside },
		{ SYSCTL_security_jail_vnet, true, inside && (pr->pr_flags & PR_VNET) != 0 },
		{ SYSCTL_security_jail_children_max, true, pr->pr_childmax },
		{ SYSCTL_security_jail_children_cur, true, pr->pr_childcount },
		{ SYSCTL_security_jail_devfs_ruleset, true, pr->pr_devfs_rsnum },
		{ SYSCTL_security_jail_enforce_statfs, inside, pr->pr_enforce_statfs },
		{ SYSCTL_net_inet_ip_portrange_reservedhigh, true,
		    (int32_t)vnet_of(td)->vnet_reservedhigh },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].node == node && rows[i].applies) {
			*number = rows[i].value;
			return (true);
		}
	*number = allowed;
	return (allowed >= 0);
}

/* security.jail.list: a record of each jail below the caller's. */
static value_ix
sysctl_jail_list(struct thread *td)
{
	const struct kernel *k = td->td_kernel;
	struct values *vs = k->k_values;
	const struct prison *mypr = cred_prison(k, td->td_ucred);
	static const char *const states[] = { "invalid", "alive", "dying" };

	value_begin(vs);
	FOREACH_PRISON(k, mypr, pr)
	{
		if (pr == mypr)
			continue;
		size_t opened = literal_open(vs, "");

		literal_integer(vs, "jid", pr->pr_id);
		literal_text(vs, "state", states[pr->pr_state]);
		literal_text(vs, "name", value_text(vs, prison_name(td, mypr, pr)));
		literal_text(vs, "path", value_text(vs, prison_path(td, mypr, pr)));
		literal_text(vs, "hostname", value_text(vs, prison_host(k, pr)->pr_hostname));
		literal_close(vs, opened);
	}
	return (value_end(vs));
}

/* Texts of the reader's own jail, or VALUE_NONE. */
static value_ix
read_own_text(struct thread *td, enum sysctl_node node)
{
	const struct prison *pr = cred_prison(td->td_kernel, td->td_ucred);
	const struct prison *host = prison_host(td->td_kernel, pr);

	switch ((int)node) {
	case SYSCTL_kern_hostname:
		return (host->pr_hostname);
	case SYSCTL_kern_domainname:
		return (host->pr_domainname);
	case SYSCTL_kern_hostuuid:
		return (host->pr_hostuuid);
	case SYSCTL_kern_osrelease:
		return (pr->pr_osrelease);
	case SYSCTL_security_jail_env:
		return (pr->pr_env);
	case SYSCTL_security_jail_list:
		return (sysctl_jail_list(td));
	case SYSCTL_kern_ipc_shmsegs:
		return (sysctl_ipc(td, SYSV_SHM));
	case SYSCTL_kern_ipc_sema:
		return (sysctl_ipc(td, SYSV_SEM));
	case SYSCTL_kern_ipc_msqids:
		return (sysctl_ipc(td, SYSV_MSG));
	case SYSCTL_kern_ipc_posix_shm_list:
		return (sysctl_posix_shm_list(td));
	case SYSCTL_kern_ostype:
	case SYSCTL_kern_version:
	case SYSCTL_kern_msgbuf:
		return (sysctl_of(td->td_kernel)->sc_value[node]);
	default:
		return (VALUE_NONE);
	}
}

int
sysctl_read(struct thread *td, enum sysctl_node node, value_ix *text)
{
	int64_t number;
	int error;

	if (node == SYSCTL_kern_msgbuf && (error = priv_check(td, PRIV_MSGBUF)) != 0)
		return (error);
	*text = read_own_text(td, node);
	if (*text != VALUE_NONE)
		return (0);
	if (!read_own_number(td, node, &number))
		number = sysctl_value(td->td_kernel, node);
	*text = sysctl_number(td->td_kernel->k_values, number);
	return (0);
}

/* Writing. */

/* P81: the value lands in the nearest jail with host information of its own. */
static int
write_host(struct thread *td, enum sysctl_node node, const struct sysctl_value *v)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = cred_prison(k, td->td_ucred);
	size_t most = node == SYSCTL_kern_hostuuid ? HOSTUUID_MAX : HOSTNAME_MAX;
	bool number = node == SYSCTL_kern_hostid;
	bool too_long = !number && value_length(k->k_values, v->text) > most;
	int error;

	if ((error = must_refuse(td, SYSCTL_HOSTNAME_LONG, too_long, NULL, about_value(v->text))) !=
		0 ||
	    (error = refuses(td, SYSCTL_HOSTNAME_ALLOW, (pr->pr_allow & PR_ALLOW_SET_HOSTNAME) == 0,
		 pr, about_value(v->text))) != 0)
		return (error);
	struct prison *host = prison_change(td, prison_host(k, pr));

	alters(td, SYSCTL_HOSTNAME_INHERITED, host != pr, host, about_prison(host));
	if (number)
		host->pr_hostid = (uint32_t)v->number;
	else if (node == SYSCTL_kern_hostname)
		host->pr_hostname = v->text;
	else if (node == SYSCTL_kern_domainname)
		host->pr_domainname = v->text;
	else
		host->pr_hostuuid = v->text;
	return (0);
}

/* P71: up only, and the jails below with it. */
static int
write_securelevel(struct thread *td, int32_t level)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *mypr = cred_prison(k, td->td_ucred);
	int error = refuses(
	    td, SYSCTL_SECURELEVEL_LOWER, level < mypr->pr_securelevel, mypr, about_number(level));

	if (error != 0)
		return (error);
	prison_change(td, mypr)->pr_securelevel = level;
	FOREACH_PRISON(k, mypr, pr)
	if (pr->pr_securelevel < level)
		prison_change(td, pr)->pr_securelevel = level;
	return (0);
}

/* A permission of the own jail; taken away, it is taken from all jails below. */
static void
prison_set_allow(struct thread *td, uint64_t allow, bool enable)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *mypr = cred_prison(k, td->td_ucred);

	if (enable) {
		prison_change(td, mypr)->pr_allow |= allow;
		return;
	}
	FOREACH_PRISON(k, mypr, pr)
	prison_change(td, pr)->pr_allow &= ~allow;
}

static int
check_range(struct thread *td, const struct sysctl_value *v, int64_t most)
{
	return (refuses(
	    td, SYSCTL_RANGE, v->number < 0 || v->number > most, NULL, about_number(v->number)));
}

int
sysctl_write(struct thread *td, enum sysctl_node node, const struct sysctl_value *v)
{
	int error;

	switch ((int)node) {
	case SYSCTL_kern_hostname:
	case SYSCTL_kern_domainname:
	case SYSCTL_kern_hostuuid:
	case SYSCTL_kern_hostid:
		return (write_host(td, node, v));
	case SYSCTL_kern_securelevel:
		return (write_securelevel(td, (int32_t)v->number));
	case SYSCTL_security_bsd_suser_enabled:
		prison_set_allow(td, PR_ALLOW_SUSER, v->number != 0);
		return (0);
	case SYSCTL_security_bsd_unprivileged_proc_debug:
		if ((error = check_range(td, v, 1)) != 0)
			return (error);
		prison_set_allow(td, PR_ALLOW_UNPRIV_DEBUG, v->number != 0);
		return (0);
	case SYSCTL_security_jail_enforce_statfs:
		if ((error = check_range(td, v, 2)) != 0)
			return (error);
		break;
	case SYSCTL_net_inet_ip_portrange_reservedhigh:
		vnet_change(td, vnet_of(td))->vnet_reservedhigh = (uint32_t)v->number;
		return (0);
	case SYSCTL_kern_msgbuf_clear:
		if (v->number != 0)
			sysctl_change(td, sysctl_of(td->td_kernel))->sc_value[SYSCTL_kern_msgbuf] =
			    VALUE_EMPTY;
		return (0);
	default:
		break;
	}
	sysctl_change(td, sysctl_of(td->td_kernel))->sc_value[node] = (uint32_t)v->number;
	return (0);
}
