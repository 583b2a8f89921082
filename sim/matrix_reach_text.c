/* SPDX-License-Identifier: BSD-2-Clause */
/* What an attempt reached, in words. */
#include "jail.h"
#include "matrix_reach.h"
#include "object.h"
#include "proc.h"

static const char *
file_text(struct arena *a, const struct kernel *k, const struct file *fp)
{
	return (fp->f_vnode != 0 ? vnode_path(a, k, fp->f_vnode) : "a socket");
}

static const char *
owner_text(struct arena *a, const struct kernel *k, const char *what, ucred_ix cr)
{
	const struct prison *pr = cr == 0 ? NULL : cred_prison(k, ucred_at(k, cr));

	if (pr == NULL)
		return (what);
	return (arena_printf(
	    a, "%s of %s%s", what, pr->pr_id == 0 ? "the " : "", jail_text(a, k, pr->pr_id)));
}

const char *
evidence_text(struct arena *a, const struct kernel *k, enum table table, uint32_t ix)
{
	switch (table) {
	case TABLE_system:
		return ("what the whole machine has once, as the clock");
	case TABLE_sysctl:
		return ("a setting of the kernel");
	case TABLE_kld:
		return ("the kernel's modules");
	case TABLE_prison:
		return (ix == PRISON0 ? "the host's own properties" : "a jail's own properties");
	case TABLE_proc:
		return (arena_printf(a, "pid %s", process_text(a, k, proc_at(k, ix)->p_pid)));
	case TABLE_ucred:
		return (owner_text(a, k, "credentials", ix));
	case TABLE_pwd:
		return (vnode_path(a, k, pwd_at(k, ix)->pwd_cdir));
	case TABLE_file:
		return (file_text(a, k, file_at(k, ix)));
	case TABLE_vnode:
		return (vnode_path(a, k, ix));
	case TABLE_dirent:
		return (vnode_path(a, k, dirent_at(k, ix)->de_dvp));
	case TABLE_block:
		return (vnode_path(a, k, block_at(k, ix)->bl_vnode));
	case TABLE_extattr:
		return (vnode_path(a, k, extattr_at(k, ix)->ea_vnode));
	case TABLE_mount:
		return (vnode_path(a, k, mount_at(k, ix)->mnt_covered));
	case TABLE_socket:
		return (owner_text(a, k, "a socket", socket_at(k, ix)->so_cred));
	case TABLE_inport:
		return ("a port of its addresses");
	case TABLE_ipcobj:
		return (owner_text(a, k, "a System V object", ipcobj_at(k, ix)->io_cred));
	default:
		return (arena_printf(a, "a row of %s", table_name[table]));
	}
}
