/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a path is walked: the path is looked up component by component by calls of the process in a
 * copy of the world, so that what stops it here is what stops it there.
 */
#include <string.h>

#include "explain.h"
#include "jail.h"
#include "lexicon.h"
#include "look.h"
#include "object.h"
#include "proc.h"
#include "programs/program.h"
#include "step_run.h"
#include "vnode.h"

struct walk {
	struct textbuf *t;
	struct world copy;
	struct program program; /* the process that walks */
	const char *path;
	unsigned n; /* line */
};

/* Where the walking process stands now. */
static const char *
stands_on(const struct walk *w)
{
	const struct kernel *k = w->copy.kernel;
	const struct proc *p = proc_find(k, w->program.pid, 0);

	return (vnode_path(w->t->arena, k, pwd_at(k, p->p_pwd)->pwd_cdir));
}

/* The walls that a call met, each once. */
static const char *
walls_of(const struct walk *w, const struct call *c)
{
	const char *text = "";

	for (uint32_t i = 0; i < c->trail.count; i++) {
		const struct step *step = &c->trail.steps[i];
		const struct rule_info *rule = &rule_info[step->rule];

		if (!step->held || rule->effect != ALTERS || strncmp(rule->name, "WALL_", 5) != 0 ||
		    strstr(text, rule->name) != NULL)
			continue;
		text = arena_printf(w->t->arena, "%s%s%s%s%s%s", text, *text == '\0' ? "" : ", ",
		    rule->name, step->jid == NO_JID ? "" : " (",
		    step->jid == NO_JID ? "" : jail_text(w->t->arena, w->copy.kernel, step->jid),
		    step->jid == NO_JID ? "" : ")");
	}
	return (text);
}

static const char *
path_below(const struct walk *w, const char *component)
{
	const char *place = stands_on(w);

	return (arena_printf(
	    w->t->arena, "%s%s%s", place, strcmp(place, "/") == 0 ? "" : "/", component));
}

static void
put_line(struct walk *w, const char *component, const char *place, const char *note)
{
	textbuf_printf(w->t, "%3u  %-14s %-30s %s", ++w->n, component, place, note);
	textbuf_end_line(w->t);
}

/* Why the walk ends: false, so that it does. */
static bool
put_refusal(struct walk *w, const char *component, const struct call *c)
{
	const struct step *by = NULL;
	const struct rule_info *rule = call_rule(c, &by);

	put_line(w, component, "-",
	    arena_printf(w->t->arena, "%s because %s", errno_name(c->error),
		rule == NULL ? "?" : rule->name));
	if (rule != NULL)
		explain_wrap(w->t, rule->reason, 5);
	return (false);
}

/* The target of a symbolic link is walked in place of its name. */
static void
put_link(struct walk *w, const char *component)
{
	const struct call *c =
	    CALL(&w->program, readlink, program_text(&w->program, component), PATH_MAX);

	put_line(w, component, "a symbolic link",
	    c->error != 0 ? "" :
			    arena_printf(w->t->arena, "-> %s",
				value_text(w->copy.values, (value_ix)c->result[0])));
}

static bool
enter(struct walk *w, const char *component)
{
	const char *from = stands_on(w);
	const struct call *c = CALL(&w->program, chdir, program_text(&w->program, component));

	if (c->error != 0)
		return (put_refusal(w, component, c));
	const char *walls = walls_of(w, c), *to = stands_on(w);

	bool stays = *walls != '\0' && strcmp(from, to) == 0 && strcmp(component, "..") == 0;

	put_line(w, component, to, stays ? "stays here" : "");
	if (stays)
		textbuf_printf(w->t, "     %s\n", walls);
	return (true);
}

/* A file, or what a link leads to: the end of the path, or of what can be walked. */
static bool
end_at(struct walk *w, const char *component, bool link)
{
	const struct call *c = CALL(&w->program, stat, program_text(&w->program, component));

	if (c->error != 0)
		return (put_refusal(w, component, c));
	put_line(w, component, path_below(w, component), link ? "it leads to a file" : "");
	return (true);
}

/* One component; false: the walk ends. */
static bool
step_into(struct walk *w, const char *component, bool last)
{
	const struct call *c = CALL(&w->program, lstat, program_text(&w->program, component));

	if (c->error != 0)
		return (put_refusal(w, component, c));
	bool link = c->result[0] == VLNK, directory = c->result[0] == VDIR;

	if (link) {
		put_link(w, component);
		c = CALL(&w->program, stat, program_text(&w->program, component));
		directory = c->error == 0 && c->result[0] == VDIR;
	}
	return (last && !directory ? end_at(w, component, link) : enter(w, component));
}

static void
begin(struct walk *w)
{
	const struct call *c = NULL;

	if (*w->path == '/')
		c = CALL(&w->program, chdir, program_text(&w->program, "/"));
	if (c != NULL && c->error != 0)
		put_refusal(w, "/", c);
	else
		put_line(w, *w->path == '/' ? "/" : "(start)", stands_on(w),
		    *w->path == '/' ? "its root directory" : "its working directory");
}

bool
look_path(struct textbuf *t, const struct world *world, uint32_t pid, const char *path)
{
	struct walk w = { .t = t, .path = path };
	bool good = world_copy(&w.copy, world);

	w.program =
	    (struct program) { .world = &w.copy, .arena = t->arena, .who = "look", .pid = pid };
	textbuf_printf(t, "%3s  %-14s %s\n", "#", "COMPONENT", "FROM THE HOST'S ROOT");
	if (good)
		begin(&w);
	for (const char *c = path + strspn(path, "/"); good && *c != '\0';) {
		size_t length = strcspn(c, "/");
		const char *next = c + length + strspn(c + length, "/");

		good = step_into(&w, arena_copy(t->arena, c, length), *next == '\0');
		c = next;
	}
	world_clear(&w.copy);
	return (good);
}
