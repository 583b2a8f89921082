/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs the suites of suites.def; libcheck reads CK_FORK, CK_RUN_SUITE,
 * CK_VERBOSITY and CK_TAP_LOG_FILE_NAME from the environment.
 */
#include <check.h>
#include <stdlib.h>

#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

int
main(void)
{
	SRunner *runner = srunner_create(NULL);

#define SUITE(file_) srunner_add_suite(runner, file_##_suite());
#include "suites.def"
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return (failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
}
