/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Credentials and what they permit: kern_prot.c and kern_priv.c.  The questions answer 0 when the
 * act is permitted and an errno otherwise, as FreeBSD's do.
 */
#ifndef KERNEL_MODEL_UCRED_H
#define KERNEL_MODEL_UCRED_H

#include "decision.h"

/* Row of the host's prison, prison0. */
#define PRISON0 1

static inline const struct prison *
cred_prison(const struct kernel *k, const struct ucred *cr)
{
	return (prison_at(k, cr->cr_prison));
}

/* Is the credential in a jail, that is not on the host? */
static inline bool
jailed(const struct ucred *cr)
{
	return (cr->cr_prison != PRISON0);
}

/* May the credential use the privilege?  EPERM.  kern_priv.c; priv(9). */
int priv_check_cred(struct thread *, const struct ucred *, enum priv);
/* The same for the thread's own credential. */
int priv_check(struct thread *, enum priv);
/* What the jail says of it, asked first: EPERM.  kern_jail.c. */
int prison_priv_check(struct thread *, const struct ucred *, enum priv);

/* EPERM when the securelevel of the credential's jail is above / at or above `level'. */
int securelevel_gt(struct thread *, const struct ucred *, int level);
int securelevel_ge(struct thread *, const struct ucred *, int level);

/* Is `gid' the effective group or one of the supplementary ones? */
bool groupmember(const struct kernel *, uint32_t gid, const struct ucred *);
/* The same with the real group. */
bool realgroupmember(const struct kernel *, uint32_t gid, const struct ucred *);

/* ESRCH, EPERM ...: may the thread see, signal, debug, wait for, reschedule the process?  P11, P20,
 * P30, P16, P40. */
int p_cansee(struct thread *, const struct proc *);
int p_cansignal(struct thread *, const struct proc *, int signum);
int p_candebug(struct thread *, const struct proc *);
int p_canwait(struct thread *, const struct proc *);
int p_cansched(struct thread *, const struct proc *);
int cr_cansee(
    struct thread *, const struct ucred *viewer, const struct ucred *target, struct object what);

/*
 * A new credential with the contents of `cr' and no references: fill it in, then give it to
 * proc_set_cred().  0 or ROOM.
 */
int crcopy(struct thread *, const struct ucred *cr, struct ucred **copy);
void crhold(struct thread *, const struct ucred *);
void crfree(struct thread *, const struct ucred *); /* frees it with its last reference */
/* Makes `cr' the credential of the process (and of the thread, when that is its process), moves it
 * to another prison's list when the prison differs.  A change of the real user is counted by
 * whoever makes it: chgproccnt(). */
void proc_set_cred(struct thread *, const struct proc *, const struct ucred *cr);
/* Processes of a real user, zombies too: change the number (0, or ROOM when it grows), read it. */
int chgproccnt(struct thread *, uint32_t uid, int32_t diff);
uint32_t proccnt(const struct kernel *, uint32_t uid);
/* A literal list of group ids as cr_groups keeps them: sorted, each once; a new value. */
value_ix groups_pack(struct values *, value_ix literal);
/* Marks a process that changed identity: P_SUGID. */
void setsugid(struct thread *, const struct proc *);

#endif
