/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Going over the steps by keys: one on or back, to either end, playing; and guessing an outcome
 * before it is shown.
 */
#include "view_pane.h"
#include "view_request.h"

void
request_step_on(struct view *v, int key)
{
	(void)key;
	if (!v->prediction.on || v->prediction.asked) {
		view_forward(v);
		return;
	}
	v->prediction.asked = true;
	why_set(v, WHY_GUESS);
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
	size_t step = v->shell.world->step;

	if (!v->playing || v->prediction.asked)
		return;
	request_step_on(v, key);
	v->playing = v->prediction.asked || v->shell.world->step > step;
}

void
request_predict(struct view *v, int key)
{
	(void)key;
	v->prediction.on = !v->prediction.on;
	v->prediction.asked = false;
	if (v->why == WHY_GUESS)
		why_set(v, WHY_STEP);
	view_message(v,
	    v->prediction.on ? "From here on each outcome is to be guessed first." :
			       "From here on outcomes are shown at once.");
}

void
request_guess(struct view *v, int key)
{
	struct prediction *p = &v->prediction;
	size_t step = v->shell.world->step;

	if (!view_forward(v) || v->shell.world->step == step)
		return;
	bool refused = view_done(v, v->shell.world->step)->role == ROLE_REFUSED;
	bool right = refused == (key == '2');

	p->count++;
	p->right += right;
	p->said = arena_printf(&v->arena, "%s: %s. (%u of %u guessed)", right ? "Right" : "No",
	    refused ? "it is refused" : "it succeeds", p->right, p->count);
	why_set(v, WHY_STEP);
}

void
request_show_it(struct view *v, int key)
{
	(void)key;
	view_forward(v);
}
