/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * :predict: the student says how the script's next step will come out, and then sees it.
 */
#include <string.h>

#include "shell.h"

/* The errno that an answer names; 0: allowed; -1: it names none. */
static int
answered_errno(const struct shell *sh, struct arena *a, const char *answer)
{
	static const char *const allowed[] = { "ok", "allowed", "yes", "y", "a", "0" };
	char *name = arena_copy(a, answer, strcspn(answer, " \t"));

	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		if (strcmp(name, allowed[i]) == 0)
			return (0);
	for (char *c = name; *c != '\0'; c++)
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 'a' + 'A');
	return (errno_find(sh->world->lexicon, name));
}

/* How the step that was run last came out: its errno, -1 when it failed with none. */
static int
outcome_of_last(const struct shell *sh)
{
	struct typed t;

	shell_recall(sh, sh->world->step, &t);
	int error = t.outcome.error != 0		       ? t.outcome.error :
	    t.outcome.status != 0 || t.outcome.refused != NULL ? -1 :
								 0;

	typed_free(&t);
	return (error);
}

static void
tell_score(struct shell *sh, int guess, int truth)
{
	struct script_way *way = &sh->way;

	way->asked++;
	way->right += guess == truth;
	fprintf(sh->out, "%s: it %s%s (%u of %u)\n", guess == truth ? "Right" : "Wrong",
	    truth == 0 ? "was allowed" : "came to ",
	    truth == 0	    ? "" :
		truth == -1 ? "an exit status" :
			      errno_name(truth),
	    way->right, way->asked);
}

static void
predicted(struct shell *sh, const char *answer)
{
	struct arena a = { 0 };
	size_t before = sh->world->step;
	int guess = answered_errno(sh, &a, answer);

	arena_free(&a);
	if (guess < 0 && *answer != '\0' && *answer != '?') {
		shell_ask(sh, "\"ok\", an errno such as EPERM, or nothing to be told: ", predicted);
		return;
	}
	shell_script_step(sh);
	if (sh->world->step == before || sh->way.waits)
		return;
	if (guess >= 0)
		tell_score(sh, guess, outcome_of_last(sh));
}

void
script_predict(struct shell *sh, const struct scenario_step *step)
{
	script_say_step(sh, step, false);
	shell_ask(sh, "Is it allowed (ok), or refused with which errno? ", predicted);
}
