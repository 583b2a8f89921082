/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rules.def as data, and which of its rules are in force: those of the release modelled, less
 * what was switched off.  A release is major, minor and patch in one number, see RELEASE().
 */
#include "decision.h"

#include <string.h>

#include "release.h"

#define NOLEVER			      LEVER_NONE, ""
#define PARAM(name_)		      LEVER_PARAM, name_
#define PARAM_OF		      LEVER_PARAM_OF, ""
#define SYSCTL(name_)		      LEVER_SYSCTL, name_
#define ACTOR			      LEVER_ACTOR, ""
#define UID0			      LEVER_UID0, ""
#define MODE			      LEVER_MODE, ""
#define LEVER_AND_NAME(lever_, name_) .lever = lever_, .lever_name = name_
#define SPREAD(...)		      LEVER_AND_NAME(__VA_ARGS__)

#define RULE(name_, effect_, errno_, function_, manual_, lever_, since_, until_, spec_, reason_)   \
	[name_] = { .name = #name_,                                                                \
		.effect = effect_,                                                                 \
		.error = BSD_##errno_,                                                             \
		.function = function_,                                                             \
		.manual = manual_,                                                                 \
		SPREAD(lever_),                                                                    \
		.since = since_,                                                                   \
		.until = until_,                                                                   \
		.spec = spec_,                                                                     \
		.reason = reason_ },
const struct rule_info rule_info[RULES] = {
#include "rules.def"
};

#define RULE(name_, effect_, errno_, function_, manual_, lever_, since_, until_, spec_, reason_)   \
	[name_] = BSD_##errno_,
const uint8_t rule_errno[RULES] = {
#include "rules.def"
};

_Static_assert(RULES <= 32 * sizeof(((struct ruling *)0)->ru_active) / sizeof(uint32_t),
    "enlarge ru_active and ru_without");

/* Reads digits, of which there must be one; the first character after them is left in *at. */
static bool
read_number(const char **at, uint32_t *number)
{
	const char *start = *at;

	for (*number = 0; **at >= '0' && **at <= '9' && *number < 1000; (*at)++)
		*number = *number * 10 + (uint32_t)(**at - '0');
	return (*at != start);
}

/* Reads "14.3-p9" or, with this patch level, "14.3"; 0 when it is no release. */
static uint32_t
read_release(const char **at, uint32_t patch)
{
	uint32_t major, minor;

	if (!read_number(at, &major) || **at != '.')
		return (0);
	(*at)++;
	if (!read_number(at, &minor))
		return (0);
	if (**at == '-') {
		if ((*at)[1] != 'p')
			return (0);
		*at += 2;
		if (!read_number(at, &patch))
			return (0);
	}
	return (RELEASE(major, minor, patch));
}

uint32_t
release_parse(const char *text)
{
	uint32_t release = read_release(&text, RELEASE_PATCHED);

	return (*text == '\0' ? release : 0);
}

/*
 * Each entry speaks for its own minor branch.  A release of a branch that is not listed is
 * reached when an entry of an older branch of its major is, or, without any of its major, when
 * an older major is listed: what was mended in 13.5-p10 and 14.3-p9 is mended in 14.4 and 15.0.
 */
bool
release_reached(uint32_t release, const char *list)
{
	bool older_major = false, any_of_major = false, older_minor = false;

	while (*list != '\0') {
		uint32_t entry = read_release(&list, 0);

		if (entry == 0)
			break;
		while (*list == ' ')
			list++;
		if (RELEASE_MAJOR(entry) < RELEASE_MAJOR(release))
			older_major = true;
		if (RELEASE_MAJOR(entry) != RELEASE_MAJOR(release))
			continue;
		any_of_major = true;
		if (RELEASE_MINOR(entry) == RELEASE_MINOR(release))
			return (release >= entry);
		if (RELEASE_MINOR(entry) < RELEASE_MINOR(release))
			older_minor = true;
	}
	return (any_of_major ? older_minor : older_major);
}

/* Is the rule part of this release? */
static bool
of_release(const struct rule_info *r, uint32_t release)
{
	return ((r->since[0] == '\0' || release_reached(release, r->since)) &&
	    (r->until[0] == '\0' || !release_reached(release, r->until)));
}

void
ruling_derive(struct ruling *ru)
{
	for (uint32_t rule = 0; rule < RULES; rule++) {
		uint32_t bit = UINT32_C(1) << (rule % 32);
		bool off = (ru->ru_without[rule / 32] & bit) != 0 && rule != NOT_MODELLED;

		if (!off && of_release(&rule_info[rule], ru->ru_release))
			ru->ru_active[rule / 32] |= bit;
		else
			ru->ru_active[rule / 32] &= ~bit;
	}
}

bool
rule_parse(const char *name, enum rule *rule)
{
	for (uint32_t i = 0; i < RULES; i++)
		if (strcmp(rule_info[i].name, name) == 0) {
			*rule = (enum rule)i;
			return (true);
		}
	return (false);
}
