/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The words about the simulation that the shell alone has.  A word is a row of simulation.def
 * and a function word_NAME() in the word_*.c of its subject.
 */
#ifndef SHELL_SHELL_WORDS_H
#define SHELL_SHELL_WORDS_H

#include "shell.h"
#include "simulation.h"

#define WORD_ARGS 32 /* words behind the name at most */

/* A line ":name word word ...", which the word's function may keep text in. */
struct word_line {
	const struct simulation_info *info;
	struct arena *arena;
	const char *rest;	     /* all that follows the name, as typed */
	unsigned argc;		     /* as many as info allows */
	const char *argv[WORD_ARGS]; /* the words, their quotes taken off */
};

#define FILEWORD(name_, fewest_, most_, usage_, meaning_)
#define SHELLWORD(name_, fewest_, most_, usage_, meaning_)                                         \
	void word_##name_(struct shell *, const struct word_line *);
#include "simulation.def"

/* Does the line begin with a word of the shell alone?  Then it is done, or said to be wrong. */
bool shell_word(struct shell *, const char *line);

/* word_tour.c: does the step of the tour that is next, and shows the one behind it. */
void shell_tour_go_on(struct shell *);
void shell_tour_done(struct shell *, const char *line); /* a line of it was done: the next stop */

/* Says `:name: what — how to mend', and that the input was bad. */
void word_wrong(struct shell *, const struct word_line *, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* argv[at] as a count: `otherwise' when it is not given; false after word_wrong(). */
bool word_count(
    struct shell *, const struct word_line *, unsigned at, size_t otherwise, size_t *count);

/* word_time.c: says where one is. */
void shell_show_place(struct shell *);
/* A step of the present way by its number or name; false after word_wrong(). */
bool shell_find_step(struct shell *, const struct word_line *, const char *name, size_t *step);
/* word_until.c: goes until what the words from argv[at] on say. */
void shell_until(struct shell *, const struct word_line *, unsigned at, bool back);

/* argv[0] as "on" or "off"; without it the other of what is now.  False after word_wrong(). */
bool word_on_off(struct shell *, const struct word_line *, bool now, bool *on);

#endif
