/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Completion: what is offered where, that nothing of it stays, and for every call and argument
 * that something is said about it.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "complete.h"
#include "programs/program.h"
#include "stage.h"
#include "step_run.h"

#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

static struct stage stage;
static struct world *w;
static struct arena arena;

static void
run(const char *text)
{
	struct scenario sc;
	struct outcome out;

	ck_assert_msg(scenario_parse(&sc, "-", text, strlen(text), SCENARIO_FILE), "%s", text);
	for (const struct scenario_step *s = sc.steps; s != NULL; s = s->next)
		ck_assert_msg(step_run(w, &sc, s, &out) && out.error == 0, "%s:%u", text, s->line);
	scenario_free(&sc);
}

static void
setup(void)
{
	stage_init(&stage);
	w = stage_world(&stage, false);
	ck_assert_ptr_nonnull(w);
	run("root@host # jail -c name=www path=/jails/www host.hostname=www persist children.max=5\n"
	    "root@www # jail -c name=inner path=/tmp persist\n"
	    "root@host # mkdir(\"/tmp/secret\", 0700)\n"
	    "root@host # touch \"/tmp/two words\"\n"
	    "alice@host $ job = sleep 100 &\n"
	    "root@host # fd = open(\"/etc/motd\", O_RDONLY)\n"
	    "root@host # st = stat(\"/etc/motd\")\n"
	    "root@www # cd /etc\n");
}

static void
teardown(void)
{
	arena_free(&arena);
	stage_free(&stage);
}

static struct completion
at(const char *who, const char *line)
{
	return (complete(w, &arena, who, line, strlen(line)));
}

static const struct candidate *
find(const struct completion *c, const char *text)
{
	for (unsigned i = 0; i < c->count; i++)
		if (strcmp(c->candidates[i].text, text) == 0)
			return (&c->candidates[i]);
	return (NULL);
}

/* A line, a candidate that must be among its and a piece of its help; NULL: it must not be. */
static const struct {
	const char *who, *line, *text, *help;
} cases[] = {
	{ "root@host", "ki", "kill(", "send a signal" },
	{ "root@host", "je", "jexec", "run a command in a jail" },
	{ "root@host", "x = ge", "getpid(", "process id" },
	{ "root@host", "r, w = pi", "pipe(", "" },
	{ "root@host", ":ba", ":back", "" },
	{ "root@host", ":without MOUNT_ST", "MOUNT_STATFS", "" },
	{ "root@host", ":world s", "stock", "" },
	{ "root@host", ":can root@w", "root@www", "act as" },
	{ "root@host", ":can root@www kil", "kill(", "signal" },
	{ "root@host", ":can root@www kill(1, SIGT", "SIGTERM", "15" },
	{ "root@host", "alice@", "alice@www $", "act as" },
	{ "root@host", "root@w", "root@www #", "" },
	{ "root@host", "open(\"/ho", "/home/", "directory 0755 root" },
	{ "root@host", "open(", "\"/etc/", "directory" },
	{ "root@host", "open(\"/etc/mo", "/etc/motd", "file 0644 root" },
	{ "root@host", "ls /jails/w", "/jails/www/", "directory" },
	{ "root@host", "ls -l /jails/w", "/jails/www/", "directory" },
	{ "root@host", "cat /tmp/tw", "'/tmp/two words'", NULL },
	{ "root@host", "cat > /tmp/se", "/tmp/secret/", "0700" },
	{ "root@www", "ls pas", "passwd", "file 0644 root" },
	{ "root@www", "open(\"/jails/", "/jails/www/", NULL },
	{ "root@host", "root@www # open(\"pas", "passwd", "file" },
	{ "root@host", "open(\"/etc/motd\", O_RD", "O_RDONLY", "" },
	{ "root@host", "open(\"/etc/motd\", O_RDONLY|O_NOF", "O_NOFOLLOW", "0x100" },
	{ "root@host", "kill(", "1", "init of host" },
	{ "root@host", "kill(j", "job", "variable" },
	{ "root@www", "kill(", "1", NULL },
	{ "root@host", "kill(1, SIGT", "SIGTERM", "15" },
	{ "root@host", "kill -T", "-TERM", "signal 15" },
	{ "root@host", "kill -TERM $", "$job", "" },
	{ "root@host", "read(", "3", "/etc/motd" },
	{ "root@host", "chown(\"/x\", ", "1001", "the user alice" },
	{ "root@host", "chown al", "alice", "1001" },
	{ "root@host", "su al", "alice", "1001" },
	{ "root@host", "jail_attach(", "1", "the jail www" },
	{ "root@host", "jexec w", "www", "path /jails/www" },
	{ "root@host", "jexec www.i", "www.inner", "" },
	{ "root@www", "jexec ", "inner", "" },
	{ "root@www", "jexec ", "www", NULL },
	{ "root@host", "jexec -u al", "alice", "" },
	{ "root@host", "jexec www l", "ls", "" },
	{ "root@host", "kill(s", "st", "variable" },
	{ "root@host", "kill(st.i", "st.ino", "" },
	{ "root@host", "kill(nothing.", "nothing.ino", NULL },
	{ "root@host", "jexec www ls /home/", "/home/alice/", "directory" },
	{ "root@host", "jexec www ls /jails/", "/jails/www/", NULL },
	{ "root@host", "jexec -u alice www kill -T", "-TERM", "" },
	{ "root@host", "jail -r w", "www", "" },
	{ "root@host", "jail -c name=x allow.mount.d", "allow.mount.devfs", "[false]" },
	{ "root@host", "jail -c name=x allow.nom", "allow.nomount", "[false]" },
	{ "root@host", "jail -c name=x enforce", "enforce_statfs=", "[2]" },
	{ "root@host", "jail -c path=/ja", "/jails/", "directory" },
	{ "root@host", "jail -c ip4=in", "inherit", "" },
	{ "root@host", "jail_set({name=\"a\", all", "allow.mount", "[false]" },
	{ "root@host", "jail_set({path=\"/ja", "/jails/", "" },
	{ "root@host", "jail_set({persist}, JAIL_C", "JAIL_CREATE", "" },
	{ "root@host", "sysctl kern.host", "kern.hostname", "host name" },
	{ "root@host", "sysctlbyname(\"kern.sec", "kern.securelevel", "[-1]" },
	{ "root@host", "mount(\"tm", "tmpfs", "file system" },
	{ "root@host", "mount -t nu", "nullfs", "" },
	{ "root@host", "mount -t nullfs /ja", "/jails/", "" },
	{ "root@host", "bind(3, {fam", "family=", "AF_INET" },
	{ "root@host", "bind(3, {family=AF_U", "AF_UNIX", "" },
	{ "root@host", "kill(1, 9) => EP", "EPERM", "Operation not permitted" },
	{ "root@host", "stat(\"/\") => ty", "type=", "field" },
	{ "root@host", "stat(\"/\") => ok be", "because", "" },
	{ "root@host", "kill(1, 9) => EPERM because PRISON_CHECK", "PRISON_CHECK_OTHER", "jail" },
	{ "root@host", "kill(1, 9) => EPERM because A|PRISON_CHECK", "PRISON_CHECK_OTHER", "jail" },
	{ "root@host", "man allow.mo", "allow.mount", "" },
	{ "root@host", ":help EP", "EPERM", "" },
	{ "root@host", "chflags sch", "schg", "" },
	{ "root@host", "chflags schg /jai", "/jails/", "directory" },
	{ "root@host", "sockstat -j w", "www", "" },
	{ "root@host", ":goto s", "start", "" },
	{ "root@host", ":back until EP", "EPERM", NULL },
	{ "root@host", ":until EP", "EPERM", "not permitted" },
	{ "root@host", ":until PRISON_CHECK", "PRISON_CHECK_OTHER", "" },
	{ "root@host", ":predict o", "off", "" },
	{ "root@host", ":release 14", "14.3", NULL },
};

START_TEST(offers)
{
	struct completion c = at(cases[_i].who, cases[_i].line);
	const struct candidate *found = find(&c, cases[_i].text);

	if (cases[_i].help == NULL && cases[_i].text[0] != '\'') {
		ck_assert_msg(found == NULL, "%s: offers %s", cases[_i].line, cases[_i].text);
		return;
	}
	if (cases[_i].help == NULL)
		return;
	ck_assert_msg(found != NULL, "%s: does not offer %s", cases[_i].line, cases[_i].text);
	ck_assert_msg(strstr(found->help, cases[_i].help) != NULL, "%s: helps with %s",
	    cases[_i].line, found->help);
}
END_TEST

/* What is refused to the process is refused to its completion, and it says why. */
START_TEST(says_why_not)
{
	struct completion c = at("alice@host", "ls /tmp/secret/");

	ck_assert_uint_eq(c.count, 0);
	ck_assert_msg(strstr(c.about, "EACCES because") != NULL, "%s", c.about);
	c = at("root@host", "ls /nowhere/");
	ck_assert_msg(strstr(c.about, "ENOENT because") != NULL, "%s", c.about);
}
END_TEST

/* Every argument of every call: its name and meaning are told. */
START_TEST(tells_about_arguments)
{
	const struct syscall_info *info = &syscall_info[_i];
	const char *line = arena_printf(&arena, "%s(", info->name);

	if (info->simulation)
		return;
	for (unsigned i = 0; i < info->nargs; i++) {
		struct completion c = at("root@host", line);

		ck_assert_msg(strstr(c.about, info->args[i].name) != NULL &&
			strstr(c.about, argtype_info[info->args[i].type].meaning) != NULL,
		    "%s: %s", line, c.about);
		line = arena_printf(&arena, "%s0, ", line);
	}
}
END_TEST

/* Nothing stays: not in the kernel, not in the log; and what lay ahead can be come forward to. */
START_TEST(leaves_no_trace)
{
	uint64_t end = kernel_hash(w->kernel);
	size_t log = w->present.nlog;

	ck_assert(world_back(w));
	uint64_t hash = kernel_hash(w->kernel);

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		at(cases[i].who, cases[i].line);
	at("bob@host", "kill(");
	ck_assert(kernel_hash(w->kernel) == hash);
	ck_assert_ptr_null(kernel_check(w->kernel));
	ck_assert(world_forward(w));
	ck_assert(kernel_hash(w->kernel) == end);
	ck_assert_uint_eq(w->present.nlog, log);
}
END_TEST

/* At most so many are made; the others are counted. */
START_TEST(bounds)
{
	for (unsigned i = 0; i < 300; i++)
		run(arena_printf(&arena, "root@host # touch /tmp/f%u\n", i));
	struct completion c = at("root@host", "ls /tmp/f");

	ck_assert_uint_eq(c.count, CANDIDATES_MAX);
	ck_assert_uint_eq(c.more, 100);
	c = at("root@host", "kill(1, 9) => EPERM because ");
	ck_assert_uint_eq(c.count, CANDIDATES_MAX);
	ck_assert_uint_eq(c.more, RULES - CANDIDATES_MAX);
}
END_TEST

/* A row of a program that there is no more would say nothing. */
START_TEST(knows_programs)
{
	const char *line = arena_printf(&arena, "%s ", program_info[_i].name);
	struct completion c = at("root@host", line);

	ck_assert_msg(strstr(c.about, program_info[_i].usage) != NULL, "%s: %s", line, c.about);
}
END_TEST

/* Any bytes at all, and a cursor anywhere. */
START_TEST(survives_noise)
{
	static const char some[] = "open(\"/etc{}=>|,'\"\\ $:%@#&>\001\377az09";
	unsigned long seed = 1;

	for (int i = 0; i < 20000; i++) {
		char line[40];
		size_t length = (size_t)(i % 39);

		for (size_t j = 0; j < length; j++) {
			seed = seed * 6364136223846793005UL + 1442695040888963407UL;
			line[j] = some[(seed >> 33) % (sizeof(some) - 1)];
		}
		line[length] = '\0';
		struct completion c = complete(w, &arena, "root@host", line, length);

		ck_assert_uint_le(c.begin, length);
		arena_clear(&arena);
	}
}
END_TEST

Suite *
complete_suite(void)
{
	Suite *s = suite_create("complete");
	TCase *t = tcase_create("complete");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, offers, 0, (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_loop_test(t, tells_about_arguments, 0, SYSCALLS);
	tcase_add_loop_test(t, knows_programs, 0, (int)program_count);
	tcase_add_test(t, says_why_not);
	tcase_add_test(t, leaves_no_trace);
	tcase_add_test(t, bounds);
	tcase_add_test(t, survives_noise);
	suite_add_tcase(s, t);
	return (s);
}
