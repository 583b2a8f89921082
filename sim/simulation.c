/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the words about the simulation do. Each that changes the world is a
 * call of the simulation, so that the history is complete.
 */
#include "simulation.h"

#include <string.h>

#include "nearest.h"
#include "state.h"

#define FILEWORD(name_, fewest_, most_, usage_, meaning_)                                          \
	static bool simulation_##name_(struct world *, struct scenario *, const struct word *);
#define SHELLWORD(name_, fewest_, most_, usage_, meaning_)
#include "simulation.def"

const struct simulation_info simulation_info[] = {
#define FILEWORD(name_, fewest_, most_, usage_, meaning_)                                          \
	{ #name_, usage_, meaning_, simulation_##name_, fewest_, most_ },
#define SHELLWORD(name_, fewest_, most_, usage_, meaning_)                                         \
	{ #name_, usage_, meaning_, NULL, fewest_, most_ },
#include "simulation.def"
};
const size_t simulation_count = sizeof(simulation_info) / sizeof(simulation_info[0]);

const struct simulation_info *
simulation_find(const char *name)
{
	for (size_t i = 0; i < simulation_count; i++)
		if (strcmp(simulation_info[i].name, name) == 0)
			return (&simulation_info[i]);
	return (NULL);
}

const char *
word_literal(struct arena *a, const struct word *word)
{
	const char *text = word->pieces->text.s;

	for (const struct piece *p = word->pieces; p != NULL; p = p->next) {
		if (p->variable)
			return (NULL);
		if (p != word->pieces)
			text = arena_printf(a, "%s%s", text, p->text.s);
	}
	return (text);
}

static const char *
literal_or_empty(struct scenario *sc, const struct word *word)
{
	const char *text = word == NULL ? NULL : word_literal(&sc->arena, word);

	return (text == NULL ? "" : text);
}

static bool
wrong(struct scenario *sc, struct span at, const char *what, const char *mend)
{
	scenario_problem(sc, at, what, mend);
	return (false);
}

/* A call of the simulation with one text. */
static bool
simulate_text(struct world *w, struct scenario *sc, const struct word *word, enum sysno number,
    const char *what, const char *mend)
{
	const char *text = literal_or_empty(sc, word);
	const int64_t value = value_string(w->values, text);

	if (world_simulate(w, number, &value, 1)->error == 0)
		return (true);
	return (wrong(sc, word->span, arena_printf(&sc->arena, "%s is no %s", text, what), mend));
}

static bool
simulation_release(struct world *w, struct scenario *sc, const struct word *words)
{
	return (simulate_text(w, sc, words, SYS_sim_release, "release known here",
	    "write a release such as 15.0, 14.3-p8 or 9.0"));
}

static bool
simulation_without(struct world *w, struct scenario *sc, const struct word *words)
{
	return (simulate_text(w, sc, words, SYS_sim_without, "rule", "see jailsim list rules"));
}

static bool
simulation_with(struct world *w, struct scenario *sc, const struct word *words)
{
	return (simulate_text(w, sc, words, SYS_sim_with, "rule", "see jailsim list rules"));
}

static bool
simulation_tunable(struct world *w, struct scenario *sc, const struct word *words)
{
	const char *value = literal_or_empty(sc, words->next);
	int64_t call_words[] = { value_string(w->values, literal_or_empty(sc, words)), 0 };

	for (const char *at = value; *at != '\0'; at++) {
		if (*at < '0' || *at > '9' || at - value > 9)
			return (wrong(sc, words->next->span, "this is no number",
			    "write :tunable kern.maxproc 20"));
		call_words[1] = call_words[1] * 10 + (*at - '0');
	}
	if (world_simulate(w, SYS_sim_tunable, call_words, 2)->error == 0)
		return (true);
	return (wrong(sc, words->span, "the loader sets no such variable here",
	    "it sets kern.maxproc and kern.racct.enable"));
}

static bool
simulation_format(struct world *w, struct scenario *sc, const struct word *words)
{
	(void)w;
	if (strcmp(literal_or_empty(sc, words), "1") == 0)
		return (true);
	return (wrong(sc, words->span, "this jailsim reads format 1", "write :format 1"));
}

/* The caller has begun with it already: see scenario_wants_empty(). */
static bool
simulation_world(struct world *w, struct scenario *sc, const struct word *words)
{
	const char *name = literal_or_empty(sc, words);

	(void)w;
	if (strcmp(name, "empty") == 0 || strcmp(name, "stock") == 0)
		return (true);
	return (
	    wrong(sc, words->span, "there is no such world", "write :world stock or :world empty"));
}

/* A number of `digits' digits; answers what follows, or NULL. */
static const char *
take_digits(const char *s, int digits, int64_t *value)
{
	*value = 0;
	for (int i = 0; i < digits; i++, s++) {
		if (*s < '0' || *s > '9')
			return (NULL);
		*value = *value * 10 + (*s - '0');
	}
	return (s);
}

/* Numbers of a pattern such as "4-2-2"; false when the text is none. */
static bool
take_pattern(const char *s, const char *pattern, int64_t *numbers)
{
	for (; *pattern != '\0' && s != NULL; pattern++) {
		if (*pattern >= '1' && *pattern <= '9')
			s = take_digits(s, *pattern - '0', numbers++);
		else if (*s++ != *pattern)
			return (false);
	}
	return (s != NULL && *s == '\0');
}

/* Days from 1970-01-01 to a day of the Gregorian calendar. */
static int64_t
days_of(int64_t year, int64_t month, int64_t day)
{
	/* Years begin in March, so that a leap day ends one. */
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return (y * 365 + y / 4 - y / 100 + y / 400 + of_year - 719468);
}

static bool
take_offset(const char *s, int64_t *seconds)
{
	static const char units[] = "smhd";
	static const int64_t worth[] = { 1, 60, 3600, 86400 };
	int64_t n = 0;
	const char *digits = s;

	for (; *s >= '0' && *s <= '9' && s - digits < 10; s++)
		n = n * 10 + (*s - '0');
	const char *unit = *s == '\0' ? units : strchr(units, *s);

	*seconds = unit == NULL ? 0 : n * worth[unit - units];
	return (s > digits && unit != NULL && (*s == '\0' || s[1] == '\0'));
}

/* The seconds since 1970 that the words name; false: they name no time. */
static bool
take_time(const struct world *w, const char *date, const char *time, int64_t *seconds)
{
	int64_t d[3], t[3] = { 0, 0, 0 };

	if (*date == '+') {
		bool good = take_offset(date + 1, seconds) && *time == '\0';

		*seconds += (int64_t)system_of(w->kernel)->sy_clock;
		return (good);
	}
	if (!take_pattern(date, "4-2-2", d) ||
	    (*time != '\0' && !take_pattern(time, "2:2:2", t) && !take_pattern(time, "2:2", t)))
		return (false);
	if (d[0] < 1970 || d[1] < 1 || d[1] > 12 || d[2] < 1 || d[2] > 31 || t[0] > 23 ||
	    t[1] > 59 || t[2] > 59)
		return (false);
	*seconds = days_of(d[0], d[1], d[2]) * 86400 + t[0] * 3600 + t[1] * 60 + t[2];
	return (true);
}

static bool
simulation_clock(struct world *w, struct scenario *sc, const struct word *words)
{
	int64_t seconds = 0;

	if (!take_time(w, literal_or_empty(sc, words), literal_or_empty(sc, words->next), &seconds))
		return (wrong(sc, words->span, "this is no time",
		    "write :clock 2025-12-24 18:00:00, or :clock +90 for seconds from now"));
	if (world_simulate(w, SYS_sim_clock, &seconds, 1)->error == 0)
		return (true);
	return (wrong(
	    sc, words->span, "the clock takes no such time", "write a time from 1970 to 2106"));
}

bool
scenario_wants_empty(struct scenario *sc)
{
	for (const struct scenario_step *s = sc->steps; s != NULL; s = s->next) {
		if (s->kind != STEP_SIMULATION)
			break;
		if (strcmp(s->name, "world") == 0 && s->words != NULL)
			return (strcmp(literal_or_empty(sc, s->words), "empty") == 0);
	}
	return (false);
}
