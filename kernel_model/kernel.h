/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel model offers to whoever is above it: make a kernel, make calls at its one
 * door, go back and forward, read its tables.  Everything that changes a kernel is a call.
 */
#ifndef KERNEL_MODEL_KERNEL_H
#define KERNEL_MODEL_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "info.h"
#include "value.h"

struct kernel;

#define CALL_ARGS    6	/* arguments of a call at most */
#define RESULT_WORDS 20 /* words of a result at most */
#define TRAIL_STEPS  64 /* checks remembered of one call at most */
#define NO_JID	     UINT32_MAX

/* What a check was about: the id is a pid, jid, row of a vnode or mount, privilege, value, ... */
enum about {
	ABOUT_NOTHING,
	ABOUT_PROC,   /* process id */
	ABOUT_PRISON, /* jail id */
	ABOUT_PRIV,   /* enum priv */
	ABOUT_VNODE,  /* row of the vnode */
	ABOUT_VALUE,  /* value handle: a name, a path, a parameter */
	ABOUT_MOUNT,  /* row of the mount */
	ABOUT_FD,     /* descriptor */
	ABOUT_NUMBER, /* a number */
};

struct object {
	uint32_t kind; /* enum about */
	uint32_t id;
};

/* One check: the rule, whether it held, the prison that decided, what it was about. */
struct step {
	uint16_t rule; /* enum rule */
	uint8_t held;  /* did the rule take effect? */
	uint8_t kind;  /* enum about */
	uint32_t id;   /* of the object */
	uint32_t jid;  /* deciding prison, or NO_JID */
};

struct trail {
	uint32_t count;	  /* steps below */
	uint32_t dropped; /* checks that did not hold and found no room */
	struct step steps[TRAIL_STEPS];
};

/* One call from end to end: what is asked, what is answered and why. */
struct call {
	uint32_t pid;		      /* who calls; ignored for calls of the simulation */
	uint16_t number;	      /* enum sysno */
	uint16_t nargs;		      /* words given; the optional ones left out are 0 */
	int64_t words[CALL_ARGS];     /* integers and value handles */
	int64_t retval;		      /* return value; -1 when refused */
	int32_t error;		      /* 0 or FreeBSD's errno */
	uint32_t badaddr;	      /* 1: the address for what it returns is a bad one */
	int64_t result[RESULT_WORDS]; /* fields as results.def lists them */
	struct trail trail;
};

/* A kernel that has booted: the host, its root directory and init; NULL for want of memory.
 * `rows': how many rows each table has room for at first (2 is the least; 0: a good number). */
struct kernel *kernel_create(struct values *, struct allocator *, uint32_t rows);
struct kernel *kernel_copy(const struct kernel *);
void kernel_destroy(struct kernel *);

/*
 * The door.  Runs the call, records its answer and trail in it and returns its error.  A refused
 * call changes nothing but what a LEAVES rule says.  ENOMEM: there was no memory for it.
 */
int kernel_call(struct kernel *, struct call *);

/*
 * Positions in time: kernel_now() after some call, to be given back to kernel_go() to return
 * there or come forward again.  A new call drops what lies ahead; kernel_forget() what is past.
 */
size_t kernel_now(const struct kernel *);
void kernel_go(struct kernel *, size_t position);
void kernel_forget(struct kernel *);
/* Drops what lies ahead. */
void kernel_cut(struct kernel *);
/* The farthest position ahead that kernel_go() can still come to. */
size_t kernel_reach(const struct kernel *);

/*
 * Between the two, calls leave no trace: what they change is taken back and what lay ahead can
 * still be come forward to.  False: no memory, do not end it.
 */
struct probe {
	size_t now, reach; /* positions at its beginning */
	char *ahead;	   /* what lay ahead; NULL: nothing */
};
bool kernel_probe(struct kernel *, struct probe *);
void kernel_probe_end(struct kernel *, struct probe *);

/* Equal for equal states of kernels that share a store; never to be shown. */
uint64_t kernel_hash(struct kernel *);
bool kernel_equal(const struct kernel *, const struct kernel *);
/* NULL when the state is sound, else what is wrong. */
const char *kernel_check(const struct kernel *);

#endif
