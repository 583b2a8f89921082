/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is known of bare hosts and default jails, attack by attack, beside what the matrix computes
 * for root of the host and of www, which is a jail with nothing allowed to it.  The numbers are
 * those of the table of confinements that the rules were made from.
 */
#include <check.h>
#include <string.h>

#include "lexicon.h"
#include "matrix.h"
#include "stage.h"
#include "step_run.h"

#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

/* In a jail: "allowed", "contained", or the errno. */
static const struct {
	const char *attack, *action, *jail;
} facts[] = {
	{ "FS01", "read-secret", "ENOENT" },
	{ "FS02", "climb-passwd", "contained" },
	{ "FS03", "symlink-passwd", "contained" },
	{ "FS04", "read-private", "contained" },
	{ "FS05", "chown-file", "contained" },
	{ "FS06", "plant-setuid", "allowed" },
	{ "FS07", "set-immutable", "EPERM" },
	{ "FS09", "forge-handle", "EPERM" },
	{ "FS10", "remount-root", "EPERM" },
	{ "FS11", "write-shared", "allowed" },
	{ "MN01", "mount-tmpfs", "EPERM" },
	{ "MN02", "mount-devfs", "EPERM" },
	{ "MN04", "mount-nullfs", "EPERM" },
	{ "MN06", "unmount-dev", "EPERM" },
	{ "DV01", "make-device", "EPERM" },
	{ "DV03", "write-memory", "ENOENT" },
	{ "DV04", "write-disk", "ENOENT" },
	{ "DV06", "capture-packets", "ENOENT" },
	{ "DV07", "read-console", "ENOENT" },
	{ "DV09", "read-kmem", "ENOENT" },
	{ "PR01", "list-processes", "contained" },
	{ "PR02", "kill-host", "ESRCH" },
	{ "PR03", "kill-everybody", "contained" },
	{ "PR04", "debug-host", "ESRCH" },
	{ "PR05", "debug-own", "contained" },
	{ "PR06", "be-less-nice", "EACCES" },
	{ "PR07", "be-realtime", "EPERM" },
	{ "PR08", "raise-limit", "allowed" },
	{ "PR10", "become-anybody", "contained" },
	{ "PR11", "run-setuid", "contained" },
	{ "PR12", "lock-page", "EPERM" },
	{ "PR13", "make-jail", "EPERM" },
	{ "PR15", "enter-neighbour", "EINVAL" },
	{ "PR16", "accounting", "EPERM" },
	{ "PR18", "read-messages", "EPERM" },
	{ "NW01", "serve-own", "contained" },
	{ "NW02", "serve-host-address", "EADDRNOTAVAIL" },
	{ "NW03", "raw-socket", "EPERM" },
	{ "NW04", "forge-packets", "EPERM" },
	{ "NW06", "add-address", "EPERM" },
	{ "NW13", "host-socket", "ENOENT" },
	{ "IP01", "attach-segment", "ENOSYS" },
	{ "IP03", "stand-in-directory", "ENOTCAPABLE" },
	{ "KM01", "load-module", "EPERM" },
	{ "KM02", "unload-module", "EPERM" },
	{ "TM01", "set-clock", "EPERM" },
	{ "TM02", "slew-clock", "EPERM" },
	{ "HN01", "set-hostname", "contained" },
	{ "HN02", "set-hostid", "contained" },
	{ "SC01", "write-sysctl", "EPERM" },
	{ "SC02", "raise-securelevel", "contained" },
	{ "SC03", "list-modules", "allowed" },
	{ "RB01", "reboot", "EPERM" },
	{ "RB02", "add-swap", "EPERM" },
	{ "RX01", "use-process-slot", "allowed" },
	{ "RX03", "use-disk", "allowed" },
	{ "CE01", "inner-chroot", "contained" },
	{ "CE02", "leave-chroot", "contained" },
	{ "CE03", "keep-directory", "EPERM" },
};

static struct stage stage;
static struct scenario jails;
static struct matrix matrix;
static struct arena arena;

static void
set_up(void)
{
	static const char *const root[] = { "root" };
	struct outcome out;
	uint32_t *jids;

	stage_init(&stage);
	struct world *w = stage_open_jails(&stage, &jails);

	ck_assert_ptr_nonnull(w);
	for (const struct scenario_step *s = jails.steps; s != NULL; s = s->next)
		ck_assert(step_run(w, &jails, s, &out));
	ck_assert(matrix_begin(&matrix, w, root, 1));
	unsigned prisons = matrix_prisons(&arena, w, &jids);

	matrix_compute(&matrix, w, jids, prisons);
}

static void
tear_down(void)
{
	matrix_end(&matrix);
	arena_free(&arena);
	scenario_free(&jails);
	stage_free(&stage);
}

START_TEST(as_known)
{
	int action = action_find(&matrix.actions, facts[_i].action);

	ck_assert_msg(action >= 0, "%s", facts[_i].action);
	ck_assert_str_eq(matrix.columns[1].name, "www");
	const struct cell *host = matrix_cell(&matrix, (unsigned)action, 0, 0);
	const struct cell *www = matrix_cell(&matrix, (unsigned)action, 1, 0);
	const char *got = www->error == 0 ? reach_name[www->reach] : errno_name(www->error);

	ck_assert_msg(host->reach == REACH_ALLOWED, "%s %s: %s on the host", facts[_i].attack,
	    facts[_i].action, reach_name[host->reach]);
	ck_assert_msg(strcmp(got, facts[_i].jail) == 0, "%s %s: %s, not %s", facts[_i].attack,
	    facts[_i].action, got, facts[_i].jail);
}
END_TEST

Suite *
confinements_suite(void)
{
	Suite *suite = suite_create("confinements");
	TCase *tcase = tcase_create("confinements");

	tcase_add_unchecked_fixture(tcase, set_up, tear_down);
	tcase_add_loop_test(tcase, as_known, 0, (int)(sizeof(facts) / sizeof(facts[0])));
	suite_add_tcase(suite, tcase);
	return (suite);
}
