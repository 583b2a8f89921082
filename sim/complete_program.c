/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The words of a program and those behind a ":" word, each by what the word stands for.
 */
#include <string.h>

#include "completer.h"
#include "programs/program.h"
#include "simulation.h"

/*
 * What the words of a program stand for, a letter each: P path, J jail, U user, I process, G a
 * signal or a process, K file flags, S sysctl, A parameter of a jail, F type of a file system, C
 * command, - free. The last one of `words' stands for all that follow.
 */
static const struct {
	const char *name;
	const char *options; /* letters with their kind: "uUjJ": -u takes a user, -j a jail */
	const char *words;
} forms[] = {
	{ "chflags", "", "KP" },
	{ "chmod", "", "-P" },
	{ "chown", "", "UP" },
	{ "chroot", "uU", "PC" },
	{ "date", "", "-" },
	{ "dd", "", "-" },
	{ "df", "tF", "P" },
	{ "dmesg", "", "-" },
	{ "echo", "", "-" },
	{ "exit", "", "-" },
	{ "hostname", "", "-" },
	{ "halt", "", "-" },
	{ "id", "", "U" },
	{ "ifconfig", "", "-" },
	{ "ipcrm", "", "-" },
	{ "ipcs", "uU", "-" },
	{ "jail", "", "A" },
	{ "jexec", "uUUU", "JC" },
	{ "jls", "jJ", "A" },
	{ "kill", "s-", "G" },
	{ "kldload", "", "-" },
	{ "kldstat", "", "-" },
	{ "kldunload", "", "-" },
	{ "mkdir", "m-", "P" },
	{ "mkfifo", "m-", "P" },
	{ "mknod", "", "P-" },
	{ "mount", "tFo-", "P" },
	{ "nc", "", "-" },
	{ "netstat", "", "-" },
	{ "ping", "", "-" },
	{ "printf", "", "-" },
	{ "ps", "JJUUpIo-O-", "-" },
	{ "reboot", "", "-" },
	{ "sleep", "", "-" },
	{ "sockstat", "jJp-", "-" },
	{ "su", "c-", "U-" },
	{ "sysctl", "", "S" },
	{ "tar", "fPCP", "P" },
	{ "umask", "", "-" },
	{ "uname", "", "-" },
};

/* What stands behind ":" words: as above, and R rule, V release, W who acts, T a line, N any name,
 * E what may come about, X one of a choice. */
static const struct {
	const char *name;
	const char *words;
	const char *choice; /* of X, blanks between them */
} word_forms[] = {
	{ "as", "W", "" },
	{ "back", "X", "-c until" },
	{ "can", "WT", "" },
	{ "fd", "I", "" },
	{ "forward", "X", "-c until" },
	{ "goto", "X", "start end" },
	{ "help", "N", "" },
	{ "jail", "J", "" },
	{ "man", "N", "" },
	{ "matrix", "J", "" },
	{ "path", "P", "" },
	{ "predict", "X", "on off" },
	{ "release", "V", "" },
	{ "tour", "X", "stop" },
	{ "trace", "X", "on off" },
	{ "tunable", "S-", "" },
	{ "until", "E", "" },
	{ "whatif", "A", "" },
	{ "with", "R", "" },
	{ "without", "R", "" },
	{ "world", "X", "empty stock" },
};

/* The words up to the cursor. */
struct words {
	const char *option; /* the option word before the cursor's word, or NULL */
	unsigned place;	    /* of the cursor's word among those that are no options, from 0 */
	const char *token;  /* the cursor's word */
	const char *first;  /* the word at place 0, when there are more; or NULL */
	const char *second; /* where that at place 1 begins, likewise */
	bool redirected;    /* it stands behind > */
};

static bool
takes_value(const char *option, const char *options)
{
	const char *letter = option + strlen(option) - 1;

	for (; *options != '\0'; options += 2)
		if (*options == *letter)
			return (true);
	return (false);
}

static const char *
word_end(const char *s)
{
	char quote = '\0';

	for (; *s != '\0' && (quote != '\0' || (*s != ' ' && *s != '\t')); s++) {
		if (quote == '\0' && (*s == '"' || *s == '\''))
			quote = *s;
		else if (quote == *s)
			quote = '\0';
	}
	return (s);
}

static struct words
cut_words(struct completer *cm, const char *s, const char *options)
{
	struct words w = { .token = s };

	for (;;) {
		const char *end = word_end(s);

		w.token = s;
		if (*end == '\0')
			return (w);
		const char *word = arena_copy(cm->arena, s, (size_t)(end - s));

		if (w.option != NULL) {
			w.option = NULL;
		} else if (*word == '-' && word[1] != '\0') {
			w.option = takes_value(word, options) ? word : NULL;
		} else if (*word != '>') {
			w.first = w.place == 0 ? word : w.first;
			w.second = w.place == 1 ? s : w.second;
			w.place++;
		}
		w.redirected = *word == '>';
		s = end + strspn(end, " \t");
	}
}

/* --- By kind -------------------------------------------------------------------------------- */

static void
complete_assigned(struct completer *cm, const char *equals)
{
	const char *name = cm->prefix;
	size_t length = (size_t)(equals - name);

	complete_from(cm, equals + 1);
	if (!complete_param_value(cm, name, length))
		complete_paths(cm, PATH_WORD);
}

static void
complete_names(struct completer *cm)
{
	complete_words(cm);
	complete_programs(cm, "");
	complete_calls(cm, "");
	complete_params(cm, "");
	complete_errnos(cm, "");
	complete_sysctls(cm, "");
	complete_rules(cm, "");
}

/* What is in this world; false: it is another kind. */
static bool
complete_of_world(struct completer *cm, char kind)
{
	switch (kind) {
	case 'P':
		complete_paths(cm, PATH_WORD);
		return (true);
	case 'J':
		complete_jails(cm, false);
		return (true);
	case 'U':
		complete_users(cm, false);
		return (true);
	case 'G':
		complete_signals(cm);
		complete_pids(cm);
		return (true);
	case 'I':
		complete_pids(cm);
		return (true);
	case 'W':
		complete_actors(cm, NULL);
		return (true);
	default:
		return (false);
	}
}

static void
complete_setting(struct completer *cm)
{
	const char *equals = strchr(cm->prefix, '=');

	if (equals != NULL)
		complete_assigned(cm, equals);
	else
		complete_params(cm, " ");
}

static void
complete_event(struct completer *cm)
{
	complete_errnos(cm, "");
	complete_calls(cm, "");
	complete_params(cm, "");
	complete_rules(cm, "");
}

static void
complete_kind(struct completer *cm, char kind)
{
	if (complete_of_world(cm, kind))
		return;
	if (kind == 'A')
		complete_setting(cm);
	else if (kind == 'C')
		complete_programs(cm, " ");
	else if (kind == 'E')
		complete_event(cm);
	else if (kind == 'F')
		complete_filesystems(cm, " ");
	else if (kind == 'K')
		complete_constants(cm, "flags");
	else if (kind == 'N')
		complete_names(cm);
	else if (kind == 'R')
		complete_rules(cm, "");
	else if (kind == 'S')
		complete_sysctls(cm, "");
	else if (kind == 'V')
		complete_releases(cm);
}

/* What the word at a place stands for: the last letter stands for all that follow. */
static char
kind_at(const char *words, unsigned place)
{
	size_t length = strlen(words);

	return (length == 0 ? '-' : words[place < length ? place : length - 1]);
}

/* --- Programs ------------------------------------------------------------------------------- */

/* jail -r and -R take jails; -m takes parameters, "name=" first. */
static const char *
words_of(const char *program, const char *line, const char *words)
{
	bool removes = strcmp(program, "jail") == 0 &&
	    (strstr(line, " -r") != NULL || strstr(line, " -R") != NULL);

	return (removes ? "J" : words);
}

/* What jexec(8) runs in a jail sees what its root sees. */
static void
complete_inside(struct completer *cm, const struct words *w)
{
	complete_act_as(cm, arena_printf(cm->arena, "root@%s", w->first));
	complete_program(cm, w->second);
}

void
complete_program(struct completer *cm, const char *line)
{
	const char *name = arena_copy(cm->arena, line, strcspn(line, " \t"));
	const struct program_info *info = program_find(name);
	const char *options = "", *words = "P";

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (info != NULL && strcmp(forms[i].name, info->name) == 0) {
			options = forms[i].options;
			words = words_of(info->name, line, forms[i].words);
		}
	const char *rest = line + strlen(name);
	struct words w = cut_words(cm, rest + strspn(rest, " \t"), options);

	complete_from(cm, w.token);
	if (info != NULL)
		complete_about(cm, "%s: %s", info->usage, info->meaning);
	else if (strcmp(name, "man") == 0)
		words = "N";
	if (*w.token == '$')
		complete_variables(cm, "$");
	else if (w.redirected)
		complete_paths(cm, PATH_WORD);
	else if (strcmp(name, "jexec") == 0 && w.place >= 2)
		complete_inside(cm, &w);
	else if (w.option != NULL)
		complete_kind(cm, *(strchr(options, w.option[strlen(w.option) - 1]) + 1));
	else
		complete_kind(cm, kind_at(words, w.place));
}

/* --- Words about the simulation --------------------------------------------------------------- */

static void
complete_choice(struct completer *cm, const char *choice)
{
	while (*choice != '\0') {
		size_t length = strcspn(choice, " ");

		complete_offer(cm, arena_copy(cm->arena, choice, length), "", "");
		choice += length;
		choice += strspn(choice, " ");
	}
}

/* "USER@JAIL LINE" */
static void
complete_line_of(struct completer *cm, const char *text)
{
	size_t who = strcspn(text, " \t");

	complete_act_as(cm, arena_copy(cm->arena, text, who));
	complete_step(cm, text + who + strspn(text + who, " \t"));
}

void
complete_word(struct completer *cm)
{
	const char *line = cm->line + strspn(cm->line, " \t");
	size_t length = strcspn(line, " \t");

	if (line[length] == '\0') {
		complete_from(cm, line);
		complete_words(cm);
		return;
	}
	const char *name = arena_copy(cm->arena, line + 1, length - 1);
	const struct simulation_info *info = simulation_find(name);
	struct words w = cut_words(cm, line + length + strspn(line + length, " \t"), "");

	complete_from(cm, w.token);
	if (info != NULL)
		complete_about(cm, "%s: %s", info->usage, info->meaning);
	for (size_t i = 0; i < sizeof(word_forms) / sizeof(word_forms[0]); i++) {
		if (strcmp(word_forms[i].name, name) != 0)
			continue;
		char kind = kind_at(word_forms[i].words, w.place);

		if (kind == 'T')
			complete_line_of(cm, line + length + strspn(line + length, " \t"));
		else if (kind == 'X')
			complete_choice(cm, w.place == 0 ? word_forms[i].choice : "");
		else
			complete_kind(cm, kind);
	}
}
