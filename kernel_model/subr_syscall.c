/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The door: every change of a kernel comes through kernel_call().  It finds the caller, runs the
 * call, takes a refused one back through the journal, enlarges a full table and starts again,
 * and reclaims what lost its last reference.  FreeBSD's counterpart is syscallenter() and
 * syscallret() of the same file.
 */
#include <string.h>

#include "decision.h"
#include "kassert.h"
#include "proc.h"
#include "sysproto.h"
#include "vnode.h"

/* Tables grow by half, so this many tries enlarge any table beyond what memory holds. */
#define TRIES 64

static void
start(struct thread *td, struct kernel *k, struct call *c)
{
	c->error = 0;
	c->retval = 0;
	c->trail.count = 0;
	c->trail.dropped = 0;
	td->td_kernel = k;
	td->td_call = c;
	td->td_trail = &c->trail;
	td->td_last = 0;
	td->td_killed = false;
	td->td_begin = td->td_keep = k->k_journal.used;
	td->td_proc = proc_find(k, c->pid, 0);
	td->td_ucred = td->td_proc == NULL ? NULL : ucred_at(k, td->td_proc->p_ucred);
	state_next_stamp(k);
}

void
leaves(struct thread *td)
{
	struct kernel *k = td->td_kernel;

	vnode_reclaim_unused(td, td->td_keep);
	state_settle(k, td->td_keep);
	td->td_keep = k->k_journal.used;
	state_next_stamp(k);
}

/*
 * Takes back what a refused call did since `to', so that it cannot come forward again.  What
 * stands behind td_keep is not in the hash yet and must not be taken from it.
 */
static void
take_back(struct thread *td, size_t to)
{
	struct kernel *k = td->td_kernel;
	bool hashing = k->k_hashing;

	if (k->k_journal.used == to)
		return;
	k->k_hashing = false;
	state_undo(k, td->td_keep);
	k->k_hashing = hashing;
	state_undo(k, to);
	k->k_journal.end = k->k_journal.used;
}

static int
dispatch(struct thread *td)
{
	const struct call *c = td->td_call;
	bool nobody = td->td_proc == NULL || td->td_proc->p_state != 0;

	if (!syscall_info[c->number].simulation) {
		int error = refuses(td, DOOR_NO_PROCESS, nobody, NULL, about_pid((int32_t)c->pid));

		if (error != 0 || nobody)
			return (error);
		if ((td->td_proc->p_flag & P_STOPPED) != 0 &&
		    (error = refuses(td, DOOR_STOPPED, true, NULL, about_pid((int32_t)c->pid))) !=
			0)
			return (error);
	}
	int error = sysent[c->number](td, c->words, td->td_call->result);

	if (error == 0 && c->badaddr != 0)
		error = refuses(td, COPYOUT_BADADDR, true, NULL, about_nothing());
	if (error == 0 && td->td_killed && td->td_proc->p_pid != 0 && !is_zombie(td->td_proc))
		exit1(td, td->td_proc, BSD_SIGKILL);
	return (error);
}

static int
out_of_memory(struct thread *td)
{
	values_forgive(td->td_kernel->k_values);
	take_back(td, td->td_begin);
	return (refuses(td, DOOR_NO_MEMORY, true, NULL, about_nothing()));
}

/* The call's error, with ROOM and failed requests for memory dealt with. */
static int
attempt(struct thread *td)
{
	struct kernel *k = td->td_kernel;

	for (int try = 0; try < TRIES; try++) {
		if (!state_reserve(k))
			break;
		int error = dispatch(td);

		if (k->k_journal.used != td->td_keep)
			vnode_lower_objects(td);
		if (error == 0)
			vnode_reclaim_unused(td, td->td_keep);
		if (values_failed(k->k_values))
			break;
		if (error != ROOM)
			return (error);
		take_back(td, td->td_begin);
		if (!state_grow(k, k->k_full))
			break;
		start(td, k, td->td_call);
	}
	return (out_of_memory(td));
}

int
kernel_call(struct kernel *k, struct call *c)
{
	struct thread td;

	k->k_journal.end = k->k_journal.used;
	start(&td, k, c);
	c->error = attempt(&td);
	if (c->error != 0) {
		KASSERT(c->error == td.td_last);
		take_back(&td, td.td_keep);
		c->retval = -1;
	} else {
		state_settle(k, td.td_keep);
		if (syscall_info[c->number].result == RESULT_num)
			c->retval = c->result[0];
	}
	return (c->error);
}

size_t
kernel_now(const struct kernel *k)
{
	return (k->k_journal.used);
}

void
kernel_go(struct kernel *k, size_t position)
{
	if (position < k->k_journal.used)
		state_undo(k, position);
	else
		state_redo(k, position);
}

void
kernel_cut(struct kernel *k)
{
	k->k_journal.end = k->k_journal.used;
}

size_t
kernel_reach(const struct kernel *k)
{
	const struct journal *j = &k->k_journal;

	return (j->end < j->used ? j->used : j->end);
}

void
kernel_forget(struct kernel *k)
{
	k->k_journal.used = k->k_journal.end = 0;
}

bool
kernel_probe(struct kernel *k, struct probe *probe)
{
	const struct journal *j = &k->k_journal;

	*probe = (struct probe) { .now = j->used, .reach = kernel_reach(k) };
	if (probe->reach == probe->now)
		return (true);
	probe->ahead = zero_alloc(k->k_allocator, probe->reach - probe->now);
	if (probe->ahead == NULL)
		return (false);
	memcpy(probe->ahead, j->base + j->used, probe->reach - probe->now);
	return (true);
}

void
kernel_probe_end(struct kernel *k, struct probe *probe)
{
	struct journal *j = &k->k_journal;

	kernel_go(k, probe->now);
	if (probe->ahead != NULL)
		memcpy(j->base + probe->now, probe->ahead, probe->reach - probe->now);
	j->end = probe->reach;
	free_alloc(probe->ahead);
}

uint64_t
kernel_hash(struct kernel *k)
{
	return (state_hash(k));
}

bool
kernel_equal(const struct kernel *a, const struct kernel *b)
{
	return (state_equal(a, b));
}

const char *
kernel_check(const struct kernel *k)
{
	return (state_check(k));
}

struct kernel *
kernel_copy(const struct kernel *k)
{
	return (state_copy(k));
}

void
kernel_destroy(struct kernel *k)
{
	state_destroy(k);
}
