/* SPDX-License-Identifier: BSD-2-Clause */
/* What ls -l and tar -tv begin a line with.  FreeBSD's counterpart is strmode(3) of libc. */
#include "filemode.h"

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
