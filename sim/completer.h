/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the files of completion share.
 */
#ifndef SIM_COMPLETER_H
#define SIM_COMPLETER_H

#include "complete.h"

struct completer {
	struct completion *out;
	struct arena *arena;
	struct world *world;
	uint32_t pid;	    /* who acts; 0: nobody */
	uint32_t guest;	    /* the same when it has not logged in: nobody else sees it */
	const char *line;   /* up to the cursor */
	const char *prefix; /* the part of it that is to be completed */
	size_t length;	    /* of the prefix */
};

/* How a path is written where it stands. */
enum path_place {
	PATH_WORD,   /* a program's word */
	PATH_STRING, /* inside the quotes of a string */
	PATH_BARE,   /* where a string may begin: with its quotes */
};

/* From here on is what is to be completed: a place in the line. */
void complete_from(struct completer *, const char *at);
/* May this be a candidate?  Ask before making its help. */
bool complete_wants(const struct completer *, const char *text);
void complete_offer(struct completer *, const char *text, const char *end, const char *help);
void complete_about(struct completer *, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Who acts in what follows: "root@www". */
void complete_act_as(struct completer *, const char *who);

/* complete_call.c, complete_program.c: the parts of a line. */
void complete_call(struct completer *, enum sysno, const char *args);
void complete_program(struct completer *, const char *words);
void complete_expectation(struct completer *, enum sysno, const char *text);
void complete_word(struct completer *);
void complete_step(struct completer *, const char *step);

/* complete_table.c: out of the tables; end: what follows a candidate. */
void complete_commands(struct completer *);
void complete_calls(struct completer *, const char *end);
void complete_programs(struct completer *, const char *end);
void complete_words(struct completer *);
void complete_constants(struct completer *, const char *group);
void complete_signals(struct completer *);
void complete_errnos(struct completer *, const char *end);
void complete_rules(struct completer *, const char *end);
void complete_params(struct completer *, const char *end);
/* The value of a parameter "name=": false when it is a path. */
bool complete_param_value(struct completer *, const char *name, size_t length);
void complete_sysctls(struct completer *, const char *end);
void complete_filesystems(struct completer *, const char *end);
void complete_releases(struct completer *);

/* complete_path.c */
void complete_paths(struct completer *, enum path_place);

/* complete_world.c: out of this world. */
void complete_pids(struct completer *);
void complete_jails(struct completer *, bool jids);
void complete_users(struct completer *, bool uids);
void complete_descriptors(struct completer *);
void complete_variables(struct completer *, const char *before);
/* USER@JAIL; `end' follows the sign, NULL: without one. */
void complete_actors(struct completer *, const char *end);

/* A call of the process that acts; the words beyond the two are 0. */
const struct call *complete_ask(
    struct completer *, struct call *, enum sysno, int64_t word0, int64_t word1);

#endif
