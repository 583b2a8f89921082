/* SPDX-License-Identifier: BSD-2-Clause */
/* Words of arguments at random: numbers, constants, descriptors, ids and strings. */
#include <string.h>

#include "jail.h"
#include "proc.h"
#include "random_call.h"
#include "sysv_ipc.h"

#define LONG_PATH 2000 /* bytes of a string that nothing takes whole */

uint32_t
random_below(struct random *r, uint32_t bound)
{
	r->state ^= r->state << 13;
	r->state ^= r->state >> 7;
	r->state ^= r->state << 17;
	return ((uint32_t)(r->state >> 32) % bound);
}

uint32_t
random_pid(struct random *r, const struct kernel *k)
{
	for (;;) {
		uint32_t ix = 1 + random_below(r, k->k_rows[TABLE_proc].capacity - 1);

		if (row_live(k, TABLE_proc, ix))
			return (proc_at(k, ix)->p_pid);
	}
}

int64_t
random_jid(struct random *r, const struct kernel *k)
{
	while (random_below(r, 16) != 0) {
		uint32_t ix = 1 + random_below(r, k->k_rows[TABLE_prison].capacity - 1);

		if (row_live(k, TABLE_prison, ix))
			return (prison_at(k, ix)->pr_id);
	}
	return (random_below(r, 8));
}

int64_t
random_id(struct random *r)
{
	static const int64_t some[] = { 0, 0, 0, 1001, 1001, 1002, 80, 65534, -1 };

	return (some[random_below(r, COUNT(some))]);
}

int64_t
random_number(struct random *r)
{
	static const int64_t some[] = { -1, 0, 0, 1, 1, 2, 3, 4, 5, 7, 8, 16, 31, 32, 63, 64, 100,
		128, 255, 256, 1001, 1024, 4095, 4096, 65535, 65536, 99999, 100000, 999999, 1 << 30,
		INT32_MAX, -2, -100, INT32_MIN, INT64_C(1) << 31, UINT32_MAX, INT64_C(1) << 32,
		INT64_C(1) << 40, INT64_MAX - 1, INT64_MAX, INT64_MIN };

	return (some[random_below(r, random_below(r, 4) != 0 ? 20 : COUNT(some))]);
}

int64_t
random_constants(struct random *r, const char *group)
{
	int64_t word = 0;

	for (uint32_t n = 1 + random_below(r, 2) - (random_below(r, 8) == 0); n > 0; n--) {
		int64_t chosen = 0;
		uint32_t seen = 0;

		for (size_t i = 0; i < constant_count; i++)
			if (strcmp(constant_info[i].group, group) == 0 &&
			    random_below(r, ++seen) == 0)
				chosen = constant_info[i].value;
		word |= chosen;
	}
	return (word);
}

static const char *const paths[] = { "/a", "/j1", "/dev", "/a/fifo", "/f", "/n/f", "/", ".", "..",
	"../..", "/a", "/a/b", "/a/b/c", "b", "f", "/f", "/a/f", "/a/l", "/l", "/j1", "/j1/a",
	"/j1/a/f", "/j1/j2", "/j1/dev/null", "/dev", "/dev/null", "/dev/zero", "../../a", "a/../..",
	"/bin/sh", "/bin/su", "/script", "//a/", "/f/", "/a/..", "new", "/new", "/a/new", "/j1/new",
	"/dev/mem", "/dev/ada0", "/dev/io", "/dev/ptmx", "/s", "/jails/www", "/jails/db/a",
	"/a/fifo", "a/fifo", "/j1/fifo", "/n", "/n/fifo", "/n/b", "/proc/1/status",
	"/proc/curproc/status", "/proc/curproc", "/proc/2", "/proc", "/proc/curproc/mem" };
static const char *const programs[] = { "/bin/sh", "/bin/su", "/script", "/f", "/a" };
static const char *const texts[] = { "www", "x", "kern.hostname", "..", "/a", "/module", "", "\001",
	"0", "1", "2", "-1", "7", "\xff\xfe", "em0", "17", "jail:www:maxproc:deny=1" };
static const char *const releases[] = { "15.0", "15.0-p0", "14.3", "13.5", "12.0", "9.0", "4.0",
	"15", "x" };
static const char *const sysctls[] = {
#define SYSCTL(ident_, name_, type_, default_, flags_, meaning_) name_,
#include "sysctls.def"
	"kern", "kern.proc.all", "kern.nonsense", "security.jail.param.allow.mount", ""
};
static const char *const fstypes[] = {
	"tmpfs",
	"nullfs",
	"devfs",
	"nonsense",
#define FILESYSTEM(ident_, name_, permission_, rule_, mount_) name_,
#include "filesystems.def"
};

#define ANY(r_, array_) ((array_)[random_below(r_, COUNT(array_))])

const char *
random_path(struct random *r)
{
	return (random_below(r, 3) == 0 ? paths[random_below(r, 6)] : ANY(r, paths));
}

static value_ix
long_text(struct random *r, const struct kernel *k)
{
	char text[LONG_PATH];

	memset(text, random_below(r, 2) != 0 ? '/' : 'x', sizeof(text));
	return (value_intern(k->k_values, text, random_below(r, 2) != 0 ? sizeof(text) : 300));
}

value_ix
random_text(struct random *r, const struct kernel *k)
{
	if (random_below(r, 64) == 0)
		return (long_text(r, k));
	if (random_below(r, 64) == 0)
		return (value_intern(k->k_values, "a\0b", 3));
	return (value_string(k->k_values, ANY(r, texts)));
}

value_ix
random_mount_point(struct random *r, const struct kernel *k)
{
	for (;;) {
		uint32_t ix = 1 + random_below(r, k->k_rows[TABLE_mount].capacity - 1);

		if (row_live(k, TABLE_mount, ix))
			return (mount_at(k, ix)->mnt_onname);
	}
}

static value_ix
random_string(struct random *r, const struct kernel *k, enum argtype type)
{
	const char *text = NULL;

	if (random_below(r, 200) == 0)
		return (random_below(r, 2) != 0 ? VALUE_NONE : VALUE_BADADDR);
	switch ((int)type) {
	case ARG_path:
		if (random_below(r, 24) == 0)
			return (random_mount_point(r, k));
		text = random_path(r);
		break;
	case ARG_program:
		text = ANY(r, programs);
		break;
	case ARG_sysctlname:
		text = ANY(r, sysctls);
		break;
	case ARG_fstype:
		text = fstypes[random_below(r, random_below(r, 2) != 0 ? 4 : COUNT(fstypes))];
		break;
	case ARG_release:
		text = ANY(r, releases);
		break;
	case ARG_rule:
		text = rule_info[random_below(r, RULES)].name;
		break;
	}
	if (text == NULL || random_below(r, 64) == 0)
		return (random_text(r, k));
	return (value_string(k->k_values, text));
}

/* A child of who calls, or nobody. */
static int64_t
own_child(const struct random *r, const struct kernel *k)
{
	const struct proc *p = proc_find(k, r->caller, 0);
	const struct proc *child = p == NULL ? NULL : proc_at(k, p->p_children);

	return (child == NULL ? -1 : (int64_t)child->p_pid);
}

static int64_t
pid_word(struct random *r, const struct kernel *k)
{
	uint32_t choice = random_below(r, 16);

	if (choice < 4)
		return (own_child(r, k));
	switch (choice) {
	case 4:
		return (random_number(r));
	case 5:
		return (-(int64_t)random_pid(r, k));
	case 6:
		return (0);
	default:
		return (random_pid(r, k));
	}
}

/* The id of a System V object, or of none. */
static int64_t
ipc_word(struct random *r, const struct kernel *k)
{
	uint32_t ix = 1 + random_below(r, k->k_rows[TABLE_ipcobj].capacity - 1);
	const struct ipcobj *io = row_live(k, TABLE_ipcobj, ix) ? ipcobj_at(k, ix) : NULL;

	return (io == NULL ? 65536 : (int64_t)(io->io_seq << 16 | io->io_index));
}

/* Where the caller has a shared memory segment, or nowhere. */
static int64_t
address_word(struct random *r, const struct kernel *k)
{
	const struct proc *p = proc_find(k, r->caller, 0);
	const struct shmmap *m = p == NULL ? NULL : shmmap_first(k, p);

	return (m == NULL || random_below(r, 4) == 0 ? 0 : (int64_t)m->sm_page * 4096);
}

/* What an argument of a System V call mostly is. */
static bool
usual_ipc_word(struct random *r, const struct kernel *k, enum argtype type, int64_t *word)
{
	switch ((int)type) {
	case ARG_ipcid:
		*word = ipc_word(r, k);
		return (true);
	case ARG_addr:
		*word = address_word(r, k);
		return (true);
	case ARG_ipckey:
		*word = random_below(r, 4);
		return (true);
	case ARG_ipcflags:
		*word = BSD_IPC_CREAT | 0606;
		return (random_below(r, 2) != 0);
	default:
		return (false);
	}
}

/* What an argument of a call on sockets or messages mostly is. */
static bool
usual_socket_word(struct random *r, const struct kernel *k, enum argtype type, int64_t *word)
{
	switch ((int)type) {
	case ARG_sockdomain:
		*word = random_below(r, 2) != 0 ? BSD_AF_UNIX : BSD_AF_INET;
		return (random_below(r, 8) != 0);
	case ARG_socktype:
		*word = BSD_SOCK_STREAM + (random_below(r, 3) == 0);
		return (random_below(r, 8) != 0);
	case ARG_sockproto:
		*word = 0;
		return (random_below(r, 8) != 0);
	case ARG_sockoptval:
		*word = random_below(r, 3);
		return (true);
	case ARG_msgflags:
		*word = 0;
		return (random_below(r, 2) != 0);
	default:
		return (usual_ipc_word(r, k, type, word));
	}
}

/* What an argument of this type mostly is, when more than a type's constants are known of it. */
static bool
usual_word(struct random *r, const struct kernel *k, enum argtype type, int64_t *word)
{
	switch ((int)type) {
	case ARG_pid:
		*word = pid_word(r, k);
		return (true);
	case ARG_jid:
		*word = random_jid(r, k);
		return (true);
	case ARG_uid:
	case ARG_gid:
		*word = random_id(r);
		return (true);
	case ARG_fd:
	case ARG_dirfd:
		*word = random_below(r, 8) == 0 ? BSD_AT_FDCWD : (int64_t)random_below(r, 8);
		return (true);
	case ARG_jailflags:
		*word = random_below(r, 4) != 0 ? BSD_JAIL_CREATE : random_below(r, 8);
		*word |= random_below(r, 4) == 0 ? 0x10 << random_below(r, 4) : 0;
		return (random_below(r, 8) != 0);
	case ARG_mntflags:
		*word = random_below(r, 3) == 0 ? BSD_MNT_FORCE : 0;
		return (random_below(r, 2) != 0);
	case ARG_idtype:
		*word = 0;
		return (random_below(r, 2) != 0);
	case ARG_fmode:
		*word = (int64_t)random_below(r, 3) << 12 | (int64_t)random_below(r, 4) << 9 |
		    (random_below(r, 4) == 0 ? random_below(r, 512) : 0755);
		return (true);
	default:
		return (usual_socket_word(r, k, type, word));
	}
}

int64_t
random_word(struct random *r, const struct kernel *k, enum argtype type)
{
	const struct argtype_info *info = &argtype_info[type];
	int64_t word;

	if (info->form == FORM_LIST)
		return (random_below(r, 200) == 0 ?
			random_below(r, 2) == 0 ? VALUE_NONE : VALUE_BADADDR :
			random_literal(r, k, type));
	if (info->form == FORM_STRING)
		return (random_string(r, k, type));
	if (random_below(r, 24) != 0 && usual_word(r, k, type, &word))
		return (word);
	if (strcmp(info->group, "NOGROUP") != 0 && random_below(r, 16) != 0)
		return (random_constants(r, info->group));
	return (random_number(r));
}
