/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one clock of the host and of all jails.  It moves by sleeping, by setting it, and by the
 * simulation's :clock, in seconds.  FreeBSD's counterpart is the file of the same name.
 *
 * NOT MODELLED: adjtime(2), other clocks, fractions of a second that add up, timers.
 */
#include "decision.h"
#include "literal.h"
#include "sysproto.h"
#include "ucred.h"

#define NANOSECONDS  INT64_C(1000000000)
#define MICROSECONDS INT64_C(1000000)

static int64_t
time_field(const struct values *vs, value_ix time, const char *name)
{
	struct element e;

	return (literal_find(literal_read(vs, time), name, &e) && e.kind == LITERAL_INTEGER ?
		e.integer :
		0);
}

int
sys_nanosleep(struct thread *td, const struct nanosleep_args *uap, struct none_result *r)
{
	const struct kernel *k = td->td_kernel;
	bool bad = uap->time == VALUE_NONE || uap->time == VALUE_BADADDR;
	int64_t sec = time_field(k->k_values, uap->time, "sec");
	int64_t nsec = time_field(k->k_values, uap->time, "nsec");
	int64_t usec = time_field(k->k_values, uap->time, "usec");
	bool range = sec < 0 || sec > UINT32_MAX || nsec < 0 || nsec >= NANOSECONDS || usec < 0 ||
	    usec >= MICROSECONDS;
	int error;

	(void)r;
	if ((error = refuses(td, COPYIN_BADADDR, bad, NULL, about_nothing())) != 0 ||
	    (error = refuses(td, NANOSLEEP_RANGE, range, NULL, about_number(sec))) != 0)
		return (error);
	if (sec != 0)
		system_change(td, system_of(k))->sy_clock += (uint64_t)sec;
	return (0);
}

/* Above securelevel 1 the clock moves a second at most, forward once in a second: EPERM. */
static int
settime(struct thread *td, uint64_t to)
{
	const struct kernel *k = td->td_kernel;
	const struct prison *pr = prison_at(k, td->td_ucred->cr_prison);
	struct system *sy = system_change(td, system_of(k));
	const uint64_t now = sy->sy_clock;
	bool secure = pr->pr_securelevel > 1, forward = secure && to >= now;
	struct object what = about_number((int64_t)to);
	int error = refuses(td, SETTIME_AGAIN, forward && sy->sy_laststep == now, pr, what);

	if (error != 0)
		return (error);
	if (alters(td, SETTIME_CLAMPED, secure && (to + 1 < now || to > now + 1), pr, what))
		to = to < now ? now - 1 : now + 1;
	if (forward)
		sy->sy_laststep = to;
	sy->sy_clock = to;
	return (0);
}

int
sys_settimeofday(struct thread *td, const struct settimeofday_args *uap, struct none_result *r)
{
	const struct values *vs = td->td_kernel->k_values;
	bool bad = uap->time == VALUE_NONE || uap->time == VALUE_BADADDR;
	int64_t sec = time_field(vs, uap->time, "sec"), usec = time_field(vs, uap->time, "usec");
	bool range = sec < 0 || sec > UINT32_MAX || usec < 0 || usec >= MICROSECONDS;
	int error;

	(void)r;
	if ((error = refuses(td, COPYIN_BADADDR, bad, NULL, about_nothing())) != 0 ||
	    (error = priv_check(td, PRIV_SETTIMEOFDAY)) != 0 ||
	    (error = must_refuse(td, SETTIMEOFDAY_RANGE, range, NULL, about_number(sec))) != 0)
		return (error);
	return (settime(td, (uint64_t)sec));
}

int
sys_gettimeofday(struct thread *td, const struct gettimeofday_args *uap, struct num_result *r)
{
	(void)uap;
	r->value = (int64_t)system_of(td->td_kernel)->sy_clock;
	return (0);
}
