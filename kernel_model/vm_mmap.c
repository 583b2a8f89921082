/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mlock(2), mlockall(2) and their opposites: who may lock memory, and how much.  FreeBSD's
 * counterpart is sys/vm/vm_mmap.c.
 *
 * NOT MODELLED: memory itself, so that every address is there and mlockall(2) locks nothing.
 */
#include <string.h>

#include "constants.h"
#include "proc.h"
#include "sysproto.h"
#include "ucred.h"

#define PAGE_SIZE 4096

/* A piece of memory, in pages. */
struct piece {
	int64_t first, last;
};

static struct piece
piece_at(const char *packed, size_t at)
{
	struct piece piece;

	memcpy(&piece, packed + at, sizeof(piece));
	return (piece);
}

static void
append(struct values *vs, struct piece piece)
{
	if (piece.first <= piece.last)
		value_append(vs, &piece, sizeof(piece));
}

/* The pieces and one more, in order; those that touch become one. */
static value_ix
pieces_with(struct values *vs, value_ix pieces, struct piece new)
{
	size_t length;
	const char *packed = value_bytes(vs, pieces, &length);

	value_begin(vs);
	for (size_t at = 0; at < length; at += sizeof(new)) {
		struct piece piece = piece_at(packed, at);

		if (piece.last + 1 < new.first)
			append(vs, piece);
		else if (piece.first > new.last + 1) {
			append(vs, new);
			new = piece;
		} else {
			new.first = piece.first < new.first ? piece.first : new.first;
			new.last = piece.last > new.last ? piece.last : new.last;
		}
	}
	append(vs, new);
	return (value_end(vs));
}

static value_ix
pieces_without(struct values *vs, value_ix pieces, struct piece gone)
{
	size_t length;
	const char *packed = value_bytes(vs, pieces, &length);

	value_begin(vs);
	for (size_t at = 0; at < length; at += sizeof(gone)) {
		struct piece piece = piece_at(packed, at), before = piece, after = piece;

		if (piece.last < gone.first || piece.first > gone.last) {
			append(vs, piece);
			continue;
		}
		before.last = gone.first - 1;
		after.first = gone.last + 1;
		append(vs, before);
		append(vs, after);
	}
	return (value_end(vs));
}

static int64_t
pages_locked(const struct kernel *k, const struct proc *p)
{
	size_t length;
	const char *packed = value_bytes(k->k_values, p->p_wired, &length);
	int64_t pages = 0;

	for (size_t at = 0; at < length; at += sizeof(struct piece)) {
		struct piece piece = piece_at(packed, at);

		pages += piece.last - piece.first + 1;
	}
	return (pages);
}

/* The pages of a range, none when it is empty; EINVAL. */
static int
range_check(struct thread *td, int64_t addr, int64_t len, struct piece *piece)
{
	bool wraps = addr < 0 || len < 0 || len > INT64_MAX - PAGE_SIZE - addr;

	if (!wraps)
		*piece = (struct piece) { addr / PAGE_SIZE,
			(addr + len + PAGE_SIZE - 1) / PAGE_SIZE - 1 };
	return (must_refuse(td, MLOCK_RANGE, wraps, NULL, about_number(len)));
}

/* P93.  Pages that are locked already count twice. */
int
sys_mlock(struct thread *td, const struct mlock_args *uap, struct none_result *r)
{
	const struct kernel *k = td->td_kernel;
	const struct proc *p = td->td_proc;
	struct piece piece;
	int error;

	(void)r;
	if ((error = priv_check(td, PRIV_VM_MLOCK)) != 0 ||
	    (error = range_check(td, uap->addr, uap->len, &piece)) != 0)
		return (error);
	int64_t pages = pages_locked(k, p) + piece.last - piece.first + 1;
	bool many = pages > lim_cur(k, p, RLIMIT_MEMLOCK) / PAGE_SIZE;

	if ((error = refuses(td, MLOCK_LIMIT, many, NULL, about_number(pages))) != 0)
		return (error);
	if (uap->len != 0)
		proc_change(td, p)->p_wired = pieces_with(k->k_values, p->p_wired, piece);
	return (0);
}

int
sys_munlock(struct thread *td, const struct munlock_args *uap, struct none_result *r)
{
	const struct proc *p = td->td_proc;
	struct piece piece;
	int error;

	(void)r;
	if ((error = priv_check(td, PRIV_VM_MUNLOCK)) != 0 ||
	    (error = range_check(td, uap->addr, uap->len, &piece)) != 0)
		return (error);
	if (uap->len != 0 && p->p_wired != VALUE_NONE)
		proc_change(td, p)->p_wired =
		    pieces_without(td->td_kernel->k_values, p->p_wired, piece);
	return (0);
}

int
sys_mlockall(struct thread *td, const struct mlockall_args *uap, struct none_result *r)
{
	bool bad = uap->how == 0 || (uap->how & ~(MCL_CURRENT | MCL_FUTURE)) != 0;
	int error = priv_check(td, PRIV_VM_MLOCK);

	(void)r;
	if (error != 0)
		return (error);
	return (refuses(td, MLOCKALL_HOW, bad, NULL, about_number(uap->how)));
}

int
sys_munlockall(struct thread *td, const struct munlockall_args *uap, struct none_result *r)
{
	int error = priv_check(td, PRIV_VM_MUNLOCK);

	(void)uap, (void)r;
	if (error == 0 && td->td_proc->p_wired != VALUE_NONE)
		proc_change(td, td->td_proc)->p_wired = VALUE_NONE;
	return (error);
}
