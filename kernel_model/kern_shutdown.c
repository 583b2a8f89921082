/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reboot(2): ends the host, whatever the flags say.  FreeBSD's counterpart is the file of the
 * same name.
 *
 * The simulation goes on: only sy_halted remembers it.  NOT MODELLED: coming up again; dumps;
 * RB_REROOT, which changes the root file system instead.
 */
#include "constants.h"
#include "sysproto.h"
#include "ucred.h"

int
sys_reboot(struct thread *td, const struct reboot_args *uap, struct none_result *r)
{
	int error;

	(void)r;
	if ((error = priv_check(td, PRIV_REBOOT)) != 0 ||
	    (error = refuses(td, NOT_MODELLED, (uap->howto & RB_REROOT) != 0, NULL,
		 about_number(uap->howto))) != 0)
		return (error);
	system_change(td, system_of(td->td_kernel))->sy_halted = 1 + (uint32_t)uap->howto;
	return (0);
}
