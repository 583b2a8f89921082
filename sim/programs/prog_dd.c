/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dd.  FreeBSD's counterpart is bin/dd.
 * NOT MODELLED: conversions but conv=notrunc, cbs, files, fillchar, speed, different block sizes
 * for reading and writing; reading stops after READS_MAX blocks when count= is not given.
 */
#include <string.h>

#include "option.h"

int prog_dd(struct program *);

#define READS_MAX 4096

struct dd {
	const char *in, *out; /* files; NULL: standard input and output */
	int64_t bs;	      /* bytes of a block */
	int64_t count;	      /* blocks to copy; -1: all */
	int64_t skip, seek;   /* blocks to pass over in each */
	bool keep, quiet;     /* conv=notrunc, status=none */
	int64_t in_fd, out_fd;
	int64_t full, part, bytes; /* blocks, shorter blocks and bytes copied */
};

/* "64k" */
static bool
read_size(const char *text, int64_t *size)
{
	static const char suffixes[] = "bkmg";
	static const int64_t factors[] = { 512, 1 << 10, 1 << 20, 1 << 30 };
	size_t digits = strspn(text, "0123456789");
	const char *suffix = text[digits] == '\0' ? NULL : strchr(suffixes, text[digits] | 0x20);
	int64_t n = 0;

	for (size_t i = 0; i < digits && n < INT64_MAX / 16; i++)
		n = n * 10 + (text[i] - '0');
	*size = suffix == NULL ? n : n * factors[suffix - suffixes];
	return (digits != 0 && n < INT32_MAX &&
	    (text[digits] == '\0' || (suffix != NULL && text[digits + 1] == '\0')));
}

/* One "name=value"; false after complaining. */
static bool
read_operand(struct program *p, struct dd *d, const char *word)
{
	const struct {
		const char *name;
		const char **text;
		int64_t *size;
	} operands[] = { { "if=", &d->in, NULL }, { "of=", &d->out, NULL }, { "bs=", NULL, &d->bs },
		{ "count=", NULL, &d->count }, { "skip=", NULL, &d->skip },
		{ "iseek=", NULL, &d->skip }, { "seek=", NULL, &d->seek },
		{ "oseek=", NULL, &d->seek } };

	for (size_t i = 0; i < sizeof(operands) / sizeof(operands[0]); i++) {
		size_t length = strlen(operands[i].name);

		if (strncmp(word, operands[i].name, length) != 0)
			continue;
		if (operands[i].text != NULL)
			*operands[i].text = word + length;
		else if (!read_size(word + length, operands[i].size)) {
			program_complain(
			    p, "dd: %.*s: illegal numeric value\n", (int)length - 1, word);
			return (false);
		}
		return (true);
	}
	d->keep |= strcmp(word, "conv=notrunc") == 0;
	d->quiet |= strcmp(word, "status=none") == 0;
	if (strcmp(word, "conv=notrunc") == 0 || strcmp(word, "status=none") == 0)
		return (true);
	program_complain(p, "dd: unknown operand %.*s\n", (int)strcspn(word, "="), word);
	return (false);
}

/* Says why; answers false. */
static bool
cannot(struct program *p, const struct call *c, const char *file)
{
	program_fail(p, c, file);
	return (false);
}

static bool
open_files(struct program *p, struct dd *d)
{
	const struct call *c;

	d->in_fd = 0;
	d->out_fd = -1;
	if (d->in != NULL) {
		c = CALL(p, open, program_text(p, d->in), BSD_O_RDONLY);
		if (c->error != 0)
			return (cannot(p, c, d->in));
		d->in_fd = c->retval;
	}
	if (d->out != NULL) {
		c = CALL(p, open, program_text(p, d->out),
		    BSD_O_WRONLY | BSD_O_CREAT | (d->keep || d->seek != 0 ? 0 : BSD_O_TRUNC), 0666);
		if (c->error != 0)
			return (cannot(p, c, d->out));
		d->out_fd = c->retval;
	}
	return (true);
}

static bool
pass_over(struct program *p, const struct dd *d)
{
	const struct call *c;

	if (d->skip != 0) {
		c = CALL(p, lseek, d->in_fd, d->skip * d->bs, BSD_SEEK_SET);
		if (c->error != 0)
			return (cannot(p, c, d->in == NULL ? "stdin" : d->in));
	}
	if (d->seek != 0 && d->out_fd >= 0) {
		c = CALL(p, lseek, d->out_fd, d->seek * d->bs, BSD_SEEK_SET);
		if (c->error != 0)
			return (cannot(p, c, d->out));
	}
	return (true);
}

/* Copies a block; false at the end, *status says whether because of an error. */
static bool
copy_block(struct program *p, struct dd *d, int *status)
{
	const struct call *c = CALL(p, read, d->in_fd, d->bs);
	size_t length;

	if (c->error != 0) {
		*status = program_fail(p, c, d->in == NULL ? "stdin" : d->in);
		return (false);
	}
	int64_t block = c->result[0];
	const char *bytes = value_bytes(p->world->values, (value_ix)block, &length);

	if (length == 0)
		return (false);
	if (d->out_fd < 0) {
		program_write(p, bytes, length);
	} else if ((c = CALL(p, write, d->out_fd, block))->error != 0) {
		*status = program_fail(p, c, d->out);
		return (false);
	}
	d->full += (int64_t)length == d->bs;
	d->part += (int64_t)length != d->bs;
	d->bytes += (int64_t)length;
	return (true);
}

static void
print_summary(struct program *p, const struct dd *d)
{
	long long full = (long long)d->full, part = (long long)d->part;

	/* No time passes meanwhile; dd takes a microsecond for the least. */
	program_complain(p,
	    "%lld+%lld records in\n%lld+%lld records out\n"
	    "%lld bytes transferred in 0.000001 secs (%lld bytes/sec)\n",
	    full, part, full, part, (long long)d->bytes, (long long)d->bytes * 1000000);
}

int
prog_dd(struct program *p)
{
	struct dd d = { .bs = 512, .count = -1 };
	int status = 0;

	for (int i = 1; i < p->argc; i++)
		if (!read_operand(p, &d, p->argv[i]))
			return (1);
	if (d.bs <= 0) {
		program_complain(p, "dd: bs must be between 1 and 2147483647\n");
		return (1);
	}
	if (!open_files(p, &d) || !pass_over(p, &d))
		return (1);
	for (int64_t n = 0; n != d.count && copy_block(p, &d, &status); n++)
		if (d.count < 0 && n == READS_MAX) {
			program_complain(p, "dd: jailsim stops here: say how much with count=\n");
			status = 1;
			break;
		}
	if (!d.quiet)
		print_summary(p, &d);
	return (status);
}
