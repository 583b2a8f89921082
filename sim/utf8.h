/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * UTF-8, as RFC 3629 has it.
 */
#ifndef SIM_UTF8_H
#define SIM_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/*
 * How many bytes the character at s takes, of which `left' are there; 0: they
 * are no UTF-8. Overlong forms, surrogates and what lies beyond U+10FFFF are none.
 */
size_t utf8_len(const char *s, size_t left);

/* How many bytes the first `count' characters take; a byte that is no UTF-8 is one. */
size_t utf8_prefix(const char *s, size_t count);

/* How many characters these bytes are, one column each. */
size_t utf8_count(const char *s, size_t len);

/* Are these bytes text: UTF-8 with no control characters but tabs and newlines? */
bool utf8_is_text(const char *s, size_t len);

#endif
