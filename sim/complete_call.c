/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The arguments of a call, each by its type, and what is expected of it.
 */
#include <string.h>

#include "completer.h"

/* Where the cursor is among the arguments. */
struct call_place {
	unsigned arg;	   /* the argument, from 0 */
	int depth;	   /* braces and parentheses that are open; -1: behind the last */
	bool in_string;	   /* between quotes */
	const char *token; /* where the piece at the cursor begins, quotes not included */
	const char *label; /* "family=" before it, or NULL */
	size_t label_length;
};

/* Members of structures, by the type of the argument. */
static const struct {
	enum argtype type;
	const char *label, *help;
} members[] = {
	{ ARG_sockaddr, "family=", "AF_INET, AF_INET6 or AF_UNIX" },
	{ ARG_sockaddr, "addr=", "an address: \"192.0.2.1\"" },
	{ ARG_sockaddr, "port=", "a port" },
	{ ARG_sockaddr, "path=", "of a local socket" },
	{ ARG_mountopts, "from=", "what is mounted: nullfs takes a directory" },
	{ ARG_mountopts, "ruleset=", "devfs: the rules that hide its nodes" },
	{ ARG_message, "data=", "the bytes" },
	{ ARG_message, "rights=", "descriptors to pass: {fd}" },
	{ ARG_timeval, "sec=", "seconds" },
	{ ARG_timeval, "usec=", "microseconds" },
	{ ARG_rlimit, "cur=", "the soft limit" },
	{ ARG_rlimit, "max=", "the hard limit" },
	{ ARG_rtp, "type=", "RTP_PRIO_REALTIME, RTP_PRIO_NORMAL or RTP_PRIO_IDLE" },
	{ ARG_rtp, "prio=", "0 to 31" },
	{ ARG_fhandle, "fsid=", "the file system" },
	{ ARG_fhandle, "ino=", "the inode" },
	{ ARG_fhandle, "gen=", "its generation" },
	{ ARG_timex, "modes=", "what to set; 0 only reads" },
};

/* Before the character at s: a piece ends and another begins behind it. */
static void
cut(struct call_place *p, const char *s)
{
	switch (*s) {
	case '{':
	case '(':
		p->depth++;
		break;
	case '}':
	case ')':
		p->depth--;
		break;
	case ',':
		p->arg += p->depth == 0;
		break;
	case '=':
		p->label = p->token;
		p->label_length = (size_t)(s - p->token);
		break;
	case ' ':
	case '|':
	default:
		break;
	}
	if (strchr("{(,", *s) != NULL)
		p->label = NULL;
	p->token = s + 1;
}

static struct call_place
find_place(const char *args)
{
	struct call_place p = { .token = args };

	for (const char *s = args; *s != '\0' && p.depth >= 0; s++) {
		if (p.in_string && *s == '\\' && s[1] != '\0') {
			s++;
		} else if (*s == '"') {
			p.in_string = !p.in_string;
			p.token = s + 1;
		} else if (!p.in_string && strchr("{}(),=| ", *s) != NULL) {
			cut(&p, s);
		}
	}
	return (p);
}

/* --- By type ----------------------------------------------------------------------------- */

/* A string at the cursor: with its quotes when it has none yet. */
static void
offer_strings(struct completer *cm, const struct call_place *p,
    void (*list)(struct completer *, const char *))
{
	struct completion *out = cm->out;
	unsigned first = out->count;

	list(cm, "\"");
	if (p->in_string)
		return;
	for (unsigned i = first; i < out->count; i++)
		out->candidates[i].text = arena_printf(cm->arena, "\"%s", out->candidates[i].text);
}

static void
complete_path(struct completer *cm, const struct call_place *p)
{
	complete_paths(cm, p->in_string ? PATH_STRING : PATH_BARE);
}

/* What is no constant and no string. */
static void
complete_number(struct completer *cm, enum argtype type)
{
	switch (type) {
	case ARG_pid:
		complete_pids(cm);
		break;
	case ARG_jid:
		complete_jails(cm, true);
		break;
	case ARG_uid:
		complete_users(cm, true);
		break;
	case ARG_fd:
	case ARG_dirfd:
		complete_descriptors(cm);
		break;
	case ARG_dev:
		complete_offer(cm, "makedev(", "", "a device: makedev(major, minor)");
		break;
	default:
		break;
	}
	complete_variables(cm, "");
}

static void
complete_param(struct completer *cm, const struct call_place *p)
{
	if (p->label == NULL)
		complete_params(cm, "=");
	else if (!complete_param_value(cm, p->label, p->label_length))
		complete_path(cm, p);
}

static bool
is_labelled(const struct call_place *p, const char *label)
{
	return (p->label != NULL && strlen(label) == p->label_length &&
	    memcmp(p->label, label, p->label_length) == 0);
}

static void
complete_member(struct completer *cm, enum argtype type, const struct call_place *p)
{
	if (is_labelled(p, "path") || is_labelled(p, "from")) {
		complete_path(cm, p);
		return;
	}
	if (p->label != NULL) {
		if (is_labelled(p, "family"))
			complete_constants(cm, "sockdomain");
		else if (type == ARG_rtp)
			complete_constants(cm, "rtptype");
		if (!p->in_string)
			complete_variables(cm, "");
		return;
	}
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		if (members[i].type == type)
			complete_offer(cm, members[i].label, "", members[i].help);
}

static void
complete_argument(struct completer *cm, enum argtype type, const struct call_place *p)
{
	switch (type) {
	case ARG_path:
	case ARG_program:
		complete_path(cm, p);
		return;
	case ARG_sysctlname:
		offer_strings(cm, p, complete_sysctls);
		return;
	case ARG_fstype:
		offer_strings(cm, p, complete_filesystems);
		return;
	case ARG_rule:
		offer_strings(cm, p, complete_rules);
		return;
	case ARG_jailparams:
		if (p->depth > 0)
			complete_param(cm, p);
		else
			complete_offer(cm, "{", "", argtype_info[type].meaning);
		return;
	default:
		break;
	}
	if (argtype_info[type].form == FORM_LIST && p->depth == 0)
		complete_offer(cm, "{", "", argtype_info[type].meaning);
	else if (argtype_info[type].form == FORM_LIST)
		complete_member(cm, type, p);
	else if (!p->in_string) {
		complete_constants(cm, argtype_info[type].group);
		complete_number(cm, type);
	}
}

void
complete_call(struct completer *cm, enum sysno call, const char *args)
{
	const struct syscall_info *info = &syscall_info[call];
	const char *usage = call_usage(cm->arena, call);
	struct call_place p = find_place(args);

	if (p.depth < 0) {
		complete_about(cm, "%s: => and what is expected may follow", usage);
		return;
	}
	complete_from(cm, p.token);
	if (p.arg >= info->nargs) {
		complete_about(cm, "%s: %s", usage,
		    info->nargs == 0 ? "it takes no arguments" : "there are no more arguments");
		complete_offer(cm, ")", "", "the end of the call");
		return;
	}
	const struct arg_info *arg = &info->args[p.arg];

	complete_about(cm, "%s: %s is %s%s", usage, arg->name, argtype_info[arg->type].meaning,
	    arg->optional ? "; may be left out" : "");
	complete_argument(cm, (enum argtype)arg->type, &p);
}

/* --- => --------------------------------------------------------------------------------- */

static void
complete_fields(struct completer *cm, enum sysno call)
{
	const struct result_info *result = &result_info[syscall_info[call].result];

	for (unsigned i = 0; i < result->nfields && result->nfields > 1; i++)
		complete_offer(cm, arena_printf(cm->arena, "%s=", result->fields[i].name), "",
		    "a field of the result");
}

void
complete_expectation(struct completer *cm, enum sysno call, const char *text)
{
	const char *because = strstr(text, " because ");
	const char *token = text;

	for (const char *s = text; *s != '\0'; s++)
		if (*s == ' ' || *s == '|')
			token = s + 1;
	complete_from(cm, token);
	if (because != NULL && token >= because + 9) {
		complete_about(cm, "because RULE|RULE: one of these rules must have decided");
		complete_rules(cm, "");
		return;
	}
	complete_about(cm, "=> OUTCOME: ok, an errno, a number, \"text\", exit N or field=value");
	complete_offer(cm, "ok", "", "success");
	if (token > text + strspn(text, " "))
		complete_offer(cm, "because", " ", "and this rule must have decided");
	if (call == SYSCALLS) {
		complete_offer(cm, "exit", " ", "a program's exit status: exit 1");
		complete_offer(cm, "silent", "", "success, and nothing printed");
	} else {
		complete_fields(cm, call);
	}
	complete_errnos(cm, "");
	complete_variables(cm, "");
}
