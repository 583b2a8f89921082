/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running a step: who acts, the call or the program, the variables that it
 * leaves.
 */
#include "step_run.h"

#include <stdlib.h>
#include <string.h>

#include "programs/program.h"
#include "simulation.h"

/* A step on its way. */
struct running {
	struct world *world;
	struct scenario *sc;
	const struct scenario_step *step;
	struct outcome *out;
	size_t ncalls; /* of the world, before those that are the step's */
};

static void
bind_all(struct running *r, struct binding value)
{
	const struct variable *v = r->step->assigned;
	struct binding one = { .number = -1 };

	if (v != NULL && v->next == NULL) {
		world_bind(r->world, v->name, value);
		return;
	}
	for (unsigned i = 0; v != NULL; v = v->next, i++) {
		if (value.number != -1)
			one.number = value.fields[i];
		world_bind(r->world, v->name, one);
	}
}

static bool
run_call(struct running *r)
{
	const struct call_reader reader = { r->world->lexicon, r->world->values, r->sc,
		r->world->present.variables };
	struct call c;

	if (!call_read(&reader, r->step, &c))
		return (false);
	const struct call *done = world_call(r->world, r->step->prompt->text, r->out->pid, &c);

	r->out->call = done;
	r->out->error = done->error;
	bind_all(r, binding_of_call(done));
	if (done->number == SYS__exit && done->error == 0)
		world_logout(r->world, r->out->pid);
	return (true);
}

/* What $name stands for. */
static const char *
variable_text(const struct running *r, const char *name)
{
	const struct binding *b = binding_find(r->world->present.variables, name);

	if (b == NULL)
		return ("");
	if (b->text != VALUE_NONE && !b->list)
		return (value_text(r->world->values, b->text));
	return (arena_printf(&r->sc->arena, "%lld", (long long)b->number));
}

static const char *
word_text(const struct running *r, const struct word *word)
{
	const char *text = "";

	for (const struct piece *p = word->pieces; p != NULL; p = p->next) {
		const char *piece = p->variable ? variable_text(r, p->text.s) : p->text.s;

		text = p == word->pieces ? piece : arena_printf(&r->sc->arena, "%s%s", text, piece);
	}
	return (text);
}

static const char *const *
words_text(const struct running *r, int *argc)
{
	const char **argv;

	*argc = 0;
	for (const struct word *w = r->step->words; w != NULL; w = w->next)
		++*argc;
	argv = arena_zero(&r->sc->arena, ((size_t)*argc + 1) * sizeof(*argv));
	*argc = 0;
	for (const struct word *w = r->step->words; w != NULL; w = w->next)
		argv[(*argc)++] = word_text(r, w);
	return (argv);
}

/* A variable takes the pid of a program behind "&", else what it printed. */
static struct binding
binding_of_run(struct world *w, const struct run *run)
{
	struct binding b = { .number = run->status == 0 ? 0 : -1 };
	size_t len = run->terminal.len;

	if (run->background) {
		b.number = run->failed == NULL || run->pid != run->session ? (int64_t)run->pid : -1;
		return (b);
	}
	if (run->status != 0)
		return (b);
	while (len > 0 && run->terminal.s[len - 1] == '\n')
		len--;
	b.text = value_intern(w->values, textbuf_text(&run->terminal), len);
	const char *text = value_text(w->values, b.text);
	char *end;
	long long number = strtoll(text, &end, 10);

	if (end != text && *end == '\0')
		b.number = number;
	return (b);
}

static bool
run_program(struct running *r)
{
	struct run run = { .arena = &r->sc->arena,
		.who = r->step->prompt->text,
		.session = r->out->pid,
		.append = r->step->append,
		.background = r->step->background,
		.terminal = { .arena = &r->sc->arena } };

	run.argv = words_text(r, &run.argc);
	if (r->step->redirect != NULL)
		run.redirect = word_text(r, r->step->redirect);
	if (strchr(run.argv[0], '/') == NULL && program_find(run.argv[0]) == NULL) {
		scenario_problem(r->sc, r->step->name_span,
		    arena_printf(&r->sc->arena, "%s is no program known here", run.argv[0]),
		    "see jailsim list programs");
		return (false);
	}
	program_run(r->world, &run);
	r->out->status = run.status;
	r->out->call = run.failed;
	r->out->error = run.failed == NULL ? 0 : run.failed->error;
	r->out->output = run.terminal;
	r->out->reads = run.reads;
	bind_all(r, binding_of_run(r->world, &run));
	return (true);
}

static bool
run_simulation(struct running *r)
{
	const struct simulation_info *info = simulation_find(r->step->name);

	return (info != NULL && info->main != NULL && info->main(r->world, r->sc, r->step->words));
}

static bool
act(struct running *r)
{
	bool wrong_sign;

	if (r->step->kind == STEP_SIMULATION)
		return (run_simulation(r));
	if (!world_session(r->world, r->sc, r->step->prompt, &r->out->pid, &wrong_sign))
		return (false);
	r->ncalls = r->world->present.nlog;
	if (wrong_sign) {
		r->out->refused = r->step->prompt->sign == '#' ?
		    "the prompt says #, but the effective user id is not 0 any more" :
		    "the prompt says $, but the effective user id is 0 now";
		bind_all(r, (struct binding) { .number = -1 });
		return (true);
	}
	return (r->step->kind == STEP_CALL ? run_call(r) : run_program(r));
}

bool
step_run(
    struct world *w, struct scenario *sc, const struct scenario_step *step, struct outcome *out)
{
	struct running r = { w, sc, step, out, w->present.nlog };

	*out = (struct outcome) { .step = step, .output = { .arena = &sc->arena } };
	world_begin_step(w);
	bool good = act(&r);

	out->ncalls = w->present.nlog - r.ncalls;
	out->calls = out->ncalls == 0 ? NULL : w->log.recent + (w->log.nrecent - out->ncalls);
	return (good);
}
