/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the simulation does to a world: sessions log in, the release and the rules in force
 * change, the clock is set.  Calls like any other, so that a log of calls is complete.  FreeBSD
 * has no counterpart; a login is what getty(8), login(1) and jexec(8) do together.
 */
#include <string.h>

#include <string.h>

#include "constants.h"
#include "file.h"
#include "jail.h"
#include "literal.h"
#include "proc.h"
#include "release.h"
#include "sysctl_node.h"
#include "sysproto.h"
#include "ucred.h"
#include "vnode.h"

#define UMASK_LOGIN 022

/* Real, effective and saved id of a list of three. */
static bool
three_ids(const struct values *vs, value_ix list, uint32_t id[3])
{
	struct literal l = literal_read(vs, list);
	struct element e;
	int n = 0;

	for (; literal_next(&l, &e) && e.kind == LITERAL_INTEGER && n < 3; n++)
		id[n] = (uint32_t)e.integer;
	return (n == 3);
}

static int
login_credential(struct thread *td, const struct proc *p, const struct prison *pr,
    const struct sim_login_args *uap)
{
	struct kernel *k = td->td_kernel;
	const struct ucred *old = ucred_at(k, p->p_ucred);
	uint32_t uid[3], gid[3];
	struct ucred *cr;
	bool sound =
	    three_ids(k->k_values, uap->uids, uid) && three_ids(k->k_values, uap->gids, gid);
	int error = refuses(td, SIM_BAD_WORD, !sound, NULL, about_value(uap->uids));

	if (error != 0 || !sound)
		return (error);
	if ((error = chgproccnt(td, old->cr_ruid, -1)) != 0 ||
	    (error = chgproccnt(td, uid[0], 1)) != 0 || (error = ucred_alloc(td, &cr)) != 0)
		return (error);
	cr->cr_ruid = uid[0];
	cr->cr_uid = uid[1];
	cr->cr_svuid = uid[2];
	cr->cr_rgid = gid[0];
	cr->cr_gid = gid[1];
	cr->cr_svgid = gid[2];
	cr->cr_groups = groups_pack(k->k_values, uap->groups);
	cr->cr_prison = prison_ix_of(k, pr);
	prison_hold(td, cr->cr_prison);
	proc_set_cred(td, p, cr);
	return (0);
}

/* A session of its own with a login name, in the jail's root, running a shell. */
static int
login_session(struct thread *td, struct proc *p, const struct prison *pr, value_ix name)
{
	struct kernel *k = td->td_kernel;
	const struct vnode *root = vnode_at(k, pr->pr_root);
	int error = enterpgrp(td, p, p->p_pid, true);

	if (error != 0)
		return (error);
	session_change(td, session_at(k, proc_session(k, p)))->s_login =
	    name == VALUE_NONE ? VALUE_EMPTY : name;
	p->p_comm = value_string(k->k_values, "sh");
	value_begin(k->k_values);
	literal_text(k->k_values, "", "-sh");
	p->p_args = value_end(k->k_values);
	p->p_umask = UMASK_LOGIN;
	limits_set(k, p);
	return (pwd_set(td, p, root, root));
}

/* What the name in a directory means, through what is mounted there; NULL when there is none. */
static const struct vnode *
entry_of(const struct kernel *k, const struct vnode *dvp, const char *name)
{
	const struct dirent *de = NULL;

	if (dvp != NULL)
		de = dirent_lookup(k, dvp, value_lookup(k->k_values, name, strlen(name)));
	if (de == NULL)
		return (NULL);
	const struct vnode *vp = vnode_at(k, de->de_vp);

	return (
	    vp->v_mountedhere == 0 ? vp : vnode_at(k, mount_at(k, vp->v_mountedhere)->mnt_root));
}

/*
 * Descriptors 0, 1 and 2 are the host's console, as getty(8) opens it; there are none while the
 * host has no /dev.  A login into a jail keeps them, as one by jexec(8) does.
 */
static int
login_terminal(struct thread *td, const struct proc *p)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *root = vnode_at(k, system_of(k)->sy_rootvnode);
	const struct vnode *tty = entry_of(k, entry_of(k, root, "dev"), "ttyv0");
	struct file *fp;
	int error;

	if (tty == NULL)
		return (0);
	if ((error = file_alloc(td, &fp)) != 0)
		return (error);
	fp->f_type = DTYPE_VNODE;
	fp->f_flag = FREAD | FWRITE;
	fp->f_vnode = vnode_ix_of(k, tty);
	vref(td, tty);
	vnode_change(td, tty)->v_writecount++;
	fp->f_cred = p->p_ucred;
	crhold(td, ucred_at(k, p->p_ucred));
	for (int fd = 0; fd < 3; fd++)
		if ((error = finstall(td, p, fd, fp, 0)) != 0)
			return (error);
	return (0);
}

int
sys_sim_login(struct thread *td, const struct sim_login_args *uap, struct num_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr =
	    uap->jid == 0 ? prison0(k) : prison_find_child(k, prison0(k), (uint32_t)uap->jid);
	struct proc *p;
	int error = refuses(td, SIM_BAD_WORD, pr == NULL, NULL, about_jid(uap->jid));

	if (error != 0 || pr == NULL)
		return (error);
	if ((error = proc_new(td, NULL, &p)) != 0 ||
	    (error = login_credential(td, p, pr, uap)) != 0 ||
	    (error = login_session(td, p, pr, uap->name)) != 0 ||
	    (error = login_terminal(td, p)) != 0)
		return (error);
	p->p_flag = uap->sugid != 0 ? P_SUGID : 0;
	r->value = p->p_pid;
	return (0);
}

int
sys_sim_release(struct thread *td, const struct sim_release_args *uap, struct none_result *r)
{
	const struct kernel *k = td->td_kernel;
	uint32_t release = release_parse(value_text(k->k_values, uap->release));
	int error = refuses(td, SIM_BAD_WORD, release == 0, NULL, about_value(uap->release));

	(void)r;
	if (error != 0 || release == 0)
		return (error);
	struct ruling *ru = ruling_change(td, ruling_of(k));

	ru->ru_release = release;
	ruling_derive(ru);
	return (0);
}

/* Switches a rule off or on. */
static int
switch_rule(struct thread *td, value_ix name, bool off)
{
	const struct kernel *k = td->td_kernel;
	enum rule rule = 0;
	bool known = rule_parse(value_text(k->k_values, name), &rule);
	int error = refuses(td, SIM_BAD_WORD, !known, NULL, about_value(name));

	if (error != 0 || !known)
		return (error);
	struct ruling *ru = ruling_change(td, ruling_of(k));
	uint32_t bit = UINT32_C(1) << rule % 32;

	if (off)
		ru->ru_without[rule / 32] |= bit;
	else
		ru->ru_without[rule / 32] &= ~bit;
	ruling_derive(ru);
	return (0);
}

int
sys_sim_without(struct thread *td, const struct sim_without_args *uap, struct none_result *r)
{
	(void)r;
	return (switch_rule(td, uap->rule, true));
}

int
sys_sim_with(struct thread *td, const struct sim_with_args *uap, struct none_result *r)
{
	(void)r;
	return (switch_rule(td, uap->rule, false));
}

int
sys_sim_clock(struct thread *td, const struct sim_clock_args *uap, struct none_result *r)
{
	int error = refuses(td, SIM_BAD_WORD, uap->seconds < 0 || uap->seconds > UINT32_MAX, NULL,
	    about_number(uap->seconds));

	(void)r;
	if (error == 0)
		system_change(td, system_of(td->td_kernel))->sy_clock = (uint64_t)uap->seconds;
	return (error);
}

/* Variables that only the loader sets. */
static const struct {
	const char *name;
	enum sysctl_node node;
} tunables[] = {
	{ "kern.maxproc", SYSCTL_kern_maxproc },
	{ "kern.racct.enable", SYSCTL_kern_racct_enable },
	{ "kern.ipc.shmmni", SYSCTL_kern_ipc_shmmni },
	{ "kern.ipc.shmseg", SYSCTL_kern_ipc_shmseg },
	{ "kern.ipc.semmns", SYSCTL_kern_ipc_semmns },
};

int
sys_sim_tunable(struct thread *td, const struct sim_tunable_args *uap, struct none_result *r)
{
	const struct kernel *k = td->td_kernel;
	const char *name = value_text(k->k_values, uap->name);
	size_t i = 0;

	(void)r;
	while (i < sizeof(tunables) / sizeof(tunables[0]) && strcmp(tunables[i].name, name) != 0)
		i++;
	bool bad =
	    i == sizeof(tunables) / sizeof(tunables[0]) || uap->value < 0 || uap->value > INT32_MAX;
	int error = refuses(td, SIM_BAD_WORD, bad, NULL, about_value(uap->name));

	if (error == 0 && !bad)
		sysctl_change(td, sysctl_of(k))->sc_value[tunables[i].node] = (uint32_t)uap->value;
	return (error);
}
