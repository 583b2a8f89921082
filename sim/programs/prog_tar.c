/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tar: its words, and listing.  FreeBSD's counterpart is contrib/libarchive/tar, bsdtar(1).
 * NOT MODELLED: archives other than those of archive.h (-z, -j, -J and -a are accepted and
 * compress nothing), standard input, patterns (an operand is a member, or all below it).
 */
#include <string.h>
#include <time.h>

#include "filemode.h"
#include "option.h"
#include "readfile.h"
#include "tar.h"

int prog_tar(struct program *);

#define TAPE	  "/dev/sa0"
#define HALF_YEAR (365 * 86400 / 2)

void
tar_complain(struct tar *t, const struct call *c, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	const char *what = arena_vprintf(t->p->arena, format, ap);

	va_end(ap);
	t->status = 1;
	if (c != NULL)
		program_fail(t->p, c, what);
	else
		program_complain(t->p, "tar: %s\n", what);
}

const char *
tar_member_name(struct tar *t, const char *path)
{
	const char *name = path;

	if (t->absolute)
		return (path);
	while (*name == '/')
		name += strncmp(name, "/../", 4) == 0 ? 3 : 1;
	if (name != path && !t->warned)
		program_complain(t->p, "tar: Removing leading '/' from member names\n");
	t->warned |= name != path;
	return (*name == '\0' ? "." : name);
}

/* --- Listing ------------------------------------------------------------------- */

static const char *
owner_text(struct program *p, const char *name, int64_t id)
{
	return (name != NULL ? name : arena_printf(p->arena, "%lld", (long long)(id < 0 ? 0 : id)));
}

/* As `ls -l' does, in columns that begin narrow and grow. */
static void
list_verbose(struct tar *t, const struct archive_entry *e, int64_t now, int width[2])
{
	struct program *p = t->p;
	const char *user = owner_text(p, e->uname, e->uid);
	const char *group = owner_text(p, e->gname, e->gid);
	const char *size = arena_printf(p->arena, "%zu", e->data.len);
	int group_size = (int)(strlen(group) + strlen(size)) + 1;
	time_t when = (time_t)e->mtime;
	char mode[11], date[32];
	struct tm tm;

	width[0] = (int)strlen(user) > width[0] ? (int)strlen(user) : width[0];
	width[1] = group_size > width[1] ? group_size : width[1];
	mode_text(e->type, e->mode, mode);
	gmtime_r(&when, &tm);
	strftime(date, sizeof(date),
	    e->mtime < now - HALF_YEAR || e->mtime > now + HALF_YEAR ? "%b %e  %Y" : "%b %e %H:%M",
	    &tm);
	program_print(p, "%s  0 %-*s %s%*s %s %s", mode, width[0], user, group,
	    width[1] - (int)strlen(group), size, date, e->path);
	if (e->hardlink != NULL)
		program_print(p, " link to %s", e->hardlink);
	else if (e->link != NULL)
		program_print(p, " -> %s", e->link);
	program_print(p, "\n");
}

static void
list(struct tar *t, struct archive_reader *r)
{
	int64_t now = CALL0(t->p, gettimeofday)->result[0];
	struct archive_entry e;
	int width[2] = { 6, 13 };

	while (archive_next(r, &e)) {
		if (!tar_wanted(t, e.path))
			continue;
		if (t->verbose)
			list_verbose(t, &e, now, width);
		else
			program_print(t->p, "%s\n", e.path);
	}
}

/* --- Reading an archive ------------------------------------------------------------ */

/* Is the member one of the operands, or below one?  None means all. */
bool
tar_wanted(struct tar *t, const char *path)
{
	bool wanted = t->nmembers == 0;

	for (int i = 0; i < t->nmembers; i++) {
		size_t length = strlen(t->members[i]);

		while (length > 1 && t->members[i][length - 1] == '/')
			length--;
		if (strncmp(path, t->members[i], length) == 0 &&
		    (path[length] == '\0' || path[length] == '/'))
			wanted = t->found[i] = true;
	}
	return (wanted);
}

static bool
read_archive(struct tar *t, struct textbuf *text)
{
	struct program *p = t->p;
	const struct call *c = CALL(p, open, program_text(p, t->file), BSD_O_RDONLY);

	if (c->error != 0) {
		p->failed = c;
		tar_complain(t, NULL, "Error opening archive: Failed to open '%s'", t->file);
		return (false);
	}
	int64_t fd = c->retval;
	bool whole = read_descriptor(p, fd, text, &c);

	CALL(p, close, fd);
	if (!whole)
		tar_complain(t, c, "Error opening archive: Error reading '%s'", t->file);
	return (whole);
}

static void
read_members(struct tar *t)
{
	struct textbuf text = { .arena = t->p->arena };
	struct archive_reader r;

	t->found = arena_zero(t->p->arena, (size_t)t->nmembers + 1);
	if (!read_archive(t, &text))
		return;
	if (!archive_open(&r, t->p->arena, textbuf_text(&text), text.len)) {
		tar_complain(t, NULL, "Error opening archive: Unrecognized archive format");
		return;
	}
	if (t->directory != NULL && !tar_chdir(t, t->directory))
		return;
	if (t->mode == 't')
		list(t, &r);
	else
		tar_extract(t, &r);
	if (r.wrong != NULL)
		tar_complain(t, NULL, "Damaged archive: %s", r.wrong);
	for (int i = 0; i < t->nmembers; i++)
		if (!t->found[i])
			tar_complain(t, NULL, "%s: Not found in archive", t->members[i]);
	if (t->status != 0)
		tar_complain(t, NULL, "Error exit delayed from previous errors.");
}

bool
tar_chdir(struct tar *t, const char *directory)
{
	const struct call *c = CALL(t->p, chdir, program_text(t->p, directory));

	if (c->error == 0)
		return (true);
	t->p->failed = c;
	tar_complain(t, NULL, "could not chdir to '%s'", directory);
	return (false);
}

/* --- Words --------------------------------------------------------------------- */

static int
usage(struct program *p)
{
	program_complain(p,
	    "Usage:\n"
	    "  List:    tar -tf <archive-filename>\n"
	    "  Extract: tar -xf <archive-filename>\n"
	    "  Create:  tar -cf <archive-filename> [filenames...]\n"
	    "  Help:    tar --help\n");
	return (1);
}

static int
help(struct program *p)
{
	program_print(p,
	    "tar(bsdtar): manipulate archive files\n"
	    "First option must be a mode specifier:\n"
	    "  -c Create  -t List  -x Extract\n"
	    "Common Options:\n"
	    "  -f <filename>  Location of archive (default /dev/sa0)\n"
	    "  -v    Verbose\n"
	    "  -C <dir>  Change to <dir> before processing remaining files\n"
	    "  -P    Keep leading '/' and \"..\" in names\n"
	    "  -p    Restore permissions (default for root)\n"
	    "  -o    Restore nobody's ownership but one's own\n");
	return (0);
}

/* Where in the words of "tar xvf FILE" or "tar -xvf FILE" one is. */
struct tar_words {
	int next;	   /* word to read next */
	const char *rest;  /* letters that are left */
	const char *value; /* of the letter just answered */
	bool old;	   /* no '-': values stand behind the letters in order */
};

/* Answers the next letter, OPTION_END, or '?', as bsdtar's own getopt does. */
static int
next_option(struct program *p, struct tar_words *w)
{
	static const char letters[] = "aC:cf:JjkoPptUvxz";

	while (*w->rest == '\0') {
		const char *word = w->next < p->argc ? p->argv[w->next] : "";

		w->old = w->next == 1 && *word != '-';
		if (*word == '\0' || (*word != '-' && !w->old))
			return (OPTION_END);
		w->next++;
		if (strcmp(word, "--") == 0)
			return (OPTION_END);
		w->rest = word + !w->old;
	}
	int letter = *w->rest++;
	const char *known = letter == ':' ? NULL : strchr(letters, letter);

	if (known == NULL || known[1] != ':')
		return (known == NULL ? '?' : letter);
	if (!w->old && *w->rest != '\0') {
		w->value = w->rest;
		w->rest = "";
	} else if (w->next < p->argc)
		w->value = p->argv[w->next++];
	else {
		program_complain(
		    p, "tar: Option %s%c requires an argument\n", w->old ? "" : "-", letter);
		return ('?');
	}
	return (letter);
}

/* One option; false after complaining. */
static bool
take_option(struct tar *t, int letter, const char *value)
{
	switch (letter) {
	case 'c':
	case 't':
	case 'x':
		if (t->mode != 0 && t->mode != letter) {
			tar_complain(t, NULL, "Can't specify both -%c and -%c", letter, t->mode);
			return (false);
		}
		t->mode = (char)letter;
		break;
	case 'f':
		t->file = value;
		break;
	case 'C':
		t->directory = value;
		break;
	case 'v':
		t->verbose = true;
		break;
	case 'P':
		t->absolute = true;
		break;
	case 'p':
		t->permissions = true;
		break;
	case 'o':
		t->same_owner = false;
		break;
	default:
		break;
	}
	return (true);
}

int
prog_tar(struct program *p)
{
	bool root = CALL0(p, geteuid)->result[0] == 0;
	struct tar t = { .p = p, .file = TAPE, .permissions = root, .same_owner = root };
	struct tar_words o = { .next = 1, .rest = "" };
	int letter;

	if (p->argc > 1 && strcmp(p->argv[1], "--help") == 0)
		return (help(p));
	while ((letter = next_option(p, &o)) != OPTION_END)
		if (letter == '?')
			return (usage(p));
		else if (!take_option(&t, letter, o.value))
			return (1);
	t.nmembers = p->argc - o.next;
	t.members = p->argv + o.next;
	if (t.mode == 0)
		tar_complain(&t, NULL, "Must specify one of -c, -r, -t, -u, -x");
	else if (t.mode == 'c')
		tar_create(&t);
	else
		read_members(&t);
	return (t.status);
}
