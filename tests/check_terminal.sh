#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# check_terminal.sh: the shell on a terminal: typing, keys, history, what it leaves behind.
set -u
. tests/terminal.sh
has_terminal || exit 0

start 80x24 ""
sees 'root@host #'
type_in 'jail -c name=www path=/jails/www persist'
type_in 'root@www #'
sees 'root@www #'
type_in 'kill(1, SIGTERM)'
sees 'ESRCH because PRISON_CHECK_OTHER'
type_in ':why'
sees 'kernel function  prison_check()'
sees 'root@host # kill(1, SIGTERM)'
type_in 'kil(1, 0)'
sees 'did you mean kill?'
type_in 'mkdir("/tmp/a", 0755)'
type_in ':back'
sees 'after step 2: root@www # kill(1, SIGTERM) (1 ahead)'
type_in ':forward'
sees 'after step 3: root@www # mkdir("/tmp/a", 0755)'
type_in 'stat("/tmp/a")'
sees 'type=dir mode=0755'
keys h a l f Space a Space l i n e C-c
type_in ":save typed.scn"
sees 'saved 4 steps'
type_in ':quit'
sees 'exit 0'
stop
"$JAILSIM" run "$work/typed.scn" >"$tmp/out" 2>&1 || { fail 'what was typed and saved does not pass'; cat "$work/typed.scn" "$tmp/out"; }
grep -q 'kill(1, SIGTERM)' "$tmp/state/jailsim/history" || fail 'there is no history file'

# No place for a history: nothing is said about it.
start 80x24 "" HOME=/proc XDG_STATE_HOME=
sees 'root@host #'
keys C-d
sees 'exit 0'
stop
grep -qi 'history\|denied\|No such' "$tmp/out" && { fail 'a read-only HOME is told'; cat "$tmp/out"; }

# A scenario step by step.
start 80x24 "shell typed.scn" HOME=/proc XDG_STATE_HOME=
sees 'Enter does the next step'
type_in ''
sees 'typed.scn:2: root@host # jail -c name=www'
type_in ''
sees 'typed.scn:3: root@www # kill'
type_in ':back'
sees 'after step 1'
keys C-d
sees 'exit 0'
exit $status
