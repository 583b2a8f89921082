/* SPDX-License-Identifier: BSD-2-Clause */
#include "history.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "shell.h"
#include "timing.h"

#define GOTOS 200
#define BACKS 20000

/* Most are of one call; some are refused, some write, some need a session of their own. */
static const char *const lines[] = {
	"root@host # stat(\"/etc/motd\")",
	"root@host # mkdir(\"/tmp/d%" PRIu32 "\", 0755)",
	"root@host # rmdir(\"/tmp/d%" PRIu32 "\")",
	"root@host # fd = open(\"/tmp/f%" PRIu32 "\", O_RDWR|O_CREAT, 0644)",
	"root@host # close(fd)",
	"root@host # chmod(\"/tmp\", 0700)",
	"root@host # chmod(\"/tmp\", 01777)",
	"root@host # link(\"/etc/motd\", \"/tmp/l%" PRIu32 "\")",
	"root@host # unlink(\"/tmp/l%" PRIu32 "\")",
	"root@www # kill(1, SIGTERM)",
	"root@www # mount(\"tmpfs\", \"/mnt\", 0)",
	"alice@host $ open(\"/etc/master.passwd\", O_RDONLY)",
};

#define KINDS (sizeof(lines) / sizeof(lines[0]))

static void
type_line(struct shell *sh, uint64_t *random)
{
	char line[128];
	uint32_t kind = (uint32_t)(next_random(random) % KINDS);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(line, sizeof(line), lines[kind], (uint32_t)(next_random(random) % 200));
#pragma GCC diagnostic pop
	shell_line(sh, line);
}

struct going {
	struct world *world;
	size_t step;
};

static void
go(void *arg)
{
	struct going *g = arg;

	world_go(g->world, g->step);
}

double
slowest_back_ns(struct world *w, unsigned steps)
{
	double slowest = 0;

	for (unsigned i = 0; i < steps && w->step > 0; i++) {
		struct going g = { w, w->step - 1 };
		double ns = once_ns(go, &g);

		slowest = ns > slowest ? ns : slowest;
	}
	return (slowest);
}

static double
slowest_goto_ns(struct world *w, uint64_t *random)
{
	double slowest = 0;

	for (unsigned i = 0; i < GOTOS; i++) {
		struct going from = { w, w->step };
		struct going to = { w, (size_t)(next_random(random) % (w->steps + 1)) };
		double ns = once_ns(go, &to);

		/* Once more: another process may have had its turn. */
		go(&from);
		double again = once_ns(go, &to);

		ns = again < ns ? again : ns;
		slowest = ns > slowest ? ns : slowest;
	}
	return (slowest);
}

void
measure_history(struct history_figures *f)
{
	struct shell sh;
	FILE *nowhere = fopen("/dev/null", "w");
	uint64_t random = 1;
	double before = resident_bytes();

	if (nowhere == NULL || !shell_open(&sh, nowhere, nowhere, NULL))
		exit(2);
	shell_line(&sh, "jail -c name=www path=/jails/www persist");
	shell_line(&sh, "fd = open(\"/etc/motd\", O_RDONLY)");
	while (sh.world->steps < HISTORY_STEPS)
		type_line(&sh, &random);
	f->bytes = resident_bytes() - before;
	f->back_ns = slowest_back_ns(sh.world, BACKS);
	f->goto_ns = slowest_goto_ns(sh.world, &random);
	shell_close(&sh);
	fclose(nowhere);
}
