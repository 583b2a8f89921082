/* SPDX-License-Identifier: BSD-2-Clause */
#include "worlds.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "literal.h"

/* History is kept, but not for ever: so many calls, so many bytes of journal. */
#define HISTORY_CALLS 4096
#define HISTORY_BYTES (1u << 20)

int64_t
ask(struct bench_world *w, uint32_t pid, enum sysno number, int64_t a, int64_t b, int64_t c)
{
	struct call *call = &w->call;

	call->number = (uint16_t)number;
	call->nargs = syscall_info[number].required;
	call->words[0] = a;
	call->words[1] = b;
	call->words[2] = c;
	call->words[3] = call->words[4] = call->words[5] = 0;
	world_call(w->world, "bench", pid, call);
	if (w->world->present.nlog > HISTORY_CALLS || kernel_now(w->world->kernel) > HISTORY_BYTES)
		world_settle(w->world);
	return (call->retval);
}

static uint32_t
answered(struct bench_world *w, int64_t retval)
{
	if (retval < 0) {
		fprintf(stderr, "bench: %s refused: error %" PRId32 "\n",
		    syscall_info[w->call.number].name, w->call.error);
		exit(2);
	}
	return ((uint32_t)retval);
}

static uint32_t
must(struct bench_world *w, uint32_t pid, enum sysno number, int64_t a, int64_t b, int64_t c)
{
	return (answered(w, ask(w, pid, number, a, b, c)));
}

static value_ix
ids(struct bench_world *w, uint32_t count, uint32_t id)
{
	value_begin(w->world->values);
	for (uint32_t i = 0; i < count; i++)
		literal_integer(w->world->values, "", id);
	return (value_end(w->world->values));
}

static uint32_t
login(struct bench_world *w, uint32_t jid, uint32_t uid)
{
	struct call *call = &w->call;

	*call = (struct call) { .number = SYS_sim_login, .nargs = 5 };
	call->words[0] = jid;
	call->words[1] = call->words[2] = ids(w, 3, uid);
	call->words[3] = ids(w, 0, 0);
	call->words[4] = value_string(w->world->values, "bench");
	world_call(w->world, "bench", 0, call);
	return (answered(w, call->retval));
}

static void
make_file(struct bench_world *w, uint32_t pid, const char *path)
{
	uint32_t fd = must(
	    w, pid, SYS_open, value_string(w->world->values, path), BSD_O_RDWR | BSD_O_CREAT, 0644);

	must(w, pid, SYS_close, fd, 0, 0);
}

static void
make_directory(struct bench_world *w, uint32_t pid, const char *path, uint32_t mode)
{
	/* Boot may have made it. */
	if (ask(w, pid, SYS_mkdir, value_string(w->world->values, path), mode, 0) < 0 &&
	    w->call.error != BSD_EEXIST)
		answered(w, -1);
}

void
bench_begin(struct bench_world *w)
{
	*w = (struct bench_world) { .random = 1 };
	lexicon_init(&w->lexicon);
	if ((w->world = world_create(&w->lexicon)) == NULL)
		exit(2);
	w->host_root = login(w, 0, 0);
	w->path = value_string(w->world->values, BENCH_PATH);
	value_begin(w->world->values);
	literal_integer(w->world->values, "family", BSD_AF_INET);
	literal_text(w->world->values, "addr", "127.0.0.1");
	literal_integer(w->world->values, "port", 8080);
	w->address = value_end(w->world->values);
	w->secret = value_string(w->world->values, SECRET_PATH);
	make_directory(w, w->host_root, "/usr", 0755);
	make_directory(w, w->host_root, "/usr/share", 0755);
	make_directory(w, w->host_root, "/usr/share/misc", 0755);
	make_directory(w, w->host_root, "/usr/share/keys", 0700);
	make_file(w, w->host_root, BENCH_PATH);
	make_file(w, w->host_root, SECRET_PATH);
	bench_add_jails(w, 1);
	w->jail_root = login(w, w->jids[0], 0);
	w->jail_target = must(w, w->jail_root, SYS_fork, 0, 0, 0);
	w->jail_user = login(w, w->jids[0], 1001);
	world_settle(w->world);
}

void
bench_add_jails(struct bench_world *w, uint32_t count)
{
	w->jids = realloc(w->jids, (w->jails + count) * sizeof(*w->jids));
	if (w->jids == NULL)
		exit(2);
	for (uint32_t i = 0; i < count; i++) {
		char name[32];

		snprintf(name, sizeof(name), "jail%" PRIu32, w->jails);
		value_begin(w->world->values);
		literal_text(w->world->values, "name", name);
		literal_text(w->world->values, "path", "/");
		literal_word(w->world->values, "persist");
		if (w->jails == 0)
			literal_text(w->world->values, "ip4.addr", "192.0.2.10");
		w->jids[w->jails++] = must(
		    w, w->host_root, SYS_jail_set, value_end(w->world->values), BSD_JAIL_CREATE, 0);
	}
	world_settle(w->world);
}

void
bench_add_processes(struct bench_world *w)
{
	w->pids = malloc(w->jails * PROCS_A_JAIL * sizeof(*w->pids));
	if (w->pids == NULL)
		exit(2);
	for (uint32_t j = 0; j < w->jails; j++) {
		uint32_t first = must(w, w->host_root, SYS_fork, 0, 0, 0);

		must(w, first, SYS_jail_attach, w->jids[j], 0, 0);
		w->pids[w->procs++] = first;
		for (int i = 1; i < PROCS_A_JAIL; i++)
			w->pids[w->procs++] = must(w, first, SYS_fork, 0, 0, 0);
	}
	world_settle(w->world);
}

void
bench_end(struct bench_world *w)
{
	world_destroy(w->world);
	free(w->jids);
	free(w->pids);
}
