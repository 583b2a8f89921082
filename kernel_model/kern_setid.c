/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls that read and change user and group ids, groups and the login name.  FreeBSD's
 * counterpart is sys/kern/kern_prot.c.
 */
#include <string.h>

#include "constants.h"
#include "literal.h"
#include "proc.h"
#include "sysctl_node.h"
#include "sysproto.h"
#include "ucred.h"

/* Three user ids or three group ids. */
struct ids {
	uint32_t real, effective, saved;
};

#define UNCHANGED UINT32_MAX /* -1 as an id */

static struct ids
uids_of(const struct ucred *cr)
{
	return ((struct ids) { cr->cr_ruid, cr->cr_uid, cr->cr_svuid });
}

static struct ids
gids_of(const struct ucred *cr)
{
	return ((struct ids) { cr->cr_rgid, cr->cr_gid, cr->cr_svgid });
}

/* Gives the caller these ids.  Whoever changes one has changed identity: P_SUGID. */
static int
change_ids(struct thread *td, struct ids uids, struct ids gids)
{
	const struct ucred *old = td->td_ucred;
	struct ids uids_now = uids_of(old), gids_now = gids_of(old);
	struct ucred *cr;
	int error;

	if (memcmp(&uids, &uids_now, sizeof(uids)) == 0 &&
	    memcmp(&gids, &gids_now, sizeof(gids)) == 0)
		return (0);
	if ((error = crcopy(td, old, &cr)) != 0)
		return (error);
	cr->cr_ruid = uids.real;
	cr->cr_uid = uids.effective;
	cr->cr_svuid = uids.saved;
	cr->cr_rgid = gids.real;
	cr->cr_gid = gids.effective;
	cr->cr_svgid = gids.saved;
	if (uids.real != uids_now.real &&
	    ((error = chgproccnt(td, uids_now.real, -1)) != 0 ||
		(error = chgproccnt(td, uids.real, 1)) != 0))
		return (error);
	setsugid(td, td->td_proc);
	proc_set_cred(td, td->td_proc, cr);
	return (0);
}

static int
change_uids(struct thread *td, struct ids uids)
{
	return (change_ids(td, uids, gids_of(td->td_ucred)));
}

static int
change_gids(struct thread *td, struct ids gids)
{
	return (change_ids(td, uids_of(td->td_ucred), gids));
}

/* An id of its own, which the rule lets everybody take, or the privilege: 0, or its errno. */
static int
id_refused(struct thread *td, enum rule rule, bool own, enum priv priv, uint32_t id)
{
	if (permits(td, rule, own, NULL, about_number(id)))
		return (0);
	return (priv_check(td, priv));
}

/* setuid(2) and setgid(2): all three when the caller may, else the effective one. */
static int
set_one(struct thread *td, struct ids *ids, uint32_t id, enum rule rule, enum priv priv)
{
	bool own = id == ids->real || id == ids->effective;
	int error = id_refused(td, rule, own, priv, id);

	if (error != 0)
		return (error);
	if (id == ids->effective || !own || priv_check(td, priv) == 0)
		ids->real = ids->saved = id;
	forgive(td);
	ids->effective = id;
	return (0);
}

int
sys_setuid(struct thread *td, const struct setuid_args *uap, struct none_result *r)
{
	struct ids ids = uids_of(td->td_ucred);
	int error = set_one(td, &ids, uap->uid, SETUID_OWN, PRIV_CRED_SETUID);

	(void)r;
	return (error != 0 ? error : change_uids(td, ids));
}

int
sys_setgid(struct thread *td, const struct setgid_args *uap, struct none_result *r)
{
	struct ids ids = gids_of(td->td_ucred);
	int error = set_one(td, &ids, uap->gid, SETGID_OWN, PRIV_CRED_SETGID);

	(void)r;
	return (error != 0 ? error : change_gids(td, ids));
}

/* seteuid(2) and setegid(2). */
static int
set_effective(struct thread *td, struct ids *ids, uint32_t id, enum rule rule, enum priv priv)
{
	int error = id_refused(td, rule, id == ids->real || id == ids->saved, priv, id);

	ids->effective = id;
	return (error);
}

int
sys_seteuid(struct thread *td, const struct seteuid_args *uap, struct none_result *r)
{
	struct ids ids = uids_of(td->td_ucred);
	int error = set_effective(td, &ids, uap->euid, SETEUID_OWN, PRIV_CRED_SETEUID);

	(void)r;
	return (error != 0 ? error : change_uids(td, ids));
}

int
sys_setegid(struct thread *td, const struct setegid_args *uap, struct none_result *r)
{
	struct ids ids = gids_of(td->td_ucred);
	int error = set_effective(td, &ids, uap->egid, SETEGID_OWN, PRIV_CRED_SETEGID);

	(void)r;
	return (error != 0 ? error : change_gids(td, ids));
}

/* setreuid(2) and setregid(2): the saved id follows when the real one is set or they differ. */
static int
set_two(struct thread *td, struct ids *ids, uint32_t real, uint32_t effective, enum rule rule,
    enum priv priv)
{
	bool own_real = real == UNCHANGED || real == ids->real || real == ids->saved;
	bool own_effective = effective == UNCHANGED || effective == ids->effective ||
	    effective == ids->real || effective == ids->saved;
	int error =
	    id_refused(td, rule, own_real && own_effective, priv, own_real ? effective : real);

	if (error != 0)
		return (error);
	if (effective != UNCHANGED)
		ids->effective = effective;
	if (real != UNCHANGED)
		ids->real = real;
	if (real != UNCHANGED || ids->effective != ids->real)
		ids->saved = ids->effective;
	return (0);
}

int
sys_setreuid(struct thread *td, const struct setreuid_args *uap, struct none_result *r)
{
	struct ids ids = uids_of(td->td_ucred);
	int error = set_two(td, &ids, uap->ruid, uap->euid, SETREUID_OWN, PRIV_CRED_SETREUID);

	(void)r;
	return (error != 0 ? error : change_uids(td, ids));
}

int
sys_setregid(struct thread *td, const struct setregid_args *uap, struct none_result *r)
{
	struct ids ids = gids_of(td->td_ucred);
	int error = set_two(td, &ids, uap->rgid, uap->egid, SETREGID_OWN, PRIV_CRED_SETREGID);

	(void)r;
	return (error != 0 ? error : change_gids(td, ids));
}

static bool
is_one_of(uint32_t id, const struct ids *ids)
{
	return (id == UNCHANGED || id == ids->real || id == ids->effective || id == ids->saved);
}

/* setresuid(2) and setresgid(2). */
static int
set_three(struct thread *td, struct ids *ids, struct ids wanted, enum rule rule, enum priv priv)
{
	bool own_real = is_one_of(wanted.real, ids), own_saved = is_one_of(wanted.saved, ids);
	bool own = own_real && own_saved && is_one_of(wanted.effective, ids);
	uint32_t foreign = !own_real ? wanted.real : !own_saved ? wanted.saved : wanted.effective;
	int error = id_refused(td, rule, own, priv, foreign);

	if (error != 0)
		return (error);
	if (wanted.real != UNCHANGED)
		ids->real = wanted.real;
	if (wanted.effective != UNCHANGED)
		ids->effective = wanted.effective;
	if (wanted.saved != UNCHANGED)
		ids->saved = wanted.saved;
	return (0);
}

int
sys_setresuid(struct thread *td, const struct setresuid_args *uap, struct none_result *r)
{
	struct ids ids = uids_of(td->td_ucred), wanted = { uap->ruid, uap->euid, uap->suid };
	int error = set_three(td, &ids, wanted, SETRESUID_OWN, PRIV_CRED_SETRESUID);

	(void)r;
	return (error != 0 ? error : change_uids(td, ids));
}

int
sys_setresgid(struct thread *td, const struct setresgid_args *uap, struct none_result *r)
{
	struct ids ids = gids_of(td->td_ucred), wanted = { uap->rgid, uap->egid, uap->sgid };
	int error = set_three(td, &ids, wanted, SETRESGID_OWN, PRIV_CRED_SETRESGID);

	(void)r;
	return (error != 0 ? error : change_gids(td, ids));
}

#define GETTER(call_, field_)                                                                      \
	int sys_##call_(struct thread *td, const struct call_##_args *uap, struct num_result *r)   \
	{                                                                                          \
		(void)uap;                                                                         \
		r->value = td->td_ucred->field_;                                                   \
		return (0);                                                                        \
	}
GETTER(getuid, cr_ruid)
GETTER(geteuid, cr_uid)
GETTER(getgid, cr_rgid)
GETTER(getegid, cr_gid)

int
sys_getresuid(struct thread *td, const struct getresuid_args *uap, struct ids_result *r)
{
	struct ids ids = uids_of(td->td_ucred);

	(void)uap;
	*r = (struct ids_result) { ids.real, ids.effective, ids.saved };
	return (0);
}

int
sys_getresgid(struct thread *td, const struct getresgid_args *uap, struct ids_result *r)
{
	struct ids ids = gids_of(td->td_ucred);

	(void)uap;
	*r = (struct ids_result) { ids.real, ids.effective, ids.saved };
	return (0);
}
