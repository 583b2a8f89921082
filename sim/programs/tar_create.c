/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tar -c.  FreeBSD's counterpart is contrib/libarchive/tar/write.c.
 * NOT MODELLED: devices, --one-file-system, exclusion.
 */
#include <string.h>

#include "account.h"
#include "readfile.h"
#include "sysproto.h"
#include "tar.h"

/* A file with several names that is in the archive. */
struct linked {
	struct linked *next;
	int64_t dev, ino;
	const char *member;
};

struct writer {
	struct tar *tar;
	struct textbuf out;    /* the archive */
	int64_t dev, ino;      /* the archive's own file */
	struct linked *linked; /* files with several names */
	struct known_name *users, *groups;
};

/* The member that has the file already; else NULL, and it is remembered. */
static const char *
linked_member(struct writer *w, const struct stat_result *st, const char *member)
{
	if (st->nlink < 2 || st->type == BSD_dir)
		return (NULL);
	for (const struct linked *l = w->linked; l != NULL; l = l->next)
		if (l->dev == st->dev && l->ino == st->ino)
			return (l->member);
	struct linked *l = arena_new(w->tar->p->arena, struct linked);

	*l = (struct linked) { w->linked, st->dev, st->ino, member };
	w->linked = l;
	return (NULL);
}

/* Reads contents or a link's text; false after complaining. */
static bool
read_contents(struct writer *w, const char *path, struct archive_entry *e)
{
	struct program *p = w->tar->p;
	struct textbuf text = { .arena = p->arena };
	const struct call *c;

	if (e->type == BSD_lnk) {
		c = CALL(p, readlink, program_text(p, path));
		e->link = c->error == 0 ? program_string(p, c->result[0]) : "";
		return (c->error == 0);
	}
	if (e->type != BSD_reg)
		return (true);
	c = CALL(p, open, program_text(p, path), BSD_O_RDONLY);
	if (c->error != 0) {
		tar_complain(w->tar, c, "%s: Cannot open", path);
		return (false);
	}
	int64_t fd = c->retval;
	bool whole = read_descriptor(p, fd, &text, &c);

	CALL(p, close, fd);
	if (!whole)
		tar_complain(w->tar, c, "%s: Read error", path);
	e->data = (struct text) { textbuf_text(&text), text.len };
	return (whole);
}

static void write_file(struct writer *, const char *path);

static void
write_below(struct writer *w, const char *path)
{
	struct program *p = w->tar->p;
	const struct call *c;
	size_t count;
	const char *const *names = read_directory(p, path, &c, &count);

	if (names == NULL) {
		tar_complain(w->tar, c, "%s: Couldn't visit directory", path);
		return;
	}
	for (size_t i = 0; i < count; i++)
		write_file(w,
		    arena_printf(p->arena, "%s%s%s", path, path[strlen(path) - 1] == '/' ? "" : "/",
			names[i]));
}

static bool
can_archive(struct writer *w, const char *path, const struct stat_result *st)
{
	if (st->dev == w->dev && st->ino == w->ino) {
		program_complain(w->tar->p, "tar: %s: Can't add archive to itself\n", path);
		return (false);
	}
	if (st->type == BSD_reg || st->type == BSD_dir || st->type == BSD_lnk ||
	    st->type == BSD_fifo)
		return (true);
	tar_complain(w->tar, NULL, "%s: %s", path,
	    st->type == BSD_sock ? "tar format cannot archive sockets" :
				   "jailsim's tar archives no devices");
	return (false);
}

static void
write_file(struct writer *w, const char *path)
{
	struct program *p = w->tar->p;
	const struct call *c = CALL(p, lstat, program_text(p, path));
	struct stat_result st;

	if (c->error != 0) {
		tar_complain(w->tar, c, "%s: Cannot stat", path);
		return;
	}
	memcpy(&st, c->result, sizeof(st));
	if (!can_archive(w, path, &st))
		return;
	struct archive_entry e = { .path = tar_member_name(w->tar, path),
		.type = st.type,
		.mode = st.mode,
		.uid = st.uid,
		.gid = st.gid,
		.mtime = st.mtime,
		.uname = remembered_name(p, &w->users, user_known, (uint32_t)st.uid),
		.gname = remembered_name(p, &w->groups, group_known, (uint32_t)st.gid) };

	e.hardlink = linked_member(w, &st, e.path);
	if (w->tar->verbose)
		program_complain(p, "a %s\n", e.path);
	if (e.hardlink != NULL || read_contents(w, path, &e))
		archive_put(&w->out, &e);
	if (st.type == BSD_dir)
		write_below(w, path);
}

/* The archive's descriptor; -1 after complaining. */
static int64_t
open_archive(struct writer *w)
{
	struct program *p = w->tar->p;
	const struct call *c = CALL(
	    p, open, program_text(p, w->tar->file), BSD_O_WRONLY | BSD_O_CREAT | BSD_O_TRUNC, 0666);

	if (c->error != 0) {
		p->failed = c;
		tar_complain(w->tar, NULL, "Failed to open '%s'", w->tar->file);
		return (-1);
	}
	int64_t fd = c->retval;

	c = CALL(p, fstat, fd);
	if (c->error == 0) {
		struct stat_result st;

		memcpy(&st, c->result, sizeof(st));
		w->dev = st.dev;
		w->ino = st.ino;
	}
	return (fd);
}

/* Operands are files and -C DIRECTORY in any order. */
static void
write_members(struct writer *w)
{
	struct tar *t = w->tar;

	for (int i = 0; i < t->nmembers; i++) {
		if (strcmp(t->members[i], "-C") == 0 && i + 1 < t->nmembers) {
			if (!tar_chdir(t, t->members[++i]))
				return;
		} else
			write_file(w, t->members[i]);
	}
}

void
tar_create(struct tar *t)
{
	struct program *p = t->p;
	bool standard = strcmp(t->file, "-") == 0;
	struct writer w = { .tar = t, .out = { .arena = p->arena } };

	if (t->nmembers == 0) {
		tar_complain(t, NULL, "no files or directories specified");
		return;
	}
	int64_t fd = standard ? 1 : open_archive(&w);

	if (fd < 0 || (t->directory != NULL && !tar_chdir(t, t->directory)))
		return;
	textbuf_puts(&w.out, ARCHIVE_MAGIC);
	write_members(&w);
	if (standard) {
		program_write(p, w.out.s, w.out.len);
	} else {
		const struct call *c =
		    CALL(p, write, fd, value_intern(p->world->values, w.out.s, w.out.len));

		if (c->error != 0)
			tar_complain(t, c, "Write error");
		CALL(p, close, fd);
	}
	if (t->status != 0)
		tar_complain(t, NULL, "Error exit delayed from previous errors.");
}
