/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * :save: the steps as a scenario, which `jailsim run' passes.
 */
#include <errno.h>
#include <string.h>

#include "shell_words.h"

static void
save_step(FILE *file, struct typed *t)
{
	struct text output = outcome_output(&t->sc.arena, &t->outcome);
	const char *text = t->text;

	/* What cannot be run in a file either is told, not lost. */
	fputs(t->outcome.refused != NULL ? "# " : "", file);
	fwrite(text, 1, strcspn(text, "\n"), file);
	if (t->expected != NULL)
		fprintf(file, " => %s", t->expected);
	fputc('\n', file);
	if (t->outcome.step->kind != STEP_PROGRAM || t->outcome.refused != NULL)
		return;
	for (size_t i = 0; i < output.len;) {
		const char *line = output.s + i;
		const char *end = memchr(line, '\n', output.len - i);
		size_t length = end == NULL ? output.len - i : (size_t)(end - line);

		fprintf(file, "|%s%.*s\n", length == 0 ? "" : " ", (int)length, line);
		i += length + 1;
	}
}

void
word_save(struct shell *sh, const struct word_line *line)
{
	const char *name = line->argv[0];
	FILE *file = fopen(name, "w");

	if (file == NULL) {
		fprintf(sh->out, "%s: %s\n", name, strerror(errno));
		return;
	}
	fputs("# A session of the shell.\n", file);
	for (size_t n = 1; n <= sh->world->step; n++) {
		struct typed t;

		shell_recall(sh, n, &t);
		save_step(file, &t);
		typed_free(&t);
	}
	bool failed = ferror(file) != 0;

	if (fclose(file) != 0 || failed)
		fprintf(sh->out, "%s: %s\n", name, strerror(errno));
	else
		fprintf(sh->out, "saved %zu step%s: jailsim run %s\n", sh->world->step,
		    sh->world->step == 1 ? "" : "s", name);
}
