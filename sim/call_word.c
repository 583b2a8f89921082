/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The words of a call from the expressions of a step. A name is a constant of
 * the argument's own type, else a variable: so "kill(pid, O_RDONLY)" is told.
 */
#include <string.h>

#include "call.h"
#include "literal.h"
#include "nearest.h"

static bool
wrong(const struct call_reader *r, struct span at, const char *text, const char *mend)
{
	scenario_problem(r->sc, at, text, mend);
	return (false);
}

/* "sig: a signal" as what should stand here. */
static bool
wrong_type(const struct call_reader *r, const struct expr *e, enum argtype type, const char *arg)
{
	static const char *const kinds[] = {
		[EXPR_INTEGER] = "an integer",
		[EXPR_STRING] = "a string",
		[EXPR_NAME] = "a name",
		[EXPR_FLAGS] = "flags",
		[EXPR_STRUCT] = "a list",
		[EXPR_CALL] = "a call",
	};
	struct arena *a = &r->sc->arena;

	return (wrong(r, e->span, arena_printf(a, "%s cannot be %s", arg, kinds[e->kind]),
	    arena_printf(a, "write %s", argtype_info[type].meaning)));
}

static bool
is_upper(const char *name)
{
	for (; *name != '\0'; name++)
		if (*name >= 'a' && *name <= 'z')
			return (false);
	return (true);
}

static bool
unknown_name(const struct call_reader *r, const struct expr *e, enum argtype type)
{
	const struct constant_group *group = &r->lexicon->groups[type];
	struct arena *a = &r->sc->arena;
	struct nearest n;

	nearest_begin(&n, e->name);
	for (unsigned i = 0; i < group->count; i++)
		nearest_offer(&n, constant_info[group->first + i].name);
	for (const struct binding *b = r->variables; b != NULL; b = b->next)
		nearest_offer(&n, b->name);
	if (is_upper(e->name))
		return (wrong(r, e->span,
		    arena_printf(a, "%s is no constant that fits here", e->name),
		    nearest_mend(&n, a, arena_printf(a, "write %s", argtype_info[type].meaning))));
	return (wrong(r, e->span, arena_printf(a, "no step above sets the variable %s", e->name),
	    nearest_mend(&n, a, arena_printf(a, "set it first: %s = getpid()", e->name))));
}

/* A variable, or a field of it; false after a problem. */
static bool
read_variable(const struct call_reader *r, const struct expr *e, const struct binding *b,
    int64_t *word, bool *is_text)
{
	struct arena *a = &r->sc->arena;

	*is_text = false;
	*word = b->number;
	if (e->field == NULL || binding_field(b, r->values, e->field, word, is_text))
		return (true);
	const struct result_info *info = &result_info[b->result];
	struct nearest n;

	nearest_begin(&n, e->field);
	for (unsigned i = 0; i < info->nfields; i++)
		nearest_offer(&n, info->fields[i].name);
	return (wrong(r, e->span, arena_printf(a, "%s has no field %s", e->name, e->field),
	    nearest_mend(&n, a,
		b->number == -1 ? "it is -1: the call that set it failed" :
				  "write one of the fields that the call answers")));
}

/* A constant of the type's group, or of those masks that fit everywhere. */
static bool
find_constant(const struct call_reader *r, const char *name, enum argtype type, int64_t *word)
{
	int row = lexicon_find(r->lexicon, NAME_CONSTANT, name);

	if (row < 0)
		return (false);
	const char *group = constant_info[row].group;

	*word = constant_info[row].value;
	/* What fcntl(2) takes depends on its command. */
	return (strcmp(group, argtype_info[type].group) == 0 || strcmp(group, "mask") == 0 ||
	    (type == ARG_fcntlarg && strcmp(group, "oflags") == 0) ||
	    (type == ARG_pid && strcmp(group, "waitpid") == 0) ||
	    /* What setsockopt(2) takes depends on its level. */
	    (type == ARG_sockopt && strcmp(group, "protoopt") == 0) ||
	    (type == ARG_sockoptval && strcmp(group, "portrange") == 0));
}

static bool
read_name(const struct call_reader *r, const struct expr *e, enum argtype type, int64_t *word,
    bool *is_text)
{
	*is_text = false;
	if (e->field == NULL && find_constant(r, e->name, type, word))
		return (true);
	const struct binding *b = binding_find(r->variables, e->name);

	return (b == NULL ? unknown_name(r, e, type) : read_variable(r, e, b, word, is_text));
}

/* makedev(major, minor), as FreeBSD packs the low 32 bits. */
static bool
read_makedev(const struct call_reader *r, const struct expr *e, int64_t *word)
{
	const struct expr *major = e->members, *minor = major == NULL ? NULL : major->next;
	int64_t numbers[2];

	if (strcmp(e->name, "makedev") != 0)
		return (wrong(r, e->span, "only makedev(major, minor) stands inside a call",
		    "write the inner call as a step of its own: x = getpid()"));
	if (minor == NULL || minor->next != NULL)
		return (wrong(r, e->span, "makedev takes 2 arguments", "write makedev(1, 2)"));
	if (!call_read_word(r, major, ARG_number, "major", &numbers[0]) ||
	    !call_read_word(r, minor, ARG_number, "minor", &numbers[1]))
		return (false);
	*word = (numbers[0] & 0xff) << 8 | (numbers[1] & 0xffff00ff);
	return (true);
}

static bool read_integer(
    const struct call_reader *, const struct expr *, enum argtype, const char *arg, int64_t *);

static bool
read_flags(const struct call_reader *r, const struct expr *e, enum argtype type, const char *arg,
    int64_t *word)
{
	*word = 0;
	for (const struct expr *part = e->members; part != NULL; part = part->next) {
		int64_t bits;

		if (!read_integer(r, part, type, arg, &bits))
			return (false);
		*word |= bits;
	}
	return (true);
}

static bool
read_integer(const struct call_reader *r, const struct expr *e, enum argtype type, const char *arg,
    int64_t *word)
{
	bool is_text = false;

	switch (e->kind) {
	case EXPR_INTEGER:
		*word = (int64_t)e->integer;
		break;
	case EXPR_FLAGS:
		return (read_flags(r, e, type, arg, word));
	case EXPR_CALL:
		if (!read_makedev(r, e, word))
			return (false);
		break;
	case EXPR_NAME:
		if (!read_name(r, e, type, word, &is_text))
			return (false);
		if (!is_text)
			break;
		return (wrong(r, e->span, arena_printf(&r->sc->arena, "%s is text", e->name),
		    arena_printf(&r->sc->arena, "write %s", argtype_info[type].meaning)));
	default:
		return (wrong_type(r, e, type, arg));
	}
	if (e->negated)
		*word = (int64_t)(0 - (uint64_t)*word);
	return (true);
}

/* Cuts a number to the C type's width; false: it says something else then. */
static bool
fit(const struct argtype_info *type, int64_t *word)
{
	if (type->bits >= 64)
		return (true);
	if (*word < INT32_MIN || *word > UINT32_MAX)
		return (false);
	*word = type->is_signed ? (int64_t)(int32_t)*word : (int64_t)(uint32_t)*word;
	return (true);
}

bool
expr_is(const struct expr *e, const char *name)
{
	return (e->kind == EXPR_NAME && e->field == NULL && strcmp(e->name, name) == 0);
}

static bool read_members(const struct call_reader *, const struct expr *list, enum argtype);

/* The name that a bare member is: persist, ip4.addr. */
static const char *
bare_name(const struct call_reader *r, const struct expr *e)
{
	return (arena_copy(
	    &r->sc->arena, r->sc->source.s + e->span.begin, e->span.end - e->span.begin));
}

/* A name in a list: in parameters a word; else a variable or any constant. */
static bool
read_member_name(
    const struct call_reader *r, const struct expr *e, enum argtype type, const char *label)
{
	bool parameters = type == ARG_jailparams || type == ARG_mountopts;
	const struct binding *b = binding_find(r->variables, e->name);
	int row = lexicon_find(r->lexicon, NAME_CONSTANT, e->name);
	bool is_text = false;
	int64_t word;

	if (expr_is(e, "NULL"))
		literal_word(r->values, label);
	else if (parameters && e->label == NULL && !e->negated)
		literal_word(r->values, bare_name(r, e));
	else if (b != NULL) {
		if (!read_variable(r, e, b, &word, &is_text))
			return (false);
		if (e->field == NULL && b->text != VALUE_NONE) {
			word = b->text;
			is_text = true;
		}
		if (is_text)
			literal_string(r->values, label, value_text(r->values, (value_ix)word),
			    value_length(r->values, (value_ix)word));
		else
			literal_integer(r->values, label, e->negated ? -word : word);
	} else if (row >= 0)
		literal_integer(r->values, label, constant_info[row].value);
	else
		return (unknown_name(r, e, type));
	return (true);
}

static bool
read_member(const struct call_reader *r, const struct expr *e, enum argtype type)
{
	const char *label = e->label == NULL ? "" : e->label;
	int64_t word;

	switch (e->kind) {
	case EXPR_STRING:
		literal_string(r->values, label, e->string.s, e->string.len);
		return (true);
	case EXPR_STRUCT: {
		size_t opened = literal_open(r->values, label);

		if (!read_members(r, e, type))
			return (false);
		literal_close(r->values, opened);
		return (true);
	}
	case EXPR_NAME:
		return (read_member_name(r, e, type, label));
	default:
		if (!read_integer(r, e, type, *label == '\0' ? "the member" : label, &word))
			return (false);
		literal_integer(r->values, label, word);
		return (true);
	}
}

static bool
read_members(const struct call_reader *r, const struct expr *list, enum argtype type)
{
	for (const struct expr *e = list->members; e != NULL; e = e->next)
		if (!read_member(r, e, type))
			return (false);
	return (true);
}

static bool
read_list(const struct call_reader *r, const struct expr *e, enum argtype type, int64_t *word)
{
	value_begin(r->values);
	bool good = read_members(r, e, type);
	value_ix list = value_end(r->values);

	*word = list;
	return (good);
}

/* Text or a list that a variable holds. */
static bool
read_value_variable(
    const struct call_reader *r, const struct expr *e, enum argtype type, int64_t *word)
{
	const struct binding *b = binding_find(r->variables, e->name);
	bool is_text = false;

	if (b == NULL)
		return (unknown_name(r, e, type));
	if (!read_variable(r, e, b, word, &is_text))
		return (false);
	if (e->field == NULL && b->text != VALUE_NONE) {
		*word = b->text;
		is_text = true;
	}
	if (is_text || b->unknown)
		return (true);
	return (wrong(r, e->span, arena_printf(&r->sc->arena, "%s holds no text", e->name),
	    arena_printf(&r->sc->arena, "write %s", argtype_info[type].meaning)));
}

bool
call_read_word(const struct call_reader *r, const struct expr *e, enum argtype type,
    const char *arg, int64_t *word)
{
	const struct argtype_info *info = &argtype_info[type];

	if (info->form != FORM_STRING && info->form != FORM_LIST) {
		if (!read_integer(r, e, type, arg, word))
			return (false);
		if (fit(info, word))
			return (true);
		return (wrong(r, e->span, arena_printf(&r->sc->arena, "%s does not fit", arg),
		    "write a number of 32 bits"));
	}
	if (expr_is(e, "NULL") || expr_is(e, "BADADDR")) {
		*word = *e->name == 'N' ? VALUE_NONE : VALUE_BADADDR;
		return (true);
	}
	if (e->kind == EXPR_NAME && !e->negated)
		return (read_value_variable(r, e, type, word));
	if (e->kind == EXPR_STRING && info->form == FORM_STRING) {
		*word = value_intern(r->values, e->string.s, e->string.len);
		return (true);
	}
	if (e->kind == EXPR_STRUCT && info->form == FORM_LIST)
		return (read_list(r, e, type, word));
	return (wrong_type(r, e, type, arg));
}
