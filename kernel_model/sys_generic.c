/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Bytes through descriptors: read, write, lseek, and getdirentries, which gives a whole directory
 * at once, sorted by name.  FreeBSD's counterparts are sys_generic.c, vfs_vnops.c and ffs_vnops.c.
 *
 * NOT MODELLED: SEEK_DATA and SEEK_HOLE, files beyond 1 GiB.
 */
#include <string.h>

#include "constants.h"
#include "devfs.h"
#include "file.h"
#include "literal.h"
#include "pipe.h"
#include "procfs.h"
#include "socket.h"
#include "sysctl_node.h"
#include "sysproto.h"
#include "ucred.h"
#include "vfs_syscalls.h"

/* An open file that may be used so: EBADF. */
static int
fget_use(struct thread *td, int fd, uint32_t use, enum rule rule, const struct file **fp)
{
	int error = fget(td, fd, fp, NULL);

	if (error != 0)
		return (error);
	return (refuses(td, rule, ((*fp)->f_flag & use) == 0, NULL, about_fd(fd)));
}

int
getinode(struct thread *td, int fd, const struct vnode **vp)
{
	const struct file *fp;
	int error = fget(td, fd, &fp, NULL);

	if (error != 0)
		return (error);
	*vp = vnode_at(td->td_kernel, fp->f_vnode);
	return (must_refuse(td, GETVNODE_NO_VNODE, *vp == NULL, NULL, about_fd(fd)));
}

int
getvnode(struct thread *td, int fd, const struct vnode **vp)
{
	int error = getinode(td, fd, vp);
	bool memory =
	    error == 0 && fd_peek(td->td_kernel, td->td_proc, fd, NULL)->f_type == DTYPE_SHM;

	return (
	    error != 0 ? error : must_refuse(td, GETVNODE_NO_VNODE, memory, NULL, about_fd(fd)));
}

/* Has the file no position? */
static bool
has_no_position(const struct file *fp)
{
	return (fp->f_type != DTYPE_VNODE && fp->f_type != DTYPE_SHM);
}

/* Symbolic links, which no flag of open(2) opens for reading; devices not on devfs cannot be
 * either. */
static int
io_type_check(struct thread *td, const struct vnode *vp)
{
	bool other = vp->v_type != VREG && vp->v_type != VDIR && vp->v_type != VCHR;
	bool dead = (vp->v_vflag & VV_DOOMED) != 0 && vp->v_type != VCHR;
	struct object what = about_vnode(td->td_kernel, vp);
	int error = dead ? must_refuse(td, DEADFS_IO, true, NULL, what) : 0;

	return (error != 0 ? error : not_modelled(td, other, what));
}

/*
 * A directory is no file to read: EISDIR, unless security.bsd.allow_read_dir lets a superuser of
 * the host see its raw contents.  NOT MODELLED: those.
 */
static int
read_directory(struct thread *td, const struct vnode *vp)
{
	const struct kernel *k = td->td_kernel;
	bool may = sysctl_value(k, SYSCTL_security_bsd_allow_read_dir) != 0 &&
	    priv_check(td, PRIV_VFS_READ_DIR) == 0;
	int error = refuses(td, READ_DIRECTORY, !may, NULL, about_vnode(k, vp));

	return (error != 0 ? error : not_modelled(td, true, about_vnode(k, vp)));
}

/* Reads from what has no position: sockets, pipes, fifos. */
static int
read_stream(struct thread *td, const struct file *fp, uint64_t most, struct text_result *r)
{
	value_ix bytes = VALUE_EMPTY;
	int error =
	    must_refuse(td, JAILDESC_FILEOPS, fp->f_type == DTYPE_JAILDESC, NULL, about_nothing());

	if (error != 0)
		return (error);
	error = fp->f_type == DTYPE_SOCKET ? soreceive(td, fp, most, &bytes) :
					     pipe_read(td, fp, most, &bytes);

	r->text = bytes;
	td->td_call->retval = (int64_t)value_length(td->td_kernel->k_values, bytes);
	return (error);
}

int
sys_read(struct thread *td, const struct read_args *uap, struct text_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct file *fp;
	bool negative = uap->nbytes < 0;
	value_ix bytes = VALUE_EMPTY;
	int error;

	if ((error = must_refuse(td, READ_SIZE, negative, NULL, about_number(uap->nbytes))) != 0 ||
	    (error = fget_use(td, uap->fd, FREAD, READ_NOT_FOR_READING, &fp)) != 0)
		return (error);
	if (has_no_position(fp))
		return (read_stream(td, fp, (uint64_t)uap->nbytes, r));
	const struct vnode *vp = vnode_at(k, fp->f_vnode);
	bool is_dir = vp->v_type == VDIR;

	if ((is_dir && (error = read_directory(td, vp)) != 0) ||
	    (error = io_type_check(td, vp)) != 0)
		return (error);
	if (on_procfs(k, vp)) {
		if ((error = pfs_read(
			 td, vnode_inode(k, vp), fp->f_offset, (uint64_t)uap->nbytes, &bytes)) != 0)
			return (error);
	} else if (vp->v_type != VCHR)
		bytes = vn_read(td, vp, fp->f_offset, (uint64_t)uap->nbytes);
	else if ((error = dev_read(td, vp, (uint64_t)uap->nbytes, &bytes)) != 0)
		return (error);
	size_t length = value_length(k->k_values, bytes);

	if (length != 0 && vp->v_type != VCHR)
		file_change(td, fp)->f_offset += length;
	r->text = bytes;
	td->td_call->retval = (int64_t)length;
	return (0);
}

/*
 * Writes to a file's contents, at its end with O_APPEND.  The file system asks the credential that
 * opened the file, whoever writes now.
 */
static int
write_contents(struct thread *td, const struct file *fp, const char *bytes, size_t length)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *vp = vnode_at(k, fp->f_vnode);
	uint64_t offset = (fp->f_flag & O_APPEND) != 0 ? vnode_inode(k, vp)->v_size : fp->f_offset;
	bool big = offset > FILE_SIZE_MAX || length > FILE_SIZE_MAX - offset;
	int error = not_modelled(td, big, about_vnode(k, vp));

	if (error != 0)
		return (error);
	const struct ucred *writer = td->td_ucred;

	td->td_ucred = ucred_at(k, fp->f_cred);
	error = vn_write(td, vp, offset, bytes, length);
	td->td_ucred = writer;
	file_change(td, fp)->f_offset = offset + length;
	return (error);
}

/* A write makes shared memory no larger, as it does a file. */
static size_t
memory_left(const struct vnode *vp, uint64_t offset, size_t length)
{
	uint64_t left = offset < vp->v_size ? vp->v_size - offset : 0;

	return (length < left ? length : (size_t)left);
}

int
sys_write(struct thread *td, const struct write_args *uap, struct num_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct file *fp;
	bool bad = uap->data == VALUE_NONE || uap->data == VALUE_BADADDR;
	int error = fget_use(td, uap->fd, FWRITE, WRITE_NOT_FOR_WRITING, &fp);

	if (error != 0)
		return (error);
	size_t length;
	const char *bytes = value_bytes(k->k_values, uap->data, &length);

	if ((error = must_refuse(
		 td, JAILDESC_FILEOPS, fp->f_type == DTYPE_JAILDESC, NULL, about_nothing())) != 0)
		return (error);
	if (fp->f_type == DTYPE_SOCKET)
		return (sosend(td, fp, NULL, &(struct parcel) { .data = uap->data }, &r->value));
	if (has_no_position(fp))
		return (pipe_write(td, fp, uap->data, &r->value));
	const struct vnode *vp = vnode_at(k, fp->f_vnode);

	if ((error = io_type_check(td, vp)) != 0 ||
	    (error = must_refuse(td, COPYIN_BADADDR, bad, NULL, about_nothing())) != 0)
		return (error);
	if (fp->f_type == DTYPE_SHM)
		length = memory_left(vp, fp->f_offset, length);
	if (on_procfs(k, vp))
		return (pfs_write(td, vnode_inode(k, vp)));
	r->value = (int64_t)length;
	return (vp->v_type == VCHR ? dev_write(td, vp) : write_contents(td, fp, bytes, length));
}

int
sys_lseek(struct thread *td, const struct lseek_args *uap, struct num_result *r)
{
	const struct file *fp;
	int64_t base;
	int error = fget(td, uap->fd, &fp, NULL);

	bool stream = error == 0 && has_no_position(fp);

	if (error != 0 ||
	    (error = must_refuse(td, LSEEK_SOCKET, stream, NULL, about_fd(uap->fd))) != 0)
		return (error);
	const struct vnode *ip = vnode_inode(td->td_kernel, vnode_at(td->td_kernel, fp->f_vnode));

	switch (uap->whence) {
	case SEEK_SET:
		base = 0;
		break;
	case SEEK_CUR:
		base = (int64_t)fp->f_offset;
		break;
	case SEEK_END:
		base = (int64_t)ip->v_size;
		break;
	default:
		base = -1;
		break;
	}
	bool hole = uap->whence == SEEK_DATA || uap->whence == SEEK_HOLE;
	bool overflow = uap->offset > 0 && base > INT64_MAX - uap->offset;
	bool before = base < 0 || (!overflow && base + uap->offset < 0);

	if ((error = not_modelled(td, hole, about_number(uap->whence))) != 0 ||
	    (error = must_refuse(td, LSEEK_OVERFLOW, overflow, NULL, about_fd(uap->fd))) != 0 ||
	    (error = must_refuse(td, LSEEK_RANGE, before, NULL, about_fd(uap->fd))) != 0)
		return (error);
	r->value = base + uap->offset;
	if (fp->f_offset != (uint64_t)r->value)
		file_change(td, fp)->f_offset = (uint64_t)r->value;
	return (0);
}

/* One entry as getdirentries() gives it. */
struct listed {
	const char *name;
	uint32_t ino, type;
};

static void
sift_down(struct listed *heap, size_t root, size_t count)
{
	for (size_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
		if (child + 1 < count && strcmp(heap[child].name, heap[child + 1].name) < 0)
			child++;
		if (strcmp(heap[root].name, heap[child].name) >= 0)
			return;
		struct listed held = heap[root];

		heap[root] = heap[child];
		heap[child] = held;
		root = child;
	}
}

/* Names of a directory are all different, so any sort is as good. */
static void
sort_by_name(struct listed *list, size_t count)
{
	for (size_t root = count / 2; root-- > 0;)
		sift_down(list, root, count);
	while (count-- > 1) {
		struct listed last = list[count];

		list[count] = list[0];
		list[0] = last;
		sift_down(list, 0, count);
	}
}

/* Fills in what a reader of the directory sees, and answers how much; NULL only counts. */
static size_t
list_entries(const struct kernel *k, const struct vnode *dp, struct listed *list)
{
	const struct vnode *parent = dp->v_parent == 0 ? dp : vnode_at(k, dp->v_parent);
	size_t count = 0;

	if ((dp->v_vflag & VV_REMOVED) == 0) {
		if (list != NULL) {
			list[0] = (struct listed) { ".", dp->v_id, VDIR };
			list[1] = (struct listed) { "..", parent->v_id, VDIR };
		}
		count = 2;
	}
	for (const struct dirent *de = dirent_at(k, dp->v_dirents); de != NULL;
	     de = dirent_at(k, de->de_next)) {
		const struct vnode *vp = vnode_at(k, de->de_vp);

		if ((de->de_flags & DE_WHITEOUT) != 0)
			continue;
		if (list != NULL)
			list[count] = (struct listed) { value_text(k->k_values, de->de_name),
				vp->v_id, vp->v_type };
		count++;
	}
	return (count);
}

static value_ix
list_literal(struct values *vs, const struct listed *list, size_t count)
{
	static const char *const type_name[] = { "non", "reg", "dir", "blk", "chr", "lnk", "sock",
		"fifo" };

	value_begin(vs);
	for (size_t i = 0; i < count; i++) {
		size_t opened = literal_open(vs, "");

		literal_text(vs, "name", list[i].name);
		literal_text(vs, "type", type_name[list[i].type]);
		literal_integer(vs, "ino", list[i].ino);
		literal_close(vs, opened);
	}
	return (value_end(vs));
}

/* The entries as a literal; ROOM stands for want of memory, and the door tries again. */
static int
vop_readdir(struct thread *td, const struct vnode *dp, int64_t *answer)
{
	struct kernel *k = td->td_kernel;

	if (on_procfs(k, dp)) {
		*answer = pfs_readdir(td, dp);
		return (0);
	}
	size_t count = list_entries(k, dp, NULL);
	struct listed *list = zero_alloc(k->k_allocator, (count + 2) * sizeof(*list));

	if (list == NULL) {
		k->k_full = TABLE_dirent;
		return (ROOM);
	}
	count = list_entries(k, dp, list);
	sort_by_name(list, count);
	*answer = list_literal(k->k_values, list, count);
	free_alloc(list);
	return (0);
}

int
sys_getdirentries(struct thread *td, const struct getdirentries_args *uap, struct list_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct file *fp;
	int error = fget_use(td, uap->fd, FREAD, READ_NOT_FOR_READING, &fp);

	if (error != 0)
		return (error);
	const struct vnode *vp = vnode_at(k, fp->f_vnode);
	bool plain = vp == NULL || vp->v_type != VDIR;

	if ((error = must_refuse(td, READDIR_NOT_DIRECTORY, plain, NULL, about_fd(uap->fd))) != 0)
		return (error);
	r->list = VALUE_EMPTY;
	if (fp->f_offset != 0)
		return (0);
	file_change(td, fp)->f_offset = 1;
	return (vop_readdir(td, vnode_inode(k, vp), &r->list));
}
