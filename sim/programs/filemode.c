/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What ls -l and tar -tv begin a line with.  FreeBSD's counterparts are strmode(3) and
 * fflagstostr(3) of libc.
 */
#include "filemode.h"

#include <string.h>

#include "literal.h"

void
mode_text(int64_t type, int64_t mode, char text[11])
{
	static const char types[] = "?-dbclsp";

	text[0] = type >= 0 && type < 8 ? types[type] : '?';
	for (int i = 0; i < 9; i++)
		text[1 + i] = (char)((mode >> (8 - i) & 1) != 0 ? "rwx"[i % 3] : '-');
	if ((mode & 04000) != 0)
		text[3] = text[3] == 'x' ? 's' : 'S';
	if ((mode & 02000) != 0)
		text[6] = text[6] == 'x' ? 's' : 'S';
	if ((mode & 01000) != 0)
		text[9] = text[9] == 'x' ? 't' : 'T';
	text[10] = '\0';
}

/* The first name of a flag is the one that is shown. */
static const struct {
	const char *name;
	int64_t flag;
} flag_names[] = { { "nodump", BSD_UF_NODUMP }, { "uchg", BSD_UF_IMMUTABLE },
	{ "uappnd", BSD_UF_APPEND }, { "opaque", BSD_UF_OPAQUE }, { "uunlnk", BSD_UF_NOUNLINK },
	{ "arch", BSD_SF_ARCHIVED }, { "schg", BSD_SF_IMMUTABLE }, { "sappnd", BSD_SF_APPEND },
	{ "sunlnk", BSD_SF_NOUNLINK }, { "snapshot", BSD_SF_SNAPSHOT }, { "uarch", BSD_UF_ARCHIVE },
	{ "hidden", BSD_UF_HIDDEN }, { "offline", BSD_UF_OFFLINE }, { "rdonly", BSD_UF_READONLY },
	{ "reparse", BSD_UF_REPARSE }, { "sparse", BSD_UF_SPARSE }, { "system", BSD_UF_SYSTEM },
	{ "uchange", BSD_UF_IMMUTABLE }, { "uimmutable", BSD_UF_IMMUTABLE },
	{ "uappend", BSD_UF_APPEND }, { "uunlink", BSD_UF_NOUNLINK },
	{ "schange", BSD_SF_IMMUTABLE }, { "simmutable", BSD_SF_IMMUTABLE },
	{ "sappend", BSD_SF_APPEND }, { "sunlink", BSD_SF_NOUNLINK } };

#define FLAG_NAMES (sizeof(flag_names) / sizeof(flag_names[0]))

const char *
fflagstostr(struct program *p, int64_t flags)
{
	const char *text = "";

	for (size_t i = 0; i < FLAG_NAMES; i++)
		if ((flags & flag_names[i].flag) != 0) {
			text = arena_printf(
			    p->arena, "%s%s%s", text, *text == '\0' ? "" : ",", flag_names[i].name);
			flags &= ~flag_names[i].flag;
		}
	return (*text == '\0' ? "-" : text);
}

/* The flag of a name, or 0. */
static int64_t
flag_of(const char *name, size_t length)
{
	for (size_t i = 0; i < FLAG_NAMES; i++)
		if (strlen(flag_names[i].name) == length &&
		    strncmp(flag_names[i].name, name, length) == 0)
			return (flag_names[i].flag);
	return (0);
}

bool
strtofflags(const char **text, int64_t *flags)
{
	while (**text != '\0') {
		size_t length = strcspn(*text, ",");
		/* "nodump" is a flag, "dump" takes it away. */
		bool no = strncmp(*text, "no", 2) == 0 && flag_of(*text, length) == 0;
		int64_t flag = no ? flag_of(*text + 2, length - 2) : flag_of(*text, length);

		if (length == 4 && strncmp(*text, "dump", 4) == 0) {
			flag = BSD_UF_NODUMP;
			no = true;
		}
		if (flag == 0 && length != 0)
			return (false);
		*flags = no ? *flags & ~flag : *flags | flag;
		*text += length + ((*text)[length] != '\0');
	}
	return (true);
}

const struct call *
set_file_times(struct program *p, const char *path, int64_t atime, int64_t mtime)
{
	struct values *vs = p->world->values;

	value_begin(vs);
	literal_integer(vs, "", atime);
	literal_integer(vs, "", mtime);
	int64_t times = value_end(vs);

	return (CALL(p, lutimes, program_text(p, path), times));
}
