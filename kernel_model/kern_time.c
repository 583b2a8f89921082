/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one clock of the host and of all jails.  It moves by sleeping, by setting it, and by the
 * simulation's :clock, in seconds.  FreeBSD's counterpart is the file of the same name.
 *
 * NOT MODELLED: a clock that runs faster or slower, so that adjtime(2) and ntp_adjtime(2) are asked
 * whether they may and move nothing; clocks that cannot be set; fractions of a second; timers.
 */
#include "constants.h"
#include "decision.h"
#include "literal.h"
#include "sysproto.h"
#include "ucred.h"

#define NANOSECONDS  INT64_C(1000000000)
#define MICROSECONDS INT64_C(1000000)

/* ntp_adjtime(2) answers that nothing has set the clock right since boot. */
#define TIME_ERROR 5

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

int
sys_clock_settime(struct thread *td, const struct clock_settime_args *uap, struct none_result *r)
{
	const struct values *vs = td->td_kernel->k_values;
	bool bad = uap->time == VALUE_NONE || uap->time == VALUE_BADADDR;
	int64_t sec = time_field(vs, uap->time, "sec"), nsec = time_field(vs, uap->time, "nsec");
	bool range = sec < 0 || sec > UINT32_MAX || nsec < 0 || nsec >= NANOSECONDS;
	int error;

	(void)r;
	if ((error = refuses(td, COPYIN_BADADDR, bad, NULL, about_nothing())) != 0 ||
	    (error = priv_check(td, PRIV_CLOCK_SETTIME)) != 0 ||
	    (error = must_refuse(td, CLOCK_SETTIME_CLOCK, uap->clock != CLOCK_REALTIME, NULL,
		 about_number(uap->clock))) != 0 ||
	    (error = must_refuse(td, CLOCK_SETTIME_RANGE, range, NULL, about_number(sec))) != 0)
		return (error);
	return (settime(td, (uint64_t)sec));
}

int
sys_clock_gettime(struct thread *td, const struct clock_gettime_args *uap, struct num_result *r)
{
	int32_t id = uap->clock;
	bool none = id < CLOCK_REALTIME || id > CLOCK_PROCESS_CPUTIME_ID || id == 3 || id == 6;
	bool wall = id == CLOCK_REALTIME || id == CLOCK_REALTIME_PRECISE ||
	    id == CLOCK_REALTIME_FAST || id == CLOCK_SECOND;
	int error = must_refuse(td, CLOCK_GETTIME_CLOCK, none, NULL, about_number(id));

	if (error != 0)
		return (error);
	r->value = (int64_t)system_of(td->td_kernel)->sy_clock;
	return (wall ? 0 : refuses(td, NOT_MODELLED, true, NULL, about_number(id)));
}

int
sys_adjtime(struct thread *td, const struct adjtime_args *uap, struct none_result *r)
{
	int error = refuses(td, COPYIN_BADADDR, uap->delta == VALUE_BADADDR, NULL, about_nothing());

	(void)r;
	return (error != 0 || uap->delta == VALUE_NONE ? error : priv_check(td, PRIV_ADJTIME));
}

int
sys_ntp_adjtime(struct thread *td, const struct ntp_adjtime_args *uap, struct num_result *r)
{
	bool bad = uap->timex == VALUE_NONE || uap->timex == VALUE_BADADDR;
	int64_t modes = time_field(td->td_kernel->k_values, uap->timex, "modes");
	int error = refuses(td, COPYIN_BADADDR, bad, NULL, about_nothing());

	r->value = TIME_ERROR;
	return (error != 0 || modes == 0 ? error : priv_check(td, PRIV_NTP_ADJTIME));
}
