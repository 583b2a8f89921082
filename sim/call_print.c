/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls as text, as truss(1) shows them: kill(4, SIGTERM) = -1 ESRCH.
 * What is printed of the arguments reads back as the same words.
 */
#include <inttypes.h>
#include <string.h>

#include "call.h"
#include "literal.h"
#include "textbuf.h"
#include "utf8.h"

static void
put_number(struct textbuf *o, int64_t number)
{
	textbuf_printf(o, "%" PRId64, number);
}

static void
put_quoted(struct textbuf *o, const char *s, size_t len)
{
	static const char letters[] = "abfnrtv\\\"";
	static const char bytes[] = "\a\b\f\n\r\t\v\\\"";

	textbuf_put(o, "\"", 1);
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];
		const char *letter = c == 0 ? NULL : strchr(bytes, c);
		size_t character = utf8_len(&s[i], len - i);

		if (letter != NULL) {
			textbuf_put(o, "\\", 1);
			textbuf_put(o, &letters[letter - bytes], 1);
		} else if (c < ' ' || c == 0x7f || character == 0)
			textbuf_printf(o, "\\%03o", c);
		else {
			textbuf_put(o, &s[i], character);
			i += character - 1;
		}
	}
	textbuf_put(o, "\"", 1);
}

char *
text_quote(struct arena *a, const char *bytes, size_t len)
{
	struct textbuf o = { .arena = a };

	put_quoted(&o, bytes, len);
	return (o.s);
}

/* A|B, what no name has in hexadecimal. */
static void
put_bits(struct textbuf *o, const struct constant_group *group, uint64_t bits)
{
	const char *between = "";

	for (unsigned i = 0; i < group->count; i++) {
		const struct constant_info *c = &constant_info[group->first + i];
		uint64_t value = (uint64_t)c->value;

		if (value == 0 || (bits & value) != value)
			continue;
		textbuf_puts(o, between);
		textbuf_puts(o, c->name);
		between = "|";
		bits &= ~value;
	}
	if (bits != 0)
		textbuf_printf(o, "%s0x%" PRIx64, between, bits);
}

static const char *
constant_name(const struct constant_group *group, int64_t value)
{
	for (unsigned i = 0; i < group->count; i++)
		if (constant_info[group->first + i].value == value)
			return (constant_info[group->first + i].name);
	return (NULL);
}

/* S_IFCHR|0600. */
static void
put_mode(struct textbuf *o, const struct constant_group *group, int64_t mode)
{
	const char *type = constant_name(group, mode & 0170000);

	if ((mode & 0170000) != 0 && type != NULL) {
		textbuf_puts(o, type);
		mode &= ~(int64_t)0170000;
		if (mode == 0)
			return;
		textbuf_put(o, "|", 1);
	}
	textbuf_printf(o, mode == 0 ? "%" PRIo64 : "0%" PRIo64, (uint64_t)mode);
}

/* SOCK_STREAM|SOCK_CLOEXEC. */
static void
put_socktype(struct textbuf *o, const struct constant_group *group, int64_t type)
{
	const int64_t flags = BSD_SOCK_CLOEXEC | BSD_SOCK_NONBLOCK | BSD_SOCK_CLOFORK;
	const char *name = constant_name(group, type & ~flags);

	if (name != NULL)
		textbuf_puts(o, name);
	else if ((type & ~flags) != 0 || (type & flags) == 0)
		put_number(o, type & ~flags);
	if ((type & flags) == 0)
		return;
	if ((type & ~flags) != 0)
		textbuf_put(o, "|", 1);
	put_bits(o, group, (uint64_t)(type & flags));
}

static void
put_integer(struct textbuf *o, const struct lexicon *lex, enum argtype type, int64_t word)
{
	const struct constant_group *group = &lex->groups[type];
	const char *name = constant_name(group, word);

	if (type == ARG_fmode)
		put_mode(o, group, word);
	else if (type == ARG_socktype && word > 0)
		put_socktype(o, group, word);
	else if (name != NULL)
		textbuf_puts(o, name);
	else if (group->bits && group->count != 0 && word > 0)
		put_bits(o, group, (uint64_t)word);
	else if (!argtype_info[type].is_signed && word == UINT32_MAX)
		textbuf_puts(o, "-1");
	else if (type == ARG_dev && word != 0)
		textbuf_printf(
		    o, "makedev(%" PRId64 ", %" PRId64 ")", word >> 8 & 0xff, word & 0xffff00ff);
	else
		put_number(o, word);
}

static void
put_list(struct textbuf *o, struct literal list)
{
	const char *between = "";
	struct element e;

	textbuf_put(o, "{", 1);
	while (literal_next(&list, &e)) {
		textbuf_puts(o, between);
		between = ", ";
		if (e.kind == LITERAL_WORD) {
			textbuf_puts(o, *e.name == '\0' ? "NULL" : e.name);
			continue;
		}
		if (*e.name != '\0') {
			textbuf_puts(o, e.name);
			textbuf_put(o, "=", 1);
		}
		if (e.kind == LITERAL_INTEGER)
			put_number(o, e.integer);
		else if (e.kind == LITERAL_STRING)
			put_quoted(o, e.bytes, e.length);
		else
			put_list(o, literal_within(&e));
	}
	textbuf_put(o, "}", 1);
}

static void
put_value(struct textbuf *o, const struct values *vs, value_ix v, bool list)
{
	size_t len;

	if (v == VALUE_NONE || v == VALUE_BADADDR)
		textbuf_puts(o, v == VALUE_NONE ? "NULL" : "BADADDR");
	else if (list)
		put_list(o, literal_read(vs, v));
	else {
		const char *bytes = value_bytes(vs, v, &len);

		put_quoted(o, bytes, len);
	}
}

char *
call_print(
    struct arena *a, const struct lexicon *lex, const struct values *vs, const struct call *c)
{
	const struct syscall_info *info = &syscall_info[c->number];
	struct textbuf o = { .arena = a };

	textbuf_puts(&o, info->name);
	textbuf_put(&o, "(", 1);
	for (unsigned i = 0; i < c->nargs; i++) {
		enum argtype type = info->args[i].type;
		uint8_t form = argtype_info[type].form;

		if (i != 0)
			textbuf_put(&o, ", ", 2);
		if (form == FORM_STRING || form == FORM_LIST)
			put_value(&o, vs, (value_ix)c->words[i], form == FORM_LIST);
		else if (type == ARG_sockopt && c->words[i - 1] != BSD_SOL_SOCKET)
			put_number(&o, c->words[i]); /* names depend on the level */
		else
			put_integer(&o, lex, type, c->words[i]);
	}
	if (c->badaddr)
		textbuf_puts(&o, c->nargs == 0 ? "BADADDR" : ", BADADDR");
	textbuf_put(&o, ")", 1);
	return (o.s);
}

static void
put_field(struct textbuf *o, const struct lexicon *lex, const struct values *vs,
    const struct field_info *field, enum result result, int64_t word)
{
	const char *name;

	switch (field->form) {
	case FORM_STRING:
	case FORM_LIST:
		put_value(o, vs, (value_ix)word, field->form == FORM_LIST);
		break;
	case FORM_OCTAL:
		textbuf_printf(o, word == 0 ? "%" PRIo64 : "0%" PRIo64, (uint64_t)word);
		break;
	case FORM_ENUM:
		name = constant_name(&lex->types, word);
		textbuf_puts(o, name == NULL ? "none" : name);
		break;
	case FORM_FLAGS:
		if (word == 0)
			textbuf_puts(o, "none");
		else
			put_bits(o,
			    result == RESULT_statfs ? &lex->groups[ARG_mntflags] : &lex->flags,
			    (uint64_t)word);
		break;
	default:
		put_number(o, word);
	}
}

char *
call_print_field(struct arena *a, const struct lexicon *lex, const struct values *vs,
    const struct field_info *field, enum result result, int64_t word)
{
	struct textbuf o = { .arena = a };

	put_field(&o, lex, vs, field, result, word);
	return (o.s);
}

char *
call_print_answer(
    struct arena *a, const struct lexicon *lex, const struct values *vs, const struct call *c)
{
	enum result result = syscall_info[c->number].result;
	const struct result_info *info = &result_info[result];
	struct textbuf o = { .arena = a };

	if (c->error != 0) {
		const char *name = errno_name(c->error);

		textbuf_puts(&o, "-1 ");
		textbuf_puts(&o, name == NULL ? "an unknown error" : name);
		return (o.s);
	}
	put_number(&o, c->retval);
	if (result == RESULT_none || result == RESULT_num)
		return (o.s);
	for (unsigned i = 0; i < info->nfields; i++) {
		textbuf_put(&o, " ", 1);
		if (info->nfields > 1) {
			textbuf_puts(&o, info->fields[i].name);
			textbuf_put(&o, "=", 1);
		}
		put_field(&o, lex, vs, &info->fields[i], result, c->result[i]);
	}
	return (o.s);
}

char *
call_usage(struct arena *a, enum sysno number)
{
	const struct syscall_info *info = &syscall_info[number];
	struct textbuf o = { .arena = a };
	unsigned optional = 0;

	textbuf_puts(&o, info->name);
	textbuf_put(&o, "(", 1);
	for (unsigned i = 0; i < info->nargs; i++) {
		if (info->args[i].optional) {
			textbuf_put(&o, "[", 1);
			optional++;
		}
		if (i != 0)
			textbuf_put(&o, ", ", 2);
		textbuf_puts(&o, info->args[i].name);
	}
	while (optional-- > 0)
		textbuf_put(&o, "]", 1);
	textbuf_put(&o, ")", 1);
	return (o.s);
}
