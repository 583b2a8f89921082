/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Releases: major, minor and patch level in one number that compares as they do.  "15.0" means
 * with all patches known, "15.0-p0" as shipped.
 */
#ifndef KERNEL_MODEL_RELEASE_H
#define KERNEL_MODEL_RELEASE_H

#include <stdbool.h>
#include <stdint.h>

#include "info.h"

struct ruling;

#define RELEASE_PATCHED 999u
#define RELEASE(major_, minor_, patch_)                                                            \
	((uint32_t)(major_)*1000000u + (uint32_t)(minor_)*1000u + (uint32_t)(patch_))
#define RELEASE_MAJOR(release_) ((release_) / 1000000u)
#define RELEASE_MINOR(release_) ((release_) / 1000u % 1000u)
#define RELEASE_PATCH(release_) ((release_) % 1000u)

/* What a kernel models when it boots. */
#define RELEASE_DEFAULT RELEASE(15, 0, RELEASE_PATCHED)

/* "14.3-p9", "15.0"; 0 when it is no release. */
uint32_t release_parse(const char *);

/* Is the release at or after the entry of `list' that speaks for it?  list: "13.5-p10 14.3-p9". */
bool release_reached(uint32_t release, const char *list);

/* Fills ru_active from ru_release and ru_without. */
void ruling_derive(struct ruling *);

/* The rule of this name; false when there is none. */
bool rule_parse(const char *name, enum rule *);

#endif
