/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Boot: the single rows, the host's prison, the root file system and init.  All the rest of a
 * world is made by calls.  FreeBSD's counterpart is the file of the same name, with prison0 of
 * kern_jail.c and vfs_mountroot.c.
 */
#include "constants.h"
#include "cpuset.h"
#include "decision.h"
#include "file.h"
#include "in_pcb.h"
#include "jail.h"
#include "literal.h"
#include "proc.h"
#include "release.h"
#include "sysctl_node.h"
#include "vnode.h"

/* 2025-12-02 00:00:00 UTC */
#define BOOT_CLOCK 1764633600u

static value_ix
string(struct thread *td, const char *text)
{
	return (value_string(td->td_kernel->k_values, text));
}

/* What the kernel says while it starts. */
static const char boot_messages[] = "---<<BOOT>>---\n"
				    "FreeBSD 15.0-RELEASE GENERIC\n"
				    "real memory  = 4294967296 (4096 MB)\n"
				    "em0: Ethernet address: 00:00:5e:00:53:01\n"
				    "ada0: 20480MB (41943040 512 byte sectors)\n"
				    "Trying to mount root from ufs:/dev/ada0p2 [rw]...\n";

static uint32_t
sysctl_default(struct thread *td, const char *text, bool is_string)
{
	if (is_string)
		return (string(td, text));
	bool negative = *text == '-';
	uint32_t number = 0;

	for (const char *at = text + negative; *at >= '0' && *at <= '9'; at++)
		number = number * 10 + (uint32_t)(*at - '0');
	return (negative ? 0 - number : number);
}

static int
boot_single_rows(struct thread *td)
{
	struct system *sy;
	struct ruling *ru;
	struct sysctl *sc;
	int error;

	if ((error = system_alloc(td, &sy)) != 0 || (error = ruling_alloc(td, &ru)) != 0 ||
	    (error = sysctl_alloc(td, &sc)) != 0)
		return (error);
	sy->sy_clock = BOOT_CLOCK;
	ru->ru_release = RELEASE_DEFAULT;
	ruling_derive(ru);
	enum { INT, ULONG, OPAQUE, STRING };
#define SYSCTL(ident_, name_, type_, default_, flags_, meaning_)                                   \
	sc->sc_value[SYSCTL_##ident_] = sysctl_default(td, default_, type_ == STRING);
#include "sysctls.def"
	sc->sc_value[SYSCTL_kern_msgbuf] = string(td, boot_messages);
	return (0);
}

static int
boot_prison0(struct thread *td)
{
	const struct cpuset *set;
	struct prison *pr;
	int error = prison_alloc(td, &pr);

	if (error != 0)
		return (error);
	prison_enter(td, pr);
	pr->pr_uref = 1;
	pr->pr_state = PRISON_STATE_ALIVE;
	pr->pr_allow = PR_ALLOW_ALL & ~(uint64_t)PR_ALLOW_UNPRIV_PARENT_TAMPER;
	pr->pr_flags = PR_HOST | PR_PERSIST | PR_VNET;
	pr->pr_securelevel = -1;
	pr->pr_childmax = JAIL_MAX;
	pr->pr_name = string(td, "0");
	pr->pr_path = string(td, "/");
	pr->pr_hostname = pr->pr_domainname = VALUE_EMPTY;
	pr->pr_hostuuid = string(td, "00000000-0000-0000-0000-000000000000");
	pr->pr_osrelease = string(td, "15.0-RELEASE");
	pr->pr_osreldate = 1500068;
	pr->pr_ip4 = pr->pr_ip6 = pr->pr_meta = pr->pr_env = VALUE_EMPTY;
	pr->pr_sysv = 0x15; /* new, each */
	if ((error = cpuset_boot(td, &set)) != 0)
		return (error);
	pr->pr_cpuset = cpuset_ix_of(td->td_kernel, set);
	cpuset_ref(td, set);
	return (0);
}

/* The credential of the first process, with no references yet. */
static int
boot_credential(struct thread *td, struct ucred **cr)
{
	int error = ucred_alloc(td, cr);

	if (error != 0)
		return (error);
	(*cr)->cr_groups = VALUE_EMPTY;
	(*cr)->cr_prison = PRISON0;
	prison_hold(td, PRISON0);
	return (0);
}

static int
boot_root(struct thread *td, const struct ucred *cr, const struct vnode **root)
{
	struct mount *mp;
	int error =
	    mount_attach(td, VFS_UFS, NULL, cr, 0, string(td, "/dev/ada0p2"), string(td, "/"), &mp);

	if (error != 0)
		return (error);
	*root = vnode_at(td->td_kernel, mp->mnt_root);
	system_change(td, system_of(td->td_kernel))->sy_rootvnode = mp->mnt_root;
	prison_change(td, prison0(td->td_kernel))->pr_root = mp->mnt_root;
	vref(td, *root);
	return (0);
}

static int
boot_init(struct thread *td, const struct ucred *cr, const struct vnode *root)
{
	struct proc *p;
	int error = proc_alloc(td, &p);

	if (error != 0)
		return (error);
	p->p_pid = INIT_PID;
	proc_enter(td, p);
	p->p_comm = string(td, "init");
	value_begin(td->td_kernel->k_values);
	literal_text(td->td_kernel->k_values, "", "/sbin/init");
	p->p_args = value_end(td->td_kernel->k_values);
	p->p_umask = 022;
	p->p_start = BOOT_CLOCK;
	crhold(td, cr);
	p->p_ucred = ucred_ix_of(td->td_kernel, cr);
	prison_proc_link(td, p);
	struct system *sy = system_change(td, system_of(td->td_kernel));

	sy->sy_lastpid = INIT_PID;
	sy->sy_nprocs = 1;
	sy->sy_kenv = kenv_boot(td->td_kernel->k_values);
	limits_set(td->td_kernel, p);
	if ((error = chgproccnt(td, 0, 1)) != 0 || (error = enterpgrp(td, p, INIT_PID, true)) != 0)
		return (error);
	return (pwd_set(td, p, root, root));
}

static int
boot(struct thread *td)
{
	struct ucred *cr;
	const struct vnode *root = NULL;
	int error;

	if ((error = boot_single_rows(td)) != 0 || (error = boot_prison0(td)) != 0 ||
	    (error = if_boot(td)) != 0 || (error = boot_credential(td, &cr)) != 0)
		return (error);
	td->td_ucred = cr;
	if ((error = boot_root(td, cr, &root)) != 0)
		return (error);
	return (boot_init(td, cr, root));
}

struct kernel *
kernel_create(struct values *vs, struct allocator *a, uint32_t rows)
{
	struct kernel *k = state_create(vs, a, rows);
	int error = ROOM;

	while (k != NULL && error == ROOM) {
		struct call c = { .number = 0 };
		struct thread td = { .td_kernel = k, .td_call = &c, .td_trail = &c.trail };

		state_next_stamp(k);
		if (state_reserve(k))
			error = boot(&td);
		else
			break;
		if (error == ROOM) {
			state_undo(k, 0);
			if (!state_grow(k, k->k_full))
				break;
		}
	}
	if (error != 0 || values_failed(vs)) {
		values_forgive(vs);
		state_destroy(k);
		return (NULL);
	}
	kernel_forget(k);
	return (k);
}
