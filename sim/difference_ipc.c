/* SPDX-License-Identifier: BSD-2-Clause */
/* What changed of interprocess communication: System V objects, shared memory, pipes, messages. */
#include <string.h>

#include "difference_tell.h"
#include "jail_param.h"
#include "object.h"
#include "sysv_ipc.h"

/* --- System V --------------------------------------------------------------------- */

static const char *
object_name(const struct telling *d, const struct ipcobj *io)
{
	static const char *const kinds[] = { [SYSV_MSG] = "message queue",
		[SYSV_SEM] = "set of semaphores",
		[SYSV_SHM] = "shared memory segment" };
	const char *kind = kinds[io->io_facility < SYSV_FACILITIES ? io->io_facility : SYSV_MSG];

	if (io->io_key == 0)
		return (arena_printf(d->arena, "a private %s", kind));
	return (arena_printf(d->arena, "the %s with key %d", kind, (int)io->io_key));
}

void
tell_ipcobj(struct telling *d, const void *before, const void *after)
{
	const struct ipcobj *was = before, *is = after;

	if (is != NULL && (is->io_state & IPC_ALLOCATED) != 0)
		say(d, "%s was made (mode %04o, uid %u)", object_name(d, is), (unsigned)is->io_mode,
		    (unsigned)is->io_uid);
	else if (is == NULL && (was->io_state & IPC_ALLOCATED) != 0)
		say(d, "%s is gone", object_name(d, was));
}

/* A row stays when its object goes, for the sequence number. */
void
tell_ipcobj_changes(struct telling *d, const void *before, const void *after)
{
	const struct ipcobj *was = before, *is = after;
	bool had = (was->io_state & IPC_ALLOCATED) != 0, has = (is->io_state & IPC_ALLOCATED) != 0;

	if (had && (!has || was->io_seq != is->io_seq))
		tell_ipcobj(d, before, NULL);
	if (has && (!had || was->io_seq != is->io_seq))
		tell_ipcobj(d, NULL, after);
	d->same = had && has && was->io_seq == is->io_seq;
}

void
tell_ipcobj_field(
    struct telling *d, const struct field *f, unsigned e, uint64_t before, uint64_t after)
{
	static const char *const silent[] = { "io_cpid", "io_lpid", "io_atime", "io_dtime",
		"io_ctime", "io_used", "io_seq", "io_state" };
	const char *name = object_name(d, ipcobj_at(d->after, d->ix));

	(void)e;
	for (size_t i = 0; i < sizeof(silent) / sizeof(silent[0]); i++)
		if (is_field(f, silent[i]))
			return;
	if (is_field(f, "io_data"))
		say(d, "%s: its contents changed", name);
	else
		say_field(d, name, f, before, after);
}

void
tell_shmmap(struct telling *d, const void *before, const void *after)
{
	const struct shmmap *was = before, *is = after;
	const struct kernel *k = is == NULL ? d->before : d->after;

	say(d, "%s was %s", object_name(d, ipcobj_at(k, (is == NULL ? was : is)->sm_object)),
	    is == NULL ? "detached" : "attached");
}

/* --- Names, pipes, messages ----------------------------------------------------------- */

void
tell_shmname(struct telling *d, const void *before, const void *after)
{
	const struct shmname *was = before, *is = after;

	say(d, "shared memory %s was %s", tell_value(d, (is == NULL ? was : is)->sn_path),
	    is == NULL ? "removed" : "made");
}

void
tell_pipe_field(
    struct telling *d, const struct field *f, unsigned e, uint64_t before, uint64_t after)
{
	(void)e, (void)before;
	if (is_field(f, "pipe_buffer"))
		say(d, "%zu bytes wait in a pipe",
		    value_length(d->after->k_values, (value_ix)after));
}

void
tell_mbuf(struct telling *d, const void *before, const void *after)
{
	const struct mbuf *was = before, *is = after;
	const struct mbuf *m = is == NULL ? was : is;

	say(d, "a message of %zu bytes %s a socket", value_length(d->after->k_values, m->m_data),
	    is == NULL ? "was taken from" : "waits at");
}

void
tell_msg(struct telling *d, const void *before, const void *after)
{
	const struct msg *was = before, *is = after;
	const struct msg *m = is == NULL ? was : is;

	say(d, "a message of %zu bytes was %s a queue",
	    value_length(d->after->k_values, m->msg_text), is == NULL ? "taken from" : "put into");
}

/* --- The network --------------------------------------------------------------------------- */

void
tell_ifnet(struct telling *d, const void *before, const void *after)
{
	const struct ifnet *was = before, *is = after;

	say(d, "interface %s was %s", tell_value(d, (is == NULL ? was : is)->if_xname),
	    is == NULL ? "removed" : "made");
}

void
tell_ifnet_field(
    struct telling *d, const struct field *f, unsigned e, uint64_t before, uint64_t after)
{
	const char *name = tell_value(d, ifnet_at(d->after, d->ix)->if_xname);

	(void)e;
	if (is_field(f, "if_vnet"))
		say(d, "interface %s is in another network stack now", name);
	else
		say_field(d, arena_printf(d->arena, "interface %s", name), f, before, after);
}

void
tell_ifaddr(struct telling *d, const void *before, const void *after)
{
	const struct ifaddr *was = before, *is = after;
	const struct ifaddr *ifa = is == NULL ? was : is;
	size_t length = value_length(d->after->k_values, ifa->ifa_addr);
	const struct ifnet *ifp = ifnet_at(is == NULL ? d->before : d->after, ifa->ifa_ifp);

	say(d, "address %s/%u was %s interface %s",
	    address_text(d->arena, d->after->k_values, ifa->ifa_addr, length),
	    (unsigned)ifa->ifa_prefix, is == NULL ? "taken from" : "given to",
	    ifp == NULL ? "?" : tell_value(d, ifp->if_xname));
}

void
tell_extattr(struct telling *d, const void *before, const void *after)
{
	const struct extattr *was = before, *is = after;
	vnode_ix file = (is == NULL ? was : is)->ea_vnode;

	if (same_vnode(d, file))
		say(d, "%s: its extended attributes changed", vnode_path(d->arena, d->after, file));
}
