/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The prompt of a step: who acts, and where. Written as a login name, as
 * numeric ids, as a credential literal, or as %PROCESS.
 */
#include <string.h>

#include "scenario_reader.h"

#define FORM_IDS  "write UID, UID:GID or UID:GID,GID"
#define FORM_CRED "write {ruid=0 euid=100 svuid=0 rgid=0 egid=0 svgid=0 groups=0,5 sugid=1}"

static struct span
place(const struct reader *r, const char *from, const char *to)
{
	return ((struct span) { (uint32_t)(from - r->base), (uint32_t)(to - r->base) });
}

/* An id in decimal; answers what follows, or NULL. */
static const char *
take_id(const char *s, uint32_t *id)
{
	uint64_t value = 0;
	const char *p = s;

	for (; *p >= '0' && *p <= '9' && value <= UINT32_MAX; p++)
		value = value * 10 + (uint64_t)(*p - '0');
	*id = (uint32_t)value;
	return (p == s || value > UINT32_MAX ? NULL : p);
}

/* Ids with commas between; answers what follows, or NULL. */
static const char *
take_groups(struct reader *r, const char *s, const char *end, struct cred_literal *cred)
{
	cred->groups = arena_zero(&r->sc->arena, (size_t)(end - s + 1) * sizeof(uint32_t));
	cred->ngroups = 0;
	while ((s = take_id(s, &cred->groups[cred->ngroups])) != NULL) {
		cred->ngroups++;
		if (*s != ',')
			break;
		s++;
	}
	return (s);
}

static bool
numeric_ids(struct reader *r, struct prompt *p, const char *s, const char *end)
{
	struct cred_literal *cred = arena_new(&r->sc->arena, struct cred_literal);
	const char *next = take_id(s, &cred->ruid);

	p->cred = cred;
	cred->euid = cred->svuid = cred->ruid;
	cred->rgid = cred->ruid;
	if (next != NULL && *next == ':') {
		next = take_groups(r, next + 1, end, cred);
		if (next != NULL) {
			/* The first is the group, the others come beside it. */
			cred->rgid = cred->groups[0];
			cred->groups++;
			cred->ngroups--;
		}
	}
	cred->egid = cred->svgid = cred->rgid;
	if (next == end)
		return (true);
	reader_error(r, place(r, s, end), "bad numeric user", FORM_IDS);
	return (false);
}

/* One field of a credential literal; answers what follows, or NULL. */
static const char *
cred_field(struct reader *r, const char *s, const char *end, struct cred_literal *cred)
{
	const struct {
		const char *name;
		uint32_t *id;
	} ids[] = {
		{ "ruid=", &cred->ruid },
		{ "euid=", &cred->euid },
		{ "svuid=", &cred->svuid },
		{ "rgid=", &cred->rgid },
		{ "egid=", &cred->egid },
		{ "svgid=", &cred->svgid },
	};

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		size_t len = strlen(ids[i].name);

		if (strncmp(s, ids[i].name, len) == 0)
			return (take_id(s + len, ids[i].id));
	}
	if (strncmp(s, "groups=", 7) == 0) {
		if (s[7] == ' ' || s[7] == '}')
			return (s + 7);
		return (take_groups(r, s + 7, end, cred));
	}
	if (strncmp(s, "sugid=", 6) == 0 && (s[6] == '0' || s[6] == '1')) {
		cred->sugid = s[6] == '1';
		return (s + 7);
	}
	return (NULL);
}

/* s stands behind the "{", end on the "}". */
static bool
cred_literal(struct reader *r, struct prompt *p, const char *s, const char *end)
{
	p->cred = arena_new(&r->sc->arena, struct cred_literal);
	while (s < end) {
		const char *from = s;

		if (*s == ' ') {
			s++;
			continue;
		}
		s = cred_field(r, s, end, p->cred);
		if (s != NULL && (*s == ' ' || s == end))
			continue;
		for (s = from; s < end && *s != ' '; s++)
			;
		struct span at = place(r, from, s);

		reader_error(r, at,
		    arena_printf(&r->sc->arena, "bad credential field %s", reader_quote(r, at)),
		    FORM_CRED);
		return (false);
	}
	return (true);
}

static bool
prompt_user(struct reader *r, struct prompt *p, const char *s, const char *at_sign)
{
	if (*s == '{') {
		p->kind = PROMPT_CRED;
		return (cred_literal(r, p, s + 1, at_sign - 1));
	}
	if (*s >= '0' && *s <= '9') {
		p->kind = PROMPT_IDS;
		return (numeric_ids(r, p, s, at_sign));
	}
	p->kind = PROMPT_USER;
	for (const char *c = s; c < at_sign; c++) {
		if (*c != ':' && *c != ',')
			continue;
		reader_error(r, place(r, c, c + 1), "a login name has no ':' or ','", FORM_IDS);
		return (false);
	}
	return (true);
}

struct prompt *
reader_prompt(struct reader *r, struct span at)
{
	struct arena *a = &r->sc->arena;
	struct prompt *p = arena_new(a, struct prompt);

	p->span = p->user_span = at;
	p->text = arena_copy(a, r->base + at.begin, at.end - at.begin);
	if (p->text[0] == '%') {
		p->kind = PROMPT_PROC;
		p->user = p->text + 1;
		return (p);
	}
	/* Neither a credential literal nor a jail's name contains "@". */
	const char *sign = strrchr(p->text, '@'), *slash = strchr(sign, '/');
	size_t jail_len = slash == NULL ? strlen(sign + 1) : (size_t)(slash - sign - 1);

	p->user = arena_copy(a, p->text, (size_t)(sign - p->text));
	p->jail = arena_copy(a, sign + 1, jail_len);
	p->session = slash == NULL ? NULL : slash + 1;
	p->user_span.end = at.begin + (uint32_t)(sign - p->text);
	p->jail_span.begin = p->user_span.end + 1;
	p->jail_span.end = p->jail_span.begin + (uint32_t)jail_len;
	const char *s = r->base + at.begin;

	return (prompt_user(r, p, s, s + (sign - p->text)) ? p : NULL);
}
