#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# check_terminal_manners.sh: pasting, the pager, ^C, sizes, plain terminals, keys, the history.
set -u
. tests/terminal.sh
has_terminal || exit 0

# --- What is pasted is done line by line ------------------------------------------

start 80x24 ""
sees 'root@host:/ #'
paste 'jail -c name=www path=/jails/www persist
# a comment
root@www # kill(1, SIGTERM) => ESRCH
root@host # echo a \
 b
| a b
getuid()
'
sees 'getuid()'
keys Enter
sees '    (prison_check(); :why)'
screen pasted-80x24
type_in ':save pasted.scn'
sees 'saved 4 steps'
keys C-d
sees 'exit 0'
stop
"$JAILSIM" run "$work/pasted.scn" >"$tmp/out" 2>&1 || { fail 'what was pasted does not pass'; cat "$work/pasted.scn" "$tmp/out"; }

# --- ^C drops a line, what it continues, a question; it stops a play -----------------

cat >"$work/play.scn" <<-'END'
	# Three steps.
	root@host # getpid()
	root@host # getppid()
	root@host # getuid()
END
start 80x24 "shell play.scn"
sees 'root@host:/ #'
type_in 'mkdir("/tmp/half", \'
sees '> '
keys -l 'half a line'
keys C-c
type_in 'getuid()'
sees '0'
type_in 'stat("/tmp/half")'
sees ENOENT
type_in ':back'
sees '(1 ahead)'
type_in 'getgid()'
sees '[k]eep as a branch'
keys C-c
sees 'root@host:/ #'
type_in ':forward'
type_in ':play 0.2'
sees 'play.scn:2:'
keys C-c
sees 'Stopped before line 3.'
type_in 'setuid(1001)'
sees 'root@host(alice@host):/ $'
keys C-d
sees 'exit 0'
stop

# --- The pager -----------------------------------------------------------------------

cat >"$tmp/pager" <<-END
	#!/bin/sh
	echo \$\$ >"$tmp/pid"
	exec less -R
END
chmod +x "$tmp/pager"
if command -v less >/dev/null; then
	start 80x24 "" PAGER="$tmp/pager" LESS=R
	sees 'root@host:/ #'
	type_in ':help'
	sees 'Type a step'
	lacks 'jailsim list'
	keys q
	type_in 'getuid()'
	sees 'root@host:/ #'
	rm -f "$tmp/pid"
	type_in ':help'
	tries=0
	while [ ! -s "$tmp/pid" ] && [ $tries -lt 100 ]; do
		sleep 0.03
		tries=$((tries + 1))
	done
	kill -9 "$(cat "$tmp/pid")"
	type_in ''
	type_in 'echo al""ive'
	sees 'alive'
	keys C-d
	sees 'exit 0'
	stop
fi
start 80x24 "" PAGER=/no/such/pager
sees 'root@host:/ #'
type_in ':help'
sees ':help NAME tells'
keys C-d
sees 'exit 0'
stop

# --- Other terminals -------------------------------------------------------------------

start 80x24 "" TERM=dumb NO_COLOR=
sees 'root@host:/ #'
type_in 'kill(1, 0)'
sees '0'
type_in ':help'
sees ':help NAME tells'
keys C-d
sees 'exit 0'
stop
start 80x24 "" LC_ALL=C
sees 'root@host:/ #'
type_in 'kil(1, 0)'
sees 'kil is no system call known here -- did you mean kill?'
keys C-d
sees 'exit 0'
stop
start 80x24 ""
sees 'root@host:/ #'
tmux -S "$socket" resize-window -x 40 -y 12
type_in 'cd /usr/local/bin'
type_in 'cd /home/alice/.ssh'
sees 'root@host:'
keys C-l
screen resized-40x12
keys C-d
sees 'exit 0'
stop

# --- Keys and the history ------------------------------------------------------------------

echo 'set editing-mode vi' >"$tmp/inputrc"
start 80x24 "" INPUTRC="$tmp/inputrc"
sees 'root@host:/ #'
keys -l 'xgetppid()'
keys Escape
keys 0 x Enter
sees 'root@host:/ # getppid()'
keys C-d
sees 'exit 0'
stop
start 80x24 ""
sees 'root@host:/ #'
keys C-r
keys -l 'getpp'
sees "(reverse-i-search)\`getpp': getppid()"
keys Enter
sees 'root@host:/ # getppid()'
type_in 'getpgid(1)'
sees 'root@host:/ # getpgid(1)'
shell_pid=$(tmux -S "$socket" display-message -p '#{pane_pid}')
for child in $(ps -A -o pid= -o ppid= | awk -v parent="$shell_pid" '$2 == parent { print $1 }'); do
	kill -9 "$child"
done
sees 'exit'
stop
tail -n 1 "$tmp/state/jailsim/history" | grep -q '^getpgid(1)$' || fail 'a crash loses the history'

# One that has grown long is made shorter, and keeps its end.
i=0
while [ $i -lt 2500 ]; do
	echo "echo $i"
	i=$((i + 1))
done >"$tmp/state/jailsim/history"
start 80x24 ""
sees 'root@host:/ #'
type_in 'getpid()'
keys C-d
sees 'exit 0'
stop
[ "$(wc -l <"$tmp/state/jailsim/history")" -eq 1000 ] || fail 'the history grows for ever'
[ "$(tail -n 1 "$tmp/state/jailsim/history")" = 'getpid()' ] || fail 'the history loses its end'
[ "$(ls "$tmp/state/jailsim")" = history ] || fail 'the history leaves files behind'
exit $status
