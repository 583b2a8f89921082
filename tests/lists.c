/* SPDX-License-Identifier: BSD-2-Clause */
#include "lists.h"

#include "jail.h"
#include "proc.h"

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
	return (users_counted(k) ? NULL : "the processes of a user");
}
