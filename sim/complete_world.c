/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Candidates of this world.  What the acting process may see is asked by calls of that process;
 * the caller takes them back.  Work is bounded: a world of 90,000 processes is not walked.
 */
#include <stdio.h>
#include <string.h>

#include "actor.h"
#include "completer.h"
#include "jail.h"
#include "object.h"
#include "passwd.h"
#include "proc.h"

#define HELP_TEXT 40   /* bytes of a variable shown */
#define LOOKS	  3000 /* processes looked at for one completion at most */

const struct call *
complete_ask(struct completer *cm, struct call *c, enum sysno number, int64_t word0, int64_t word1)
{
	*c = (struct call) { .pid = cm->pid,
		.number = (uint16_t)number,
		.nargs = syscall_info[number].nargs < 2 ? syscall_info[number].nargs : 2,
		.words = { word0, word1 } };
	kernel_call(cm->world->kernel, c);
	return (c);
}

/* --- Processes ------------------------------------------------------------------------------ */

/* Offers a process that the acting one sees; false when it does not. */
static bool
offer_pid(struct completer *cm, const struct proc *p)
{
	const struct kernel *k = cm->world->kernel;
	const char *text = arena_printf(cm->arena, "%u", (unsigned)p->p_pid);
	struct call c;

	if (p->p_pid == cm->guest || !complete_wants(cm, text) ||
	    complete_ask(cm, &c, SYS_getpgid, (int64_t)p->p_pid, 0)->error != 0)
		return (false);
	const struct prison *pr = prison_at(k, ucred_at(k, p->p_ucred)->cr_prison);

	complete_offer(cm, text, "",
	    cm->out->count == CANDIDATES_MAX ?
		"" :
		arena_printf(cm->arena, "%s of %s", value_text(k->k_values, p->p_comm),
		    jail_text(cm->arena, k, pr->pr_id)));
	return (true);
}

/* All that begin with the digits typed: 12, 120 to 129, 1200 to 1299 ... */
static void
offer_pids_like(struct completer *cm, uint32_t first)
{
	uint32_t count = 1;

	for (; first <= PID_MAX && first != 0; first *= 10, count *= 10)
		for (uint32_t pid = first; pid < first + count && pid <= PID_MAX; pid++) {
			const struct proc *p = pfind(cm->world->kernel, (int32_t)pid);

			if (p != NULL)
				offer_pid(cm, p);
		}
}

/* The processes of the prisons in reach, as many as there is time for. */
static void
offer_pids_of(struct completer *cm, const struct prison *top)
{
	const struct kernel *k = cm->world->kernel;
	unsigned looks = 0;

	FOREACH_PRISON(k, top, pr)
	for (const struct proc *p = proc_at(k, pr->pr_procs); p != NULL;
	     p = proc_at(k, p->p_prnext)) {
		if (++looks > LOOKS) {
			cm->out->at_least = true;
			return;
		}
		offer_pid(cm, p);
	}
}

static const struct prison *
own_prison(const struct completer *cm)
{
	const struct kernel *k = cm->world->kernel;
	const struct proc *p = pfind(k, (int32_t)cm->pid);

	return (p == NULL ? prison0(k) : prison_at(k, ucred_at(k, p->p_ucred)->cr_prison));
}

void
complete_pids(struct completer *cm)
{
	uint32_t first = 0;

	for (size_t i = 0; i < cm->length && first <= PID_MAX; i++) {
		if (cm->prefix[i] < '0' || cm->prefix[i] > '9')
			return;
		first = first * 10 + (uint32_t)(cm->prefix[i] - '0');
	}
	if (first != 0)
		offer_pids_like(cm, first);
	else if (cm->length == 0)
		offer_pids_of(cm, own_prison(cm));
}

/* --- Jails, users, descriptors ---------------------------------------------------------------- */

/* There may be many jails: only those that become candidates get text of their own. */
static void
offer_jail(struct completer *cm, const struct prison *pr, const char *name, bool jids)
{
	char jid[16];

	snprintf(jid, sizeof(jid), "%u", (unsigned)pr->pr_id);
	if (!complete_wants(cm, jids ? jid : name))
		return;
	if (cm->out->count == CANDIDATES_MAX) {
		cm->out->more++;
		return;
	}
	complete_offer(cm, jids ? arena_copy(cm->arena, jid, strlen(jid)) : name, jids ? "" : " ",
	    jids ? arena_printf(cm->arena, "the jail %s", name) :
		   arena_printf(cm->arena, "jid %s, path %s", jid,
		       value_text(cm->world->values, pr->pr_path)));
}

/* The jails below the acting process's own, by the names that it knows them by. */
void
complete_jails(struct completer *cm, bool jids)
{
	const struct kernel *k = cm->world->kernel;
	const struct prison *own = own_prison(cm);
	size_t skip = own == prison0(k) ? 0 : value_length(k->k_values, own->pr_name) + 1;

	FOREACH_PRISON(k, own, pr)
	if (pr != own && pr->pr_state == PRISON_STATE_ALIVE)
		offer_jail(cm, pr, value_text(k->k_values, pr->pr_name) + skip, jids);
}

static const struct vnode *
root_of(const struct completer *cm)
{
	const struct kernel *k = cm->world->kernel;
	const struct proc *p = pfind(k, (int32_t)cm->pid);

	return (vnode_at(k, p == NULL ? prison0(k)->pr_root : pwd_at(k, p->p_pwd)->pwd_rdir));
}

void
complete_users(struct completer *cm, bool uids)
{
	const char *line = passwd_file(cm->world, cm->arena, root_of(cm), "passwd");

	for (; line != NULL && *line != '\0'; line = passwd_next(line)) {
		size_t len;
		const char *field = passwd_field(line, 0, &len);
		const char *name = arena_copy(cm->arena, field, len);

		field = passwd_field(line, 2, &len);
		const char *uid = arena_copy(cm->arena, field, len);

		complete_offer(cm, uids ? uid : name, uids ? "" : " ",
		    arena_printf(
			cm->arena, "%s%s", uids ? "the user " : "user id ", uids ? name : uid));
	}
}

void
complete_descriptors(struct completer *cm)
{
	const struct kernel *k = cm->world->kernel;
	const struct proc *p = pfind(k, (int32_t)cm->pid);
	uint32_t blocks = p == NULL ? 0 : p->p_nfdblocks;

	for (uint32_t i = 0; i < blocks; i++) {
		const struct fdblock *block = fdblock_find(k, cm->pid, i);

		for (uint32_t slot = 0; block != NULL && slot < 8; slot++) {
			const struct file *fp = file_at(k, block->fb_file[slot]);

			if (fp != NULL)
				complete_offer(cm,
				    arena_printf(cm->arena, "%u", (unsigned)(8 * i + slot)), "",
				    fp->f_vnode != 0 ? vnode_path(cm->arena, k, fp->f_vnode) :
						       "no file of a file system");
		}
	}
}

/* --- Variables, actors --------------------------------------------------------------------------
 */

static const char *
variable_help(struct completer *cm, const struct binding *b)
{
	if (b->text != VALUE_NONE && !b->list)
		return (text_quote(cm->arena, value_text(cm->world->values, b->text),
		    value_length(cm->world->values, b->text) < HELP_TEXT ?
			value_length(cm->world->values, b->text) :
			HELP_TEXT));
	return (arena_printf(cm->arena, "variable, %lld", (long long)b->number));
}

/* "st.": the fields of what a call answered. */
static void
offer_fields(struct completer *cm, const char *before, const struct binding *b)
{
	const struct result_info *result = &result_info[b->result];

	for (unsigned i = 0; i < result->nfields; i++)
		complete_offer(cm,
		    arena_printf(cm->arena, "%s%s.%s", before, b->name, result->fields[i].name), "",
		    arena_printf(cm->arena, "%lld", (long long)b->fields[i]));
}

void
complete_variables(struct completer *cm, const char *before)
{
	const char *dot = memchr(cm->prefix, '.', cm->length);
	size_t skip = strlen(before);

	if (dot != NULL && (size_t)(dot - cm->prefix) >= skip) {
		const char *name =
		    arena_copy(cm->arena, cm->prefix + skip, (size_t)(dot - cm->prefix) - skip);
		const struct binding *b = binding_find(cm->world->present.variables, name);

		if (b != NULL && !b->list)
			offer_fields(cm, before, b);
		return;
	}
	for (const struct binding *b = cm->world->present.variables; b != NULL; b = b->next)
		if (binding_find(cm->world->present.variables, b->name) == b)
			complete_offer(cm, arena_printf(cm->arena, "%s%s", before, b->name), "",
			    variable_help(cm, b));
}

/* USER@ and the jails, when a name and an "@" were typed. */
static void
offer_seats(struct completer *cm, const char *end)
{
	const struct kernel *k = cm->world->kernel;
	const char *at = strchr(cm->prefix, '@');

	if (at == NULL)
		return;
	const char *user = arena_copy(cm->arena, cm->prefix, (size_t)(at - cm->prefix));
	bool root = strcmp(user, "root") == 0 || strcmp(user, "0") == 0;
	const char *sign = end == NULL ? "" : root ? " #" : " $";
	size_t typed = strcspn(at + 1, " ");

	FOREACH_PRISON(k, prison0(k), pr)
	{
		const char *name = pr == prison0(k) ? "host" : value_text(k->k_values, pr->pr_name);

		if (pr->pr_state != PRISON_STATE_ALIVE || strncmp(name, at + 1, typed) != 0)
			continue;
		if (cm->out->count == CANDIDATES_MAX) {
			cm->out->more++;
			continue;
		}
		complete_offer(cm, arena_printf(cm->arena, "%s@%s%s", user, name, sign),
		    end == NULL ? " " : end, "act as this user there");
	}
}

static void
offer_users(struct completer *cm)
{
	const char *line = passwd_file(cm->world, cm->arena,
	    vnode_at(cm->world->kernel, prison0(cm->world->kernel)->pr_root), "passwd");

	for (; line != NULL && *line != '\0'; line = passwd_next(line)) {
		size_t len;
		const char *name = passwd_field(line, 0, &len);

		complete_offer(
		    cm, arena_printf(cm->arena, "%.*s@", (int)len, name), "", "a user of the host");
	}
}

/* Have I seen a newer login of this name? */
static bool
is_newest(const struct world *w, const struct login *l)
{
	const struct login *first = w->present.logins;

	while (strcmp(first->name, l->name) != 0)
		first = first->next;
	return (first == l && l->pid != 0);
}

void
complete_actors(struct completer *cm, const char *end)
{
	const struct world *w = cm->world;

	if (*cm->prefix == '%') {
		complete_variables(cm, "%");
		return;
	}
	offer_seats(cm, end);
	for (const struct login *l = w->present.logins; l != NULL; l = l->next) {
		if (!is_newest(w, l))
			continue;
		struct actor now = actor_look(w, cm->arena, l->pid);

		complete_offer(cm,
		    end == NULL ? l->name : arena_printf(cm->arena, "%s %c", l->name, now.sign),
		    end == NULL ? " " : end,
		    now.alive ? arena_printf(cm->arena, "logged in, pid %u, in %s",
				    (unsigned)l->pid, now.directory) :
				"its process has ended");
	}
	if (strchr(cm->prefix, '@') == NULL && (end == NULL || cm->length != 0))
		offer_users(cm);
}
