/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lines of /etc/passwd and /etc/group, read straight from the state.
 */
#include "passwd.h"

#include <stdlib.h>
#include <string.h>

/* The vnode behind nullfs aliases. */
static const struct vnode *
inode(const struct kernel *k, const struct vnode *vp)
{
	while (vp->v_lower != 0)
		vp = vnode_at(k, vp->v_lower);
	return (vp);
}

static const struct vnode *
step_down(const struct world *w, const struct vnode *dvp, const char *name)
{
	const struct kernel *k = w->kernel;
	value_ix v = value_lookup(w->values, name, strlen(name));
	const struct vnode *vp = inode(k, dvp);
	const struct dirent *de = v == VALUE_NONE ? NULL : dirent_find(k, vnode_ix_of(k, vp), v);

	if (de == NULL)
		return (NULL);
	vp = vnode_at(k, de->de_vp);
	while (vp->v_mountedhere != 0)
		vp = vnode_at(k, mount_at(k, vp->v_mountedhere)->mnt_root);
	return (vp);
}

const char *
passwd_file(const struct world *w, struct arena *a, const struct vnode *root, const char *name)
{
	const struct kernel *k = w->kernel;
	const struct vnode *vp = root == NULL ? NULL : step_down(w, root, "etc");

	if (vp == NULL || (vp = step_down(w, vp, name)) == NULL)
		return ("");
	vp = inode(k, vp);
	if (vp->v_type != VREG || vp->v_size > (1 << 20))
		return ("");
	char *text = arena_zero(a, vp->v_size + 1);

	for (uint32_t i = 0; (uint64_t)i * BLOCK_SIZE < vp->v_size; i++) {
		const struct block *bl = block_find(k, vnode_ix_of(k, vp), i);
		size_t left = vp->v_size - (size_t)i * BLOCK_SIZE, len;
		const char *bytes = value_bytes(w->values, bl == NULL ? 0 : bl->bl_data, &len);

		memcpy(text + (size_t)i * BLOCK_SIZE, bytes, len < left ? len : left);
	}
	return (text);
}

const char *
passwd_field(const char *line, unsigned n, size_t *len)
{
	for (; n > 0; n--) {
		line += strcspn(line, ":\n");
		if (*line != ':')
			break;
		line++;
	}
	*len = strcspn(line, ":\n");
	return (line);
}

const char *
passwd_next(const char *line)
{
	line = strchr(line, '\n');
	return (line == NULL || line[1] == '\0' ? NULL : line + 1);
}

const char *
passwd_name(struct arena *a, const char *passwd, uint32_t uid)
{
	const char *line = passwd;
	size_t len;

	for (; line != NULL && *line != '\0'; line = passwd_next(line)) {
		const char *id = passwd_field(line, 2, &len);
		char *end;

		if (strtoul(id, &end, 10) != uid || end != id + len || len == 0)
			continue;
		const char *name = passwd_field(line, 0, &len);

		return (arena_copy(a, name, len));
	}
	return (arena_printf(a, "%u", (unsigned)uid));
}
