/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rulesets of devfs: ordered lists in which the last rule that matches wins; one that nobody
 * defined is empty and hides nothing.  FreeBSD's counterpart is the file of the same name.
 */
#include "devfs.h"

enum action { HIDE_ALL, UNHIDE, INCLUDE };

static const struct {
	uint32_t ruleset;
	enum action action;
	const char *argument;
} rules[] = {
#define DEVFS_RULE(ruleset_, action_, argument_) { ruleset_, action_, argument_ },
#include "devfs_rules.def"
};

/* Does the set that *pattern stands before contain `c'?  Moves behind its "]". */
static bool
in_set(const char **pattern, char c)
{
	bool found = false;

	for (; **pattern != ']' && **pattern != '\0'; (*pattern)++)
		found |= **pattern == c;
	*pattern += **pattern == ']';
	return (found);
}

/* fnmatch(3) with FNM_PATHNAME: "*" and "[...]" match no "/". */
static bool
matches(const char *pattern, const char *path)
{
	for (; *pattern != '\0'; path++) {
		if (*pattern == '*') {
			for (pattern++; !matches(pattern, path); path++)
				if (*path == '\0' || *path == '/')
					return (false);
			return (true);
		}
		if (*path == '\0')
			return (false);
		if (*pattern == '[') {
			pattern++;
			if (!in_set(&pattern, *path))
				return (false);
		} else if (*pattern++ != *path)
			return (false);
	}
	return (*path == '\0');
}

/* Applies a ruleset to the state that the rules before it left. */
static bool
apply(uint32_t ruleset, const char *path, bool hidden)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		if (rules[i].ruleset != ruleset)
			continue;
		if (rules[i].action == HIDE_ALL)
			hidden = true;
		else if (rules[i].action == INCLUDE)
			hidden = apply((uint32_t)(rules[i].argument[0] - '0'), path, hidden);
		else if (matches(rules[i].argument, path))
			hidden = false;
	}
	return (hidden);
}

bool
devfs_rule_hides(uint32_t ruleset, const char *path)
{
	return (apply(ruleset, path, false));
}
