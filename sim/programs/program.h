/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a program sees of the simulation. A program is a sequence of calls made
 * by a process of its own, so it is confined as its session is: it has no
 * other way to look at the world than its calls.
 *
 *	int
 *	prog_rmdir(struct program *p)
 *	{
 *		for (int i = 1; i < p->argc; i++) {
 *			const struct call *c = CALL(p, rmdir, program_text(p, p->argv[i]));
 *
 *			if (c->error != 0)
 *				return (program_fail(p, c, p->argv[i]));
 *		}
 *		return (0);
 *	}
 *
 * It answers its exit status. The fork, execve, _exit and wait4 around it are
 * program.c's. A row in programs.def and the function are all that is needed.
 */
#ifndef SIM_PROGRAM_H
#define SIM_PROGRAM_H

#include "textbuf.h"
#include "world.h"

/* Answered by a program that goes on running: sleep, sh and daemons behind "&". */
#define PROGRAM_STAYS (-1)

struct program {
	struct world *world;		 /* where it runs; for its calls use CALL */
	struct arena *arena;		 /* for what it makes; lasts for the step */
	const char *who;		 /* the session that runs it */
	uint32_t pid;			 /* its process; a builtin's is the session */
	uint32_t session;		 /* the session's process */
	const struct program_info *info; /* its row of programs.def */
	int argc;			 /* words */
	const char *const *argv;	 /* they, its name first, NULL behind the last */
	unsigned *spawned;	   /* children of scripts so far, of all programs of the step */
	bool background;	   /* run with "&" */
	bool redirected;	   /* what it prints goes to descriptor 1 when it ends */
	struct textbuf out;	   /* standard output that is redirected */
	struct textbuf terminal;   /* standard output and error as a terminal shows them */
	const struct call *failed; /* the call that made it fail; its errno judges the step */
	const struct call *last;   /* its last call */
};

/* CALL(p, open, path, BSD_O_RDONLY): makes a call; words are integers and value handles. */
#define CALL(p_, name_, ...)                                                                       \
	program_call((p_), SYS_##name_, (const int64_t[]) { __VA_ARGS__ },                         \
	    sizeof((const int64_t[]) { __VA_ARGS__ }) / sizeof(int64_t))
/* CALL0(p, fork): one without arguments. */
#define CALL0(p_, name_) program_call((p_), SYS_##name_, NULL, 0)

/* What it answers lasts for the step: error, retval, result[] as results.def lists its fields. */
const struct call *program_call(struct program *, enum sysno, const int64_t *words, size_t n);

/* A word for a path or another text, and the text of such a word. */
int64_t program_text(struct program *, const char *text);
const char *program_string(const struct program *, int64_t word);

/* Prints on standard output, on standard error. */
void program_print(struct program *, const char *format, ...) __attribute__((format(printf, 2, 3)));
void program_write(struct program *, const char *bytes, size_t len);
void program_complain(struct program *, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Prints "rmdir: SUBJECT: Directory not empty", remembers the call; answers 1. subject may be NULL.
 */
int program_fail(struct program *, const struct call *, const char *subject);

/* "Permission denied". */
const char *program_errno_text(int error);

/* Prints "usage: ..."; answers 1, or 64 for the few that mind sysexits(3). */
int program_usage(struct program *);

/* Runs another program in its place (execve and what follows), as env(1) and jexec(8) do; argv
 * ends in NULL. Answers its status: return it. */
int program_exec(struct program *, int argc, const char *const *argv);

typedef int program_main(struct program *);

struct program_info {
	const char *name;    /* its last component */
	const char *file;    /* where it is in the stock world; NULL: a builtin */
	const char *usage;   /* its SYNOPSIS */
	const char *meaning; /* what it does, for help */
	program_main *main;  /* what it does */
};

extern const struct program_info program_info[];
extern const size_t program_count;

/* By name or path (its last component); NULL: there is none. */
const struct program_info *program_find(const char *name);

/* A program's step from outside: what is run, and how it went. */
struct run {
	struct arena *arena;	   /* for all that is made; lasts for the step */
	const char *who;	   /* the session */
	uint32_t session;	   /* its process */
	int argc;		   /* words */
	const char *const *argv;   /* they, NULL behind the last */
	const char *redirect;	   /* the file behind > or >>; or NULL */
	bool append, background;   /* it was >>; a final & */
	int status;		   /* exit status; 128 + signal when one killed it */
	uint32_t pid;		   /* the process that it was, or is */
	const struct call *failed; /* the call that made it fail; NULL: none did */
	struct textbuf terminal;   /* what it printed */
	bool reads;		   /* without "&", it would have read the terminal: sh */
};

/* Runs words of a script as a child of the program, or what is built in as the program itself;
 * answers the status. */
int program_spawn(struct program *, struct run *);

/* Runs it. A word with "/" names any file; another must be one that program_find() knows. */
void program_run(struct world *, struct run *);

#endif
