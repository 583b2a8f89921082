/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Contents of regular files, in blocks that are values without their trailing zeros; a block of
 * zeros has no row, so equal contents make equal states.  FreeBSD's counterpart is vn_rdwr() in
 * the file of the same name and ffs_read(), ffs_write(), ffs_truncate().
 *
 * NOT MODELLED: access times (reading changes nothing), space running out; a read of more than
 * 1 MiB comes short.
 */
#include "ucred.h"
#include "vnode.h"

#include <string.h>

#define READ_MAX    (UINT64_C(1) << 20)
#define SET_ID_BITS 06000u

/* Contents of a block; how many bytes: the rest are zeros. */
static size_t
load(const struct kernel *k, const struct vnode *ip, uint32_t number, char bytes[BLOCK_SIZE])
{
	const struct block *bl = block_find(k, vnode_ix_of(k, ip), number);
	size_t length = 0;
	const char *data = bl == NULL ? "" : value_bytes(k->k_values, bl->bl_data, &length);

	memcpy(bytes, data, length);
	return (length);
}

/* Keeps the first `length' bytes, but no zeros at their end. */
static int
store(struct thread *td, const struct vnode *ip, uint32_t number, const char *bytes, size_t length)
{
	const struct kernel *k = td->td_kernel;
	const struct block *old = block_find(k, vnode_ix_of(k, ip), number);
	struct block *bl;
	int error;

	while (length > 0 && bytes[length - 1] == '\0')
		length--;
	if (length == 0) {
		if (old != NULL)
			block_erase(td, old);
		return (0);
	}
	if (old != NULL)
		bl = block_change(td, old);
	else {
		if ((error = block_alloc(td, &bl)) != 0)
			return (error);
		bl->bl_vnode = vnode_ix_of(k, ip);
		bl->bl_number = number;
		block_enter(td, bl);
	}
	bl->bl_data = value_intern(k->k_values, bytes, length);
	return (0);
}

value_ix
vn_read(struct thread *td, const struct vnode *vp, uint64_t offset, uint64_t length)
{
	struct values *vs = td->td_kernel->k_values;
	const struct vnode *ip = vnode_inode(td->td_kernel, vp);
	char bytes[BLOCK_SIZE];

	if (offset >= ip->v_size)
		return (VALUE_EMPTY);
	if (length > ip->v_size - offset)
		length = ip->v_size - offset;
	if (length > READ_MAX)
		length = READ_MAX;
	value_begin(vs);
	for (uint64_t end = offset + length; offset < end;) {
		size_t at = (size_t)(offset % BLOCK_SIZE), part = BLOCK_SIZE - at;

		if (part > end - offset)
			part = (size_t)(end - offset);
		size_t had = load(td->td_kernel, ip, (uint32_t)(offset / BLOCK_SIZE), bytes);

		if (at + part > had)
			memset(bytes + had, 0, at + part - had);
		value_append(vs, bytes + at, part);
		offset += part;
	}
	return (value_end(vs));
}

static void
touch(struct thread *td, struct vnode *ip)
{
	ip->v_mtime = ip->v_ctime = (uint32_t)system_of(td->td_kernel)->sy_clock;
}

/* Takes set-id bits away from a file that somebody unprivileged writes to. */
static void
clear_set_id(struct thread *td, struct vnode *ip)
{
	if ((ip->v_mode & SET_ID_BITS) == 0)
		return;
	bool unprivileged = priv_check(td, PRIV_VFS_RETAINSUGID) != 0;

	forgive(td);
	if (alters(td, VN_WRITE_CLEARS_SUGID, unprivileged, NULL, about_vnode(td->td_kernel, ip)))
		ip->v_mode &= ~SET_ID_BITS;
}

int
vn_write(
    struct thread *td, const struct vnode *vp, uint64_t offset, const char *data, size_t length)
{
	struct vnode *ip = vnode_change(td, vnode_inode(td->td_kernel, vp));
	char bytes[BLOCK_SIZE];
	int error;

	if (length == 0)
		return (0);
	clear_set_id(td, ip);
	for (uint64_t end = offset + length; offset < end;) {
		uint32_t number = (uint32_t)(offset / BLOCK_SIZE);
		size_t at = (size_t)(offset % BLOCK_SIZE), part = BLOCK_SIZE - at;

		if (part > end - offset)
			part = (size_t)(end - offset);
		size_t had = load(td->td_kernel, ip, number, bytes);

		if (at > had)
			memset(bytes + had, 0, at - had);
		memcpy(bytes + at, data, part);
		if ((error = store(td, ip, number, bytes, at + part > had ? at + part : had)) != 0)
			return (error);
		data += part;
		offset += part;
	}
	if (offset > ip->v_size)
		ip->v_size = offset;
	touch(td, ip);
	return (0);
}

int
vn_truncate(struct thread *td, const struct vnode *vp, uint64_t size)
{
	struct vnode *ip = vnode_change(td, vnode_inode(td->td_kernel, vp));
	char bytes[BLOCK_SIZE];
	int error = 0;

	for (uint64_t at = size; at < ip->v_size && error == 0;
	     at = (at / BLOCK_SIZE + 1) * BLOCK_SIZE) {
		uint32_t number = (uint32_t)(at / BLOCK_SIZE);
		size_t keep = (size_t)(at % BLOCK_SIZE);

		if (block_find(td->td_kernel, vnode_ix_of(td->td_kernel, ip), number) == NULL)
			continue;
		size_t had = load(td->td_kernel, ip, number, bytes);

		error = store(td, ip, number, bytes, keep < had ? keep : had);
	}
	ip->v_size = size;
	touch(td, ip);
	return (error);
}
