/* SPDX-License-Identifier: BSD-2-Clause */
/* Who makes which call. */
#include "random_call.h"

#include <string.h>

#include "file.h"
#include "literal.h"
#include "proc.h"

/* Sessions that log in when there are fewer processes than this, and none above that. */
#define FEW  20
#define MANY 80

/* How far from each other in syscalls.def calls stand that are about the same thing. */
#define NEAR 6

/* Descriptors that an open one is looked for among. */
#define DESCRIPTORS 12

/* Somebody who can make a call, root more often than not, and often who made the last one. */
static uint32_t
any_caller(struct random *r, const struct kernel *k)
{
	if (pfind(k, (int32_t)r->caller) != NULL && random_below(r, 8) != 0)
		return (r->caller);
	for (unsigned tries = 1 + random_below(r, 6);; tries--) {
		uint32_t pid = random_pid(r, k);
		const struct proc *p = proc_find(k, pid, 0);

		if (tries == 0 || (!is_zombie(p) && ucred_at(k, p->p_ucred)->cr_uid == 0))
			return (r->caller = pid);
	}
}

static void
log_in(struct random *r, const struct kernel *k, struct call *c)
{
	int64_t id = random_below(r, 2) != 0 ? 0 : random_id(r), three[] = { id, id, id };

	*c = (struct call) { .number = SYS_sim_login, .nargs = 6 };
	c->words[0] = random_below(r, 4) == 0 ? 0 : random_jid(r, k);
	c->words[1] = random_below(r, 8) == 0 ? random_ids(r, k, 3) : number_list(k, three, 3);
	c->words[2] = number_list(k, three, 3);
	c->words[3] = random_ids(r, k, random_below(r, 3));
	c->words[4] = value_string(k->k_values, "somebody");
	c->words[5] = random_below(r, 2);
}

/* Is the call one that this moment has too many of? */
static bool
is_unwanted(struct random *r, const struct kernel *k, const struct call *c)
{
	const struct proc *p = proc_find(k, c->pid, 0);
	const char *name = syscall_info[c->number].name;

	if (strncmp(name, "set", 3) == 0 && strstr(name, "id") != NULL && p != NULL &&
	    ucred_at(k, p->p_ucred)->cr_uid == 0)
		return (random_below(r, 8) != 0);
	switch (c->number) {
	case SYS_sim_without:
	case SYS_sim_login:
		return (true);
	case SYS_reboot:
		return (random_below(r, 200) != 0);
	case SYS__exit:
		return (k->k_rows[TABLE_proc].count < MANY && random_below(r, 4) != 0);
	case SYS_jail_remove:
		return (random_below(r, 4) != 0);
	case SYS_sim_release:
	case SYS_sim_tunable: /* a small kern.maxproc is the end of most of it */
		return (random_below(r, 40) != 0);
	case SYS_kill:
		return (c->words[1] != 0 && random_below(r, c->words[0] > 0 ? 2 : 20) != 0);
	case SYS_fork:
		return (k->k_rows[TABLE_proc].count > MANY);
	default:
		return (false);
	}
}

/* Is the file what the call's argument `name' wants: a socket for "s", a jail's for jail_*_jd? */
static bool
is_wanted(const struct call *c, const char *name, const struct file *fp)
{
	if (c->number == SYS_jail_attach_jd || c->number == SYS_jail_remove_jd)
		return (fp->f_type == DTYPE_JAILDESC);
	return ((strcmp(name, "s") != 0 && c->number != SYS_ioctl) || fp->f_socket != 0);
}

/* A descriptor that the caller has open and the call wants; -1 when there is none. */
static int
open_descriptor(struct random *r, const struct kernel *k, const struct call *c, const char *name)
{
	const struct proc *p = proc_find(k, c->pid, 0);
	uint32_t seen = 0;
	int chosen = -1;

	for (int fd = 0; fd < DESCRIPTORS; fd++) {
		const struct file *fp = fd_peek(k, p, fd, NULL);

		if (fp != NULL && is_wanted(c, name, fp) && random_below(r, ++seen) == 0)
			chosen = fd;
	}
	return (chosen);
}

/* Sockets for the calls about sockets, or a socket first; open files for the others. */
static void
give_descriptors(struct random *r, const struct kernel *k, struct call *c)
{
	const struct syscall_info *info = &syscall_info[c->number];

	for (unsigned i = 0; i < c->nargs; i++) {
		if (info->args[i].type != ARG_fd)
			continue;
		int fd = open_descriptor(r, k, c, info->args[i].name);

		if (fd >= 0)
			c->words[i] = fd;
		else if (strcmp(info->args[i].name, "s") == 0) {
			c->number = SYS_socket;
			c->nargs = 2;
			c->words[0] = random_word(r, k, ARG_sockdomain);
			c->words[1] = random_word(r, k, ARG_socktype);
			return;
		}
	}
}

/* What is mounted comes to be unmounted, and is seen through nullfs. */
static void
make_likely(struct random *r, const struct kernel *k, struct call *c)
{
	give_descriptors(r, k, c);
	make_socket_likely(r, k, c);
	if (c->number == SYS_unmount && random_below(r, 2) != 0)
		c->words[0] = random_mount_point(r, k);
	if (c->number == SYS_open && random_below(r, 8) == 0) {
		c->nargs = 2;
		c->words[0] = value_string(k->k_values, "/n/f");
		c->words[1] = BSD_O_RDWR | BSD_O_CREAT;
	}
	if (c->number == SYS_mount && random_below(r, 4) == 0) {
		c->nargs = 4;
		c->words[0] = value_string(k->k_values, "nullfs");
		c->words[1] = value_string(k->k_values, "/n");
		c->words[2] = 0;
		value_begin(k->k_values);
		literal_text(k->k_values, "from", "/a");
		c->words[3] = value_end(k->k_values);
	}
}

/* Any call, and then for a while those that stand near it in syscalls.def: about the same thing. */
static uint16_t
any_number_of_call(struct random *r)
{
	uint32_t first = r->number < NEAR ? 0 : r->number - NEAR;

	if (random_below(r, 24) == 0)
		r->number = random_below(r, SYSCALLS);
	if (random_below(r, 3) == 0)
		return ((uint16_t)random_below(r, SYSCALLS));
	uint32_t number = first + random_below(r, 2 * NEAR + 1);

	return ((uint16_t)(number < SYSCALLS ? number : r->number));
}

void
random_call(struct random *r, const struct kernel *k, struct call *c)
{
	if (k->k_rows[TABLE_proc].count < FEW ||
	    (random_below(r, 16) == 0 && k->k_rows[TABLE_proc].count < MANY)) {
		log_in(r, k, c);
		return;
	}
	do {
		*c = (struct call) { .pid = any_caller(r, k),
			.number = any_number_of_call(r),
			.badaddr = random_below(r, 200) == 0 };
		const struct proc *p = proc_find(k, c->pid, 0);

		if (p->p_nfdblocks == 0 && random_below(r, 3) == 0)
			c->number = SYS_open;
		const struct syscall_info *info = &syscall_info[c->number];

		c->nargs =
		    (uint16_t)(info->nargs - random_below(r, info->nargs - info->required + 1u));
		for (unsigned i = 0; i < c->nargs; i++)
			c->words[i] = random_word(r, k, info->args[i].type);
		if (random_below(r, 4) != 0)
			make_likely(r, k, c);
	} while (is_unwanted(r, k, c));
}
