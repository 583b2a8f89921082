/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The line is cut where the language cuts it (prompt, assignment, call or program, expectation)
 * and the part at the cursor is completed by its type.
 */
#include "complete.h"

#include <stdlib.h>
#include <string.h>

#include "actor.h"
#include "completer.h"
#include "simulation.h"

void
complete_from(struct completer *cm, const char *at)
{
	cm->prefix = at;
	cm->length = strlen(at);
	cm->out->begin = (size_t)(at - cm->line);
}

bool
complete_wants(const struct completer *cm, const char *text)
{
	return (strncmp(text, cm->prefix, cm->length) == 0);
}

void
complete_offer(struct completer *cm, const char *text, const char *end, const char *help)
{
	struct completion *out = cm->out;

	if (!complete_wants(cm, text))
		return;
	if (out->count == CANDIDATES_MAX) {
		out->more++;
		return;
	}
	if (out->candidates == NULL)
		out->candidates = arena_zero(cm->arena, CANDIDATES_MAX * sizeof(struct candidate));
	out->candidates[out->count++] = (struct candidate) { text, end, help };
}

void
complete_about(struct completer *cm, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	cm->out->about = arena_vprintf(cm->arena, format, ap);
	va_end(ap);
}

void
complete_act_as(struct completer *cm, const char *who)
{
	cm->pid = actor_find(cm->world, who);
	if (!actor_look(cm->world, cm->arena, cm->pid).alive)
		cm->pid = cm->guest = login_probe(cm->world, who);
}

/* --- Cutting the line ---------------------------------------------------------------- */

static const char *
skip_blanks(const char *s)
{
	return (s + strspn(s, " \t"));
}

/* What is behind "USER@JAIL # ", or NULL when the line has no whole prompt. */
static const char *
behind_prompt(const char *line)
{
	const char *at = line;

	if (*line == '{' && (at = strchr(line, '}')) == NULL)
		return (NULL);
	at += strcspn(at, " \t(\"'");
	if (*at != ' ' || (at[1] != '#' && at[1] != '$') || at[2] != ' ')
		return (NULL);
	if (*line != '%' && memchr(line, '@', (size_t)(at - line)) == NULL)
		return (NULL);
	return (skip_blanks(at + 2));
}

/* What is behind "r, w = ", or the same place when nothing is assigned. */
static const char *
behind_assignment(const char *step)
{
	const char *s = step;

	for (;;) {
		size_t name = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");

		if (name == 0)
			return (step);
		s = skip_blanks(s + name);
		if (*s != ',')
			break;
		s = skip_blanks(s + 1);
	}
	return (s > step && s[-1] == ' ' && *s == '=' && s[1] == ' ' ? skip_blanks(s + 1) : step);
}

/* What is behind the last "=>" outside quotes, or NULL. */
static const char *
behind_arrow(const char *step)
{
	const char *found = NULL;
	char quote = '\0';

	for (const char *s = step; *s != '\0'; s++) {
		if (quote != '\0' && *s == '\\' && s[1] != '\0')
			s++;
		else if (quote != '\0')
			quote = *s == quote ? '\0' : quote;
		else if (*s == '"' || *s == '\'')
			quote = *s;
		else if (*s == '=' && s[1] == '>')
			found = s + 2;
	}
	return (found);
}

/* The call that a step makes, or SYSCALLS for a program. */
static enum sysno
call_of(const struct completer *cm, const char *step)
{
	size_t length = strspn(step, "abcdefghijklmnopqrstuvwxyz0123456789_");

	if (step[length] != '(')
		return (SYSCALLS);
	int row = lexicon_find(cm->world->lexicon, NAME_CALL, arena_copy(cm->arena, step, length));

	return (row < 0 ? SYSCALLS : (enum sysno)row);
}

/* --- A step ------------------------------------------------------------------------------ */

/* The first word: a command, or a prompt being typed. */
static void
complete_first(struct completer *cm, const char *step)
{
	complete_from(cm, step);
	if (strpbrk(step, "@%") != NULL) {
		complete_actors(cm, " ");
		return;
	}
	complete_commands(cm);
	if (step == skip_blanks(cm->line))
		complete_actors(cm, " ");
}

void
complete_step(struct completer *cm, const char *step)
{
	const char *command = behind_assignment(step), *arrow = behind_arrow(command);
	enum sysno call = call_of(cm, command);

	if (arrow != NULL)
		complete_expectation(cm, call, arrow);
	else if (call != SYSCALLS)
		complete_call(cm, call, strchr(command, '(') + 1);
	else if (command[strcspn(command, " \t")] == '\0')
		complete_first(cm, command);
	else
		complete_program(cm, command);
}

/* The session that acts in this line. */
static const char *
actor_of(struct completer *cm, const char *line, const char *step, const char *who)
{
	if (step == NULL)
		return (who);
	const char *end = step;

	while (end > line && strchr(" \t#$", end[-1]) != NULL)
		end--;
	return (arena_copy(cm->arena, line, (size_t)(end - line)));
}

static void
complete_whole(struct completer *cm, const char *who)
{
	const char *line = skip_blanks(cm->line), *step = behind_prompt(line);

	who = actor_of(cm, line, step, who);
	complete_act_as(cm, who);
	if (*line == ':')
		complete_word(cm);
	else if (*line != '#' && *line != '|')
		complete_step(cm, step == NULL ? line : step);
}

/* Numbers by their size, all else by its letters. */
static int
compare(const void *a, const void *b)
{
	const char *s = ((const struct candidate *)a)->text,
		   *t = ((const struct candidate *)b)->text;
	unsigned long m = strtoul(s, NULL, 10), n = strtoul(t, NULL, 10);

	if (m != n && *s >= '0' && *s <= '9' && *t >= '0' && *t <= '9')
		return (m < n ? -1 : 1);
	return (strcmp(s, t));
}

/* Two of one name are one: a program and a word of the same letters say the same. */
static void
sort_candidates(struct completion *out)
{
	unsigned kept = 0;

	if (out->count == 0)
		return;
	qsort(out->candidates, out->count, sizeof(struct candidate), compare);
	for (unsigned i = 0; i < out->count; i++)
		if (i == 0 || strcmp(out->candidates[kept - 1].text, out->candidates[i].text) != 0)
			out->candidates[kept++] = out->candidates[i];
	out->count = kept;
}

struct completion
complete(struct world *w, struct arena *a, const char *who, const char *line, size_t cursor)
{
	struct completion out = { .begin = cursor, .about = "" };
	struct completer cm = { .out = &out, .arena = a, .world = w };
	struct probe probe;

	cm.line = arena_copy(a, line, cursor);
	complete_from(&cm, cm.line + cursor);
	if (strlen(cm.line) != cursor || !kernel_probe(w->kernel, &probe))
		return (out);
	complete_whole(&cm, who);
	kernel_probe_end(w->kernel, &probe);
	sort_candidates(&out);
	return (out);
}
