/* SPDX-License-Identifier: BSD-2-Clause */
#include "lists.h"

#include <stdlib.h>

#include "file.h"
#include "jail.h"
#include "proc.h"
#include "vnode.h"

/* Processes of each prison: all that live, each in the prison of its credential. */
static bool
prison_procs_whole(const struct kernel *k)
{
	uint32_t listed = 0, alive = 0;

	for (prison_ix ix = 1; ix < k->k_rows[TABLE_prison].capacity; ix++) {
		proc_ix last = 0;

		if (!row_live(k, TABLE_prison, ix))
			continue;
		for (proc_ix at = prison_at(k, ix)->pr_procs; at != 0;
		     last = at, at = proc_at(k, at)->p_prnext)
			if (!row_live(k, TABLE_proc, at) || proc_at(k, at)->p_prprev != last ||
			    ucred_at(k, proc_at(k, at)->p_ucred)->cr_prison != ix ||
			    listed++ > k->k_rows[TABLE_proc].count)
				return (false);
	}
	for (proc_ix ix = 1; ix < k->k_rows[TABLE_proc].capacity; ix++)
		alive += row_live(k, TABLE_proc, ix) && !is_zombie(proc_at(k, ix));
	return (listed == alive);
}

/* Children of each process: all but init are somebody's. */
static bool
children_whole(const struct kernel *k)
{
	uint32_t listed = 0, count = k->k_rows[TABLE_proc].count;

	for (proc_ix ix = 1; ix < k->k_rows[TABLE_proc].capacity; ix++) {
		proc_ix last = 0;

		if (!row_live(k, TABLE_proc, ix))
			continue;
		for (proc_ix at = proc_at(k, ix)->p_children; at != 0;
		     last = at, at = proc_at(k, at)->p_next)
			if (!row_live(k, TABLE_proc, at) || proc_at(k, at)->p_prev != last ||
			    proc_at(k, at)->p_pptr != ix || listed++ > count)
				return (false);
	}
	return (listed + 1 == count && system_of(k)->sy_nprocs == count);
}

/* Members of each process group: everybody is in one. */
static bool
groups_whole(const struct kernel *k)
{
	uint32_t listed = 0, count = k->k_rows[TABLE_proc].count;

	for (pgrp_ix ix = 1; ix < k->k_rows[TABLE_pgrp].capacity; ix++) {
		proc_ix last = 0;

		if (!row_live(k, TABLE_pgrp, ix))
			continue;
		for (proc_ix at = pgrp_at(k, ix)->pg_members; at != 0;
		     last = at, at = proc_at(k, at)->p_pgnext)
			if (!row_live(k, TABLE_proc, at) || proc_at(k, at)->p_pgprev != last ||
			    proc_at(k, at)->p_pgrp != ix || listed++ > count)
				return (false);
	}
	return (listed == count);
}

/* Children that somebody else traces, and whom they name as their real parent. */
static bool
orphans_whole(const struct kernel *k)
{
	uint32_t listed = 0;

	for (proc_ix ix = 1; ix < k->k_rows[TABLE_proc].capacity; ix++) {
		if (!row_live(k, TABLE_proc, ix))
			continue;
		const struct proc *p = proc_at(k, ix);

		if (p->p_oppid != 0 && proc_find(k, p->p_oppid, 0) == NULL)
			return (false);
		for (proc_ix at = p->p_orphans; at != 0; at = proc_at(k, at)->p_orphan)
			if (!row_live(k, TABLE_proc, at) || proc_at(k, at)->p_oppid != p->p_pid ||
			    listed++ > k->k_rows[TABLE_proc].count)
				return (false);
	}
	return (true);
}

/* Processes that each real user is counted to have. */
static bool
users_counted(const struct kernel *k)
{
	uint32_t counted = 0;

	for (uidinfo_ix ix = 1; ix < k->k_rows[TABLE_uidinfo].capacity; ix++)
		if (row_live(k, TABLE_uidinfo, ix)) {
			const struct uidinfo *ui = uidinfo_at(k, ix);
			uint32_t n = 0;

			for (proc_ix at = 1; at < k->k_rows[TABLE_proc].capacity; at++)
				n += row_live(k, TABLE_proc, at) &&
				    ucred_at(k, proc_at(k, at)->p_ucred)->cr_ruid == ui->ui_uid;
			if (n != ui->ui_proccnt)
				return (false);
			counted += n;
		}
	return (counted == k->k_rows[TABLE_proc].count);
}

/* Who keeps each prison alive, and how many lie below it: J2. */
static bool
prisons_counted(const struct kernel *k)
{
	for (prison_ix ix = 1; ix < k->k_rows[TABLE_prison].capacity; ix++) {
		if (!row_live(k, TABLE_prison, ix))
			continue;
		const struct prison *top = prison_at(k, ix);
		uint32_t uref = ix == PRISON0 || (top->pr_flags & PR_PERSIST) != 0, below = 0;

		for (proc_ix at = top->pr_procs; at != 0; at = proc_at(k, at)->p_prnext)
			uref++;
		FOREACH_PRISON(k, top, pr)
		{
			below += pr != top;
			uref += pr->pr_parent == ix;
		}
		if (below != top->pr_childcount || uref != top->pr_uref)
			return (false);
	}
	return (true);
}

/* What is counted of a vnode: names, subdirectories, open files that write. */
struct seen {
	uint32_t names, subdirectories, writers;
};

static struct seen *
see_vnodes(const struct kernel *k)
{
	struct seen *seen = calloc(k->k_rows[TABLE_vnode].capacity, sizeof(*seen));

	for (dirent_ix ix = 1; seen != NULL && ix < k->k_rows[TABLE_dirent].capacity; ix++)
		if (row_live(k, TABLE_dirent, ix)) {
			const struct dirent *de = dirent_at(k, ix);

			seen[de->de_vp].names++;
			seen[de->de_dvp].subdirectories += vnode_at(k, de->de_vp)->v_type == VDIR;
		}
	for (file_ix ix = 1; seen != NULL && ix < k->k_rows[TABLE_file].capacity; ix++)
		if (row_live(k, TABLE_file, ix) && file_at(k, ix)->f_vnode != 0) {
			const struct file *fp = file_at(k, ix);
			const struct vnode *ip = vnode_inode(k, vnode_at(k, fp->f_vnode));

			seen[vnode_ix_of(k, ip)].writers += (fp->f_flag & FWRITE) != 0;
		}
	return (seen);
}

/* Links and writers of each file, and the vnodes of each mount. */
static const char *
vnodes_counted(const struct kernel *k)
{
	struct seen *seen = see_vnodes(k);
	const char *wrong = NULL;

	for (vnode_ix ix = 1; seen != NULL && ix < k->k_rows[TABLE_vnode].capacity; ix++) {
		const struct vnode *vp = vnode_at(k, ix);
		bool names = row_live(k, TABLE_vnode, ix) && vp->v_lower == 0 &&
		    mount_at(k, vp->v_mount)->mnt_type != VFS_PROCFS &&
		    (vp->v_vflag & (VV_DOOMED | VV_REMOVED)) == 0;
		uint32_t links = seen[ix].names;

		if (vp->v_type == VDIR)
			links += 1 + seen[ix].subdirectories + ((vp->v_vflag & VV_ROOT) != 0);
		if (names && links != vp->v_nlink)
			wrong = "the links of a file";
		if (row_live(k, TABLE_vnode, ix) && seen[ix].writers != vp->v_writecount)
			wrong = "the open files that may write to a file";
	}
	free(seen);
	return (wrong);
}

static bool
mounts_counted(const struct kernel *k)
{
	for (mount_ix m = 1; m < k->k_rows[TABLE_mount].capacity; m++) {
		uint32_t count = 0;

		if (!row_live(k, TABLE_mount, m))
			continue;
		for (vnode_ix v = 1; v < k->k_rows[TABLE_vnode].capacity; v++)
			count += row_live(k, TABLE_vnode, v) && vnode_at(k, v)->v_mount == m;
		if (count != mount_at(k, m)->mnt_nvnodes)
			return (false);
	}
	return (true);
}

const char *
lists_check(const struct kernel *k)
{
	if (!prison_procs_whole(k))
		return ("the processes of a prison");
	if (!children_whole(k))
		return ("the children of a process");
	if (!groups_whole(k))
		return ("the members of a process group");
	if (!orphans_whole(k))
		return ("the children that somebody else traces");
	if (!users_counted(k))
		return ("the processes of a user");
	if (!prisons_counted(k))
		return ("what keeps a prison, or is below it");
	if (!mounts_counted(k))
		return ("the vnodes of a mount");
	const char *wrong = sockets_check(k);

	if (wrong == NULL)
		wrong = ipc_check(k);
	return (wrong != NULL ? wrong : vnodes_counted(k));
}
