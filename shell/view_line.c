/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The line that is typed at the foot of the screen: a word of the shell or a step, a text to
 * search, the number of a step.
 */
#include <stdlib.h>
#include <string.h>

#include "simulation.h"
#include "view_pane.h"

#define CONTROL(letter_) ((letter_) - 'A' + 1)

void
line_open(struct view *v, enum line_kind kind)
{
	v->mode = MODE_LINE;
	v->line_kind = kind;
	v->line_at = v->line_length = 0;
	v->line[0] = '\0';
	v->typed_at = v->typed.count;
}

void
line_set(struct view *v, const char *text, size_t cursor)
{
	snprintf(v->line, sizeof(v->line), "%s", text);
	v->line_length = strlen(v->line);
	v->line_at = cursor < v->line_length ? cursor : v->line_length;
}

/* A line typed before (-1) or after (1) the one that is shown. */
static void
recall(struct view *v, int direction)
{
	const char *const *lines = v->typed.base;
	int at = v->typed_at + direction;

	if (at < 0 || at > v->typed.count || v->line_kind != LINE_WORDS)
		return;
	v->typed_at = at;
	line_set(v, at == v->typed.count ? "" : lines[at], sizeof(v->line));
}

static void
remember(struct view *v)
{
	const char **line = vector_add(&v->typed, sizeof(*line));

	*line = arena_copy(&v->arena, v->line, v->line_length);
}

static void
insert(struct view *v, int key)
{
	char bytes[4];
	size_t length = utf8_encode((uint32_t)key, bytes);

	if (v->line_length + length >= sizeof(v->line))
		return;
	memmove(
	    v->line + v->line_at + length, v->line + v->line_at, v->line_length - v->line_at + 1);
	memcpy(v->line + v->line_at, bytes, length);
	v->line_at += length;
	v->line_length += length;
}

/* Bytes of the character that ends before `at'. */
static size_t
before(const struct view *v, size_t at)
{
	size_t from = at;

	while (from > 0 && ((unsigned char)v->line[--from] & 0xc0) == 0x80)
		;
	return (at - from);
}

static void
erase(struct view *v, size_t length)
{
	if (length > v->line_length - v->line_at)
		return;
	memmove(v->line + v->line_at, v->line + v->line_at + length,
	    v->line_length - v->line_at - length + 1);
	v->line_length -= length;
}

/* A word about the simulation is meant without its colon; all else is a step. */
static void
run_words(struct view *v)
{
	struct arena a = { 0 };
	const char *text = v->line + strspn(v->line, " \t");
	const char *first = arena_copy(&a, text, strcspn(text, " \t"));
	bool word = v->shell.answer == NULL && simulation_find(first) != NULL;
	bool asked = v->shell.answer != NULL;

	if (*text != '\0' && !asked)
		remember(v);
	if (*text != '\0' || asked)
		view_run_line(v, arena_printf(&a, "%s%s", word ? ":" : "", text), true);
	arena_free(&a);
	if (!view_is_wide(v))
		v->focus = PANE_WHY;
}

static void
run_goto(struct view *v)
{
	char *end;
	unsigned long step = strtoul(v->line, &end, 10);

	if (v->line_length == 0)
		return;
	if (*end != '\0' || v->line[0] == '-') {
		view_message(v, "%s is no number of a step", v->line);
		return;
	}
	view_goto(v, step);
}

static void
run(struct view *v)
{
	v->mode = MODE_PANES;
	if (v->line_kind == LINE_WORDS)
		run_words(v);
	else if (v->line_kind == LINE_GOTO)
		run_goto(v);
	else {
		if (v->line_length > 0)
			memcpy(v->searched, v->line, sizeof(v->searched));
		view_search(v);
	}
}

/* The character at the cursor; its bytes. */
static size_t
after(const struct view *v)
{
	uint32_t code;

	if (v->line_at == v->line_length)
		return (0);
	return (utf8_decode(v->line + v->line_at, v->line_length - v->line_at, &code));
}

/* Moves the cursor; false when the key does something else. */
static bool
move(struct view *v, int key)
{
	if (key == KEY_OF_LEFT)
		v->line_at -= before(v, v->line_at);
	else if (key == KEY_OF_RIGHT)
		v->line_at += after(v);
	else if (key == KEY_OF_HOME || key == CONTROL('A'))
		v->line_at = 0;
	else if (key == KEY_OF_END || key == CONTROL('E'))
		v->line_at = v->line_length;
	else if (key == KEY_OF_UP || key == KEY_OF_DOWN)
		recall(v, key == KEY_OF_UP ? -1 : 1);
	else
		return (false);
	return (true);
}

/* Changes the line. */
static void
change(struct view *v, int key)
{
	size_t length = before(v, v->line_at);

	if (key == KEY_OF_BACKSPACE) {
		v->line_at -= length;
		erase(v, length);
	} else if (key == KEY_OF_DELETE)
		erase(v, after(v));
	else if (key == CONTROL('U'))
		line_set(v, "", 0);
	else if (key >= ' ' && key < KEY_OF_UP && key != 0x7f)
		insert(v, key);
}

void
line_key(struct view *v, int key)
{
	if (key == KEY_OF_ENTER || key == '\r')
		run(v);
	else if (key == KEY_OF_ESCAPE || (key == KEY_OF_BACKSPACE && v->line_length == 0)) {
		v->mode = MODE_PANES;
		v->shell.answer = NULL; /* a question is left open */
	} else if (key == KEY_OF_TAB && v->line_kind == LINE_WORDS)
		line_complete(v);
	else if (!move(v, key))
		change(v, key);
}

void
line_draw(struct view *v, struct pen *p)
{
	static const char *const prompts[] = {
		[LINE_WORDS] = ":", [LINE_SEARCH] = "/", [LINE_GOTO] = "step number: "
	};
	const char *text = v->line;
	struct arena a = { 0 };
	const char *left = arena_copy(&a, v->line, v->line_at);

	if (v->line_kind == LINE_WORDS && v->shell.answer != NULL)
		pen_text(p, ROLE_KEY, v->shell.question);
	else
		pen_text(p, ROLE_KEY, prompts[v->line_kind]);
	/* What is left of the cursor goes out of sight first. */
	while (p->x + text_width(left) >= p->area.width && *left != '\0') {
		uint32_t code;
		size_t length = utf8_decode(left, strlen(left), &code);

		left += length;
		text += length;
	}
	p->canvas->cursor_x = p->area.x + p->x + text_width(left);
	p->canvas->cursor_y = p->area.y;
	pen_text(p, ROLE_PLAIN, text);
	arena_free(&a);
}
