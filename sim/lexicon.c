/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One open hash over the names of all kinds. It is made once a process, from
 * the kernel model's tables, and never changes.
 */
#include "lexicon.h"

#include <string.h>

#include "nearest.h"

size_t
lexicon_count(enum name_kind kind)
{
	switch (kind) {
	case NAME_CALL:
		return (SYSCALLS);
	case NAME_CONSTANT:
		return (constant_count);
	case NAME_ERRNO:
		return (errno_count);
	case NAME_RULE:
		return (RULES);
	case NAME_KINDS:
		break;
	}
	return (0);
}

const char *
lexicon_name(enum name_kind kind, unsigned row)
{
	switch (kind) {
	case NAME_CALL:
		return (syscall_info[row].name);
	case NAME_CONSTANT:
		return (constant_info[row].name);
	case NAME_ERRNO:
		return (errno_info[row].name);
	case NAME_RULE:
		return (rule_info[row].name);
	case NAME_KINDS:
		break;
	}
	return ("");
}

static uint32_t
name_hash(enum name_kind kind, const char *name)
{
	uint32_t hash = 2166136261u + (uint32_t)kind;

	for (; *name != '\0'; name++)
		hash = (hash ^ (unsigned char)*name) * 16777619u;
	return (hash ^ hash >> 15);
}

/* Each nonzero constant of a set of bits is one bit, but for a few names for several. */
static bool
are_bits(const struct constant_group *group)
{
	unsigned single = 0, several = 0;

	for (unsigned i = 0; i < group->count; i++) {
		uint64_t value = (uint64_t)constant_info[group->first + i].value;

		if ((value & (value - 1)) == 0)
			single++;
		else
			several++;
	}
	return (single > 2 * several);
}

struct constant_group
lexicon_group(const char *name)
{
	struct constant_group group = { .name = name };

	for (size_t i = 0; i < constant_count; i++) {
		if (strcmp(constant_info[i].group, name) != 0)
			continue;
		if (group.count++ == 0)
			group.first = (uint16_t)i;
	}
	group.bits = are_bits(&group);
	return (group);
}

void
lexicon_init(struct lexicon *lex)
{
	unsigned number = 0;

	memset(lex->slots, 0, sizeof(lex->slots));
	for (unsigned kind = 0; kind < NAME_KINDS; kind++) {
		lex->begin[kind] = (uint16_t)number;
		for (unsigned row = 0; row < lexicon_count(kind); row++) {
			uint32_t slot = name_hash(kind, lexicon_name(kind, row));

			while (lex->slots[slot % LEXICON_SLOTS] != 0)
				slot++;
			lex->slots[slot % LEXICON_SLOTS] = (uint16_t)++number;
		}
	}
	lex->begin[NAME_KINDS] = (uint16_t)number;
	for (unsigned type = 0; type < ARGTYPES; type++)
		lex->groups[type] = lexicon_group(argtype_info[type].group);
	lex->types = lexicon_group("type");
	lex->flags = lexicon_group("flags");
}

int
lexicon_find(const struct lexicon *lex, enum name_kind kind, const char *name)
{
	uint32_t slot = name_hash(kind, name);
	unsigned number;

	for (; (number = lex->slots[slot % LEXICON_SLOTS]) != 0; slot++) {
		if (--number < lex->begin[kind] || number >= lex->begin[kind + 1])
			continue;
		if (strcmp(lexicon_name(kind, number - lex->begin[kind]), name) == 0)
			return ((int)(number - lex->begin[kind]));
	}
	return (-1);
}

const char *
lexicon_mend(const struct lexicon *lex, struct arena *a, enum name_kind kind, const char *name,
    const char *otherwise)
{
	struct nearest n;

	nearest_begin(&n, name);
	for (unsigned row = 0; row < (unsigned)(lex->begin[kind + 1] - lex->begin[kind]); row++)
		nearest_offer(&n, lexicon_name(kind, row));
	return (nearest_mend(&n, a, otherwise));
}

int
errno_find(const struct lexicon *lex, const char *name)
{
	static const struct {
		const char *name;
		int number;
	} aliases[] = {
#define ERRNO(number_, name_, text_)
#define ERRNO_ALIAS(alias_, name_) { #alias_, BSD_##name_ },
#include "errno.def"
	};
	int row = lexicon_find(lex, NAME_ERRNO, name);

	if (row >= 0)
		return (errno_info[row].number);
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (strcmp(aliases[i].name, name) == 0)
			return (aliases[i].number);
	return (-1);
}

const char *
errno_name(int error)
{
	for (size_t i = 0; i < errno_count; i++)
		if (errno_info[i].number == error)
			return (errno_info[i].name);
	return (NULL);
}
