/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * execve(2): may the file run, as whom, and which program is it?  An image is a script ("#!" and
 * its interpreter) or "\177ELF" followed by the name of a program that the simulation knows.
 * FreeBSD's counterparts are the file of the same name and sys/kern/imgact_shell.c.
 *
 * NOT MODELLED: fexecve(2), environments, size limits of arguments, writing to a file that runs
 * (ETXTBSY), /dev/null for closed standard descriptors of set-id programs, capability mode.
 */
#include <string.h>

#include "constants.h"
#include "file.h"
#include "literal.h"
#include "proc.h"
#include "sysproto.h"
#include "sysv_ipc.h"
#include "ucred.h"
#include "vnode.h"

#define MAXCOMLEN      19   /* bytes of a process's name */
#define MAXSHELLCMDLEN 4096 /* bytes of a script's first line */
#define MODE_EXEC      (S_IXUSR | S_IXGRP | S_IXOTH)
#define MODE_SETID     (S_ISUID | S_ISGID)

/* What is being run: the file, and, of a script, its interpreter's line. */
struct image {
	const struct vnode *vp;
	value_ix path;	     /* as the caller or the script names it */
	value_ix name;	     /* last component */
	value_ix head;	     /* the first bytes of the file */
	value_ix script;     /* path of the script that vp interprets, or VALUE_NONE */
	value_ix script_arg; /* argument on its first line, or VALUE_NONE */
	bool setid;	     /* the file's set-id bits are honoured */
};

static int
exec_check_permissions(struct thread *td, const struct vnode *vp)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *ip = vnode_inode(k, vp);
	const struct mount *mp = mount_at(k, vp->v_mount);
	struct object what = about_vnode(k, vp);
	int error;

	if ((error = refuses(td, EXEC_NOEXEC, (mp->mnt_flag & MNT_NOEXEC) != 0, NULL, what)) != 0 ||
	    (error = refuses(td, EXEC_NO_BIT, (ip->v_mode & MODE_EXEC) == 0, NULL, what)) != 0 ||
	    (error = refuses(td, EXEC_NOT_REGULAR, ip->v_type != VREG, NULL, what)) != 0 ||
	    (error = refuses(td, EXEC_EMPTY, ip->v_size == 0, NULL, what)) != 0 ||
	    (error = vn_access(td, vp, VEXEC)) != 0)
		return (error);
	return (refuses(td, EXEC_BUSY, ip->v_writecount != 0, NULL, what));
}

/* P52: are the set-id bits honoured?  They matter only when they change the effective ids. */
static bool
exec_setid(struct thread *td, const struct vnode *vp)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *ip = vnode_inode(k, vp);
	const struct ucred *cr = td->td_ucred;
	const struct proc *p = td->td_proc;
	struct object what = about_vnode(k, vp);
	bool changing = ((ip->v_mode & S_ISUID) != 0 && ip->v_uid != cr->cr_uid) ||
	    ((ip->v_mode & S_ISGID) != 0 && ip->v_gid != cr->cr_gid);

	if (!changing)
		return (false);
	if (alters(td, EXEC_NOSUID, (mount_at(k, vp->v_mount)->mnt_flag & MNT_NOSUID) != 0, NULL,
		about_mount(k, mount_at(k, vp->v_mount))) ||
	    alters(td, EXEC_TRACED, (p->p_flag & P_TRACED) != 0, NULL, what) ||
	    alters(td, EXEC_NO_NEW_PRIVS, (p->p_flag & P_NO_NEW_PRIVS) != 0, NULL, what))
		return (false);
	return (alters(td, EXEC_SET_ID, true, NULL, what));
}

/* Looks a file up that shall run and reads its beginning. */
static int
exec_open(struct thread *td, struct image *image)
{
	struct nameidata nd = NDINIT(LOOKUP, FOLLOW, AT_FDCWD, image->path);
	int error;

	if ((error = namei(td, &nd)) != 0 || (error = exec_check_permissions(td, nd.ni_vp)) != 0)
		return (error);
	image->vp = nd.ni_vp;
	image->name = nd.ni_name;
	image->head = vn_read(td, nd.ni_vp, 0, MAXSHELLCMDLEN);
	return (0);
}

static bool
is_script(const char *head)
{
	return (head[0] == '#' && head[1] == '!');
}

/* imgact_shell: the interpreter and the argument of a script's first line; false: none. */
static bool
exec_shell_imgact(struct values *vs, struct image *image)
{
	const char *at = value_text(vs, image->head) + 2;
	size_t length;

	at += strspn(at, " \t");
	if ((length = strcspn(at, " \t\n")) == 0)
		return (false);
	image->script = image->path;
	image->path = value_intern(vs, at, length);
	at += length;
	at += strspn(at, " \t");
	length = strcspn(at, "\n");
	while (length > 0 && (at[length - 1] == ' ' || at[length - 1] == '\t'))
		length--;
	image->script_arg = length == 0 ? VALUE_NONE : value_intern(vs, at, length);
	return (true);
}

/* A script runs as its interpreter with nobody's ids but the caller's. */
static int
exec_interpret(struct thread *td, struct image *image)
{
	struct values *vs = td->td_kernel->k_values;
	const struct vnode *ip = vnode_inode(td->td_kernel, image->vp);
	struct object what = about_vnode(td->td_kernel, image->vp);
	int error;

	(void)alters(td, EXEC_SCRIPT_SET_ID, (ip->v_mode & MODE_SETID) != 0, NULL, what);
	bool named = exec_shell_imgact(vs, image);

	if ((error = refuses(td, EXEC_FORMAT, !named, NULL, what)) != 0 || !named)
		return (error);
	if ((error = exec_open(td, image)) != 0)
		return (error);
	return (refuses(td, EXEC_INTERPRETER_SCRIPT, is_script(value_text(vs, image->head)), NULL,
	    about_value(image->path)));
}

/* The name behind "\177ELF", or VALUE_NONE. */
static value_ix
exec_program(struct values *vs, value_ix head)
{
	const char *text = value_text(vs, head);
	size_t length;

	if (strncmp(text, "\177ELF", 4) != 0)
		return (VALUE_NONE);
	length = strcspn(text + 4, "\n");
	return (length == 0 ? VALUE_NONE : value_intern(vs, text + 4, length));
}

/* The arguments that the program gets: a script's are its interpreter, its path and the rest. */
static value_ix
exec_args(struct values *vs, const struct image *image, value_ix argv)
{
	struct literal list = literal_read(vs, argv);
	struct element e;
	bool first = true;

	if (image->script == VALUE_NONE && argv != VALUE_NONE)
		return (argv);
	value_begin(vs);
	literal_text(vs, "", value_text(vs, image->path));
	if (image->script_arg != VALUE_NONE)
		literal_text(vs, "", value_text(vs, image->script_arg));
	if (image->script != VALUE_NONE)
		literal_text(vs, "", value_text(vs, image->script));
	for (; literal_next(&list, &e); first = false)
		if (!first)
			literal_string(vs, "", e.bytes, e.length);
	return (value_end(vs));
}

/* The credential that the image runs with; saved ids become the effective ones. */
static int
exec_set_cred(struct thread *td, const struct image *image)
{
	const struct vnode *ip = vnode_inode(td->td_kernel, image->vp);
	const struct ucred *old = td->td_ucred;
	bool suid = image->setid && (ip->v_mode & S_ISUID) != 0;
	bool sgid = image->setid && (ip->v_mode & S_ISGID) != 0;
	uint32_t uid = suid ? ip->v_uid : old->cr_uid, gid = sgid ? ip->v_gid : old->cr_gid;
	struct ucred *cr;
	int error;

	if (image->setid) {
		setsugid(td, td->td_proc);
		ktrprocexec(td);
	} else if (old->cr_uid == old->cr_ruid && old->cr_gid == old->cr_rgid)
		proc_change(td, td->td_proc)->p_flag &= ~P_SUGID;
	if (uid == old->cr_uid && gid == old->cr_gid && old->cr_svuid == uid &&
	    old->cr_svgid == gid)
		return (0);
	if ((error = crcopy(td, old, &cr)) != 0)
		return (error);
	cr->cr_uid = cr->cr_svuid = uid;
	cr->cr_gid = cr->cr_svgid = gid;
	proc_set_cred(td, td->td_proc, cr);
	return (0);
}

/* Nothing refuses any more: the caller becomes the program. */
static int
exec_commit(struct thread *td, const struct image *image, value_ix argv)
{
	struct values *vs = td->td_kernel->k_values;
	struct proc *p = proc_change(td, td->td_proc);
	size_t length = value_length(vs, image->name);
	int error = exec_set_cred(td, image);

	if (error != 0)
		return (error);
	p->p_flag |= P_EXEC;
	if ((p->p_flag & P_NOTRACE_EXEC) == 0)
		p->p_flag &= ~P_NOTRACE;
	p->p_comm = length <= MAXCOMLEN ? image->name :
					  value_intern(vs, value_text(vs, image->name), MAXCOMLEN);
	p->p_args = exec_args(vs, image, argv);
	p->p_wired = VALUE_NONE;
	fdcloseexec(td, td->td_proc);
	shmexit(td, td->td_proc);
	if ((p->p_flag & P_TRACED) != 0)
		psignal(td, td->td_proc, SIGTRAP);
	return (0);
}

int
sys_execve(struct thread *td, const struct execve_args *uap, struct text_result *r)
{
	struct values *vs = td->td_kernel->k_values;
	struct image image = { .path = uap->path };
	int error = refuses(
	    td, COPYIN_BADADDR, (value_ix)uap->argv == VALUE_BADADDR, NULL, about_nothing());

	if (error != 0 || (error = exec_open(td, &image)) != 0)
		return (error);
	if (is_script(value_text(vs, image.head)) && (error = exec_interpret(td, &image)) != 0)
		return (error);
	image.setid = exec_setid(td, image.vp);
	r->text = exec_program(vs, image.head);
	error = refuses(
	    td, EXEC_FORMAT, r->text == VALUE_NONE, NULL, about_vnode(td->td_kernel, image.vp));
	if (error != 0)
		return (error);
	return (exec_commit(td, &image, uap->argv));
}
