/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * UTF-8: the length of a character, which is all that is asked here.
 */
#include "utf8.h"

#include <string.h>

size_t
utf8_len(const char *bytes, size_t left)
{
	const unsigned char *s = (const unsigned char *)bytes;
	size_t len;

	if (left == 0)
		return (0);
	len = s[0] < 0x80 ? 1 :
	    s[0] < 0xc2	  ? 0 :
	    s[0] < 0xe0	  ? 2 :
	    s[0] < 0xf0	  ? 3 :
	    s[0] < 0xf5	  ? 4 :
			    0;
	if (len > left)
		return (0);
	for (size_t i = 1; i < len; i++)
		if ((s[i] & 0xc0) != 0x80)
			return (0);
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
	    (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return (0);
	return (len);
}

bool
utf8_is_text(const char *s, size_t len)
{
	for (size_t i = 0, step; i < len; i += step) {
		unsigned char c = (unsigned char)s[i];

		step = utf8_len(s + i, len - i);
		if (step == 0 || (c < ' ' && c != '\t' && c != '\n') || c == 0x7f)
			return (false);
	}
	return (true);
}

size_t
utf8_prefix(const char *s, size_t count)
{
	size_t at = 0, left = strlen(s);

	for (; count > 0 && left > 0; count--) {
		size_t len = utf8_len(s + at, left);

		at += len == 0 ? 1 : len;
		left -= len == 0 ? 1 : len;
	}
	return (at);
}

size_t
utf8_count(const char *s, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += ((unsigned char)s[i] & 0xc0) != 0x80;
	return (count);
}
