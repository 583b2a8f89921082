/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text that grows at its end, in an arena.
 */
#ifndef SIM_TEXTBUF_H
#define SIM_TEXTBUF_H

#include "arena.h"

struct textbuf {
	struct arena *arena; /* where it grows */
	char *s;	     /* a NUL stands behind; NULL: nothing yet */
	size_t len;	     /* bytes so far */
	size_t room;	     /* bytes there is memory for */
};

void textbuf_put(struct textbuf *, const char *bytes, size_t len);
void textbuf_puts(struct textbuf *, const char *s);
void textbuf_printf(struct textbuf *, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void textbuf_vprintf(struct textbuf *, const char *format, va_list ap);

/* Ends the line, blanks at its end left out. */
void textbuf_end_line(struct textbuf *);

/* Bytes of any kind as text: control characters and what is no UTF-8 become \xNN. */
void textbuf_put_clean(struct textbuf *, const char *bytes, size_t len);

/* A string of JSON, in its quotes; bytes that are UTF-8. */
void textbuf_put_json(struct textbuf *, const char *s);

/* Never NULL. */
const char *textbuf_text(const struct textbuf *);

#endif
