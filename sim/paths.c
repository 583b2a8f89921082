/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Walking directories. Symbolic links to directories are not followed, so that
 * the walk ends.
 */
#include "paths.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool
keep(struct paths *p, char *name)
{
	if (p->count == p->room) {
		unsigned room = p->room == 0 ? 64 : p->room * 2;
		char **names = realloc(p->names, room * sizeof(*names));

		if (names == NULL)
			return (false);
		p->names = names;
		p->room = room;
	}
	p->names[p->count++] = name;
	return (true);
}

static int
by_name(const void *a, const void *b)
{
	return (strcmp(*(char *const *)a, *(char *const *)b));
}

static bool
is_scenario(const char *name)
{
	size_t len = strlen(name);

	return (len > 4 && strcmp(name + len - 4, ".scn") == 0 && strcmp(name, "stock.scn") != 0);
}

static bool walk(struct paths *, const char *dir);

/* One name in a directory. */
static bool
visit(struct paths *p, const char *dir, const char *name)
{
	size_t len = strlen(dir), size = len + strlen(name) + 2;
	char *path = malloc(size);
	struct stat sb;

	if (path == NULL)
		return (false);
	snprintf(path, size, "%s%s%s", dir, len > 0 && dir[len - 1] == '/' ? "" : "/", name);
	bool there = lstat(path, &sb) == 0;

	if (there && !S_ISDIR(sb.st_mode) && is_scenario(name))
		return (keep(p, path));
	bool good = !there || !S_ISDIR(sb.st_mode) || walk(p, path);

	free(path);
	return (good);
}

/* The names of a directory, sorted before they are visited. */
static bool
walk(struct paths *p, const char *dir)
{
	struct paths names = { 0 };
	DIR *d = opendir(dir);
	bool good = d != NULL;
	const struct dirent *e;

	while (good && (e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		char *name = strdup(e->d_name);

		good = name != NULL && keep(&names, name);
	}
	if (d != NULL)
		closedir(d);
	if (names.count > 1)
		qsort(names.names, names.count, sizeof(*names.names), by_name);
	for (unsigned i = 0; good && i < names.count; i++)
		good = visit(p, dir, names.names[i]);
	int error = errno;

	paths_free(&names);
	errno = error;
	return (good);
}

bool
paths_add(struct paths *p, const char *path)
{
	struct stat sb;
	char *name;

	if (strcmp(path, "-") != 0 && stat(path, &sb) == 0 && S_ISDIR(sb.st_mode))
		return (walk(p, path));
	/* What is not there is told when it is to be read. */
	return ((name = strdup(path)) != NULL && keep(p, name));
}

void
paths_free(struct paths *p)
{
	for (unsigned i = 0; i < p->count; i++)
		free(p->names[i]);
	free(p->names);
	*p = (struct paths) { 0 };
}
