/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mlock(2), mlockall(2) and their opposites: who may lock memory.  FreeBSD's counterpart is
 * sys/vm/vm_mmap.c.
 *
 * NOT MODELLED: memory itself, and so what is locked and how much of it.
 */
#include "constants.h"
#include "sysproto.h"
#include "ucred.h"

int
sys_mlock(struct thread *td, const struct mlock_args *uap, struct none_result *r)
{
	bool wraps = uap->addr < 0 || uap->len < 0 || uap->len > INT64_MAX - uap->addr;
	int error = priv_check(td, PRIV_VM_MLOCK);

	(void)r;
	if (error != 0)
		return (error);
	return (refuses(td, MLOCK_RANGE, wraps, NULL, about_number(uap->len)));
}

int
sys_munlock(struct thread *td, const struct munlock_args *uap, struct none_result *r)
{
	bool wraps = uap->addr < 0 || uap->len < 0 || uap->len > INT64_MAX - uap->addr;
	int error = priv_check(td, PRIV_VM_MUNLOCK);

	(void)r;
	if (error != 0)
		return (error);
	return (refuses(td, MLOCK_RANGE, wraps, NULL, about_number(uap->len)));
}

int
sys_mlockall(struct thread *td, const struct mlockall_args *uap, struct none_result *r)
{
	bool bad = uap->how == 0 || (uap->how & ~(MCL_CURRENT | MCL_FUTURE)) != 0;
	int error = priv_check(td, PRIV_VM_MLOCK);

	(void)r;
	if (error != 0)
		return (error);
	return (refuses(td, MLOCKALL_HOW, bad, NULL, about_number(uap->how)));
}

int
sys_munlockall(struct thread *td, const struct munlockall_args *uap, struct none_result *r)
{
	(void)uap, (void)r;
	return (priv_check(td, PRIV_VM_MUNLOCK));
}
