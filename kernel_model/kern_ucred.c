/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Credentials as records: references, copies, groups, and how many processes a user has.  What
 * they permit is in kern_prot.c, the calls that change them in kern_setid.c.  FreeBSD's
 * counterparts are sys/kern/kern_prot.c and, for the count, sys/kern/kern_resource.c.
 */
#include <string.h>

#include "jail.h"
#include "kassert.h"
#include "proc.h"
#include "ucred.h"

int
crcopy(struct thread *td, const struct ucred *cr, struct ucred **copy)
{
	int error = ucred_alloc(td, copy);

	if (error != 0)
		return (error);
	**copy = *cr;
	(*copy)->cr_ref = 0;
	prison_hold(td, cr->cr_prison);
	return (0);
}

void
crhold(struct thread *td, const struct ucred *cr)
{
	ucred_change(td, cr)->cr_ref++;
}

void
crfree(struct thread *td, const struct ucred *cr)
{
	if (--ucred_change(td, cr)->cr_ref != 0)
		return;
	prison_ix pr = cr->cr_prison;

	ucred_erase(td, cr);
	prison_free(td, pr);
}

void
proc_set_cred(struct thread *td, const struct proc *cp, const struct ucred *cr)
{
	struct kernel *k = td->td_kernel;
	const struct ucred *old = ucred_at(k, cp->p_ucred);
	bool moves = old->cr_prison != cr->cr_prison;

	if (moves)
		prison_proc_unlink(td, cp);
	crhold(td, cr);
	proc_change(td, cp)->p_ucred = ucred_ix_of(k, cr);
	if (moves)
		prison_proc_link(td, cp);
	crfree(td, old);
	if (td->td_proc == cp)
		td->td_ucred = cr;
}

void
setsugid(struct thread *td, const struct proc *p)
{
	if ((p->p_flag & P_SUGID) == 0)
		proc_change(td, p)->p_flag |= P_SUGID;
}

/* Is `gid' in the packed list? */
static bool
group_is_supplementary(const struct kernel *k, uint32_t gid, const struct ucred *cr)
{
	size_t length;
	const char *groups = value_bytes(k->k_values, cr->cr_groups, &length);

	for (size_t at = 0; at < length; at += sizeof(gid))
		if (memcmp(groups + at, &gid, sizeof(gid)) == 0)
			return (true);
	return (false);
}

bool
groupmember(const struct kernel *k, uint32_t gid, const struct ucred *cr)
{
	return (gid == cr->cr_gid || group_is_supplementary(k, gid, cr));
}

bool
realgroupmember(const struct kernel *k, uint32_t gid, const struct ucred *cr)
{
	return (gid == cr->cr_rgid || group_is_supplementary(k, gid, cr));
}

int
chgproccnt(struct thread *td, uint32_t uid, int32_t diff)
{
	const struct uidinfo *ui = uidinfo_find(td->td_kernel, uid, 0);

	if (ui == NULL) {
		struct uidinfo *new_ui;
		int error = uidinfo_alloc(td, &new_ui);

		if (error != 0)
			return (error);
		new_ui->ui_uid = uid;
		uidinfo_enter(td, new_ui);
		ui = new_ui;
	}
	KASSERT(diff > 0 || ui->ui_proccnt >= (uint32_t)-diff);
	uidinfo_change(td, ui)->ui_proccnt += (uint32_t)diff;
	if (ui->ui_proccnt == 0)
		uidinfo_erase(td, ui);
	return (0);
}

uint32_t
proccnt(const struct kernel *k, uint32_t uid)
{
	const struct uidinfo *ui = uidinfo_find(k, uid, 0);

	return (ui == NULL ? 0 : ui->ui_proccnt);
}
