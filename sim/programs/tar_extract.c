/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tar -x: what an archive may do to the world.  Unless -P, no member leaves the directory: leading
 * slashes are dropped, ".." is refused, and nothing is extracted through a symbolic link.  Root
 * gives owners and all mode bits back; others get files of their own, by their umask, without
 * set-id bits.  FreeBSD's counterpart is archive_write_disk_posix.c of libarchive.
 */
#include <string.h>

#include "account.h"
#include "filemode.h"
#include "tar.h"

#define SET_ID	06000
#define SPECIAL 07000 /* what open(2) and mkdir(2) give nobody */

/* A directory gets its time when everything is in it. */
struct dated {
	struct dated *next;
	const char *path;
	int64_t mtime;
};

struct extraction {
	struct tar *tar;
	const struct archive_entry *entry;
	const char *path; /* where it goes */
	const char *link; /* where the member is that it is another name of; or NULL */
	const char *safe; /* a directory to which no symbolic link leads; NULL: none is known */
	int64_t euid;
	struct dated *dated; /* directories, the last one first */
};

/* Says why a member is not there; answers false. */
static bool
refuse(struct extraction *x, const struct call *c, const char *why)
{
	struct program *p = x->tar->p;

	x->tar->status = 1;
	if (c != NULL)
		p->failed = c;
	program_complain(p, "%s: %s%s%s", x->tar->verbose ? "" : x->path, why,
	    c == NULL ? "" : ": ", c == NULL ? "" : program_errno_text(c->error));
	if (!x->tar->verbose)
		program_complain(p, "\n");
	return (false);
}

static bool
leads_up(const char *path)
{
	for (const char *at = path; *at != '\0';) {
		size_t length = strcspn(at, "/");

		if (length == 2 && strncmp(at, "..", 2) == 0)
			return (true);
		at += length + (at[length] != '\0');
	}
	return (false);
}

/* Is a directory above the path a symbolic link? */
static bool
passes_symlink(struct extraction *x, const char *path, const char **link)
{
	struct program *p = x->tar->p;
	const char *last = strrchr(path, '/');
	size_t above = last == NULL ? 0 : (size_t)(last - path);

	if (x->safe != NULL && strlen(x->safe) == above && strncmp(x->safe, path, above) == 0)
		return (false);
	for (const char *at = path; (at = strchr(at, '/')) != NULL; at++) {
		if (at == path)
			continue;
		*link = arena_copy(p->arena, path, (size_t)(at - path));
		const struct call *c = CALL(p, lstat, program_text(p, *link));

		if (c->error != 0)
			return (false);
		if (c->result[0] == BSD_lnk)
			return (true);
	}
	x->safe = arena_copy(p->arena, path, above);
	return (false);
}

/* May something be made at, or be linked from, this path?  False after saying why not. */
static bool
stays_inside(struct extraction *x, const char *path)
{
	const char *link = "";

	if (x->tar->absolute)
		return (true);
	if (leads_up(path))
		return (refuse(x, NULL, "Path contains '..'"));
	if (passes_symlink(x, path, &link))
		return (refuse(x, NULL,
		    arena_printf(x->tar->p->arena, "Cannot extract through symlink %s", link)));
	return (true);
}

/* Opens, makes or links what the member is. */
static const struct call *
create(struct extraction *x)
{
	struct program *p = x->tar->p;
	const struct archive_entry *e = x->entry;
	int64_t path = program_text(p, x->path), mode = e->mode & 0777;

	if (x->link != NULL)
		return (CALL(p, link, program_text(p, x->link), path));
	if (e->type == BSD_dir)
		return (CALL(p, mkdir, path, mode));
	if (e->type == BSD_lnk)
		return (CALL(p, symlink, program_text(p, e->link == NULL ? "" : e->link), path));
	if (e->type == BSD_fifo)
		return (CALL(p, mkfifo, path, mode));
	return (CALL(p, open, path, BSD_O_WRONLY | BSD_O_CREAT | BSD_O_EXCL, mode));
}

/* Makes the directories above; false after saying why not. */
static bool
make_parents(struct extraction *x)
{
	struct program *p = x->tar->p;

	for (const char *at = x->path; (at = strchr(at, '/')) != NULL; at++) {
		const char *above = arena_copy(p->arena, x->path, (size_t)(at - x->path));
		const struct call *c =
		    CALL(p, mkdir, program_text(p, *above == '\0' ? "/" : above), 0777);

		if (c->error != 0 && c->error != BSD_EEXIST && c->error != BSD_EISDIR)
			return (refuse(
			    x, c, arena_printf(p->arena, "Failed to create dir '%s'", above)));
	}
	return (true);
}

/* Takes away what is in the way; the refused call, or NULL. *directory: a directory may stay. */
static const struct call *
make_way(struct extraction *x, bool *directory)
{
	struct program *p = x->tar->p;
	int64_t path = program_text(p, x->path);
	const struct call *c = CALL(p, lstat, path);
	bool is_directory = c->error == 0 && c->result[0] == BSD_dir;

	*directory = is_directory && x->entry->type == BSD_dir && x->link == NULL;
	if (c->error != 0 || *directory)
		return (NULL);
	c = is_directory ? CALL(p, rmdir, path) : CALL(p, unlink, path);
	return (c->error == 0 ? NULL : c);
}

/* Makes the member and, of a file, its descriptor; false after saying why not. */
static bool
make(struct extraction *x, int64_t *fd)
{
	struct program *p = x->tar->p;
	const struct call *c = create(x);
	bool stays = false;

	if (c->error == BSD_ENOENT) {
		if (!make_parents(x))
			return (false);
		c = create(x);
	}
	if (c->error == BSD_EEXIST) {
		const struct call *refused = make_way(x, &stays);

		if (refused != NULL)
			return (refuse(x, refused, "Can't unlink already-existing object"));
		if (!stays)
			c = create(x);
	}
	if (c->error != 0 && !stays)
		return (refuse(x, c, arena_printf(p->arena, "Can't create '%s'", x->path)));
	*fd = c->number == SYS_open ? c->retval : -1;
	return (true);
}

static int64_t
owner_of(struct extraction *x)
{
	struct account account;

	if (x->entry->uname != NULL && account_by_name(x->tar->p, x->entry->uname, &account))
		return (account.uid);
	return (x->entry->uid < 0 ? x->euid : x->entry->uid);
}

static int64_t
group_of(struct extraction *x)
{
	uint32_t gid;

	if (x->entry->gname != NULL && group_find(x->tar->p, x->entry->gname, &gid))
		return (gid);
	return (x->entry->gid < 0 ? 0 : x->entry->gid);
}

/* Owner, then mode, for a change of owner takes set-id bits away. */
static bool
restore(struct extraction *x)
{
	struct program *p = x->tar->p;
	const struct archive_entry *e = x->entry;
	int64_t path = program_text(p, x->path), mode = e->mode;

	if (x->tar->same_owner) {
		int64_t uid = owner_of(x), gid = group_of(x);
		const struct call *c = CALL(p, lchown, path, uid, gid);

		if (c->error != 0)
			return (refuse(x, c,
			    arena_printf(p->arena, "Can't set user=%lld/group=%lld for %s",
				(long long)uid, (long long)gid, x->path)));
	} else if (e->uid != x->euid)
		mode &= ~(int64_t)SET_ID;
	if (!x->tar->permissions || e->type == BSD_lnk ||
	    (e->type != BSD_dir && (mode & SPECIAL) == 0))
		return (true);
	const struct call *c = CALL(p, chmod, path, mode);

	return (c->error == 0 || refuse(x, c, "Can't set permissions"));
}

/* The time of the last change; archives need not say it. */
static void
restore_time(struct extraction *x)
{
	struct program *p = x->tar->p;
	const struct archive_entry *e = x->entry;

	if (e->mtime == 0)
		return;
	if (e->type != BSD_dir) {
		set_file_times(p, x->path, e->mtime, e->mtime);
		return;
	}
	struct dated *d = arena_new(p->arena, struct dated);

	*d = (struct dated) { x->dated, x->path, e->mtime };
	x->dated = d;
}

static bool
extract_one(struct extraction *x)
{
	struct program *p = x->tar->p;
	const struct archive_entry *e = x->entry;
	int64_t fd = -1;

	if (!stays_inside(x, x->path) || (x->link != NULL && !stays_inside(x, x->link)) ||
	    !make(x, &fd))
		return (false);
	if (fd >= 0) {
		const struct call *c = e->data.len == 0 ?
		    NULL :
		    CALL(p, write, fd, value_intern(p->world->values, e->data.s, e->data.len));

		CALL(p, close, fd);
		if (c != NULL && c->error != 0)
			return (refuse(x, c, "Write failed"));
	}
	if (x->link == NULL && !restore(x))
		return (false);
	restore_time(x);
	return (true);
}

/* The path without what says nothing: "./" before it, slashes behind it. */
static const char *
clean(struct tar *t, const char *member)
{
	const char *path = tar_member_name(t, member);
	size_t length = strlen(path);

	while (strncmp(path, "./", 2) == 0 && path[2] != '\0')
		path += 2;
	length = strlen(path);
	while (length > 1 && path[length - 1] == '/')
		length--;
	return (arena_copy(t->p->arena, path, length));
}

void
tar_extract(struct tar *t, struct archive_reader *r)
{
	struct archive_entry e;
	struct extraction x = { .tar = t, .entry = &e, .euid = CALL0(t->p, geteuid)->result[0] };

	if (t->permissions)
		CALL(t->p, umask, 0);
	while (archive_next(r, &e)) {
		if (!tar_wanted(t, e.path))
			continue;
		x.path = clean(t, e.path);
		x.link = e.hardlink == NULL ? NULL : clean(t, e.hardlink);
		if (e.type != BSD_reg || x.link != NULL)
			x.safe = NULL;
		if (t->verbose)
			program_complain(t->p, "x %s", x.path);
		extract_one(&x);
		if (t->verbose)
			program_complain(t->p, "\n");
	}
	for (const struct dated *d = x.dated; d != NULL; d = d->next)
		set_file_times(t->p, d->path, d->mtime, d->mtime);
}
