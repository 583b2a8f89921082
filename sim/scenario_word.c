/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The values of the scenario language's words: integers, strings with C's
 * escapes, a program's words with their quoting, fields, names.
 */
#include <string.h>

#include "scenario_reader.h"

static const char *
text_at(const struct reader *r, struct span at)
{
	return (r->base + at.begin);
}

static size_t
span_len(struct span at)
{
	return (at.end - at.begin);
}

static char *
copy_at(struct reader *r, struct span at)
{
	return (arena_copy(&r->sc->arena, text_at(r, at), span_len(at)));
}

/* The digit's value, or 99 for what is no hexadecimal digit. */
static unsigned
digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return ((unsigned)(c - '0'));
	c |= 0x20;
	return (c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 99);
}

bool
reader_integer(struct reader *r, struct span at, uint64_t *value)
{
	const char *s = text_at(r, at), *end = r->base + at.end;
	unsigned base = 10;

	if (*s == '0' && end - s > 1) {
		base = (s[1] | 0x20) == 'x' ? 16 : 8;
		s += base == 16 ? 2 : 1;
	}
	*value = 0;
	if (s == end)
		goto bad;
	for (; s < end; s++) {
		unsigned digit = digit_value(*s);

		if (digit >= base)
			goto bad;
		if (*value > (UINT64_MAX - digit) / base) {
			reader_error(
			    r, at, "the integer does not fit in 64 bits", "write a smaller one");
			return (false);
		}
		*value = *value * base + digit;
	}
	return (true);
bad:
	reader_error(r, at, arena_printf(&r->sc->arena, "%s is no integer", reader_quote(r, at)),
	    "write 12, 0644 or 0xff, and put other text in double quotes");
	return (false);
}

/* A byte given by number: up to three octal digits, or x and two others. */
static bool
numeric_escape(const char **s, const char *end, char *byte)
{
	unsigned value = 0;

	if (**s == 'x') {
		const char *digits = ++*s;

		while (*s < end && *s - digits < 2 && digit_value(**s) < 16)
			value = value * 16 + digit_value(*(*s)++);
		*byte = (char)value;
		return (*s > digits);
	}
	for (int i = 0; i < 3 && *s < end && digit_value(**s) < 8; i++)
		value = value * 8 + digit_value(*(*s)++);
	*byte = (char)value;
	return (value <= 255);
}

/* Reads what follows a backslash; false: it is no escape of C. */
static bool
escape(const char **s, const char *end, char *byte)
{
	static const char letters[] = "abfnrtv\\\"'?";
	static const char bytes[] = "\a\b\f\n\r\t\v\\\"'?";
	const char *letter = strchr(letters, **s);

	if (letter != NULL && *letter != '\0') {
		*byte = bytes[letter - letters];
		++*s;
		return (true);
	}
	if (**s == 'x' || digit_value(**s) < 8)
		return (numeric_escape(s, end, byte));
	return (false);
}

static void
bad_escape(struct reader *r, const char *backslash, const char *mend)
{
	uint32_t begin = (uint32_t)(backslash - r->base);
	const struct span at = { begin, begin + 2 };

	reader_error(
	    r, at, arena_printf(&r->sc->arena, "unknown escape %s", reader_quote(r, at)), mend);
}

bool
reader_string(struct reader *r, struct span at, struct text *value)
{
	const char *s = text_at(r, at) + 1, *end = r->base + at.end - 1;

	if (memchr(s, '\\', (size_t)(end - s)) == NULL) {
		value->len = (size_t)(end - s);
		value->s = arena_copy(&r->sc->arena, s, value->len);
		return (true);
	}
	char *to = arena_zero(&r->sc->arena, (size_t)(end - s) + 1);

	value->s = to;
	while (s < end) {
		const char *from = s;

		if (*s++ != '\\')
			*to++ = *from;
		else if (!escape(&s, end, to++)) {
			bad_escape(
			    r, from, "write \\n \\t \\\\ \\\" \\0 \\x41, or \\\\ for a backslash");
			return (false);
		}
	}
	value->len = (size_t)(to - value->s);
	return (true);
}

/* The word being taken apart. */
struct pieces {
	struct reader *reader;
	struct piece **last; /* where the next piece goes */
};

static void
add_piece(struct pieces *ps, const char *from, const char *to, const char *bytes, size_t len,
    bool variable)
{
	struct piece *piece = arena_new(&ps->reader->sc->arena, struct piece);

	piece->text = (struct text) { arena_copy(&ps->reader->sc->arena, bytes, len), len };
	piece->span = (struct span) { (uint32_t)(from - ps->reader->base),
		(uint32_t)(to - ps->reader->base) };
	piece->variable = variable;
	*ps->last = piece;
	ps->last = &piece->next;
}

/* Takes $name; answers what follows. */
static const char *
variable_piece(struct pieces *ps, const char *s, const char *end)
{
	const char *name = s + 1, *p = name;

	while (p < end &&
	    ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') ||
		*p == '_'))
		p++;
	add_piece(ps, s, p, name, (size_t)(p - name), true);
	return (p);
}

/* The inside of "...": \" \\ \$ and $name; false after an error. */
static bool
quoted_pieces(struct pieces *ps, const char *s, const char *end)
{
	char *literal = arena_zero(&ps->reader->sc->arena, (size_t)(end - s) + 1), *to = literal;
	const char *from = s;
	bool empty = s == end;

	while (s < end) {
		if (*s == '$' && s + 1 < end &&
		    (s[1] == '_' || ((s[1] | 0x20) >= 'a' && (s[1] | 0x20) <= 'z'))) {
			if (to > literal)
				add_piece(ps, from, s, literal, (size_t)(to - literal), false);
			from = s = variable_piece(ps, s, end);
			to = literal;
			continue;
		}
		if (*s == '\\') {
			if (strchr("\"\\$", s[1]) == NULL) {
				bad_escape(ps->reader, s,
				    "in a program's word only \\\" \\\\ and \\$ are escapes");
				return (false);
			}
			s++;
		}
		*to++ = *s++;
	}
	if (to > literal || empty)
		add_piece(ps, from, s, literal, (size_t)(to - literal), false);
	return (true);
}

struct word *
reader_word(struct reader *r, struct span at)
{
	struct word *word = arena_new(&r->sc->arena, struct word);
	struct pieces ps = { .reader = r, .last = &word->pieces };
	const char *s = text_at(r, at), *end = r->base + at.end;

	word->span = at;
	while (s < end) {
		const char *from = s;

		if (*s == '\'') {
			s = memchr(s + 1, '\'', (size_t)(end - s - 1));
			add_piece(&ps, from, s + 1, from + 1, (size_t)(s - from - 1), false);
			s++;
		} else if (*s == '"') {
			for (s++; *s != '"'; s++)
				s += *s == '\\';
			if (!quoted_pieces(&ps, from + 1, s))
				return (NULL);
			s++;
		} else if (*s == '$') {
			s = variable_piece(&ps, s, end);
		} else {
			while (s < end && *s != '\'' && *s != '"' && *s != '$')
				s++;
			add_piece(&ps, from, s, from, (size_t)(s - from), false);
		}
	}
	return (word);
}

struct expected_field *
reader_field(struct reader *r, struct span at)
{
	struct expected_field *field = arena_new(&r->sc->arena, struct expected_field);
	const char *s = text_at(r, at);
	const char *equals = memchr(s, '=', span_len(at));
	struct span value = { (uint32_t)(equals + 1 - r->base), at.end };

	field->span = at;
	field->name = arena_copy(&r->sc->arena, s, (size_t)(equals - s));
	field->quoted = equals[1] == '"';
	if (value.begin == value.end) {
		reader_error(r, at, arena_printf(&r->sc->arena, "no value behind %s=", field->name),
		    "write field=value, or field=\"\" for an empty text");
		return (NULL);
	}
	if (field->quoted)
		return (reader_string(r, value, &field->value) ? field : NULL);
	field->value = (struct text) { copy_at(r, value), span_len(value) };
	return (field);
}

struct expr *
reader_name(struct reader *r, struct span at)
{
	struct expr *e = arena_new(&r->sc->arena, struct expr);
	char *name = copy_at(r, at);
	char *dot = strchr(name, '.');

	e->kind = EXPR_NAME;
	e->span = at;
	e->name = name;
	if (dot != NULL) {
		*dot = '\0';
		e->field = dot + 1;
	}
	return (e);
}

/* The names of "r, w = ". */
struct variable *
reader_assigned(struct reader *r, struct span at)
{
	struct variable *first = NULL, **last = &first;
	const char *s = text_at(r, at);

	while (*s != '=') {
		size_t len = strcspn(s, " \t,=");
		uint32_t begin = (uint32_t)(s - r->base);
		struct span place = { begin, begin + (uint32_t)len };
		struct variable *v = arena_new(&r->sc->arena, struct variable);

		v->name = arena_copy(&r->sc->arena, s, len);
		v->span = place;
		for (const char *c = v->name; *c != '\0'; c++) {
			if (*c < 'A' || *c > 'Z')
				continue;
			reader_error(r, place,
			    arena_printf(&r->sc->arena, "%s is no variable", v->name),
			    "write a variable's name in lower case");
			return (NULL);
		}
		*last = v;
		last = &v->next;
		s += len + strspn(s + len, " \t,");
	}
	return (first);
}
