/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mlock(2) and munlock(2): who may lock memory.  FreeBSD's counterpart is sys/vm/vm_mmap.c.
 *
 * NOT MODELLED: memory itself, and so what is locked and how much of it; mlockall(2).
 */
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
