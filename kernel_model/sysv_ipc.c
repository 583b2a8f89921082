/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What System V objects have in common: the jail's part in finding one, permission, making and
 * taking away.  An object belongs to the jail that made it.  A key finds objects of exactly the
 * caller's jail; an id finds those of the jail at the root of its space and of all jails below that
 * one: with inherit the parent's, so on a jail of the host any object there is (I1-I10).  FreeBSD's
 * counterparts are sysv_ipc.c and the like parts of sysv_msg.c, sysv_sem.c and sysv_shm.c.
 *
 * NOT MODELLED: limits of rctl(8), internal bits of the mode.
 */
#include "sysv_ipc.h"

#include "constants.h"

#define IX_MASK	 0xffffu
#define SEQ_MASK 0x7fffu

/* The rules that name the parameter of a facility. */
static const struct {
	enum rule disabled, other_space;
} rules[SYSV_FACILITIES] = {
	[SYSV_MSG] = { MSG_PRISON_DISABLED, MSG_PRISON_CANSEE },
	[SYSV_SEM] = { SEM_PRISON_DISABLED, SEM_PRISON_CANSEE },
	[SYSV_SHM] = { SHM_PRISON_DISABLED, SHM_PRISON_CANSEE },
};

static const struct prison *
ipc_owner(const struct kernel *k, const struct ipcobj *io)
{
	return (cred_prison(k, ucred_at(k, io->io_cred)));
}

/* The jail at the root of a prison's space; NULL when the facility is disabled. */
static const struct prison *
ipc_root(const struct kernel *k, const struct prison *pr, uint32_t facility)
{
	while (prison_sysv(pr, facility) == JAIL_SYS_INHERIT)
		pr = prison_at(k, pr->pr_parent);
	return (prison_sysv(pr, facility) == JAIL_SYS_DISABLE ? NULL : pr);
}

int
ipc_prison(struct thread *td, uint32_t facility, const struct prison **root)
{
	const struct prison *pr = cred_prison(td->td_kernel, td->td_ucred);

	*root = ipc_root(td->td_kernel, pr, facility);
	return (must_refuse(td, rules[facility].disabled, *root == NULL, pr, about_prison(pr)));
}

/* Is the object one of the space? */
static bool
ipc_cansee(const struct kernel *k, const struct prison *root, const struct ipcobj *io)
{
	return (root != NULL && prison_reaches(k, root, ipc_owner(k, io)));
}

int32_t
ipc_id(const struct ipcobj *io)
{
	return ((int32_t)(io->io_seq << 16 | io->io_index));
}

int
ipc_find(struct thread *td, uint32_t facility, const struct prison *root, int32_t id,
    const struct ipcobj **result)
{
	const struct kernel *k = td->td_kernel;
	const struct ipcobj *io = ipcobj_find(k, facility, (uint32_t)id & IX_MASK);
	bool none = io == NULL || (io->io_state & IPC_ALLOCATED) == 0 || ipc_id(io) != id;
	int error = must_refuse(td, IPC_NO_ID, none, NULL, about_number(id));

	*result = io;
	if (error != 0)
		return (error);
	return (refuses(td, rules[facility].other_space, !ipc_cansee(k, root, io),
	    cred_prison(k, td->td_ucred), about_prison(ipc_owner(k, io))));
}

const struct ipcobj *
ipc_next(const struct kernel *k, uint32_t facility, uint32_t index)
{
	const struct ipcobj *io = ipcobj_find(k, facility, index);

	while (io != NULL && (io->io_state & IPC_ALLOCATED) == 0)
		io = ipcobj_find(k, facility, ++index);
	return (io);
}

const struct ipcobj *
ipc_find_key(struct thread *td, uint32_t facility, int32_t key)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = cred_prison(k, td->td_ucred);

	if (key == IPC_PRIVATE)
		return (NULL);
	for (const struct ipcobj *io = ipc_next(k, facility, 0); io != NULL;
	     io = ipc_next(k, facility, io->io_index + 1)) {
		const struct prison *owner = ipc_owner(k, io);

		if (io->io_key != key)
			continue;
		if (owner == pr || !alters(td, IPC_KEY_OTHER_JAIL, true, pr, about_prison(owner)))
			return (io);
	}
	return (NULL);
}

/* What the mode and ownership grant, without regard to jails. */
static uint32_t
granted_by_mode(const struct kernel *k, const struct ucred *cr, const struct ipcobj *io)
{
	if (cr->cr_uid == io->io_cuid || cr->cr_uid == io->io_uid)
		return ((io->io_mode & (IPC_R | IPC_W)) | IPC_M);
	bool group = groupmember(k, io->io_gid, cr) || groupmember(k, io->io_cgid, cr);

	return (io->io_mode << (group ? 3 : 6) & (IPC_R | IPC_W));
}

int
ipcperm(struct thread *td, const struct ipcobj *io, uint32_t wanted)
{
	uint32_t missing = wanted & ~granted_by_mode(td->td_kernel, td->td_ucred, io);

	if (missing == 0)
		return (0);
	bool denied = ((missing & IPC_M) != 0 && priv_check(td, PRIV_IPC_ADMIN) != 0) ||
	    ((missing & IPC_R) != 0 && priv_check(td, PRIV_IPC_READ) != 0) ||
	    ((missing & IPC_W) != 0 && priv_check(td, PRIV_IPC_WRITE) != 0);

	forgive(td);
	return (refuses(td, IPCPERM_DENIED, denied, NULL, about_number(ipc_id(io))));
}

/* Making and taking away. */

/* The row of the index that is next in turn: its own or a new one.  0 or ROOM. */
static int
ipc_row(struct thread *td, uint32_t facility, uint32_t index, struct ipcobj **result)
{
	const struct ipcobj *former = ipcobj_find(td->td_kernel, facility, index);
	int error;

	if (former != NULL) {
		*result = ipcobj_change(td, former);
		return (0);
	}
	if ((error = ipcobj_alloc(td, result)) != 0)
		return (error);
	(*result)->io_facility = facility;
	(*result)->io_index = index;
	ipcobj_enter(td, *result);
	return (0);
}

/* The segment freed last, or NULL. */
static const struct ipcobj *
ipc_last_free(const struct kernel *k)
{
	uint32_t index = 0;
	const struct ipcobj *io = ipcobj_find(k, SYSV_SHM, 0);

	while (io != NULL && (io->io_state & IPC_LASTFREE) == 0)
		io = ipcobj_find(k, SYSV_SHM, ++index);
	return (io);
}

/* The segment freed last, else the lowest free object. */
static uint32_t
ipc_free_index(const struct kernel *k, uint32_t facility)
{
	uint32_t index = 0;
	const struct ipcobj *last = facility == SYSV_SHM ? ipc_last_free(k) : NULL;

	if (last != NULL)
		return (last->io_index);
	for (const struct ipcobj *io = ipcobj_find(k, facility, 0);
	     io != NULL && (io->io_state & IPC_ALLOCATED) != 0;)
		io = ipcobj_find(k, facility, ++index);
	return (index);
}

int
ipc_allocate(struct thread *td, uint32_t facility, int32_t key, int32_t flags, int32_t limit,
    struct ipcobj **result)
{
	const struct kernel *k = td->td_kernel;
	const struct ucred *cr = td->td_ucred;
	uint32_t index = ipc_free_index(k, facility);
	int error;

	if ((error = refuses(td, IPC_FULL, (int64_t)index >= limit || index > IX_MASK, NULL,
		 about_number(index))) != 0 ||
	    (error = ipc_row(td, facility, index, result)) != 0)
		return (error);
	struct ipcobj *io = *result;

	io->io_seq = (io->io_seq + 1) & SEQ_MASK;
	io->io_state = IPC_ALLOCATED;
	io->io_key = key;
	io->io_mode = (uint32_t)flags & ACCESSPERMS;
	io->io_uid = io->io_cuid = cr->cr_uid;
	io->io_gid = io->io_cgid = cr->cr_gid;
	io->io_cpid = td->td_proc->p_pid;
	io->io_ctime = (uint32_t)system_of(k)->sy_clock;
	io->io_data = VALUE_EMPTY;
	io->io_cred = ucred_ix_of(k, cr);
	crhold(td, cr);
	return (0);
}

void
ipc_free(struct thread *td, const struct ipcobj *cio)
{
	const struct kernel *k = td->td_kernel;
	const struct ucred *cr = ucred_at(k, cio->io_cred);
	const struct ipcobj *last = ipc_last_free(k);
	struct ipcobj *io = ipcobj_change(td, cio);
	bool segment = io->io_facility == SYSV_SHM;

	if (segment && last != NULL)
		ipcobj_change(td, last)->io_state = 0;
	*io = (struct ipcobj) { .io_facility = io->io_facility,
		.io_index = io->io_index,
		.io_seq = io->io_seq,
		.io_state = segment ? IPC_LASTFREE : 0 };
	crfree(td, cr);
}

void
ipc_remove(struct thread *td, const struct ipcobj *io)
{
	if (io->io_facility == SYSV_SHM) {
		struct ipcobj *segment = ipcobj_change(td, io);

		segment->io_key = IPC_PRIVATE;
		segment->io_state |= IPC_REMOVED;
		if (segment->io_nattch != 0)
			return;
	}
	if (io->io_facility == SYSV_MSG)
		msq_empty(td, io);
	ipc_free(td, io);
}

void
ipc_prison_cleanup(struct thread *td, const struct prison *pr, uint32_t facility)
{
	const struct kernel *k = td->td_kernel;

	if (prison_sysv(pr, facility) != JAIL_SYS_NEW)
		return;
	for (const struct ipcobj *io = ipc_next(k, facility, 0); io != NULL;
	     io = ipc_next(k, facility, io->io_index + 1))
		if (ipc_owner(k, io) == pr &&
		    alters(td, IPC_PRISON_CLEANUP, true, pr, about_number(ipc_id(io))))
			ipc_remove(td, io);
}

/* What is shown and set. */

int32_t
ipc_key(struct thread *td, const struct ipcobj *io)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = cred_prison(k, td->td_ucred), *owner = ipc_owner(k, io);

	return (owner != pr && alters(td, IPC_KEY_HIDDEN, true, pr, about_prison(owner)) ?
		IPC_PRIVATE :
		io->io_key);
}

int64_t
ipc_field(const struct values *vs, value_ix literal, const char *name, int64_t none)
{
	return (literal_get_number_or(literal_read(vs, literal), name, none));
}

void
ipc_set(struct thread *td, const struct ipcobj *cio, value_ix ds)
{
	const struct kernel *k = td->td_kernel;
	struct ipcobj *io = ipcobj_change(td, cio);

	io->io_uid = (uint32_t)ipc_field(k->k_values, ds, "uid", io->io_uid);
	io->io_gid = (uint32_t)ipc_field(k->k_values, ds, "gid", io->io_gid);
	io->io_mode = (uint32_t)ipc_field(k->k_values, ds, "mode", io->io_mode) & ACCESSPERMS;
	io->io_ctime = (uint32_t)system_of(k)->sy_clock;
}

static void
fill_record(struct thread *td, const struct ipcobj *io)
{
	struct values *vs = td->td_kernel->k_values;
	const struct {
		const char *name;
		uint32_t number;
	} fields[] = { { "id", (uint32_t)ipc_id(io) }, { "uid", io->io_uid }, { "gid", io->io_gid },
		{ "cuid", io->io_cuid }, { "cgid", io->io_cgid }, { "mode", io->io_mode },
		{ "size", io->io_size }, { "used", io->io_used }, { "number", io->io_number },
		{ "nattch", io->io_nattch }, { "cpid", io->io_cpid }, { "lpid", io->io_lpid },
		{ "atime", io->io_atime }, { "dtime", io->io_dtime }, { "ctime", io->io_ctime } };
	size_t opened = literal_open(vs, "");

	literal_integer(vs, "key", ipc_key(td, io));
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		literal_integer(vs, fields[i].name, fields[i].number);
	literal_close(vs, opened);
}

value_ix
sysctl_ipc(struct thread *td, uint32_t facility)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = cred_prison(k, td->td_ucred), *root = ipc_root(k, pr, facility);

	value_begin(k->k_values);
	for (const struct ipcobj *io = ipc_next(k, facility, 0); io != NULL;
	     io = ipc_next(k, facility, io->io_index + 1))
		if (!alters(td, IPC_LIST_HIDDEN, !ipc_cansee(k, root, io), pr,
			about_prison(ipc_owner(k, io))))
			fill_record(td, io);
	return (value_end(k->k_values));
}
