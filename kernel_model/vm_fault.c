/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a process's own instructions read and write: peek and poke, which are no calls of FreeBSD
 * but stand for loads and stores.  The only memory is System V segments that are attached.  No jail
 * is asked here, nor anybody else: who has attached it has it.  FreeBSD's counterpart is
 * sys/vm/vm_fault.c.
 *
 * NOT MODELLED: SIGSEGV, which a bad address gives a real process; memory of its own; contents
 * beyond the first 64 KiB of a segment.
 */
#include "vm_fault.h"

#include <string.h>

#include "sysproto.h"
#include "sysv_ipc.h"
#include "vfs_syscalls.h"

#define CONTENTS_MAX 65536

/* A range of a segment. */
struct range {
	const struct ipcobj *io;
	size_t offset, length;
};

/* The segment behind an address: EFAULT. */
static int
vm_fault(struct thread *td, int64_t address, int64_t length, bool write, struct range *range)
{
	const struct kernel *k = td->td_kernel;
	const struct shmmap *m = shmmap_first(k, td->td_proc);
	int64_t offset = 0, size = 0;
	int error;

	if (address < 0)
		m = NULL;
	for (; m != NULL; m = shmmap_at(k, m->sm_next)) {
		offset = address - (int64_t)m->sm_page * PAGE_SIZE;
		size = (int64_t)m->sm_npages * PAGE_SIZE;
		if (offset >= 0 && offset < size)
			break;
	}
	bool outside = m == NULL || length < 0 || length > size - offset;

	if ((error = must_refuse(td, VM_FAULT_UNMAPPED, outside, NULL, about_number(address))) !=
		0 ||
	    (error = refuses(td, VM_FAULT_READ_ONLY, write && m->sm_readonly != 0, NULL,
		 about_number(address))) != 0 ||
	    (error = not_modelled(td, offset + length > CONTENTS_MAX, about_number(address))) != 0)
		return (error);
	*range = (struct range) { ipcobj_at(k, m->sm_object), (size_t)offset, (size_t)length };
	return (0);
}

int
sys_peek(struct thread *td, const struct peek_args *uap, struct text_result *r)
{
	const char zeros[64] = { 0 };
	struct values *vs = td->td_kernel->k_values;
	struct range range;
	size_t have;
	int error = vm_fault(td, uap->addr, uap->len, false, &range);

	if (error != 0)
		return (error);
	const char *bytes = value_bytes(vs, range.io->io_data, &have);
	size_t part = have <= range.offset ? 0 : have - range.offset;

	if (part > range.length)
		part = range.length;
	value_begin(vs);
	value_append(vs, bytes + (part == 0 ? 0 : range.offset), part);
	for (size_t rest = range.length - part; rest > 0; rest -= rest < 64 ? rest : 64)
		value_append(vs, zeros, rest < 64 ? rest : 64);
	r->text = value_end(vs);
	td->td_call->retval = uap->len;
	return (0);
}

/* The contents with some bytes replaced, without the zeros at their end. */
static value_ix
replaced(struct values *vs, value_ix contents, const struct range *range, const char *new)
{
	char bytes[CONTENTS_MAX];
	size_t have, end = range->offset + range->length;
	const char *old = value_bytes(vs, contents, &have);

	memcpy(bytes, old, have);
	if (end > have)
		memset(bytes + have, 0, end - have);
	memcpy(bytes + range->offset, new, range->length);
	for (have = have > end ? have : end; have > 0 && bytes[have - 1] == '\0';)
		have--;
	return (value_intern(vs, bytes, have));
}

int
sys_poke(struct thread *td, const struct poke_args *uap, struct none_result *r)
{
	struct values *vs = td->td_kernel->k_values;
	bool bad = uap->data == VALUE_NONE || uap->data == VALUE_BADADDR;
	struct range range;
	size_t length;
	const char *bytes = value_bytes(vs, uap->data, &length);
	int error;

	(void)r;
	if ((error = must_refuse(td, COPYIN_BADADDR, bad, NULL, about_nothing())) != 0 ||
	    (error = vm_fault(td, uap->addr, (int64_t)length, true, &range)) != 0)
		return (error);
	struct ipcobj *io = ipcobj_change(td, range.io);

	io->io_data = replaced(vs, io->io_data, &range, bytes);
	return (0);
}
