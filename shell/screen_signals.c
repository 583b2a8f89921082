/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Signals while curses has the terminal.  Those that ask to end set a flag; after a crash the
 * terminal is put back by what may be called in a handler.  Window size, suspend and resume are
 * left to curses, whose handlers do what is needed.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "screen.h"

#define RESTORE_MOST 256
#define STACK_BYTES  65536

static const int asking[] = { SIGTERM, SIGHUP, SIGINT, SIGQUIT };
static const int crashing[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT };

#define ASKING	 (sizeof(asking) / sizeof(asking[0]))
#define CRASHING (sizeof(crashing) / sizeof(crashing[0]))

/* Of the whole process, as its terminal and its signals are. */
static struct {
	volatile sig_atomic_t asked;
	struct sigaction former[ASKING + CRASHING];
	struct termios termios; /* of the terminal before */
	bool has_termios;
	char restore[RESTORE_MOST]; /* what curses would write at the end */
	size_t length;
	char stack[STACK_BYTES]; /* a crash may be for want of stack */
} state;

static void
on_asking(int number)
{
	state.asked = number;
}

static void
on_crash(int number)
{
	ssize_t written = write(STDOUT_FILENO, state.restore, state.length);

	(void)written;
	if (state.has_termios)
		tcsetattr(STDIN_FILENO, TCSANOW, &state.termios);
	for (size_t i = 0; i < CRASHING; i++)
		if (crashing[i] == number)
			sigaction(number, &state.former[ASKING + i], NULL);
	raise(number);
}

static void
handle(int number, void (*handler)(int), int flags, struct sigaction *former)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = handler;
	sa.sa_flags = flags;
	sigemptyset(&sa.sa_mask);
	sigaction(number, &sa, former);
}

void
signals_begin(const char *restore, size_t length)
{
	stack_t stack = { .ss_sp = state.stack, .ss_size = sizeof(state.stack) };

	state.asked = 0;
	state.length = length < RESTORE_MOST ? length : 0;
	memcpy(state.restore, restore, state.length);
	sigaltstack(&stack, NULL);
	for (size_t i = 0; i < ASKING; i++)
		handle(asking[i], on_asking, 0, &state.former[i]);
	for (size_t i = 0; i < CRASHING; i++)
		handle(crashing[i], on_crash, SA_ONSTACK, &state.former[ASKING + i]);
}

void
signals_terminal(void)
{
	state.has_termios = tcgetattr(STDIN_FILENO, &state.termios) == 0;
}

int
signals_asked(void)
{
	return (state.asked);
}

void
signals_end(void)
{
	for (size_t i = 0; i < ASKING; i++)
		sigaction(asking[i], &state.former[i], NULL);
	for (size_t i = 0; i < CRASHING; i++)
		sigaction(crashing[i], &state.former[ASKING + i], NULL);
	if (state.asked == 0 || state.asked == SIGINT)
		return;
	/* The former handler is that of curses, which exits 1: an expectation failed. */
	struct sigaction curses;

	handle(state.asked, SIG_DFL, 0, &curses);
	raise(state.asked);
}
