#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# check_view.sh: the full-screen view: its screens as text, and, where tmux is there, that a
# terminal shows the same, at any size, and is as before when the view ends, however it ends.
set -u
. tests/terminal.sh
act3=$PWD/scenarios/attacks/xkcd-1200/act3.scn
middle=45

# Without its numbers: process ids and sums are others whenever the stock world or the actions are.
numberless() {
	sed 's/ *[0-9][0-9]* */#/g; s/ *$//' "$1"
}

# stored NAME ARGUMENTS...: the snapshot is tests/screens/NAME.txt; ACCEPT=1 writes that file.
stored() {
	name=$1
	shift
	"$JAILSIM" view "$@" "$act3" >"$tmp/screen" 2>&1 || fail "view $*: fails"
	[ -z "${ACCEPT:-}" ] || cp "$tmp/screen" "$screens/$name.txt"
	numberless "$tmp/screen" >"$tmp/is"
	numberless "$screens/$name.txt" >"$tmp/was"
	if ! cmp -s "$tmp/is" "$tmp/was"; then
		fail "the screen is not tests/screens/$name.txt (ACCEPT=1 tests/check_view.sh writes it):"
		diff "$screens/$name.txt" "$tmp/screen"
	fi
}

# Of the actions those about devices alone: few are added there.
devices='f<down><down><enter>'
for size in 200x60 80x24 40x12; do
	stored view-$size-start --snapshot $size --keys "$devices"
	stored view-$size-middle --snapshot $size --keys "$devices" --step $middle
	stored view-$size-end --snapshot $size --keys "$devices" --step end
done
stored view-20x5 --snapshot 20x5
stored view-1x1 --snapshot 1x1
stored view-80x24-ascii --snapshot 80x24 --keys "$devices" --step $middle --ascii

# refused EXPECTED ARGUMENTS...: exit 2, and what is said.
refused() {
	expected=$1
	shift
	"$JAILSIM" view "$@" >"$tmp/out" 2>&1 </dev/null
	[ $? -eq 2 ] || fail "view $*: exit is not 2"
	grep -qF -- "$expected" "$tmp/out" || { fail "view $*: '$expected' is not in:"; cat "$tmp/out"; }
}

refused 'there is no terminal — see jailsim view --plain' "$act3"
refused 'is no size — write --snapshot 80x24' --snapshot 80 "$act3"
refused 'is no size' --snapshot 0x24 "$act3"
refused 'is no step' --plain --step x "$act3"
refused 'there are ' --plain --step 99999 "$act3"
refused 'there is no such key' --snapshot 80x24 --keys '<nokey>' "$act3"
refused 'cannot be read' --plain "$tmp/nowhere.scn"
refused 'one scenario at most' "$act3" "$act3"

"$JAILSIM" view --plain "$act3" >"$tmp/plain" 2>&1 || fail 'plain: fails'
"$JAILSIM" view --plain "$act3" | cmp -s - "$tmp/plain" || fail 'plain: other bytes the second time'
for line in 'release: FreeBSD 15.0' 'prison www: path           /jails/www' \
    'process 1: init, user id 0, in host' 'why: kernel function  prison_priv_check()'; do
	grep -qxF -- "$line" "$tmp/plain" || fail "plain: '$line' is not there"
done
grep -q '^cell www root .*: blocked, EPERM because PRISON_PRIV_NEVER' "$tmp/plain" || fail 'plain: no blocked cell'
grep -qv '^[a-z][a-z]*\( .*\)\{0,1\}: ' "$tmp/plain" && fail 'plain: a line that is no fact'

# The view's cells are the matrix's.
"$JAILSIM" matrix --format csv "$act3" | awk -F, 'NR > 1 { print "cell " $4 " " $3 " " $1 ": " $5 }' | sort >"$tmp/matrix"
sed -n 's/^\(cell [^ ]* [^ ]* [^ ]*: [a-z ]*\).*/\1/p' "$tmp/plain" | sed 's/ *$//' | sort >"$tmp/cells"
[ -s "$tmp/cells" ] || fail 'plain: no cells'
cmp -s "$tmp/matrix" "$tmp/cells" || { fail 'the view shows other cells than jailsim matrix:'; diff "$tmp/matrix" "$tmp/cells" | head; }

has_terminal || exit $status

# --- On a terminal ---------------------------------------------------------------------

# shows ARGUMENTS...: the terminal shows what the snapshot with these arguments is.
shows() {
	"$JAILSIM" view "$@" "$act3" >"$tmp/expected"
	tries=0
	while [ $tries -lt 150 ]; do
		tmux -S "$socket" capture-pane -p >"$tmp/screen" 2>/dev/null
		cmp -s "$tmp/screen" "$tmp/expected" && return
		tries=$((tries + 1))
		sleep 0.03
	done
	fail "the terminal does not show $*:"
	diff "$tmp/expected" "$tmp/screen"
}

resize() {
	tmux -S "$socket" resize-window -x "${1%x*}" -y "${1#*x}"
}

# The process of the view on the terminal.
view_pid() {
	tmux -S "$socket" display-message -p '#{pane_pid}' >"$tmp/pid"
	ps -A -o pid= -o ppid= -o comm= | awk -v shell="$(cat "$tmp/pid")" '$2 == shell && $3 ~ /jailsim/ { print $1 }'
}

terminal_state() {
	stty -a <"$(tmux -S "$socket" display-message -p '#{pane_tty}')"
}

for size in 200x60 80x24 40x12 20x5 1x1; do
	start $size "view $act3"
	[ $size = 1x1 ] || shows --snapshot $size # curses leaves the last corner alone
	[ ${size%x*} -lt 40 ] || { keys End; shows --snapshot $size --keys '<end>'; }
	keys q
	resize 80x24
	sees 'exit 0'
	stop
done

# The same keys on a terminal and as text; then sizes in a storm.
start 80x24 "view --step $middle $act3" NO_COLOR=
shows --snapshot 80x24 --step $middle
keys l Down Down e
type_in ''
shows --snapshot 80x24 --step $middle --keys 'l<down><down>e<enter>'
keys q : j l s Enter
shows --snapshot 80x24 --step $middle --keys 'l<down><down>e<enter>q:jls<enter>'
n=0
while [ $n -lt 60 ]; do
	resize $((n * 37 % 150 + 1))x$((n * 23 % 50 + 1))
	n=$((n + 1))
done
resize 80x24
shows --snapshot 80x24 --step $middle --keys 'l<down><down>e<enter>q:jls<enter>'
keys q
sees 'exit 0'
terminal_state >"$tmp/sane"
grep -q ' icanon' "$tmp/sane" || fail 'the terminal is not as before after q'
stop

# A terminal that can do little.
start 80x24 "view --step $middle $act3" TERM=vt100 LC_ALL=C
shows --snapshot 80x24 --step $middle --ascii
keys q
sees 'exit 0'
stop
start 80x24 "view $act3" TERM=nothing-of-this-name
sees 'see jailsim view --plain'
sees 'exit 2'
stop

# coloured NAME=VALUE...: the colours on the screen, as tmux tells them.
coloured() {
	start 80x24 "view --step $middle $act3" "$@"
	shows --snapshot 80x24 --step $middle
	tmux -S "$socket" capture-pane -p -e | tr '\033' '\n' | sed -n 's/^\(\[[0-9;]*m\).*/\1/p' >"$tmp/colours"
	stop
}

# On 256 colours, on 8, on none: A, C and B differ by more than that.
coloured NO_COLOR= TERM=screen
for colour in 41 42 43; do
	grep -q "[[;]${colour}m" "$tmp/colours" || fail "no ground $colour of 8 colours"
done
if infocmp screen-256color >/dev/null 2>&1; then
	coloured NO_COLOR= TERM=screen-256color
	for colour in 160 28 178; do
		grep -q "48;5;${colour}m" "$tmp/colours" || fail "no ground $colour of 256 colours"
	done
fi
coloured NO_COLOR=1 TERM=screen
grep '[[;][34][0-7]' "$tmp/colours" && fail 'colours in spite of NO_COLOR'

# The terminal is as it was, whatever ends the view.
for signal in TERM HUP SEGV ABRT INT; do
	start 80x24 "view $act3" NO_COLOR=
	shows --snapshot 80x24
	kill -$signal "$(view_pid)"
	case $signal in
	TERM) sees 'exit 143' ;;
	HUP) sees 'exit 129' ;;
	INT) sees 'exit 0' ;;
	*) sees 'exit ' ;;
	esac
	terminal_state >"$tmp/after"
	cmp -s "$tmp/after" "$tmp/sane" || { fail "after SIG$signal:"; diff "$tmp/sane" "$tmp/after"; }
	[ "$(tmux -S "$socket" display-message -p '#{alternate_on}#{cursor_flag}#{mouse_any_flag}')" = 010 ] ||
	    fail "after SIG$signal the screen, the cursor or the mouse is not as before"
	stop
done

# Stopped and continued, by a shell with job control.
terminals=$((terminals + 1))
socket=$tmp/tmux.$terminals
TERM=screen tmux -S "$socket" -f "$tmp/tmux.conf" new-session -d -x 80 -y 24 \
    "set -m; NO_COLOR=1 LC_ALL=C.UTF-8 '$JAILSIM' view '$act3'; stty -a >'$tmp/stopped'; fg; echo exit \$?; sleep 9"
shows --snapshot 80x24
keys C-z
shows --snapshot 80x24
grep -q ' icanon' "$tmp/stopped" || fail 'a stopped view keeps the terminal'
keys Space
shows --snapshot 80x24 --keys '<space>'
keys q
sees 'exit 0'
exit $status
