/* SPDX-License-Identifier: BSD-2-Clause */
/* Contents of files and directories, by open, read and getdirentries. */
#ifndef SIM_PROGRAMS_READFILE_H
#define SIM_PROGRAMS_READFILE_H

#include "program.h"

/* The contents of a file, or NULL; *failed (when not NULL) is the call that was refused. */
const char *read_file(struct program *, const char *path, const struct call **failed);

/* The same from an open descriptor, with NULs and their length. */
bool read_descriptor(struct program *, int64_t fd, struct textbuf *, const struct call **failed);

/* The names in a directory, sorted, without "." and ".."; NULL behind the last.  NULL: *failed. */
const char *const *read_directory(
    struct program *, const char *path, const struct call **failed, size_t *count);

#endif
