/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The state of a kernel: rows of the tables of tables.def, and the one seam through which they
 * are written.  A field holds a row number, a variable holds a pointer, and the pointer is const:
 *
 *	const struct proc *cp = proc_at(k, ix);		read; row 0 is NULL
 *	struct proc *p = proc_change(td, cp);		say so before writing, where FreeBSD locks
 *	proc_alloc(td, &p)				the lowest free row, or ROOM
 *	proc_erase(td, cp)				back to all zeros
 *
 * The first change of a row in a call saves its former content in the journal (subr_state.c).
 * FreeBSD's counterpart is the zones and locks that this replaces.
 */
#ifndef KERNEL_MODEL_STATE_H
#define KERNEL_MODEL_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value.h"

/* TABLE(proc, 1) ... END(proc) makes struct proc ... */
#define TABLE(name_, key_)			      struct name_ {
#define FIELD(type_, kind_, name_, meaning_)	      type_ name_;
#define ARRAY(type_, kind_, name_, length_, meaning_) type_ name_[length_];
#define END(name_)                                                                                 \
	}                                                                                          \
	;
#include "tables.def"

/* ... its number, TABLE_proc, from 0 ... */
enum table {
#define TABLE(name_, key_) TABLE_##name_,
#define FIELD(type_, kind_, name_, meaning_)
#define ARRAY(type_, kind_, name_, length_, meaning_)
#define END(name_)
#include "tables.def"
	TABLES
};

/* ... its row numbers, proc_ix ... */
#define TABLE(name_, key_) typedef uint32_t name_##_ix;
#define FIELD(type_, kind_, name_, meaning_)
#define ARRAY(type_, kind_, name_, length_, meaning_)
#define END(name_)
#include "tables.def"

/* ... and the proof that its rows have no padding. */
#define TABLE(name_, key_)			     _Static_assert(sizeof(struct name_) == 0
#define FIELD(type_, kind_, name_, meaning_)	      +sizeof(type_)
#define ARRAY(type_, kind_, name_, length_, meaning_) +sizeof(type_[length_])
#define END(name_)				     , #name_ " has padding");
#include "tables.def"

/* An error inside the kernel only: a table is full; the door undoes, enlarges it and starts again.
 */
#define ROOM (-1)

/* One table's rows and what is derived from them. */
struct rows {
	char *base;	   /* capacity rows; row 0 is never used */
	uint64_t *live;	   /* a bit for each row in use */
	uint32_t *saved;   /* stamp of the call that last saved each row */
	uint32_t *index;   /* row number or 0, by key; derived */
	uint32_t capacity; /* rows there is room for */
	uint32_t mask;	   /* size of the index less 1 */
	uint32_t count;	   /* rows in use */
	uint32_t lowest;   /* no row below this one is free */
};

/* Former contents, oldest first; what undo left behind lies between `used' and `end'. */
struct journal {
	char *base;
	size_t used; /* bytes of entries in force */
	size_t end;  /* bytes of entries, undone ones included */
	size_t room; /* bytes there is memory for */
};

struct kernel {
	struct rows k_rows[TABLES];
	struct journal k_journal;
	struct values *k_values;       /* shared with the kernel's copies */
	struct allocator *k_allocator; /* likewise */
	uint64_t k_hash;	       /* sum over live rows, when k_hashing */
	uint32_t k_stamp;	       /* number of this call's saves */
	size_t k_longest;	       /* bytes of journal that one call can fill at most */
	enum table k_full;	       /* the table that answered ROOM */
	bool k_hashing;		       /* has the hash ever been asked for? */
};

struct thread;

/* How wide a row of each table is, and how many of its first fields make its key. */
extern const uint32_t table_size[TABLES];
extern const uint8_t table_key[TABLES];

/* The general form of what follows; use the typed one. */
void *row_change(struct thread *, enum table, uint32_t ix);
int row_alloc(struct thread *, enum table, void **row);
void row_free(struct thread *, enum table, uint32_t ix);
uint32_t row_find(const struct kernel *, enum table, uint32_t key0, uint32_t key1);
/* Enters a row just allocated under its key; call it when the key's fields are filled in. */
void row_enter(struct thread *, enum table, uint32_t ix);
/* Takes a row off its key, which may then be changed before it is entered again. */
void row_leave(struct thread *, enum table, uint32_t ix);
bool row_live(const struct kernel *, enum table, uint32_t ix);
struct kernel *row_kernel(const struct thread *);

/*
 * For a table proc: proc_at, proc_ix_of (row number of a pointer; NULL is 0), proc_change,
 * proc_alloc (0 or ROOM), proc_enter, proc_erase, proc_find (the row with this key or NULL; the
 * second word is 0 in tables with a key of one).
 */
#define TABLE(name_, key_)                                                                         \
	static inline const struct name_ *name_##_at(const struct kernel *k, name_##_ix ix)        \
	{                                                                                          \
		const struct name_ *base = (const void *)k->k_rows[TABLE_##name_].base;            \
		return (ix == 0 ? NULL : base + ix);                                               \
	}                                                                                          \
	static inline name_##_ix name_##_ix_of(const struct kernel *k, const struct name_ *row)    \
	{                                                                                          \
		const struct name_ *base = (const void *)k->k_rows[TABLE_##name_].base;            \
		return (row == NULL ? 0 : (name_##_ix)(row - base));                               \
	}                                                                                          \
	static inline struct name_ *name_##_change(struct thread *td, const struct name_ *row)     \
	{                                                                                          \
		return (row_change(td, TABLE_##name_, name_##_ix_of(row_kernel(td), row)));        \
	}                                                                                          \
	static inline int name_##_alloc(struct thread *td, struct name_ **row)                     \
	{                                                                                          \
		void *new_row;                                                                     \
		int error = row_alloc(td, TABLE_##name_, &new_row);                                \
		*row = new_row;                                                                    \
		return (error);                                                                    \
	}                                                                                          \
	static inline void name_##_enter(struct thread *td, const struct name_ *row)               \
	{                                                                                          \
		row_enter(td, TABLE_##name_, name_##_ix_of(row_kernel(td), row));                  \
	}                                                                                          \
	static inline void name_##_erase(struct thread *td, const struct name_ *row)               \
	{                                                                                          \
		row_free(td, TABLE_##name_, name_##_ix_of(row_kernel(td), row));                   \
	}                                                                                          \
	static inline const struct name_ *name_##_find(                                            \
	    const struct kernel *k, uint32_t key0, uint32_t key1)                                  \
	{                                                                                          \
		return (name_##_at(k, row_find(k, TABLE_##name_, key0, key1)));                    \
	}
#define FIELD(type_, kind_, name_, meaning_)
#define ARRAY(type_, kind_, name_, length_, meaning_)
#define END(name_)
#include "tables.def"

/* The single rows. */
static inline const struct system *
system_of(const struct kernel *k)
{
	return (system_at(k, 1));
}

static inline const struct ruling *
ruling_of(const struct kernel *k)
{
	return (ruling_at(k, 1));
}

static inline const struct sysctl *
sysctl_of(const struct kernel *k)
{
	return (sysctl_at(k, 1));
}

/* What a field of a row is, for diff, check and whoever prints rows. */
enum field_kind {
	FIELD_NUMBER,
	FIELD_OCTAL,
	FIELD_BITS,
	FIELD_VALUE,
	FIELD_HOLD,
	FIELD_LINK,
	FIELD_COUNT
};

struct field {
	const char *name;    /* as in the source */
	const char *meaning; /* one phrase */
	uint8_t kind;	     /* enum field_kind */
	uint8_t table;	     /* of a HOLD or LINK */
	uint8_t size;	     /* bytes of one element */
	uint8_t length;	     /* elements */
};

extern const char *const table_name[TABLES];
/* The fields of a table in the order of its row; *count is set. */
const struct field *table_fields(enum table, size_t *count);

/* Journal and growth: the door's business (subr_state.c). */
struct kernel *state_create(struct values *, struct allocator *, uint32_t rows);
struct kernel *state_copy(const struct kernel *);
void state_destroy(struct kernel *);
void state_next_stamp(struct kernel *);		 /* rows changed from here on are saved anew */
void state_reindex(struct kernel *, enum table); /* builds the index of a table anew */
size_t state_entry_size(enum table);		 /* bytes of a journal entry */
bool state_reserve(struct kernel *);		 /* room for the longest call; false: no memory */
bool state_grow(struct kernel *, enum table);	 /* half as much again; false: no memory */
void state_undo(struct kernel *, size_t to);	 /* back to journal position `to' */
void state_redo(struct kernel *, size_t to);	 /* forward again */
void state_settle(struct kernel *, size_t from); /* adjust the hash for the entries since `from' */
uint64_t state_hash(struct kernel *);
bool state_equal(const struct kernel *, const struct kernel *);

/* Visits every journal entry in [from, to): table, row, former content, was the row live then? */
typedef void journal_visitor(void *arg, enum table, uint32_t ix, const void *former, bool live);
void journal_visit(const struct kernel *, size_t from, size_t to, journal_visitor *, void *arg);

/*
 * Visits every field that differs between two kernels that share a store, a row's fields together;
 * element: of an array.  A row that is not there is all zeros.
 */
typedef void diff_visitor(void *arg, enum table, uint32_t ix, const struct field *,
    unsigned element, uint64_t before, uint64_t after);
void state_diff(const struct kernel *before, const struct kernel *after, diff_visitor *, void *arg);

/*
 * Is the state sound?  Indexes equal a rebuild, counts equal a recount, free rows are zero.
 * NULL, or what is wrong in words that last until the next call.
 */
const char *state_check(const struct kernel *);

#endif
