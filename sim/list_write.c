/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a list is written: text of 80 columns for a reader, tab separated for a script, a Markdown
 * table, or an mdoc(7) list for a manual page.
 */
#include <string.h>

#include "list.h"
#include "utf8.h"

#define PAGE_WIDTH 80
#define INDENT	   8

static unsigned
columns_of(const struct list *l)
{
	unsigned n = 0;

	while (l->entry->columns[n].place != COLUMN_END)
		n++;
	return (n);
}

/* Columns of a text: its characters. */
static unsigned
width_of(const char *text)
{
	return ((unsigned)utf8_count(text, strlen(text)));
}

void
list_wrap(FILE *out, const char *text, unsigned indent, unsigned width)
{
	unsigned at = 0;

	while (*text != '\0') {
		size_t length = strcspn(text, " ");
		unsigned columns = (unsigned)utf8_count(text, length);

		if (at == 0 || at + 1 + columns > width) {
			fprintf(out, "%s%*s", at == 0 ? "" : "\n", (int)indent, "");
			at = indent;
		} else {
			putc(' ', out);
			at++;
		}
		fwrite(text, 1, length, out);
		at += columns;
		text += length;
		text += strspn(text, " ");
	}
	putc('\n', out);
}

/* --- Text ------------------------------------------------------------------- */

/* Widths of the columns on the first line, which a few long cells may exceed. */
static void
lead_widths(const struct list *l, unsigned *widths)
{
	unsigned n = columns_of(l);

	memset(widths, 0, LIST_COLUMNS * sizeof(*widths));
	for (const struct list_row *row = l->rows; row != NULL; row = row->next)
		for (unsigned i = 0; i < n; i++) {
			unsigned width = width_of(row->cells[i]);

			if (width > widths[i] && width <= 32)
				widths[i] = width;
		}
}

static void
write_lead(FILE *out, const struct list *l, const struct list_row *row, const unsigned *widths)
{
	unsigned n = columns_of(l), owed = 0;

	for (unsigned i = 0; i < n; i++) {
		if (l->entry->columns[i].place != COLUMN_LEAD)
			continue;
		if (row->cells[i][0] != '\0') {
			fprintf(out, "%*s%s", (int)owed, "", row->cells[i]);
			owed = 0;
		}
		unsigned width = width_of(row->cells[i]);

		owed += 2 + (widths[i] > width ? widths[i] - width : 0);
	}
	putc('\n', out);
}

static void
write_text(FILE *out, const struct list *l)
{
	unsigned widths[LIST_COLUMNS], n = columns_of(l);

	lead_widths(l, widths);
	fprintf(out, "%s:\n", l->entry->title);
	for (const struct list_row *row = l->rows; row != NULL; row = row->next) {
		const char *extra = "";

		write_lead(out, l, row, widths);
		for (unsigned i = 0; i < n; i++) {
			if (row->cells[i][0] == '\0')
				continue;
			if (l->entry->columns[i].place == COLUMN_PROSE)
				list_wrap(out, row->cells[i], INDENT, PAGE_WIDTH);
			if (l->entry->columns[i].place == COLUMN_EXTRA)
				extra = arena_printf(l->arena, "%s%s%s %s", extra,
				    *extra == '\0' ? "" : "; ", l->entry->columns[i].name,
				    row->cells[i]);
		}
		if (*extra != '\0')
			list_wrap(out, extra, INDENT, PAGE_WIDTH);
	}
}

/* --- Tab separated ------------------------------------------------------------ */

static void
write_tsv(FILE *out, const struct list *l)
{
	unsigned n = columns_of(l);

	for (unsigned i = 0; i < n; i++)
		fprintf(out, "%s%s", i == 0 ? "" : "\t", l->entry->columns[i].name);
	putc('\n', out);
	for (const struct list_row *row = l->rows; row != NULL; row = row->next) {
		for (unsigned i = 0; i < n; i++)
			fprintf(out, "%s%s", i == 0 ? "" : "\t", row->cells[i]);
		putc('\n', out);
	}
}

/* --- Markdown ------------------------------------------------------------------- */

static void
write_md_cell(FILE *out, const char *text, bool code)
{
	fputs(code && *text != '\0' ? " `" : " ", out);
	for (; *text != '\0'; text++) {
		if (*text == '|' || (!code && strchr("\\*_<`", *text) != NULL))
			putc('\\', out);
		putc(*text, out);
	}
	fputs(code ? "` |" : " |", out);
}

static void
write_md(FILE *out, const struct list *l)
{
	unsigned n = columns_of(l);

	fprintf(out, "# %s\n\n|", l->entry->title);
	for (unsigned i = 0; i < n; i++)
		fprintf(out, " %s |", l->entry->columns[i].name);
	fputs("\n|", out);
	for (unsigned i = 0; i < n; i++)
		fputs("---|", out);
	putc('\n', out);
	for (const struct list_row *row = l->rows; row != NULL; row = row->next) {
		putc('|', out);
		for (unsigned i = 0; i < n; i++)
			write_md_cell(out, row->cells[i], i == 0);
		putc('\n', out);
	}
}

/* --- mdoc(7) ---------------------------------------------------------------------- */

/* A word of two or three letters could be a macro, a leading period or quote a request. */
static void
write_mdoc_words(FILE *out, const char *text)
{
	while (*text != '\0') {
		size_t length = strcspn(text, " ");

		if (length <= 3 || *text == '.' || *text == '\'')
			fputs("\\&", out);
		for (size_t i = 0; i < length; i++) {
			if (text[i] == '\\')
				fputs("\\e", out);
			else if (text[i] == '"')
				fputs("\\(dq", out);
			else
				putc(text[i], out);
		}
		text += length;
		if (*text != '\0')
			putc(*text++, out);
	}
	putc('\n', out);
}

static void
write_mdoc(FILE *out, const struct list *l)
{
	unsigned n = columns_of(l);

	fputs(".Sh ", out);
	for (const char *c = l->entry->title; *c != '\0'; c++)
		putc(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c, out);
	fputs("\n.Bl -tag -width Ds\n", out);
	for (const struct list_row *row = l->rows; row != NULL; row = row->next) {
		fputs(".It Sy ", out);
		write_mdoc_words(out, row->cells[0]);
		for (unsigned i = 1; i < n; i++) {
			if (row->cells[i][0] == '\0')
				continue;
			if (l->entry->columns[i].place == COLUMN_PROSE) {
				write_mdoc_words(out, row->cells[i]);
			} else {
				fprintf(out, "%s: ", l->entry->columns[i].name);
				write_mdoc_words(out, row->cells[i]);
			}
			fputs(".br\n", out);
		}
	}
	fputs(".El\n", out);
}

void
list_write(FILE *out, const struct list *l, enum list_format format)
{
	switch (format) {
	case LIST_TEXT:
		write_text(out, l);
		break;
	case LIST_TSV:
		write_tsv(out, l);
		break;
	case LIST_MD:
		write_md(out, l);
		break;
	case LIST_MDOC:
		write_mdoc(out, l);
		break;
	}
}
