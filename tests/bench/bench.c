/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Speed and size, beside the same calls made on this machine's kernel in the same run.  Every
 * time is a median.  MISS says that a target was missed; the exit status does not, since a busy
 * machine is no error.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "complete.h"
#include "history.h"
#include "matrices.h"
#include "native.h"
#include "scenarios.h"
#include "timing.h"
#include "views.h"
#include "worlds.h"

#define FEW_JAILS  3
#define MANY_JAILS 30000
#define RUNS	   1000
#define STEPS	   2000	 /* calls taken back at once */
#define BACK_STEPS 20000 /* steps taken back one by one */

static void
heading(const char *title, const char *ours, const char *other)
{
	printf("\n%-44s %10s %10s %8s %8s\n", title, ours, other, "ratio", "target");
}

static void
ratio_row(const char *what, double ours, double other, double target)
{
	printf("%-44s %7.1f ns %7.1f ns %8.2f %8.2f  %s\n", what, ours, other, ours / other, target,
	    ours <= target * other ? "ok" : "MISS");
}

static void
limit_row(const char *what, double value, const char *unit, double target)
{
	printf("%-44s %7.1f %-3s %9s %8s %8.0f  %s\n", what, value, unit, "", "", target,
	    value <= target ? "ok" : "MISS");
}

static void
stat_in_jail(void *arg)
{
	struct bench_world *w = arg;

	ask(w, w->jail_user, SYS_stat, w->path, 0, 0);
}

static void
stat_refused(void *arg)
{
	struct bench_world *w = arg;

	ask(w, w->jail_user, SYS_stat, w->secret, 0, 0);
}

static void
stat_allowed(void *arg)
{
	struct bench_world *w = arg;

	ask(w, w->jail_root, SYS_stat, w->secret, 0, 0);
}

static void
open_close(void *arg)
{
	struct bench_world *w = arg;

	ask(w, w->jail_user, SYS_close, ask(w, w->jail_user, SYS_open, w->path, BSD_O_RDONLY, 0), 0,
	    0);
}

static void
socket_bind_close(void *arg)
{
	struct bench_world *w = arg;
	int64_t s = ask(w, w->jail_user, SYS_socket, BSD_AF_INET, BSD_SOCK_STREAM, 0);

	ask(w, w->jail_user, SYS_bind, s, w->address, 0);
	if (w->call.error == 0)
		ask(w, w->jail_user, SYS_close, s, 0, 0);
}

static void
kill_allowed(void *arg)
{
	struct bench_world *w = arg;

	ask(w, w->jail_root, SYS_kill, w->jail_target, 0, 0);
}

static void
kill_refused(void *arg)
{
	struct bench_world *w = arg;

	ask(w, w->jail_user, SYS_kill, w->jail_target, 0, 0);
}

static void
kill_other_jail(void *arg)
{
	struct bench_world *w = arg;

	ask(w, w->jail_root, SYS_kill, w->host_root, 0, 0);
}

static void
kill_random(void *arg)
{
	struct bench_world *w = arg;
	uint32_t actor = w->pids[next_random(&w->random) % w->procs];

	ask(w, actor, SYS_kill, w->pids[next_random(&w->random) % w->procs], 0, 0);
}

static void
stat_random(void *arg)
{
	struct bench_world *w = arg;

	ask(w, w->pids[next_random(&w->random) % w->procs], SYS_stat, w->path, 0, 0);
}

/* A wrong answer is no measurement. */
static void
check_answers(struct bench_world *w)
{
	static const struct {
		body *run;
		int error;
	} answers[] = {
		{ stat_in_jail, 0 },
		{ stat_refused, BSD_EACCES },
		{ stat_allowed, 0 },
		{ open_close, 0 },
		{ socket_bind_close, 0 },
		{ kill_allowed, 0 },
		{ kill_refused, BSD_EPERM },
		{ kill_other_jail, BSD_ESRCH },
	};

	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		answers[i].run(w);
		if (w->call.error != answers[i].error) {
			fprintf(stderr, "bench: %s: error %d, not %d\n",
			    syscall_info[w->call.number].name, (int)w->call.error,
			    answers[i].error);
			exit(2);
		}
	}
}

static void
compare(const char *what, body *run, void *arg, body *other, void *other_arg, double target)
{
	double ns, other_ns;

	medians_ns(run, arg, other, other_arg, RUNS, &ns, &other_ns);
	ratio_row(what, ns, other_ns, target);
}

static void
beside_native(struct bench_world *w)
{
	struct native n;

	if (!native_begin(&n))
		return;
	heading("beside this machine's kernel", "jailsim", "native");
	compare("stat, 4 names deep, in a jail", stat_in_jail, w, native_stat, &n, 0.2);
	compare("open and close, in a jail", open_close, w, native_open_close, &n, 0.2);
	compare("socket, bind and close, in a jail", socket_bind_close, w, native_socket, &n, 0.3);
	compare("kill(pid, 0), in a jail", kill_allowed, w, native_kill, &n, 0.15);
	native_end(&n);
}

static void
beside_allowed(struct bench_world *w)
{
	heading("a refusal beside the same call allowed", "refused", "allowed");
	compare("kill, another user's process", kill_refused, w, kill_allowed, w, 1.2);
	compare("kill, a process outside the jail", kill_other_jail, w, kill_allowed, w, 1.2);
	compare("stat, a directory not searchable", stat_refused, w, stat_allowed, w, 1.2);
}

/* Fills `many'; what it holds already belongs to the actors. */
static void
size_rows(struct bench_world *many)
{
	double before = resident_bytes();

	bench_add_jails(many, MANY_JAILS);
	double with_jails = resident_bytes();

	bench_add_processes(many);
	double with_procs = resident_bytes();

	heading("size", "", "");
	limit_row("resident memory a prison", (with_jails - before) / MANY_JAILS, "B", 640);
	limit_row("resident memory a process", (with_procs - with_jails) / many->procs, "B", 384);
}

/* A key of completion where there is much to choose from. */
struct key {
	struct bench_world *world;
	const char *line;
};

static void
complete_key(void *arg)
{
	const struct key *key = arg;
	struct arena a = { 0 };

	complete(key->world->world, &a, "root@host", key->line, strlen(key->line));
	arena_free(&a);
}

/* The slowest of them. */
static double
complete_ns(struct bench_world *w)
{
	static const char *const lines[] = { "kill(", "kill(1", "jexec ", "jexec jail1",
		"root@jail", "jail_attach(", "open(\"/usr/", "kill(1, 9) => EPERM because " };
	double most = 0;

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct key key = { w, lines[i] };
		double ns = median_ns(complete_key, &key, 1);

		most = ns > most ? ns : most;
	}
	return (most);
}

/* A step back where there is much: over stretches that are packed, too. */
static double
back_in_many(struct bench_world *many)
{
	struct world *w = many->world;

	world_settle(w);
	for (uint32_t i = 0; i < BACK_STEPS; i++) {
		world_begin_step(w);
		struct call c = { .number = SYS_chmod, .nargs = 2 };

		c.words[0] = many->path;
		c.words[1] = 0600 | (i & 077);
		world_call(w, "bench", many->jail_root, &c);
	}
	return (slowest_back_ns(w, BACK_STEPS));
}

static void
many_jails(struct bench_world *few)
{
	struct bench_world many;

	bench_begin(&many);
	size_rows(&many);
	heading("30,000 prisons, 90,000 processes beside 3", "many", "3");
	compare("kill, the same actors", kill_allowed, &many, kill_allowed, few, 1.1);
	compare("kill refused, the same actors", kill_other_jail, &many, kill_other_jail, few, 1.1);
	compare("stat, the same actor", stat_in_jail, &many, stat_in_jail, few, 1.1);
	compare("open and close, the same actor", open_close, &many, open_close, few, 1.1);
	limit_row("kill, random actor and target", median_ns(kill_random, &many, RUNS), "ns", 1000);
	limit_row("stat, random actor", median_ns(stat_random, &many, RUNS), "ns", 1000);
	limit_row("back, the slowest of steps", back_in_many(&many) / 1e3, "us", 1000);
	limit_row("a key of completion, the slowest", complete_ns(&many) / 1e3, "us", 5000);
	bench_end(&many);
}

static void
back(void *arg)
{
	struct bench_world *w = arg;

	kernel_go(w->world->kernel, 0);
}

/* The least of a few: each takes back the same calls. */
static double
undo_ns(struct bench_world *w)
{
	double least = 0;

	for (int round = 0; round < 9; round++) {
		world_settle(w->world);
		for (uint32_t i = 0; i < STEPS; i++)
			ask(w, w->jail_root, SYS_chmod, w->path, 0600 | (i & 077), 0);
		double ns = once_ns(back, w) / STEPS;

		least = round == 0 || ns < least ? ns : least;
	}
	return (least);
}

static void
time_rows(struct bench_world *w)
{
	struct bench_stage b = { .passed = 0 };
	char what[80];

	heading("time", "", "");
	limit_row("boot of the stock world", median_ns(boot_stock, &b, 1) / 1e3, "us", 2000);
	stage_init(&b.stage);
	double us = median_ns(run_scenario, &b, 1) / 1e3;

	snprintf(
	    what, sizeof(what), "a file of %u steps, %u as expected", b.passed + b.other, b.passed);
	limit_row(what, us, "us", 300);
	stage_free(&b.stage);
	limit_row("undo, a step", undo_ns(w), "ns", 50);
	struct history_figures f;

	measure_history(&f);
	limit_row("history of 1,000,000 calls, a step each", f.bytes / (1 << 20), "MiB", 256);
	limit_row("goto anywhere in it, the slowest", f.goto_ns / 1e3, "us", 5000);
	limit_row("back in it, the slowest of steps", f.back_ns / 1e3, "us", 1000);
}

/* The target is for 80 actions by one user; there are more. */
static void
matrix_row(unsigned nusers)
{
	struct bench_matrix b;
	char what[80];

	bench_matrix_begin(&b, nusers);
	snprintf(what, sizeof(what), "matrix, %u actions x %u prisons x %u", b.matrix.actions.count,
	    b.prisons, nusers);
	limit_row(what, median_ns(compute_matrix, &b, 1) / 1e3, "us", 5000);
	bench_matrix_end(&b);
}

static void
view_rows(void)
{
	static struct bench_view b;
	const char *act3 = "scenarios/attacks/xkcd-1200/act3.scn";

	heading("the view, 200x60", "", "");
	bench_view_begin(&b, act3, 0);
	limit_row("redraw", median_ns(redraw, &b, 1) / 1e3, "us", 16000);
	limit_row("a step, and redraw", median_ns(step_key, &b, 1) / 1e3, "us", 16000);
	bench_view_end(&b);
	bench_view_begin(&b, act3, VIEW_PRISONS);
	limit_row("a step, 1,000 prisons", median_ns(step_key, &b, 1) / 1e3, "us", 16000);
	limit_row("a column on, 1,000 prisons", median_ns(column_key, &b, 1) / 1e3, "us", 16000);
	bench_view_end(&b);
}

int
main(void)
{
	struct bench_world few;

	bench_begin(&few);
	bench_add_jails(&few, FEW_JAILS - 1);
	check_answers(&few);
	beside_native(&few);
	beside_allowed(&few);
	many_jails(&few);
	time_rows(&few);
	matrix_row(1);
	matrix_row(2);
	view_rows();
	bench_end(&few);
	return (0);
}
