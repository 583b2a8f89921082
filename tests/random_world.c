/* SPDX-License-Identifier: BSD-2-Clause */
/* The world in which random walks begin: a few files, four jails, one in another, five users. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "call.h"
#include "random_call.h"

#define ROOT_SESSION 2 /* pid of the first login */

/* What root of the host does first; all descriptors are 0 as each is closed again. */
static const char *const steps[] = {
	"mkdir(\"/a\", 01777)",
	"mkdir(\"/a/b\", 01777)",
	"mkdir(\"/bin\", 0755)",
	"mkdir(\"/dev\", 0755)",
	"mkdir(\"/proc\", 0755)",
	"mkdir(\"/j1\", 01777)",
	"mkdir(\"/j1/a\", 01777)",
	"mkdir(\"/j1/j2\", 01777)",
	"mkdir(\"/j1/dev\", 0755)",
	"mkdir(\"/jails\", 0755)",
	"mkdir(\"/jails/www\", 0755)",
	"mkdir(\"/jails/www/a\", 01777)",
	"mkdir(\"/jails/www/dev\", 0755)",
	"mkdir(\"/jails/db\", 0755)",
	"mkdir(\"/jails/db/a\", 01777)",
	"mkdir(\"/jails/build\", 0755)",
	"mkdir(\"/jails/build/a\", 01777)",
	"mkdir(\"/jails/build/kid\", 0755)",
	"mkfifo(\"/a/fifo\", 0666)",
	"mkfifo(\"/jails/www/a/fifo\", 0666)",
	"open(\"/f\", O_RDWR|O_CREAT, 0644)",
	"write(0, \"text\\n\")",
	"close(0)",
	"open(\"/bin/sh\", O_RDWR|O_CREAT, 0755)",
	"write(0, \"\\177ELFsh\\n\")",
	"close(0)",
	"open(\"/bin/su\", O_RDWR|O_CREAT, 0755)",
	"write(0, \"\\177ELFsu\\n\")",
	"close(0)",
	"chmod(\"/bin/su\", 04755)",
	"open(\"/script\", O_RDWR|O_CREAT, 0755)",
	"write(0, \"#! /bin/sh -e\\n\")",
	"close(0)",
	"chmod(\"/script\", 06755)",
	"open(\"/module\", O_RDWR|O_CREAT, 0644)",
	"write(0, \"kernel module x\\n\")",
	"close(0)",
	"mkdir(\"/n\", 0755)",
	"mount(\"nullfs\", \"/n\", 0, {from=\"/a\"})",
	"mount(\"procfs\", \"/proc\")",
	"mount(\"devfs\", \"/dev\")",
	"mount(\"devfs\", \"/jails/www/dev\", 0, {ruleset=4})",
	"jail_set({name=\"www\", path=\"/jails/www\", persist, ip4.addr=\"192.0.2.10\"}, JAIL_CREATE)",
	"jail_set({name=\"db\", path=\"/jails/db\", persist, allow.raw_sockets, sysvshm=1,"
	" ip4.addr=\"192.0.2.11\"}, JAIL_CREATE)",
	"jail_set({name=\"build\", path=\"/jails/build\", persist, children.max=5, allow.mount,"
	" allow.mount.tmpfs, allow.mount.nullfs, enforce_statfs=1, allow.chflags, sysvmsg=2, sysvsem=2, sysvshm=2}, JAIL_CREATE)",
	"jail_set({name=\"build.kid\", path=\"/jails/build/kid\", persist, allow.nosuser},"
	" JAIL_CREATE)",
};

static const int64_t users[] = { 0, 1001, 1002, 80, 65534 };
static const int64_t places[] = { 0, 1, 2, 3, 4 }; /* the host and the jails above, in order */

static void
read_step(const struct kernel *k, const char *text, struct call *c)
{
	static struct lexicon lexicon;
	struct scenario sc;
	char line[512];

	if (lexicon.types.count == 0)
		lexicon_init(&lexicon);
	snprintf(line, sizeof(line), "root@host # %s", text);
	ck_assert(scenario_parse(&sc, "world", line, strlen(line), SCENARIO_FILE));
	const struct call_reader reader = { &lexicon, k->k_values, &sc, NULL };

	ck_assert_msg(call_read(&reader, sc.steps, c), "%s", text);
	scenario_free(&sc);
}

static void
log_in(const struct kernel *k, int64_t user, int64_t place, struct call *c)
{
	const int64_t ids[] = { user, user, user };

	*c = (struct call) { .number = SYS_sim_login, .nargs = 5 };
	c->words[0] = place;
	c->words[1] = c->words[2] = number_list(k, ids, 3);
	c->words[3] = VALUE_EMPTY;
	c->words[4] = value_string(k->k_values, user == 0 ? "root" : "somebody");
}

bool
first_call(const struct kernel *k, unsigned i, struct call *c)
{
	if (i == 0) {
		log_in(k, 0, 0, c);
		return (true);
	}
	if (--i < COUNT(steps)) {
		*c = (struct call) { .pid = ROOT_SESSION };
		read_step(k, steps[i], c);
		c->pid = ROOT_SESSION;
		return (true);
	}
	i -= COUNT(steps);
	if (i >= COUNT(users) * COUNT(places))
		return (false);
	log_in(k, users[i % COUNT(users)], places[i / COUNT(users)], c);
	return (true);
}
