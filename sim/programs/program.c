/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running a program as sh(1) does: fork, execve, what the program does, _exit,
 * wait4. A builtin acts on the session itself.
 */
#include "program.h"

#include <string.h>

#include "literal.h"
#include "state.h"

#define STATUS_NOT_RUN				126 /* sh(1): found, but it cannot be executed */
#define STATUS_NOT_FOUND			127
#define STATUS_SIGNAL				128
#define STATUS_USAGE				1
#define EX_USAGE				64 /* sysexits(3) */
#define SPAWNS_MAX				256 /* children of scripts in a step: a script may run itself */

#define PROGRAM(name_, file_, usage_, meaning_) int prog_##name_(struct program *);
#define BUILTIN(name_, usage_, meaning_)	int prog_##name_(struct program *);
#include "programs.def"

const struct program_info program_info[] = {
#define PROGRAM(name_, file_, usage_, meaning_) { #name_, file_, usage_, meaning_, prog_##name_ },
#define BUILTIN(name_, usage_, meaning_)	{ #name_, NULL, usage_, meaning_, prog_##name_ },
#include "programs.def"
};
const size_t program_count = sizeof(program_info) / sizeof(program_info[0]);

const struct program_info *
program_find(const char *name)
{
	const char *slash = strrchr(name, '/');

	if (slash != NULL)
		name = slash + 1;
	for (size_t low = 0, high = program_count; low < high;) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(name, program_info[middle].name);

		if (order == 0)
			return (&program_info[middle]);
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return (NULL);
}

const struct call *
program_call(struct program *p, enum sysno number, const int64_t *words, size_t n)
{
	struct call c;

	c.number = (uint16_t)number;
	c.nargs = (uint16_t)n;
	c.badaddr = 0;
	memset(c.words, 0, sizeof(c.words));
	if (n != 0)
		memcpy(c.words, words, n * sizeof(*words));
	p->last = world_call(p->world, p->who, p->pid, &c);
	return (p->last);
}

int64_t
program_text(struct program *p, const char *text)
{
	return (value_string(p->world->values, text));
}

const char *
program_string(const struct program *p, int64_t word)
{
	return (value_text(p->world->values, (value_ix)word));
}

void
program_write(struct program *p, const char *bytes, size_t len)
{
	textbuf_put(p->redirected ? &p->out : &p->terminal, bytes, len);
}

void
program_print(struct program *p, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	textbuf_vprintf(p->redirected ? &p->out : &p->terminal, format, ap);
	va_end(ap);
}

void
program_complain(struct program *p, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	textbuf_vprintf(&p->terminal, format, ap);
	va_end(ap);
}

const char *
program_errno_text(int error)
{
	for (size_t i = 0; i < errno_count; i++)
		if (errno_info[i].number == error)
			return (errno_info[i].text);
	return ("Unknown error");
}

static void
say_why(struct program *p, const char *name, const char *subject, int error)
{
	program_complain(p, "%s: %s%s%s\n", name, subject == NULL ? "" : subject,
	    subject == NULL ? "" : ": ", program_errno_text(error));
}

int
program_fail(struct program *p, const struct call *c, const char *subject)
{
	p->failed = c;
	say_why(p, p->argv[0], subject, c->error);
	return (1);
}

int
program_usage(struct program *p)
{
	static const char *const sysexits[] = { "cp", "df", "mkdir", "mv", "ping", "rm", "touch" };

	program_complain(p, "usage: %s\n", p->info->usage);
	for (size_t i = 0; i < sizeof(sysexits) / sizeof(sysexits[0]); i++)
		if (strcmp(sysexits[i], p->info->name) == 0)
			return (EX_USAGE);
	return (STATUS_USAGE);
}

/* The file of argv[0], as the search path finds it. */
static const char *
program_path(const char *word)
{
	const struct program_info *info = program_find(word);

	return (
	    strchr(word, '/') != NULL || info == NULL || info->file == NULL ? word : info->file);
}

/* A script's words are its interpreter's, its own path and the rest: see kern_exec.c. */
static void
take_args(struct program *p)
{
	const struct kernel *k = p->world->kernel;
	const struct proc *proc = proc_find(k, p->pid, 0);
	struct literal list = literal_read(p->world->values, proc->p_args);
	const char **argv = arena_zero(p->arena, (literal_count(list) + 1) * sizeof(*argv));
	struct element e;

	p->argc = 0;
	while (literal_next(&list, &e))
		argv[p->argc++] = e.bytes;
	p->argv = argv;
}

static int
not_run(struct program *p, const struct call *c, const char *name)
{
	p->failed = c;
	if (c->error == BSD_ENOENT) {
		program_complain(p, "%s: not found\n", name);
		return (STATUS_NOT_FOUND);
	}
	say_why(p, name, NULL, c->error);
	return (STATUS_NOT_RUN);
}

int
program_exec(struct program *p, int argc, const char *const *argv)
{
	value_begin(p->world->values);
	for (int i = 0; i < argc; i++)
		literal_text(p->world->values, "", argv[i]);
	int64_t list = value_end(p->world->values);
	const struct call *c = CALL(p, execve, program_text(p, program_path(argv[0])), list);

	if (c->error != 0)
		return (not_run(p, c, argv[0]));
	p->info = program_find(program_string(p, c->result[0]));
	if (p->info == NULL || p->info->file == NULL) {
		program_complain(p, "%s: jailsim does not model this program\n", argv[0]);
		return (STATUS_NOT_RUN);
	}
	take_args(p);
	return (p->info->main(p));
}

/* Opens the file behind > or >> as descriptor 1; false after saying why not. */
static bool
redirect(struct program *p, const struct run *r)
{
	int64_t flags = BSD_O_WRONLY | BSD_O_CREAT | (r->append ? BSD_O_APPEND : BSD_O_TRUNC);
	const struct call *c = CALL(p, open, program_text(p, r->redirect), flags, 0666);

	if (c->error == 0) {
		int64_t fd = c->retval;

		c = fd == 1 ? c : CALL(p, dup2, fd, 1);
		if (c->error == 0) {
			if (fd != 1)
				CALL(p, close, fd);
			p->redirected = true;
			return (true);
		}
	}
	p->failed = c;
	program_complain(p, "cannot create %s: %s\n", r->redirect, program_errno_text(c->error));
	return (false);
}

/* Writes what was printed; as stdio(3) does, at the end. */
static int
flush(struct program *p, int status)
{
	if (!p->redirected || p->out.len == 0)
		return (status);
	const struct call *c =
	    CALL(p, write, 1, value_intern(p->world->values, p->out.s, p->out.len));

	if (c->error == 0 || c->error == BSD_ESRCH)
		return (status);
	p->redirected = false;
	return (program_fail(p, c, "stdout"));
}

/* The child's life from fork to _exit; answers its status, or PROGRAM_STAYS. */
static int
run_child(struct program *p, struct run *r)
{
	int status = r->redirect != NULL && !redirect(p, r) ? 1 : program_exec(p, r->argc, r->argv);

	status = flush(p, status);
	if (status == PROGRAM_STAYS && r->background)
		return (status);
	r->reads = status == PROGRAM_STAYS;
	status = status == PROGRAM_STAYS ? 0 : status & 0xff;
	CALL(p, _exit, status);
	return (status);
}

/* What the parent learns; a program that was killed has no status of its own. */
static int
reap(struct program *p, const struct run *r, int status)
{
	p->pid = r->session;
	const struct call *c = CALL(p, wait4, r->pid, 0);

	if (c->error != 0)
		return (status);
	int64_t how = c->result[1];

	return ((how & 0x7f) != 0 ? STATUS_SIGNAL + (int)(how & 0x7f) : (int)(how >> 8 & 0xff));
}

static void
run_forked(struct program *p, struct run *r)
{
	const struct call *c = CALL0(p, fork);

	if (c->error != 0) {
		p->failed = c;
		say_why(p, "sh", "cannot fork", c->error);
		r->status = 2;
		return;
	}
	r->pid = p->pid = (uint32_t)c->retval;
	int status = run_child(p, r);

	r->status = status == PROGRAM_STAYS ? 0 : status;
	if (!r->background)
		r->status = reap(p, r, r->status);
}

int
program_spawn(struct program *p, struct run *r)
{
	const struct program_info *info = program_find(r->argv[0]);
	struct program child = *p;

	child.argc = r->argc;
	child.argv = r->argv;
	r->session = p->pid;
	r->status = 0;
	if ((*p->spawned)++ == SPAWNS_MAX)
		program_complain(
		    p, "sh: jailsim runs %d commands of scripts in a step\n", SPAWNS_MAX);
	if (*p->spawned > SPAWNS_MAX)
		return (2);
	if (info != NULL && info->file == NULL && strchr(r->argv[0], '/') == NULL) {
		child.info = info;
		if (r->redirect != NULL) {
			program_complain(p, "sh: jailsim redirects no %s\n", info->name);
			return (2);
		}
		r->status = info->main(&child);
		p->out = child.out;
	} else {
		child.out = (struct textbuf) { .arena = p->arena };
		run_forked(&child, r);
	}
	p->terminal = child.terminal;
	p->failed = child.failed;
	return (r->status);
}

void
program_run(struct world *w, struct run *r)
{
	const struct program_info *info = program_find(r->argv[0]);
	unsigned spawned = 0;
	struct program p = { .world = w,
		.arena = r->arena,
		.spawned = &spawned,
		.who = r->who,
		.pid = r->session,
		.session = r->session,
		.argc = r->argc,
		.argv = r->argv,
		.background = r->background,
		.out = { .arena = r->arena },
		.terminal = { .arena = r->arena } };

	r->pid = r->session;
	if (info != NULL && info->file == NULL && strchr(r->argv[0], '/') == NULL) {
		p.info = info;
		r->status = info->main(&p);
	} else
		run_forked(&p, r);
	r->terminal = p.terminal;
	r->failed = r->status == 0 ? NULL : p.failed;
}
