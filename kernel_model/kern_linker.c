/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kernel modules: kldload(2) and its family.  A module is a file that says so; what it would do
 * is not done.  FreeBSD's counterpart is the file of the same name.
 *
 * The kernel itself is file 1 and has no row.  NOT MODELLED: modules that need others; what is in
 * a module; modules compiled in; loading by need (mount(2), which takes it for granted).
 */
#include <string.h>

#include "constants.h"
#include "literal.h"
#include "sysproto.h"
#include "ucred.h"
#include "vnode.h"

#define KERNEL_FILE 1

static const struct kld *
first_kld(const struct kernel *k)
{
	return (kld_at(k, system_of(k)->sy_kldlist));
}

static const struct kld *
kld_by_id(const struct kernel *k, int32_t id)
{
	return (id <= 0 ? NULL : kld_find(k, (uint32_t)id, 0));
}

/* The file's name with no directory. */
static const char *
linker_basename(const char *path)
{
	const char *slash = strrchr(path, '/');

	return (slash == NULL ? path : slash + 1);
}

/* "if_bridge" and "/boot/kernel/if_bridge.ko" are "if_bridge.ko". */
static value_ix
file_name(struct thread *td, const char *path)
{
	const char *base = linker_basename(path);
	char name[NAME_MAX + 1];
	size_t length = strlen(base);

	if (strchr(base, '.') != NULL || length > NAME_MAX - 3)
		return (value_string(td->td_kernel->k_values, base));
	memcpy(name, base, length);
	memcpy(name + length, ".ko", 3);
	return (value_intern(td->td_kernel->k_values, name, length + 3));
}

static const struct kld *
kld_by_name(const struct kernel *k, value_ix name)
{
	const struct kld *kl = first_kld(k);

	while (kl != NULL && kl->kl_name != name)
		kl = kld_at(k, kl->kl_next);
	return (kl);
}

/* The vnode that a path means, or NULL: a failed look-up is no outcome yet.  0 or ROOM. */
static int
look_up(struct thread *td, value_ix path, const struct vnode **vp)
{
	struct nameidata nd = NDINIT(LOOKUP, FOLLOW, AT_FDCWD, path);
	int error = namei(td, &nd);

	*vp = error == 0 ? nd.ni_vp : NULL;
	if (error == ROOM)
		return (ROOM);
	forgive(td);
	return (0);
}

/* A path is taken as it is, a name looked for where modules are. */
static int
search_kld(struct thread *td, value_ix file, value_ix name, const struct vnode **vp)
{
	static const char *const directories[] = { "/boot/kernel/", "/boot/modules/" };
	struct values *vs = td->td_kernel->k_values;
	int error = 0;

	if (strchr(value_text(vs, file), '/') != NULL)
		return (look_up(td, file, vp));
	*vp = NULL;
	for (size_t i = 0; i < 2 && *vp == NULL && error == 0; i++) {
		value_begin(vs);
		value_append(vs, directories[i], strlen(directories[i]));
		value_append(vs, value_text(vs, name), value_length(vs, name));
		error = look_up(td, value_end(vs), vp);
	}
	return (error);
}

static bool
is_module(struct thread *td, const struct vnode *vp)
{
	static const char says[] = "kernel module ", elf[] = "\177ELF";
	const struct values *vs = td->td_kernel->k_values;

	if (vp == NULL || vp->v_type != VREG)
		return (false);
	const char *text = value_text(vs, vn_read(td, vp, 0, sizeof(says) - 1));

	return (strcmp(text, says) == 0 || strncmp(text, elf, sizeof(elf) - 1) == 0);
}

static int
link_kld(struct thread *td, value_ix name, struct kld **kl)
{
	const struct kernel *k = td->td_kernel;
	const struct kld *last = first_kld(k);
	int error = kld_alloc(td, kl);

	if (error != 0)
		return (error);
	struct system *sy = system_change(td, system_of(k));

	if (sy->sy_lastkld < KERNEL_FILE)
		sy->sy_lastkld = KERNEL_FILE;
	(*kl)->kl_id = ++sy->sy_lastkld;
	(*kl)->kl_name = name;
	kld_enter(td, *kl);
	while (last != NULL && last->kl_next != 0)
		last = kld_at(k, last->kl_next);
	if (last == NULL)
		sy->sy_kldlist = kld_ix_of(k, *kl);
	else
		kld_change(td, last)->kl_next = kld_ix_of(k, *kl);
	return (0);
}

int
sys_kldload(struct thread *td, const struct kldload_args *uap, struct num_result *r)
{
	const struct kernel *k = td->td_kernel;
	struct object what = about_value(uap->file);
	const struct vnode *vp = NULL;
	struct kld *kl;
	int error;

	if ((error = securelevel_gt(td, td->td_ucred, 0)) != 0 ||
	    (error = priv_check(td, PRIV_KLD_LOAD)) != 0 ||
	    (error = must_refuse(td, COPYIN_BADADDR, uap->file == VALUE_BADADDR, NULL, what)) != 0)
		return (error);
	value_ix name = file_name(td, value_text(k->k_values, uap->file));
	bool loaded = kld_by_name(k, name) != NULL;

	if ((error = must_refuse(td, KLDLOAD_LOADED, loaded, NULL, what)) != 0 ||
	    (error = search_kld(td, uap->file, name, &vp)) != 0 ||
	    (error = must_refuse(td, KLDLOAD_NOT_FOUND, vp == NULL, NULL, what)) != 0 ||
	    (error = refuses(td, KLDLOAD_FORMAT, !is_module(td, vp), NULL, what)) != 0 ||
	    (error = link_kld(td, name, &kl)) != 0)
		return (error);
	r->value = kl->kl_id;
	return (0);
}

static void
unlink_kld(struct thread *td, const struct kld *kl)
{
	const struct kernel *k = td->td_kernel;
	kld_ix ix = kld_ix_of(k, kl);
	const struct kld *before = first_kld(k);

	while (before != kl && before->kl_next != ix)
		before = kld_at(k, before->kl_next);
	if (before == kl)
		system_change(td, system_of(k))->sy_kldlist = kl->kl_next;
	else
		kld_change(td, before)->kl_next = kl->kl_next;
	kld_erase(td, kl);
}

int
sys_kldunload(struct thread *td, const struct kldunload_args *uap, struct none_result *r)
{
	const struct kld *kl = kld_by_id(td->td_kernel, uap->fileid);
	struct object what = about_number(uap->fileid);
	int error;

	(void)r;
	if ((error = securelevel_gt(td, td->td_ucred, 0)) != 0 ||
	    (error = priv_check(td, PRIV_KLD_UNLOAD)) != 0 ||
	    (error = must_refuse(td, KLDUNLOAD_KERNEL, uap->fileid == KERNEL_FILE, NULL, what)) !=
		0 ||
	    (error = must_refuse(
		 td, KLD_NOT_LOADED, kl == NULL && uap->fileid != KERNEL_FILE, NULL, what)) != 0)
		return (error);
	if (kl != NULL)
		unlink_kld(td, kl);
	return (0);
}

int
sys_kldfind(struct thread *td, const struct kldfind_args *uap, struct num_result *r)
{
	const struct kernel *k = td->td_kernel;
	const char *text = value_text(k->k_values, uap->file);
	const struct kld *kl = kld_by_name(k, file_name(td, text));
	bool kernel = strcmp(linker_basename(text), "kernel") == 0;
	int error;

	if ((error = must_refuse(
		 td, COPYIN_BADADDR, uap->file == VALUE_BADADDR, NULL, about_nothing())) != 0 ||
	    (error = must_refuse(
		 td, KLD_NOT_LOADED, kl == NULL && !kernel, NULL, about_value(uap->file))) != 0)
		return (error);
	r->value = kl == NULL ? KERNEL_FILE : kl->kl_id;
	return (0);
}

int
sys_kldnext(struct thread *td, const struct kldnext_args *uap, struct num_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct kld *kl = kld_by_id(k, uap->fileid), *next = first_kld(k);
	bool known = uap->fileid == 0 || uap->fileid == KERNEL_FILE || kl != NULL;
	int error = must_refuse(td, KLD_NOT_LOADED, !known, NULL, about_number(uap->fileid));

	if (error != 0)
		return (error);
	if (uap->fileid == 0)
		r->value = KERNEL_FILE;
	else {
		if (kl != NULL)
			next = kld_at(k, kl->kl_next);
		r->value = next == NULL ? 0 : next->kl_id;
	}
	return (0);
}

/* NOT MODELLED: address and size, which leak into jails, too. */
int
sys_kldstat(struct thread *td, const struct kldstat_args *uap, struct list_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct kld *kl = kld_by_id(k, uap->fileid);
	bool kernel = uap->fileid == KERNEL_FILE;
	int error =
	    must_refuse(td, KLD_NOT_LOADED, kl == NULL && !kernel, NULL, about_number(uap->fileid));

	if (error != 0)
		return (error);
	value_begin(k->k_values);
	literal_text(
	    k->k_values, "name", kl == NULL ? "kernel" : value_text(k->k_values, kl->kl_name));
	literal_integer(k->k_values, "id", uap->fileid);
	literal_integer(k->k_values, "refs", 1);
	r->list = value_end(k->k_values);
	return (0);
}
