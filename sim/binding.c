/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What variables hold: a number, a text, and the fields of what a call
 * answered.
 */
#include <string.h>

#include "call.h"
#include "literal.h"

const struct binding *
binding_find(const struct binding *newest, const char *name)
{
	for (; newest != NULL; newest = newest->next)
		if (strcmp(newest->name, name) == 0)
			return (newest);
	return (NULL);
}

bool
binding_field(
    const struct binding *b, struct values *vs, const char *field, int64_t *word, bool *is_text)
{
	const struct result_info *info = &result_info[b->result];
	struct element e;

	*is_text = false;
	*word = 0;
	if (b->unknown)
		return (true);
	for (unsigned i = 0; i < info->nfields; i++) {
		if (strcmp(info->fields[i].name, field) != 0)
			continue;
		*word = b->fields[i];
		*is_text = info->fields[i].form == FORM_STRING || info->fields[i].form == FORM_LIST;
		return (true);
	}
	if (!b->list || !literal_find(literal_read(vs, b->text), field, &e))
		return (false);
	*is_text = e.kind == LITERAL_STRING || e.kind == LITERAL_LIST;
	*word = e.kind == LITERAL_INTEGER ? e.integer : 1;
	if (*is_text)
		*word = value_intern(vs, e.bytes, e.length);
	return (true);
}

struct binding
binding_of_call(const struct call *c)
{
	enum result result = syscall_info[c->number].result;
	struct binding b = { .number = c->retval };

	if (c->error != 0)
		return (b);
	b.result = (uint16_t)result;
	memcpy(b.fields, c->result, sizeof(b.fields));
	if (result == RESULT_text || result == RESULT_list)
		b.text = (value_ix)c->result[0];
	b.list = result == RESULT_list;
	return (b);
}
