/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Extended attributes, F57: those of the user's namespace are guarded by the file's permissions,
 * those of the system's by a privilege, which a jail has with allow.extattr.  FreeBSD's
 * counterparts are the file of the same name, ffs_setextattr() and its like of ffs_vnops.c, and
 * extattr_check_cred() of vfs_subr.c.
 *
 * NOT MODELLED: the calls on descriptors and on symbolic links, how much an inode can hold,
 * what ACLs and MAC policies keep here.
 */
#include <string.h>

#include "literal.h"
#include "sysproto.h"
#include "ucred.h"
#include "vfs_syscalls.h"

#define EXTATTR_MAXNAMELEN 255

/* One attribute as it is kept: its literal {ns=1, name="a", data="x"} taken apart. */
struct attribute {
	int64_t ns;
	struct element name, data;
};

static struct literal
area_of(const struct kernel *k, const struct vnode *ip)
{
	const struct extattr *ea = extattr_find(k, vnode_ix_of(k, ip), 0);

	return (literal_read(k->k_values, ea == NULL ? VALUE_EMPTY : ea->ea_area));
}

static bool
attribute_next(struct literal *area, struct attribute *a)
{
	struct element e, ns;

	if (!literal_next(area, &e))
		return (false);
	a->ns = literal_find(literal_within(&e), "ns", &ns) ? ns.integer : 0;
	return (literal_find(literal_within(&e), "name", &a->name) &&
	    literal_find(literal_within(&e), "data", &a->data));
}

static bool
attribute_find(
    const struct kernel *k, const struct vnode *ip, int ns, const char *name, struct attribute *a)
{
	struct literal area = area_of(k, ip);

	while (attribute_next(&area, a))
		if (a->ns == ns && strcmp(a->name.bytes, name) == 0)
			return (true);
	return (false);
}

/* The name is read before the file is looked up.  EFAULT ENAMETOOLONG. */
static int
name_copyin(struct thread *td, value_ix name)
{
	bool bad = name == VALUE_NONE || name == VALUE_BADADDR;
	int error = must_refuse(td, COPYIN_BADADDR, bad, NULL, about_nothing());

	if (error != 0)
		return (error);
	bool large = value_length(td->td_kernel->k_values, name) > EXTATTR_MAXNAMELEN;

	return (refuses(td, EXTATTR_NAME_LONG, large, NULL, about_value(name)));
}

/* The inode that the path names, of a kind that has attributes: nullfs asks the one below. */
static int
extattr_lookup(struct thread *td, value_ix path, const struct vnode **ip)
{
	const struct kernel *k = td->td_kernel;
	struct nameidata nd = NDINIT(LOOKUP, FOLLOW, AT_FDCWD, path);
	int error = namei(td, &nd);

	if (error != 0)
		return (error);
	*ip = vnode_inode(k, nd.ni_vp);
	bool without = (*ip)->v_type == VCHR || (*ip)->v_type == VBLK || on_devfs(k, *ip);

	return (refuses(td, EXTATTR_UNSUPPORTED, without, NULL, about_vnode(k, nd.ni_vp)));
}

static int
extattr_check_cred(struct thread *td, const struct vnode *ip, int ns, uint32_t wanted)
{
	if (ns == EXTATTR_NAMESPACE_SYSTEM)
		return (priv_check(td, PRIV_VFS_EXTATTR_SYSTEM));
	if (ns == EXTATTR_NAMESPACE_USER)
		return (vn_access(td, ip, wanted));
	return (must_refuse(td, EXTATTR_NAMESPACE, true, NULL, about_number(ns)));
}

/* What setting and deleting ask. */
static int
change_check(struct thread *td, const struct vnode *ip, int ns, value_ix name)
{
	bool empty = name == VALUE_EMPTY;
	int error = must_refuse(td, EXTATTR_NAME_EMPTY, empty, NULL, about_nothing());

	if (error != 0 || (error = vn_rofs(td, ip)) != 0)
		return (error);
	return (extattr_check_cred(td, ip, ns, VWRITE));
}

static void
attribute_append(struct values *vs, int64_t ns, const char *name, const char *data, size_t length)
{
	size_t opened = literal_open(vs, "");

	literal_integer(vs, "ns", ns);
	literal_text(vs, "name", name);
	literal_string(vs, "data", data, length);
	literal_close(vs, opened);
}

/* Puts an attribute in the place of one of this name; data VALUE_NONE takes it away.  0 or ROOM. */
static int
area_store(struct thread *td, const struct vnode *ip, int ns, const char *name, value_ix data)
{
	const struct kernel *k = td->td_kernel;
	struct values *vs = k->k_values;
	const struct extattr *ea = extattr_find(k, vnode_ix_of(k, ip), 0);
	struct literal area = area_of(k, ip);
	struct attribute a;
	struct extattr *made;
	int error;

	value_begin(vs);
	while (attribute_next(&area, &a))
		if (a.ns != ns || strcmp(a.name.bytes, name) != 0)
			attribute_append(vs, a.ns, a.name.bytes, a.data.bytes, a.data.length);
	if (data != VALUE_NONE) {
		size_t length;
		const char *bytes = value_bytes(vs, data, &length);

		attribute_append(vs, ns, name, bytes, length);
	}
	value_ix whole = value_end(vs);

	vn_changed(td, ip);
	if (ea != NULL && whole == VALUE_EMPTY) {
		extattr_erase(td, ea);
		return (0);
	}
	if (ea != NULL) {
		extattr_change(td, ea)->ea_area = whole;
		return (0);
	}
	if ((error = extattr_alloc(td, &made)) != 0)
		return (error);
	made->ea_vnode = vnode_ix_of(k, ip);
	made->ea_area = whole;
	extattr_enter(td, made);
	return (0);
}

int
sys_extattr_set_file(
    struct thread *td, const struct extattr_set_file_args *uap, struct num_result *r)
{
	struct values *vs = td->td_kernel->k_values;
	bool bad = uap->data == VALUE_NONE || uap->data == VALUE_BADADDR;
	const struct vnode *ip;
	int error;

	if ((error = name_copyin(td, uap->name)) != 0 ||
	    (error = extattr_lookup(td, uap->path, &ip)) != 0 ||
	    (error = change_check(td, ip, uap->ns, uap->name)) != 0 ||
	    (error = must_refuse(td, COPYIN_BADADDR, bad, NULL, about_nothing())) != 0)
		return (error);
	r->value = (int64_t)value_length(vs, uap->data);
	return (area_store(td, ip, uap->ns, value_text(vs, uap->name), uap->data));
}

int
sys_extattr_get_file(
    struct thread *td, const struct extattr_get_file_args *uap, struct text_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *ip;
	struct attribute a;
	int error;

	if ((error = name_copyin(td, uap->name)) != 0 ||
	    (error = extattr_lookup(td, uap->path, &ip)) != 0 ||
	    (error = extattr_check_cred(td, ip, uap->ns, VREAD)) != 0)
		return (error);
	bool none = !attribute_find(k, ip, uap->ns, value_text(k->k_values, uap->name), &a);

	if ((error = must_refuse(td, EXTATTR_NONE, none, NULL, about_value(uap->name))) != 0)
		return (error);
	r->text = value_intern(k->k_values, a.data.bytes, a.data.length);
	td->td_call->retval = (int64_t)a.data.length;
	return (0);
}

int
sys_extattr_delete_file(
    struct thread *td, const struct extattr_delete_file_args *uap, struct none_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct vnode *ip;
	struct attribute a;
	int error;

	(void)r;
	if ((error = name_copyin(td, uap->name)) != 0 ||
	    (error = extattr_lookup(td, uap->path, &ip)) != 0 ||
	    (error = change_check(td, ip, uap->ns, uap->name)) != 0)
		return (error);
	const char *name = value_text(k->k_values, uap->name);
	bool none = !attribute_find(k, ip, uap->ns, name, &a);

	if ((error = must_refuse(td, EXTATTR_NONE, none, NULL, about_value(uap->name))) != 0)
		return (error);
	return (area_store(td, ip, uap->ns, name, VALUE_NONE));
}

int
sys_extattr_list_file(
    struct thread *td, const struct extattr_list_file_args *uap, struct list_result *r)
{
	struct values *vs = td->td_kernel->k_values;
	const struct vnode *ip;
	struct attribute a;
	int error;

	if ((error = extattr_lookup(td, uap->path, &ip)) != 0 ||
	    (error = extattr_check_cred(td, ip, uap->ns, VREAD)) != 0)
		return (error);
	struct literal area = area_of(td->td_kernel, ip);

	value_begin(vs);
	while (attribute_next(&area, &a))
		if (a.ns == uap->ns)
			literal_text(vs, "", a.name.bytes);
	r->list = value_end(vs);
	return (0);
}
