/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Explanations, over every scenario of the tree: whatever rule decided is told with its text,
 * kernel function and manual page, and every change that is offered works when it is made.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "paths.h"
#include "simulation.h"
#include "stage.h"

#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

#define PER_RULE 2 /* steps whose change is searched, of each rule */

static struct stage stage;
static struct paths paths;
static unsigned searched[RULES], found;

static void
set_up(void)
{
	memset(&paths, 0, sizeof(paths));
	ck_assert(paths_add(&paths, "scenarios"));
	stage_init(&stage);
}

static void
tear_down(void)
{
	paths_free(&paths);
	stage_free(&stage);
}

/* The words of `text', with any white space between them, are in `in'. */
static bool
says(const char *in, const char *text)
{
	for (; *in != '\0'; in++) {
		const char *a = in, *b = text;

		while (*b != '\0' && (*a == *b || (*b == ' ' && (*a == ' ' || *a == '\n')))) {
			if (*b == ' ') {
				a += strspn(a, " \n");
				b += strspn(b, " ");
			} else {
				a++;
				b++;
			}
		}
		if (*b == '\0')
			return (true);
	}
	return (false);
}

static void
check_text(struct scenario *sc, const struct outcome *out, const char *text)
{
	const struct step *by;
	const struct rule_info *rule = outcome_rule(out, &by);

	for (const char *at = text; *at != '\0'; at += strcspn(at, "\n") + 1)
		if (strcspn(at, "\n") != 0)
			ck_assert_msg(at[strcspn(at, "\n") - 1] != ' ', "%s:%u: %s", sc->file,
			    out->step->line, text);
	if (rule == NULL)
		return;
	ck_assert_msg(says(text, rule->name) && says(text, rule->reason) &&
		says(text, rule->function) && says(text, rule->manual),
	    "%s:%u: %s", sc->file, out->step->line, text);
}

/* Every change that is offered works; the world is as it was. */
static void
check_remedy(struct world *w, struct scenario *sc, const struct outcome *out)
{
	uint64_t hash = kernel_hash(w->kernel);
	size_t step = w->step, nlog = w->present.nlog;
	struct remedy remedy;

	remedy_search(w, sc, out, &remedy);
	ck_assert_uint_le(remedy.runs, 2 * REMEDY_RUNS + 8);
	ck_assert_uint_eq(kernel_hash(w->kernel), hash);
	ck_assert_uint_eq(w->step, step);
	ck_assert_uint_eq(w->present.nlog, nlog);
	if (!remedy.found)
		return;
	found++;
	ck_assert_msg(remedy_works(w, sc, out, remedy.changes, remedy.count), "%s:%u: %s", sc->file,
	    out->step->line, remedy.changes[0].line);
	/* None of them is idle. */
	for (unsigned i = 0; i < remedy.count && remedy.count > 1; i++) {
		struct change fewer[REMEDY_CHANGES];
		unsigned n = 0;

		for (unsigned k = 0; k < remedy.count; k++)
			if (k != i)
				fewer[n++] = remedy.changes[k];
		ck_assert_msg(!remedy_works(w, sc, out, fewer, n), "%s:%u: without %s", sc->file,
		    out->step->line, remedy.changes[i].line);
	}
}

static void
explain_file(const char *path)
{
	struct scenario sc;
	struct outcome out;
	const struct step *by;

	if (!scenario_load(&sc, path)) {
		scenario_free(&sc);
		return;
	}
	struct world *w = stage_world(&stage, scenario_wants_empty(&sc));

	ck_assert_ptr_nonnull(w);
	if (!scenario_check(&sc, &stage.lexicon, w->values)) {
		scenario_free(&sc);
		return;
	}
	for (const struct scenario_step *s = sc.steps; s != NULL; s = s->next) {
		if (!step_run(w, &sc, s, &out))
			break;
		const struct rule_info *rule = outcome_rule(&out, &by);

		if (rule == NULL || searched[rule - rule_info]++ >= PER_RULE)
			continue;
		check_text(&sc, &out, explain_step(w, &sc, &out));
		check_remedy(w, &sc, &out);
	}
	scenario_free(&sc);
}

START_TEST(every_scenario)
{
	for (unsigned i = 0; i < paths.count; i++)
		explain_file(paths.names[i]);
	ck_assert_uint_ge(found, 20);
}
END_TEST

/* --- The three that the design names, and their smallest changes ------------------------- */

static const struct {
	const char *scenario, *changes[REMEDY_CHANGES];
} known[] = {
	{ "root@host # jail -c name=www path=/jails/www persist\n"
	  "root@www # kill(1, SIGTERM)\n",
	    { "root@host #" } },
	{ "root@host # jail -c name=www path=/jails/www persist\n"
	  "root@www # mount -t tmpfs tmpfs /mnt\n",
	    { "root@host # jail -m name=www allow.mount",
		"root@host # jail -m name=www enforce_statfs=1",
		"root@host # jail -m name=www allow.mount.tmpfs" } },
	{ "root@host # jail -c name=www path=/jails/www persist\n"
	  "root@www # stat(\"/..\")\n",
	    { ":without WALL_RDIR", ":without WALL_JDIR", ":without WALL_PRISON" } },
	{ "root@host # sysctl security.bsd.see_other_uids=0\n"
	  "alice@host $ kill(1, 0)\n",
	    { "root@host #" } },
	{ "alice@host $ open(\"/etc/master.passwd\", O_RDONLY)\n",
	    { "root@host # chmod 0604 /etc/master.passwd" } },
	{ "root@host # jail -c name=www path=/jails/www ip4.addr=192.0.2.10 persist\n"
	  "root@www # nc -l 192.0.2.1 8080\n",
	    { "root@host # jail -m name=www ip4.addr=192.0.2.10,192.0.2.1" } },
	{ ":world empty\n"
	  "root@host # mkdir(\"/j\", 0755)\n"
	  "root@host # jail_set({name=\"j\", path=\"/j\", persist}, JAIL_CREATE)\n"
	  "root@j # jail_set({name=\"k\", path=\"/\", persist}, JAIL_CREATE)\n",
	    { "root@host # jail_set({jid=1, children.max=1}, JAIL_UPDATE)" } },
};

START_TEST(smallest_change)
{
	const char *text = known[_i].scenario;
	struct scenario sc;
	struct outcome out;
	struct remedy remedy;
	unsigned count = 0;

	ck_assert(scenario_parse(&sc, "known", text, strlen(text), SCENARIO_FILE));
	struct world *w = stage_world(&stage, scenario_wants_empty(&sc));

	ck_assert(scenario_check(&sc, &stage.lexicon, w->values));
	for (const struct scenario_step *s = sc.steps; s != NULL; s = s->next)
		ck_assert(step_run(w, &sc, s, &out));
	remedy_search(w, &sc, &out, &remedy);
	ck_assert_msg(remedy.found, "%s", text);
	while (count < REMEDY_CHANGES && known[_i].changes[count] != NULL)
		count++;
	ck_assert_uint_eq(remedy.count, count);
	for (unsigned i = 0; i < count; i++)
		ck_assert_str_eq(remedy.changes[i].line, known[_i].changes[i]);
	scenario_free(&sc);
}
END_TEST

START_TEST(every_rule_alone)
{
	struct arena a = { 0 };
	const char *text = explain_rule(&a, (enum rule)_i);

	ck_assert(says(text, rule_info[_i].name) && says(text, rule_info[_i].reason) &&
	    says(text, rule_info[_i].function) && says(text, rule_info[_i].manual));
	arena_free(&a);
}
END_TEST

Suite *
explain_suite(void)
{
	Suite *suite = suite_create("explain");
	TCase *tcase = tcase_create("explain");

	tcase_add_unchecked_fixture(tcase, set_up, tear_down);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, every_scenario);
	tcase_add_loop_test(tcase, smallest_change, 0, (int)(sizeof(known) / sizeof(known[0])));
	tcase_add_loop_test(tcase, every_rule_alone, 0, RULES);
	suite_add_tcase(suite, tcase);
	return (suite);
}
