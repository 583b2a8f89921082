#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# check_terminal.sh: the shell on a terminal: typing, keys, history, what it leaves behind.
set -u
. tests/terminal.sh
has_terminal || exit 0

start 80x24 ""
sees 'root@host:/ #'
type_in 'jail -c name=www path=/jails/www persist'
type_in 'root@www #'
sees 'root@www:/ #'
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
sees '^C'
type_in ":save typed.scn"
sees 'saved 4 steps'
type_in ':quit'
sees 'exit 0'
stop
"$JAILSIM" run "$work/typed.scn" >"$tmp/out" 2>&1 || { fail 'what was typed and saved does not pass'; cat "$work/typed.scn" "$tmp/out"; }
grep -q 'kill(1, SIGTERM)' "$tmp/state/jailsim/history" || fail 'there is no history file'

# No place for a history: nothing is said about it.
start 80x24 "" HOME=/proc XDG_STATE_HOME=
sees 'root@host:/ #'
keys C-d
sees 'exit 0'
stop
grep -qi 'history\|denied\|No such' "$tmp/out" && { fail 'a read-only HOME is told'; cat "$tmp/out"; }

# The prompt is a place; shells in shells, as on FreeBSD; and what was typed is what the file says.
start 80x24 ""
sees 'root@host:/ #'
type_in 'jail -c name=www path=/jails/www persist'
type_in 'jexec www sh'
sees 'root@www:/ #'
type_in 'cd /tmp'
sees 'root@www:/tmp #'
keys C-d
sees 'root@host:/ #'
type_in 'su alice'
sees 'alice@host:/ $'
type_in 'exit'
type_in 'setuid(1002)'
sees 'root@host(bob@host):/ $'
type_in ':back'
sees '(1 ahead)'
type_in 'chroot("/jails/www")'
sees '1 step lies ahead: [k]eep as a branch, [d]rop, or [c]ancel?'
type_in 'what?'
sees 'k, d or c'
type_in 'k'
sees 'kept as branch 1'
sees 'root@host(chroot, outside):/ #'
type_in ':as bob@host/2'
sees 'bob@host/2:/ $'
type_in ':as bob'
sees ':as: bob names nobody'
type_in 'jail_attach(1)'
sees 'EPERM'
type_in 'exit'
keys :save
sees "root@host(chroot, outside):/ # :save"
type_in ' place.scn'
sees 'saved'
stop
"$JAILSIM" run "$work/place.scn" >"$tmp/out" 2>&1 || { fail 'a session with places does not pass'; cat "$work/place.scn" "$tmp/out"; }

# A caret points at a mistake as the line was seen.
start 80x24 ""
sees 'root@host:/ #'
keys C-l
type_in 'cd /usr/local'
type_in 'open("/etc/motd", O_RDONLYY)'
type_in 'alice@host $ kil(1, 0)'
type_in ':bak'
sees 'did you mean :back?'
screen caret-80x24
keys C-d
stop

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
