/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * POSIX shared memory: names in one dictionary of the kernel, which are no files; a jail's path
 * stands before each of its names, so that jails do not meet there (I12, F72).  An object is an
 * inode without a directory, and its descriptor is read and written as a file's.  FreeBSD's
 * counterpart is the file of the same name.
 *
 * NOT MODELLED: references of an object as its st_nlink, mmap(2), SHM_ANON, shm_rename(2), sealing,
 * large pages.
 */
#include "uipc_shm.h"

#include <string.h>

#include "constants.h"
#include "file.h"
#include "jail.h"
#include "literal.h"
#include "sysproto.h"
#include "vfs_syscalls.h"

/* The name that the kernel knows: EFAULT ENAMETOOLONG EINVAL. */
static int
shm_copyin_path(struct thread *td, value_ix name, value_ix *path)
{
	struct values *vs = td->td_kernel->k_values;
	const struct prison *pr = cred_prison(td->td_kernel, td->td_ucred);
	bool bad = name == VALUE_NONE || name == VALUE_BADADDR;
	size_t length, prefix;
	const char *text = value_bytes(vs, name, &length);
	const char *top = value_bytes(vs, pr->pr_path, &prefix);
	int error = must_refuse(td, COPYIN_BADADDR, bad, NULL, about_nothing());

	if (error != 0)
		return (error);
	if (!alters(td, SHM_PATH_PREFIX, strcmp(top, "/") != 0, pr, about_value(pr->pr_path)))
		prefix = 0;
	bool relative = text[0] != '/';

	if ((error = refuses(
		 td, SHM_PATH_LONG, prefix + length >= PATH_MAX, NULL, about_value(name))) != 0 ||
	    (error = refuses(td, SHM_PATH_SLASH, relative, NULL, about_value(name))) != 0)
		return (error);
	value_begin(vs);
	value_append(vs, top, prefix);
	value_append(vs, text, length);
	*path = value_end(vs);
	return (0);
}

/* The mount of all objects, which is on no list and goes with the last: 0 or ROOM. */
static int
shm_mount(struct thread *td, const struct mount **mp)
{
	const struct kernel *k = td->td_kernel;
	const struct shmname *any = NULL;
	struct mount *made;
	int error;

	for (uint32_t ix = 1; any == NULL && ix < k->k_rows[TABLE_shmname].capacity; ix++)
		if (row_live(k, TABLE_shmname, ix))
			any = shmname_at(k, ix);
	if (any != NULL) {
		*mp = mount_at(k, vnode_at(k, any->sn_vnode)->v_mount);
		return (0);
	}
	if ((error = mount_alloc(td, &made)) != 0)
		return (error);
	*mp = made;
	return (0);
}

/* A new object under a free name: 0 or ROOM. */
static int
shm_insert(struct thread *td, value_ix path, uint32_t mode, const struct vnode **result)
{
	const struct ucred *cr = td->td_ucred;
	const struct mount *mp;
	struct shmname *sn;
	struct vnode *vp;
	int error;

	if ((error = shm_mount(td, &mp)) != 0 || (error = vnode_new(td, mp, 0, VREG, &vp)) != 0 ||
	    (error = shmname_alloc(td, &sn)) != 0)
		return (error);
	vp->v_mode = mode & ~td->td_proc->p_umask & ACCESSPERMS;
	vp->v_uid = cr->cr_uid;
	vp->v_gid = cr->cr_gid;
	sn->sn_path = path;
	sn->sn_vnode = vnode_ix_of(td->td_kernel, vp);
	sn->sn_cred = ucred_ix_of(td->td_kernel, cr);
	shmname_enter(td, sn);
	vref(td, vp);
	crhold(td, cr);
	*result = vp;
	return (0);
}

/* Takes the name away; the object stays for who has it open. */
static void
shm_drop(struct thread *td, const struct shmname *sn)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *vp = vnode_at(k, sn->sn_vnode);
	const struct ucred *cr = ucred_at(k, sn->sn_cred);

	shmname_erase(td, sn);
	vrele(td, vp);
	crfree(td, cr);
}

static int
shm_flags_check(struct thread *td, int flags)
{
	const int known = O_ACCMODE | O_CREAT | O_EXCL | O_TRUNC | O_CLOEXEC | O_CLOFORK;
	int access = flags & O_ACCMODE;
	bool bad = (flags & ~known) != 0 || (access != O_RDONLY && access != O_RDWR);

	return (refuses(td, SHM_OPEN_FLAGS, bad, NULL, about_number(flags)));
}

/* The object of the name, made when it may be: ENOENT EEXIST EACCES. */
static int
shm_lookup(struct thread *td, value_ix path, int flags, uint32_t mode, const struct vnode **vpp)
{
	const struct kernel *k = td->td_kernel;
	const struct shmname *sn = shmname_find(k, path, 0);
	bool create = (flags & O_CREAT) != 0, exclusive = create && (flags & O_EXCL) != 0;
	bool writes = (flags & O_ACCMODE) == O_RDWR;
	int error;

	if (sn == NULL) {
		error = must_refuse(td, SHM_OPEN_NONE, !create, NULL, about_value(path));
		return (error != 0 ? error : shm_insert(td, path, mode, vpp));
	}
	*vpp = vnode_at(k, sn->sn_vnode);
	if ((error = refuses(td, SHM_OPEN_EXISTS, exclusive, NULL, about_value(path))) != 0 ||
	    (error = vaccess(td, *vpp, VREAD | (writes ? VWRITE : 0))) != 0)
		return (error);
	return (writes && (flags & O_TRUNC) != 0 ? vn_truncate(td, *vpp, 0) : 0);
}

int
sys_shm_open(struct thread *td, const struct shm_open_args *uap, struct num_result *r)
{
	bool writes = (uap->flags & O_ACCMODE) == O_RDWR;
	const struct vnode *vp;
	value_ix path;
	struct file *fp;
	int fd, error;

	if ((error = shm_flags_check(td, uap->flags)) != 0 ||
	    (error = falloc(td, &fp, &fd, 0,
		 (uint8_t)((uap->flags & O_CLOFORK) != 0 ? FD_CLOEXEC | FD_CLOFORK :
							   FD_CLOEXEC))) != 0 ||
	    (error = shm_copyin_path(td, uap->path, &path)) != 0 ||
	    (error = shm_lookup(td, path, uap->flags, uap->mode, &vp)) != 0)
		return (error);
	fp->f_type = DTYPE_SHM;
	fp->f_flag = FREAD | (writes ? FWRITE | (uint32_t)O_RDWR : 0);
	fp->f_vnode = vnode_ix_of(td->td_kernel, vp);
	vref(td, vp);
	if (writes)
		vnode_change(td, vp)->v_writecount++;
	r->value = fd;
	return (0);
}

int
sys_shm_unlink(struct thread *td, const struct shm_unlink_args *uap, struct none_result *r)
{
	const struct kernel *k = td->td_kernel;
	value_ix path;
	int error = shm_copyin_path(td, uap->path, &path);

	(void)r;
	if (error != 0)
		return (error);
	const struct shmname *sn = shmname_find(k, path, 0);

	if ((error = must_refuse(td, SHM_OPEN_NONE, sn == NULL, NULL, about_value(path))) != 0 ||
	    (error = vaccess(td, vnode_at(k, sn->sn_vnode), VREAD | VWRITE)) != 0)
		return (error);
	shm_drop(td, sn);
	return (0);
}

void
shm_remove_prison(struct thread *td, const struct prison *pr)
{
	const struct kernel *k = td->td_kernel;
	const struct rows *names = &k->k_rows[TABLE_shmname];

	for (uint32_t ix = 1, left = names->count; left > 0 && ix < names->capacity; ix++) {
		if (!row_live(k, TABLE_shmname, ix))
			continue;
		const struct shmname *sn = shmname_at(k, ix);

		left--;
		if (cred_prison(k, ucred_at(k, sn->sn_cred)) == pr &&
		    alters(td, SHM_REMOVE_PRISON, true, pr, about_value(sn->sn_path)))
			shm_drop(td, sn);
	}
}

/* The name as the caller's jail has it; NULL when it lies elsewhere. */
static const char *
shm_visible(struct thread *td, const struct shmname *sn)
{
	const struct values *vs = td->td_kernel->k_values;
	const struct prison *pr = cred_prison(td->td_kernel, td->td_ucred);
	size_t length;
	const char *top = value_bytes(vs, pr->pr_path, &length);
	const char *path = value_text(vs, sn->sn_path);
	bool whole = strcmp(top, "/") == 0;
	bool below = !whole && strncmp(path, top, length) == 0 && path[length] == '/';

	if (alters(td, SHM_LIST_HIDDEN, !whole && !below, pr, about_value(sn->sn_path)))
		return (NULL);
	return (below ? path + length : path);
}

value_ix
sysctl_posix_shm_list(struct thread *td)
{
	const struct kernel *k = td->td_kernel;
	const struct rows *names = &k->k_rows[TABLE_shmname];
	struct values *vs = k->k_values;

	value_begin(vs);
	for (uint32_t ix = 1, left = names->count; left > 0 && ix < names->capacity; ix++) {
		if (!row_live(k, TABLE_shmname, ix))
			continue;
		const struct shmname *sn = shmname_at(k, ix);
		const struct vnode *vp = vnode_at(k, sn->sn_vnode);
		const char *path = shm_visible(td, sn);

		left--;
		if (path == NULL)
			continue;
		size_t opened = literal_open(vs, "");

		literal_text(vs, "path", path);
		literal_integer(vs, "mode", vp->v_mode);
		literal_integer(vs, "size", (int64_t)vp->v_size);
		literal_close(vs, opened);
	}
	return (value_end(vs));
}
