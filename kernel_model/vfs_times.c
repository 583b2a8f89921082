/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * utimes(2), utimensat(2) and their likes: the owner sets a file's times to anything, who may write
 * to it to now.  FreeBSD's counterparts are kern_utimesat() and setutimes() of vfs_syscalls.c and
 * vn_utimes_perm() of vfs_vnops.c.
 *
 * NOT MODELLED: times before 1970 and after 2105, fractions of a second.
 */
#include "file.h"
#include "literal.h"
#include "sysproto.h"
#include "vfs_syscalls.h"

#define NANOSECONDS  INT64_C(1000000000)
#define MICROSECONDS INT64_C(1000000)

/* What shall become of a time: the second, or not at all. */
struct new_time {
	int64_t sec;
	int64_t fraction; /* in the call's unit, or UTIME_NOW or UTIME_OMIT */
};

/* The times of a call: of access and of modification. */
struct new_times {
	struct new_time at[2];
	bool now;  /* the caller wants no other time than now */
	bool omit; /* nor any change */
};

/* One of them: a number of seconds, or {sec=1, usec=2}, {sec=1, nsec=2}. */
static bool
time_read(struct literal *l, const char *unit, struct new_time *time)
{
	struct element e, field;

	if (!literal_next(l, &e) || (e.kind != LITERAL_INTEGER && e.kind != LITERAL_LIST))
		return (false);
	*time = (struct new_time) { .sec = e.integer };
	if (e.kind == LITERAL_INTEGER)
		return (true);
	time->sec = literal_find(literal_within(&e), "sec", &field) ? field.integer : 0;
	time->fraction = literal_find(literal_within(&e), unit, &field) ? field.integer : 0;
	return (true);
}

/* NULL is now, twice.  EFAULT. */
static int
times_copyin(struct thread *td, value_ix word, const char *unit, struct new_times *times)
{
	struct literal l = literal_read(td->td_kernel->k_values, word);

	*times = (struct new_times) { .now = word == VALUE_NONE };
	bool bad = !times->now &&
	    (word == VALUE_BADADDR || !time_read(&l, unit, &times->at[0]) ||
		!time_read(&l, unit, &times->at[1]));

	return (must_refuse(td, COPYIN_BADADDR, bad, NULL, about_nothing()));
}

static int
times_range(struct thread *td, const struct new_times *times)
{
	bool beyond = false;

	for (int i = 0; i < 2; i++)
		if (times->at[i].sec < 0 || times->at[i].sec > UINT32_MAX)
			beyond = true;
	return (not_modelled(td, beyond, about_nothing()));
}

/* EFAULT EINVAL. */
static int
getutimes(struct thread *td, value_ix word, struct new_times *times)
{
	int error = times_copyin(td, word, "usec", times);

	for (int i = 0; i < 2 && error == 0; i++) {
		int64_t usec = times->at[i].fraction;

		error = refuses(td, UTIMES_FRACTION, usec < 0 || usec >= MICROSECONDS, NULL,
		    about_number(usec));
	}
	return (error != 0 ? error : times_range(td, times));
}

/* The same of times in nanoseconds, each of which may be UTIME_NOW or UTIME_OMIT. */
static int
getutimens(struct thread *td, value_ix word, struct new_times *times)
{
	int error = times_copyin(td, word, "nsec", times), now = 0, omit = 0;

	for (int i = 0; i < 2 && error == 0; i++) {
		struct new_time *t = &times->at[i];
		bool special = t->fraction == UTIME_NOW || t->fraction == UTIME_OMIT;
		bool bad = !special && (t->fraction < 0 || t->fraction >= NANOSECONDS);

		now += t->fraction == UTIME_NOW;
		omit += t->fraction == UTIME_OMIT;
		if (special)
			t->sec = 0;
		error = refuses(td, UTIMES_FRACTION, bad, NULL, about_number(t->fraction));
	}
	times->now = times->now || now == 2;
	times->omit = omit == 2;
	return (error != 0 ? error : times_range(td, times));
}

static int
vn_utimes_perm(struct thread *td, const struct vnode *vp, bool now)
{
	struct object what = about_vnode(td->td_kernel, vp);
	int error = vaccess(td, vp, VADMIN);

	if (error == 0 || !permits(td, UTIMES_NOW, now, NULL, what))
		return (error);
	return (vn_access(td, vp, VWRITE));
}

static void
time_set(const struct new_times *times, int which, uint32_t now, uint32_t *field)
{
	const struct new_time *t = &times->at[which];

	if (times->now || t->fraction == UTIME_NOW)
		*field = now;
	else if (t->fraction != UTIME_OMIT)
		*field = (uint32_t)t->sec;
}

/* A file is not older than its contents. */
static int
setutimes(struct thread *td, const struct vnode *vp, const struct new_times *times)
{
	const struct kernel *k = td->td_kernel;
	uint32_t now = (uint32_t)system_of(k)->sy_clock;
	int error;

	if (times->omit)
		return (0);
	if ((error = vop_setattr_check(td, vp)) != 0 ||
	    (error = vn_utimes_perm(td, vp, times->now)) != 0)
		return (error);
	struct vnode *ip = vnode_change(td, vnode_inode(k, vp));

	time_set(times, 0, now, &ip->v_atime);
	time_set(times, 1, now, &ip->v_mtime);
	if (ip->v_mtime < ip->v_birthtime)
		ip->v_birthtime = ip->v_mtime;
	vn_changed(td, ip);
	return (0);
}

static int
utimes_at(
    struct thread *td, int dirfd, value_ix path, uint32_t flags, const struct new_times *times)
{
	struct nameidata nd = NDINIT(LOOKUP, flags, dirfd, path);
	int error = namei(td, &nd);

	return (error != 0 ? error : setutimes(td, nd.ni_vp, times));
}

int
sys_utimes(struct thread *td, const struct utimes_args *uap, struct none_result *r)
{
	struct new_times times;
	int error = getutimes(td, uap->times, &times);

	(void)r;
	return (error != 0 ? error : utimes_at(td, AT_FDCWD, uap->path, FOLLOW, &times));
}

int
sys_lutimes(struct thread *td, const struct lutimes_args *uap, struct none_result *r)
{
	struct new_times times;
	int error = getutimes(td, uap->times, &times);

	(void)r;
	return (error != 0 ? error : utimes_at(td, AT_FDCWD, uap->path, 0, &times));
}

int
sys_futimesat(struct thread *td, const struct futimesat_args *uap, struct none_result *r)
{
	struct new_times times;
	int error = getutimes(td, uap->times, &times);

	(void)r;
	return (error != 0 ? error : utimes_at(td, uap->fd, uap->path, FOLLOW, &times));
}

int
sys_futimes(struct thread *td, const struct futimes_args *uap, struct none_result *r)
{
	struct new_times times;
	const struct vnode *vp;
	int error;

	(void)r;
	if ((error = getutimes(td, uap->times, &times)) != 0 ||
	    (error = getvnode(td, uap->fd, &vp)) != 0)
		return (error);
	return (setutimes(td, vp, &times));
}

int
sys_futimens(struct thread *td, const struct futimens_args *uap, struct none_result *r)
{
	struct new_times times;
	const struct vnode *vp;
	int error = getutimens(td, uap->times, &times);

	(void)r;
	if (error != 0 || times.omit || (error = getvnode(td, uap->fd, &vp)) != 0)
		return (error);
	return (setutimes(td, vp, &times));
}

int
sys_utimensat(struct thread *td, const struct utimensat_args *uap, struct none_result *r)
{
	int known = AT_SYMLINK_NOFOLLOW | AT_RESOLVE_BENEATH | AT_EMPTY_PATH;
	uint32_t flags = ((uap->flag & AT_SYMLINK_NOFOLLOW) == 0 ? FOLLOW : 0) |
	    ((uap->flag & AT_RESOLVE_BENEATH) != 0 ? RBENEATH : 0) |
	    ((uap->flag & AT_EMPTY_PATH) != 0 ? EMPTYPATH : 0);
	struct new_times times;
	int error;

	(void)r;
	if ((error = refuses(
		 td, AT_FLAGS, (uap->flag & ~known) != 0, NULL, about_number(uap->flag))) != 0 ||
	    (error = getutimens(td, uap->times, &times)) != 0)
		return (error);
	return (utimes_at(td, uap->fd, uap->path, flags, &times));
}
