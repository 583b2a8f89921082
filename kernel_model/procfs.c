/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * procfs: a directory for each process that the looker may see, and in it what may be read of the
 * process.  Names are decided for each look anew: a process of another jail is not there, and of
 * one that the looker may not debug neither memory nor registers are.  FreeBSD's counterparts are
 * sys/fs/procfs and sys/fs/pseudofs.
 *
 * NOT MODELLED: what map, mem, registers, notes and limits hold; the link `file'.
 */
#include "procfs.h"

#include <string.h>

#include "constants.h"
#include "file.h"
#include "jail.h"
#include "literal.h"
#include "mount.h"
#include "proc.h"
#include "ucred.h"

enum pfs_node { PFS_DIR, PFS_CURPROC, PFS_CMDLINE, PFS_ETYPE, PFS_STATUS, PFS_MAP, PFS_FILES };

/* The files of each process; `debug': only there for who may debug it. */
static const struct pfs_file {
	const char *name;
	uint32_t mode;
	bool debug;
} files[] = {
	[PFS_CMDLINE] = { "cmdline", 0444, false },
	[PFS_ETYPE] = { "etype", 0444, false },
	[PFS_STATUS] = { "status", 0444, false },
	[PFS_MAP] = { "map", 0444, false },
	[PFS_FILES] = { "dbregs", 0600, true },
	{ "fpregs", 0600, true },
	{ "mem", 0600, true },
	{ "note", 0200, true },
	{ "notepg", 0200, true },
	{ "osrel", 0644, true },
	{ "regs", 0600, true },
	{ "rlimit", 0444, false },
};

#define FILES	  (sizeof(files) / sizeof(files[0]))
#define NODE_BITS 4
#define PID_BASE  (1u << 24) /* inode numbers of nodes begin here */

_Static_assert(FILES <= 1u << NODE_BITS, "a process has more files than numbers");

static uint32_t
node_id(uint32_t pid, uint32_t node)
{
	return (PID_BASE | pid << NODE_BITS | node);
}

static uint32_t
node_of(const struct vnode *vp)
{
	return (vp->v_id & ((1u << NODE_BITS) - 1));
}

static const struct proc *
proc_of(const struct kernel *k, const struct vnode *vp)
{
	return (pfind(k, (int32_t)((vp->v_id & (PID_BASE - 1)) >> NODE_BITS)));
}

int
procfs_mount(struct thread *td, const struct mount_request *mr, struct mount **mp)
{
	const struct kernel *k = td->td_kernel;
	int error;

	if (mr->mr_update != NULL)
		return (refuses(td, NOT_MODELLED, true, NULL, about_mount(k, mr->mr_update)));
	if ((error = mount_attach(td, VFS_PROCFS, mr->mr_covered, td->td_ucred, mr->mr_flags,
		 value_string(k->k_values, "procfs"), mr->mr_on, mp)) != 0)
		return (error);
	vnode_change(td, vnode_at(k, (*mp)->mnt_root))->v_mode = 0555;
	return (0);
}

/* Is the process there for the caller?  What refused is not the call's outcome. */
static bool
pfs_visible_proc(struct thread *td, const struct proc *p)
{
	bool visible = p != NULL && p_cansee(td, p) == 0;

	forgive(td);
	return (visible);
}

static bool
procfs_candebug(struct thread *td, const struct proc *p)
{
	bool may = p_candebug(td, p) == 0;

	forgive(td);
	return (may);
}

/* A number as text, for names and contents. */
static size_t
digits(uint64_t number, char text[24])
{
	char backwards[24];
	size_t length = 0;

	do
		backwards[length++] = (char)('0' + number % 10);
	while ((number /= 10) != 0);
	for (size_t i = 0; i < length; i++)
		text[i] = backwards[length - 1 - i];
	text[length] = '\0';
	return (length);
}

/* The vnode of a node, made when it is not there, with the owner that the process has now. */
static int
pfs_vncache_alloc(struct thread *td, const struct vnode *dp, const struct proc *p, uint32_t node,
    const struct vnode **result)
{
	const struct kernel *k = td->td_kernel;
	const struct mount *mp = mount_at(k, dp->v_mount);
	bool link = node == PFS_CURPROC;
	uint32_t id = node_id(link ? 0 : p->p_pid, node);
	const struct vnode *found = vnode_find(k, dp->v_mount, id);
	enum vtype type = link ? VLNK : node == PFS_DIR ? VDIR : VREG;
	struct vnode *vp;
	char pid[24];
	int error;

	if (found != NULL)
		vp = vnode_change(td, found);
	else if ((error = vnode_new(td, mp, id, type, &vp)) != 0)
		return (error);
	const struct ucred *cr = ucred_at(k, p->p_ucred);
	size_t length = digits(p->p_pid, pid);

	vp->v_mode = link ? 0777 : node == PFS_DIR ? 0555 : files[node].mode;
	vp->v_uid = link ? 0 : cr->cr_uid;
	vp->v_gid = link ? 0 : cr->cr_gid;
	vp->v_nlink = 1;
	if (type != VREG) /* where the link leads; what the directory is called */
		vp->v_target = value_intern(k->k_values, pid, length);
	if (type == VDIR)
		vp->v_parent = vnode_ix_of(k, dp);
	*result = vp;
	return (0);
}

/* The process id that a name spells, or 0. */
static int32_t
name_pid(const char *name, size_t length)
{
	int32_t pid = 0;

	if (length == 0 || length > 5 || name[0] == '0')
		return (0);
	for (size_t i = 0; i < length; i++) {
		if (name[i] < '0' || name[i] > '9')
			return (0);
		pid = pid * 10 + (name[i] - '0');
	}
	return (pid);
}

static bool
is_called(const char *name, size_t length, const char *text)
{
	return (strlen(text) == length && memcmp(name, text, length) == 0);
}

/* A name in the root: a process, or the link to the caller's own. */
static int
lookup_process(struct thread *td, const struct vnode *dp, const char *name, size_t length,
    const struct vnode **vpp)
{
	const struct proc *p = pfind(td->td_kernel, name_pid(name, length));
	int error;

	if (is_called(name, length, "curproc") || is_called(name, length, "self"))
		return (pfs_vncache_alloc(td, dp, td->td_proc, PFS_CURPROC, vpp));
	if (p == NULL)
		return (0);
	if ((error = refuses(td, PFS_HIDDEN, !pfs_visible_proc(td, p), NULL, about_proc(p))) != 0)
		return (error);
	return (pfs_vncache_alloc(td, dp, p, PFS_DIR, vpp));
}

int
pfs_lookup(struct thread *td, const struct vnode *dp, const char *name, size_t length,
    const struct vnode **vpp)
{
	const struct proc *p;
	uint32_t node = PFS_CMDLINE;
	int error;

	*vpp = NULL;
	if ((dp->v_vflag & VV_ROOT) != 0)
		return (lookup_process(td, dp, name, length, vpp));
	if ((p = proc_of(td->td_kernel, dp)) == NULL)
		return (0);
	while (node < FILES && !is_called(name, length, files[node].name))
		node++;
	if (node == FILES)
		return (0);
	if ((error = refuses(td, PFS_HIDDEN, !pfs_visible_proc(td, p), NULL, about_proc(p))) != 0 ||
	    (files[node].debug &&
		(error = refuses(td, PFS_DEBUG, !procfs_candebug(td, p), NULL, about_proc(p))) !=
		    0))
		return (error);
	return (pfs_vncache_alloc(td, dp, p, node, vpp));
}

int
pfs_open(struct thread *td, const struct vnode *vp, uint32_t flags)
{
	uint32_t mode = vp->v_type == VREG ? files[node_of(vp)].mode : 0777;
	bool reads = (flags & FREAD) != 0 && (mode & 0400) == 0;
	bool writes = (flags & FWRITE) != 0 && (mode & 0200) == 0;

	return (refuses(td, PFS_OPEN_USE, reads || writes, NULL, about_vnode(td->td_kernel, vp)));
}

static void
append(struct values *vs, const char *text)
{
	value_append(vs, text, strlen(text));
}

static void
append_number(struct values *vs, const char *before, uint64_t number)
{
	char text[24];
	size_t length = digits(number, text);

	append(vs, before);
	value_append(vs, text, length);
}

/* A line as ps(1) would have it; the last word is the jail's name. */
static void
append_status(struct thread *td, const struct proc *p)
{
	const struct kernel *k = td->td_kernel;
	struct values *vs = k->k_values;
	const struct ucred *cr = ucred_at(k, p->p_ucred);
	const struct proc *pp = proc_realparent(k, p);
	const struct pgrp *pg = pgrp_at(k, p->p_pgrp);
	const char *jail = jailed(cr) ? value_text(vs, cred_prison(k, cr)->pr_name) : "-";
	size_t length;
	const char *groups = value_bytes(vs, cr->cr_groups, &length);

	append(vs, value_text(vs, p->p_comm));
	append_number(vs, " ", p->p_pid);
	append_number(vs, " ", pp == NULL ? 0 : pp->p_pid);
	append_number(vs, " ", pg->pg_id);
	append_number(vs, " ", session_at(k, pg->pg_session)->s_sid);
	append(vs, session_at(k, pg->pg_session)->s_sid == p->p_pid ? " - sldr" : " - noflags");
	append_number(vs, " ", p->p_start);
	append(vs, ",0 0,0 0,0 nochan");
	append_number(vs, " ", cr->cr_uid);
	append_number(vs, " ", cr->cr_ruid);
	append_number(vs, " ", cr->cr_rgid);
	for (size_t at = 0; at < length; at += sizeof(uint32_t)) {
		uint32_t gid;

		memcpy(&gid, groups + at, sizeof(gid));
		append_number(vs, ",", gid);
	}
	append(vs, " ");
	append(vs, jail);
	append(vs, "\n");
}

static void
append_arguments(struct values *vs, const struct proc *p)
{
	struct literal list = literal_read(vs, p->p_args);
	struct element e;

	while (literal_next(&list, &e))
		value_append(vs, e.bytes, e.length + 1);
}

/* May the caller still look at the process?  EIO; EPERM where debugging is needed. */
static int
io_check(struct thread *td, const struct vnode *vp, const struct proc *p)
{
	const struct pfs_file *file = &files[node_of(vp)];
	bool debug = file->debug || node_of(vp) == PFS_MAP;
	bool gone = !pfs_visible_proc(td, p) || (file->debug && !procfs_candebug(td, p));
	int error = must_refuse(td, PFS_GONE, gone, NULL, about_vnode(td->td_kernel, vp));

	if (error != 0)
		return (error);
	return (debug ? p_candebug(td, p) : 0);
}

int
pfs_read(
    struct thread *td, const struct vnode *vp, uint64_t offset, uint64_t length, value_ix *bytes)
{
	struct values *vs = td->td_kernel->k_values;
	const struct proc *p = proc_of(td->td_kernel, vp);
	uint32_t node = node_of(vp);
	bool known = node == PFS_CMDLINE || node == PFS_ETYPE || node == PFS_STATUS;
	size_t size;
	int error;

	if ((error = io_check(td, vp, p)) != 0 ||
	    (error = refuses(td, NOT_MODELLED, !known, NULL, about_vnode(td->td_kernel, vp))) != 0)
		return (error);
	value_begin(vs);
	if (node == PFS_CMDLINE)
		append_arguments(vs, p);
	else if (node == PFS_ETYPE)
		append(vs, "FreeBSD ELF64\n");
	else
		append_status(td, p);
	const char *text = value_bytes(vs, value_end(vs), &size);

	offset = offset < size ? offset : size;
	*bytes = value_intern(
	    vs, text + offset, length < size - offset ? length : (size_t)(size - offset));
	return (0);
}

int
pfs_write(struct thread *td, const struct vnode *vp)
{
	int error = io_check(td, vp, proc_of(td->td_kernel, vp));

	return (error != 0 ? error :
			     refuses(td, NOT_MODELLED, true, NULL, about_vnode(td->td_kernel, vp)));
}

static void
list_entry(struct values *vs, const char *name, const char *type, uint32_t ino)
{
	size_t opened = literal_open(vs, "");

	literal_text(vs, "name", name);
	literal_text(vs, "type", type);
	literal_integer(vs, "ino", ino);
	literal_close(vs, opened);
}

/* The next process after this pid that the caller sees; there are few, so each is looked at. */
static const struct proc *
next_seen(struct thread *td, uint32_t pid)
{
	const struct kernel *k = td->td_kernel;
	const struct proc *next = NULL;

	FOREACH_PRISON(k, cred_prison(k, td->td_ucred), pr)
	for (const struct proc *p = proc_at(k, pr->pr_procs); p != NULL;
	     p = proc_at(k, p->p_prnext))
		if (p->p_pid > pid && (next == NULL || p->p_pid < next->p_pid) &&
		    pfs_visible_proc(td, p))
			next = p;
	return (next);
}

value_ix
pfs_readdir(struct thread *td, const struct vnode *dp)
{
	const struct kernel *k = td->td_kernel;
	struct values *vs = k->k_values;
	bool root = (dp->v_vflag & VV_ROOT) != 0;
	const struct proc *p = root ? next_seen(td, 0) : proc_of(k, dp);
	const struct vnode *up = dp->v_parent == 0 ? dp : vnode_at(k, dp->v_parent);
	char name[24];

	value_begin(vs);
	list_entry(vs, ".", "dir", dp->v_id);
	list_entry(vs, "..", "dir", up->v_id);
	if (root) {
		for (; p != NULL; p = next_seen(td, p->p_pid)) {
			digits(p->p_pid, name);
			list_entry(vs, name, "dir", node_id(p->p_pid, PFS_DIR));
		}
		list_entry(vs, "curproc", "lnk", node_id(0, PFS_CURPROC));
		list_entry(vs, "self", "lnk", node_id(0, PFS_CURPROC));
		return (value_end(vs));
	}
	for (uint32_t node = PFS_CMDLINE; node < FILES && pfs_visible_proc(td, p); node++)
		if (!files[node].debug || procfs_candebug(td, p))
			list_entry(vs, files[node].name, "reg", node_id(p->p_pid, node));
	return (value_end(vs));
}
