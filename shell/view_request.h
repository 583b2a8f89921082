/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What keys do: a table that drives the view, its footer and its help.
 */
#ifndef SHELL_VIEW_REQUEST_H
#define SHELL_VIEW_REQUEST_H

#include "view.h"

struct request {
	int keys[5];
	const char *label; /* in the footer; NULL: not there */
	const char *help;
	unsigned modes;			   /* of enum mode */
	bool always;			   /* has a place of its own in the footer */
	bool (*when)(const struct view *); /* does it work now?  NULL: always */
	void (*run)(struct view *, int key);
	const char *otherwise; /* what to say while it does not; or NULL */
	const char *heading;   /* of those from here on, in the help; or NULL */
};

extern const struct request requests[];
extern const size_t request_count;
bool request_works(const struct view *, const struct request *);

/* view_play.c */
void request_step_on(struct view *, int key);
void request_step_back(struct view *, int key);
void request_to_beginning(struct view *, int key);
void request_to_end(struct view *, int key);
void request_play(struct view *, int key);
void request_tick(struct view *, int key);
void request_predict(struct view *, int key);
void request_guess(struct view *, int key);
void request_show_it(struct view *, int key);

/* view_move.c */
void request_move_up(struct view *, int key);
void request_move_down(struct view *, int key);
void request_page_up(struct view *, int key);
void request_page_down(struct view *, int key);
void request_to_top(struct view *, int key);
void request_to_bottom(struct view *, int key);
void request_move_left(struct view *, int key);
void request_move_right(struct view *, int key);
void request_next_pane(struct view *, int key);
void request_previous_pane(struct view *, int key);
void request_numbered_pane(struct view *, int key);
void request_zoom(struct view *, int key);

#endif
