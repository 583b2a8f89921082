/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Going over the steps by keys: one on or back, to either end, playing; and guessing an outcome
 * before it is shown.
 */
#include "view_pane.h"
#include "view_request.h"

static void
reveal(struct view *v)
{
	v->prediction.hidden = false;
	why_forget(v);
}

void
request_step_on(struct view *v, int key)
{
	(void)key;
	if (v->prediction.hidden)
		reveal(v);
	else
		view_forward(v);
}

void
request_step_back(struct view *v, int key)
{
	(void)key;
	v->playing = false;
	view_back(v);
}

void
request_to_beginning(struct view *v, int key)
{
	(void)key;
	view_goto(v, 0);
}

void
request_to_end(struct view *v, int key)
{
	(void)key;
	view_goto(v, view_steps(v));
}

void
request_play(struct view *v, int key)
{
	(void)key;
	v->playing = !v->playing;
}

void
request_tick(struct view *v, int key)
{
	(void)key;
	if (v->playing && !v->prediction.hidden && !view_forward(v))
		v->playing = false;
}

void
request_predict(struct view *v, int key)
{
	(void)key;
	v->prediction.on = !v->prediction.on;
	v->prediction.hidden = false;
	why_forget(v);
	view_message(v, "Outcomes are %s from here on.",
	    v->prediction.on ? "hidden until guessed" : "shown at once");
}

void
request_guess(struct view *v, int key)
{
	struct prediction *p = &v->prediction;
	bool refused = view_done(v, v->shell.world->step)->role == ROLE_REFUSED;
	bool right = refused == (key == '2');

	p->asked++;
	p->right += right;
	p->said = arena_printf(&v->arena, "%s: %s. (%u of %u guessed)", right ? "Right" : "No",
	    refused ? "it is refused" : "it succeeds", p->right, p->asked);
	log_fill(v); /* the cursor goes to the step */
	reveal(v);
	why_set(v, WHY_STEP);
}

void
request_show_it(struct view *v, int key)
{
	(void)key;
	reveal(v);
}
