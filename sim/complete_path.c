/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Paths as the acting process sees them: it opens and reads the directory itself, so what it may
 * not list is not listed, and the reason is told.
 */
#include <string.h>

#include "completer.h"
#include "literal.h"
#include "passwd.h"
#include "proc.h"
#include "step_run.h"
#include "vnode.h"

static int64_t
text_word(const struct completer *cm, const char *text)
{
	return (value_string(cm->world->values, text));
}

/* What is in a directory and how it is written. */
struct directory {
	const char *path; /* as typed, with its last slash; "" for the working directory */
	const char *name; /* the beginning of a name, as typed */
	enum path_place place;
};

static const char *
mode_text(struct completer *cm, const char *path)
{
	struct call c;

	if (complete_ask(cm, &c, SYS_lstat, text_word(cm, path), 0)->error != 0)
		return ("");
	const struct proc *p = pfind(cm->world->kernel, (int32_t)cm->pid);
	const struct vnode *root =
	    vnode_at(cm->world->kernel, pwd_at(cm->world->kernel, p->p_pwd)->pwd_rdir);
	const char *passwd = passwd_file(cm->world, cm->arena, root, "passwd");

	return (arena_printf(cm->arena, " %04o %s", (unsigned)c.result[1] & 07777u,
	    passwd_name(cm->arena, passwd, (uint32_t)c.result[2])));
}

/* Does the name lead to a directory, through a symbolic link perhaps? */
static bool
is_directory(struct completer *cm, const char *type, const char *path)
{
	struct call c;

	if (strcmp(type, "lnk") != 0)
		return (strcmp(type, "dir") == 0);
	return (complete_ask(cm, &c, SYS_stat, text_word(cm, path), 0)->error == 0 &&
	    c.result[0] == VDIR);
}

/* "regular file 0644 root", "link to /etc". */
static const char *
entry_help(struct completer *cm, const char *type, const char *path)
{
	static const struct {
		const char *type, *text;
	} texts[] = { { "reg", "file" }, { "dir", "directory" }, { "chr", "device" },
		{ "blk", "device" }, { "fifo", "fifo" }, { "sock", "socket" } };
	struct call c;

	if (strcmp(type, "lnk") == 0 &&
	    complete_ask(cm, &c, SYS_readlink, text_word(cm, path), 0)->error == 0)
		return (arena_printf(
		    cm->arena, "link to %s", value_text(cm->world->values, (value_ix)c.result[0])));
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcmp(texts[i].type, type) == 0)
			return (
			    arena_printf(cm->arena, "%s%s", texts[i].text, mode_text(cm, path)));
	return (type);
}

/* A path as it is to stand in the line. */
static const char *
written(struct completer *cm, const struct directory *d, const char *path)
{
	if (d->place == PATH_WORD && path[strcspn(path, " \t'\"\\$&|;<>()*?`")] != '\0')
		return (arena_printf(cm->arena, "'%s'", path));
	if (d->place == PATH_WORD)
		return (path);
	char *quoted = text_quote(cm->arena, path, strlen(path));

	quoted[strlen(quoted) - 1] = '\0';
	return (d->place == PATH_BARE ? quoted : quoted + 1);
}

static void
offer_entry(struct completer *cm, const struct directory *d, const char *name, const char *type)
{
	struct completion *out = cm->out;

	if (strncmp(name, d->name, strlen(d->name)) != 0 || (*name == '.' && *d->name != '.'))
		return;
	if (out->count == CANDIDATES_MAX) {
		out->more++;
		return;
	}
	const char *path = arena_printf(cm->arena, "%s%s", d->path, name);
	bool directory = is_directory(cm, type, path);
	const char *text = written(cm, d, directory ? arena_printf(cm->arena, "%s/", path) : path);

	/* Quotes that had to be added make the text differ from what was typed. */
	if (!complete_wants(cm, text))
		return;
	complete_offer(cm, text,
	    directory		      ? "" :
		d->place == PATH_WORD ? " " :
					"\"",
	    entry_help(cm, type, path));
}

static void
refused(struct completer *cm, const struct directory *d, const struct call *c)
{
	const struct step *by = NULL;
	const struct rule_info *rule = call_rule(c, &by);

	complete_about(cm, "%s cannot be listed: %s because %s: %s",
	    *d->path == '\0' ? "the working directory" : d->path, errno_name(c->error),
	    rule == NULL ? "?" : rule->name, rule == NULL ? "" : rule->reason);
}

void
complete_paths(struct completer *cm, enum path_place place)
{
	const char *typed = cm->prefix + (place == PATH_BARE && *cm->prefix == '"');
	const char *slash = strrchr(typed, '/');
	size_t length = slash == NULL ? 0 : (size_t)(slash - typed) + 1;
	struct directory d = { arena_copy(cm->arena, typed, length), typed + length, place };
	struct call c;

	if (place == PATH_BARE && length == 0 && *d.name == '\0')
		d.path = "/";
	complete_ask(cm, &c, SYS_open, text_word(cm, *d.path == '\0' ? "." : d.path),
	    BSD_O_RDONLY | BSD_O_DIRECTORY);
	if (c.error == 0)
		complete_ask(cm, &c, SYS_getdirentries, c.retval, 0);
	if (c.error != 0) {
		refused(cm, &d, &c);
		return;
	}
	struct literal list = literal_read(cm->world->values, (value_ix)c.result[0]);
	struct element entry, name, type;

	while (literal_next(&list, &entry))
		if (literal_find(literal_within(&entry), "name", &name) &&
		    literal_find(literal_within(&entry), "type", &type))
			offer_entry(cm, &d, name.bytes, type.bytes);
}
