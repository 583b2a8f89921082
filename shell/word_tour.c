/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * :tour, what there is in eight steps.  Each says something and names a line; Enter types it.  The
 * steps are ordinary lines: whatever else is typed in between is no harm.
 */
#include <string.h>

#include "explain.h"
#include "shell_words.h"

struct stop {
	const char *title, *text, *line;
};

static const struct stop stops[] = {
	{ "A jail",
	    "You are root of a host. A jail is a set of processes with a root directory, a host "
	    "name and addresses of their own. Make one: its root is a directory of the host.",
	    "root@host # jail -c name=tour path=/jails/www host.hostname=tour persist" },
	{ "Inside",
	    "A line may say who acts: the prompt of a file. This is root in the jail, and / is "
	    "the jail's, not the host's.",
	    "root@tour # ls /" },
	{ "An attack",
	    "Root may kill anybody. So let this root kill the host's init: for whoever is in a "
	    "jail, what is outside does not exist.",
	    "root@tour # kill(1, SIGKILL)" },
	{ "Why",
	    "Every answer can be explained: what was checked, in which order, who decided, where "
	    "FreeBSD does it, and the smallest change that would allow it, tried out.",
	    ":why" },
	{ "Another attack",
	    "A mount could cover what confines. Privileges are what make root almighty; a jail "
	    "takes away those that reach further than itself.",
	    "root@tour # mount -t tmpfs tmpfs /mnt" },
	{ "What if",
	    "The administrator can give the privilege back by parameters of the jail. Ask before "
	    "you do: the call is tried in a world that differs in just these.",
	    ":whatif allow.mount=1 allow.mount.tmpfs=1 enforce_statfs=1" },
	{ "Back", "Nothing is lost: every step can be undone, and done again by :forward.",
	    ":back 2" },
	{ "From above", "And this is what nobody inside sees: all jails and all their processes.",
	    ":tree" },
};

#define STOPS (sizeof(stops) / sizeof(stops[0]))

static void
show_stop(struct shell *sh)
{
	const struct stop *stop = &stops[sh->tour - 1];
	struct arena a = { 0 };
	struct textbuf t = { .arena = &a };

	textbuf_printf(&t, "\n%u of %zu: %s\n", sh->tour, STOPS, stop->title);
	explain_wrap_to(&t, stop->text, 2, sh->columns);
	textbuf_printf(&t, "Enter types:  %s\n", stop->line);
	fputs(textbuf_text(&t), sh->out);
	arena_free(&a);
}

void
shell_tour_go_on(struct shell *sh)
{
	const struct stop *stop = &stops[sh->tour - 1];

	fprintf(sh->out, "%s\n", stop->line);
	shell_line(sh, stop->line);
	if (sh->answer == NULL)
		shell_tour_done(sh, stop->line);
}

void
shell_tour_done(struct shell *sh, const char *line)
{
	if (sh->tour == 0 || strcmp(line, stops[sh->tour - 1].line) != 0)
		return;
	if (sh->tour++ < STOPS) {
		show_stop(sh);
		return;
	}
	sh->tour = 0;
	fputs("\nThat was the tour.  :save FILE keeps what you did as a scenario, which\n"
	      "`jailsim run FILE' passes; :help lists the rest.\n",
	    sh->out);
}

void
word_tour(struct shell *sh, const struct word_line *line)
{
	if (line->argc == 1 && strcmp(line->argv[0], "stop") == 0) {
		sh->tour = 0;
		return;
	}
	if (line->argc == 1) {
		word_wrong(sh, line, "%s is no word of it \xe2\x80\x94 %s", line->argv[0],
		    line->info->usage);
		return;
	}
	if (sh->tour == 0)
		sh->tour = 1;
	show_stop(sh);
}
