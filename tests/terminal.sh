# SPDX-License-Identifier: BSD-2-Clause
# terminal.sh: for tests/check_*.sh to source: jailsim on a terminal of tmux's.
#
#	. tests/terminal.sh
#	start 80x24 "shell FILE" [NAME=VALUE...]  jailsim on a terminal of this size, in $work
#	type_in TEXT		as if typed, then Enter
#	keys KEY...		keys by tmux's names: Tab, C-c, Up
#	paste TEXT		as a terminal pastes: in one piece, between brackets
#	sees TEXT		it comes on the screen (a line that wraps is one) or into what scrolled off, else the test fails
#	lacks TEXT		it is not there now
#	screen NAME		the screen becomes tests/screens/NAME.txt; ACCEPT=1 writes that file
#	stop			ends the terminal
#
# Nothing sleeps for what it can wait for.  $tmp is the test's own, $work what jailsim sees as
# its working directory, $status what the test is to exit with.  Ends the test when there is no tmux.
JAILSIM=${JAILSIM:-build/jailsim}
case $JAILSIM in
/*) ;;
*) JAILSIM=$PWD/$JAILSIM ;;
esac
tmp=$(mktemp -d) || exit 1
work=$tmp/work
screens=$PWD/tests/screens
terminals=0
status=0
mkdir "$work" "$tmp/home"
echo 'set -g status off' >"$tmp/tmux.conf"
trap 'stop; rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

# A server of its own for each terminal: one that was told to end takes its time.
stop() {
	[ $terminals -eq 0 ] || tmux -S "$socket" kill-server 2>/dev/null
}

fail() {
	echo "$1"
	status=1
}

has_terminal() {
	command -v tmux >/dev/null
}

# What waits for jailsim's exit must itself outlive a ^C, which not every sh does.
start() {
	size=$1 arguments=$2
	shift 2
	terminals=$((terminals + 1))
	socket=$tmp/tmux.$terminals
	TERM=screen tmux -S "$socket" -f "$tmp/tmux.conf" new-session -d -x "${size%x*}" -y "${size#*x}" \
	    "trap : INT; cd '$work'; env HOME='$tmp/home' XDG_STATE_HOME='$tmp/state' NO_COLOR=1 \
	    LC_ALL=C.UTF-8 INPUTRC=/dev/null PAGER=cat $* '$JAILSIM' $arguments; echo exit \$?; sleep 99"
}

type_in() {
	tmux -S "$socket" send-keys -l "$1"
	tmux -S "$socket" send-keys Enter
}

keys() {
	tmux -S "$socket" send-keys "$@"
}

paste() {
	tmux -S "$socket" set-buffer "$1"
	tmux -S "$socket" paste-buffer -p
}

sees() {
	tries=0
	while [ $tries -lt 1500 ]; do
		tmux -S "$socket" capture-pane -p -J -S -200 >"$tmp/out" 2>/dev/null
		grep -qF -- "$1" "$tmp/out" && return
		tries=$((tries + 1))
		sleep 0.03
	done
	fail "'$1' does not come on the screen:"
	cat "$tmp/out"
}

lacks() {
	tmux -S "$socket" capture-pane -p -J -S -200 >"$tmp/out" 2>/dev/null
	grep -qF -- "$1" "$tmp/out" || return
	fail "'$1' is on the screen:"
	cat "$tmp/out"
}

# A screen is taken as it is when it has come to rest.
screen() {
	tries=0
	: >"$tmp/before"
	while [ $tries -lt 1500 ]; do
		tmux -S "$socket" capture-pane -p >"$tmp/screen" 2>/dev/null
		if [ -n "${ACCEPT:-}" ]; then
			cmp -s "$tmp/screen" "$tmp/before" && break
			cp "$tmp/screen" "$tmp/before"
			sleep 0.2
		else
			cmp -s "$tmp/screen" "$screens/$1.txt" && return
			sleep 0.03
		fi
		tries=$((tries + 1))
	done
	if [ -n "${ACCEPT:-}" ]; then
		cp "$tmp/screen" "$screens/$1.txt"
	else
		fail "the screen is not tests/screens/$1.txt (ACCEPT=1 tests/check_...sh writes it):"
		diff "$screens/$1.txt" "$tmp/screen"
	fi
}
